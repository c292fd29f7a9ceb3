"""What is different between two versions is said in words, and where a meaning may have changed the lead is asked."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.codebook.changes import Change, changes
from twofold.codebook.fingerprints import everything, meaning_of_field
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook

NEW_FIELD = """
  [[section.field]]
  id = "extra"
  label = "Extra?"
  type = "text"

[[section]]
id = "results"
"""

ALLOWED = {
    "field `extra` added": ('\n[[section]]\nid = "results"\n', NEW_FIELD),
    "section `more` added; field `more_notes` added": (
        '[[check]]\nid = "group_above_all"',
        '[[section]]\nid = "more"\ntitle = "More"\n[[section.field]]\nid = "more_notes"\nlabel = "?"\ntype '
        '= "text"\n\n'
        '[[check]]\nid = "group_above_all"',
    ),
    "option `survey` added to `design`": (
        '    { value = "cohort"',
        '    { value = "survey", label = "Survey" },\n    { value = "cohort"',
    ),
    "option `elsewhere` added to `level`": (
        '    { value = "apart"',
        '    { value = "elsewhere", label = "Elsewhere", off_axis = true },\n    { value = "apart"',
    ),
    "option `cohort` of `design` renamed from 'Cohort' to 'Cohort study'": ('"Cohort"', '"Cohort study"'),
    "example that counts of option `low` of `level` changed": ('counts = "this"', 'counts = "these"'),
    "example that does not count of option `low` of `level` removed": (', not = "that"', ""),
    "option `other` of `design` no longer needs a reason": (", reason = true }", " }"),
    "label of `share` changed": ('"Share?"', '"Which share?"'),
    "help of `share` added": ('label = "Share?"', 'label = "Share?"\n  help = "Of all."'),
    "title of the codebook changed": ('"A small codebook"', '"A codebook"'),
    "version of the codebook changed": ('version = "1.0"', 'version = "1.1"'),
    "title of section `about` changed": ('title = "About"', 'title = "The study"'),
    "`required` of `design` is now false": ("required = true\n  evidence", "required = false\n  evidence"),
    "`primary` of `level` is now false": ("primary = true", "primary = false"),
    "`evidence` of `design` changed from place to none": ('evidence = "place"', 'evidence = "none"'),
    "bounds of `n_all` changed from 1 to 5000 to 1 to any": ("  max = 5000\n", ""),
    "bounds of `began` changed from 1990-01-01 to any to 1990 to any": ("min = 1990-01-01", 'min = "1990"'),
    "tick `unknown` added to `n_all`": (
        "max = 5000",
        'max = 5000\n  tick = { value = "unknown", label = "u" }',
    ),
    "label of the tick of `n_group` changed": ('"groups not split"', '"not split"'),
    "wording of check `group_above_all` changed": ("More in the group than in all.", "Too many."),
    "check `group_above_all` now blocks": ('level = "warn"', 'level = "block"'),
    "the condition of check `group_above_all` changed": ('above_field = "n_all"', "answered = true"),
    "check `better_needs_level` speaks at `outcome` instead of `direction`": (
        'field = "direction"\nlevel',
        'field = "outcome"\nlevel',
    ),
}

ASKED = {
    "type of `n_all` changed from integer to number": ('type = "integer"\n  min', 'type = "number"\n  min'),
    "option `middle` of `level` removed": ('    { value = "middle", label = "Middle" },\n', ""),
    "option `top` added to the scale of `level`": (
        '    { value = "apart"',
        '    { value = "top", label = "Top" },\n    { value = "apart"',
    ),
    "option `apart` of `level` moved into the order of the scale": (", off_axis = true", ""),
    "the order of the scale of `direction` changed": (
        '    { value = "worse", label = "Worse" },\n    { value = "better", label = "Better" },\n',
        '    { value = "better", label = "Better" },\n    { value = "worse", label = "Worse" },\n',
    ),
    "the rule by which `part` is asked (`show_if`) changed": ('at_least = "middle"', 'at_least = "high"'),
    "the rule by which `concern` is asked (`show_if`) changed": (
        '  show_if = { rows = "any", field = "direction", is = "worse" }\n',
        "",
    ),
    "bounds of `n_all` changed from 1 to 5000 to 2 to 5000": ("min = 1\n", "min = 2\n"),
    "bounds of `share` changed from 0 to 1.5 to 0 to 1": ("max = 1.5", "max = 1"),
    "bounds of `began` changed from 1990-01-01 to any to 1990-02 to any": (
        "min = 1990-01-01",
        'min = "1990-02"',
    ),
    "tick `not_split` of `n_group` removed": ('value = "not_split"', 'value = "unsplit"'),
    "field `remarks` removed; field `notes` added": ('id = "remarks"', 'id = "notes"'),
}


def edited(text: str, old: str, new: str) -> Codebook:
    assert text.count(old) == 1, f"{old!r} must stand once in the small codebook"
    return read_codebook(text.replace(old, new))


@pytest.mark.parametrize("words", ALLOWED)
def test_a_change_that_leaves_meanings_alone_asks_for_nothing(words: str, small: Codebook, small_text: str) -> None:
    found = changes(small, edited(small_text, *ALLOWED[words]))
    assert "; ".join(change.words for change in found) == words
    assert not any(change.asks or change.instead for change in found)


@pytest.mark.parametrize("words", ASKED)
def test_of_a_change_that_may_touch_a_meaning_the_lead_is_asked(words: str, small: Codebook, small_text: str) -> None:
    if words.startswith("option `middle`"):
        small_text = small_text.replace('at_least = "middle"', 'at_least = "high"')
        small = read_codebook(small_text)
    found = changes(small, edited(small_text, *ASKED[words]))
    assert {change.words for change in found} == set(words.split("; "))
    (asking,) = [change for change in found if change.asks]
    assert f"`{asking.field}`" in words
    assert asking.allowed


def test_the_id_of_a_codebook_never_changes(small: Codebook, small_text: str) -> None:
    (refused,) = changes(small, edited(small_text, 'id = "small"', 'id = "smaller"'))
    assert refused.words == "the codebook's id changed from `small` to `smaller`"
    assert not refused.allowed
    assert "for ever" in refused.instead


def test_of_a_field_taken_out_the_lead_is_asked(small: Codebook, small_text: str) -> None:
    text = small_text.replace(
        '  [[section.field]]\n  id = "remarks"\n  label = "Remarks?"\n  type = "text"\n  reconcile = true\n',
        "",
    )
    assert changes(small, read_codebook(text)) == (Change("field `remarks` removed", "remarks", asks=True),)


def test_a_field_asked_of_each_row_instead_may_mean_something_else(small: Codebook, small_text: str) -> None:
    field = '  [[section.field]]\n  id = "remarks"\n  label = "Remarks?"\n  type = "text"\n  reconcile = true\n'
    text = small_text.replace(field, "").replace('[[section]]\nid = "verdict"', field + '\n[[section]]\nid = "verdict"')
    found = changes(small, read_codebook(text))
    assert [(change.words, change.asks) for change in found] == [
        ("field `remarks` moved from section `about` to `results`", False),
        ("field `remarks` is asked of each outcome row instead of once a study", True),
    ]


def test_another_order_is_allowed_and_said(small: Codebook, small_text: str) -> None:
    share = small_text[small_text.index('  [[section.field]]\n  id = "share"') :]
    share = share[: share.index('  [[section.field]]\n  id = "began"')]
    text = small_text.replace(share, "").replace(
        '  [[section.field]]\n  id = "n_all"', share + '  [[section.field]]\n  id = "n_all"'
    )
    found = changes(small, read_codebook(text))
    assert found == (Change("the fields of section `about` stand in another order"),)
    design = changes(
        small,
        edited(
            small_text,
            '{ value = "rct", label = "RCT" },\n    { value = "cohort", label = "Cohort" }',
            '{ value = "cohort", label = "Cohort" },\n    { value = "rct", label = "RCT" }',
        ),
    )
    assert design == (Change("the options of `design` stand in another order, and so under other keys", "design"),)


def test_the_same_codebook_has_no_changes(default: Codebook, small: Codebook, small_text: str) -> None:
    assert changes(default, default) == ()
    assert changes(small, read_codebook(small_text.replace("[[section]]", "# a comment\n[[section]]"))) == ()


def some_edits(text: str, chance: random.Random) -> Codebook:
    """The small codebook after some of the edits above, each of which is good TOML by itself."""
    edits = [*ALLOWED.values(), *ASKED.values()]
    for old, new in chance.sample(edits, chance.randint(0, 4)):
        attempt = text.replace(old, new, 1)
        try:
            read_codebook(attempt)
        except BadCodebook:
            continue
        text = attempt
    return read_codebook(text)


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_there_are_changes_exactly_where_something_differs(seed: int, small_text: str) -> None:
    chance = random.Random(seed)
    old, new = some_edits(small_text, chance), some_edits(small_text, chance)
    assert (changes(old, new) == ()) is (everything(old) == everything(new))


@given(seed=st.integers(0, 2**32))
@settings(max_examples=40)
def test_what_asks_for_nothing_leaves_every_old_answer_possible(seed: int, small_text: str) -> None:
    chance = random.Random(seed)
    old, new = some_edits(small_text, chance), some_edits(small_text, chance)
    if any(change.asks for change in changes(old, new)):
        return
    for field in old.fields:
        later = new.by_id[field.id]
        assert (later.type, later.unit) == (field.type, field.unit)
        assert {option.id for option in field.options} <= {option.id for option in later.options}
        if meaning_of_field(old, field.id) != meaning_of_field(new, field.id):
            assert (
                len(later.options) > len(field.options)
                or (later.minimum, later.maximum) != (field.minimum, field.maximum)
                or later.tick != field.tick
            )

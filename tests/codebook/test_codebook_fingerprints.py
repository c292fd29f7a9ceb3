"""The fingerprint of meaning moves with what answers mean, and with nothing else."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.codebook.fingerprints import everything, meaning, meaning_of_field, spelled
from twofold.codebook.model import AtLeast, Codebook, FieldIs, Has, Joined, Not, OverRows
from twofold.codebook.toml_reader import read_codebook

WORDS = re.compile(r'(label|help|title|say|counts|not|version) = "([^"]*)"')
words = st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters='"\\'), min_size=1, max_size=20)


def test_a_fingerprint_is_32_hexadecimal_digits(small: Codebook) -> None:
    for fingerprint in (meaning(small), everything(small), meaning_of_field(small, "design")):
        assert re.fullmatch(r"[0-9a-f]{32}", fingerprint)


def test_the_same_text_has_the_same_fingerprints(small: Codebook, small_text: str) -> None:
    again = read_codebook(small_text + "\n# a comment\n")
    assert meaning(again) == meaning(small)
    assert everything(again) == everything(small)


@given(number=st.integers(0, 10**6), new=words)
def test_wording_moves_everything_but_not_the_meaning(number: int, new: str, small: Codebook, small_text: str) -> None:
    places = list(WORDS.finditer(small_text))
    chosen = places[number % len(places)]
    if not new.strip() or new.strip().casefold() in ("other", "others"):
        new = "another wording"
    text = small_text[: chosen.start(2)] + new + small_text[chosen.end(2) :]
    changed = read_codebook(text)
    assert meaning(changed) == meaning(small)
    for field in small.fields:
        assert meaning_of_field(changed, field.id) == meaning_of_field(small, field.id)
    same_words = " ".join(new.split()) == chosen[2]
    assert (everything(changed) == everything(small)) is same_words


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("required = true\n  evidence", "required = false\n  evidence"),
        ('evidence = "quote"', 'evidence = "none"'),
        ("primary = true", "primary = false"),
        ("reconcile = true", "reconcile = false"),
        ("reason = true }", "reason = false }"),
        ('level = "warn"', 'level = "block"'),
        ('above_field = "n_all"', "answered = true"),
        ('id = "about"', 'id = "concerning"'),
    ],
)
def test_demands_and_checks_are_not_meaning_but_are_something(
    old: str, new: str, small: Codebook, small_text: str
) -> None:
    assert small_text.count(old) == 1
    changed = read_codebook(small_text.replace(old, new))
    assert meaning(changed) == meaning(small)
    assert everything(changed) != everything(small)


@pytest.mark.parametrize(
    ("field", "old", "new"),
    [
        ("design", 'value = "cohort"', 'value = "follow_up"'),
        (
            "level",
            'id = "level"\n  label = "Level?"\n  type = "ordinal"',
            'id = "level"\n  label = "Level?"\n  type = "ordinal"\n  show_if = { field = "design", is = "rct" }',
        ),
        ("level", 'label = "Apart", off_axis = true', 'label = "Apart"'),
        ("n_all", "max = 5000", "max = 6000"),
        ("n_all", 'type = "integer"\n  min', 'type = "number"\n  min'),
        ("n_group", 'value = "not_split"', 'value = "unsplit"'),
        ("part", 'at_least = "middle"', 'at_least = "high"'),
        ("concern", 'rows = "any"', 'rows = "all"'),
    ],
)
def test_what_answers_can_be_told_apart_by_is_meaning(
    field: str, old: str, new: str, small: Codebook, small_text: str
) -> None:
    assert small_text.count(old) == 1
    changed = read_codebook(small_text.replace(old, new))
    assert meaning(changed) != meaning(small)
    assert everything(changed) != everything(small)
    moved = [one.id for one in small.fields if meaning_of_field(changed, one.id) != meaning_of_field(small, one.id)]
    assert moved == [field]


def test_the_order_of_options_is_meaning_only_where_they_are_ordinal(small: Codebook) -> None:
    def turned(field_id: str) -> Codebook:
        field = small.by_id[field_id]
        other = replace(field, options=field.options[::-1])
        sections = tuple(
            replace(section, fields=tuple(other if one is field else one for one in section.fields))
            for section in small.sections
        )
        return replace(small, sections=sections)

    assert meaning(turned("design")) == meaning(small)
    assert meaning(turned("who")) == meaning(small)
    assert meaning(turned("direction")) != meaning(small)
    for field_id in ("design", "who", "direction"):
        assert everything(turned(field_id)) != everything(small)


def test_the_order_of_the_form_is_not_meaning(small: Codebook) -> None:
    turned = replace(small, sections=small.sections[::-1])
    assert meaning(turned) == meaning(small)
    assert everything(turned) != everything(small)


def test_a_bound_written_otherwise_is_the_same_bound(small: Codebook, small_text: str) -> None:
    again = read_codebook(small_text.replace("max = 1.5", "max = 1.50").replace("min = 0\n", "min = 0.0\n"))
    assert everything(again) == everything(small)


def test_one_condition_has_one_spelling() -> None:
    one, two = FieldIs("a", ("x", "y")), Has("b", "answered")
    assert spelled(Joined((one, two), 1)) == spelled(Joined((two, FieldIs("a", ("y", "x"))), 1))
    assert spelled(Joined((one,), 1)) == spelled(one)
    different = {
        spelled(condition)
        for condition in (
            None,
            one,
            two,
            Not(one),
            Has("b", "answered", wanted=False),
            AtLeast("a", "x"),
            Joined((one, two), 1),
            Joined((one, two), 2),
            OverRows(one, every=True),
            OverRows(one, every=False),
        )
    }
    assert len(different) == 10

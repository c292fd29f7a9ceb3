"""A codebook's text is edited in place: what was asked for changes, and comments, order and layout of all else stay."""

import difflib
import tomllib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opened_reviews import CODEBOOK

from twofold.codebook.editing import (
    CannotEdit,
    Raw,
    added,
    duplicated,
    found,
    moved,
    removed,
    with_value,
    written_value,
)
from twofold.codebook.outline import outline
from twofold.codebook.problems import Path
from twofold.codebook.spans import spans_of
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook

COMMENTED = """\
# The head comment.
format = 1

[codebook]
id = "small"   # for ever
title = "Small"
version = "1"

[lists]
yes_no = [ { value = "yes", label = "Yes" }, { value = "no", label = "No" } ]

# About the first section.
[[section]]
id = "one"
title = "One"

  # About alpha.
  [[section.field]]
  id = "alpha"
  label = "Alpha?"  # short
  type = "nominal"
  options = [
    # the usual one
    { value = "a", label = "A" }, # beside a
    { value = "b", label = "B", help = '''
       over two
       lines''' },
    { value = "c", label = "C" }
  ]

  [[section.field]]
  # inside beta
  id = "beta"
  label = "Beta?"
  type = "integer"
  min = 1
  tick.value = "all"
  tick.label = "all of them"

# About the second section,
# in two lines.
[[section]]
id = "two"
title = "Two"

  [[section.field]]
  id = "gamma"
  label = "Gamma?"
  type = "nominal"
  options = "yes_no"
  show_if = { field = "alpha", in = ["a", "b"] }

  # About delta.
  [[section.field]]
  id = "delta"
  label = "Delta?"
  type = "text"
# The end.
"""
TEXTS = {"small": CODEBOOK, "commented": COMMENTED, "default": default_codebook_text()}
WORDS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=12)
ALPHA: Path = ("section", 0, "field", 0)
BETA: Path = ("section", 0, "field", 1)
DELTA: Path = ("section", 1, "field", 1)


def gone_and_new(before: str, after: str) -> tuple[list[str], list[str]]:
    old, new = before.splitlines(), after.splitlines()
    told = [one for one in difflib.ndiff(old, new) if one[:1] in "-+"]
    return [one[2:] for one in told if one[0] == "-"], [one[2:] for one in told if one[0] == "+"]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_what_is_edited_is_a_good_codebook_to_begin_with(text: str) -> None:
    assert read_codebook(text)


def test_a_changed_label_changes_its_line_and_keeps_the_comment_on_it() -> None:
    after = with_value(COMMENTED, (*ALPHA, "label"), "Which “alpha”?")
    assert gone_and_new(COMMENTED, after) == (
        ['  label = "Alpha?"  # short'],
        ['  label = "Which “alpha”?"  # short'],
    )


def test_a_new_key_goes_to_its_place_with_the_indent_of_its_neighbours() -> None:
    after = with_value(COMMENTED, (*ALPHA, "required"), value=True)
    assert gone_and_new(COMMENTED, after) == ([], ["  required = true"])
    assert after.index("required") < after.index("options")


def test_what_is_set_to_what_it_was_changes_nothing() -> None:
    assert with_value(COMMENTED, (*ALPHA, "label"), "Alpha?") == COMMENTED


def test_a_key_written_with_dots_is_replaced_whole() -> None:
    after = with_value(COMMENTED, (*BETA, "tick"), {"value": "none", "label": "None"})
    gone, new = gone_and_new(COMMENTED, after)
    assert gone == ['  tick.value = "all"', '  tick.label = "all of them"']
    assert new == ['  tick = { value = "none", label = "None" }']


def test_a_key_written_as_a_table_of_its_own_is_replaced_whole() -> None:
    text = COMMENTED.replace("# The end.", '    [section.field.show_if]\n    field = "alpha"\n    is = "a"\n# The end.')
    after = with_value(text, (*DELTA, "show_if"), Raw('{ field = "alpha", is = "b" }'))
    assert found(after, (*DELTA, "show_if", "is")) == "b"
    assert "[section.field.show_if]" not in after
    assert after.endswith("# The end.\n")


def test_a_field_takes_its_comment_along_when_it_is_moved_and_leaves_those_of_others() -> None:
    after = moved(COMMENTED, DELTA, (*DELTA[:3], 0))
    assert after.index("# About delta.") < after.index('id = "delta"') < after.index('id = "gamma"')
    assert after.index("# in two lines.") < after.index("# About delta.")
    into = moved(COMMENTED, ALPHA, ("section", 1, "field", 2))
    assert [one["id"] for one in tomllib.loads(into)["section"][1]["field"]] == ["gamma", "delta", "alpha"]
    assert into.index("# About alpha.") > into.index('id = "delta"')


def test_options_are_added_moved_and_taken_out_line_by_line() -> None:
    at = (*ALPHA, "options")
    after = added(COMMENTED, (*at, 1), {"value": "x", "label": "X"})
    assert gone_and_new(COMMENTED, after) == ([], ['    { value = "x", label = "X" },'])
    swapped = moved(COMMENTED, (*at, 2), (*at, 0))
    assert [one.id for one in read_codebook(swapped).by_id["alpha"].options] == ["c", "a", "b"]
    assert swapped.index("# beside a") > swapped.index('value = "a"')
    short = removed(COMMENTED, (*at, 2))
    assert [one.id for one in read_codebook(short).by_id["alpha"].options] == ["a", "b"]


def test_a_copy_stands_behind_and_has_its_own_id() -> None:
    after = duplicated(COMMENTED, BETA, {"id": "beta_2"})
    assert list(read_codebook(after).by_id) == ["alpha", "beta", "beta_2", "gamma", "delta"]
    gone, new = gone_and_new(COMMENTED, after)
    assert gone == []
    assert '  id = "beta_2"' in new


def test_a_section_goes_with_all_its_fields() -> None:
    after = removed(COMMENTED, ("section", 1))
    assert list(read_codebook(after).by_id) == ["alpha", "beta"]
    assert "second section" not in after
    assert "# About alpha." in after


def test_what_is_no_toml_is_refused_and_says_so() -> None:
    with pytest.raises(CannotEdit, match="not TOML"):
        with_value("[[section", ("codebook", "title"), "x")


def test_a_value_is_shown_as_it_is_written() -> None:
    assert written_value(COMMENTED, ("section", 1, "field", 0, "show_if")) == '{ field = "alpha", in = ["a", "b"] }'


def test_a_draft_with_mistakes_names_each_at_its_field_and_draws_the_others() -> None:
    broken = with_value(COMMENTED, (*DELTA, "type"), "nominal")
    told = outline(broken)
    assert told.book is None
    assert [path for path, _ in told.problems] == [DELTA]
    assert list(told.shown.by_id) == ["alpha", "beta", "gamma"]


def test_a_draft_names_a_mistake_at_the_option_in_which_it_is() -> None:
    broken = with_value(COMMENTED, (*ALPHA, "options", 2, "value"), "a")
    assert [path for path, _ in outline(broken).problems] == [(*ALPHA, "options", 2)]


@st.composite
def edits(draw: st.DrawFn, text: str) -> tuple[str, Path | None]:
    """One edit of the text, anywhere, and the table that it changes or takes out, if it does not add or move one."""
    tables = tomllib.loads(text)
    section = draw(st.integers(0, len(tables["section"]) - 1))
    fields = tables["section"][section].get("field", [])
    listing: Path = ("section", section, "field")
    place = draw(st.integers(0, max(0, len(fields) - 1)))
    field: Path = (*listing, place)
    options = fields[place].get("options") if fields else None
    kinds = ["add", "title"]
    kinds += ["label", "help", "required", "copy"] if fields else []
    kinds += ["move", "remove"] if len(fields) > 1 else []
    kinds += ["option", "swap", "drop"] if isinstance(options, list) and len(options) > 1 else []
    new = f"new_{draw(st.integers(0, 10**6))}"
    match draw(st.sampled_from(kinds)):
        case "add":
            at: Path = (*listing, draw(st.integers(0, len(fields))))
            return added(text, at, {"id": new, "label": "N", "type": "text"}), None
        case "title":
            return with_value(text, ("section", section, "title"), draw(WORDS)), ("section", section)
        case "label" | "help" as key:
            return with_value(text, (*field, key), draw(WORDS)), field
        case "required":
            return with_value(text, (*field, "required"), draw(st.sampled_from([True, None]))), field
        case "copy":
            return duplicated(text, field, {"id": new}), None
        case "move":
            return moved(text, field, (*listing, draw(st.integers(0, len(fields) - 1)))), None
        case "remove":
            return removed(text, field), field
        case kind:
            at = (*field, "options")
            number = draw(st.integers(0, len(options or ()) - 1))
            if kind == "option":
                return added(text, (*at, number), {"value": new, "label": draw(WORDS)}), field
            if kind == "drop":
                return removed(text, (*at, number)), field
            return moved(text, (*at, number), (*at, draw(st.integers(0, len(options or ()) - 1)))), field


@settings(max_examples=80, deadline=None)
@given(st.data(), st.sampled_from(sorted(TEXTS)))
def test_every_table_that_an_edit_is_not_about_stays_byte_for_byte_with_its_comment(
    data: st.DataObject, name: str
) -> None:
    # Each edit is read back before it is given: a text that said anything else would have been refused.
    text = TEXTS[name]
    for _ in range(4):
        before = text
        text, about = data.draw(edits(text))
        tomllib.loads(text)
        # The options of a field may be tables of their own, which go with it.
        kept = [one for one in spans_of(before).blocks[1:] if about is None or one.path[: len(about)] != about]
        assert kept
        for one in kept:
            assert before[one.begins : one.end].strip() in text


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_what_is_there_and_back_again_is_the_same_text(data: st.DataObject) -> None:
    tables = tomllib.loads(COMMENTED)
    section = data.draw(st.integers(0, 1))
    count = len(tables["section"][section]["field"])
    listing: Path = ("section", section, "field")
    place, to = data.draw(st.integers(0, count - 1)), data.draw(st.integers(0, count - 1))
    assert moved(moved(COMMENTED, (*listing, place), (*listing, to)), (*listing, to), (*listing, place)) == COMMENTED
    new = added(COMMENTED, (*listing, to), {"id": "new", "label": "N", "type": "text"})
    assert removed(new, (*listing, to)) == COMMENTED
    label = data.draw(WORDS)
    other = with_value(COMMENTED, (*listing, place, "label"), label)
    back = with_value(other, (*listing, place, "label"), str(tables["section"][section]["field"][place]["label"]))
    assert back == COMMENTED

"""On the Codebook screen one sees and chooses which fields feed the synthesis, and what their options mean there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from synthesis_reviews import CODEBOOK

from twofold.codebook.problems import BadCodebook
from twofold.codebook.roles import ROLES, meanings_of, played_by
from twofold.codebook.toml_reader import read_codebook
from twofold.comparison.feeding import what_is_missing
from twofold.tui.pages.codebook import CodebookPage

RENAMED = CODEBOOK.replace('id = "direction"', 'id = "effect"').replace(
    '{ value = "better", label = "Better" }', '{ value = "up", label = "Up" }'
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))


def editor(text: str) -> tuple[CodebookPage, list[str]]:
    written: list[str] = []

    def write(made: str) -> str:
        written.append(made)
        return ""

    page = CodebookPage(text, write)
    page.at = "synthesis"
    page.press("enter")
    assert page.inside == ("synthesis",)
    return page, written


def shown(page: CodebookPage, width: int = 120, height: int = 100) -> str:
    return "\n".join("".join(text for text, _ in one.drawn.pieces).rstrip() for one in page.window(width, height).lines)


def choose(page: CodebookPage, line: Callable[[str], bool], option: str) -> None:
    """Choose on the line with that target the option of that label."""
    page.at = next(one.target for one in page.parts if line(one.target))
    page.press("enter")
    assert page.picking is not None
    place = [one.label for one in page.picking.choices].index(option)
    for _ in range(len(page.picking.choices)):
        page.press("up")
    for _ in range(place):
        page.press("down")
    page.press("enter")


def test_every_role_stands_there_with_the_field_that_plays_it() -> None:
    page, _ = editor(CODEBOOK)
    text = shown(page)
    assert "outcome_domain, by its usual id" in text
    assert "n row      -" in text, "no field plays it"
    assert "What the options of direction mean there" in text
    assert "Better: means better" in text
    assert len([one for one in page.parts if one.path[1:2] != ("means",)]) == len(ROLES)


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    page, _ = editor(CODEBOOK)
    assert max(len(one) for one in shown(page, width).splitlines()) <= width


def test_a_renamed_field_is_declared_and_its_options_told_by_choosing_alone() -> None:
    assert what_is_missing(read_codebook(RENAMED)) != ""
    page, written = editor(RENAMED)
    choose(page, lambda target: target == "synthesis/direction", "Which way?")
    assert 'direction = "effect"' in written[-1]
    assert page.outline.problems == (), "two of its options still mean what they mean usually"
    choose(page, lambda target: target == "synthesis/means/direction/up", "means better")
    book = read_codebook(written[-1])
    found = played_by(book, ROLES["direction"])
    assert found is not None
    assert found.id == "effect"
    assert dict(meanings_of(book, ROLES["direction"])) == {
        "worse": "worse",
        "no_difference": "no_difference",
        "up": "better",
    }
    assert what_is_missing(book) == ""
    assert written[-1].startswith(RENAMED), "nothing else of the text changed"
    assert "effect" in shown(page)


def test_a_role_is_taken_from_every_field_given_back_and_undone() -> None:
    page, written = editor(CODEBOOK)
    choose(page, lambda target: target == "synthesis/design", "no field")
    assert 'design = ""' in written[-1]
    assert played_by(read_codebook(written[-1]), ROLES["design"]) is None
    choose(page, lambda target: target == "synthesis/design", "design, by its usual id")
    assert played_by(read_codebook(written[-1]), ROLES["design"]) is not None
    page.press("ctrl+z")
    page.press("ctrl+z")
    assert page.text == CODEBOOK


def test_a_codebook_without_outcome_rows_has_no_such_line() -> None:
    page = CodebookPage(CODEBOOK.partition('[[section]]\nid = "outcomes"')[0], lambda text: "")
    assert "synthesis" not in page.targets()


def test_space_turns_a_meaning_that_is_not_written_down_from_the_one_in_effect() -> None:
    page, written = editor(CODEBOOK)
    page.at = "synthesis/means/direction/better"
    page.press("space", " ")
    assert dict(read_codebook(written[-1]).synthesis.means["direction"]) == {
        "better": "worse",
        "worse": "worse",
        "no_difference": "no_difference",
    }, "after `better` comes `worse`, and what the others mean stays"
    page.press("ctrl+z")
    page.press("enter")
    assert page.picking is not None
    assert page.picking.choices[page.picking.at].label == "means better", "the list opens at the one in effect"


def test_two_roles_of_one_field_are_told_there_and_in_the_list_of_problems_with_the_way_out() -> None:
    page, written = editor(CODEBOOK)
    choose(page, lambda target: target == "synthesis/domain", "Evidence?")
    assert 'domain = "outcome_evidence"' in written[-1], "a draft may be wrong"
    with pytest.raises(BadCodebook) as refused:
        read_codebook(written[-1])
    (problem,) = refused.value.problems
    for key in ("", "!"):
        if key:
            page.press("exclamation_mark", "!")
        said = " ".join(shown(page, 90).split())
        assert problem.what in said
        assert problem.mend in said
        assert 'evidence = ""' in problem.mend


def test_elsewhere_a_way_out_that_is_toml_is_left_out() -> None:
    page = CodebookPage(CODEBOOK.replace('row_name = "outcome_name"\n', ""), lambda text: "")
    page.press("exclamation_mark", "!")
    said = " ".join(shown(page, 90).split())
    assert "does not say which field names an outcome row." in said
    assert "row_name =" not in said


def test_a_usual_field_that_does_not_fit_is_not_shown_as_playing_the_role() -> None:
    page, _ = editor(CODEBOOK.replace('label = "Design?"\n  type = "nominal"', 'label = "Design?"\n  type = "multi"'))
    text = shown(page, 90)
    assert "design     design does not fit" in text
    assert "What the options of design mean there" not in text

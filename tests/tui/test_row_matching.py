"""The screen on which outcome rows are matched: what is seen, what the keys do, and what is written."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from compared_reviews import Answers, code, release, released_review
from opened_reviews import PEOPLE, opened, study_keys, with_studies

from twofold.record.matching import ListedRow
from twofold.record.plan_documents import PersonEntry
from twofold.review.aligning import alignment_of
from twofold.review.leading import Refused
from twofold.review.open import Review
from twofold.review.row_lists import RowLists
from twofold.tui.app import TwofoldApp
from twofold.tui.form.drawn import cells
from twofold.tui.pages.page import Page
from twofold.tui.pages.row_matching import RowMatchingPage, lines_of
from twofold.tui.screens.agreement import AgreementScreen
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.widgets.lines_view import LinesView

PLAIN: Answers = {"design": "rct", "level": "low"}
ANNA = ({**PLAIN, "rows": {"Depression": "better", "Stigma": "worse"}}, PLAIN, {**PLAIN, "rows": {"Sleep": "better"}})
BEN = ({**PLAIN, "rows": {"depressive symptoms": "better", "Anxiety": "worse"}}, PLAIN, PLAIN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_review(tmp_path / "r", ANNA, BEN)


@pytest.fixture
def review(folder: Path) -> Iterator[Review]:
    with opened(folder) as made:
        made.look()
        made.take_in()
        yield made


def seen(page: Page, width: int = 80, height: int = 24) -> list[str]:
    return ["".join(text for text, _ in one.drawn.pieces).rstrip() for one in page.window(width, height).lines]


def press(page: Page, *keys: str) -> object:
    asked: object = None
    for key in keys:
        asked = page.press(key, key if len(key) == 1 else None)
    return asked


def sets_of(review: Review) -> int:
    return len(alignment_of(review, study_keys(review)[0]).sets)


def test_the_overlap_stands_on_top_and_a_suggestion_is_told_in_words_at_its_line(review: Review) -> None:
    lines = seen(RowMatchingPage(review, study_keys(review)[0]))
    assert "S001" in lines[1]
    assert lines[1].endswith("4 not in every list")
    assert lines[2].startswith("   Listed: anna 2, ben 2. 4 outcomes, 0 in every list")
    (row,) = (one for one in lines if "Depression" in one)
    assert row.startswith(" > Depression")
    assert " ─?─   depressive symptoms" in row
    assert any("name alike. enter says they are one." in one for one in lines)
    (alone,) = (one for one in lines if "Anxiety" in one)
    assert "·" in alone


def test_a_suggestion_is_confirmed_recorded_and_taken_back(review: Review) -> None:
    page = RowMatchingPage(review, study_keys(review)[0])
    press(page, "enter")
    assert sets_of(review) == 1
    assert any(" ━━━ " in one and "Depression" in one and "depressive" in one for one in seen(page))
    press(page, "enter")
    assert page.said.startswith("Nothing is suggested")
    press(page, "ctrl+z")
    assert sets_of(review) == 0
    press(page, "ctrl+z")
    assert "nothing to undo" in page.said
    press(page, "*")
    assert sets_of(review) == 1
    assert page.wrote


def test_rows_are_joined_by_hand_and_parted_again(review: Review) -> None:
    page = RowMatchingPage(review, study_keys(review)[0])
    press(page, "j", "m")
    assert any("You hold “Stigma” of anna" in one for one in seen(page))
    press(page, "j", "m")
    assert page.said.startswith("There is no row here"), "ben's list is at the right"
    press(page, "right", "enter")
    assert any("Stigma" in one and "Anxiety" in one for one in seen(page))
    assert sets_of(review) == 1
    assert page.held is None
    press(page, "delete")
    assert sets_of(review) == 0
    press(page, "delete")
    assert page.said == "This row is joined with none."


def test_a_row_that_is_held_is_let_go_before_the_page_is_left(review: Review) -> None:
    page = RowMatchingPage(review, study_keys(review)[0])
    assert press(page, "m", "escape") is None
    assert page.held is None
    assert press(page, "escape") == "back"
    assert not page.wrote


def test_a_click_goes_to_a_line_and_joins_nothing(review: Review) -> None:
    page = RowMatchingPage(review, study_keys(review)[0])
    page.click(page.targets()[0])
    assert sets_of(review) == 0


def test_the_next_study_with_rows_to_match_is_one_key_away(review: Review) -> None:
    first, _, third = study_keys(review)
    page = RowMatchingPage(review, first)
    press(page, "]")
    assert page.found.study == third, "nobody listed rows of the second"
    press(page, "[")
    assert page.found.study == first


def test_a_study_that_is_not_open_shows_no_rows(tmp_path: Path) -> None:
    made = with_studies(tmp_path / "r")
    code(made, "anna", ANNA)
    code(made, "ben", BEN)
    with opened(made) as review:
        review.look()
        with pytest.raises(Refused, match="not open"):
            RowMatchingPage(review, study_keys(review)[0])


def test_three_lists_stand_beside_each_other(tmp_path: Path) -> None:
    third = PersonEntry(id="dora", name="Dora Lind", roles=("reviewer",))
    made = with_studies(tmp_path / "r", people=(*PEOPLE, third))
    for person, name in (("anna", "Depression"), ("ben", "Self-esteem"), ("dora", "depression")):
        code(made, person, ({**PLAIN, "rows": {name: "better"}}, PLAIN, PLAIN))
    release(made)
    with opened(made) as review:
        review.look()
        page = RowMatchingPage(review, study_keys(review)[0])
        (row,) = (one for one in seen(page) if "Depression" in one)
        assert row.count("─?─") == 2, "a line runs through the list that has no such row"
        press(page, "enter", "m", "j", "right", "m")
        (row,) = (one for one in seen(page) if "Depression" in one)
        assert "Self-esteem" in row
        assert row.count("━━━") == 2


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (20, 5), (7, 3)])
def test_nothing_is_wider_than_the_screen(size: tuple[int, int], review: Review) -> None:
    page = RowMatchingPage(review, study_keys(review)[0])
    for one in page.window(*size).lines:
        if size[0] >= 40:
            assert sum(cells(text) for text, _ in one.drawn.pieces) <= size[0]


def test_names_act_on_no_terminal(review: Review) -> None:
    page = RowMatchingPage(review, study_keys(review)[0])
    bad = "\x1b]0;gone\x07[b]x[/b]"
    rows = (ListedRow("anna", "a" * 16, bad, bad, bad, bad), ListedRow("ben", "b" * 16, bad, bad, bad, bad))
    page._show(RowLists("s", "S001", bad, ("anna", "ben"), rows, ()))
    text = "".join(seen(page))
    assert "\x1b" not in text
    assert "[b]x" in text


def test_suggestions_never_put_two_rows_of_one_person_on_a_line() -> None:
    rows = tuple(
        ListedRow(person, f"{person}{number}", "Depression score")
        for person in ("anna", "ben", "dora")
        for number in range(3)
    )
    found = RowLists("s", "S001", "", ("anna", "ben", "dora"), rows, ())
    for one in lines_of(found):
        assert len({row.person for row in one.rows}) == len(one.rows)
    accepted = RowLists("s", "S001", "", ("anna", "ben", "dora"), rows, found.accepted())
    assert accepted.overlap.shared == 3


def test_from_agreement_to_the_rows_and_back_to_new_figures(folder: Path) -> None:
    async def run() -> None:
        app = TwofoldApp(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            async with asyncio.timeout(10):
                while app.review is None:
                    await pilot.pause(0.01)
                await pilot.press("A")
                while not isinstance(app.screen, AgreementScreen):
                    await pilot.pause(0.01)
                before = app.screen
                await pilot.press("R", "enter", "escape")
                while app.screen is before or not isinstance(app.screen, AgreementScreen):
                    await pilot.pause(0.01)
            assert isinstance(app.screen, PageScreen)
            view = app.screen.query_one("#lines", LinesView)
            assert view is not None
            assert len(app.screen.page.found.study(app.screen.page.found.studies[0].study).rows) == 3

    asyncio.run(run())

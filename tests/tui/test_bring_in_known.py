"""The account of records that are there already, as plain values: said to be another, filled, and earlier imports."""

from pathlib import Path

import pytest
from opened_reviews import founded, opened

from twofold.review.bringing_in import bring_in, work_out
from twofold.review.bringing_in_found import survey
from twofold.review.bringing_in_questions import Kind, repeats_in
from twofold.review.imports import imports
from twofold.tui.actions import keymap
from twofold.tui.pages.asks import Step
from twofold.tui.pages.bring_in_account import AccountPage, Choices
from twofold.tui.pages.bring_in_deciding import Deciding
from twofold.tui.pages.page import Page

POOR = """\
TY  - JOUR
TI  - A made-up study of lantern walks in two towns
AU  - Doe, J
PY  - 2019
DO  - 10.5555/l
ER  -
"""
RICH = POOR.replace("2019", "2020").replace("ER  -", "UR  - https://example.org/paper\nER  -")
SIZES = [(80, 24), (120, 40), (40, 12), (20, 5)]


def seen(page: Page, size: tuple[int, int] = (80, 24)) -> str:
    lines = page.window(*size).lines
    assert len(lines) <= size[1]
    return "\n".join("".join(text for text, _ in one.drawn.pieces).rstrip() for one in lines)


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path, Path]:
    for name, text in (("poor.ris", POOR), ("rich.ris", RICH)):
        (tmp_path / name).write_text(text, "utf-8")
    folder = founded(tmp_path / "r")
    with opened(folder) as review:
        bring_in(review, work_out(review, [tmp_path / "poor.ris"]))
    return folder, tmp_path / "poor.ris", tmp_path / "rich.ris"


def test_enter_on_a_record_that_is_there_asks_whether_it_is(files: tuple[Path, Path, Path]) -> None:
    folder, _, rich = files
    with opened(folder) as review:
        page = AccountPage(work_out(review, [rich]), Choices("1 field that differs", empty=1), keymap())
        (question,) = repeats_in(survey(review, [rich]))
    assert page.targets() == ["decide", "fill", "take", "there:0"]
    page.at = "fill"
    assert page.press("enter") == Step("fill")
    page.at = "there:0"
    assert page.press("enter") is None
    assert "line 1 is S001 already (same DOI): A made-up study of lantern walks in two" in seen(page)
    page.press("j")
    assert page.at == "there:0/0"
    assert page.hints[0] == ("bringing.go", "say it is another")
    assert page.press("enter") == Step("another", text=question.id)

    deciding = Deciding((question,), {}, keymap())
    assert question.kind is Kind.THERE
    text = seen(deciding)
    assert "Is this there already?" in text
    assert "same      yes; nothing is added  (as it is now)" in text
    assert "new       no, it is another study" in text
    assert deciding.press("2", "2") is None
    assert deciding.press("enter") == Step("settle")
    assert deciding.decisions == {question.id: "new"}
    for size in SIZES:
        seen(page, size)
        seen(deciding, size)


def test_where_nothing_is_new_the_account_can_be_kept_and_is_not_the_first_thing_that_enter_does(
    files: tuple[Path, Path, Path],
) -> None:
    folder, poor, rich = files
    with opened(folder) as review:
        page = AccountPage(work_out(review, [poor]), Choices(), keymap())
        other = AccountPage(work_out(review, [rich]), Choices("1 field that differs"), keymap())
    assert "Keep        this account, among the imports of the review" in seen(page)
    assert "This very file was brought in on 20" in seen(page)
    assert page.targets()[0] == "take"
    assert other.targets()[:2] == ["decide", "take"]
    page.window(80, 24)
    assert page.press("enter") == Step("take")


def test_earlier_imports_unfold_beneath_the_account(files: tuple[Path, Path, Path]) -> None:
    folder, poor, _ = files
    with opened(folder) as review:
        page = AccountPage(work_out(review, [poor]), Choices(imports=imports(review)), keymap())
    page.at = "earlier"
    page.press("enter")
    text = seen(page, (80, 40))
    assert "Brought in before  1" in text
    assert "poor.ris: read 1 = new 1 + already there 0 + held back 0" in text
    assert page.targets()[-1] == "earlier/0"
    for size in SIZES:
        seen(page, size)

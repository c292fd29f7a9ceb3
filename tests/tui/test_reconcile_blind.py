"""The third reader's pages, blind until a study is done, and those on which what all agree on is accepted."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from reconciled_reviews import desk_of, item, reviewed, talked_over
from reconciling_pages import at, press, seen, work_of

from twofold.reconcile.desk import Desk
from twofold.reconcile.queue import Item, Stage, State
from twofold.tui.pages.asks import Step
from twofold.tui.pages.reconcile import ReconcilePage
from twofold.tui.pages.reconcile_accepting import AcceptPage
from twofold.tui.pages.reconcile_ending import EndPage, MailsPage
from twofold.tui.pages.reconcile_item import ItemPage

NAMES = re.compile(r"\b(anna|ben|Anna Berg|Ben Okoro)\b")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reviewed(tmp_path / "r")


@pytest.fixture
def desk(folder: Path) -> Iterator[Desk]:
    with desk_of(folder) as made:
        yield made


def settled(desk: Desk, study: int, field: str) -> Item:
    return item(desk, study, field)


def test_what_all_agree_on_is_accepted_by_study_or_at_once_and_taken_back(desk: Desk) -> None:
    page = AcceptPage(work_of(desk))
    every = len(page.found)
    assert every > 3
    text = seen(page)
    assert "S001" in text
    press(page, "enter")
    assert 0 < len(page.found) < every
    press(page, "b", "*")
    assert page.found == ()
    assert "Nothing that all agree on" in seen(page)
    press(page, "ctrl+z", "ctrl+z")
    assert len(page.found) == every


def test_a_sample_is_looked_at_before_all_is_accepted(desk: Desk) -> None:
    page = AcceptPage(work_of(desk))
    press(page, "s")
    assert len(page.sample) == max(1, round(len(page.found) / 10))
    assert "drawn at random" in seen(page)
    assert press(page, "enter") == Step("item", text="alone")
    one = ItemPage(page.work, alone=True)
    assert "A  anna" in seen(one, 80, 40)
    assert press(one, "space") == "back"
    press(page, "*")
    assert page.found == ()


def third(folder: Path) -> None:
    talked_over(folder, (0, "level"), (1, "n_all"))


def test_no_page_names_anybody_to_a_blind_third_reader(folder: Path) -> None:
    third(folder)
    with desk_of(folder, "cleo") as desk:
        work = work_of(desk, Stage.ARBITRATION)
        assert len(work.items) == 2
        lines, page = ReconcilePage(work), ItemPage(work)
        for width, height in ((80, 24), (120, 60)):
            for states in range(4):
                work.states = states
                work.renew()
                assert not NAMES.search(seen(lines, width, height))
            work.states = 0
            work.renew()
            for key in ("j", "enter", "v", "w", "escape", "n", "escape", "h", "h", "space", "enter", "v", "backspace"):
                press(page, key)
                assert not NAMES.search(seen(page, width, height)), key
                assert not NAMES.search(page.said), key
        press(page, "ctrl+z", "S", "R")
        assert not NAMES.search(page.said)
        assert not NAMES.search(seen(AcceptPage(work), 120, 60))
        assert not NAMES.search(seen(MailsPage(desk), 120, 60))


def test_the_third_reader_settles_and_sees_the_names_when_the_study_is_done(folder: Path) -> None:
    third(folder)
    with desk_of(folder, "cleo") as desk:
        work = work_of(desk, Stage.ARBITRATION)
        page = ItemPage(work)
        first, second = (one.key for one in work.items)
        asked = press(page, "a")
        assert asked == Step("end", text=first.study)
        text = seen(EndPage(desk, first.study), 80, 40)
        assert "anna" in text
        assert "ben" in text
        assert "Level?" in text
        assert "once nothing waits for a third reader" in text
        assert "Nothing is left" not in seen(ReconcilePage(work))
        assert work.at == second
        assert press(page, "b") == Step("done", text=second.study)
        text = seen(EndPage(desk, second.study), 80, 40)
        assert "Who was followed how often" in text
        assert "of 2" in text
        assert "Whom the third reader followed" in seen(ReconcilePage(work))


def test_the_third_reader_may_code_before_seeing_what_the_two_said(folder: Path) -> None:
    third(folder)
    with desk_of(folder, "cleo") as desk:
        work = work_of(desk, Stage.ARBITRATION)
        page = ItemPage(work)
        press(page, "h")
        text = seen(page, 80, 40)
        assert "is hidden" in text
        assert "as it stands" not in text
        assert "(A)" not in text
        press(page, "1")
        assert desk.progress().deferred == 2, "coding it first settles nothing"
        text = seen(page, 80, 40)
        assert "You coded it: Low" in text
        assert "as it stands" in text
        press(page, "y")
        assert desk.progress().deferred == 1


def test_an_item_that_is_put_off_waits_for_the_third_reader_alone(folder: Path) -> None:
    with desk_of(folder) as desk:
        page = at(desk, 0, "level")
        press(page, "d")
        assert settled(desk, 0, "level").state is State.DEFERRED
        assert "1 for a third reader" in seen(page)


def test_after_an_item_of_the_sample_the_cursors_of_both_lists_stay(desk: Desk) -> None:
    work = work_of(desk)
    work.move(2)
    listed = work.at
    page = AcceptPage(work)
    page.sample = page.found[:3]
    seen(page)
    press(page, "end", "down", "down")
    assert page.at == "sample:2"
    assert press(page, "enter") == Step("item", text="alone")
    assert press(ItemPage(work, alone=True), "r") == Step("done", text="")
    page.renew()
    assert page.at == "sample:1", "the line that took its place"
    assert work.at == listed
    press(page, "escape")
    seen(page)
    press(page, "down", "enter")
    assert page.at != page.targets()[0] or len(page.targets()) < 2
    assert work.at == listed

"""The pages on which differences are settled: the list, one item, what its keys do, and what is written of it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from compared_reviews import code, release
from opened_reviews import with_studies
from reconciled_reviews import EVERY, desk_of, item, reviewed, study_keys_of
from reconciling_pages import at, press, seen, work_of

from twofold.reconcile.asking import ask
from twofold.reconcile.deciding import adopt, defer
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import view_of
from twofold.reconcile.queue import Item, ItemKind, Order, Stage, State
from twofold.record.consensus import How
from twofold.record.work_documents import ExclusionDocument
from twofold.review.leading import Proposed
from twofold.tui.actions import Where
from twofold.tui.form.drawn import cells
from twofold.tui.pages.asks import ShowRows, Step
from twofold.tui.pages.help import Help
from twofold.tui.pages.page import Page
from twofold.tui.pages.reconcile import ReconcilePage
from twofold.tui.pages.reconcile_accepting import AcceptPage
from twofold.tui.pages.reconcile_ending import MailsPage
from twofold.tui.pages.reconcile_item import ItemPage
from twofold.tui.pages.reconcile_work import Work

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


def answer_of(desk: Desk, study: int, field: str) -> str:
    return view_of(desk, item(desk, study, field)).settled


def test_the_list_begins_with_ones_own_slips_and_counts_every_step(desk: Desk) -> None:
    work = Work(desk)
    work.whole = True
    work.renew()
    page = ReconcilePage(work)
    text = seen(page)
    assert work.stage is Stage.SLIPS
    assert f"[my own slips {work.counts[Stage.SLIPS]}]" in text
    assert f"{work.progress.total} settled" in text
    press(page, "tab")
    assert work.stage is Stage.TALKING
    assert f"[talking {len(work.items)}]" in seen(page)


def test_help_tells_the_keys_of_the_options_as_one() -> None:
    page = Help((Where.SETTLING,))
    lines = [one for one in seen(page, 100, 100).splitlines() if one.strip().startswith("1")]
    assert len(lines) == 1
    assert "1-9" in lines[0]


def test_what_was_missed_comes_first_within_a_study_and_its_number_stands_once(desk: Desk) -> None:
    work = work_of(desk)
    third = [one for one in work.items if one.number == "S003"]
    assert third[0].difference is not None
    assert third[0].difference.value == "missed"
    lines = [one for one in seen(ReconcilePage(work)).splitlines() if "S003" in one]
    assert len(lines) == 1
    assert "missed" in lines[0]


def test_the_list_goes_by_field_filters_as_one_types_and_comes_back(desk: Desk) -> None:
    work = work_of(desk)
    page = ReconcilePage(work)
    every = len(work.items)
    press(page, "b")
    assert work.order is Order.FIELD
    fields = [one.key.field for one in work.items]
    assert fields == sorted(fields, key=fields.index), "the items of a field stand together"
    press(page, "/", "many S002")
    assert [one.key.field for one in work.items] == ["n_all"]
    assert "many S002" in seen(page)
    press(page, "escape")
    assert len(work.items) == every
    press(page, "/", "nothing like it")
    assert "has all of these words" in seen(page)
    assert press(page, "tab", "escape") is None, "esc shows all again before it leaves"
    assert len(work.items) == every
    assert press(page, "escape") == "back"


def test_settled_ones_are_shown_when_asked_for(desk: Desk) -> None:
    page = at(desk, 0, "level")
    press(page, "a")
    lines = ReconcilePage(page.work)
    press(lines, "v", "v")
    assert [one.state for one in page.work.items] == [State.SETTLED]
    assert "Level?" in seen(lines)
    assert "one step apart, settled" in seen(lines)


def test_one_key_settles_and_the_next_comes_by_itself(desk: Desk) -> None:
    work = work_of(desk)
    page = ItemPage(work)
    first, second = work.items[0].key, work.items[1].key
    assert work.at == first
    press(page, "a")
    now = desk.item(first)
    assert now is not None
    assert (now.state, now.how) == (State.SETTLED, How.DISCUSSED)
    assert work.at == second
    assert "takes it back" in page.said
    assert "1 of" in seen(page).splitlines()[0]


def test_a_list_is_settled_to_its_end_in_one_key_each(desk: Desk) -> None:
    work = work_of(desk)
    page = ItemPage(work)
    keys = 0
    asked: object = None
    while work.items:
        view = page.view
        assert view is not None
        asked = press(page, "y" if view.item.kind is ItemKind.LOOK_ONCE else "a" if view.side("A").asked else "b")  # type: ignore[union-attr]
        keys += 1
        assert keys < 40
    assert isinstance(asked, Step)
    assert asked.name == "done"
    assert work.progress.settled == work.progress.total > 5
    assert "2 s each" in work.pace


def test_undo_brings_the_last_one_back_for_ever_and_redo_settles_it_again(folder: Path) -> None:
    with desk_of(folder) as desk:
        work = work_of(desk)
        page = ItemPage(work)
        first = work.items[0].key
        press(page, "a", "a", "a")
        press(page, "ctrl+z", "ctrl+z", "ctrl+z")
        assert work.at == first
        assert work.progress.settled == 0
        press(page, "ctrl+y")
        assert work.progress.settled == 1
    with desk_of(folder) as desk:
        work = work_of(desk)
        page = ItemPage(work)
        work.at = first
        press(page, "ctrl+z")
        assert work.progress.settled == 0
        press(page, "ctrl+z")
        assert "Nothing of yours is left to undo" in page.said


def test_space_skips_and_backspace_goes_back_also_to_what_was_settled(desk: Desk) -> None:
    work = work_of(desk)
    page = ItemPage(work)
    one, two, three = (each.key for each in work.items[:3])
    press(page, "space")
    assert work.at == two
    press(page, "a")
    assert work.at == three
    press(page, "backspace")
    assert work.at == two
    assert "● Settled" in seen(page, 80, 40)
    press(page, "backspace")
    assert work.at == one
    press(page, "]")
    assert work.at.study != one.study
    press(page, "[")
    assert work.at.study == one.study


def test_both_sides_stand_with_quote_and_page_and_beside_each_other_where_there_is_room(desk: Desk) -> None:
    page = at(desk, 0, "level")
    text = seen(page)
    assert "S001" in text
    assert "one step apart" in text
    assert text.index("A  anna") < text.index("High") < text.index("B  ben") < text.index("Middle")
    assert text.count("p. 3  “as it stands”") == 2
    assert "Different answers, same page" in text
    assert "2 Middle (B)   3 High (A)" in text
    wide = seen(page, 120, 40)
    assert any("A  anna" in one and "B  ben" in one for one in wide.splitlines())
    assert any("High" in one and "Middle" in one for one in wide.splitlines())


def test_a_third_value_settles_by_its_key_and_off_the_scale_too(desk: Desk) -> None:
    press(at(desk, 0, "level"), "1")
    assert answer_of(desk, 0, "level").startswith("Low (discussed)")
    press(at(desk, 1, "design"), "r")
    assert answer_of(desk, 1, "design").startswith("not reported")


def test_a_number_is_written_in_place_and_refused_in_place(desk: Desk) -> None:
    page = at(desk, 1, "n_all")
    press(page, "0")
    assert page.entry is None, "no option and no number begins so"
    press(page, "4", "x", "enter")
    assert page.entry is not None
    assert "whole number" in seen(page)
    press(page, "backspace", "2", "enter")
    assert answer_of(desk, 1, "n_all").startswith("42 ")
    assert "differ by 4" in seen(at(desk, 1, "n_all"))


def test_a_set_is_put_together_option_by_option(desk: Desk) -> None:
    page = at(desk, 1, "who")
    text = seen(page)
    assert re.search(r"1 A\s+Residents", text)
    assert re.search(r"2 AB\s+Carers", text)
    press(page, "1")
    assert page.ticked == {"carers", "residents"}, "it begins with what both chose"
    press(page, "2")
    assert "[x] A  Residents" in seen(page)
    press(page, "enter")
    assert answer_of(desk, 1, "who").startswith("Residents (discussed)")


def test_an_answer_that_wants_a_reason_is_not_settled_without_one(desk: Desk) -> None:
    page = at(desk, 1, "design")
    press(page, "3")
    assert settled(desk, 1, "design").state is State.OPEN
    assert "The codebook wants a reason with Other." in seen(page)
    press(page, "enter")
    assert settled(desk, 1, "design").state is State.OPEN
    press(page, "3", "a stepped design", "enter") if page.entry is None else press(page, "a stepped design", "enter")
    assert answer_of(desk, 1, "design") == "Other (discussed) - a stepped design"


def test_reason_and_cause_are_given_before_or_after(desk: Desk) -> None:
    page = at(desk, 0, "level")
    press(page, "n", "1", "w", "3")
    assert "the paper says so on the page quoted" in seen(page, 80, 40)
    assert settled(desk, 0, "level").state is State.OPEN
    press(page, "b")
    history = view_of(desk, settled(desk, 0, "level")).history
    assert "the paper says so" in history[0]
    assert "[option missing]" in history[0]
    press(page, "backspace", "w", "1", "n", "no, my own words", "enter")
    history = view_of(desk, settled(desk, 0, "level")).history
    assert "my own words" in history[0]
    assert "[slip]" in history[0]


def test_own_evidence_goes_with_the_answer(desk: Desk) -> None:
    page = at(desk, 0, "level")
    press(page, "e", "7", "enter", "they led it", "enter")
    assert "found at p. 7 “they led it”" in seen(page, 80, 40)
    press(page, "3")
    decided = list(desk.matter(study_keys_of(desk)[0]).consensus.settled[(None, "level")].decisions.values())
    assert [one.quote for one in decided[0].evidence] == ["they led it", "as it stands"]


def test_a_slip_is_owned_with_the_right_answer_and_the_frozen_code_stays(desk: Desk) -> None:
    page = at(desk, 0, "level", Stage.SLIPS)
    press(page, "a")
    assert "Say first whether yours was a slip" in page.said
    assert settled(desk, 0, "level").state is State.OPEN
    press(page, "s", "b")
    now = view_of(desk, settled(desk, 0, "level"))
    assert now.settled.startswith("Middle (slip)")
    assert "owns a slip; submitted was: High" in seen(at(desk, 0, "level"))


def test_whoever_stands_by_the_own_code_is_not_asked_again_alone(desk: Desk) -> None:
    page = at(desk, 0, "level", Stage.SLIPS)
    before = page.work.counts[Stage.SLIPS]
    press(page, "i")
    assert page.work.counts[Stage.SLIPS] == before - 1
    assert "stands by it" in seen(at(desk, 0, "level"))
    assert settled(desk, 0, "level").state is State.OPEN


def test_what_one_was_not_asked_is_answered_once_it_is_asked(folder: Path) -> None:
    with desk_of(folder) as desk:
        press(at(desk, 2, "level"), "a")
    with desk_of(folder, "ben") as desk:
        work = work_of(desk, Stage.SLIPS)
        wanted = next(one for one in work.items if one.key.field == "part")
        work.at = wanted.key
        page = ItemPage(work)
        assert "not asked" in seen(page)
        press(page, "2")
        assert answer_of(desk, 2, "part").startswith("No")


def test_what_hangs_on_an_open_answer_waits_for_it(desk: Desk) -> None:
    page = at(desk, 2, "part")
    press(page, "1")
    assert "follows from an answer above it" in page.said


def test_a_question_waits_for_the_authors_and_their_reply_names_its_source(desk: Desk) -> None:
    page = at(desk, 0, "level")
    press(page, "Q", "Who sat on the board?", "enter")
    assert settled(desk, 0, "level").state is State.WAITING
    mail = seen(MailsPage(desk), 80, 60)
    assert "Who sat on the board?" in mail
    assert "Dear authors" in mail
    assert not NAMES.search(mail)
    page = at(desk, 0, "level")
    press(page, "1")
    assert "Where does the authors' reply stand?" in seen(page)
    press(page, "mail of 3 May", "enter")
    now = view_of(desk, settled(desk, 0, "level"))
    assert now.settled.startswith("Low (author reply)")
    assert "mail of 3 May" in now.history[0]
    press(page, "ctrl+z")
    page = at(desk, 0, "level")
    press(page, "delete")
    assert settled(desk, 0, "level").state is State.OPEN


def test_two_people_leave_open_what_they_cannot_settle(desk: Desk) -> None:
    press(at(desk, 0, "level"), "l")
    assert settled(desk, 0, "level").state is State.LEFT_OPEN


def test_an_outcome_that_not_all_listed_is_matched_kept_or_dropped(tmp_path: Path) -> None:
    made = with_studies(tmp_path / "rows", titles=("One fictional study",))
    plain = {"design": "rct", "level": "low"}
    code(made, "anna", ({**plain, "rows": {"Stigma": "better", "Sleep": "worse"}},))
    code(made, "ben", (plain,))
    release(made)
    with desk_of(made) as desk:
        page = at(desk, 0, "outcome", row="Stigma")
        assert isinstance(press(page, "R"), ShowRows)
        press(page, "y")
        assert item(desk, 0, "outcome", "Stigma").state is State.SETTLED
        press(at(desk, 0, "outcome", row="Sleep"), "delete")
        assert item(desk, 0, "outcome", "Sleep").state is State.SETTLED


def test_a_proposal_on_a_whole_study_is_granted_or_refused_and_taken_back(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        first, second, third_key = study_keys_of(desk)
        pen = desk.review.pen
        assert pen is not None
        same = pen.document(ExclusionDocument, study=second, same_as=first, reason="one trial, two papers")[1]
        out = pen.document(ExclusionDocument, study=third_key, reason="no community in it")[1]
        desk.carry_out(Proposed((), (same, out)))
    with desk_of(folder) as desk:
        work = work_of(desk)
        page = ItemPage(work)
        work.at = next(one.key for one in work.items if one.kind is ItemKind.EXCLUSION)
        assert "ben proposes that it is to be excluded: no community in it" in seen(page)
        press(page, "y")
        assert not any(one.key.study == third_key for one in work.items), "nothing else of it is to be settled"
        press(page, "ctrl+z", "delete")
        assert any(one.key.study == third_key for one in work.items)
        work.at = next(one.key for one in work.items if one.kind is ItemKind.SAME_STUDY)
        assert "is one study with S001" in seen(page)
        press(page, "y")
        assert second not in desk.studies
        assert work.wants_reading
        list(desk.load())
        work.renew()
        press(page, "ctrl+z")
        assert second in desk.review.plan.studies


def test_nothing_open_for_comparison_is_said_in_words(tmp_path: Path) -> None:
    made = with_studies(tmp_path / "none")
    with desk_of(made) as desk:
        page = ReconcilePage(work_of(desk))
        assert "Nothing is open for comparison yet" in seen(page)
        press(page, "enter")
        assert page.said == "Nothing is listed here."


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 12), (20, 5), (7, 3)])
def test_no_line_is_wider_than_the_screen(size: tuple[int, int], desk: Desk) -> None:
    work = work_of(desk)
    pages: list[Page] = [ReconcilePage(work), AcceptPage(work), MailsPage(desk)]
    for one in work.items:
        work.at = one.key
        page = ItemPage(work)
        press(page, "v")
        pages.append(page)
        pages.append(at(desk, 1, "who"))
        press(pages[-1], "1", "n", "a reason " * 30)
    for each in pages:
        window = each.window(*size)
        assert len(window.lines) <= size[1]
        if size[0] >= 60:
            for one_line in window.lines:
                assert sum(cells(text) for text, _ in one_line.drawn.pieces) <= size[0]


def test_titles_quotes_and_names_act_on_no_terminal(tmp_path: Path) -> None:
    bad = "\x1b]0;gone\x07[b]x[/b]"
    made = with_studies(tmp_path / "bad", titles=("One fictional study",))
    code(made, "anna", ({"design": "rct", "level": "low", "rows": {bad: "better"}},))
    code(made, "ben", ({"design": "cohort", "level": "low"},))
    release(made)
    with desk_of(made) as desk:
        work = work_of(desk)
        text = seen(ReconcilePage(work))
        for one in work.items:
            work.at = one.key
            text += seen(ItemPage(work))
        assert "\x1b" not in text
        assert "[b]x" in text


def test_what_is_settled_is_decided_anew_by_the_same_key_twice_alone(desk: Desk) -> None:
    page = at(desk, 0, "level")
    press(page, "b")
    before = answer_of(desk, 0, "level")
    press(page, "backspace")
    assert page.work.at == item(desk, 0, "level").key
    for keys in (("a",), ("1",), ("r",), ("d",), ("t",), ("a", "j", "a")):
        press(page, *keys)
        assert answer_of(desk, 0, "level") == before, keys
        assert "once more decides it anew" in page.said
        assert page.entry is None
        press(page, "k")
    press(page, "a", "a")
    assert answer_of(desk, 0, "level").startswith("High")
    press(page, "ctrl+z", "n", "its own words", "enter")
    assert answer_of(desk, 0, "level") == f"{before} - its own words", "a reason is added without asking"


def test_after_the_last_one_nothing_settled_lies_under_the_keys(desk: Desk) -> None:
    work = work_of(desk)
    page = ItemPage(work)
    while work.items:
        view = page.view
        assert view is not None
        press(page, "y" if view.item.kind is ItemKind.LOOK_ONCE else "a" if view.side("A").asked else "b")  # type: ignore[union-attr]
    settled_now = [view_of(desk, one).settled for one in desk.items(EVERY)]
    listed = ReconcilePage(work)
    assert press(listed, "enter") is None
    assert listed.said == "Nothing is listed here."
    press(page, "a", "b", "r")
    assert [view_of(desk, one).settled for one in desk.items(EVERY)] == settled_now
    press(page, "ctrl+z")
    assert work.at is not None, "the last act is taken back all the same"
    assert len(work.items) == 1


@pytest.mark.parametrize(
    ("typed", "fields"),
    [
        ("settled", {"level"}),
        ("settled design", set[str]()),
        ("settled deferred", {"level", "n_all"}),
        ("deferred", {"n_all"}),
        ("waiting", {"who"}),
        ("missed", {"n_all"}),
    ],
)
def test_the_typed_filter_knows_where_items_stand(desk: Desk, typed: str, fields: set[str]) -> None:
    desk.carry_out(adopt(desk, item(desk, 0, "level"), "B"))
    desk.carry_out(defer(desk, item(desk, 1, "n_all")))
    desk.carry_out(ask(desk, item(desk, 1, "who"), "Who took part?"))
    work = work_of(desk)
    page = ReconcilePage(work)
    left = work.items
    press(page, "/", typed)
    assert {one.key.field for one in work.items} == fields
    seen(page)
    press(page, "escape", "escape")
    assert work.items == left


def test_a_pause_counts_no_longer_than_while_coding(desk: Desk) -> None:
    now = 0.0
    work = Work(desk, lambda: now)
    work.stage, work.chose_stage, work.whole = Stage.TALKING, True, True
    work.renew()
    page = ItemPage(work)
    for wait in (10.0, 3600.0, 20.0):
        now += wait
        press(page, "j")
        now += 4.0
        press(page, "b" if page.view is not None and page.view.side("B").now.answered else "a")  # type: ignore[union-attr]
    assert work.pace.startswith("24 s each"), "14, 124 and 24 seconds"

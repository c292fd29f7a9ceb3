"""Labels beside what is in sight: which there are, and that typing one puts the cursor there."""

from pathlib import Path

import pytest
from fictional_study import hand_on, small_codebook
from hypothesis import given
from hypothesis import strategies as st
from opened_reviews import opened, with_studies
from running_app import burst, page_of, played, running, seen

from twofold.tui.form.drawn import EMPTY, cells, line
from twofold.tui.form.labelled_rows import with_labels
from twofold.tui.form.layout import Row
from twofold.tui.form.opened import Labelling
from twofold.tui.form.view import FormView
from twofold.tui.jump_labels import LETTERS, Labels, labels_for
from twofold.tui.margin_labels import labelled
from twofold.tui.pages.home import Home
from twofold.tui.pages.studies import Studies
from twofold.tui.screens.coding import CodingScreen


@given(st.integers(0, len(LETTERS) ** 2))
def test_labels_are_unlike_and_none_begins_another(count: int) -> None:
    labels = labels_for(count)
    assert len(set(labels)) == count
    assert all(len(one) in (1, 2) for one in labels)
    assert not {one[0] for one in labels if len(one) == 2} & {one for one in labels if len(one) == 1}
    assert count > len(LETTERS) or all(len(one) == 1 for one in labels)


@given(st.lists(st.integers(), max_size=100), st.data())
def test_typing_the_label_of_a_target_finds_it_and_no_other(targets: list[int], data: st.DataObject) -> None:
    labels = Labels.over(targets)
    assert list(labels.of) == list(dict.fromkeys(targets))
    if not targets:
        return
    wanted = data.draw(st.sampled_from(targets))
    first, *rest = labels.of[wanted]
    found = labels.type(first.upper())
    for letter in rest:
        assert isinstance(found, Labels)
        assert found.beside(wanted)
        assert found.rub_out() == labels
        found = found.type(letter)
    assert found == wanted


def test_a_letter_that_leads_nowhere_changes_nothing() -> None:
    assert Labels.over(["one", "two"]).type("z") is None


def test_a_label_takes_the_place_of_the_margin_and_moves_nothing() -> None:
    drawn = line((" > ", "cursor"), ("text", "label"), ("   ", "text"))
    shown = labelled(drawn, "ab")
    assert "".join(text for text, _ in shown.pieces) == "ab text   "
    assert shown.pieces[0] == ("ab", "picked")
    assert labelled(drawn, "") is drawn
    assert sum(cells(text) for text, _ in labelled(line((" ", "text"), ("中文", "label")), "a").pieces) >= 3


def test_on_the_form_a_label_goes_to_its_field_and_the_way_back_is_known() -> None:
    hand = hand_on(small_codebook())
    hand.state.in_sight = hand.state.stops[:4]
    start = hand.state.cursor
    hand.press("f", "f")
    assert isinstance(hand.state.over, Labelling)
    hand.press("d", "d")
    assert hand.state.over is None
    assert hand.state.cursor == hand.state.stops[2]
    hand.press("backspace")
    assert hand.state.cursor == start


def test_on_the_form_esc_leaves_and_a_letter_that_is_no_label_is_told() -> None:
    hand = hand_on(small_codebook())
    hand.state.in_sight = hand.state.stops[:4]
    start = hand.state.cursor
    before = dict(hand.state.sheet.codes)
    hand.press("f", "f")
    assert "No field here has that label" in hand.press("1", "1").message
    assert isinstance(hand.state.over, Labelling)
    hand.press("escape")
    assert hand.state.over is None
    assert (hand.state.cursor, dict(hand.state.sheet.codes)) == (start, before)


def test_with_nothing_in_sight_no_labels_are_put_up() -> None:
    hand = hand_on(small_codebook())
    assert hand.press("f", "f").message
    assert hand.state.over is None


def test_a_heading_has_no_label_and_a_field_of_several_lines_has_one() -> None:
    place = (None, "design")
    margin = line(("   ", "text"))
    rows = (Row(margin, place, heading=True), Row(margin, place), Row(margin, place), Row(EMPTY))
    shown = with_labels(rows, Labels.over([place]))
    assert ["".join(text for text, _ in row.drawn.pieces).strip() for row in shown] == ["", "a", "", ""]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = with_studies(tmp_path / "review", [f"Study {number} of a kind" for number in range(40)])
    with opened(made):
        pass
    return made


@played
async def test_labels_work_on_home_studies_and_form_also_in_a_burst(folder: Path) -> None:
    async with running(folder) as pilot:
        home = page_of(pilot)
        assert isinstance(home, Home)
        await burst(pilot, "f")
        assert "a  Begin with" in seen(pilot.app)
        await burst(pilot, "s")
        assert home.at == "studies"
        await burst(pilot, "fa", "sf")
        studies = page_of(pilot)
        assert isinstance(studies, Studies)
        assert next(one for one in seen(pilot.app).splitlines() if "S003" in one).startswith("d  S003")
        await burst(pilot, "d")
        assert "> S003" in seen(pilot.app)
        await burst(pilot, "f", "escape", "enter", "fd")
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        assert coding.hand.session.study.number == "S003"
        assert coding.hand.state.cursor == coding.hand.state.stops[2]
        await burst(pilot, "f")
        shown = ["".join(text for text, _ in row.drawn.pieces) for row in coding.query_one(FormView).rows]
        assert sum(one[:2].strip().isalpha() for one in shown) == len(coding.hand.state.in_sight)
        await burst(pilot, "escape", "q")
        assert isinstance(page_of(pilot), Studies)

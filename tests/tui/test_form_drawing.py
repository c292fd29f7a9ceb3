"""What is drawn: lines that fit, fields as fully as the room allows, and nothing left over from before."""

import pytest
from fictional_study import FakeDesk, FakeSession, default_codebook, fictional_study, hand_on, small_codebook, type_keys
from hypothesis import given
from hypothesis import strategies as st

from twofold.tui.actions import ACTIONS, Where, spoken
from twofold.tui.form.board import Board
from twofold.tui.form.card import field_card
from twofold.tui.form.drawn import cells, cut, fitted, flowed, spans, wrapped
from twofold.tui.form.hand import Hand
from twofold.tui.form.layout import SheetLayout
from twofold.tui.form.pages import help_lines
from twofold.values.answers import Value
from twofold.values.coded import Coded, Evidence, Place, Sheet
from twofold.values.plaintext import visible

LEVEL = (None, "engagement_level")


def drawn(layout: SheetLayout, board: Board, width: int = 80, height: int = 21) -> list[str]:
    return ["".join(text for text, _ in row.drawn.pieces) for row in layout.window(board, width, height).rows]


def card(board: Board, place: Place, room: int, width: int = 80) -> str:
    return "\n".join("".join(text for text, _ in one.pieces) for one in field_card(board, place, width, room))


@given(text=st.text(max_size=300), width=st.integers(1, 60))
def test_every_text_breaks_into_lines_that_fit_and_together_are_the_text(text: str, width: int) -> None:
    shown = visible(text)
    found = spans(shown, width)
    assert "".join(shown[start:end] for start, end in found) == shown
    if width >= 2:
        assert all(cells(shown[start:end].rstrip(" ")) <= width for start, end in found)


@given(text=st.text(max_size=100), width=st.integers(0, 40))
def test_a_cut_text_fits_and_a_fitted_one_fills(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= width
    assert cells(fitted(text, width)) == width


@given(parts=st.lists(st.text(alphabet="ab 漢", max_size=20), max_size=6), width=st.integers(2, 30))
def test_running_text_keeps_every_letter_and_its_ink(parts: list[str], width: int) -> None:
    pieces = [(part, str(number)) for number, part in enumerate(parts)]
    lines = flowed(pieces, width)
    for number, part in enumerate(parts):
        kept = "".join(text for one in lines for text, ink in one if ink == str(number))
        assert kept.replace(" ", "") == part.replace(" ", "")


def test_a_megabyte_is_cut_before_it_is_looked_at() -> None:
    assert wrapped("x" * 1_000_000, 40, 2) == ["x" * 40, "x" * 36 + " ..."]
    assert len(cut("\x1b" * 1_000_000, 30)) == 30


def test_the_options_examples_are_all_in_sight_at_80_by_24() -> None:
    hand = hand_on(default_codebook())
    shown = card(hand.state, LEVEL, 21)
    for option in default_codebook().by_id["engagement_level"].options:
        assert option.label in shown
        for text in (option.help, option.counts, option.does_not_count):
            assert text.split()[-1] in shown


@pytest.mark.parametrize("room", [3, 8, 12, 16, 21, 37])
def test_a_card_takes_no_more_room_than_it_must(room: int) -> None:
    for width in (40, 80, 120):
        hand = hand_on(default_codebook())
        for place in hand.state.stops:
            tall = card(hand.state, place, room, width).count("\n") + 1
            least = card(hand.state, place, 1, width).count("\n") + 1
            assert tall <= max(room, least)


def test_an_opened_field_tells_all() -> None:
    hand = hand_on(default_codebook())
    hand.state.stand(LEVEL)
    type_keys(hand, "3", "1", "enter")
    shown = card(hand.state, LEVEL, 12)
    assert "counts" in shown
    assert "before" in shown
    assert "High" in shown.split("before")[1]


def test_a_line_shows_the_report_of_the_study_that_is_open_now() -> None:
    book = small_codebook()
    sessions = [FakeSession(book, fictional_study(number, 2, 2)) for number in (1, 2)]
    for session in sessions:
        answer = Coded(Value("trial"), Evidence(session.study.reports[1].key, "4"))
        session.sheet = Sheet({(None, "design"): answer})
    hand = Hand(FakeDesk(sessions), sessions[0])
    layout = SheetLayout()
    assert any("Invented" in line for line in drawn(layout, hand.state))
    hand.state.stand((None, "design"))
    assert any("Invented 2002, p. 4" in line for line in drawn(layout, hand.state))
    type_keys(hand, "]")
    hand.state.stand((None, "design"))
    assert any("Invented 2003, p. 4" in line for line in drawn(layout, hand.state))


def test_a_card_is_drawn_anew_when_the_sheet_is_locked() -> None:
    hand, layout = hand_on(), SheetLayout()
    assert any("not reported" in line for line in drawn(layout, hand.state))
    hand.session.locked = "Submitted (locked)."  # type: ignore[misc]
    hand.renewed()
    assert not any("not reported" in line for line in drawn(layout, hand.state))


def test_an_option_whose_label_has_a_comma_shows_its_box_ticked() -> None:
    hand = hand_on(default_codebook())
    hand.state.stand((None, "country"))
    type_keys(hand, "/", "bolivia", "enter", "bolivia")
    assert any("[x] Bolivia" in line for line in drawn(SheetLayout(), hand.state))


def test_help_tells_every_action_of_the_form_with_its_keys_and_none_of_other_pages() -> None:
    hand = hand_on()
    lines = ["".join(text for text, _ in one.pieces) for one in help_lines(hand.state.keys, None, 200)]
    text = "\n".join(lines)
    ours = {Where.FORM, Where.WRITING, Where.PICKING, Where.QUESTION, Where.PAGE, Where.SUBMISSION}
    for action in ACTIONS:
        first = action.keys[0] if not action.family else "1-9"
        told = any(line.strip().startswith(spoken(first)) and action.help in line for line in lines)
        if action.where in ours:
            assert told or action.family, action.id
    assert "choose the option" in text
    assert lines[2].strip() == "Answer"


@pytest.mark.parametrize(
    ("width", "said"), [(41, "End of the form. S checks and submits."), (40, "S checks and submits.")]
)
def test_the_last_line_says_how_to_submit_at_any_width(width: int, said: str) -> None:
    assert drawn(SheetLayout(), hand_on(default_codebook()).state, width, 10_000)[-1].strip() == said


def test_a_form_without_rows_says_how_to_add_one() -> None:
    hand = hand_on()
    type_keys(hand, "G")
    assert any("No outcome row yet. + adds one." in line for line in drawn(SheetLayout(), hand.state))

"""Outcome rows: added with a name, renamed, removed, brought back."""

from fictional_study import FakeSession, hand_on, type_keys

from twofold.tui.form.change import AddRow, RemoveRow, Tone
from twofold.tui.form.hand import Hand
from twofold.values.answers import Value
from twofold.values.coded import Coded, Sheet

ONE, TWO = "a" * 16, "b" * 16
SHEET = Sheet(
    {
        (ONE, "outcome"): Coded(Value("mood")),
        (TWO, "outcome"): Coded(Value("sleep")),
        (TWO, "better"): Coded(Value("lower")),
    },
    (ONE, TWO),
)


def session(hand: Hand) -> FakeSession:
    assert isinstance(hand.session, FakeSession)
    return hand.session


def test_a_row_begins_with_its_name_in_edit_and_is_saved_with_it_in_one_step() -> None:
    hand = hand_on()
    change = type_keys(hand, "+", "mood at 6 months", "tab")
    (row,) = hand.state.sheet.rows
    assert change.asks == (AddRow(row, Coded(Value("mood at 6 months"))),)
    assert hand.state.cursor == (row, "better")
    assert len(session(hand).steps) == 1
    type_keys(hand, "ctrl+z")
    assert hand.state.sheet.rows == ()


def test_a_row_whose_name_is_left_leaves_nothing_and_the_cursor_goes_back() -> None:
    hand = hand_on()
    type_keys(hand, "j", "+", "moo", "escape")
    assert hand.state.sheet == Sheet()
    assert session(hand).steps == []
    assert hand.state.cursor == (None, "level")


def test_a_row_without_a_name_is_not_added() -> None:
    hand = hand_on()
    change = type_keys(hand, "+", "enter")
    assert change.message == "Give the row a name, or press esc to leave it out."
    type_keys(hand, "mood", "enter")
    assert len(hand.state.sheet.rows) == 1


def test_several_rows_follow_each_other_in_a_burst() -> None:
    hand = hand_on()
    type_keys(hand, "+", "mood", "tab", "1", "3", "enter", "+", "sleep", "tab", "2", "6", "tab", "+", "work", "enter")
    rows = hand.state.sheet.rows
    assert [hand.state.row_words(row) for row in rows] == ["mood", "sleep", "work"]
    assert [hand.state.at((row, "better")).answer for row in rows[:2]] == [Value("higher"), Value("lower")]
    assert [hand.state.at((row, "months")).answer for row in rows[:2]] == [Value("3"), Value("6")]


def test_a_row_is_renamed_by_editing_its_name() -> None:
    hand = hand_on(sheet=SHEET)
    hand.state.stand((ONE, "outcome"))
    type_keys(hand, "enter", " swings", "enter")
    assert hand.state.row_words(ONE) == "mood swings"


def test_removing_a_row_asks_first_and_can_be_undone_with_all_its_answers() -> None:
    hand = hand_on(sheet=SHEET)
    hand.state.stand((TWO, "better"))
    assert type_keys(hand, "D").message == "Remove the row sleep with its 2 answers? y / n"
    change = type_keys(hand, "y")
    assert change.asks == (RemoveRow(TWO),)
    assert hand.state.sheet.rows == (ONE,)
    assert hand.state.cursor == (ONE, "months")
    assert type_keys(hand, "ctrl+z").message == "Undone: the row sleep is here again."
    assert hand.state.sheet == SHEET


def test_no_keeps_the_row() -> None:
    hand = hand_on(sheet=SHEET)
    hand.state.stand((TWO, "better"))
    assert type_keys(hand, "D", "n").message == "The row sleep stays."
    assert hand.state.sheet == SHEET


def test_any_other_key_means_no_and_does_its_work() -> None:
    hand = hand_on(sheet=SHEET)
    hand.state.stand((TWO, "better"))
    type_keys(hand, "D", "1")
    assert hand.state.sheet.rows == (ONE, TWO)
    assert hand.state.at((TWO, "better")).answer == Value("higher")


def test_there_is_no_row_to_remove_where_the_cursor_is_in_none() -> None:
    assert type_keys(hand_on(sheet=SHEET), "D").tone is Tone.REFUSED


def test_a_row_that_the_lead_listed_stays() -> None:
    hand = hand_on(sheet=Sheet({}, (ONE,)))
    session(hand).listed_rows = {ONE: "mood, as the lead calls it"}
    hand.renewed()
    hand.state.stand((ONE, "better"))
    assert hand.state.row_words(ONE) == "mood, as the lead calls it"
    assert "The lead listed this row" in type_keys(hand, "D").message
    assert hand.state.sheet.rows == (ONE,)


def test_a_row_being_named_survives_answers_that_come_from_outside() -> None:
    hand = hand_on()
    type_keys(hand, "+", "mo")
    session(hand).sheet = SHEET
    hand.renewed()
    type_keys(hand, "od", "enter")
    assert hand.state.sheet.rows[:2] == (ONE, TWO)
    assert hand.state.row_words(hand.state.sheet.rows[2]) == "mood"


def test_undo_of_a_new_row_says_that_it_is_gone() -> None:
    hand = hand_on()
    type_keys(hand, "+", "mood", "enter")
    assert type_keys(hand, "ctrl+z").message == "Undone: the row mood is gone."
    assert type_keys(hand, "ctrl+y").message == "Redone: the row mood is here again."

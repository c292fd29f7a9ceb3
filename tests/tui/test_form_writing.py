"""Lines written in place: typed answers, reasons, notes."""

import pytest
from fictional_study import hand_on, type_keys

from twofold.tui.form.change import Save, Tone
from twofold.tui.form.hand import Hand
from twofold.tui.form.opened import LONGEST_PROSE, Writing
from twofold.values.answers import BLANK, Value
from twofold.values.coded import Coded, Sheet

PEOPLE, DOSE, BEGUN = (None, "people"), (None, "dose"), (None, "begun")


def on(field: str, sheet: Sheet | None = None) -> Hand:
    hand = hand_on(sheet=sheet)
    hand.state.stand((None, field))
    return hand


def line(hand: Hand) -> str:
    assert isinstance(hand.state.over, Writing)
    return hand.state.over.line.text


def test_a_digit_begins_a_number_and_enter_keeps_it_and_stays() -> None:
    hand = on("people")
    change = type_keys(hand, "573", "enter")
    assert change.asks == (Save(PEOPLE, Coded(Value("573"))),)
    assert hand.state.cursor == PEOPLE
    assert hand.state.over is None


def test_tab_keeps_and_goes_on() -> None:
    hand = on("people")
    change = type_keys(hand, "573", "tab")
    assert change.message == "People analysed: 573"
    assert hand.state.at(PEOPLE).answer == Value("573")
    assert hand.state.cursor == (None, "who")


def test_escape_leaves_the_answer_as_it_was_and_the_next_key_can_bring_the_text_back() -> None:
    hand = on("people", Sheet({PEOPLE: Coded(Value("12"))}))
    assert type_keys(hand, "34", "escape").message == "Left as it was. ctrl+z brings back what you wrote."
    assert hand.state.at(PEOPLE).answer == Value("12")
    type_keys(hand, "ctrl+z", "5", "enter")
    assert hand.state.at(PEOPLE).answer == Value("345")


def test_after_another_key_undo_means_the_last_step_again() -> None:
    hand = on("people")
    type_keys(hand, "34", "escape", "j", "1", "k", "ctrl+z")
    assert hand.state.over is None
    assert hand.state.at((None, "who")).answer == BLANK


def test_every_key_that_types_is_text_while_one_writes() -> None:
    hand = on("dose")
    type_keys(hand, "enter", "rux-jkeg/[]+!S? 1.5 =", "enter")
    assert hand.state.at(DOSE).answer == Value("rux-jkeg/[]+!S? 1.5 =")
    assert len(hand.state.sheet.codes) == 1


def test_a_text_field_is_written_with_enter_and_a_blank_one_from_its_first_digit() -> None:
    hand = on("dose")
    type_keys(hand, "2013 to 2014", "escape")
    assert len(hand.state.sheet.codes) == 0, "what was typed went nowhere else"
    type_keys(hand, "enter", "six weeks", "enter")
    assert type_keys(hand, "5").message == "Press enter to go on writing here."
    type_keys(hand, "enter", " and a half", "enter")
    assert hand.state.at(DOSE).answer == Value("six weeks and a half")


def test_what_is_no_number_is_refused_where_it_stands_and_nothing_is_lost() -> None:
    hand = on("people")
    change = type_keys(hand, "12a", "enter")
    assert change.tone is Tone.REFUSED
    assert "whole number" in change.message
    assert line(hand) == "12a"
    type_keys(hand, "backspace", "enter")
    assert hand.state.at(PEOPLE).answer == Value("12")


def test_a_minus_sign_begins_a_number_and_a_number_below_the_bound_is_refused() -> None:
    hand = on("people")
    assert type_keys(hand, "-5", "enter").tone is Tone.REFUSED
    assert line(hand) == "-5"


def test_a_date_is_written_in_digits() -> None:
    hand = on("begun")
    type_keys(hand, "2014-05", "enter")
    assert hand.state.at(BEGUN).answer == Value("2014-05")
    assert type_keys(hand, "2014-5-31", "enter").tone is Tone.REFUSED


def test_emptying_the_line_of_an_answer_makes_it_blank_and_says_so() -> None:
    hand = on("people", Sheet({PEOPLE: Coded(Value("12"))}))
    assert type_keys(hand, "enter", "ctrl+u", "enter").message == "Was 12, now blank."
    assert hand.state.at(PEOPLE).answer == BLANK


def test_keeping_the_same_text_saves_nothing() -> None:
    hand = on("people", Sheet({PEOPLE: Coded(Value("12"))}))
    assert type_keys(hand, "enter", "enter").asks == ()


def test_the_caret_moves_and_removes_as_in_any_line() -> None:
    hand = on("dose")
    type_keys(hand, "enter", "two words", "ctrl+left", "X", "home", "delete", "right", "backspace", "end", "!")
    assert line(hand) == "o Xwords!"
    type_keys(hand, "ctrl+a", "ctrl+right", "ctrl+k")
    assert line(hand) == "o"
    type_keys(hand, "ctrl+z", "ctrl+z")
    assert line(hand) == "o Xwords"


def test_a_reason_pays_what_is_owed() -> None:
    hand = on("selection")
    type_keys(hand, "2", "w", "no allocation concealment", "enter")
    assert hand.state.at((None, "selection")) == Coded(Value("medium"), reason="no allocation concealment")
    assert hand.state.said.get((None, "selection"), ()) == ()


def test_a_note_is_kept_edited_and_removed_by_emptying_it() -> None:
    hand = hand_on()
    type_keys(hand, "n", "ask Maria", "enter", "n", " and Jo", "enter")
    assert hand.state.at((None, "design")).note == "ask Maria and Jo"
    change = type_keys(hand, "n", "ctrl+u", "enter")
    assert change.message == "The note is removed. ctrl+z brings it back."
    assert hand.state.at((None, "design")).note == ""
    type_keys(hand, "ctrl+z")
    assert hand.state.at((None, "design")).note == "ask Maria and Jo"


def test_opening_a_note_and_keeping_it_unchanged_never_overwrites() -> None:
    hand = on("design", Sheet({(None, "design"): Coded(note="kept")}))
    assert type_keys(hand, "n", "enter").asks == ()
    assert hand.state.at((None, "design")).note == "kept"


def test_a_pasted_text_is_mended_and_begins_the_line_of_a_text_field() -> None:
    hand = on("dose")
    hand.paste("six ﬁrst ses-\nsions")
    assert line(hand) == "six first sessions"


def test_a_pasted_number_replaces_the_one_that_stood_there() -> None:
    hand = on("people", Sheet({PEOPLE: Coded(Value("12"))}))
    hand.paste(" 573\n")
    type_keys(hand, "enter")
    assert hand.state.at(PEOPLE).answer == Value("573")


@pytest.mark.parametrize("keys", [[], ["enter"], ["e"], ["/"], ["g"], ["S"]])
def test_a_megabyte_is_refused_wherever_it_is_pasted(keys: list[str]) -> None:
    hand = on("dose")
    type_keys(hand, *keys)
    change = hand.paste("x" * 1_000_000)
    assert change.message == f"1,000,000 characters were pasted; {LONGEST_PROSE:,} fit. Nothing was taken."
    assert hand.state.sheet == Sheet()


def test_a_line_that_is_full_takes_no_more_and_says_so() -> None:
    hand = on("dose")
    hand.paste("x" * LONGEST_PROSE)
    change = type_keys(hand, "y")
    assert change.message == f"That would be {LONGEST_PROSE + 1:,} characters; {LONGEST_PROSE:,} fit here."
    assert len(line(hand)) == LONGEST_PROSE


def test_a_line_is_kept_open_when_the_sheet_was_locked_meanwhile() -> None:
    hand = on("dose")
    type_keys(hand, "enter", "six weeks")
    hand.session.locked = "Submitted on another device (locked)."  # type: ignore[misc]
    hand.renewed()
    assert type_keys(hand, "enter").message == "Submitted on another device (locked)."
    assert line(hand) == "six weeks"


def test_help_over_a_line_gives_the_line_back() -> None:
    hand = on("dose")
    type_keys(hand, "enter", "half a sen", "f1", "j", "escape", "tence", "enter")
    assert hand.state.at(DOSE).answer == Value("half a sentence")

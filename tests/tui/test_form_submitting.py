"""Submitting, reopening, proposing to exclude."""

from fictional_study import FakeSession, hand_on, type_keys

from twofold.tui.form.change import Tone
from twofold.tui.form.hand import Hand
from twofold.tui.form.opened import Finding, Submitting, Writing
from twofold.values.answers import OffScale
from twofold.values.coded import Coded, Evidence, Sheet


def complete() -> Hand:
    sheet = {place: Coded(OffScale.UNCLEAR, Evidence(place="4"), "unclear") for place in hand_on().state.stops}
    return hand_on(sheet=Sheet(sheet))


def session(hand: Hand) -> FakeSession:
    assert isinstance(hand.session, FakeSession)
    return hand.session


def test_what_is_missing_is_listed_and_enter_goes_there() -> None:
    hand = hand_on()
    hand.state.stand((None, "overall"))
    type_keys(hand, "S")
    assert isinstance(hand.state.over, Submitting)
    assert hand.state.over.places == ((None, "design"), (None, "level"))
    type_keys(hand, "j", "enter")
    assert hand.state.over is None
    assert hand.state.cursor == (None, "level")


def test_nothing_is_submitted_while_something_stands_against_it() -> None:
    hand = hand_on()
    assert type_keys(hand, "S", "y").tone is Tone.REFUSED
    assert session(hand).submitted == []


def test_a_study_is_submitted_once_its_number_is_typed() -> None:
    hand = complete()
    change = type_keys(hand, "S", "y", "S001", "enter")
    assert session(hand).submitted == [True]
    assert hand.state.locked
    assert change.message == "S001 is submitted (locked). ] goes to the next study."


def test_its_label_will_do_and_the_answer_about_the_whole_paper_is_kept() -> None:
    hand = complete()
    type_keys(hand, "S", "n", "fictional 2001", "enter")
    assert session(hand).submitted == [False]


def test_another_label_submits_nothing() -> None:
    hand = complete()
    assert type_keys(hand, "S", "y", "S002", "enter").tone is Tone.REFUSED
    assert session(hand).submitted == []
    type_keys(hand, "escape", "escape")
    assert hand.state.over is None


def test_nothing_is_submitted_while_answers_are_not_on_the_disk() -> None:
    hand = complete()
    session(hand).waiting = {(None, "design")}
    hand.failed = "The disk is full."
    hand.mark_unsaved()
    assert "not on the disk yet" in type_keys(hand, "S", "y").message
    assert session(hand).submitted == []


def test_a_submitted_study_is_reopened_with_a_reason() -> None:
    hand = complete()
    type_keys(hand, "S", "y", "S001", "enter")
    assert type_keys(hand, "S", "enter").message == "Say why it is reopened, or press esc."
    change = type_keys(hand, "a table was overlooked", "enter")
    assert change.message == "S001 is open again. Submit it anew when you are done."
    assert hand.state.locked == ""


def test_excluding_is_proposed_with_a_reason_and_withdrawn_with_an_empty_one() -> None:
    hand = hand_on()
    assert type_keys(hand, "!", "enter").tone is Tone.REFUSED
    type_keys(hand, "not about mental health", "enter")
    assert session(hand).exclusion == "not about mental health"
    assert hand.state.exclusion == "not about mental health"
    assert type_keys(hand, "!", "ctrl+u", "enter").message == "The proposal to exclude is withdrawn."
    assert session(hand).exclusion == ""


def test_the_same_study_as_another_is_proposed_by_typing_a_part_of_its_name() -> None:
    hand = hand_on()
    type_keys(hand, "!", "=")
    assert isinstance(hand.state.over, Finding)
    assert [one.number for one in hand.state.over.matches] == ["S002", "S003"], "a study is not the same as itself"
    type_keys(hand, "3")
    assert [one.number for one in hand.state.over.matches] == ["S003"]
    assert type_keys(hand, "enter", "enter").message == "Say what shows that they are one study, or press esc."
    assert type_keys(hand, "one registration", "enter").message == "S001 and S003 are proposed to be one study."
    same = session(hand).same_study
    assert same is not None
    assert (same.key, same.reason) == (hand.desk.find("S003")[0].key, "one registration")
    assert session(hand).exclusion == ""
    type_keys(hand, "!")
    assert isinstance(hand.state.over, Writing)
    assert hand.state.over.line.text == "one registration", "the proposal that stands is there to be changed"
    assert type_keys(hand, "ctrl+u", "enter").message == "The proposal that they are one study is withdrawn."
    assert session(hand).same_study is None


def test_an_equals_sign_within_a_reason_is_text() -> None:
    hand = hand_on()
    type_keys(hand, "!", "n=", "enter")
    assert session(hand).exclusion == "n="
    type_keys(hand, "!", "ctrl+u", "=", "escape")
    assert hand.state.over is None


def test_retrying_and_the_rescue_copy_ask_the_desk() -> None:
    hand = hand_on()
    type_keys(hand, "ctrl+r")
    assert hand.desk.retried == 1  # type: ignore[attr-defined]
    assert type_keys(hand, "ctrl+w").message == "The unsaved answers stand in rescue.json."

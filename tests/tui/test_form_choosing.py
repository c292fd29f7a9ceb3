"""What one key answers: options, the three off every scale, none of these, and taking back."""

import pytest
from fictional_study import FakeSession, hand_on, small_codebook, type_keys

from twofold.tui.form.change import Save, Tone
from twofold.tui.form.hand import Hand
from twofold.values.answers import BLANK, Chosen, OffScale, Value
from twofold.values.coded import Coded, Confidence, Evidence, Sheet

DESIGN, LEVEL, PEOPLE, WHO = (None, "design"), (None, "level"), (None, "people"), (None, "who")


def at(hand: Hand, *keys: str) -> Hand:
    type_keys(hand, *keys)
    return hand


def on(hand: Hand, field: str) -> Hand:
    hand.state.stand((None, field))
    return hand


def test_a_choice_on_a_blank_field_is_saved_and_goes_on() -> None:
    hand = hand_on()
    change = type_keys(hand, "2")
    assert change.asks == (Save(DESIGN, Coded(Value("cohort"))),)
    assert change.message == "Design: Cohort."
    assert hand.state.cursor == LEVEL


def test_a_choice_on_an_answered_field_changes_says_what_it_was_and_stays() -> None:
    hand = at(hand_on(), "2", "k")
    change = type_keys(hand, "1")
    assert change.message == "Was Cohort, now Trial."
    assert hand.state.cursor == DESIGN


def test_the_same_choice_again_says_so_and_neither_clears_nor_saves() -> None:
    hand = at(hand_on(), "2", "k")
    change = type_keys(hand, "2")
    assert change.message == "It is Cohort already."
    assert change.asks == ()
    assert hand.state.at(DESIGN).answer == Value("cohort")
    assert hand.state.cursor == DESIGN


def test_a_choice_that_still_owes_its_quote_stays_and_says_so() -> None:
    hand = on(hand_on(), "level")
    change = type_keys(hand, "3")
    assert hand.state.cursor == LEVEL
    assert change.message == "Answered: high. Still wanted: evidence with its quote (e)."


def test_a_choice_that_still_owes_a_reason_stays() -> None:
    hand = on(hand_on(), "selection")
    assert "Still wanted: why (w)." in type_keys(hand, "1").message
    assert hand.state.cursor == (None, "selection")


def test_a_choice_that_meets_a_rule_stays_where_the_rule_speaks() -> None:
    hand = at(hand_on(), "3")
    on(hand, "overall")
    type_keys(hand, "1")
    assert hand.state.cursor == (None, "overall")
    assert hand.state.said[None, "overall"][0].message == "Interviews alone leave concern."


def test_the_last_field_says_that_it_is_the_last() -> None:
    hand = on(hand_on(), "overall")
    change = type_keys(hand, "3")
    assert change.message == "Answered: high. That was the last field. S checks and submits."
    assert hand.state.cursor == (None, "overall")


def test_an_option_that_is_not_there_is_refused() -> None:
    hand = hand_on()
    change = type_keys(hand, "7")
    assert change.tone is Tone.REFUSED
    assert change.message == "There is no option 7 here: this field has 3."
    assert hand.state.sheet == Sheet()


@pytest.mark.parametrize(
    ("key", "code"),
    [("r", OffScale.NOT_REPORTED), ("u", OffScale.UNCLEAR), ("x", OffScale.NOT_APPLICABLE)],
)
def test_off_scale_answers_take_one_key_on_every_type_of_field(key: str, code: OffScale) -> None:
    for field in small_codebook().study_fields:
        if field.id == "training":
            continue
        hand = on(hand_on(), field.id)
        type_keys(hand, key)
        assert hand.state.at((None, field.id)).answer is code


def test_off_scale_goes_on_from_a_blank_field_of_one_choice_only() -> None:
    assert at(hand_on(), "u").state.cursor == LEVEL
    assert at(on(hand_on(), "who"), "u").state.cursor == WHO
    assert at(on(hand_on(), "people"), "u").state.cursor == PEOPLE


def test_not_reported_on_a_primary_field_stays_for_where_one_looked() -> None:
    hand = on(hand_on(), "level")
    assert "Still wanted: where you looked (e)." in type_keys(hand, "r").message
    assert hand.state.cursor == LEVEL


def test_not_applicable_on_a_required_field_stays_for_its_note() -> None:
    hand = hand_on()
    assert "Still wanted: a note (n)." in type_keys(hand, "x").message
    assert hand.state.cursor == DESIGN


def test_several_may_be_chosen_and_the_cursor_never_goes_on() -> None:
    hand = on(hand_on(), "who")
    type_keys(hand, "1", "2")
    assert hand.state.at(WHO).answer == Chosen(frozenset({"residents", "leaders"}))
    type_keys(hand, "1")
    assert hand.state.at(WHO).answer == Chosen(frozenset({"leaders"}))
    assert hand.state.cursor == WHO


def test_taking_out_the_last_option_leaves_a_blank_and_never_says_none_of_these() -> None:
    hand = at(on(hand_on(), "who"), "1")
    change = type_keys(hand, "1")
    assert hand.state.at(WHO).answer == BLANK
    assert "blank" in change.message


def test_none_of_these_is_an_answer_and_options_clear_it() -> None:
    hand = at(on(hand_on(), "who"), "1", "-")
    assert hand.state.at(WHO).answer == Chosen(frozenset())
    type_keys(hand, "2")
    assert hand.state.at(WHO).answer == Chosen(frozenset({"leaders"}))


def test_none_of_these_is_refused_where_one_option_is_chosen() -> None:
    change = type_keys(hand_on(), "-")
    assert change.tone is Tone.REFUSED


def test_off_scale_clears_options_and_options_clear_off_scale() -> None:
    hand = at(on(hand_on(), "who"), "1", "r")
    assert hand.state.at(WHO).answer is OffScale.NOT_REPORTED
    change = type_keys(hand, "3")
    assert hand.state.at(WHO).answer == Chosen(frozenset({"volunteers"}))
    assert "was not reported" in change.message


def test_clearing_makes_blank_and_keeps_what_stands_beside_until_the_second_time() -> None:
    kept = Coded(Value("high"), Evidence(place="4"), "", "ask Maria", Confidence.LOW)
    hand = on(hand_on(sheet=Sheet({LEVEL: kept})), "level")
    assert type_keys(hand, "delete").message.startswith("Was high, now blank.")
    assert hand.state.at(LEVEL) == Coded(BLANK, Evidence(place="4"), "", "ask Maria", Confidence.LOW)
    type_keys(hand, "delete")
    assert hand.state.at(LEVEL) == Coded(note="ask Maria")
    assert type_keys(hand, "delete").message == "It is blank already."


def test_a_number_field_takes_its_answer_in_words_by_one_key() -> None:
    hand = at(hand_on(sheet=Sheet({("a" * 16, "outcome"): Coded(Value("mood"))}, ("a" * 16,))), "end")
    assert hand.state.cursor == ("a" * 16, "months")
    type_keys(hand, "t")
    assert hand.state.at(("a" * 16, "months")).answer == Value("end")


def test_answers_that_a_rule_switches_off_stay_in_the_sheet() -> None:
    hand = at(on(hand_on(), "who"), "3", "j", "1")
    assert hand.state.at((None, "training")).answer == Value("yes")
    on(hand, "who")
    type_keys(hand, "3")
    assert (None, "training") not in hand.state.stop_at
    assert hand.state.at((None, "training")).answer == Value("yes")
    assert hand.state.cursor == WHO
    assert at(hand, "j").state.cursor == (None, "dose")


def conflicted() -> Hand:
    hand = hand_on()
    session = hand.session
    assert isinstance(session, FakeSession)
    one, two = Coded(Value("trial"), Evidence(place="3")), Coded(Value("cohort"), note="at home")
    session.sheet = Sheet({DESIGN: one})
    session.conflicts = {DESIGN: (one, two)}
    hand.renewed()
    return on(hand, "design")


def test_answering_settles_two_answers_and_keeps_what_stood_beside_the_one_chosen() -> None:
    hand = conflicted()
    assert type_keys(hand, "2").message == "Settled: Cohort."
    assert hand.state.at(DESIGN) == Coded(Value("cohort"), note="at home")
    assert hand.state.conflicts == {}
    assert hand.state.cursor == DESIGN


def test_answering_as_before_settles_two_answers_too() -> None:
    hand = conflicted()
    assert type_keys(hand, "1").asks == (Save(DESIGN, Coded(Value("trial"), Evidence(place="3"))),)


def test_the_equals_key_takes_one_answer_whole_and_then_the_other() -> None:
    hand = conflicted()
    type_keys(hand, "=")
    assert hand.state.at(DESIGN) == Coded(Value("trial"), Evidence(place="3"))
    type_keys(hand, "=")
    assert hand.state.at(DESIGN) == Coded(Value("cohort"), note="at home")
    assert type_keys(on(hand, "people"), "=").tone is Tone.REFUSED


def test_a_locked_sheet_takes_no_answer_and_says_how_to_reopen() -> None:
    hand = hand_on()
    session = hand.session
    assert isinstance(session, FakeSession)
    session.locked = "S001 is submitted. S reopens it, with a reason."
    hand.renewed()
    for key in ("1", "r", "-", "e", "n", "c", "w", ".", "=", "t", "D", "+", "!", "delete", "ctrl+z", "ctrl+y"):
        change = type_keys(hand, key)
        assert change.message == session.locked, key
        assert change.asks == (), key
    assert hand.state.sheet == Sheet()
    assert at(hand, "j").state.cursor == LEVEL


def test_a_key_that_means_nothing_is_told_and_one_that_types_nothing_goes_to_the_app() -> None:
    hand = hand_on()
    assert type_keys(hand, "z").message == "z does nothing here. ? shows the keys."
    assert not hand.press("f5").handled
    assert not hand.press("ctrl+q").handled

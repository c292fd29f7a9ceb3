"""Evidence: the place, then the passage; and confidence."""

from fictional_study import hand_on, type_keys

from twofold.tui.form.change import Save, Tone
from twofold.tui.form.hand import Hand
from twofold.tui.form.opened import Kind, Writing
from twofold.tui.form.words import place_words, read_place, written_place
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Confidence, Evidence, Sheet

DESIGN, LEVEL = (None, "design"), (None, "level")


def report(hand: Hand, number: int = 0) -> str:
    return hand.state.study.reports[number].key


def test_the_place_comes_first_and_then_the_passage_and_both_are_one_save() -> None:
    hand = hand_on()
    change = type_keys(hand, "e", "4", "enter", "they decided", "enter")
    kept = Coded(evidence=Evidence(report(hand), "4", "they decided"))
    assert change.asks == (Save(DESIGN, kept),)
    assert change.message == "Evidence kept: p. 4, 2 words quoted."
    assert hand.state.over is None


def test_tab_after_the_place_keeps_it_and_goes_on() -> None:
    hand = hand_on()
    type_keys(hand, "e", "Table 2", "tab")
    assert hand.state.at(DESIGN).evidence == Evidence(report(hand), "Table 2")
    assert hand.state.cursor == LEVEL


def test_escape_at_the_passage_keeps_the_place_that_was_kept() -> None:
    hand = hand_on()
    type_keys(hand, "e", "4", "enter", "half a quo", "escape")
    assert hand.state.at(DESIGN).evidence == Evidence(report(hand), "4")
    type_keys(hand, "ctrl+z", "te", "enter")
    assert hand.state.at(DESIGN).evidence.quote == "half a quote"


def test_escape_at_the_place_changes_nothing() -> None:
    hand = hand_on()
    type_keys(hand, "e", "4", "escape")
    assert hand.state.sheet == Sheet()


def test_a_pasted_passage_is_mended_and_kept_verbatim_beside() -> None:
    hand = hand_on()
    type_keys(hand, "e", "4", "enter")
    pasted = "The ﬁrst com-\nmunity mee-\nting decided."
    hand.paste(pasted)
    type_keys(hand, "enter")
    evidence = hand.state.at(DESIGN).evidence
    assert evidence.quote == "The first community meeting decided."
    assert evidence.verbatim == pasted


def test_a_passage_that_needed_no_mending_has_no_verbatim() -> None:
    hand = hand_on()
    type_keys(hand, "e", "4", "enter")
    hand.paste("They decided.")
    type_keys(hand, "enter")
    assert hand.state.at(DESIGN).evidence == Evidence(report(hand), "4", "They decided.")


def test_emptying_a_pasted_passage_forgets_its_verbatim() -> None:
    hand = hand_on()
    type_keys(hand, "e", "4", "enter")
    hand.paste("com-\nmunity")
    type_keys(hand, "ctrl+u", "own words", "enter")
    assert hand.state.at(DESIGN).evidence == Evidence(report(hand), "4", "own words")


def test_a_passage_pasted_onto_a_field_becomes_its_quote_and_the_place_is_asked() -> None:
    hand = hand_on()
    change = hand.paste("They de-\ncided together in the village.")
    assert change.message == "Taken as the quote: They decided together in the village. Now say where it stands."
    type_keys(hand, "7", "enter", "enter")
    evidence = hand.state.at(DESIGN).evidence
    assert (evidence.place, evidence.quote) == ("7", "They decided together in the village.")
    assert evidence.verbatim == "They de-\ncided together in the village."


def test_a_long_passage_pasted_as_the_place_is_taken_for_the_quote() -> None:
    hand = hand_on()
    type_keys(hand, "e")
    hand.paste("A passage that is far too long to be the number of a page, pasted a step too early.")
    type_keys(hand, "7", "enter")
    assert isinstance(hand.state.over, Writing)
    assert hand.state.over.kind is Kind.QUOTE
    type_keys(hand, "enter")
    assert hand.state.at(DESIGN).evidence.quote.startswith("A passage that is far")


def test_the_full_stop_attaches_the_last_evidence_again() -> None:
    hand = hand_on()
    type_keys(hand, "e", "4", "enter", "they decided", "enter", "1", ".")
    assert hand.state.at(LEVEL).evidence == hand.state.at(DESIGN).evidence
    assert type_keys(hand, ".").message == "This evidence is attached already: p. 4, 2 words quoted."


def test_without_any_evidence_there_is_none_to_attach_again() -> None:
    assert type_keys(hand_on(), ".").tone is Tone.REFUSED


def test_the_last_evidence_of_the_study_is_known_after_a_restart() -> None:
    hand = hand_on()
    hand.session.last_evidence = Evidence(place="9")  # type: ignore[misc]
    hand.renewed()
    type_keys(hand, ".")
    assert hand.state.at(DESIGN).evidence == Evidence(place="9")


def test_what_is_not_reported_asks_where_one_looked_and_never_for_a_quote() -> None:
    hand = hand_on()
    hand.state.stand(LEVEL)
    change = type_keys(hand, "r", "e", "w", "enter")
    assert hand.state.at(LEVEL) == Coded(OffScale.NOT_REPORTED, Evidence(report(hand), "whole paper"))
    assert change.message == "Evidence kept: whole paper."
    assert hand.state.over is None


def test_emptying_place_and_quote_removes_the_evidence() -> None:
    hand = hand_on(sheet=Sheet({DESIGN: Coded(Value("trial"), Evidence(place="4", quote="so"))}))
    hand.state.stand(DESIGN)
    change = type_keys(hand, "e", "ctrl+u", "enter", "ctrl+u", "enter")
    assert hand.state.at(DESIGN) == Coded(Value("trial"))
    assert change.message == "The evidence is removed. ctrl+z brings it back."


def test_with_several_reports_a_letter_or_a_label_names_the_one() -> None:
    reports = hand_on(reports=3).state.study.reports
    assert read_place("b, p 4", reports) == (reports[1].key, "p 4")
    assert read_place("invented, table 2", reports) == (reports[1].key, "table 2")
    assert read_place("4, table 2", reports) == ("", "4, table 2")
    assert read_place("c", reports) == (reports[2].key, "")
    assert read_place("4", reports) == ("", "4")


def test_a_place_is_written_as_it_is_read() -> None:
    reports = hand_on(reports=3).state.study.reports
    for number, one in enumerate(reports):
        evidence = Evidence(one.key, "4, table 2")
        assert read_place(written_place(evidence, reports), reports) == (one.key, "4, table 2")
        assert place_words(evidence, reports) == f"{reports[number].label}, p. 4, table 2"


def test_confidence_goes_round() -> None:
    hand = hand_on()
    seen = []
    for _ in range(4):
        type_keys(hand, "c")
        seen.append(hand.state.at(DESIGN).confidence)
    assert seen == [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH, None]

"""Typing to find: an option, a field, a study."""

from fictional_study import hand_on, type_keys

from twofold.tui.form.change import Tone
from twofold.tui.form.hand import Hand
from twofold.tui.form.opened import Filtering, Finding
from twofold.values.answers import Chosen, Value
from twofold.values.coded import Coded, Sheet

COUNTRY, LAND = (None, "country"), (None, "land")
ROW = "a" * 16
ROWS = Sheet({(ROW, "outcome"): Coded(Value("mood"))}, (ROW,))


def on(field: str) -> Hand:
    hand = hand_on()
    hand.state.stand((None, field))
    return hand


def test_typing_filters_a_long_list_and_enter_takes_the_marked_option() -> None:
    hand = on("country")
    type_keys(hand, "/", "zim", "enter")
    assert hand.state.at(COUNTRY).answer == Chosen(frozenset({"zimbabwe"}))
    type_keys(hand, "mal", "down", "enter")
    assert hand.state.at(COUNTRY).answer == Chosen(frozenset({"zimbabwe", "mali"}))
    type_keys(hand, "enter")
    assert hand.state.over is None
    assert hand.state.cursor == COUNTRY


def test_tab_takes_the_marked_option_and_goes_on() -> None:
    hand = on("country")
    type_keys(hand, "/", "malawi", "tab")
    assert hand.state.at(COUNTRY).answer == Chosen(frozenset({"malawi"}))
    assert hand.state.cursor == LAND


def test_a_field_of_one_choice_goes_on_once_its_option_is_found() -> None:
    hand = on("land")
    type_keys(hand, "/", "zam", "enter")
    assert hand.state.at(LAND).answer == Value("zambia")
    assert hand.state.cursor == (None, "selection")


def test_a_list_that_was_locked_meanwhile_is_closed_and_takes_nothing() -> None:
    hand = on("country")
    type_keys(hand, "/", "zim")
    hand.session.locked = "Submitted on another device (locked)."  # type: ignore[misc]
    hand.renewed()
    assert hand.state.over is None
    type_keys(hand, "enter", "1")
    assert hand.state.sheet == Sheet()


def test_what_matches_nothing_chooses_nothing() -> None:
    hand = on("country")
    assert type_keys(hand, "/", "atlantis", "enter").tone is Tone.REFUSED
    type_keys(hand, "escape")
    assert hand.state.sheet == Sheet()


def test_those_that_begin_with_the_text_come_first() -> None:
    hand = on("country")
    type_keys(hand, "/", "al")
    assert isinstance(hand.state.over, Filtering)
    assert [option.id for option in hand.state.over.matches] == ["malawi", "mali"]


def test_digits_never_choose_from_a_list_that_is_not_shown_whole() -> None:
    hand = on("country")
    assert type_keys(hand, "1").message == "This list has 34 options. Press / and type part of the name."
    assert hand.state.sheet == Sheet()


def test_digits_choose_the_first_nine_of_a_list_that_is_shown() -> None:
    hand = on("land")
    type_keys(hand, "2")
    assert hand.state.at(LAND).answer == Value("zambia")


def test_jumping_moves_the_cursor_while_one_types_and_enter_stays_there() -> None:
    hand = hand_on()
    type_keys(hand, "g", "dos")
    assert hand.state.cursor == (None, "dose")
    type_keys(hand, "enter", "backspace")
    assert hand.state.cursor == (None, "design")


def test_escape_takes_the_cursor_back() -> None:
    hand = hand_on()
    type_keys(hand, "j", "g", "dos", "escape")
    assert hand.state.cursor == (None, "level")


def test_arrows_step_through_the_matches_of_a_jump() -> None:
    hand = hand_on()
    type_keys(hand, "g", "concern")
    assert hand.state.cursor == (None, "selection")
    type_keys(hand, "down")
    assert hand.state.cursor == (None, "overall")
    type_keys(hand, "up", "enter")
    assert hand.state.cursor == (None, "selection")


def test_a_row_is_found_by_its_name() -> None:
    hand = hand_on(sheet=ROWS)
    type_keys(hand, "g", "better mood", "enter")
    assert hand.state.cursor == (ROW, "better")


def test_a_field_that_is_not_asked_is_named_as_such() -> None:
    change = type_keys(hand_on(), "g", "training")
    assert change.message == "Training of the volunteers is not asked here: a rule of the codebook leaves it out."


def test_a_study_is_found_by_part_of_its_label() -> None:
    hand = hand_on(studies=5)
    type_keys(hand, "1", "/", "2004", "enter", "2")
    assert hand.state.study.number == "S004"
    assert hand.state.at((None, "design")).answer == Value("cohort")


def test_arrows_choose_among_the_studies_found() -> None:
    hand = hand_on(studies=5)
    type_keys(hand, "/", "down", "down", "enter")
    assert hand.state.study.number == "S003"


def test_from_a_long_list_a_second_slash_goes_on_to_the_studies() -> None:
    hand = on("country")
    type_keys(hand, "/", "/")
    assert isinstance(hand.state.over, Finding)


def test_no_study_found_opens_none() -> None:
    hand = hand_on()
    assert type_keys(hand, "/", "nowhere", "enter").message == "No study matches."
    type_keys(hand, "escape")
    assert hand.state.study.number == "S001"

"""Where the cursor goes."""

from fictional_study import hand_on, type_keys

from twofold.tui.form.change import Leave
from twofold.tui.form.hand import Hand
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Sheet

ROW = "a" * 16
ROWS = Sheet({(ROW, "outcome"): Coded(Value("mood"))}, (ROW,))


def at(hand: Hand, *keys: str) -> object:
    type_keys(hand, *keys)
    return hand.state.cursor


def test_a_form_opens_at_its_first_blank_field() -> None:
    sheet = Sheet({(None, "design"): Coded(Value("trial"))})
    assert hand_on(sheet=sheet).state.cursor == (None, "level")


def test_letters_and_arrows_move_field_by_field_and_stop_at_the_ends() -> None:
    hand = hand_on()
    assert at(hand, "j") == (None, "level")
    assert at(hand, "down") == (None, "people")
    assert at(hand, "k") == (None, "level")
    assert at(hand, "up", "up") == (None, "design")
    assert type_keys(hand, "k").message == "This is the first field."
    assert at(hand, "G") == (None, "overall")
    assert type_keys(hand, "j").message == "This is the last field. S checks and submits."
    assert at(hand, "home") == (None, "design")


def test_tab_goes_by_section_and_by_row() -> None:
    hand = hand_on(sheet=ROWS)
    assert at(hand, "tab") == (None, "selection")
    assert at(hand, "tab") == (ROW, "outcome")
    assert type_keys(hand, "tab").message == "This is the last section."
    assert at(hand, "j", "shift+tab") == (ROW, "outcome")
    assert at(hand, "shift+tab") == (None, "selection")


def test_fields_that_are_not_asked_are_passed_over() -> None:
    hand = hand_on()
    hand.state.stand((None, "who"))
    assert at(hand, "j") == (None, "dose")


def test_space_goes_to_the_next_blank_and_on_from_the_top() -> None:
    hand = hand_on(sheet=Sheet({(None, name): Coded(Value("low")) for name in ("design", "overall")}))
    hand.state.stand((None, "selection"))
    change = type_keys(hand, "space")
    assert hand.state.cursor == (None, "level")
    assert change.message == "Went on from the top."


def test_space_goes_to_what_is_owed_when_nothing_is_blank() -> None:
    answered = {place: Coded(OffScale.UNCLEAR, reason="unclear") for place in hand_on().state.stops}
    answered[None, "level"] = Coded(Value("high"))
    hand = hand_on(sheet=Sheet(answered))
    change = type_keys(hand, "space")
    assert hand.state.cursor == (None, "level")
    assert change.message.startswith("No field is blank. This one still owes something.")


def test_space_says_when_all_is_done() -> None:
    answered = {place: Coded(OffScale.UNCLEAR, reason="unclear") for place in hand_on().state.stops}
    assert type_keys(hand_on(sheet=Sheet(answered)), "space").message == "No field is blank. S checks and submits."


def test_backspace_goes_back_the_way_one_came() -> None:
    hand = hand_on()
    type_keys(hand, "1", "j", "tab")
    assert hand.state.cursor == (None, "selection")
    assert at(hand, "backspace") == (None, "people")
    assert at(hand, "backspace") == (None, "level")
    assert at(hand, "backspace") == (None, "design")
    assert type_keys(hand, "backspace").message == "You came from no other field."


def test_studies_are_switched_and_come_back_with_the_cursor_where_it_was() -> None:
    hand = hand_on(studies=2)
    type_keys(hand, "jjj", "]")
    assert hand.state.study.number == "S002"
    assert hand.state.cursor == (None, "design")
    type_keys(hand, "1", "[")
    assert hand.state.study.number == "S001"
    assert hand.state.cursor == (None, "who")
    assert type_keys(hand, "[").message == "This is the first study."
    assert hand.state.cursor == (None, "who")


def test_enter_opens_a_field_with_its_history_and_closes_it() -> None:
    hand = hand_on()
    type_keys(hand, "1", "k", "2", "enter")
    assert hand.state.opened_field
    assert [past.coded.answer for past in hand.state.history] == [Value("trial")]
    type_keys(hand, "enter")
    assert not hand.state.opened_field


def test_an_opened_field_closes_when_the_cursor_leaves_it() -> None:
    hand = hand_on()
    type_keys(hand, "enter", "j", "k")
    assert not hand.state.opened_field


def test_escape_closes_what_is_open_and_then_leaves_the_form() -> None:
    hand = hand_on()
    type_keys(hand, "enter")
    assert type_keys(hand, "escape").asks == ()
    assert type_keys(hand, "escape").asks == (Leave(),)
    assert type_keys(hand, "q").asks == (Leave(),)


def test_a_codebook_that_asks_nothing_is_survived() -> None:
    from twofold.codebook.model import Codebook

    hand = hand_on(Codebook("empty", "Empty", "1", ()))
    for key in "1rux-jk etg/+D!S?.nc=wo":
        type_keys(hand, key)
        type_keys(hand, "escape")
    assert hand.state.cursor is None

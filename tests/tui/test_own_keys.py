"""A user's own keys: which hold, what is told of a mistake, and that they are seen wherever keys are shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fictional_study import hand_on, small_codebook
from opened_reviews import opened, with_studies
from running_app import app_of, burst, message, page_of, played, running, seen, sheets, until

from twofold.tui.actions import ACTIONS, BY_ID, Where, digit_of, keymap, keys_of
from twofold.tui.form.card import field_card
from twofold.tui.form.hinting import hints
from twofold.tui.keyboard import DIGITS, KEYBOARDS, keep_keyboard, said_keyboard, with_digits
from twofold.tui.own_keys import FILE, OwnKeys, config_folder, keys_in_force, read_keys
from twofold.tui.pages.beginning import WhichKeyboard, Who
from twofold.tui.pages.home import Home, HomeView, NoteLine
from twofold.tui.palette import commands
from twofold.tui.widgets.hints import hint_pieces
from twofold.values.answers import OffScale, Value

PATH = Path("keys.toml")
FRENCH = next(one for one in KEYBOARDS if one.id == "french")


def read(text: str, keyboard: object = DIGITS) -> OwnKeys:
    assert keyboard in KEYBOARDS
    return read_keys(text, PATH, next(one for one in KEYBOARDS if one is keyboard))


def test_an_action_gets_the_keys_that_the_file_gives_it() -> None:
    found = read('[form]\nnot_reported = "0"\nnext_field = ["J", "page down", "ctrl+N"]\nten_down = "f5"\n')
    assert found.problems == ()
    assert set(found.own) == {"form.not_reported", "form.next_field", "form.ten_down"}
    assert keys_of("form.not_reported", found.table) == ("0",)
    assert keys_of("form.next_field", found.table) == ("J", "page down", "ctrl+n")
    assert "r" not in found.table[Where.FORM]


def test_the_form_is_called_coding_as_well() -> None:
    assert read('[coding]\nunclear = "0"\n').own == read('[form]\nunclear = "0"\n').own


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[form]\nfly = "f"\n', "line 2: there is no action `form.fly`. `twofold keys` lists them all."),
        ('\n[flying]\nnot_reported = "f"\n', "line 3: there is no action `flying.not_reported`."),
        ('[form]\nunclear = "hyper+q"\n', "line 2: `hyper+q` is no key. Write a key in quotes:"),
        ('[form]\nunclear = "shift+g"\n', "line 2: `shift+g` is no key."),
        ("[form]\nunclear = 7\n", "line 2: that is no key."),
        ("[form]\nunclear = []\n", "line 2: `form.unclear` is given no key. Name one, or take the line out."),
        ('[form]\n\nunclear = "r"\n', "line 3: the key `r` is wanted by `form.unclear` and by `form.not_reported`."),
        ('[form]\nunclear = "ctrl+q"\n', "line 2: `ctrl+q` leaves Twofold from anywhere. Choose another key."),
        ('[writing]\nkeep = "k"\n', "line 2: `k` writes text while you write. Choose a key that writes none"),
        ('[sifting]\nkeep = "space"\n', "line 2: `space` writes text while you filter the notes."),
        ('unclear = "0"\n', "line 1: `unclear` stands under no place. Put it under one, such as [form]."),
        ('[form]\nunclear = "0"\n[coding]\nunclear = "f5"\n', "line 4: `form.unclear` is given keys twice."),
        ('[form]\nunclear = "0\n', "is not proper TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line_its_cause_and_a_way_out_and_the_usual_keys_hold(text: str, told: str) -> None:
    found = read(text)
    (problem,) = found.problems
    assert problem.startswith("`keys.toml`")
    assert told in problem
    assert "the usual keys hold." in problem
    assert found.table == keymap()
    assert found.own == {}


def test_all_mistakes_are_told_at_once() -> None:
    assert len(read('[form]\nfly = "f"\nunclear = "hyper+q"\n').problems) == 2


def test_two_lines_that_want_one_key_name_each_other() -> None:
    (problem,) = read('[form]\nunclear = "0"\nnot_reported = "0"\n').problems
    assert "`form.unclear`" in problem
    assert "`form.not_reported`" in problem
    assert "it from line" in problem


def test_keys_may_be_swapped() -> None:
    found = read('[form]\nunclear = "r"\nnot_reported = "u"\n')
    assert found.problems == ()
    assert found.table[Where.FORM]["r"].id == "form.unclear"


def test_every_action_can_be_given_the_keys_that_it_has_already() -> None:
    lines = [f"[{where.value}]\n" + "".join(_lines(where)) for where in Where]
    found = read("\n".join(lines))
    assert found.problems == ()
    assert set(found.own) == set(BY_ID)
    assert found.table == keymap()


def _lines(where: Where) -> Iterator[str]:
    for action in ACTIONS:
        if action.where is where:
            yield f"{action.id.partition('.')[2]} = {list(action.keys)}\n"


def test_own_keys_are_seen_in_hints_help_and_palette() -> None:
    found = read('[form]\nnot_reported = "0"\nstudy_before = "<"\nstudy_after = "["\n')
    hand = hand_on(small_codebook(), keys=found.table)
    shown = "".join(text for text, _ in hint_pieces(hints(hand.state, failed=False), found.table, 80))
    assert "0 not reported" in shown
    told = {one.title: one.help for one in commands(Where.FORM, found.table, print, print, print)}
    assert told["Not reported"].endswith("   0")
    assert told["Next study"].endswith("   [")
    hand.press("0", "0")
    assert hand.state.sheet.codes[None, "design"].answer is OffScale.NOT_REPORTED


def test_own_keys_stand_at_the_field_and_in_what_is_said() -> None:
    text = '[form]\nnot_reported = "0"\noption_1 = "A"\nsubmit = "f9"\nhelp = "f1"\nnone_of_these = "f3"\n'
    hand = hand_on(small_codebook(), keys=read(text).table)
    board = hand.state
    card = ["".join(part for part, _ in one.pieces) for one in field_card(board, (None, "design"), 80, 20)]
    assert any(one.strip().startswith("A ( ) Trial") for one in card)
    assert any("0 not reported" in one and "u unclear" in one for one in card)
    assert any(mark == "0" for one in field_card(board, (None, "design"), 80, 20) for _, _, mark in one.marks)
    several = field_card(board, (None, "who"), 80, 20)
    assert any("f3 none of these" in "".join(part for part, _ in one.pieces) for one in several)
    hand.press("G", "G")
    assert hand.press("j", "j").message == "This is the last field. f9 checks and submits."
    assert hand.press("%", "%").message == "% does nothing here. f1 shows the keys."


def test_own_keys_stand_on_the_first_page() -> None:
    page = Home(read('[home]\nstudies = "L"\nnotes = "f4"\n').table)
    note = NoteLine("c" * 16, "S001", "Castro 2003", (None, "level"), "Level?", "ask Maria")
    page.view = HomeView("T", "Anna", "reviewer", total=12, notes=(note,))
    lines = ["".join(part for part, _ in one.drawn.pieces) for one in page.window(80, 24).lines]
    assert any("See all 12 studies   L" in one for one in lines)
    assert any("Your latest notes   f4 shows all" in one for one in lines)


@played
async def test_the_app_takes_own_keys_and_tells_them_on_its_help(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder):
        pass
    (config_folder() / FILE).write_text('[coding]\nnot_reported = "0"\n[home]\nstudies = "L"\n', "utf-8")
    async with running(folder) as pilot:
        await burst(pilot, "?")
        line = next(one for one in seen(pilot.app).splitlines() if "the list of all studies" in one)
        assert line.split()[0] == "L"
        await burst(pilot, "q", "L", "enter", "0")
        assert app_of(pilot).review is not None
    assert sheets(folder)[0]["design"].answer is OffScale.NOT_REPORTED


@played
async def test_the_app_tells_a_mistake_on_its_first_page_and_goes_on(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder):
        pass
    (config_folder() / FILE).write_text('[coding]\nnot_reported = "u"\n', "utf-8")
    async with running(folder) as pilot:
        text = " ".join(seen(pilot.app).split())
        assert "line 2: the key `u` is wanted by `form.not_reported` and by `form.unclear`." in text
        await burst(pilot, "enter", "u")
    assert sheets(folder)[0]["design"].answer is OffScale.UNCLEAR


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff\xfe[form]")
    (problem,) = keys_in_force(tmp_path).problems
    assert "not UTF-8" in problem
    assert keys_in_force(tmp_path).table == keymap()


@pytest.mark.parametrize("keyboard", KEYBOARDS, ids=lambda one: one.id)
def test_on_each_keyboard_the_row_of_digits_answers_and_nothing_is_lost(keyboard: object) -> None:
    found = read("", keyboard)
    assert found.problems == ()
    chosen = next(one for one in KEYBOARDS if one is keyboard)
    for number, sign in enumerate(chosen.row, 1):
        assert found.table[Where.FORM][sign].id == f"form.option_{number}"
        assert found.table[Where.FORM][str(number)].id == f"form.option_{number}"
        assert digit_of(sign, found.table) == number
    assert len(chosen.row) in (0, 9)
    assert {one.id for one in found.table[Where.FORM].values()} == {
        one.id for one in ACTIONS if one.where is Where.FORM
    }
    assert keys_of("form.option_1", found.table) == ("1-9",)


def test_own_keys_go_before_those_for_the_keyboard() -> None:
    assert with_digits(FRENCH, {"form.option_1": ("a",)})["form.option_1"] == ("a",)
    (problem,) = read('[form]\nnotes = "("\n', FRENCH).problems
    assert "`form.notes` and by `form.option_5`" in problem


def test_a_number_is_not_begun_by_a_key_that_types_none() -> None:
    hand = hand_on(small_codebook(), keys=read("", FRENCH).table)
    hand.state.go((None, "people"))
    assert "hold shift" in hand.press("\u00e9", "\u00e9").message
    assert hand.state.over is None
    hand.press("2", "2")
    assert hand.state.over is not None


def test_the_choice_of_a_keyboard_is_kept(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "config"
    assert said_keyboard(folder) is None
    keep_keyboard(folder, FRENCH)
    assert said_keyboard(folder) == FRENCH
    assert keys_in_force(folder).table[Where.FORM]["&"].id == "form.option_1"


@played
async def test_the_first_start_asks_for_the_keyboard_and_it_is_changed_later(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    _forget_person()
    async with running(folder) as pilot:
        assert isinstance(page_of(pilot), Who)
        assert "My digits need shift" in seen(pilot.app)
        await burst(pilot, "4", "enter")
        assert isinstance(page_of(pilot), WhichKeyboard)
        await burst(pilot, "2", "enter")
        assert "French AZERTY: kept" in message(pilot)
        # From now on the row of digits chooses without shift here too.
        await burst(pilot, "&", "enter")
        await until(pilot, lambda: app_of(pilot).review is not None)
        await burst(pilot, "enter", "\u00e9")
        await burst(pilot, "q", "escape", "K")
        assert "> 2 French AZERTY" in seen(pilot.app)
        await burst(pilot, "1", "enter", "enter")
    assert sheets(folder)[0]["design"].answer == Value("cohort")
    assert said_keyboard(config_folder()) == DIGITS
    async with running(folder) as pilot:
        await burst(pilot, "p")
        assert "My digits need shift" not in seen(pilot.app)


def _forget_person() -> None:
    for one in config_folder().rglob("me"):
        one.unlink()

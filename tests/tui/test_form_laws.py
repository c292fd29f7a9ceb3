"""Laws of the form: whatever is typed, the screen shows what the log holds, and undo takes every step back."""

import subprocess
import sys

from fictional_study import FakeDesk, FakeSession, fictional_study, small_codebook, type_keys
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from twofold.codebook.conditions import asked
from twofold.codebook.entries import fits
from twofold.codebook.findings import findings
from twofold.tui.form.hand import Hand
from twofold.tui.form.layout import SheetLayout
from twofold.tui.form.pages import page_window
from twofold.tui.form.path import groups
from twofold.values.answers import Chosen, OffScale, Value
from twofold.values.coded import Place, Sheet

BOOK = small_codebook()
LAYOUT = SheetLayout()
ANY_KEY = st.sampled_from(
    [
        *"0123456789rux-jkgewnc.=t/+D[]!S?oaGyqé",
        *("S001", "zim", "down", "up", "tab", "shift+tab", "space", "backspace", "enter", "escape", "delete"),
        *("home", "end", "pageup", "pagedown", "ctrl+z", "ctrl+y", "f1", "ctrl+u", "ctrl+k", "left", "right"),
        *("ctrl+left", "ctrl+r"),
    ]
)
PLAIN = (None, "design"), (None, "who"), (None, "overall")


class Coding(RuleBasedStateMachine):
    """A person at the keyboard, beside a model that knows only what was answered in words."""

    @initialize()
    def begin(self) -> None:
        self.sessions = [FakeSession(BOOK, fictional_study(n + 1, 3, n + 1)) for n in range(3)]
        self.hand = Hand(FakeDesk(list(self.sessions)), self.sessions[0])
        self.known: dict[Place, object] = {}

    def calm(self) -> bool:
        """Close whatever is open, as a person would before doing something on purpose."""
        while self.hand.state.over is not None:
            type_keys(self.hand, "escape")
        if self.hand.state.locked:
            type_keys(self.hand, "S", "on purpose", "enter")
        return self.hand.state.locked == ""

    @rule(keys=st.lists(ANY_KEY, min_size=1, max_size=12))
    def type_anything(self, keys: list[str]) -> None:
        type_keys(self.hand, *keys)
        self.known.clear()

    @rule(text=st.text(max_size=80))
    def paste_anything(self, text: str) -> None:
        self.hand.paste(text)
        self.known.clear()

    @rule(place=st.sampled_from([PLAIN[0], PLAIN[2]]), number=st.integers(1, 3))
    def choose(self, place: Place, number: int) -> None:
        if self.calm() and place in self.hand.state.stop_at:
            self.hand.state.stand(place)
            type_keys(self.hand, str(number))
            option = BOOK.by_id[place[1]].options[number - 1].id
            self.known[place] = Value(option)

    @rule(number=st.integers(1, 3))
    def toggle(self, number: int) -> None:
        if self.calm():
            self.hand.state.stand(PLAIN[1])
            before = self.hand.state.at(PLAIN[1]).answer
            had = before.options if isinstance(before, Chosen) else frozenset()
            type_keys(self.hand, str(number))
            wanted = had ^ {BOOK.by_id["who"].options[number - 1].id}
            if wanted:
                self.known[PLAIN[1]] = Chosen(wanted)
            else:
                self.known.pop(PLAIN[1], None)
            assert self.hand.state.cursor == PLAIN[1]

    @rule(place=st.sampled_from(PLAIN), code=st.sampled_from(OffScale))
    def off_scale(self, place: Place, code: OffScale) -> None:
        if self.calm():
            self.hand.state.stand(place)
            type_keys(self.hand, {"NR": "r", "UC": "u", "NAP": "x"}[code.value])
            self.known[place] = code

    @rule()
    def take_a_step_back_and_forth(self) -> None:
        if self.calm():
            session = self.session()
            before, there = session.sheet, bool(session.steps)
            self.hand.state.dropped = None
            type_keys(self.hand, "ctrl+z")
            if there:
                type_keys(self.hand, "ctrl+y")
            assert session.sheet == before

    @rule(by=st.sampled_from("[]"))
    def switch(self, by: str) -> None:
        if self.calm():
            type_keys(self.hand, by)
            self.known.clear()

    def session(self) -> FakeSession:
        assert isinstance(self.hand.session, FakeSession)
        return self.hand.session

    @invariant()
    def the_screen_shows_what_the_log_holds(self) -> None:
        state, session = self.hand.state, self.session()
        rows = tuple(row for row in state.sheet.rows if row != state.row_being_named)
        assert Sheet(dict(state.sheet.codes), rows) == Sheet(dict(session.sheet.codes), session.sheet.rows)

    @invariant()
    def every_answer_can_stand_in_its_field(self) -> None:
        for (_, name), coded in self.hand.state.sheet.codes.items():
            assert fits(BOOK.by_id[name], coded.answer)

    @invariant()
    def the_model_agrees(self) -> None:
        for place, answer in self.known.items():
            assert self.hand.state.at(place).answer == answer

    @invariant()
    def the_cursor_stands_on_a_field_that_is_asked(self) -> None:
        state = self.hand.state
        assert state.cursor in state.stop_at
        assert set(state.stops) == set(asked(BOOK, state.sheet))

    @invariant()
    def what_is_kept_from_key_to_key_is_what_the_sheet_says(self) -> None:
        state = self.hand.state
        afresh = findings(BOOK, state.sheet)
        assert {place: list(said) for place, said in state.said.items()} == {
            place: [one for one in afresh if one.place == place] for place in {one.place for one in afresh}
        }
        assert state.groups == groups(BOOK, state.sheet)
        assert state.stop_at == {place: number for number, place in enumerate(state.stops)}

    @invariant()
    def the_cursor_is_in_view_and_every_line_fits(self) -> None:
        state = self.hand.state
        for width, height in ((80, 21), (20, 2), (40, 9)):
            window = page_window(state, state.keys, width, height)
            if window is None:
                window = LAYOUT.window(state, width, height)
                assert state.cursor in {row.place for row in window.rows}
            assert len(window.rows) <= height
            assert 0 <= window.cursor[1] < height
            for row in window.rows:
                assert "\n" not in "".join(text for text, _ in row.drawn.pieces)


Coding.TestCase.settings = settings(
    max_examples=30, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestCoding = Coding.TestCase


def test_every_step_can_be_taken_back_to_the_first() -> None:
    session = FakeSession(BOOK, fictional_study())
    hand = Hand(FakeDesk([session]), session)
    type_keys(
        hand, "1", "2", "e", "4", "enter", "so", "enter", "j", "12", "tab", "13", "j", "1", "+", "mood", "tab", "1", "n"
    )
    type_keys(hand, "note", "enter", "c", "D", "y", "G", "3")
    steps = len(session.steps)
    assert steps > 8
    for _ in range(steps):
        type_keys(hand, "ctrl+z")
    assert hand.state.sheet == Sheet()
    assert type_keys(hand, "ctrl+z").message == "There is nothing to take back in this study."
    for _ in range(steps):
        type_keys(hand, "ctrl+y")
    assert len(session.steps) == steps
    assert hand.state.sheet.rows == ()
    assert hand.state.at((None, "people")).answer == Value("12")


def test_the_form_is_pure_state_without_textual_and_without_numpy() -> None:
    code = (
        "import sys; import twofold.tui.form.hand, twofold.tui.form.layout, twofold.tui.form.pages; "
        "import twofold.tui.form.hinting; "
        "print([name for name in ('textual', 'numpy', 'tinydb') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"

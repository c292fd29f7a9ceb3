"""The coding screen in a running app: bursts of keys, paints, sizes, saves, a terminal without colour."""

import asyncio
import functools
import re
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import replace
from typing import ParamSpec

import pytest
from fictional_study import FakeDesk, default_codebook, hand_on, type_keys
from running_app import kept_otherwise_than_drawn
from textual import events
from textual.app import App
from textual.geometry import Region
from textual.screen import Screen

from twofold.codebook.model import Codebook
from twofold.review.views import Report
from twofold.tui.form.card import field_card
from twofold.tui.form.closed import closed_line
from twofold.tui.form.view import FormView
from twofold.tui.screens.coding import CodingScreen
from twofold.tui.widgets.ink import OneLine
from twofold.values.answers import Chosen, OffScale, Value
from twofold.values.coded import Coded, Confidence, Evidence, Place, Sheet
from twofold.values.plaintext import visible
from twofold.values.resources import shipped

P = ParamSpec("P")


def played(scene: Callable[P, Coroutine[None, None, None]]) -> Callable[P, None]:
    """A scene in a running app as a plain test."""

    @functools.wraps(scene)
    def test(*args: P.args, **more: P.kwargs) -> None:
        asyncio.run(scene(*args, **more))

    return test


class Bench(App[None]):
    """An app with nothing but the coding screen."""

    CSS_PATH = [shipped("styles") / "theme.tcss", shipped("styles") / "coding.tcss"]  # noqa: RUF012

    def __init__(
        self,
        studies: int = 3,
        codebook: Codebook | None = None,
        sheet: Sheet | None = None,
        ansi_color: bool | None = None,
    ) -> None:
        super().__init__(ansi_color=ansi_color)
        hand = hand_on(codebook, sheet, studies)
        assert isinstance(hand.desk, FakeDesk)
        self.desk = hand.desk
        self.left: list[str] = []

    @property
    def coding(self) -> CodingScreen:
        assert isinstance(self.screen, CodingScreen)
        return self.screen

    def on_mount(self) -> None:
        self.push_screen(CodingScreen(self.desk, self.desk.sessions[0]))

    def on_coding_screen_left(self, message: CodingScreen.Left) -> None:
        self.left.append(message.study)

    def lines(self) -> list[str]:
        view = self.coding.query_one(FormView)
        return ["".join(text for text, _ in row.drawn.pieces) for row in view.rows]

    def said(self, name: str) -> str:
        return self.coding.query_one(f"#{name}", OneLine).text


NAMES = {" ": "space", "[": "left_square_bracket", "]": "right_square_bracket", "-": "minus", "+": "plus"}


def keys_of(*keys: str) -> Iterator[events.Key]:
    """The key events a terminal would send."""
    for key in keys:
        if key in ("enter", "escape", "tab", "space", "backspace", "delete", "down", "up") or key.startswith("ctrl+"):
            yield events.Key(key, " " if key == "space" else None)
        else:
            for character in key:
                yield events.Key(NAMES.get(character, character), character)


def send(app: Bench, event: events.Key) -> None:
    event.set_sender(app)
    assert app._driver is not None
    app._driver.send_message(event)


async def settled(app: Bench) -> None:
    """Wait until every key that was sent has been carried out: from app to form to screen, as messages go."""
    # The driver hands its messages over by way of the event loop, some turns later.
    await asyncio.sleep(0.01)
    done = asyncio.Event()
    view = app.coding.query_one(FormView)
    app.call_later(lambda: view.call_later(lambda: app.coding.call_later(done.set)))
    await done.wait()


async def press(app: Bench, *keys: str) -> None:
    """Send keys all at once and wait until they have been carried out."""
    for event in keys_of(*keys):
        send(app, event)
    await settled(app)


SESSION = (
    *("1", "2", "e", "4", "enter", "they decided 123 together", "enter", "j", "573", "tab", "1", "3", "j", "2"),
    *("enter", "six rux weeks", "tab", "2014", "enter", "j", "/", "zim", "enter", "mal", "enter", "enter"),
    *("n", "ask Maria [j]", "enter", "c", "j", "3", "1", "w", "because of 1", "enter", "j", "3", "+", "mood", "tab"),
    *("1", "12", "enter", "]", "2", "3", ".", "n", "jjj", "enter", "+", "sleep 2", "tab", "2", "]", "r", "[", "[", "g"),
    *("dose", "enter", "x"),
)
"""An evening's coding in a few seconds: answers, evidence, notes, rows, a filter, a jump, three studies."""


def outcome(desk: FakeDesk) -> list[tuple[dict[tuple[int | None, str], Coded], int]]:
    """What each study holds, with rows by their order, since their keys are random."""
    found = []
    for session in desk.sessions:
        order: dict[str | None, int | None] = {None: None, **{row: n for n, row in enumerate(session.sheet.rows)}}
        codes = {(order[row], name): coded for (row, name), coded in session.sheet.codes.items()}
        found.append((codes, len(session.steps)))
    return found


@pytest.mark.parametrize("gap", [0, 5, 10, 33])
@played
async def test_every_key_of_a_burst_lands_where_it_belongs(gap: int) -> None:
    oracle = hand_on(studies=3)
    type_keys(oracle, *SESSION)
    app = Bench()
    async with app.run_test(size=(80, 24)):
        for event in keys_of(*SESSION):
            send(app, event)
            if gap:
                await asyncio.sleep(gap / 1000)
        await settled(app)
        assert isinstance(oracle.desk, FakeDesk)
        assert outcome(app.desk) == outcome(oracle.desk)
    first = app.desk.sessions[0].sheet
    assert first.at("people").answer == Value("573")
    assert first.at("level").evidence.quote == "they decided 123 together"
    assert first.at("dose").answer is OffScale.NOT_APPLICABLE
    assert first.at("country").answer == Chosen(frozenset({"zimbabwe", "malawi"}))
    assert first.at("country").note == "ask Maria [j]"
    assert app.desk.sessions[1].sheet.at("level").note == "jjj"
    assert app.desk.sessions[2].sheet.at("design").answer is OffScale.NOT_REPORTED


class Counted(Bench):
    """Counts what a key costs."""

    paints = 0

    def post_display_hook(self) -> None:
        self.paints += 1


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How many lines of the form were repainted, and how often the screen was laid out."""
    found = {"lines": 0, "layouts": 0}
    refresh, lay_out = FormView.refresh, Screen._refresh_layout

    def counted_refresh(view: FormView, *regions: Region, **more: bool) -> FormView:
        found["lines"] += sum(region.height for region in regions) if regions else view.size.height
        return refresh(view, *regions, **more)

    def counted_layout(screen: Screen[None], *args: object, **more: object) -> None:
        found["layouts"] += 1
        lay_out(screen, *args, **more)

    monkeypatch.setattr(FormView, "refresh", counted_refresh)
    monkeypatch.setattr(Screen, "_refresh_layout", counted_layout)
    return found


async def cost(app: Counted, counts: dict[str, int], *keys: str) -> list[tuple[int, int, int]]:
    """Paints, layouts and lines of each of the keys, one at a time."""
    found = []
    for event in keys_of(*keys):
        await asyncio.sleep(0.05)
        app.paints, counts["lines"], counts["layouts"] = 0, 0, 0
        send(app, event)
        await asyncio.sleep(0.1)
        found.append((app.paints, counts["layouts"], counts["lines"]))
    return found


@played
async def test_a_key_costs_one_paint_of_few_lines_and_no_layout(counts: dict[str, int]) -> None:
    app = Counted(codebook=default_codebook())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.2)
        for event in keys_of("gmodel", "enter"):
            send(app, event)
        await pilot.pause(0.2)
        toggles = await cost(app, counts, "1231")
        assert [(paints, layouts) for paints, layouts, _ in toggles] == [(1, 0)] * 4
        assert max(lines for *_, lines in toggles) <= 4
        await cost(app, counts, "n")
        assert await cost(app, counts, "abc") == [(1, 0, 1)] * 3
        await cost(app, counts, "escape")
        moves = await cost(app, counts, "jjkj")
        assert [(paints, layouts) for paints, layouts, _ in moves] == [(1, 0)] * 4
        assert max(lines for *_, lines in moves) <= 21


@played
async def test_saved_is_shown_only_once_the_disk_has_it() -> None:
    app = Bench()
    app.desk.sessions[0].slow = True
    async with app.run_test(size=(80, 24)):
        await press(app, "1")
        assert app.said("study").endswith("saving 1 ")
        assert app.lines()[1].count("Trial") == 1
        app.desk.sessions[0].waiting.clear()
        app.coding.saved(app.desk.sessions[0].study.key, [(None, "design")])
        assert app.said("study").endswith("saved ")


@played
async def test_a_failed_save_keeps_marks_and_says_the_way_out() -> None:
    app = Bench()
    session = app.desk.sessions[0]
    session.slow = True
    async with app.run_test(size=(80, 24)):
        await press(app, "1", "2")
        app.coding.failed("The disk is full.", session.study.key, session.waiting)
        assert app.said("study").endswith("NOT SAVED 2 ")
        assert app.said("message").startswith(" The disk is full. ctrl+r tries again, ctrl+w writes a rescue copy.")
        assert app.said("hints").startswith(" ctrl+r try again")
        assert app.lines()[1].startswith(" ~ Design")
        assert "not saved" in app.lines()[1]
        assert any("Not saved yet" in line for line in app.lines())
        await press(app, "j", "3", "enter")
        assert app.said("study").endswith("NOT SAVED 3 ")
        await press(app, "ctrl+r")
        assert app.desk.retried == 1
        session.waiting.clear()
        app.coding.saved(session.study.key, [])
        assert app.said("study").endswith("saved ")
        assert not any("not saved" in line.lower() for line in app.lines())


@played
async def test_a_failure_follows_the_person_into_the_next_study() -> None:
    app = Bench()
    session = app.desk.sessions[0]
    session.slow = True
    async with app.run_test(size=(80, 24)):
        await press(app, "1")
        app.coding.failed("The disk is full.", session.study.key, session.waiting)
        await press(app, "]", "j")
        assert "NOT SAVED" in app.said("study")
        assert "The disk is full." in app.said("message")


@pytest.mark.parametrize("size", [(20, 5), (1, 1), (3, 2), (40, 10), (80, 24), (119, 30), (120, 40), (200, 60)])
@played
async def test_it_works_at_every_size(size: tuple[int, int]) -> None:
    app = Bench(codebook=default_codebook())
    async with app.run_test(size=size):
        for event in keys_of("j", "r", "j", "e", "4", "enter", "so", "enter", "+", "mood", "tab", "g", "over", "enter"):
            send(app, event)
        for opened in ("?", "a", "S", "/", "!"):
            for event in keys_of(opened, "down", "up", "escape"):
                send(app, event)
        await settled(app)
        assert app.is_running
        assert len(app.desk.sessions[0].sheet.rows) == 1


@played
async def test_the_size_may_change_between_any_two_keys() -> None:
    app = Bench(codebook=default_codebook())
    async with app.run_test(size=(80, 24)) as pilot:
        for size in ((20, 5), (200, 60), (80, 24), (120, 30), (40, 8)):
            await press(app, "j", "r")
            await pilot.resize_terminal(*size)
            await press(app, "n", "x")
            await pilot.resize_terminal(size[0] + 1, size[1])
            await press(app, "y", "enter")
            view = app.coding.query_one(FormView)
            assert app.coding.hand.state.cursor in {row.place for row in view.rows}
        assert sum(coded.note == "xy" for coded in app.desk.sessions[0].sheet.codes.values()) == 5


@played
async def test_every_line_that_is_kept_is_the_line_that_would_be_drawn() -> None:
    app = Bench(codebook=default_codebook())
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app)
        looked = (*SESSION, "?", "down", "escape", "f", "escape", "a", "pagedown", "q", "S", "escape", "!", "escape")
        for number, key in enumerate(looked):
            await press(app, key)
            if number % 20 == 10:
                await pilot.resize_terminal(*((120, 40), (80, 24), (200, 60), (40, 10))[number // 20 % 4])
                app.theme = "textual-light" if number % 40 == 10 else "textual-dark"
                await pilot.pause()
            assert kept_otherwise_than_drawn(app.coding) == [], key


@played
async def test_from_120_columns_on_the_reference_stands_beside_the_form() -> None:
    app = Bench()
    async with app.run_test(size=(119, 30)) as pilot:
        await settled(app)
        assert not app.coding.query_one("#reference").display
        await press(app, "a")
        assert any("A bench under a tree" in line for line in app.lines())
        await press(app, "a")
        await pilot.resize_terminal(120, 30)
        await settled(app)
        assert app.coding.query_one("#reference").display
        assert app.coding.query_one(FormView).size.width < 80


@played
async def test_the_terminals_cursor_stands_on_the_current_field_and_on_the_caret() -> None:
    app = Bench()
    async with app.run_test(size=(80, 24)):
        await press(app, "j", "j")
        lines = app.lines()
        assert "People analysed" in lines[app.cursor_position.y - 1]
        await press(app, "5", "7")
        line = app.lines()[app.cursor_position.y - 1]
        assert line[: app.cursor_position.x].endswith("57")


@played
async def test_a_click_moves_to_a_field_and_chooses_an_option() -> None:
    app = Bench()
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(app)
        row = next(n for n, line in enumerate(app.lines()) if "Who took part" in line)
        await pilot.click("#form", offset=(10, row))
        assert app.coding.hand.state.cursor == (None, "who")
        row = next(n for n, line in enumerate(app.lines()) if "Leaders" in line)
        await pilot.click("#form", offset=(10, row))
        assert app.desk.sessions[0].sheet.at("who").answer == Chosen(frozenset({"leaders"}))
        line = next(n for n, line in enumerate(app.lines()) if "not reported" in line)
        await pilot.click("#form", offset=(app.lines()[line].index("not reported"), line))
        assert app.desk.sessions[0].sheet.at("who").answer is OffScale.NOT_REPORTED


@played
async def test_the_wheel_scrolls_and_the_next_key_brings_the_cursor_back() -> None:
    app = Bench(codebook=default_codebook())
    async with app.run_test(size=(80, 24)):
        await settled(app)
        view = app.coding.query_one(FormView)
        for _ in range(5):
            view.post_message(FormView.Scrolled(3))
        await settled(app)
        assert app.coding.hand.state.cursor not in {row.place for row in view.rows}
        await press(app, "j")
        assert app.coding.hand.state.cursor in {row.place for row in view.rows}


@played
async def test_leaving_tells_the_app_which_study_it_was() -> None:
    app = Bench()
    async with app.run_test(size=(80, 24)):
        await press(app, "]", "q")
        await settled(app)
        assert app.left == [app.desk.sessions[1].study.key]


@played
async def test_a_hundred_study_switches_mount_nothing() -> None:
    app = Bench(studies=2)
    async with app.run_test(size=(80, 24)):
        await settled(app)
        widgets = len(app.coding.query("*"))
        for event in keys_of("][" * 50):
            send(app, event)
        await settled(app)
        assert len(app.coding.query("*")) == widgets
        assert app.coding.hand.state.study.number == "S001"


HOSTILE = [
    "[/b][bold]x[/bold]",
    "[@click=app.quit]click me[/]",
    "\x1b]0;title\x07\x1b[2J\x1b[31mred",
    "a\u202egnp.exe",
    "zero\u200bwidth\ufeff",
    "lines\r\nand\x85more\u2028lines",
    "\x9b31m\x00nul",
    "e\u0301" * 40,
    "漢字" * 60,
    "👩‍👩‍👧‍👦" * 30,
    "=HYPERLINK(1)",
    "x" * 1_000_000,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
@played
async def test_hostile_text_is_drawn_inert_wherever_it_can_stand(text: str) -> None:
    row = "a" * 16
    full = Coded(Value(text), Evidence("", text, text, text), text, text)
    sheet = Sheet({(row, "outcome"): full, (None, "dose"): full, (None, "design"): Coded(Value(text))}, (row,))
    app = Bench(sheet=sheet)
    session = app.desk.sessions[0]
    report = Report("b" * 16, text, text, (text,), 2001, text, text, text)
    session.study = replace(session.study, label=text, initiative=text, reports=(report, report))
    session.conflicts = {(None, "begun"): (full, full)}
    session.round_words = session.exclusion = text
    async with app.run_test(size=(80, 24)):
        seen: list[str] = []
        steps = (("home",), ("G",), ("g", "dose", "enter"), ("enter",), ("escape",), ("e",), ("enter",), ("escape",))
        more = (("g", "begun", "enter"), ("g", "outcome", "enter"), ("a",), ("escape",), ("/",), ("escape",), ("S",))
        for step in (*steps, *more, ("escape",), ("!",), ("escape",), ("D",), ("n",)):
            await press(app, *step)
            seen += [*app.lines(), app.said("study"), app.said("message"), app.said("hints")]
            strips = app.coding._compositor.render_strips()
            seen += [strip.text for strip in strips]
        assert app.is_running
        forbidden = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\ufeff]")
        assert [line for line in seen if forbidden.search(line)] == []
        assert any(visible(text[:8])[:6] in line for line in seen)


def rich(monochrome: bool) -> dict[str, list[str]]:
    """The lines of every state that a field can be in."""
    place = (None, "level")
    states: dict[str, tuple[Coded, dict[Place, tuple[Coded, ...]], frozenset[Place]]] = {
        "blank": (Coded(), {}, frozenset()),
        "answered": (Coded(Value("low"), Evidence(place="1", quote="so")), {}, frozenset()),
        "quote owed": (Coded(Value("low")), {}, frozenset()),
        "not reported": (Coded(OffScale.NOT_REPORTED, Evidence(place="all")), {}, frozenset()),
        "unclear": (Coded(OffScale.UNCLEAR), {}, frozenset()),
        "not applicable": (Coded(OffScale.NOT_APPLICABLE, note="n"), {}, frozenset()),
        "two answers": (Coded(Value("low")), {place: (Coded(Value("low")), Coded(Value("high")))}, frozenset()),
        "not saved": (Coded(Value("low"), Evidence(place="1", quote="so")), {}, frozenset([place])),
        "with note": (Coded(Value("low"), Evidence(place="1", quote="so"), note="n"), {}, frozenset()),
        "unsure": (Coded(Value("low"), Evidence(place="1", quote="so"), confidence=Confidence.LOW), {}, frozenset()),
    }
    found = {}
    for name, (coded, conflicts, unsaved) in states.items():
        hand = hand_on(sheet=Sheet({place: coded}))
        hand.state.conflicts, hand.state.unsaved = conflicts, unsaved
        closed = "".join(text for text, _ in closed_line(hand.state, place, 77).pieces)
        card = ["".join(text for text, _ in one.pieces) for one in field_card(hand.state, place, 77, 20)]
        found[name] = [closed, *card] if monochrome else card
    return found


def test_every_state_of_a_field_differs_without_colour() -> None:
    lines = rich(monochrome=True)
    closed = [shown[0] for shown in lines.values()]
    cards = ["\n".join(shown[1:]) for shown in lines.values()]
    assert len(set(closed)) == len(closed)
    assert len(set(cards)) == len(cards)


def test_the_field_under_the_cursor_and_the_chosen_option_differ_without_colour() -> None:
    hand = hand_on(sheet=Sheet({(None, "design"): Coded(Value("cohort"))}))
    hand.state.stand((None, "design"))
    card = ["".join(text for text, _ in one.pieces) for one in field_card(hand.state, (None, "design"), 77, 20)]
    assert card[0].startswith(">")
    assert [line.strip()[:12] for line in card if "( )" in line or "(*)" in line] == [
        "1 ( ) Trial",
        "2 (*) Cohort",
        "3 ( ) Talk",
    ]


@played
async def test_without_colour_the_terminals_own_two_colours_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Bench(ansi_color=True)
    app.theme = "ansi-dark"
    async with app.run_test(size=(80, 24)):
        await press(app, "1", "n", "x")
        strips = app.coding._compositor.render_strips()
        styles = [segment.style for strip in strips for segment in strip if segment.style]
        colours = {str(colour.name) for style in styles for colour in (style.color, style.bgcolor) if colour}
        assert colours <= {"default"}
        assert any(style.reverse for style in styles)
        assert any(style.bold for style in styles)

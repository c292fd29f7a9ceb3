"""The app on a real review, typed at in a test: by single keys, and by bursts as one read of a terminal brings them."""

import asyncio
import functools
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import ParamSpec

from opened_reviews import opened, study_keys
from textual import events
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen

from twofold.tui.app import TwofoldApp
from twofold.tui.pages.page import Page
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.widgets.ink import Inked, OneLine
from twofold.tui.widgets.lines_view import LinesView
from twofold.values.coded import Coded

P = ParamSpec("P")
NAMED = ("enter", "escape", "tab", "space", "backspace", "down", "up", "pagedown", "ctrl+r", "ctrl+w", "ctrl+z", "end")


def played(scene: Callable[P, Coroutine[None, None, None]]) -> Callable[P, None]:
    """A scene in a running app as a plain test."""

    @functools.wraps(scene)
    def test(*args: P.args, **more: P.kwargs) -> None:
        asyncio.run(scene(*args, **more))

    return test


async def until(pilot: Pilot[None], so: Callable[[], object]) -> None:
    """Wait until something is so."""
    for _ in range(400):
        if so():
            return
        await pilot.pause(0.01)
    raise AssertionError(f"it never came to be; on the screen is {pilot.app.screen}:\n{seen(pilot.app)}")


@asynccontextmanager
async def running(start: Path | None, size: tuple[int, int] = (80, 24), study: str = "") -> AsyncIterator[Pilot[None]]:
    """The app with its review open or its first question asked; what it leaves unsaved is looked at by the test."""
    app = TwofoldApp(start, study)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: app.review is not None or len(app.screen_stack) > 1)
        await pilot.pause()
        yield pilot
    app.finish()


def kept_otherwise_than_drawn(screen: Screen[object]) -> list[tuple[str | None, int]]:
    """The lines that were kept as painted and would be drawn otherwise now: (widget, line)."""
    found = []
    for widget in screen.query(Inked):
        whole = Region(0, 0, *widget.size)
        kept = widget.render_lines(whole)
        widget.notify_style_update()
        drawn = widget.render_lines(whole)
        assert len(kept) == len(drawn) == widget.size.height
        found += [(widget.id, y) for y, (one, other) in enumerate(zip(kept, drawn, strict=True)) if one != other]
    return found


def app_of(pilot: Pilot[None]) -> TwofoldApp:
    assert isinstance(pilot.app, TwofoldApp)
    return pilot.app


def page_of(pilot: Pilot[None]) -> Page:
    assert isinstance(pilot.app.screen, PageScreen)
    return pilot.app.screen.page


def seen(app: object) -> str:
    """What the page on top shows."""
    assert isinstance(app, TwofoldApp)
    return "\n".join(view.text for view in app.screen.query(LinesView))


def message(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#message", OneLine).text.strip()


def keys_of(*keys: str) -> Iterator[events.Key]:
    for key in keys:
        if key in NAMED:
            yield events.Key(key, " " if key == "space" else None)
        else:
            for character in key:
                yield events.Key(character, character)


async def burst(pilot: Pilot[None], *keys: str) -> None:
    """Send keys as one read of the terminal would bring them, and let all of them be carried out."""
    for event in keys_of(*keys):
        event.set_sender(pilot.app)
        assert pilot.app._driver is not None
        pilot.app._driver.send_message(event)
    await pilot.pause()
    await pilot.pause(0.05)


def sheets(folder: Path, person: str = "anna") -> list[dict[str, Coded]]:
    """What is on the disk of each study, by field."""
    with opened(folder, person, writing=False) as review:
        return [
            {place[1]: coded for place, coded in review.session(key).sheet.codes.items()} for key in study_keys(review)
        ]

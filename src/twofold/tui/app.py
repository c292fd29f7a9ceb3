"""The app: it opens the review behind its first frame, moves between the screens, and leaves nothing unsaved behind.

The first frame needs Textual and this room's plain pages alone; everything heavier is imported once it has been painted.
"""

import os
import threading
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import App, SystemCommand
from textual.message import Message
from textual.screen import Screen

from twofold.tui.actions import ACTIONS, Action, keymap
from twofold.tui.opening import Counted, Nowhere, Opened, Tell, Told, WhoIsIt, open_near
from twofold.tui.pages.asks import Ask, Code, Found, OpenPaper, ShowStudies, Took
from twofold.tui.pages.page import Page
from twofold.tui.saving import Outcomes
from twofold.tui.screens.home import HomeScreen
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.themes import DARK, LIGHT
from twofold.values.resources import shipped

if TYPE_CHECKING:
    from twofold.review.open import Review
    from twofold.tui.screens.coding import CodingScreen
    from twofold.tui.screens.studies import StudiesScreen

_LOOK_EVERY = 3.0
_MOST_EARLY = 200


class TwofoldApp(App[None]):
    """Twofold on the screen. ``start`` is a folder in or below a review, or nothing for the welcome page."""

    TITLE = "Twofold"
    CSS_PATH: ClassVar = [shipped("styles") / name for name in ("theme.tcss", "app.tcss", "coding.tcss")]
    HORIZONTAL_BREAKPOINTS: ClassVar = [(0, "-narrow"), (100, "-wide")]
    VERTICAL_BREAKPOINTS: ClassVar = [(0, "-low"), (10, "-high")]

    class Told(Message):
        """The opening thread told something."""

        def __init__(self, told: Told) -> None:
            super().__init__()
            self.told = told

    class Saved(Message):
        """The saving thread told something."""

    class Came(Message):
        """The folder was looked through; ``new`` says whether anything came."""

        def __init__(self, new: bool) -> None:
            super().__init__()
            self.new = new

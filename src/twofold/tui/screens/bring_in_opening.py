"""The three ways in which files move on the screen: they come in, they go out, or a first one begins a review."""

from collections.abc import Callable
from pathlib import Path

from twofold.exchange.sending import place_for_packets
from twofold.review.open import Review
from twofold.tui.pages.bring_in_waiting import Waiting
from twofold.tui.pages.page import Keys
from twofold.tui.screens.bring_in import BringInScreen
from twofold.tui.screens.bring_in_references import References
from twofold.tui.screens.bring_in_sending import SendingOut
from twofold.tui.screens.bring_in_sent import Joining, Sent


def bringing_in(review: Review, keys: Keys, changed: Callable[[], object]) -> BringInScreen:
    """The screen on which references, and what others sent, come in. ``changed`` is called once something has."""
    screen = BringInScreen(
        review,
        keys,
        "Bring in",
        "References from any program, or files that others sent; what a file is, its content says. You are shown what"
        " would come of it before anything is written.",
        Path.cwd(),
    )
    screen.flows = {
        "references": References(screen, review, changed),
        "packets": Sent(screen, review, changed),
    }
    return screen


def sending(review: Review, keys: Keys) -> BringInScreen:
    """The screen on which a file to send is made."""
    screen = BringInScreen(review, keys, "A file to send", "", Path.cwd())
    flow = SendingOut(screen, review, place_for_packets(review.folder))
    screen.flows = {"sending": flow}
    screen.page = Waiting("A file to send", "Working out what there is to send", keys)
    screen.begins = flow.start
    return screen


def joining(keys: Keys, joined: Callable[[Path], object]) -> BringInScreen:
    """The screen on which a person begins with the file that a lead sent; ``joined`` gets the folder that was made."""
    screen = BringInScreen(
        None,
        keys,
        "Take part in a review",
        "Choose the file that its lead sent you: its name ends in .twofold.",
        Path.cwd(),
    )
    screen.flows = {"packets": Joining(screen, Path.cwd(), joined)}
    return screen

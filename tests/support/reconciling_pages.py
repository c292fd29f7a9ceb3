"""Pages of the Reconcile screen without an app: made at a desk, typed at, and read as text."""

from itertools import count

from reconciled_reviews import item

from twofold.reconcile.desk import Desk
from twofold.reconcile.queue import Stage
from twofold.tui.pages.page import Page
from twofold.tui.pages.reconcile_item import ItemPage
from twofold.tui.pages.reconcile_work import Work

NAMED = {"enter", "escape", "tab", "backspace", "delete", "ctrl+z", "ctrl+y", "down", "end", "home"}


def work_of(desk: Desk, stage: Stage = Stage.TALKING) -> Work:
    """All that is listed of a step, with a clock that goes on two seconds whenever it is looked at."""
    seconds = count(0.0, 2.0)
    work = Work(desk, lambda: next(seconds))
    work.stage, work.chose_stage, work.whole = stage, True, True
    work.renew()
    return work


def at(desk: Desk, study: int, field: str, stage: Stage = Stage.TALKING, row: str = "") -> ItemPage:
    """The page of one item."""
    work = work_of(desk, stage)
    work.at = item(desk, study, field, row).key
    return ItemPage(work)


def press(page: Page, *keys: str) -> object:
    """Press keys by their names, and type what is none. What the last one asks for."""
    asked: object = None
    for key in keys:
        if key in NAMED:
            asked = page.press(key, None)
        elif key == "space":
            asked = page.press(key, " ")
        else:
            for character in key:
                asked = page.press("space" if character == " " else character, character)
    return asked


def seen(page: Page, width: int = 80, height: int = 24) -> str:
    """What the page shows."""
    lines = page.window(width, height).lines
    return "\n".join("".join(text for text, _ in one.drawn.pieces).rstrip() for one in lines)

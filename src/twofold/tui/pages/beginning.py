"""The pages before a review is open: a welcome, who one is, and what to do where nothing can be written."""

from collections.abc import Sequence
from pathlib import Path

from twofold.tui.actions import Action
from twofold.tui.keyboard import KEYBOARDS, Keyboard
from twofold.tui.pages.asks import Ask, Took
from twofold.tui.pages.choosing import Choice, Choosing
from twofold.tui.pages.trying import PRACTISE

_MOST_RECENT = 5

ASK_KEYBOARD = "keyboard:"
"""The choice that leads to the page of keyboards. No person's id has a colon."""

_ASK_KEYBOARD = Choice(ASK_KEYBOARD, "My digits need shift", "French, Belgian, Czech and like keyboards")


class Welcome(Choosing):
    """No review here: open one that was open lately, try the demo, or make a new one."""

    way_out = "leave"

    def __init__(self, here: Path, recent: Sequence[Path], problem: str = "", *, asks_keyboard: bool = False) -> None:
        self.recent = tuple(recent[:_MOST_RECENT])
        choices = [Choice(f"recent:{at}", one.name, str(one.parent)) for at, one in enumerate(self.recent)]
        choices += [
            Choice("demo", "Try the demo", "35 fictional studies, partly coded, to look around in"),
            Choice("new", "Make a new review", "its folder, its people, a codebook to begin with"),
            Choice("join", "Take part in a review", "with the file that its lead sent you"),
            PRACTISE,
            *([_ASK_KEYBOARD] if asks_keyboard else []),
        ]
        super().__init__(
            "Two reviewers, one record.",
            [
                "Here two people code the studies of a review independently and offline, and then bring their copies"
                " together."
            ],
            choices,
            foot=[f"No review is open: {here} is none and lies in none."],
            problem=problem,
        )


class Who(Choosing):
    """The first opening on a device: who sits before it."""

    def __init__(
        self,
        title: str,
        people: Sequence[tuple[str, str, str]],
        *,
        remembered_in: Path,
        at: str = "",
        asks_keyboard: bool = False,
    ) -> None:
        super().__init__(
            "Who are you?",
            [title],
            [*(Choice(key, name, roles) for key, name, roles in people), *([_ASK_KEYBOARD] if asks_keyboard else [])],
            foot=[
                "Your answers are kept under your name. What the others answer stays hidden from you until the lead"
                " opens a study for comparison.",
                f"This is remembered on this device alone, in {remembered_in}.",
            ],
        )
        self.at = at


class Really(Choosing):
    """Asked once more where ``why`` tells that somebody may have taken another person's line."""

    def __init__(self, person: str, name: str, why: str) -> None:
        super().__init__(
            f"Are you {name}?",
            [why, "Answers given under another person's name stay in the record under that name."],
            [
                Choice("return", "No", "say again who you are"),
                Choice(person, f"Yes, I am {name}", "this is another device of mine"),
            ],
        )

    def act(self, action: Action) -> Ask | None:
        """Choose; going back says no."""
        return Took("return") if action.id == "choosing.back" else super().act(action)


class WhichKeyboard(Choosing):
    """Which keyboard sits before the person, asked at the first start and from the first page."""

    def __init__(self, chosen: Keyboard | None, kept_in: Path) -> None:
        super().__init__(
            "Does your keyboard type digits without shift?",
            ["Where it does not, the row of digits answers as 1 to 9 all the same, without shift."],
            [Choice(f"{ASK_KEYBOARD}{one.id}", one.name, " ".join(one.row)) for one in KEYBOARDS],
            foot=[f"This is kept on this device alone, in {kept_in}."],
        )
        self.at = "" if chosen is None else f"{ASK_KEYBOARD}{chosen.id}"


class CannotWriteHere(Choosing):
    """Nothing can be saved now: another process writes, or the disk does not let us."""

    def __init__(self, why: str) -> None:
        super().__init__(
            "This review opens for reading.",
            [why],
            [
                Choice("read", "Read", "look at your answers; nothing can be changed"),
                Choice("again", "Try again", "once the other Twofold is closed, or the disk can be written"),
                Choice("leave", "Leave", "close Twofold"),
            ],
        )

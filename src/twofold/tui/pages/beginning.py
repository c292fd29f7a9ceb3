"""The pages before a review is open: a welcome, who one is, and what to do where nothing can be written."""

from collections.abc import Sequence
from pathlib import Path

from twofold.tui.pages.choosing import Choice, Choosing

_MOST_RECENT = 5


class Welcome(Choosing):
    """No review here: open one that was open lately, try the demo, or make a new one."""

    way_out = "leave"

    def __init__(self, here: Path, recent: Sequence[Path], problem: str = "") -> None:
        self.recent = tuple(recent[:_MOST_RECENT])
        choices = [Choice(f"recent:{at}", one.name, str(one.parent)) for at, one in enumerate(self.recent)]
        choices += [
            Choice("demo", "Try the demo", "35 fictional studies, partly coded, to look around in"),
            Choice("new", "Make a new review", "its folder, its people, a codebook to begin with"),
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
        self, title: str, people: Sequence[tuple[str, str, str]], *, remembered_in: Path, at: str = ""
    ) -> None:
        super().__init__(
            "Who are you?",
            [title],
            [Choice(key, name, roles) for key, name, roles in people],
            foot=[
                "Your answers are kept under your name. What the others answer stays hidden from you until the lead"
                " opens a study for comparison.",
                f"This is remembered on this device alone, in {remembered_in}.",
            ],
        )
        self.at = at


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

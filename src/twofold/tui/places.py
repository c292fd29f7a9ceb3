"""Where keys have their meaning, and what one of them does: the parts that the table of actions is made of."""

from dataclasses import dataclass
from enum import StrEnum


class Where(StrEnum):
    """A place in which keys have their meaning. Within one place, no two actions share a key."""

    FORM = "form"
    WRITING = "writing"
    PICKING = "picking"
    QUESTION = "question"
    PAGE = "page"
    SUBMISSION = "submission"
    HOME = "home"
    STUDIES = "studies"
    FILTERING = "filtering"
    CHOOSING = "choosing"
    AGREEMENT = "agreement"
    NOTES = "notes"
    SIFTING = "sifting"
    LABELS = "labels"
    FILES = "files"
    BRINGING = "bringing"
    ROWS = "rows"
    SYNTHESIS = "synthesis"
    DATA = "data"
    EXPORTING = "exporting"
    CODEBOOK = "codebook"
    PUBLISHING = "publishing"
    RECONCILING = "reconciling"
    SETTLING = "settling"
    ACCEPTING = "accepting"
    LEADING = "leading"

    @property
    def heading(self) -> str:
        """The place in words, as the help page heads it."""
        return _HEADINGS[self]


_HEADINGS = {
    Where.FORM: "On the form",
    Where.WRITING: "While you write",
    Where.PICKING: "While you type to find",
    Where.QUESTION: "At a question",
    Where.PAGE: "On a page such as this one",
    Where.SUBMISSION: "Before you submit",
    Where.HOME: "On the first page",
    Where.STUDIES: "In the list of studies",
    Where.FILTERING: "While you filter the list",
    Where.CHOOSING: "At a choice",
    Where.AGREEMENT: "On the pages of agreement",
    Where.NOTES: "In the list of notes",
    Where.SIFTING: "While you filter the notes",
    Where.LABELS: "While labels stand beside the lines",
    Where.FILES: "Where you choose files",
    Where.BRINGING: "Before something is brought in or sent",
    Where.ROWS: "Where outcome rows are matched",
    Where.SYNTHESIS: "On the pages of the synthesis",
    Where.DATA: "On the data of a study",
    Where.EXPORTING: "Before an export is written",
    Where.CODEBOOK: "On the codebook",
    Where.PUBLISHING: "Before a codebook is published",
    Where.RECONCILING: "In the list of what differs",
    Where.SETTLING: "At one difference",
    Where.ACCEPTING: "Where you accept what all agree on",
    Where.LEADING: "Where you lead the review",
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that a key does.

    ``label`` is the word or two of the hint line, ``help`` the line of the help page. Actions of one
    ``family`` are told as one, from the first key to the last.
    """

    id: str
    keys: tuple[str, ...]
    where: Where
    label: str
    help: str
    group: str
    family: str = ""


class KeyClash(ValueError):
    """Two actions of one place want the same key; the message names them."""


def at(where: Where, name: str, keys: str, label: str, help_: str) -> Action:
    """An action of a place; help tells it under the heading of that place."""
    return Action(f"{where.value}.{name}", tuple(keys.split()), where, label, help_, where.heading)

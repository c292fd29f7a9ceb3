"""What can be open over the form. Each takes the keys while it is.

None is a window of its own, so no key is lost.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from twofold.codebook.model import Option
from twofold.review.views import Hit, SubmissionCheck
from twofold.tui.form.line import Line
from twofold.tui.jump_labels import Labels
from twofold.values.coded import Place, RowKey


class Kind(StrEnum):
    """What is being written."""

    ANSWER = "answer"
    WHERE = "where"
    QUOTE = "quote"
    REASON = "reason"
    NOTE = "note"
    EXCLUDE = "exclude"
    SAME = "same"
    REOPEN = "reopen"
    CONFIRM = "confirm"


LONGEST = {Kind.WHERE: 400, Kind.CONFIRM: 500}
LONGEST_PROSE = 60_000
"""How many characters may be written.

The documents hold a little more, since normalising can lengthen a text.
"""


@dataclass(frozen=True, slots=True)
class Writing:
    """A line being written at ``place``, or on a page where that is ``None``.

    ``began`` is the line as it was at first, ``past`` the steps that its undo goes back. ``where`` is the
    place of the evidence while its quote is written, ``pasted`` the quote that was pasted so far, verbatim.
    ``new_row`` says that the row of ``place`` is not in the log yet. ``problem`` says why the text was not
    kept. ``check`` and ``whole_paper`` are what a confirmation confirms; ``other`` and ``number`` the study that is
    proposed to be the same one.
    """

    kind: Kind
    place: Place | None
    line: Line
    began: str = ""
    past: tuple[Line, ...] = ()
    where: str = ""
    quote: str = ""
    pasted: tuple[str, ...] = ()
    new_row: bool = False
    problem: str = ""
    check: SubmissionCheck | None = None
    whole_paper: bool = False
    other: str = ""
    number: str = ""

    @property
    def longest(self) -> int:
        """How many characters the line may hold."""
        return LONGEST.get(self.kind, LONGEST_PROSE)


@dataclass(frozen=True, slots=True)
class Filtering:
    """The options of a long list narrowed by ``line``. ``at`` is the marked match, -1 for none."""

    place: Place
    line: Line
    matches: tuple[Option, ...]
    at: int = -1


@dataclass(frozen=True, slots=True)
class Jumping:
    """A search for a field. The cursor follows; ``origin`` is where it goes back to."""

    line: Line
    origin: Place | None
    matches: tuple[Place, ...]
    at: int = -1


@dataclass(frozen=True, slots=True)
class Finding:
    """A search for a study: to open it, or with ``same`` to propose that it is the one at hand."""

    line: Line
    matches: Sequence[Hit] = ()
    at: int = 0
    same: bool = False


Picking: TypeAlias = Filtering | Jumping | Finding


@dataclass(frozen=True, slots=True)
class Removing:
    """The question whether an outcome row shall go."""

    row: RowKey
    answers: int


@dataclass(frozen=True, slots=True)
class Labelling:
    """Labels beside the fields in sight."""

    labels: Labels[Place]


@dataclass(frozen=True, slots=True)
class Submitting:
    """The check before a submission. ``at`` is the marked line among all that it lists."""

    check: SubmissionCheck
    at: int = 0

    @property
    def places(self) -> tuple[Place, ...]:
        """The places it lists, from top to bottom."""
        said = tuple(one.place for one in (*self.check.blocks, *self.check.warnings))
        return (*said, *(one.place for one in self.check.changed), *self.check.blank)


@dataclass(frozen=True, slots=True)
class Page:
    """Something to read: ``help`` or ``reference``.

    ``top`` is its first line in view, ``under`` what it lies on.
    """

    name: str
    top: int = 0
    under: "Writing | Filtering | Jumping | Finding | Submitting | None" = None


Opened: TypeAlias = Writing | Filtering | Jumping | Finding | Removing | Labelling | Page | Submitting

"""What an import comes to: every record of a file is new, already there, or held back with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from twofold.record.document import Document


class CannotBringIn(Exception):
    """A file, or a record of it, that was not brought in; the message says why. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person decided about an import. ``decisions`` are by the ids of questions; what is not among them goes
    as the question says first. ``initiative`` is one name for all new studies, or ``initiative_column`` the column or
    tag of the file that holds it."""

    decisions: Mapping[str, str] = field(default_factory=dict)
    initiative: str = ""
    initiative_column: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A record that was not taken: where it stands, and why."""

    first_line: int
    last_line: int
    why: str


@dataclass(frozen=True, slots=True)
class NewStudy:
    """A record that becomes a study, or, if ``further``, one more report of the study of that number."""

    number: str
    label: str
    title: str
    line: int
    flags: tuple[str, ...]
    initiative: str = ""
    further: bool = False


@dataclass(frozen=True, slots=True)
class There:
    """A record that the review, or this import, has already."""

    line: int
    number: str
    how: str
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """What becomes of one file: ``read`` is the independent count of its records and the sum of the three.

    ``votes`` counts what was cut from its records because it would break the blinding.
    """

    file: str
    format: str
    producer: str
    encoding: str
    read: int
    new: tuple[NewStudy, ...]
    there: tuple[There, ...]
    held_back: tuple[Held, ...]
    look_alike: tuple[str, ...]
    warnings: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]
    votes: int = 0


@dataclass(frozen=True, slots=True)
class Bringing:
    """An import that has been worked out and not written. ``changes`` tell what it mends in studies that are there,
    ``unread`` which files of a folder were not read, and why."""

    accounts: tuple[Account, ...]
    plan: tuple[Document, ...]
    screening: tuple[Document, ...]
    changes: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()

    @property
    def studies(self) -> int:
        """How many studies it adds."""
        return sum(not one.further for each in self.accounts for one in each.new)

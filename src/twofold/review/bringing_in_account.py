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

    @property
    def called(self) -> str:
        """What the study is called, or that the record is one more report of it."""
        return "further report" if self.further else self.label

    @property
    def beside(self) -> str:
        """What was odd about the record, and its initiative."""
        flags = f" [{', '.join(self.flags)}]" if self.flags else ""
        return f"{flags} ({self.initiative})" if self.initiative else flags


@dataclass(frozen=True, slots=True)
class There:
    """A record that the review, or this import, has already. ``before``: it was decided at an earlier import."""

    line: int
    number: str
    how: str
    differences: tuple[str, ...]
    before: bool = False

    @property
    def words(self) -> str:
        """Where it stands, what it is, and why."""
        return f"line {self.line} is {self.number} already ({self.how})"


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

    @property
    def read_as(self) -> str:
        """As what the file was read."""
        producer = f" from {self.producer}" if self.producer else ""
        encoding = f", {self.encoding}" if self.encoding else ""
        return f"{self.format}{producer}{encoding}"

    @property
    def sum(self) -> str:
        """What became of its records, in figures."""
        new, there, held = len(self.new), len(self.there), len(self.held_back)
        return f"read {self.read:,} = new {new:,} + already there {there:,} + held back {held:,}"

    @property
    def cut_out(self) -> str:
        """What was cut out because it would break the blinding; empty where nothing was."""
        if not self.votes:
            return ""
        return f"Cut out, and shown to no coder: {_count(self.votes, 'vote or note', 'votes and notes')} of screening."

    def held_words(self, one: Held) -> str:
        """Where a record stands that was not taken, and why it was not."""
        return f"{self.file}:{one.first_line}: {one.why}"


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

    @property
    def before(self) -> int:
        """How many look-alikes are not asked about, for they were decided at an earlier import."""
        return sum(one.before for each in self.accounts for one in each.there)

    @property
    def words(self) -> str:
        """What it adds and changes, in a few words; if that is nothing, that it is nothing."""
        further = sum(one.further for each in self.accounts for one in each.new)
        counts = [
            _count(number, one, many)
            for number, one, many in (
                (self.studies, "study", "studies"),
                (further, "further report", "further reports"),
                (len(self.changes), "changed field", "changed fields"),
            )
            if number
        ]
        if counts or self.plan:
            return ", ".join(counts) or _count(
                len(self.plan), "decision about a look-alike", "decisions about look-alikes"
            )
        read = sum(one.read for one in self.accounts)
        there = sum(len(one.there) for one in self.accounts)
        return f"Nothing new: {there:,} of {read:,} records are in the review already, and nothing would be written."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"

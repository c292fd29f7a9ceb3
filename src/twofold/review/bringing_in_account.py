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
    """A record that was not taken: its number in the file, where it stands, and why."""

    number: int
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
    """A record that the review, or this import, has already. ``before``: it was decided at an earlier import.

    ``title`` is its own, ``beside`` says where the record of this import stands that it repeats, ``question`` is the id
    of the question under which it can be said to be another study.
    """

    line: int
    number: str
    how: str
    differences: tuple[str, ...]
    before: bool = False
    title: str = ""
    beside: str = ""
    question: str = ""

    @property
    def words(self) -> str:
        """Where it stands, what it is, and why, its title, and what differs."""
        beside = f", as {self.beside}" if self.beside else ""
        differs = f"; differs in {'; '.join(self.differences)}" if self.differences else ""
        return f"line {self.line} is {self.number} already{beside} ({self.how}): {self.title or '(no title)'}{differs}"


@dataclass(frozen=True, slots=True)
class Account:
    """What becomes of one file: ``read`` is the independent count of its records and the sum of the three.

    ``votes`` counts what was cut from its records because it would break the blinding and is kept apart, ``votes_lost``
    what was cut and is not kept, since its record is not either. ``earlier`` says when this very file was brought in.
    """

    file: str
    sha256: str
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
    votes_lost: int = 0
    earlier: str = ""

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
        if not self.votes and not self.votes_lost:
            return ""
        lost = f" {self.votes_lost:,} of records that are held back are not kept." if self.votes_lost else ""
        cut = _count(self.votes, "vote or note", "votes and notes")
        return f"Cut out, and shown to no coder: {cut} of screening.{lost}"

    def held_words(self, one: Held) -> str:
        """Where a record stands that was not taken, and why it was not."""
        return f"{self.file}:{one.first_line}: {one.why}"


@dataclass(frozen=True, slots=True)
class Bringing:
    """An import that has been worked out and not written. ``changes`` tell what it mends in studies that are there,
    ``unread`` which files of a folder were not read, and why. ``batch`` is the account as it is kept, which is written
    also where nothing is new."""

    accounts: tuple[Account, ...]
    plan: tuple[Document, ...]
    screening: tuple[Document, ...]
    batch: Document
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
        if not counts and self.plan:
            counts = [_count(len(self.plan), "decision about a look-alike", "decisions about look-alikes")]
        elif not counts and self.screening:
            counts = [_count(len(self.screening), "vote or note of screening", "votes and notes of screening")]
        if counts:
            return ", ".join(counts)
        read = sum(one.read for one in self.accounts)
        there = sum(len(one.there) for one in self.accounts)
        return f"Nothing new: {there:,} of {read:,} records are in the review already. Only this account would be kept."


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"

"""What a reader gives back: references, records held back, and the account of both."""

from dataclasses import dataclass


class UnreadableFile(Exception):
    """The file is refused in whole. The message is a sentence with the cause and a way out."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a reference came from; travels with the study so that a mapping can be mended without the file.

    ``number`` counts the records of the file from 1, held-back ones included. Lines count from 1 and end at
    CR LF, LF or CR. In formats without lines of their own (XLSX) they are the rows of the sheet.
    """

    name: str
    sha256: str
    format: str
    producer: str
    number: int
    first_line: int
    last_line: int


@dataclass(frozen=True, slots=True)
class ScreeningNote:
    """A vote, label, reason or note of screening, cut out of a record because it would break the blinding.

    ``what`` is one of ``vote``, ``label``, ``reason``, ``note``; ``who`` is empty where the file names nobody;
    ``found_in`` is the field that held it.
    """

    who: str
    what: str
    text: str
    found_in: str


@dataclass(frozen=True, slots=True)
class Reference:
    """One bibliographic record. All text is in Unicode form NFC; what the file does not say is ``''`` or None.

    ``authors`` are 'Family, Given' where the file says which is which. ``doi`` is normalised (lower case, no URL).
    ``source_id`` carries its namespace, as in ``covidence:14``. ``raw`` holds the verbatim fields, without those
    that may carry votes, which stand in ``screening``. ``flags`` are short words such as ``no title``.
    """

    title: str
    authors: tuple[str, ...]
    year: int | None
    journal: str
    volume: str
    issue: str
    pages: str
    doi: str
    doi_found_in: str
    pmid: str
    abstract: str
    kind: str
    url: str
    language: str
    source_id: str
    study_label: str
    registry_ids: tuple[str, ...]
    raw: tuple[tuple[str, str], ...]
    screening: tuple[ScreeningNote, ...]
    flags: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A record that is in the file but was not read: its lines, a sentence why, and the beginning of its text."""

    number: int
    first_line: int
    last_line: int
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one file gave.

    ``counted`` is the number of record marks in the bytes, found by a function that shares no code with the
    readers. ``columns`` are the headers of a table with the field each was taken for ('' for none).
    """

    name: str
    sha256: str
    format: str
    producer: str
    encoding: str
    references: tuple[Reference, ...]
    held_back: tuple[HeldBack, ...]
    counted: int
    warnings: tuple[str, ...]
    columns: tuple[tuple[str, str], ...] = ()

    @property
    def accounted(self) -> bool:
        """True when every record mark in the bytes became a reference or a held-back record."""
        return len(self.references) + len(self.held_back) == self.counted

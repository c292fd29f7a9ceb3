"""The documents of a plan log, which everyone may see, one pydantic model a table."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from twofold.record.document import (
    ByLead,
    DocumentId,
    FieldName,
    Fingerprint,
    Key,
    Long,
    Part,
    PersonId,
    Prose,
    Role,
    RoundId,
    Short,
)


class PersonEntry(Part):
    """A person of the review. The id is for ever; name and roles may change."""

    id: PersonId
    name: Short
    roles: tuple[Role, ...]


class ReviewSettings(Part):
    """What the lead chose for the whole review. ``minutes_in_exports``: submissions say how long the coding took."""

    minutes_in_exports: bool = False


class ReviewDocument(ByLead):
    """Title and people of the review. The one that replaces nothing founded it: its id is the review's id."""

    title: Short
    people: tuple[PersonEntry, ...]
    settings: ReviewSettings = ReviewSettings()


class StudyDocument(ByLead):
    """A study: the unit of coding. ``study`` is its random key, ``number`` what people call it."""

    study: Key
    number: Annotated[str, StringConstraints(pattern=r"^S[0-9]{3,6}$")]
    label: Short
    title: Long
    initiative: Key | None = None


class InitiativeDocument(ByLead):
    """A programme that one or more studies evaluate."""

    initiative: Key
    name: Short


class SourceEntry(Part):
    """Where a record stood, so that every study can be traced to a line of a file."""

    file: Short
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    format: Short
    producer: Short = ""
    record: int
    first_line: int
    last_line: int


class HeldEntry(Part):
    """A record that was held back: its number and lines in the file, and why. Never its text, which may hold votes."""

    record: int
    first_line: int
    last_line: int
    why: Prose


class ImportedFile(Part):
    """One file of an import: what it was read as, and what became of its records; ``read`` is the sum of the others."""

    name: Short
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    format: Short
    producer: Short = ""
    encoding: Short = ""
    read: int
    new: int
    there: int
    held_back: tuple[HeldEntry, ...] = ()


class ImportDocument(ByLead):
    """One import that was carried out, whether or not anything was new. ``batch`` is its random key, by which the
    reports that came with it name it; ``studies`` counts the studies it added."""

    batch: Key
    files: tuple[ImportedFile, ...]
    studies: int


class Described(ByLead):
    """A record of a file as it is cited, with where it stood and its verbatim fields."""

    study: Key
    report: Key
    title: Long = ""
    authors: tuple[Prose, ...] = ()
    year: int | None = None
    journal: Prose = ""
    volume: Short = ""
    issue: Short = ""
    pages: Short = ""
    doi: Prose = ""
    pmid: Short = ""
    registry_ids: tuple[Short, ...] = ()
    source_id: Prose = ""
    study_label: Prose = ""
    source: SourceEntry | None = None
    raw: tuple[tuple[Prose, Long], ...] = ()


class ReportDocument(Described):
    """One paper of a study, as it was brought in. ``batch`` names the import."""

    title: Long
    doi_found_in: Short = ""
    abstract: Long = ""
    url: Prose = ""
    kind: Short = ""
    language: Short = ""
    flags: tuple[Short, ...] = ()
    batch: Key | None = None


class RepeatDocument(Described):
    """A record of a file of which a lead said that it is the same as a report. It adds nothing, and is known again when
    it comes once more, from whatever file. ``repeat`` is its random key; ``withdrawn``: it is asked about again. Its
    verbatim fields are kept where it has no title, DOI or PMID to be known by."""

    repeat: Key
    withdrawn: bool = False


class RowListDocument(ByLead):
    """An outcome row that the lead lists for a study before coding, shared by all its coders."""

    study: Key
    row: Key
    name: Prose
    removed: bool = False


class CarryRule(Part):
    """What became of the answers to one field in a new version of the codebook.

    ``wording``: they mean what they meant. ``mapped``: each old option in ``options`` is the new one beside it.
    ``meaning``: they no longer answer what is asked. A field without a rule is judged by its meaning alone.
    """

    field: FieldName
    kind: Literal["wording", "mapped", "meaning"]
    options: tuple[tuple[Short, Short], ...] = ()


class CodebookDocument(ByLead):
    """A published codebook: its text, what it means, and how answers under the version before it are carried over."""

    text: Long
    version: Short
    meaning: Fingerprint
    everything: Fingerprint
    rules: tuple[CarryRule, ...] = ()


class PracticeDocument(ByLead):
    """Made-up studies to practise on with their answer key, as the lead wrote them; without text they are withdrawn."""

    text: Long = ""


class StopRule(Part):
    """When a calibration round is good enough, written before it: the share of primary items that must agree, in per
    cent, and whether every disagreement is to be discussed."""

    raw_agreement: Annotated[int, Field(ge=0, le=100)]
    all_discussed: bool


class RoundDocument(ByLead):
    """A calibration round: a named set of studies, coded and compared apart from the rest.

    Once closed, its studies are coded afresh in the main round, or the round's own record of them stands.
    """

    round: RoundId
    name: Short
    studies: tuple[Key, ...]
    stop_rule: StopRule | None = None
    state: Literal["open", "closed-afresh", "closed-kept"] = "open"


class AssignmentDocument(ByLead):
    """Who codes a study in a round, and how that came about, such as *random 20 %, seed 7*."""

    round: RoundId
    study: Key
    people: tuple[PersonId, ...]
    how: Short


class ReleaseDocument(ByLead):
    """A study opened for comparison: exactly the submissions that are compared, and the codebook then in force."""

    round: RoundId
    study: Key
    submissions: tuple[DocumentId, ...]
    codebook: Fingerprint


class SameAsDocument(ByLead):
    """Two studies, brought in unknown to each other, are one: what stands under ``study`` counts for ``same_as``.

    Without ``same_as`` the two are apart again.
    """

    study: Key
    same_as: Key | None = None

"""Looking at reference files: what they hold, and what of it the review has already or something like it."""

import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from twofold.record.authority import effective
from twofold.record.plan_documents import ReportDocument
from twofold.references import (
    Known,
    Reading,
    Reference,
    UnreadableFile,
    columns_of,
    known_from,
    match,
    read_references,
)
from twofold.references.decoding import MAX_BYTES
from twofold.review.bringing_in_account import CannotBringIn
from twofold.review.open import Review
from twofold.store.append import cause_of
from twofold.values.plaintext import normal

Record: TypeAlias = tuple[int, int]
"""A record of an import: the place of its file, and its own among those that were read."""

Target: TypeAlias = str | Record
"""A study of the review by its key, or a record of this import."""

Tell: TypeAlias = Callable[[str], None]
"""Is told what is being done, the same words again and again while it goes on; what it raises ends the work."""


@dataclass(frozen=True, slots=True)
class Same:
    """A record that is there already, as a study (then with the ``report`` it is) or as another record."""

    index: int
    target: Target
    how: str
    differences: tuple[str, ...]
    report: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """A new record that looks like something."""

    index: int
    target: Target
    why: str


@dataclass(frozen=True, slots=True)
class Together:
    """New records, and what else may be reports of one study with them."""

    why: str
    indices: tuple[int, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class FileFound:
    """One file, read and matched. ``name`` is unlike that of the other files."""

    path: Path
    name: str
    reading: Reading
    new: tuple[int, ...]
    there: tuple[Same, ...]
    near: tuple[Alike, ...]
    groups: tuple[Together, ...]


@dataclass(frozen=True, slots=True)
class Copy:
    """A report that the review has: what it says now, the ids that a change replaces, and all that it ever said."""

    study: str
    current: ReportDocument
    ids: tuple[str, ...]
    versions: tuple[ReportDocument, ...]

    @property
    def known(self) -> Known:
        """The report as it is compared."""
        return _known(self.study, self.current)


@dataclass(frozen=True, slots=True)
class Survey:
    """Files that were looked at. ``copies`` are the reports of the review by their keys, ``numbers`` its studies'.

    ``unread`` says of the other files of a folder why they were not read; a file that was named is read or refused.
    """

    files: tuple[FileFound, ...]
    copies: Mapping[str, Copy]
    numbers: Mapping[str, str]
    unread: tuple[str, ...] = ()

    def reference(self, record: Record) -> Reference:
        """A record as it was read."""
        return self.files[record[0]].reading.references[record[1]]


def survey(
    review: Review,
    files: Sequence[Path],
    mapping: Mapping[Path, Mapping[str, str]] | None = None,
    tell: Tell = lambda _: None,
) -> Survey:
    """Read files, or all of a folder, and match their records. ``mapping`` says for a table which column holds which
    field.

    Nothing is written. It reads the review's logs and may run in a thread.

    Raises:
        CannotBringIn: this person may not, a file cannot be read, or its records cannot all be accounted for.
    """
    person = review.plan.standing.person(review.person)
    if person is None or "lead" not in person.roles:
        raise CannotBringIn(f"Only a lead brings in studies. You are `{review.person}` here.")
    if review.pen is None:
        raise CannotBringIn(review.why_read_only)
    tell("Looking at what the review has")
    copies = _copies(review)
    known: list[Known] = []
    meant: dict[str, Target] = {}
    reports: dict[str, str] = {}
    for report, copy in copies.items():
        for number, version in enumerate(copy.versions):
            handle = f"{copy.study}.{report}.{number}"
            known.append(_known(handle, version))
            meant[handle], reports[handle] = copy.study, report
    found: list[FileFound] = []
    unread: list[str] = []
    every = list(_expanded(files))
    for number, (path, named) in enumerate(every, 1):
        count = f" ({number} of {len(every)})" if len(every) > 1 else ""
        tell(f"Reading {normal(path.name)}{count}")
        try:
            reading = _read(path, (mapping or {}).get(path))
        except CannotBringIn as error:
            if named:
                raise
            unread.append(str(error))
            continue
        words = f"Matching {len(reading.references):,} records of {normal(path.name)}{count}"
        tell(words)
        at = len(found)
        one = _matched(
            partial(tell, words), path, _unlike(normal(path.name), found), at, reading, known, meant, reports
        )
        found.append(one)
        for index in one.new:
            handle = f"new.{at}.{index}"
            meant[handle] = (at, index)
            known.append(known_from(handle, reading.references[index]))
    numbers = {one.key: one.number for one in review.plan.studies.values()}
    return Survey(tuple(found), copies, numbers, tuple(unread))


def _expanded(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """The files, and those of folders, with whether each was named itself."""
    for path in paths:
        if not path.is_dir():
            yield path, True
            continue
        try:
            inside = sorted(one for one in path.iterdir() if one.is_file() and not one.name.startswith("."))
        except OSError as error:
            raise CannotBringIn(f"`{path}` could not be read: {cause_of(error)}.") from error
        if not inside:
            raise CannotBringIn(f"`{path}` could not be read: there is no file in it.")
        yield from ((one, False) for one in inside)


def _unlike(name: str, found: Sequence[FileFound]) -> str:
    number = sum(one.reading.name == name for one in found)
    return f"{name} ({number + 1})" if number else name


def _matched(
    watch: Callable[[], None],
    path: Path,
    name: str,
    at: int,
    reading: Reading,
    known: Sequence[Known],
    meant: Mapping[str, Target],
    reports: Mapping[str, str],
) -> FileFound:
    matches = match(reading.references, known, watch)
    there = [
        Same(
            one.index,
            meant[one.key],
            one.how,
            tuple(f"{each.field}: “{each.known}”, here “{each.new}”" for each in one.differences),
            reports.get(one.key, ""),
        )
        for one in matches.already_there
    ] + [
        Same(
            one.index,
            (at, one.of),
            one.how,
            tuple(f"{each.field}: “{each.known}”, here “{each.new}”" for each in one.differences),
        )
        for one in matches.repeated
    ]
    near: dict[tuple[int, Target], Alike] = {}
    for each in matches.near:
        if each.key is not None:
            near.setdefault((each.index, meant[each.key]), Alike(each.index, meant[each.key], each.why))
        elif each.other is not None:
            # Of two records of a file the later one is asked about, so that decisions never go round in a circle.
            first, last = sorted((each.index, each.other))
            near.setdefault((last, (at, first)), Alike(last, (at, first), each.why))
    groups = tuple(
        Together(one.why, one.indices, tuple(dict.fromkeys(meant[key] for key in one.keys))) for one in matches.groups
    )
    return FileFound(path, name, reading, matches.new, tuple(there), tuple(near.values()), groups)


def _read(path: Path, mapping: Mapping[str, str] | None) -> Reading:
    # Some systems keep names in another form of Unicode than documents do, or names that are no text at all.
    name = normal(path.name)
    try:
        state = path.stat()
        size = state.st_size
        if not stat.S_ISREG(state.st_mode):
            raise CannotBringIn(f"`{name}` is no file. Name a file that holds references.")
        if size > MAX_BYTES:
            raise CannotBringIn(
                f"`{name}` has {size // 2**20} MiB; files of more than {MAX_BYTES // 2**20} MiB are not read."
                " Export it in parts."
            )
        reading = read_references(path.read_bytes(), name, mapping=mapping)
    except OSError as error:
        raise CannotBringIn(f"`{path}` could not be read: {cause_of(error)}.") from error
    except UnreadableFile as error:
        raise CannotBringIn(str(error)) from error
    except ValueError as error:
        raise CannotBringIn(f"`{name}`: {error}") from error
    if not reading.accounted:
        raise CannotBringIn(
            f"`{name}`: {reading.counted} records were counted in the file, and"
            f" {len(reading.references) + len(reading.held_back)} were read or held back. Nothing was written."
        )
    return reading


def _copies(review: Review) -> dict[str, Copy]:
    found: dict[str, Copy] = {}
    for study in list(review.plan.studies):
        counting, _ = effective(review.plan.standing, review.logs.reports(study))
        replaced = {old for _, one in counting.values() for old in one.replaces}
        by_report: dict[str, list[tuple[str, ReportDocument]]] = {}
        for key, (_, one) in counting.items():
            if isinstance(one, ReportDocument):
                by_report.setdefault(one.report, []).append((key, one))
        for report, versions in by_report.items():
            current = [(key, one) for key, one in versions if key not in replaced]
            found[report] = Copy(
                study, current[0][1], tuple(key for key, _ in current), tuple(one for _, one in versions)
            )
    return found


def _known(key: str, one: ReportDocument) -> Known:
    return Known(
        key,
        one.title,
        one.authors,
        one.year,
        one.journal,
        one.volume,
        one.issue,
        one.pages,
        one.doi,
        one.pmid,
        (one.source_id,) if one.source_id else (),
        one.study_label,
        one.registry_ids,
    )


def headers_of(found: Survey) -> Iterator[tuple[str, str]]:
    """Every column or tag of the records, each with one thing that stands in it, as far as coders may see it."""
    seen: dict[str, str] = {}
    for one in found.files:
        for reference in one.reading.references:
            for name, text in reference.raw:
                if text.strip():
                    seen.setdefault(name, text)
    yield from seen.items()


def columns_by_hand(path: Path) -> tuple[str, ...]:
    """The columns of a table of which no row names them in a way that is known; nothing where it is no table.

    Raises:
        CannotBringIn: it cannot be read at all.
    """
    name = normal(path.name)
    try:
        if path.stat().st_size > MAX_BYTES:
            return ()
        return columns_of(path.read_bytes(), name)
    except OSError as error:
        raise CannotBringIn(f"`{path}` could not be read: {cause_of(error)}.") from error
    except UnreadableFile as error:
        raise CannotBringIn(str(error)) from error

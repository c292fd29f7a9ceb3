"""Looking at reference files: what they hold, and what of it the review has already or something like it."""

import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

from twofold.references import (
    AlreadyThere,
    Difference,
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
from twofold.references.identity import identity, sameness
from twofold.review.bringing_in_account import CannotBringIn
from twofold.review.bringing_in_known import Copy, Had, Handle, Repeat, had
from twofold.review.open import Review
from twofold.store.append import cause_of
from twofold.values.plaintext import normal

_SHOWN = 80

Record: TypeAlias = tuple[int, int]
"""A record of an import: the place of its file, and its own among those that were read."""

Target: TypeAlias = str | Record
"""A study of the review by its key, or a record of this import."""

Tell: TypeAlias = Callable[[str], None]
"""Is told what is being done, the same words again and again while it goes on; what it raises ends the work."""


@dataclass(frozen=True, slots=True)
class Same:
    """A record that is there already, as a study (then with the ``report`` it is) or as another record.

    ``repeat`` is the key of what a lead said of it at an earlier import, where that is how it is known.
    """

    index: int
    target: Target
    how: str
    differences: tuple[str, ...]
    report: str = ""
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Alike:
    """A new record that looks like something, of which ``report`` is the report. ``before`` says that a lead said at an
    earlier import that it is the same."""

    index: int
    target: Target
    why: str
    report: str = ""
    before: bool = False


@dataclass(frozen=True, slots=True)
class Together:
    """New records, and what else may be reports of one study with them."""

    why: str
    indices: tuple[int, ...]
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class FileFound:
    """One file, read and matched. ``name`` is unlike that of the other files; ``left_out`` is a sentence where not all
    titles were compared with all others."""

    path: Path
    name: str
    reading: Reading
    new: tuple[int, ...]
    there: tuple[Same, ...]
    near: tuple[Alike, ...]
    groups: tuple[Together, ...]
    left_out: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """Files that were looked at. ``had`` is what the review has, ``numbers`` are those of its studies.

    ``unread`` says of the other files of a folder why they were not read; a file that was named is read or refused.
    """

    files: tuple[FileFound, ...]
    had: Had
    numbers: Mapping[str, str]
    unread: tuple[str, ...] = ()

    @property
    def copies(self) -> Mapping[str, Copy]:
        """The reports of the review by their keys."""
        return self.had.copies

    def repeats_of(self, record: Record) -> tuple[Repeat, ...]:
        """What leads said of a record at earlier imports: that it is the same as a report."""
        reference = self.reference(record)
        this = identity(reference, (reference.source_id,), reference.raw)
        return tuple(
            one
            for one in self.had.repeats.values()
            if sameness(this, identity(one.known, one.known.source_ids, one.known.raw)) is not None
        )

    def reference(self, record: Record) -> Reference:
        """A record as it was read."""
        return self.files[record[0]].reading.references[record[1]]


def survey(
    review: Review,
    files: Sequence[Path],
    mapping: Mapping[Path, Mapping[str, str]] | None = None,
    tell: Tell = lambda _: None,
    *,
    afresh: bool = False,
) -> Survey:
    """Read files, or all of a folder, and match their records. ``mapping`` says for a table which column holds which
    field. ``afresh``: what was decided of look-alikes at earlier imports is asked again.

    Nothing is written. It reads the review's logs and may run in a thread.

    Raises:
        CannotBringIn: this person may not, a file cannot be read, or its records cannot all be accounted for.
    """
    person = review.plan.standing.person(review.person)
    if person is None or "lead" not in person.roles:
        raise CannotBringIn(f"Only a lead brings in studies. You are `{review.person}` here.")
    if review.pen is None:
        raise CannotBringIn(review.why_read_only)
    people = [called for one in review.plan.standing.people for called in (one.id, one.name)]
    tell("Looking at what the review has")
    there = had(review)
    known, handles = there.known()
    meant: dict[str, Target] = {handle: one.study for handle, one in handles.items()}
    found: list[FileFound] = []
    unread: list[str] = []
    every = list(_expanded(files))
    for number, (path, named) in enumerate(every, 1):
        count = f" ({number} of {len(every)})" if len(every) > 1 else ""
        tell(f"Reading {normal(path.name)}{count}")
        try:
            reading = _read(path, (mapping or {}).get(path), people)
        except CannotBringIn as error:
            if named:
                raise
            unread.append(str(error))
            continue
        words = f"Matching {len(reading.references):,} records of {normal(path.name)}{count}"
        tell(words)
        at = len(found)
        names = path, _unlike(normal(path.name), found)
        matching = _Matching(at, reading, known, meant, handles, there, partial(tell, words))
        one = matching.found(*names, afresh=afresh)
        found.append(one)
        for index in one.new:
            handle = f"new.{at}.{index}"
            meant[handle] = (at, index)
            known.append(known_from(handle, reading.references[index]))
    numbers = {one.key: one.number for one in review.plan.studies.values()}
    return Survey(tuple(found), there, numbers, tuple(unread))


def _expanded(paths: Sequence[Path]) -> Iterator[tuple[Path, bool]]:
    """The files, and what stands in folders, with whether each was named itself."""
    for path in paths:
        if not path.is_dir():
            yield path, True
            continue
        try:
            inside = sorted(
                one for one in path.iterdir() if (one.is_file() or one.is_dir()) and not one.name.startswith(".")
            )
        except OSError as error:
            raise CannotBringIn(f"`{path}` could not be read: {cause_of(error)}.") from error
        if not any(one.is_file() for one in inside):
            below = " Folders inside it are not looked into; name them." if inside else ""
            raise CannotBringIn(f"`{path}` could not be read: there is no file in it.{below}")
        yield from ((one, False) for one in inside)


def _unlike(name: str, found: Sequence[FileFound]) -> str:
    number = sum(one.reading.name == name for one in found)
    return f"{name} ({number + 1})" if number else name


@dataclass(frozen=True, slots=True)
class _Matching:
    """The records of one file against all that is ``known``; ``meant`` is what that stands for."""

    at: int
    reading: Reading
    known: Sequence[Known]
    meant: Mapping[str, Target]
    handles: Mapping[str, Handle]
    had: Had
    watch: Callable[[], None]

    def found(self, path: Path, name: str, *, afresh: bool) -> FileFound:
        matches = match(self.reading.references, self.known, self.watch)
        said = {one.index: handle for one in matches.already_there if (handle := self._repeat(one.key))}
        if not (afresh and said):
            said = {}
        else:
            known = [one for one in self.known if self._repeat(one.key) is None]
            matches = match(self.reading.references, known, self.watch)
        at = self.at
        there = [self._same(one) for one in matches.already_there] + [
            Same(one.index, (at, one.of), one.how, _in_words(one.differences)) for one in matches.repeated
        ]
        near: dict[tuple[int, Target], Alike] = {}
        for index in matches.new:
            if handle := said.get(index):
                why = f"{self.had.repeats[handle.repeat].words} to be the same"
                near[index, handle.study] = Alike(index, handle.study, why, handle.report, before=True)
        for each in matches.near:
            if each.key is not None:
                target, known_as = self.meant[each.key], self.handles.get(each.key)
                report = known_as.report if known_as else ""
                near.setdefault((each.index, target), Alike(each.index, target, each.why, report))
            elif each.other is not None:
                # Of two records of a file the later one is asked about, so that decisions never go round in a circle.
                first, last = sorted((each.index, each.other))
                near.setdefault((last, (at, first)), Alike(last, (at, first), each.why))
        groups = tuple(
            Together(one.why, one.indices, tuple(dict.fromkeys(self.meant[key] for key in one.keys)))
            for one in matches.groups
        )
        return FileFound(
            path, name, self.reading, matches.new, tuple(there), tuple(near.values()), groups, matches.left_out
        )

    def _repeat(self, key: str) -> Handle | None:
        handle = self.handles.get(key)
        return handle if handle is not None and handle.repeat else None

    def _same(self, one: AlreadyThere) -> Same:
        handle = self.handles.get(one.key, Handle("", ""))
        repeat = self.had.repeats.get(handle.repeat)
        how = one.how if repeat is None else repeat.words
        return Same(one.index, self.meant[one.key], how, _in_words(one.differences), handle.report, handle.repeat)


def _in_words(found: Sequence[Difference]) -> tuple[str, ...]:
    return tuple(
        f"{each.field.replace('_', ' ')}: {f'“{_shown(each.known)}”' if each.known else 'nothing'},"
        f" here “{_shown(each.new)}”"
        for each in found
    )


def _shown(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _read(path: Path, mapping: Mapping[str, str] | None, people: Sequence[str]) -> Reading:
    # Some systems keep names in another form of Unicode than documents do, or names that are no text at all.
    name = normal(path.name)
    try:
        state = path.stat()
        size = state.st_size
        if stat.S_ISDIR(state.st_mode):
            raise CannotBringIn(
                f"`{name}` is a folder inside another; it was not looked into. Name it to bring in what is there."
            )
        if not stat.S_ISREG(state.st_mode):
            raise CannotBringIn(f"`{name}` is no file. Name a file that holds references.")
        if size > MAX_BYTES:
            raise CannotBringIn(
                f"`{name}` has {size // 2**20} MiB; files of more than {MAX_BYTES // 2**20} MiB are not read."
                " Export it in parts."
            )
        reading = read_references(path.read_bytes(), name, mapping=mapping, people=people)
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

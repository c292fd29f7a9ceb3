"""The folder of a review: which logs lie in it, read by their content and never by their names.

Whatever put the files there (a stick, a shared folder, git) is a right way: half-copied logs are older ones, copies of
a log join by the ids of their documents, and only a log's own writer ever changes it.
"""

import stat
import threading
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pydantic_core

from twofold.record.authority import Filed
from twofold.record.headers import Header
from twofold.record.lines import Line, Written
from twofold.store.append import cause_of
from twofold.store.place import REVIEW_FILE
from twofold.store.remembered import forget, recalled, remember
from twofold.store.scan import Freeze, LogChanged, NotALog, Scan, extend, header_of, lines_of, scan


class NoReview(Exception):
    """A folder that is no review, or one that cannot be opened; the message is a sentence with the way out."""


def review_id_in(folder: Path) -> str:
    """The id of the review in a folder, as its `review.toml` names it.

    Raises:
        NoReview: there is no such file, it is not TOML, or it names none.
    """
    path = folder / REVIEW_FILE
    try:
        content = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        if (folder / "logs").is_dir():
            raise NoReview(
                f"`{folder}` has logs and no {REVIEW_FILE}. Take that file from another copy of this review; nothing is"
                " lost."
            ) from None
        raise NoReview(
            f"`{folder}` is not a review: it has no {REVIEW_FILE}. `twofold init FOLDER` makes a new review."
        ) from None
    except OSError as error:
        raise NoReview(f"`{path}` could not be read: {cause_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise NoReview(f"`{path}` is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise NoReview(f"`{path}` is not proper TOML: {error}. Mend that line; nothing else was touched.") from error
    found = content.get("review")
    if isinstance(found, str) and len(found) == 32 and set(found) <= set("0123456789abcdef"):
        return found
    raise NoReview(
        f'`{path}` names no review: its line `review = "..."` with 32 hexadecimal digits is missing or was changed.'
        " Take that line from another copy of this review."
    )


@dataclass(frozen=True, slots=True)
class Unread:
    """A file among the logs that was not taken, and why, as a sentence."""

    path: Path
    why: str


@dataclass(slots=True)
class Logs:
    """The logs of one review folder, as far as they have been read.

    ``memory`` is the folder in which this device remembers long logs; without it each is read whole. ``also`` gives the
    other keys of a study that was brought in more than once, as the plan has it.
    """

    folder: Path
    review: str
    scans: dict[Path, Scan] = field(default_factory=dict)
    unread: dict[Path, Unread] = field(default_factory=dict)
    memory: Path | None = None
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _guard: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _in_plan: dict[Path, tuple[Scan, int, dict[str, list[Written]]]] = field(default_factory=dict, repr=False)
    _at_hand: tuple[str, dict[Path, tuple[Scan, int, tuple[str, ...], Sequence[Line]]]] = field(
        default_factory=lambda: ("", {}), repr=False
    )

    def read(
        self,
        kinds: Literal["plan", "work", "all"] = "all",
        person: str = "",
        wanted: Callable[[Header], bool] = lambda _: True,
    ) -> Iterator[Scan]:
        """Read the logs that are not read yet, all or those of one kind or person, each yielded when it has been read.

        What a log is stands in its first line; its name is for people. ``wanted`` may leave further ones out.
        """
        for path, why_not in _files(self.folder):
            if path in self.scans or path in self.unread:
                continue
            if why_not:
                self.unread[path] = Unread(path, why_not)
                continue
            try:
                header = header_of(path, self.review)
                if header.review == self.review and (
                    (kinds != "all" and header.kind != kinds)
                    or (person and header.person != person)
                    or not wanted(header)
                ):
                    continue
                found = None if self.memory is None else recalled(path, self.memory)
                found = found or scan(path, self.review)
            except NotALog as error:
                self.unread[path] = Unread(path, str(error))
                continue
            except OSError as error:
                self.unread[path] = Unread(path, f"`{path.name}` could not be read: {cause_of(error)}.")
                continue
            if found.header.review != self.review:
                why = f"`{path.name}` belongs to another review. It was left alone; move it out of this folder."
                self.unread[path] = Unread(path, why)
                continue
            self.scans[path] = found
            yield found

    def refresh(self, wanted: Callable[[Header], bool] = lambda _: True) -> bool:
        """Take up what came since the last look: new lines, and new logs that are ``wanted``. Whether anything did."""
        changed = False
        with self._guard:
            for found in list(self.scans.values()):
                changed = self._follow(found) or changed
            self.unread.clear()
            for _ in self.read(wanted=wanted):
                changed = True
        return changed

    def look_again(self, person: str) -> None:
        """Take up what came to the logs of one person since they were read."""
        with self._guard:
            for found in list(self.scans.values()):
                if found.header.person == person:
                    self._follow(found)
            self.unread.clear()
            for _ in self.read(person=person):
                pass

    def _follow(self, found: Scan) -> bool:
        """Take up the new lines of a log; one that was replaced or is gone is let go, to be read anew."""
        try:
            return extend(found) > 0
        except (LogChanged, OSError):
            del self.scans[found.path]
            if self.memory is not None:
                forget(found.path, self.memory)
            return True

    def remember(self) -> None:
        """Let this device remember the logs that were read, so that the next opening is quick."""
        if self.memory is not None:
            for found in list(self.scans.values()):
                remember(found, self.memory)

    def take_up(self, path: Path) -> None:
        """Take up what this process itself has appended to the log at ``path``. The saving thread calls this."""
        with self._guard:
            found = self.scans.get(path)
            if found is not None:
                self._follow(found)
            if path not in self.scans:
                self.scans[path] = scan(path, self.review)

    def plan(self) -> Iterator[Filed]:
        """Every document that belongs to no study, with the person of its log."""
        for found in list(self.scans.values()):
            if found.header.kind != "extract":
                for one in found.plan:
                    yield Filed(found.header.person, one)

    def study(self, key: str, person: str | None = None) -> Iterator[tuple[Scan, Line]]:
        """The lines that touch a study, from all logs, or from those of one person alone.

        Raises:
            LogChanged: a log was replaced while it was read; ``refresh`` and ask again.
        """
        for found in list(self.scans.values()):
            if found.header.kind != "extract" and (person is None or found.header.person == person):
                for line in self._lines(found, key):
                    yield found, line

    def _lines(self, found: Scan, key: str) -> Sequence[Line]:
        """The lines of the log that touch the study. Those of the study that was asked for last are kept, for who looks
        at one asks for it several times: round by round, and for the proof of its submissions."""
        study, kept = self._at_hand
        if study != key:
            kept = {}
            self._at_hand = key, kept
        keys = self.keys_of(key)
        held = kept.get(found.path)
        if held is not None and held[0] is found and held[1:3] == (found.size, keys):
            return held[3]
        lines = [line for each in keys for line in lines_of(found, each)]
        kept[found.path] = found, found.size, keys, lines
        return lines

    def extracted(self, key: str) -> Iterator[Filed]:
        """The documents of a study that stand in extracts, with the person who made the extract.

        Raises:
            LogChanged: an extract was replaced while it was read; ``refresh`` and ask again.
        """
        for found in list(self.scans.values()):
            if found.header.kind == "extract":
                for each in self.keys_of(key):
                    for line in lines_of(found, each):
                        for one in line.documents:
                            if one.study == each:
                                yield Filed(found.header.person, one)

    def keys_of(self, study: str) -> tuple[str, ...]:
        """The key of a study, and others under which it was brought in as well."""
        return (study, *self.also.get(study, ()))

    def begun(self, study: str, person: str) -> bool:
        """Whether any work log of the person touches the study."""
        keys = self.keys_of(study)
        return any(key in found.by_study for found in self.work_of(person) for key in keys)

    def work_of(self, person: str) -> list[Scan]:
        """The work logs of a person."""
        return [one for one in list(self.scans.values()) if one.header.person == person and one.header.kind == "work"]

    def freezes(self, study: str, person: str, round_id: str) -> list[Freeze]:
        """The person's submissions and reopenings of the study in the round."""
        return [
            freeze
            for found in self.work_of(person)
            for key in self.keys_of(study)
            for freeze in found.freezes.get(key, ())
            if freeze.round == round_id
        ]

    def reports(self, study: str) -> Iterator[Filed]:
        """The reports of a study, read from their logs now: those of an import lie in one long line, of which only the
        wanted stretch is read."""
        keys = self.keys_of(study)
        for found in list(self.scans.values()):
            for one in self._reports_in_plan(found, keys):
                yield Filed(found.header.person, one)
            if spans := [span for key in keys for span in found.reports.get(key, ())]:
                with found.path.open("rb") as file:
                    for span in spans:
                        file.seek(span.start)
                        read = _report(file.read(span.end - span.start))
                        if read is not None:
                            yield Filed(found.header.person, read)

    def _reports_in_plan(self, found: Scan, keys: Sequence[str]) -> Iterator[Written]:
        """The reports among the documents of the plan, which are looked through once for all studies."""
        known, counted, by_study = self._in_plan.get(found.path, (None, 0, {}))
        if known is not found or counted != len(found.plan):
            by_study = {}
            for one in found.plan:
                if one.table == "reports" and isinstance(one.study, str):
                    by_study.setdefault(one.study, []).append(one)
            self._in_plan[found.path] = found, len(found.plan), by_study
        return (one for key in keys for one in by_study.get(key, ()))

    def studies_of(self, person: str) -> frozenset[str]:
        """The keys of the studies that any log of the person touches."""
        first = {each: key for key, others in self.also.items() for each in others}
        return frozenset(
            first.get(key, key)
            for found in list(self.scans.values())
            if found.header.person == person and found.header.kind != "extract"
            for key in list(found.by_study)
        )


def _report(raw: bytes) -> Written | None:
    try:
        content = pydantic_core.from_json(raw)
    except ValueError:
        return None
    match content:
        case [str(table), str(key), dict(body)]:
            return Written(table, key, body)
    return None


def _files(folder: Path) -> Iterator[tuple[Path, str]]:
    """The logs of a review folder, each with why it is not to be read, as a sentence, or nothing."""
    for place in (folder / "logs", folder / "received"):
        if place.is_symlink():
            yield place, f"`{place.name}` is a link. It was left alone; a review keeps its logs in its own folder."
            continue
        try:
            entries = sorted(place.iterdir())
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            yield place, f"`{place.name}` could not be read: {cause_of(error)}."
            continue
        for path in entries:
            if path.suffix.lower() != ".jsonl" or path.name.startswith("."):
                continue
            try:
                regular = stat.S_ISREG(path.lstat().st_mode)
            except OSError:
                continue
            yield path, "" if regular else f"`{path.name}` is a link or no file at all. It was left alone."

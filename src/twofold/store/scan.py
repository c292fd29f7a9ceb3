"""Reading a log: which of its bytes are intact lines, which study each line touches, and what is wrong with it.

A scan keeps for each study where its lines begin, not what they hold, so that memory does not grow with quotes and a
study is read from the log when somebody looks at it. Every prefix of whole lines is a valid older state.
"""

import os
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from twofold.record.headers import FORMAT, BadHeader, Header, read_header
from twofold.record.lines import MAX_LINE, DamagedLine, Head, Line, Written, decode_line, is_whole
from twofold.record.tables import PLAN_TABLES, STUDY_TABLES
from twofold.values.canonical import canonical_unchecked

_BLOCK = 8 * 1024 * 1024
_ONE_CODE = b'{"documents":[["codes","'
_NEXT_DOCUMENT = b'}],["'
_STUDY = b',"study":"'
_KEY = 16
_HEADER = 64 * 1024
_SEARCHED = 64 * 1024 * 1024
_DIGEST = -(len(',"sha256":""}') + 64)
_SEAM = 128


class Damage(NamedTuple):
    """A stretch of a log that cannot be taken, by its place in the file, and why in words."""

    offset: int
    length: int
    why: str


class ReportSpan(NamedTuple):
    """Where a report's document stands in its log."""

    start: int
    end: int


class Freeze(NamedTuple):
    """A submission, or the reopening of one: its id and round, the submissions that it ends, and the codebook that it
    was submitted under."""

    id: str
    round: str
    ends: tuple[str, ...]
    submits: bool
    codebook: str = ""


class NotALog(Exception):
    """A file that cannot be read as a log of this review; the message is a sentence."""


class LogChanged(Exception):
    """A log no longer holds what it held when it was scanned."""


@dataclass(slots=True)
class Scan:
    """What is known of one log. ``size`` is the length of the part that was taken, ``head`` its last intact line.

    ``tail`` is the length of what stands behind the last whole line. ``seam``, the last bytes that were taken, shows
    at the next look that the file is still the same; ``stale`` says that it turned out not to be.
    """

    path: Path
    header: Header
    head: Head
    size: int = 0
    lines: int = 0
    by_study: dict[str, "array[int]"] = field(default_factory=dict)
    freezes: dict[str, list[Freeze]] = field(default_factory=dict)
    plan: list[Written] = field(default_factory=list)
    reports: dict[str, list[ReportSpan]] = field(default_factory=dict)
    damage: list[Damage] = field(default_factory=list)
    tail: int = 0
    inode: int = 0
    touched: int = 0
    seam: bytes = b""
    stale: bool = False


def header_of(path: Path, review: str = "") -> Header:
    """The header of the log at ``path``, and nothing more of it.

    Where the first line is damaged, whose log it is follows from its first intact document, and ``review`` is taken
    for the review that it belongs to.

    Raises:
        NotALog: the file is no log, of a newer format, or holds no intact line.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return _begin(path, file, review).header


def scan(path: Path, review: str = "") -> Scan:
    """Read the log at ``path`` from its beginning; ``review`` is as for ``header_of``.

    Raises:
        NotALog: the file is no log, of a newer format, or holds no intact line.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        found = _begin(path, file, review)
        found.inode = os.fstat(file.fileno()).st_ino
    extend(found)
    return found


def _begin(path: Path, file: BinaryIO, review: str) -> Scan:
    first = file.readline(_HEADER)
    if not first.endswith(b"\n") and len(first) < _HEADER:
        raise NotALog(f"`{path.name}` has no whole first line. It may still be on its way; nothing of it is lost.")
    try:
        line = decode_line(first)
        header = read_header(line.header)
    except (DamagedLine, BadHeader) as error:
        told = None if is_whole(first.strip()) else _header_told_by_lines(file, review)
        if told is None:
            raise NotALog(f"`{path.name}` was not read: {error}.") from error
        return Scan(path, told, Head(told.log, -1, ""), seam=b"")
    if line.number != 0 or line.documents:
        raise NotALog(f"`{path.name}` was not read: its first line is no header.")
    return Scan(path, header, Head(header.log, 0, line.digest), len(first), 1, seam=first[-_SEAM:])


def _header_told_by_lines(file: BinaryIO, review: str) -> Header | None:
    """Months of work are not refused for one flipped bit in the first line: the documents say whose they are."""
    while review and file.tell() < _SEARCHED and (raw := file.readline(_SEARCHED)):
        if not is_whole(raw.strip()):
            continue
        try:
            line = decode_line(raw)
            for one in line.documents:
                return read_header(
                    {
                        "format": FORMAT,
                        "review": review,
                        "person": one.body.get("by"),
                        "device": one.body.get("device"),
                        "log": line.previous[:_KEY],
                        "kind": "plan" if one.table in PLAN_TABLES else "work",
                    }
                )
        except (DamagedLine, BadHeader):
            continue
    return None


def extend(found: Scan) -> int:
    """Take up what was appended to the log since the last look, and give the number of new lines.

    Raises:
        LogChanged: the file is shorter than what was read of it, or another one.
        OSError: it cannot be read.
    """
    before = found.lines
    with found.path.open("rb") as file:
        state = os.fstat(file.fileno())
        untouched = state.st_mtime_ns == found.touched
        if untouched and state.st_size == found.size and not found.stale:
            return 0
        # Some ways of copying make a file in its full length first and fill it later, so a tail is always read again,
        # and what was damaged before may be whole by now.
        repaired = bool(found.damage) and not untouched
        if found.stale or repaired or state.st_size < found.size or state.st_ino != found.inode:
            raise LogChanged(f"`{found.path.name}` was replaced by another copy.")
        file.seek(found.size - len(found.seam))
        if file.read(len(found.seam)) != found.seam:
            raise LogChanged(f"`{found.path.name}` was replaced by another copy.")
        found.touched = state.st_mtime_ns
        offset = found.size
        rest = b""
        while block := file.read(_BLOCK):
            data = rest + block if rest else block
            end = data.rfind(b"\n") + 1
            _take(found, data, end, offset)
            offset += end
            rest = data[end:]
            found.size = offset
            found.seam = data[max(0, end - _SEAM) : end] or found.seam
            if len(rest) > MAX_LINE:
                break
        found.tail = max(len(rest), state.st_size - offset)
    return found.lines - before


def _take(found: Scan, data: bytes, end: int, base: int) -> None:
    """Take the whole lines in ``data[:end]``, which stands in the file from ``base`` on."""
    by_study = found.by_study
    log = found.header.log
    digest = found.head.digest.encode()
    number = found.head.line
    position = 0
    while position < end:
        stop = data.index(b"\n", position)
        raw = data[position:stop]
        start = base + position
        position = stop + 1
        # A line of one code is taken without parsing it: its digest shows that the bytes are a writer's. What follows
        # the study's key closes document, list and chain at once, so that the key can only be the document's own, and
        # quotes inside text are escaped, so that text can neither end it nor look like a second document.
        closing = b'"}]],"line":%d,"previous":"%b"' % (number + 1, digest)
        at = _DIGEST - len(closing) - _KEY
        if (
            raw[at + _KEY : _DIGEST] == closing
            and raw[at - len(_STUDY) : at] == _STUDY
            and (key := raw[at : at + _KEY]).isalnum()
            and raw.startswith(_ONE_CODE)
            and _NEXT_DOCUMENT not in raw
            and is_whole(raw)
        ):
            _note(by_study, key.decode("ascii"), start)
            number += 1
            digest = raw[-66:-2]
            found.lines += 1
            continue
        if not raw.strip():
            continue
        try:
            line = decode_line(raw)
        except DamagedLine as error:
            found.damage.append(Damage(start, len(raw), f"line {number + 1} was not taken: {error}"))
            continue
        _file(found, line, raw, start)
        found.lines += 1
        if line.number <= number:
            found.damage.append(Damage(start, 0, f"line {line.number} stands behind line {number}"))
            continue
        if line.number == number + 1 and line.previous.encode() != digest:
            found.damage.append(Damage(start, 0, f"line {line.number} does not follow the line before it"))
        elif line.number > number + 1:
            lost = (
                f"line {number + 1} is" if line.number == number + 2 else f"lines {number + 1} to {line.number - 1} are"
            )
            found.damage.append(Damage(start, 0, f"{lost} missing before line {line.number}"))
        number, digest = line.number, line.digest.encode()
    found.head = Head(log, number, digest.decode())


def _file(found: Scan, line: Line, raw: bytes, start: int) -> None:
    cursor = 0
    for one in line.documents:
        study = one.body.get("study")
        if one.table == "note_marks":
            # A mark on a note is no coding: it begins no study, nor is it where somebody goes on.
            continue
        if one.table in STUDY_TABLES and isinstance(study, str):
            _note(found.by_study, study, start)
            if one.table in ("submissions", "reopenings") and one.body.get("by") == found.header.person:
                found.freezes.setdefault(study, []).append(_freeze(one))
        elif one.table == "reports" and isinstance(study, str):
            content = canonical_unchecked([one.table, one.id, one.body])
            at = raw.find(content, cursor)
            if at < 0:
                # The bytes are another serialiser's; looking for the others would read the whole line for each.
                cursor = len(raw)
                found.plan.append(one)
                continue
            cursor = at + len(content)
            found.reports.setdefault(study, []).append(ReportSpan(start + at, start + cursor))
        else:
            found.plan.append(one)


def _freeze(one: Written) -> Freeze:
    replaced = one.body.get("replaces")
    reopened = one.body.get("submission")
    ends = [each for each in replaced if isinstance(each, str)] if isinstance(replaced, list) else []
    if isinstance(reopened, str):
        ends.append(reopened)
    round_id = one.body.get("round")
    codebook = one.body.get("codebook")
    return Freeze(
        one.id,
        round_id if isinstance(round_id, str) else "",
        tuple(ends),
        one.table == "submissions",
        codebook if isinstance(codebook, str) else "",
    )


def _note(by_study: dict[str, "array[int]"], study: str, start: int) -> None:
    places = by_study.get(study)
    if places is None:
        places = by_study[study] = array("Q")
    elif places[-1] == start:
        return
    places.append(start)


def lines_of(found: Scan, study: str) -> Iterator[Line]:
    """The lines that touch ``study``, in their order, read from the log now.

    Raises:
        LogChanged: a line is not there any more.
        OSError: the log cannot be read.
    """
    places = found.by_study.get(study)
    if places is None:
        return
    with found.path.open("rb") as file:
        for place in places:
            file.seek(place)
            raw = file.readline()
            try:
                yield decode_line(raw)
            except DamagedLine as error:
                # A forger can give rubbish its right digest; then this is what was scanned, and nobody's document.
                if is_whole(raw.strip()):
                    continue
                found.stale = True
                raise LogChanged(f"`{found.path.name}` was replaced by another copy.") from error

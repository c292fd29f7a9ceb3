"""Checking the logs of a review: every line, every document, and what other logs and receipts know of each.

What is found is said without the content of a document and without its id, for it may be nobody's to see yet.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from twofold.record.authority import Filed, Standing, WithoutEffect, effective, opened
from twofold.record.lines import DamagedLine, Head, Line, decode_line
from twofold.record.tables import BadDocument, read_document
from twofold.record.work_documents import SubmissionDocument
from twofold.review.plan import Plan, fold_plan
from twofold.store.folder import Logs
from twofold.store.scan import Scan

_DIGEST = 32


@dataclass(frozen=True, slots=True)
class CheckedLog:
    """One log: how far it goes, and what is wrong with it in sentences."""

    name: str
    person: str
    kind: str
    lines: int
    head: Head
    tail: int
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """All logs of a folder, and what concerns no single one."""

    logs: tuple[CheckedLog, ...]
    findings: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing at all was found."""
        return not self.findings and not any(one.findings for one in self.logs)


@dataclass(frozen=True, slots=True)
class Seen:
    """That somebody knows of a line of a log: the head as it was, whose log it is, and who says so, in words."""

    head: Head
    person: str
    told_by: str


@dataclass(slots=True)
class _Digests:
    """The digest of each line of a log by its number."""

    row: bytearray = field(default_factory=bytearray)
    others: dict[int, bytes] = field(default_factory=dict)

    def note(self, number: int, digest: str) -> None:
        raw = bytes.fromhex(digest)
        if number * _DIGEST == len(self.row):
            self.row += raw
        else:
            self.others[number] = raw

    def at(self, number: int) -> str:
        found = self.row[number * _DIGEST : (number + 1) * _DIGEST] or self.others.get(number, b"")
        return found.hex()

    def parts_from(self, other: "_Digests") -> int | None:
        """The first line that both have and that differs."""
        if self.row.startswith(other.row) or other.row.startswith(self.row):
            return None
        short = min(len(self.row), len(other.row)) // _DIGEST
        return next(one for one in range(short) if self.at(one) != other.at(one))


@dataclass(frozen=True, slots=True)
class _Read:
    scan: Scan
    digests: _Digests
    findings: tuple[str, ...]


def check_logs(logs: Logs, receipts: Iterable[Seen] = ()) -> Checked:
    """Read every log in the folder and say all that is wrong. Nothing is changed.

    ``receipts`` are lines that this device has received once.
    """
    for _ in logs.read():
        pass
    plan = fold_plan(logs.review, logs.plan())
    seen = [*receipts]
    read: list[_Read] = []
    for found in sorted(logs.scans.values(), key=lambda one: one.path.name):
        seen += [Seen(one, found.header.person, f"`{found.path.name}`") for one in found.header.goes_on_from]
        read.append(_read(found, plan, seen))
    checked = tuple(
        CheckedLog(
            f"{one.scan.path.parent.name}/{one.scan.path.name}",
            one.scan.header.person,
            one.scan.header.kind,
            one.scan.lines,
            one.scan.head,
            one.scan.tail,
            one.findings,
        )
        for one in read
    )
    unread = tuple(one.why for one in logs.unread.values())
    return Checked(checked, (*unread, *plan.clashes, *_forks(read), *_unlike_what_was_seen(read, seen)))


def _read(found: Scan, plan: Plan, seen: list[Seen]) -> _Read:
    """Read one log, and add to ``seen`` what its submissions say they had seen."""
    name = found.path.name
    findings = [f"`{name}`: {one.why}." for one in found.damage]
    if found.tail:
        findings.append(
            f"`{name}`: its last {found.tail} bytes are no whole line. They were never shown as saved;"
            " its writer sets them aside at the next opening."
        )
    digests = _Digests()
    extract: list[Filed] = []
    for line in _lines(found):
        digests.note(line.number, line.digest)
        filed = [Filed(found.header.person, one) for one in line.documents]
        if found.header.kind == "extract":
            extract += filed
            continue
        counting, refused = effective(plan.standing, filed)
        findings += [f"`{name}`, line {line.number}: {_of_refused(one, found.header.kind)}." for one in refused]
        seen += [
            Seen(head, "", f"`{name}`, line {line.number},")
            for _, one in counting.values()
            if isinstance(one, SubmissionDocument)
            for head in one.seen
        ]
    if extract:
        findings += _of_extract(name, plan.standing, extract, plan.opened)
    return _Read(found, digests, tuple(findings))


def _of_refused(one: WithoutEffect, kind: str) -> str:
    if kind != "plan":
        try:
            read_document(one.written)
        except BadDocument:
            # Its reason quotes what the document holds, down to the name of its table.
            return "a document has no effect: it is none that this version of Twofold reads, or was changed by hand"
    return f"a document in `{one.written.table[:40]}` has no effect: {one.why}"


def _lines(found: Scan) -> Iterator[Line]:
    with found.path.open("rb") as file:
        for raw in file:
            if raw.endswith(b"\n"):
                try:
                    yield decode_line(raw)
                except DamagedLine:
                    continue


def _of_extract(name: str, people: Standing, filed: list[Filed], released: frozenset[str]) -> list[str]:
    left = len({one.written.id for one in filed} - opened(people, filed, released).keys())
    if not left:
        return []
    return [
        f"`{name}`: {left} of its documents have no effect, because no release in this copy opens them. They may be"
        " ahead of the lead's plan log."
    ]


def _forks(read: list[_Read]) -> Iterator[str]:
    first: dict[str, _Read] = {}
    for one in read:
        other = first.setdefault(one.scan.header.log, one)
        place = one.digests.parts_from(other.digests)
        if place is not None:
            yield (
                f"`{other.scan.path.name}` and `{one.scan.path.name}` are one log of {one.scan.header.person} up to"
                f" line {place - 1}, from where on each has its own lines: two devices went on with it, or one of them"
                " was changed by hand. Both are kept whole."
            )


def _unlike_what_was_seen(read: list[_Read], seen: list[Seen]) -> Iterator[str]:
    """What a later line, another log or a receipt knows of and the copies here do not hold, once for each log."""
    copies: dict[str, list[_Read]] = {}
    for each in read:
        copies.setdefault(each.scan.header.log, []).append(each)
    latest: dict[str, Seen] = {}
    changed: Counter[str] = Counter()
    for one in seen:
        log = one.head.log
        known = copies.get(log)
        if known is None:
            if one.person and one.told_by.startswith("a receipt"):
                latest.setdefault(log, one)
            continue
        if any(copy.digests.at(one.head.line) == one.head.digest for copy in known):
            continue
        if any(copy.digests.at(one.head.line) for copy in known):
            changed[log] += 1
            if changed[log] == 1:
                yield (
                    f"`{known[0].scan.path.name}`: line {one.head.line} is not the one that {one.told_by} knows of. The"
                    f" log was changed after it was written; ask {known[0].scan.header.person} for an untouched copy."
                )
        elif log not in latest or latest[log].head.line < one.head.line:
            latest[log] = one
    for log, one in sorted(latest.items()):
        held = copies.get(log)
        if held is None:
            yield (
                f"A log of {one.person} of which {one.told_by} knows line {one.head.line} is not in this folder any"
                f" more. Ask {one.person} for it."
            )
            continue
        longest = max(held, key=lambda copy: copy.scan.head.line).scan
        if longest.head.line >= one.head.line:
            yield (
                f"`{longest.path.name}`: line {one.head.line}, of which {one.told_by} knows, is missing. Ask"
                f" {longest.header.person} for the full log."
            )
        else:
            yield (
                f"`{longest.path.name}` ends at line {longest.head.line}, and {one.told_by} knows of line"
                f" {one.head.line}: this is an older copy, or its end was lost. Ask {longest.header.person} for the"
                " full log."
            )

"""Checking the logs of a review: every line, every document, and what other logs have seen of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from twofold.record.authority import Filed, effective
from twofold.record.documents import BadDocument, SubmissionDocument, read_document
from twofold.record.lines import Head, Written
from twofold.review.plan import fold_plan
from twofold.store.folder import Logs
from twofold.store.journal import documents_in
from twofold.store.scan import Scan


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


def check_logs(logs: Logs) -> Checked:
    """Read every log in the folder and say all that is wrong. Nothing is changed."""
    for _ in logs.read():
        pass
    plan = fold_plan(logs.review, logs.plan())
    scans = sorted(logs.scans.values(), key=lambda one: one.path.name)
    seen = _seen_heads(scans)
    checked = []
    for found in scans:
        findings = [f"`{found.path.name}`: {one.why}." for one in found.damage]
        if found.tail:
            findings.append(
                f"`{found.path.name}`: its last {found.tail} bytes are no whole line. They were never shown as saved;"
                " its writer sets them aside at the next opening."
            )
        filed = [Filed(found.header.person, one) for one in documents_in(found.path)]
        _, refused = effective(plan.standing, filed)
        findings += [
            f"`{found.path.name}`: document {one.written.id} in `{one.written.table}` has no effect: {one.why}."
            for one in refused
        ]
        further = max((one.line for one in seen if one.log == found.header.log), default=0)
        if further > found.head.line:
            findings.append(
                f"`{found.path.name}` ends at line {found.head.line}, and another log has seen line {further} of it:"
                f" this is an older copy, or its end was lost. Ask {found.header.person} for the full log."
            )
        checked.append(
            CheckedLog(
                f"{found.path.parent.name}/{found.path.name}",
                found.header.person,
                found.header.kind,
                found.lines,
                found.head,
                found.tail,
                tuple(findings),
            )
        )
    unread = tuple(one.why for one in logs.unread.values())
    return Checked(tuple(checked), unread + plan.clashes)


def _seen_heads(scans: list[Scan]) -> set[Head]:
    heads = {one for found in scans for one in found.header.goes_on_from}
    for found in scans:
        for one in _submissions(found):
            heads.update(one.seen)
    return heads


def _submissions(found: Scan) -> Iterator[SubmissionDocument]:
    for one in documents_in(found.path):
        if one.table == "submissions":
            document = _read(one)
            if document is not None:
                yield document


def _read(one: Written) -> SubmissionDocument | None:
    try:
        document = read_document(one)
    except BadDocument:
        return None
    return document if isinstance(document, SubmissionDocument) else None

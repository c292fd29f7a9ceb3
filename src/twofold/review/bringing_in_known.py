"""What the review has already, as records are compared with it: its reports, and records that were said to be one."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from twofold.record.authority import effective
from twofold.record.plan_documents import RepeatDocument, ReportDocument
from twofold.record.registers import registers
from twofold.record.tables import BadDocument, read_document
from twofold.record.work_documents import ScreeningDocument
from twofold.references import Known
from twofold.review.open import Review

Vote: TypeAlias = tuple[str, str, str, str, str]
"""A vote or note of screening: its report, who, what, the text, and the field that held it."""


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
class Repeat:
    """A record that a lead said is the same as a report of ``study``: as it was, and the ids that a change of that
    replaces. ``who`` is the lead's name."""

    study: str
    said: RepeatDocument
    ids: tuple[str, ...]
    who: str

    @property
    def known(self) -> Known:
        """The record as it is compared."""
        return _known(self.study, self.said)

    @property
    def words(self) -> str:
        """Who decided it, and when."""
        return f"decided by {self.who} on {self.said.at[:10]}"


@dataclass(frozen=True, slots=True)
class Handle:
    """What a thing to compare with stands for: a report of a study, or the ``repeat`` of one."""

    study: str
    report: str
    repeat: str = ""


@dataclass(frozen=True, slots=True)
class Had:
    """What the review has: ``copies`` are its reports by their keys, ``repeats`` what was said to be one of them, and
    ``votes`` what of screening stands in the work logs of whoever brings in."""

    copies: Mapping[str, Copy]
    repeats: Mapping[str, Repeat]
    votes: frozenset[Vote]

    def known(self) -> tuple[list[Known], dict[str, Handle]]:
        """All that a record may be the same as, every version of a report by itself, and what each stands for."""
        known: list[Known] = []
        handles: dict[str, Handle] = {}
        for report, copy in self.copies.items():
            for number, version in enumerate(copy.versions):
                handle = f"{copy.study}.{report}.{number}"
                known.append(_known(handle, version))
                handles[handle] = Handle(copy.study, report)
        for key, one in self.repeats.items():
            handle = f"{one.study}.{one.said.report}.repeat.{key}"
            known.append(_known(handle, one.said))
            handles[handle] = Handle(one.study, one.said.report, key)
        return known, handles


def had(review: Review) -> Had:
    """What the review has now. Reads its logs."""
    copies = _copies(review)
    counting, _ = effective(review.plan.standing, (one for one in review.logs.plan() if one.written.table == "repeats"))
    said = registers((one.repeat, key, one) for key, (_, one) in counting.items() if isinstance(one, RepeatDocument))
    repeats: dict[str, Repeat] = {}
    for key, register in said.items():
        # Two leads may take back and decide again unknown to each other: what was taken back is asked about again.
        one = max(register.current.values(), key=lambda each: (each.withdrawn, each.at, each.nonce))
        if not one.withdrawn and one.report in copies:
            person = review.plan.standing.person(one.by)
            who = one.by if person is None else person.name
            repeats[key] = Repeat(copies[one.report].study, one, register.ids, who)
    return Had(copies, repeats, frozenset(_votes(review)))


def vote_of(one: ScreeningDocument) -> Vote:
    """A vote without whose log it stands in, so that it is known again."""
    return one.report, one.who, one.what, one.text, one.found_in


def _votes(review: Review) -> Iterator[Vote]:
    for filed in review.logs.plan():
        if filed.written.table == "screening" and filed.person == review.person:
            # A damaged one has no effect; `twofold log check` names it.
            with suppress(BadDocument):
                document = read_document(filed.written)
                if isinstance(document, ScreeningDocument):
                    yield vote_of(document)


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


def _known(key: str, one: ReportDocument | RepeatDocument) -> Known:
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
        *((one.abstract, one.url, one.kind, one.language) if isinstance(one, ReportDocument) else ("",) * 4),
        one.raw,
    )

"""What one person wrote of one study in one round: current answers, rows, submission, and how it came about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from twofold.record.document import Document
from twofold.record.plan_documents import RowListDocument
from twofold.record.registers import Register, registers
from twofold.record.work_documents import (
    CodeDocument,
    ExclusionDocument,
    ReopeningDocument,
    RowDocument,
    SubmissionDocument,
)
from twofold.values.coded import Coded, Place, RowKey, Sheet


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One person's record of one study in one round.

    ``codes`` has a register for each place that was ever coded; ``rows`` for each outcome row. ``submissions`` are
    those neither replaced nor taken back: more than one means that two devices submitted unknown to each other.
    ``exclusions`` are the proposals that stand: to exclude the study, and to take it for one with another.
    """

    person: str
    round: str
    study: str
    codes: Mapping[Place, Register[CodeDocument]]
    rows: Mapping[RowKey, Register[RowDocument]]
    listed: tuple[RowKey, ...]
    submissions: Mapping[str, SubmissionDocument]
    reopenings: Mapping[str, ReopeningDocument]
    exclusions: Mapping[str, ExclusionDocument]

    @property
    def submission(self) -> tuple[str, SubmissionDocument] | None:
        """The submission that stands, with its id; of two, the one with the smaller id."""
        return next(iter(self.submissions.items()), None)

    @property
    def live_rows(self) -> tuple[RowKey, ...]:
        """The rows that are not removed: those the lead listed, then the person's own in the order of adding.

        A row removed on one device and kept on another stays: nothing goes by accident.
        """
        removed = {
            key for key, one in self.rows.items() if one.current and all(r.removed for r in one.current.values())
        }
        own = [key for key in self.rows if key not in self.listed and key not in removed]
        return (*(key for key in self.listed if key not in removed), *sorted(own, key=self._added))

    def _added(self, row: RowKey) -> tuple[str, str]:
        return min((one.at, key) for key, one in self.rows[row].current.items())

    @property
    def conflicts(self) -> Mapping[Place, tuple[Coded, ...]]:
        """The live places with more than one current answer, each answer once, the latest shown first."""
        live = {None, *self.live_rows}
        found: dict[Place, tuple[Coded, ...]] = {}
        for place, register in self.codes.items():
            if len(register.current) > 1 and place[0] in live:
                distinct = tuple(dict.fromkeys(one.coded for one in _latest_first(register)))
                if len(distinct) > 1:
                    found[place] = distinct
        return found

    @property
    def incomplete(self) -> bool:
        """Whether some document replaces one that this copy does not have."""
        return any(one.gap for one in self.codes.values()) or any(one.gap for one in self.rows.values())

    @property
    def sheet(self) -> Sheet:
        """The current answers. Where two devices differ, the latest by their clocks is shown until it is settled."""
        codes = {place: _latest_first(one)[0].coded for place, one in self.codes.items() if one.current}
        return Sheet(MappingProxyType(codes), self.live_rows)

    @property
    def changed_after_submission(self) -> bool:
        """Whether codes came in, from another device, that the standing submission does not name.

        An answer, or the withdrawal of one that it names.
        """
        if self.submission is None:
            return False
        named = set(self.submission[1].codes)
        live = {None, *self.live_rows}
        return any(
            key not in named and (one.coded.answered or not named.isdisjoint(one.replaces))
            for place, register in self.codes.items()
            if place[0] in live
            for key, one in register.current.items()
        )


def _latest_first(register: Register[CodeDocument]) -> list[CodeDocument]:
    return [one for _, one in sorted(register.current.items(), key=lambda kv: (kv[1].at, kv[0]), reverse=True)]


def person_record(
    documents: Iterable[tuple[str, Document]],
    person: str,
    round_id: str,
    study: str,
    listed: Iterable[RowListDocument] = (),
) -> PersonRecord:
    """The record of ``person`` from the documents that count, as (id, document) in any order.

    ``listed`` are the current rows that the lead listed for the study.
    """
    codes: list[tuple[Place, str, CodeDocument]] = []
    rows: list[tuple[RowKey, str, RowDocument]] = []
    submissions: dict[str, SubmissionDocument] = {}
    reopenings: dict[str, ReopeningDocument] = {}
    exclusions: list[tuple[str | None, str, ExclusionDocument]] = []
    for key, document in documents:
        if document.by != person:
            continue
        match document:
            case CodeDocument(round=r, study=s) if (r, s) == (round_id, study):
                codes.append(((document.row, document.field), key, document))
            case RowDocument(round=r, study=s) if (r, s) == (round_id, study):
                rows.append((document.row, key, document))
            case SubmissionDocument(round=r, study=s) if (r, s) == (round_id, study):
                submissions[key] = document
            case ReopeningDocument(round=r, study=s) if (r, s) == (round_id, study):
                reopenings[key] = document
            case ExclusionDocument(study=s) if s == study:
                exclusions.append((document.same_as, key, document))
            case _:
                pass
    gone = {old for one in submissions.values() for old in one.replaces}
    gone |= {one.submission for one in reopenings.values()}
    proposals = (kv for one in registers(exclusions).values() for kv in one.current.items())
    return PersonRecord(
        person,
        round_id,
        study,
        registers(codes),
        registers(rows),
        tuple(one.row for one in sorted(listed, key=lambda one: (one.at, one.row)) if not one.removed),
        {key: submissions[key] for key in sorted(submissions) if key not in gone},
        {key: reopenings[key] for key in sorted(reopenings)},
        {key: one for key, one in sorted(proposals) if not one.withdrawn},
    )

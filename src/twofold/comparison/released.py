"""The studies that are open for comparison, with what each coder submitted. Everything else rests on these."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from twofold.codebook.carrying import HERE
from twofold.record.decision_documents import AlignmentDocument
from twofold.record.disagreements import Disagreement, Matched, disagreements
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.frozen import Frozen, frozen
from twofold.record.matching import ListedRow, alignment, groups
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.review.open import Review
from twofold.review.versions import Versions
from twofold.values.coded import Place, Sheet


@dataclass(frozen=True, slots=True)
class Compared:
    """A released study: the frozen sheets by person, in the order of their ids, and the matching of their rows.

    An answer given under an earlier version of the codebook stands here as the rules of the later ones carry it.
    ``submitted`` is when each sheet was submitted. ``set_aside`` are the places, by person, whose code enters no
    figure of agreement: it was not given independently, or under another meaning of the field than the one in force.
    ``outdated`` are those of another meaning; they stand in no consensus either.
    """

    study: str
    number: str
    label: str
    round: str
    sheets: tuple[Frozen, ...]
    rows: tuple[Matched, ...]
    submitted: tuple[str, ...]
    set_aside: frozenset[tuple[str, Place]] = frozenset()
    outdated: frozenset[tuple[str, Place]] = frozenset()

    @property
    def alone(self) -> str:
        """Who coded the study alone; empty where there is something to compare."""
        return self.sheets[0].person if len(self.sheets) == 1 else ""

    @property
    def people(self) -> tuple[str, ...]:
        """The coders whose sheets are here."""
        return tuple(one.person for one in self.sheets)


def compared(review: Review, round_id: str = MAIN_ROUND, studies: Sequence[str] = ()) -> Iterator[Compared]:
    """The released studies of a round, in the order of their numbers, as far as this person may see them.

    A submission whose log has not arrived is left out; so is a study of which fewer than two are here.
    """
    return (one for one in opened(review, round_id, studies) if not one.alone)


def coded_alone(review: Review, round_id: str = MAIN_ROUND) -> Iterator[Compared]:
    """The released studies that one person alone was to code: what that person submitted stands, and enters no figure
    of agreement."""
    return (one for one in opened(review, round_id) if one.alone)


def opened(review: Review, round_id: str = MAIN_ROUND, studies: Sequence[str] = ()) -> Iterator[Compared]:
    """Both: the studies compared, and those that one person alone was to code, in the order of their numbers."""
    for _ in review.logs.read():
        pass
    versions = review.in_force.versions
    for key in review.plan.studies:
        if review.plan.released(round_id, key) and (not studies or key in studies):
            documents = {one.id: review.documents_of(key, one.id, round_id) for one in review.plan.standing.people}
            one = opened_study(review, key, round_id, documents, versions)
            if one is not None:
                yield one


def compared_study(
    review: Review, key: str, round_id: str, documents: Mapping[str, Mapping[str, Document]], versions: Versions
) -> Compared | None:
    """A released study as these documents of its people have it; nothing where fewer than two submissions are here."""
    one = opened_study(review, key, round_id, documents, versions)
    return None if one is None or one.alone else one


def opened_study(
    review: Review, key: str, round_id: str, documents: Mapping[str, Mapping[str, Document]], versions: Versions
) -> Compared | None:
    """The same, and a study whose release names one submission alone, which is then the only sheet."""
    wanted = review.plan.released(round_id, key)
    sheets = sorted(
        (
            (frozen(name, one, theirs), one.at)
            for theirs in documents.values()
            for name, one in theirs.items()
            if name in wanted and isinstance(one, SubmissionDocument)
        ),
        key=lambda one: one[0].person,
    )
    if not sheets or len(sheets) < min(2, len(wanted)):
        # Of two that were opened, one is still on its way: what the other has is no consensus.
        return None
    carried = [_carried(one, documents[one.person], versions) for one, _ in sheets]
    only = tuple(one for one, _ in carried)
    outdated = frozenset((one.person, place) for one, places in carried for place in places)
    planned = review.plan.studies[key]
    return Compared(
        key,
        planned.number,
        planned.label,
        round_id,
        only,
        _rows(only, documents, round_id),
        tuple(at for _, at in sheets),
        _dependent(only, documents) | outdated,
        outdated,
    )


def disagreements_of(review: Review, one: Compared) -> tuple[Disagreement, ...]:
    """Where the frozen sheets of a study differ, in the order of the form."""
    return disagreements(review.in_force.codebook, one.sheets, one.rows)


def _rows(
    sheets: Sequence[Frozen], documents: Mapping[str, Mapping[str, Document]], round_id: str
) -> tuple[Matched, ...]:
    """The outcomes: rows of one key, and those that a person said to be one; rows of one coder stand alone."""
    said = alignment(
        (name, one)
        for theirs in documents.values()
        for name, one in theirs.items()
        if isinstance(one, AlignmentDocument) and one.round == round_id
    )
    rows = [ListedRow(one.person, key, "") for one in sheets for key in one.sheet.rows]
    return tuple(
        Matched(min(row.key for row in one), {row.person: row.key for row in one}) for one in groups(rows, said.sets)
    )


def _carried(sheet: Frozen, documents: Mapping[str, Document], versions: Versions) -> tuple[Frozen, tuple[Place, ...]]:
    """The sheet with its answers as they stand now, and the places whose answer no longer answers what is asked."""
    codes = dict(sheet.sheet.codes)
    outdated: list[Place] = []
    for place, name in sheet.codes.items():
        code = documents.get(name)
        way = versions.way(code.codebook) if isinstance(code, CodeDocument) else HERE
        if way is HERE:
            continue
        answer = way.answer(place[1], codes[place].answer)
        if answer is None:
            outdated.append(place)
        elif answer != codes[place].answer:
            codes[place] = replace(codes[place], answer=answer)
    return replace(sheet, sheet=Sheet(MappingProxyType(codes), sheet.sheet.rows)), tuple(outdated)


def _dependent(
    sheets: Sequence[Frozen], documents: Mapping[str, Mapping[str, Document]]
) -> frozenset[tuple[str, Place]]:
    """The places, by person, whose code was not given independently. One given again for a new meaning was, if the
    study was not open for comparison by then."""
    return frozenset(
        (sheet.person, place)
        for sheet in sheets
        for place, name in sheet.codes.items()
        if isinstance(code := documents[sheet.person].get(name), CodeDocument)
        and code.purpose not in ("independent", "recode")
    )

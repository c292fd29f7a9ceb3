"""What the releases of a study open: one sheet a person, as the codebook in force carries its answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from twofold.codebook.carrying import HERE, Carry, Way
from twofold.codebook.model import Unit
from twofold.record.decision_documents import AlignmentDocument
from twofold.record.disagreements import Matched
from twofold.record.document import Document
from twofold.record.frozen import Frozen, frozen
from twofold.record.matching import ListedRow, alignment, groups
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.review.plan import Opening, Plan
from twofold.review.versions import Versions
from twofold.values.answers import Answer, Blank
from twofold.values.coded import Place, Sheet


@dataclass(frozen=True, slots=True)
class AlsoCoded:
    """A sheet that is kept and enters nothing: the person's other one of a study that was brought in twice.

    ``under`` is the number of the study under which it was opened, empty where that is the same.
    """

    person: str
    submission: str
    under: str

    @property
    def words(self) -> str:
        """What there is besides, in words."""
        return f"{self.person} also coded it under {self.under}" if self.under else f"{self.person} coded it once more"


@dataclass(frozen=True, slots=True)
class OpenedSheet:
    """A frozen sheet with its answers as they stand now, when it was submitted, the places whose answer no longer
    answers what is asked, and those of fields that came into the codebook later and are asked of no earlier sheet."""

    frozen: Frozen
    at: str
    outdated: tuple[Place, ...]
    later: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedSheets:
    """The sheets of a released study, in the order of the people's ids. ``now`` are those that hold; ``first``, where
    the study was submitted anew since, what was coded independently; ``also`` names those kept besides. ``absent``
    says in words whose sheets are opened and not here; empty where all are."""

    now: tuple[OpenedSheet, ...]
    first: tuple[OpenedSheet, ...]
    also: tuple[AlsoCoded, ...]
    absent: str = ""


def opened_sheets(
    plan: Plan, key: str, round_id: str, documents: Mapping[str, Mapping[str, Document]], versions: Versions
) -> OpenedSheets | None:
    """The sheets that the releases of a study name, as these documents of its people have it; nothing where of two one
    is still on its way, for there is nothing to compare."""
    openings = plan.openings.get((round_id, key), ())
    wanted = plan.released(round_id, key)
    chosen, also = _one_a_person([one for one in openings if not one.replaced], documents)
    if not chosen or len(chosen) < min(2, len({_coder(name, documents) or name for name in wanted})):
        return None
    missing = [name for name in wanted if not _coder(name, documents)]
    absent = _absent_words(len(missing), [one for one in plan.coders(round_id, key) if one not in chosen])
    now = tuple(_sheet(name, documents[person], versions) for person, name in sorted(chosen.items()))
    if not any(one.replaced for one in openings):
        return OpenedSheets(now, (), also, absent)
    first = (
        [_sheet(name, documents[one.frozen.person], versions) for name in _in_turn(openings, one, documents)]
        for one in now
    )
    return OpenedSheets(now, tuple(_first_independent(one, documents) for one in first), also, absent)


def _absent_words(count: int, coders: Sequence[str]) -> str:
    """Who submitted what is not here stands in that submission alone, so it is told of those who code the study."""
    if not count:
        return ""
    if not coders:
        return "a sheet that was opened is not here"
    if len(coders) > count:
        return f"the sheet of {' or '.join(coders)} is not here"
    return (
        f"the sheet of {coders[0]} is not here" if count == 1 else f"the sheets of {' and '.join(coders)} are not here"
    )


def matched_rows(
    sheets: Sequence[Frozen], documents: Mapping[str, Mapping[str, Document]], round_id: str
) -> tuple[Matched, ...]:
    """The outcomes: rows of one key, and those that a person said to be one; rows of one coder stand alone, and so do
    those that were matched in two ways, until somebody matches them again."""
    said = alignment(
        (name, one)
        for theirs in documents.values()
        for name, one in theirs.items()
        if isinstance(one, AlignmentDocument) and one.round == round_id
    )
    rows = [ListedRow(one.person, key, "") for one in sheets for key in one.sheet.rows]
    return tuple(
        Matched(
            min(row.key for row in one),
            {row.person: row.key for row in one},
            twice=any(row.key in said.twice for row in one),
        )
        for one in groups(rows, said.certain)
    )


def carrying(versions: Versions) -> Callable[[str, str, Answer], Answer | None]:
    """How an answer to a field that was given under a codebook stands now; ``None`` where it answers another question.

    To drop a row, or to put a field off, is no answer that could be mapped: it holds while the field means the same.
    """

    def carry(codebook: str, field: str, answer: Answer) -> Answer | None:
        way = versions.way(codebook)
        if isinstance(answer, Blank) and way.asks_again(field):
            return None
        return way.answer(field, answer)

    return carry


def _coder(name: str, documents: Mapping[str, Mapping[str, Document]]) -> str:
    """Who submitted it; empty where it is not here."""
    return next(
        (who for who, theirs in documents.items() if isinstance(theirs.get(name), SubmissionDocument)),
        "",
    )


def _one_a_person(
    openings: Iterable[Opening], documents: Mapping[str, Mapping[str, Document]]
) -> tuple[dict[str, str], tuple[AlsoCoded, ...]]:
    """The submission of each person that counts, and the others.

    What a study was opened with under its own key goes before what was under the key of another that was joined with
    it; of two such, what was opened last counts.
    """
    found: dict[str, list[tuple[bool, str, str, str]]] = {}
    for one in openings:
        for name in one.submissions:
            if person := _coder(name, documents):
                found.setdefault(person, []).append((not one.under, one.at, name, one.under))
    best = {person: max(several) for person, several in found.items()}
    also = [
        AlsoCoded(person, name, under)
        for person, several in sorted(found.items())
        for _, _, name, under in sorted(several)
        if name != best[person][2]
    ]
    return {person: one[2] for person, one in best.items()}, tuple(also)


def _in_turn(
    openings: Iterable[Opening], now: OpenedSheet, documents: Mapping[str, Mapping[str, Document]]
) -> tuple[str, ...]:
    """What the person submitted, in the order in which it was opened; last what counts now."""
    theirs = documents[now.frozen.person]
    earlier = [name for one in openings if one.replaced for name in one.submissions if name in theirs]
    return tuple(dict.fromkeys((*earlier, now.frozen.submission)))


def _sheet(name: str, documents: Mapping[str, Document], versions: Versions) -> OpenedSheet:
    submission = documents[name]
    assert isinstance(submission, SubmissionDocument)
    sheet = frozen(name, submission, documents)
    codes = dict(sheet.sheet.codes)
    outdated: list[Place] = []
    for place, key in sheet.codes.items():
        code = documents.get(key)
        way = versions.way(code.codebook) if isinstance(code, CodeDocument) else HERE
        if way is HERE:
            continue
        answer = way.answer(place[1], codes[place].answer)
        if answer is None:
            outdated.append(place)
        elif answer != codes[place].answer:
            codes[place] = replace(codes[place], answer=answer)
    carried = replace(sheet, sheet=Sheet(MappingProxyType(codes), sheet.sheet.rows))
    return OpenedSheet(carried, submission.at, tuple(outdated), tuple(_later(sheet, versions)))


def asks_anew(way: Way, field: str) -> bool:
    """Whether a publication on the way asks the field of everybody. One from before the field was there does not."""
    since = (step for step in way.steps if field in step.before.by_id or field in step.after.by_id)
    return any(step.carries(field) is Carry.MEANING for step in since)


def _later(sheet: Frozen, versions: Versions) -> Iterable[Place]:
    """The places of fields that were not in the codebook that the sheet was submitted under, and that no rule asks of
    sheets from before."""
    way = versions.way(sheet.codebook)
    if not way.known or not way.paths[0]:
        return
    then, now = way.paths[0][0].before, way.paths[0][-1].after
    for one in now.fields:
        if one.id not in then.by_id and not asks_anew(way, one.id):
            rows = (None,) if one.unit is Unit.STUDY else sheet.sheet.rows
            yield from ((row, one.id) for row in rows if (row, one.id) not in sheet.asked)


def _first_independent(turn: Sequence[OpenedSheet], documents: Mapping[str, Mapping[str, Document]]) -> OpenedSheet:
    """What a person froze first; where that no longer answers what is asked, the first independent code that does."""
    first = turn[0]
    codes, ids = dict(first.frozen.sheet.codes), dict(first.frozen.codes)
    outdated = list(first.outdated)
    for later in turn[1:]:
        aside = {place for _, place in dependent([later.frozen], documents)}
        for place in [one for one in outdated if one in later.frozen.codes]:
            if place not in later.outdated and place not in aside:
                codes[place], ids[place] = later.frozen.sheet.codes[place], later.frozen.codes[place]
                outdated.remove(place)
    sheet = Sheet(MappingProxyType(codes), first.frozen.sheet.rows)
    now = replace(first.frozen, sheet=sheet, codes=MappingProxyType(ids))
    return OpenedSheet(now, first.at, tuple(outdated), first.later)


def after_another_round(
    plan: Plan,
    key: str,
    round_id: str,
    sheets: Sequence[Frozen],
    documents: Mapping[str, Mapping[str, Document]],
) -> frozenset[tuple[str, Place]]:
    """The places, by person, whose code was given after the study had been opened for comparison in another round that
    the person codes it in, or ran as a lead: who saw the others' answers there is not independent of them here."""
    opened = {
        who: min(
            (
                one.at
                for other in plan.opened_rounds
                if other != round_id and (who in plan.coders(other, key) or "lead" in plan.standing.held.get(who, ()))
                for one in plan.openings.get((other, key), ())
            ),
            default="",
        )
        for who in (sheet.person for sheet in sheets)
    }
    return frozenset(
        (sheet.person, place)
        for sheet in sheets
        if opened[sheet.person]
        for place, name in sheet.codes.items()
        if isinstance(code := documents[sheet.person].get(name), CodeDocument)
        and code.after_release
        and code.at >= opened[sheet.person]
    )


def dependent(
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

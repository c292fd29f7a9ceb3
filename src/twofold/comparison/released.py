"""The studies that are open for comparison, with what each coder submitted. Everything else rests on these."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from twofold.record.disagreements import Disagreement, Matched, disagreements
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.frozen import Frozen
from twofold.record.work_documents import CodeDocument
from twofold.review.open import Review
from twofold.review.opened_sheets import (
    AlsoCoded,
    OpenedSheet,
    after_another_round,
    dependent,
    matched_rows,
    opened_sheets,
)
from twofold.review.versions import Versions
from twofold.values.coded import Place


@dataclass(frozen=True, slots=True)
class Compared:
    """A released study: the frozen sheets by person, in the order of their ids, and the matching of their rows.

    An answer given under an earlier version of the codebook stands here as the rules of the later ones carry it.
    ``submitted`` is when each sheet was submitted. ``set_aside`` are the places, by person, whose code enters no
    figure of agreement: it was not given independently, or under another meaning of the field than the one in force.
    ``outdated`` are those of another meaning; they stand in no consensus either. ``later`` are those of fields that
    came into the codebook after the sheet and are not asked of it. ``also`` are further sheets of the same people.
    ``afresh`` are those who gave codes here after they had seen the study compared in another round, ``late`` those
    who came to code it when it was open for comparison already. ``coded_under`` counts the codes of the sheets by the
    version of the codebook that they were given under.
    ``absent`` says in words whose sheet is opened and not here: until it comes nothing of the study holds. ``before``
    is the study with what was coded independently, where it was submitted anew after a release.
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
    also: tuple[AlsoCoded, ...] = ()
    before: "Compared | None" = None
    later: frozenset[tuple[str, Place]] = frozenset()
    absent: str = ""
    afresh: frozenset[str] = frozenset()
    late: frozenset[str] = frozenset()
    coded_under: Mapping[str, int] = field(default_factory=dict)

    @property
    def independent(self) -> "Compared":
        """The study as figures of agreement have it: with the first independent code of each place."""
        return self.before or self

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
    found = opened_sheets(review.plan, key, round_id, documents, versions)
    if found is None:
        return None
    planned = review.plan.studies[key]

    # What somebody submitted first was coded before any comparison, unless they came to it when it was open.
    first = [one.frozen for one in found.first or found.now]
    late = frozenset(person for person, _ in dependent(first, documents))

    def made(sheets: Sequence[OpenedSheet]) -> Compared:
        only = tuple(one.frozen for one in sheets)
        outdated = frozenset((one.frozen.person, place) for one in sheets for place in one.outdated)
        afresh = after_another_round(review.plan, key, round_id, only, documents)
        return Compared(
            key,
            planned.number,
            planned.label,
            round_id,
            only,
            matched_rows(only, documents, round_id),
            tuple(one.at for one in sheets),
            dependent(only, documents) | outdated | afresh,
            outdated,
            found.also,
            later=frozenset((one.frozen.person, place) for one in sheets for place in one.later),
            absent=found.absent,
            afresh=frozenset(person for person, _ in afresh),
            late=late,
            coded_under=_coded_under(only, documents, versions),
        )

    return replace(made(found.now), before=made(found.first)) if found.first else made(found.now)


def _coded_under(
    sheets: Sequence[Frozen], documents: Mapping[str, Mapping[str, Document]], versions: Versions
) -> Mapping[str, int]:
    given = Counter(
        one.codebook
        for sheet in sheets
        for name in sheet.codes.values()
        if isinstance(one := documents[sheet.person].get(name), CodeDocument)
    )
    counted: Counter[str] = Counter()
    for fingerprint, count in given.items():
        counted[versions.label(fingerprint) or "unknown"] += count
    return counted


def disagreements_of(review: Review, one: Compared) -> tuple[Disagreement, ...]:
    """Where the frozen sheets of a study differ, in the order of the form; of codes that answer one question."""
    return disagreements(review.in_force.codebook, one.sheets, one.rows, one.outdated | one.later)

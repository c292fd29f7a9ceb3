"""The parts on what differed and how it was settled."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from twofold.agreement.wording import plural
from twofold.comparison.readings import counted_by_kind
from twofold.export.settling import HOWS
from twofold.reconcile.wording import CAUSES, answer_words
from twofold.record.consensus import How, Settled
from twofold.record.disagreements import Kind
from twofold.report.blocks import Block, Listing, Part, Words, clean, day, table
from twofold.report.found import Found, StudyFound
from twofold.values.answers import Value
from twofold.values.coded import Place, RowKey

_MOST = 400
_HOWS = tuple(how for how in How if how.decided)
_COLUMNS = range(1, len(_HOWS) + 1)
Told: TypeAlias = tuple[StudyFound, Place, Settled]


def disagreements(found: Found) -> Part:
    """How many there are, of which kind, on which fields, and what they came from."""
    every = [one for study in found.studies for one in study.disagreements]
    if not found.readings:
        return Part("disagreements", "Disagreements", (Words("Nothing is compared yet, so there are none to tell."),))
    if not every:
        return Part("disagreements", "Disagreements", (Words("The coders differ nowhere."),))
    kinds = [(kind.words, str(count)) for kind, count in counted_by_kind(every).items()]
    own = Counter(one.field for one in every if one.kind not in (Kind.FOLLOWS, Kind.UNMATCHED_ROW))
    fields = [(name, str(count)) for name, count in sorted(own.items(), key=lambda one: (-one[1], one[0]))]
    causes = Counter(cause for _, _, one in _disputed(found) for cause in _causes(one))
    total = sum(1 for _ in _disputed(found))
    said = [(words, str(causes[cause])) for cause, words in CAUSES.items() if causes[cause]]
    without = total - sum(1 for _, _, one in _disputed(found) if _causes(one))
    blocks: list[Block] = [
        Words(
            f"{plural(len(every), 'disagreement')} in {plural(sum(map(_differs, found.studies)), 'study')}."
            " What follows from another answer is counted as a kind of its own and in no other table."
        ),
        *table("Disagreements by kind", ("Kind", "Disagreements"), kinds, (1,)),
        *table("Disagreements by field", ("Field", "Disagreements"), fields, (1,)),
        *table("Disagreements by cause, as those who settled them said", ("Cause", "Disagreements"), said, (1,)),
    ]
    if without:
        blocks.append(Words(f"No cause was given for {without} of {plural(total, 'disagreement')}."))
    return Part("disagreements", "Disagreements", tuple(blocks))


def _differs(one: StudyFound) -> bool:
    return bool(one.disagreements)


def _disputed(found: Found) -> Iterator[Told]:
    """Every disagreement of its own, with how it stands."""
    for study in found.studies:
        for one in study.disagreements:
            place = (one.row, one.field)
            settled = None if study.consensus is None else study.consensus.settled.get(place)
            if settled is not None and one.kind is not Kind.FOLLOWS:
                yield study, place, settled


def _causes(one: Settled) -> set[str]:
    given: set[str] = {each.cause for each in one.decisions.values() if each.cause}
    return given or {"slip" for _, stand in one.stands.values() if stand.slip}


def decisions(found: Found) -> Part:
    """How what differed was settled, by whom, and each decision."""
    disputed = list(_disputed(found))
    hows = Counter(one.how for _, _, one in disputed)
    by: Counter[tuple[str, How]] = Counter()
    decided = [(study, place, one) for study, place, one in _all_settled(found) if one.decisions and one.how.settled]
    for _, _, one in decided:
        by.update((each.by, one.how) for each in one.decisions.values())
    rows = [(HOWS[how][:1].upper() + HOWS[how][1:], str(hows[how])) for how in How if hows[how]]
    people = [(who, how.value, str(count)) for (who, how), count in sorted(by.items(), key=lambda one: one[0])]
    on_studies = list(_on_studies(found))
    blocks: list[Block] = [
        *table("How the disagreements stand", ("How", "Disagreements"), rows, (1,)),
        *table("Decisions by person", ("Person", "How", "Decisions"), people, (2,)),
        *([Listing(tuple(on_studies))] if on_studies else []),
        *table("Answers decided, by field", ("Field", *(how.value for how in _HOWS)), _by_field(decided), _COLUMNS),
        *_each(found, decided),
    ]
    if not blocks:
        blocks = [Words("Nothing has been decided yet.")]
    return Part("decisions", "Decisions", tuple(blocks))


def _by_field(decided: Sequence[Told]) -> list[tuple[str, ...]]:
    counts = Counter((place[1], one.how) for _, place, one in decided)
    fields = Counter(place[1] for _, place, _ in decided)
    return [
        (name, *(str(counts[name, how]) for how in _HOWS))
        for name, _ in sorted(fields.items(), key=lambda one: (-one[1], one[0]))
    ]


def _each(found: Found, decided: Sequence[Told]) -> Iterator[Block]:
    """Each decision on a primary item, or each of all where there is none."""
    by_id = found.codebook.by_id
    primary = any(one.primary for one in found.codebook.fields)
    shown = [one for one in decided if by_id[one[1][1]].primary or not primary]
    caption = "Decisions on the primary items, one by one" if primary else "Decisions, one by one"
    heads = ("Study", "Field", "Settled as", "How", "By", "Reason, cause")
    yield from table(caption, heads, [_row(found, *one) for one in shown[:_MOST]], whole=(4,))
    more = f" Here are the first {_MOST} of {len(shown):,}." if len(shown) > _MOST else ""
    if decided:
        yield Words(
            f"{plural(len(decided), 'decision')} in all; decisions.csv of the export has every one.{more}", "note"
        )


def _all_settled(found: Found) -> Iterator[Told]:
    for study in found.studies:
        if study.consensus is not None:
            for place, one in study.consensus.settled.items():
                yield study, place, one


def _row(found: Found, study: StudyFound, place: Place, one: Settled) -> tuple[str, ...]:
    field = found.codebook.by_id[place[1]]
    made = list(one.decisions.values())
    reasons = [each.reason for each in made if each.reason]
    causes = [CAUSES[each] for each in sorted(_causes(one))]
    return (
        study.planned.number,
        field.id if place[0] is None else f"{field.id}: {_named(found, study, place[0])}",
        answer_words(field, one.coded.answer),
        one.how.value,
        ", ".join(f"{each.by} {day(each.at)}" for each in made),
        "; ".join((*reasons[:1], *causes)),
    )


def _named(found: Found, study: StudyFound, row: RowKey) -> str:
    """What an outcome row is called: as settled, else as the first who listed it has it, else as the lead does."""
    one = None if study.consensus is None else study.consensus.settled.get((row, found.codebook.row_name))
    answers = [] if one is None else [each.answer for each in (one.coded, *one.said.values())]
    listed = {each.row: each.name for each in found.review.plan.listed.get(study.planned.key, ())}
    return next((each.text for each in answers if isinstance(each, Value)), listed.get(row, "outcome row"))


def _on_studies(found: Found) -> Iterator[str]:
    for study in found.studies:
        live: Mapping[str, object] = study.decisions or {}
        replaced = {old for one in (study.decisions or {}).values() for old in one.replaces}
        for name, one in (study.decisions or {}).items():
            if name in live and name not in replaced and not one.withdrawn:
                what = "to exclude it" if one.question == "exclude" else "that it is the same as another"
                outcome = "granted" if one.granted else "refused"
                reason = f": {clean(one.reason)}" if one.reason else ""
                yield f"{study.planned.number}: the proposal {what} was {outcome} by {one.by}, {day(one.at)}{reason}."

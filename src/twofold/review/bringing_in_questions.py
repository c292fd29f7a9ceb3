"""What only a person can decide about an import: records that look alike, reports of one study, fields that differ."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from twofold.record.plan_documents import ReportDocument
from twofold.references import Reference, differences
from twofold.references.identity import Described, words_of
from twofold.review.bringing_in_found import FileFound, Record, Survey, Target
from twofold.review.bringing_in_known import Copy
from twofold.values.plaintext import one_line


class Kind(Enum):
    """A kind of question, with what may be decided and what that means. The first stands until somebody decides."""

    NEAR = "near match"
    GROUP = "one study?"
    DIFFERENCE = "difference"
    THERE = "already there"

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """What may be decided, with its meaning."""
        return _CHOICES[self]


_CHOICES = {
    Kind.NEAR: (
        ("new", "a study of its own"),
        ("same", "the same record; nothing is added"),
        ("report", "another report of that study"),
    ),
    Kind.GROUP: (("separate", "each a study of its own"), ("one", "reports of one study")),
    Kind.DIFFERENCE: (("keep", "keep what the review has"), ("take", "take what the file says")),
    Kind.THERE: (
        ("same", "yes; nothing is added"),
        ("new", "no, it is another study"),
        ("report", "no, it is another report of that study"),
    ),
}


_SHOWN = 240
_NAMES = {
    Kind.NEAR: ("look-alike", "look-alikes"),
    Kind.GROUP: ("group of reports", "groups of reports"),
    Kind.DIFFERENCE: ("field that differs", "fields that differ"),
    Kind.THERE: ("record already there", "records already there"),
}


@dataclass(frozen=True, slots=True)
class Card:
    """A record or a known study as it is put side by side with another: where it stands, and its fields in words."""

    where: str
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Question:
    """Something to decide. ``id`` is the same each time the same files are looked at.

    ``record`` is the one that the question is about, ``others`` what it may be one with, ``report`` the report of the
    review that it is compared with. ``stands`` holds until somebody decides.
    """

    id: str
    kind: Kind
    why: str
    file: str
    line: int
    cards: tuple[Card, ...]
    record: Record
    others: tuple[Target, ...]
    report: str = ""
    field: str = ""
    known: str = ""
    new: str = ""
    before: str = ""

    @property
    def stands(self) -> str:
        """What holds until somebody decides: what was decided before, else what the kind says first."""
        return self.before or self.kind.choices[0][0]

    @property
    def words(self) -> str:
        """The question in a sentence."""
        if self.kind is Kind.THERE:
            return f"{self.cards[0].where} is {self.cards[1].where} already: {self.why}"
        if self.kind is Kind.DIFFERENCE:
            field, new = self.field.replace("_", " "), _cut(self.new)
            here = f"{field} is “{_cut(self.known)}”" if self.known else f"no {field}"
            return f"{self.cards[0].where}: {here}; line {self.line} says “{new}”"
        named = ", ".join(one.where for one in self.cards)
        if self.kind is Kind.NEAR:
            return f"{self.cards[0].where} looks like {self.cards[1].where}: {self.why}"
        return f"{named} may be reports of one study: {self.why}"


def questions(survey: Survey, initiative_column: str = "") -> tuple[Question, ...]:
    """All that can be decided, in the order of the files. With a column of initiatives also which records share one."""
    found: list[Question] = []
    for at, one in enumerate(survey.files):
        found += _near(survey, at, one)
        found += _groups(survey, at, one, initiative_column)
        found += _differences(survey, at, one)
    return tuple({each.id: each for each in found}.values())


def repeats_in(survey: Survey) -> tuple[Question, ...]:
    """For each record that is there already the question whether it is, which nobody needs to answer."""
    found: list[Question] = []
    for at, file in enumerate(survey.files):
        for one in file.there:
            reference = survey.reference((at, one.index))
            found.append(
                Question(
                    there_id(file, reference),
                    Kind.THERE,
                    one.how,
                    file.name,
                    reference.source.first_line,
                    (_card(survey, (at, one.index)), _card(survey, one.target, survey.copies.get(one.report))),
                    (at, one.index),
                    (one.target,),
                    one.report,
                )
            )
    return tuple(found)


def there_id(file: FileFound, reference: Reference) -> str:
    """The id of the question whether a record is there already."""
    return f"there:{file.name}:{reference.source.number}"


def filling(asked: Sequence[Question]) -> dict[str, str]:
    """The decisions that take, of all that differs, what is empty in the review; of several files the first one's."""
    taken: dict[tuple[Target, str, str], str] = {}
    for one in asked:
        if one.kind is Kind.DIFFERENCE and not one.known:
            taken.setdefault((one.others[0], one.report, one.field), one.id)
    return dict.fromkeys(taken.values(), "take")


def to_decide(asked: Sequence[Question], decided: int) -> str:
    """How many questions there are of each kind, and how many are decided; empty where there are none."""
    counts = Counter(one.kind for one in asked)
    words = ", ".join(
        f"{counts[kind]:,} {one if counts[kind] == 1 else many}" for kind, (one, many) in _NAMES.items() if counts[kind]
    )
    return f"{words}; {f'{decided:,} decided' if decided else 'none decided yet'}" if words else ""


def initiative_in(reference: Reference, column: str) -> str:
    """What a column or tag of that name holds, on one line."""
    return next((one_line(text) for name, text in reference.raw if name == column and text.strip()), "")


def _near(survey: Survey, at: int, found: FileFound) -> Iterator[Question]:
    for one in found.near:
        this = (at, one.index)
        reference = survey.reference(this)
        yield Question(
            f"near:{found.name}:{reference.source.number}:{_name(survey, one.target)}",
            Kind.NEAR,
            one.why,
            found.name,
            reference.source.first_line,
            (_card(survey, this), _card(survey, one.target, survey.copies.get(one.report))),
            this,
            (one.target,),
            one.report,
            before="same" if one.before else "",
        )


def _groups(survey: Survey, at: int, found: FileFound, column: str) -> Iterator[Question]:
    groups = [*((one.why, one.indices, one.targets) for one in found.groups)]
    if column:
        shared: dict[str, list[int]] = defaultdict(list)
        for index in found.new:
            name = initiative_in(survey.reference((at, index)), column)
            if name:
                shared[name].append(index)
        groups += [(f"same initiative {name}", tuple(each), ()) for name, each in shared.items() if len(each) > 1]
    for why, indices, targets in groups:
        members: list[Target] = [*targets, *((at, index) for index in indices)]
        if len(members) < 2:
            continue
        first = survey.reference((at, indices[0]))
        yield Question(
            f"group:{found.name}:{why}",
            Kind.GROUP,
            why,
            found.name,
            first.source.first_line,
            tuple(_card(survey, each) for each in members),
            (at, indices[0]),
            tuple(each for each in members if each != (at, indices[0])),
        )


def _differences(survey: Survey, at: int, found: FileFound) -> Iterator[Question]:
    for one in found.there:
        if one.repeat:
            continue
        copy = survey.copies.get(one.report)
        known: Described
        if copy is not None:
            known = copy.known
        elif isinstance(one.target, str):
            continue
        else:
            known = survey.reference(one.target)
        reference = survey.reference((at, one.index))
        for each in differences(reference, known):
            # What the file says was there before somebody edited it: an edit is never put in question by its original.
            if copy is not None and words_of(each.new) in _said_before(copy, each.field):
                continue
            yield Question(
                f"difference:{found.name}:{reference.source.number}:{_name(survey, one.target)}:{each.field}",
                Kind.DIFFERENCE,
                f"{each.field} differs",
                found.name,
                reference.source.first_line,
                (_card(survey, one.target, copy), _card(survey, (at, one.index))),
                (at, one.index),
                (one.target,),
                one.report,
                each.field,
                each.known,
                each.new,
            )


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."


def _said_before(copy: Copy, field: str) -> set[str]:
    values = [getattr(one, field) for one in copy.versions]
    return {words_of("; ".join(one) if isinstance(one, tuple) else str(one or "")) for one in values}


def _name(survey: Survey, target: Target) -> str:
    if isinstance(target, str):
        return survey.numbers[target]
    return f"{survey.files[target[0]].name}:{survey.reference(target).source.number}"


def _card(survey: Survey, target: Target, copy: Copy | None = None) -> Card:
    if isinstance(target, str):
        known: ReportDocument | None = (
            copy.current if copy else next((one.current for one in survey.copies.values() if one.study == target), None)
        )
        return Card(survey.numbers[target], () if known is None else _fields(known))
    reference = survey.reference(target)
    return Card(f"{survey.files[target[0]].name}, line {reference.source.first_line}", _fields(reference))


def _fields(one: Reference | ReportDocument) -> tuple[tuple[str, str], ...]:
    return (
        ("title", one.title or "(no title)"),
        ("authors", "; ".join(one.authors)),
        ("year", "" if one.year is None else str(one.year)),
        ("journal", one.journal),
        ("volume", ", ".join(filter(None, (one.volume, one.issue, one.pages)))),
        ("doi", one.doi),
        ("pmid", one.pmid),
    )


def checked(decisions: Mapping[str, str], asked: Sequence[Question]) -> str:
    """Why these decisions do not fit these questions, in a sentence; nothing if they do."""
    known = {one.id: one for one in asked}
    for key, decision in decisions.items():
        if key not in known:
            return (
                f"`{key}` is no question about these files as they are now. Look at them again with --dry-run, and"
                " decide anew."
            )
        may = [one for one, _ in known[key].kind.choices]
        if decision not in may:
            return f"`{decision}` is no answer to `{key}`. Decide one of: {', '.join(may)}."
    return ""

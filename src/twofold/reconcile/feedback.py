"""What each reviewer can learn from reconciling: where their frozen code differed from what holds now, and why."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twofold.codebook.model import Field, FieldType
from twofold.reconcile.matter import Matter
from twofold.reconcile.wording import CAUSES, answer_words
from twofold.record.consensus import How, Settled
from twofold.record.disagreements import same_answer
from twofold.values.coded import NOTHING, Place
from twofold.values.plaintext import one_line


@dataclass(frozen=True, slots=True)
class Lesson:
    """One code that differed from the consensus. ``how`` and ``why`` say how it was settled and for what reason."""

    field: str
    field_label: str
    number: str
    row_name: str
    said: str
    holds: str
    how: str
    why: str
    cause: str


@dataclass(frozen=True, slots=True)
class Feedback:
    """Of one reviewer: how many codes were compared with a consensus, and those that differed, by field."""

    person: str
    compared: int
    lessons: tuple[Lesson, ...]


def feedback_for(person: str, matters: Iterable[Matter]) -> Feedback:
    """What the person can learn, from the studies that this person's copy may see and is not blind on."""
    compared = 0
    lessons: list[tuple[tuple[int, str, str], Lesson]] = []
    for matter in matters:
        if matter.blind or matter.excluded or person not in matter.coders:
            continue
        for place, one in matter.consensus.settled.items():
            if one.how.settled and one.how not in (How.NOT_COMPARED, How.ALONE) and person in matter.rows_at(place):
                compared += matter.was_asked(place, person)
                order = (matter.hanging.order[place[1]], matter.number, place[0] or "")
                lessons += [(order, lesson) for lesson in _lesson(matter, place, one, person)]
    return Feedback(person, compared, tuple(one for _, one in sorted(lessons, key=lambda each: each[0])))


def _lesson(matter: Matter, place: Place, one: Settled, person: str) -> Iterator[Lesson]:
    field = matter.field(place)
    if not matter.was_asked(place, person) or (
        field.type is FieldType.TEXT and not field.reconcile and one.coded.answered
    ):
        return
    row = matter.rows_at(place)[person]
    sheet = next(each for each in matter.compared.sheets if each.person == person)
    frozen = sheet.sheet.at(place[1], row) if (row, place[1]) in sheet.sheet.codes else NOTHING
    if same_answer(field, frozen.answer, one.coded.answer):
        return
    decided = next(iter(one.decisions.values()), None)
    yield Lesson(
        field.id,
        field.label,
        matter.number,
        matter.row_name(place[0]),
        answer_words(field, frozen.answer),
        _holds(matter, field, place, one),
        one.how.value,
        one.coded.reason,
        "" if decided is None else CAUSES.get(decided.cause, ""),
    )


def _holds(matter: Matter, field: Field, place: Place, one: Settled) -> str:
    if field.id == matter.codebook.row_name and not one.coded.answered:
        return "left out"
    return answer_words(field, one.coded.answer)


def as_text(one: Feedback) -> str:
    """The feedback as a page of plain text, which is Markdown as well."""
    share = f"{len(one.lessons)} of {one.compared} codes differ from what holds now"
    lines = [f"# Feedback for {one.person}", "", share + ("." if one.lessons else ": nothing to tell.")]
    field = ""
    for each in one.lessons:
        if each.field != field:
            field = each.field
            lines += ["", f"## {_plain(each.field_label)} ({each.field})", ""]
        where = each.number + (f" [{_plain(each.row_name)}]" if each.row_name else "")
        why = "".join((f": {_plain(each.why)}" if each.why else "", f" [{each.cause}]" if each.cause else ""))
        lines.append(f"- {where}: you said {_plain(each.said)}; it is {_plain(each.holds)} ({each.how}){why}")
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A title or quote stays on its line and is no markup."""
    return "".join(f"\\{one}" if one in "\\`*_[]<>#|" else one for one in one_line(text))

"""What is missing or doubtful on a sheet, by the demands that fields declare and the codebook's checks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twofold.codebook.conditions import asked, holds
from twofold.codebook.entries import out_of_range, why_impossible
from twofold.codebook.judging import overall_unlike_worst
from twofold.codebook.model import Codebook, EvidenceDemand, Field, Level
from twofold.codebook.telling import rows_alike
from twofold.values.answers import Answer, Chosen, OffScale, Value, is_on_scale
from twofold.values.coded import NOTHING, Coded, Place, Sheet


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``check`` is the id of a declared check, or one of ``naming.RESERVED_CHECKS``.

    The message never holds anything of the study, so it may stand in a list that others see.
    """

    level: Level
    place: Place
    message: str
    check: str


class Demands:
    """What the fields of a codebook demand of their codes, kept from one sheet to the next.

    A key changes one code of a hundred, and the form asks for all findings before it draws that.
    """

    def __init__(self, codebook: Codebook) -> None:
        self.codebook = codebook
        self._kept: dict[Place, tuple[Coded, tuple[tuple[Level, str, str], ...]]] = {}

    def at(self, place: Place, coded: Coded) -> tuple[tuple[Level, str, str], ...]:
        """What the field at ``place`` demands of ``coded``: level, check and message of each."""
        kept = self._kept.get(place)
        if kept is None or kept[0] is not coded:
            kept = self._kept[place] = (coded, tuple(_demands(self.codebook.by_id[place[1]], coded)))
        return kept[1]


def findings(
    codebook: Codebook, sheet: Sheet, places: Sequence[Place] | None = None, demands: Demands | None = None
) -> tuple[Finding, ...]:
    """The findings on the fields that are asked, in the form's order; at a field its demands come first.

    ``places`` is what ``asked`` gave, and ``demands`` are those of the same codebook, where the caller has them.
    """
    places = asked(codebook, sheet) if places is None else places
    demands = demands or Demands(codebook)
    known = frozenset(places)
    unlike = frozenset(overall_unlike_worst(codebook, sheet))
    alike = frozenset(rows_alike(codebook, sheet)) if len(sheet.rows) > 1 else frozenset()
    found: list[Finding] = []
    for place in places:
        row, field_id = place
        wanted = demands.at(place, sheet.codes.get(place, NOTHING))
        found += [Finding(level, place, say, check) for level, check, say in wanted]
        if row in alike and field_id == codebook.row_name:
            found.append(Finding(Level.WARN, place, _SAME_NAME, "same_name"))
        if place in unlike:
            found.append(Finding(Level.WARN, place, _NOT_THE_WORST, "overall"))
        found += [
            Finding(check.level, place, check.say, check.id)
            for check in codebook.checks_at.get(field_id, ())
            if holds(check.when, codebook, sheet, row, known)
        ]
    return tuple(found)


def owed(field: Field, coded: Coded) -> tuple[str, ...]:
    """What an answer still has to bring: some of ``note``, ``quote``, ``place``, ``looked``, ``reason``.

    The form asks this after each choice, to know whether to stay at the field.
    """
    return tuple(check for _, check, _ in _demands(field, coded) if check in _OWED)


def needs_reason(field: Field, answer: Answer) -> bool:
    """Whether the codebook wants a reason with ``answer``; *unclear* is a judgement and counts as one."""
    if field.reason and (is_on_scale(answer) or answer is OffScale.UNCLEAR):
        return True
    match answer:
        case Value(text):
            chosen = frozenset([text])
        case Chosen(options):
            chosen = options
        case _:
            return False
    return any(option.reason for option in field.options if option.id in chosen)


_NOT_THE_WORST = "The rule of this instrument takes the worst domain, and that says otherwise. Say why in a note (n)."
_SAME_NAME = "Two of your rows bear this name. Tell them apart (measure, domain, time), or remove one (D)."
_OWED = frozenset(["note", "quote", "place", "looked", "reason"])


def _demands(field: Field, coded: Coded) -> Iterator[tuple[Level, str, str]]:
    answer = coded.answer
    if not coded.answered:
        if field.required:
            yield Level.BLOCK, "required", "Required and still blank. Answer it, or press r, u or x."
        return
    impossible = why_impossible(field, answer)
    if impossible:
        yield Level.BLOCK, "impossible", f"{impossible} Answer it again."
    elif problem := out_of_range(field, answer):
        yield Level.BLOCK, "range", problem
    if answer is OffScale.NOT_APPLICABLE and field.required and not coded.note.strip():
        yield Level.BLOCK, "note", "Required, so 'not applicable' needs a note (n) that says why."
    if is_on_scale(answer):
        if field.evidence is EvidenceDemand.QUOTE and not coded.evidence.quote.strip():
            yield Level.BLOCK, "quote", "Add the passage that shows it, word for word (e)."
        if field.evidence is EvidenceDemand.PLACE and not coded.evidence.place.strip():
            yield Level.WARN, "place", "Say where it stands: report and page (e)."
    if answer is OffScale.NOT_REPORTED and field.primary and not coded.evidence.place.strip():
        yield (
            Level.WARN,
            "looked",
            "Say where you looked (e): abstract, methods, whole paper or supplements.",
        )
    if needs_reason(field, answer) and not coded.reason.strip():
        yield Level.BLOCK, "reason", "Give a short reason for this judgement."

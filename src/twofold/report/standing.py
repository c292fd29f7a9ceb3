"""The part on the consensus: which answers hold, study by study for the primary items, and counted for every field."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from twofold.agreement.wording import percent, plural
from twofold.codebook.model import Field, FieldType, Section, Unit
from twofold.reconcile.wording import answer_words
from twofold.record.consensus import Consensus
from twofold.report.blocks import Block, Part, Words, clean, table
from twofold.report.found import Found, StudyFound
from twofold.values.answers import Answer, Blank, Chosen, OffScale, Value
from twofold.values.coded import Place

_OPEN = "open"
_NUMBERS = (FieldType.INTEGER, FieldType.NUMBER)


def the_consensus(found: Found) -> Part:
    """What holds. Studies that were excluded while they were coded are not in it."""
    studies = [one for one in found.opened if not one.excluded]
    if not studies:
        why = "Every study that is open was excluded" if found.opened else "No study is open for comparison"
        return Part("consensus", "Consensus", (Words(f"{why}, so no answer holds{'' if found.opened else ' yet'}."),))
    alone = [one for one in studies if one.compared is not None and one.compared.alone]
    blocks: list[Block] = [
        Words(
            "An answer holds where all coders gave it, or where it was decided. What is open is left out of every"
            " count, and said beside it. Shares are of those in which the field is asked and an answer holds; of a"
            " field that takes several options they may add up to more than all."
        )
    ]
    if alone:
        blocks.append(
            Words(
                f"{len(alone)} of {plural(len(studies), 'study')}, marked with *, {_how_alone(alone)}:"
                " what that person submitted stands, and nobody checked it.",
                "caution",
            )
        )
    blocks += _by_study(found, studies)
    parts = [part for one in found.codebook.sections if (part := _section(one, studies)).blocks]
    return Part("consensus", "Consensus", tuple(blocks), tuple(parts))


def _how_alone(studies: Sequence[StudyFound]) -> str:
    if any(one.besides for one in studies):
        return f"{'rests' if len(studies) == 1 else 'rest'} on the sheet of one person alone"
    return f"{'was' if len(studies) == 1 else 'were'} coded by one person alone"


def _by_study(found: Found, studies: Sequence[StudyFound]) -> tuple[Block, ...]:
    fields = [one for one in found.codebook.study_fields if one.primary]
    rows = []
    for one in studies:
        made = one.consensus
        assert made is not None
        assert one.compared is not None
        mark = "*" if one.compared.alone else ""
        answers = [_at(made, (None, each.id), each) for each in fields]
        coders = ", ".join(one.compared.people)
        rows.append((f"{one.planned.number}{mark} {one.planned.label}", coders, *answers, str(len(made.open))))
    heads = ("Study", "Coded by", *(one.id for one in fields), "Places open")
    return table("The primary items, study by study", heads, rows, (len(heads) - 1,))


def _at(made: Consensus, place: Place, field: Field) -> str:
    if place not in frozenset(made.wanted):
        return "not asked"
    if place in made.open:
        return _OPEN
    return answer_words(field, made.sheet.at(field.id, place[0]).answer)


def _section(section: Section, studies: Sequence[StudyFound]) -> Part:
    rows = [row for field in section.fields for row in _counted(field, studies)]
    unit = "outcome rows" if section.unit is Unit.ROW else "studies"
    title = clean(section.title)
    heads = ("Field", "Answer", unit.capitalize(), "Share", "Which" if section.unit is Unit.STUDY else "In studies")
    return Part(f"consensus-{section.id}", title, table(f"{title}: {unit} by answer", heads, rows, (2, 3)))


def _counted(field: Field, studies: Sequence[StudyFound]) -> Iterator[tuple[str, ...]]:
    """A line for each answer: how many have it, of those in which the field is asked and settled, and which studies."""
    given: list[tuple[str, Answer]] = []
    waiting: list[str] = []
    for one in studies:
        made = one.consensus
        if made is None:
            continue
        open_places = frozenset(made.open)
        for place in dict.fromkeys((*made.wanted, *made.open)):
            if place[1] == field.id and place in open_places:
                waiting.append(one.planned.number)
            elif place[1] == field.id:
                given.append((one.planned.number, made.sheet.at(field.id, place[0]).answer))
    head = field.id
    for words, numbers in (*_lines(field, given).items(), *(((_OPEN, waiting),) if waiting else ())):
        # What is open has no share: it is none of the answers that hold.
        share = percent(len(numbers) / len(given)) if words != _OPEN and given else ""
        yield head, words, str(len(numbers)), share, ", ".join(dict.fromkeys(numbers))


def _lines(field: Field, given: Sequence[tuple[str, Answer]]) -> Mapping[str, list[str]]:
    made: dict[str, list[str]] = {}
    if field.options:
        for option in field.options:
            numbers = [number for number, answer in given if _has(answer, option.id)]
            if numbers:
                made[option.label] = numbers
        if none := [number for number, answer in given if isinstance(answer, Chosen) and not answer.options]:
            made["none of these"] = none
    else:
        valued = [(number, answer.text) for number, answer in given if isinstance(answer, Value)]
        if valued:
            made[_spread(field, [text for _, text in valued])] = [number for number, _ in valued]
    for off in OffScale:
        if numbers := [number for number, answer in given if answer is off]:
            made[off.words] = numbers
    if blank := [number for number, answer in given if isinstance(answer, Blank)]:
        made["left blank"] = blank
    return made


def _has(answer: Answer, option: str) -> bool:
    match answer:
        case Value(text):
            return text == option
        case Chosen(options):
            return option in options
        case _:
            return False


def _spread(field: Field, texts: Sequence[str]) -> str:
    if field.type not in _NUMBERS:
        return "answered in words"
    numbers = sorted(float(one) for one in texts if _is_number(one))
    ticked = len(texts) - len(numbers)
    more = f"; {ticked} in words" if ticked else ""
    if not numbers:
        return f"answered{more}"
    return f"from {numbers[0]:g} to {numbers[-1]:g}, median {median(numbers):g}{more}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True

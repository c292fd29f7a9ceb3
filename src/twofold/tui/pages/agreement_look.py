"""Where to look first: fields to reword, answers that are confused, studies that split the coders, and the course."""

from collections.abc import Iterator, Mapping, Sequence

from twofold.agreement import Drift, Intervals, Method
from twofold.agreement.coding_order import UNLIKELY
from twofold.agreement.wording import decimal, many, percent, plural
from twofold.comparison.crossing import crossings, spelled_words
from twofold.comparison.explaining import over_time
from twofold.comparison.gathering import Gathered
from twofold.comparison.readings import SMALL, Reading, splitting, to_reword
from twofold.comparison.released import Compared
from twofold.record.disagreements import Disagreement
from twofold.tui.form.drawn import cut, fitted, line, paragraph, spread
from twofold.tui.form.words import answer_words
from twofold.tui.pages.agreement_units import BehindFigures, row_words
from twofold.tui.pages.asks import Ask, ShowAgreement
from twofold.tui.pages.interval_line import Axis
from twofold.tui.pages.page import MARGIN, Keys
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_ANALYTIC = Intervals(Method.ANALYTIC)
_MOST = 8
_NUMBER = 7
_SPAN = 18
_SHARE = 7


class LookPage(BehindFigures):
    """The state of the page: four lists, each with the worst in front. Every line leads to its studies."""

    widest = 130

    def __init__(self, found: Gathered, readings: Mapping[str, Reading], keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.found = found
        self.readings = readings
        self.lines: dict[str, tuple[str, str]] = {}
        self.asks: dict[str, ShowAgreement] = {}
        self.lists: list[tuple[str, str, list[str]]] = []
        self._list(
            f"Fields to reword (those with n under {SMALL} last)", "Nobody differs on any field.", self._fields()
        )
        self._list("Answers that are confused", "No pair of answers differs.", self._pairs())
        self._list("Studies that split the coders", "No study has a disagreement.", self._studies())
        self._list(
            "The course of the coding",
            "Nothing to see: fewer than 12 units of a field, or all submitted at one time.",
            self._courses(),
        )

    def _list(self, heading: str, none: str, made: Iterator[tuple[str, str, ShowAgreement]]) -> None:
        targets = []
        for words, figure, ask in made:
            target = f"line:{len(self.lines)}"
            self.lines[target], self.asks[target] = (words, figure), ask
            targets.append(target)
        self.lists.append((heading, none, targets))

    def _fields(self) -> Iterator[tuple[str, str, ShowAgreement]]:
        for one in to_reword(list(self.readings.values()))[:_MOST]:
            yield one.field.label, f"{percent(one.differing)} of {one.figures.n} differ", ShowAgreement(one.field.id)

    def _pairs(self) -> Iterator[tuple[str, str, ShowAgreement]]:
        every = [
            (len(units), one, crossed, answers)
            for one in self.readings.values()
            for crossed in crossings(one.coded)
            for answers, units in crossed.differing
        ]
        for count, one, crossed, answers in sorted(every, key=lambda each: -each[0])[:_MOST]:
            first, second = (spelled_words(one.field, answer) for answer in answers)
            who = f"   {' / '.join(crossed.coders)}" if len(self.found.people) > 2 else ""
            yield (
                f"{first}  /  {second}{who}   in: {one.field.label}",
                f"{count} {_noun(one, count)}",
                ShowAgreement(one.field.id, answers, people=crossed.coders),
            )

    def _studies(self) -> Iterator[tuple[str, str, ShowAgreement]]:
        for key, count in splitting(self.found.disagreements)[:_MOST]:
            one = self.found.study(key)
            yield f"{one.number}  {one.label}", plural(count, "disagreement"), ShowAgreement(study=key)

    def _courses(self) -> Iterator[tuple[str, str, ShowAgreement]]:
        courses = [(one, over_time(self.found, one.coded, _ANALYTIC)) for one in self.readings.values()]
        told = [(one, each) for one, each in courses if each is not None and each.trend.p is not None]
        for one, course in sorted(told, key=lambda each: each[1].trend.p or 0.0)[:_MOST]:
            yield one.field.label, course_words(course), ShowAgreement(one.field.id, drift=True)

    @property
    def hints(self) -> Sequence[str]:
        """Look into a line, back."""
        return ("agreement.go", "agreement.down", "agreement.up", "agreement.help", "agreement.back")

    def targets(self) -> Sequence[str]:
        """Every line of the four lists."""
        return list(self.lines)

    def _go(self) -> Ask | None:
        return self.asks.get(self.at)

    def drawn(self, width: int) -> Sequence[Seen]:
        """The four lists."""
        made = [Seen(), Seen(line(_PAD, ("Where to look first", "head")))]
        for heading, none, targets in self.lists:
            made += [Seen(), Seen(line(_PAD, (cut(heading, width - MARGIN), "strong")))]
            if not targets:
                made += [Seen(one) for one in paragraph(none, "dim", MARGIN, width)]
            for target in targets:
                words, figure = self.lines[target]
                room = width - MARGIN - len(figure) - 3
                made.append(Seen(spread([_PAD, (cut(words, room), "label")], [(f"{figure} ", "text")], width), target))
        return made


def course_words(course: Drift) -> str:
    """Which way disagreement went, in a word or two."""
    if course.trend.p is None or course.trend.statistic is None:
        return "nothing to see"
    if course.trend.p >= UNLIKELY:
        return "no sign of drift"
    return "disagreement grew" if course.trend.statistic > 0 else "disagreement faded"


def _noun(one: Reading, count: int) -> str:
    unit = one.coded.codes.unit
    return unit if count == 1 else many(unit)


class StudyPage(BehindFigures):
    """What the coders of one study differ on."""

    def __init__(self, found: Gathered, study: Compared, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.found = found
        self.study = study
        differing = [one for one in found.disagreements[study.study] if one.field in found.codebook.by_id]
        self.differing: dict[str, Disagreement] = {f"apart:{number}": one for number, one in enumerate(differing)}

    @property
    def hints(self) -> Sequence[str]:
        """Look at what both gave, back."""
        return ("agreement.go", "agreement.down", "agreement.up", "agreement.help", "agreement.back")

    def targets(self) -> Sequence[str]:
        """The disagreements."""
        return list(self.differing)

    def _go(self) -> Ask | None:
        one = self.differing.get(self.at)
        return None if one is None else ShowAgreement(one.field, unit=(self.study.study, one.row))

    def drawn(self, width: int) -> Sequence[Seen]:
        """Each field with its kind of disagreement and the answers."""
        one = self.study
        lines = [Seen(), Seen(line(_PAD, (fitted(one.number, _NUMBER), "head"), (cut(one.label, width - 12), "head")))]
        lines.append(Seen())
        for target, apart in self.differing.items():
            field = self.found.codebook.by_id[apart.field]
            row = "" if apart.row is None else f"{row_words(self.found, one, apart.row)}: "
            kind = f"{apart.kind.words} "
            label = cut(f"{row}{field.label}", width - MARGIN - len(kind) - 2)
            lines.append(Seen(spread([_PAD, (label, "label")], [(kind, "dim")], width), target))
            gave = [
                f"{person}: {answer_words(field, coded.answer) or 'left blank'}"
                for person, coded in sorted(apart.coded.items())
            ]
            lines += [Seen(each, target) for each in paragraph("; ".join(gave), "answer", MARGIN + 2, width, most=2)]
        return lines


class CoursePage(BehindFigures):
    """Agreement on a field over the order in which its studies were submitted, stretch by stretch."""

    def __init__(self, found: Gathered, reading: Reading, course: Drift, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.found = found
        self.reading = reading
        self.course = course

    @property
    def hints(self) -> Sequence[str]:
        """Look at the studies of a stretch, back."""
        return ("agreement.go", "agreement.down", "agreement.up", "agreement.help", "agreement.back")

    def targets(self) -> Sequence[str]:
        """The stretches."""
        return [f"window:{number}" for number in range(len(self.course.windows))]

    def _go(self) -> Ask | None:
        number = self.at.partition(":")[2]
        return ShowAgreement(self.reading.field.id, drift=True, window=int(number)) if number else None

    def units(self, number: int) -> tuple[tuple[str, str | None], ...]:
        """The units of a stretch, in the order of their submission."""
        window = self.course.windows[number]
        return tuple(self.reading.coded.where[one] for one in self.course.order[window.first : window.last + 1])

    def drawn(self, width: int) -> Sequence[Seen]:
        """What came of it, the halves, and raw agreement in every stretch."""
        course = self.course
        lines = [Seen(), *(Seen(one) for one in paragraph(self.reading.field.label, "head", MARGIN, width))]
        lines += [Seen(one) for one in paragraph(course.sentence, "text", MARGIN, width)]
        halves = [course.first_half.estimate, course.second_half.estimate, course.change.estimate]
        if None not in halves:
            first, second, change = (decimal(one) for one in halves if one is not None)
            limits = course.change.interval
            reach = "" if limits is None else f", 95 % {decimal(limits.low)} to {decimal(limits.high)}"
            said = f"AC1 {first} in the first half, {second} in the second; the difference is {change}{reach}."
            lines += [Seen(one) for one in paragraph(said, "help", MARGIN, width)]
        axis = Axis(0.0, max(12, width - MARGIN - _SPAN - _SHARE - 3))
        lines += [
            Seen(),
            Seen(
                line(
                    _PAD,
                    (fitted("In submission order", _SPAN), "strong"),
                    (f"{'raw':>{_SHARE}}  ", "dim"),
                    (axis.scale, "dim"),
                )
            ),
        ]
        for number, window in enumerate(course.windows):
            units = self.units(number)
            ends = [self.found.study(study).number for study, _ in (units[0], units[-1])]
            drawn = axis.between(window.low, window.agreement, window.high)
            lines.append(
                Seen(
                    line(
                        _PAD,
                        (fitted(f"{ends[0]} to {ends[1]}", _SPAN), "label"),
                        (f"{percent(window.agreement):>{_SHARE}}  ", "answer"),
                        (drawn, "text"),
                    ),
                    f"window:{number}",
                )
            )
        return lines

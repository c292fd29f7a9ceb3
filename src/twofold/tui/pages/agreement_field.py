"""The page of one field: its figures, what lies behind them, and which answers met which."""

from collections.abc import Iterator, Mapping, Sequence

from twofold.agreement import Figure, Intervals, Method
from twofold.agreement.wording import decimal, percent, plural
from twofold.comparison.crossing import Crossing, Where, crossings, spelled_words
from twofold.comparison.explaining import each_answer, each_option, explanations
from twofold.comparison.gathering import Gathered
from twofold.comparison.readings import Reading, answer_words
from twofold.comparison.what_if import Supposed, suppose_one
from twofold.tui.actions import Action
from twofold.tui.actions import Where as Place
from twofold.tui.form.drawn import cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask, ShowAgreement
from twofold.tui.pages.interval_line import axis_for
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_ANALYTIC = Intervals(Method.ANALYTIC)
_VALUE = 7
_COUNT = 6
_N = 5
_MOST_COLUMNS = 9
_SIDE = 20
_SHARES = ("percent", "all_percent", "codable_percent", "adjacent", "within")


class FieldPage(LinedPage):
    """The state of the page. What the cursor stands on is a pair of answers."""

    where = Place.AGREEMENT

    def __init__(self, found: Gathered, reading: Reading, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.reading = reading
        self._every = crossings(reading.coded)
        self._turn = 0
        self._supposed: Supposed | None = None
        self._explained = explanations(found, reading, _ANALYTIC)
        self._each = [
            *(
                (answer_words(reading.field, one.category), one.agreement)
                for one in each_answer(reading.coded, _ANALYTIC)
            ),
            *((answer_words(reading.field, one.option), one.chosen) for one in each_option(reading)),
        ]

    @property
    def crossed(self) -> Crossing | None:
        """The two coders whose answers are shown."""
        return self._every[self._turn] if self._every else None

    @property
    def pairs(self) -> Mapping[str, tuple[tuple[str, str], tuple[Where, ...]]]:
        """The pairs of their answers with the units, those that differ first, by the name of their line."""
        one = self.crossed
        return (
            {} if one is None else {f"pair:{number}": each for number, each in enumerate((*one.differing, *one.same))}
        )

    @property
    def hints(self) -> Sequence[str]:
        """Look at the studies, suppose, back."""
        return ("agreement.go", "agreement.suppose", "agreement.down", "agreement.help", "agreement.back")

    def targets(self) -> Sequence[str]:
        """The pairs of answers, those that differ first."""
        return list(self.pairs)

    def act(self, action: Action) -> Ask | None:
        """Look at the studies behind a pair of answers, or go back."""
        match action.id:
            case "agreement.go":
                people = () if self.crossed is None else self.crossed.coders
                return ShowAgreement(self.reading.field.id, self.pairs[self.at][0], people=people) if self.at else None
            case "agreement.pair" if len(self._every) > 1:
                self._turn = (self._turn + 1) % len(self._every)
                self.at, self.top = "", 0
            case "agreement.suppose":
                self._suppose()
            case "agreement.first":
                self.at, self.top = "", 0
            case "agreement.help":
                return "help"
            case "agreement.back":
                return "back"
            case _:
                self.said = "That is for the page of all fields."
        return None

    def _suppose(self) -> None:
        pair = self.pairs[self.at][0] if self.at else ("", "")
        # One field is drawn in a moment, and only like intervals can be held beside each other.
        self._supposed = suppose_one(self.reading.coded, pair, Intervals())
        if self._supposed is not None:
            self.show_top()
        else:
            self.said = "Mark two options that differ; sets and numbers cannot be merged."

    def drawn(self, width: int) -> Sequence[Seen]:
        """The whole page: first what differs, for that is what one comes for."""
        one = self.reading
        lines = [Seen(), *(Seen(part) for part in paragraph(one.field.label, "head", MARGIN, width))]
        lines += [Seen(part) for part in paragraph(one.sentence, "text", MARGIN, width)]
        below = len(lines)
        if self._supposed is not None:
            lines += self._beside(self._supposed, width)
        if self.crossed is not None:
            lines += [Seen(), *self._table(self.crossed, width), *self._pairs(self.crossed, width)]
        for sentence in (*self._explained, *one.figures.notes):
            lines += [Seen(), *(Seen(part) for part in paragraph(sentence, "help", MARGIN, width))]
        lines += [Seen(), *self._figures("Figures", [(each.name, each) for each in one.figures.figures], width)]
        if self._each:
            lines += [Seen(), *self._figures("Agreement on each answer", self._each, width)]
        if len(lines) >= self._height:
            told = f"All figures stand below; {self.key('agreement.ten_down')} goes there."
            lines[below:below] = [Seen(part) for part in paragraph(told, "dim", MARGIN, width)]
        return lines

    def _beside(self, one: Supposed, width: int) -> Iterator[Seen]:
        """The figures as they are beside what they would be."""
        name = max(12, min(40, width - MARGIN - 2 * _SIDE))
        yield Seen()
        yield from (Seen(part) for part in paragraph(f"What if: {one.words}", "strong", MARGIN, width))
        yield Seen(line(_PAD, (" " * name, "text"), (fitted("now", _SIDE), "dim"), (fitted("then", _SIDE), "dim")))
        agreed = [f"{each.agreed} of {each.figures.n}" for each in (one.before, one.after)]
        for words, now, then in [
            ("agreed", *agreed),
            *((words, _with_limits(now), _with_limits(then)) for words, now, then in one.figures),
        ]:
            yield Seen(
                line(
                    _PAD,
                    (fitted(words, name - 2), "label"),
                    ("  ", "text"),
                    (fitted(now, _SIDE), "text"),
                    (fitted(then, _SIDE), "answer"),
                )
            )
        told = f"{one.caution} Nothing was written.".strip()
        yield from (Seen(part) for part in paragraph(told, "help", MARGIN, width))

    def _table(self, crossed: Crossing, width: int) -> Iterator[Seen]:
        """The counts, where they fit; the answers are numbered, since their labels would not."""
        answers = list(enumerate(crossed.answers, 1))
        unused = 0
        if len(answers) > _MOST_COLUMNS:
            # The levels keep the numbers that they have on the whole scale.
            used = {answer for pair in crossed.cells for answer in pair}
            answers, unused = [one for one in answers if one[1] in used], len(answers) - len(used)
        name = max(10, width - MARGIN - (len(answers) + 1) * _COUNT)
        if len(answers) > _MOST_COLUMNS or name < 16 or self.reading.figures.kind.value in ("set", "number"):
            return
        name = min(name, 40)
        first, second = crossed.coders
        heads = "".join(f"{number:>{_COUNT}}" for number, _ in answers)
        yield Seen(line(_PAD, (fitted(f"{first} down, {second} across", name), "head"), (heads, "dim")))
        for number, mine in answers:
            row = [(at, len(crossed.cells.get((mine, theirs), ()))) for at, theirs in answers]
            label = fitted(f"{number} {spelled_words(self.reading.field, mine)}", name)
            counts = [
                (f"{count or '·':>{_COUNT}}", "answer" if at == number and count else "text" if count else "dim")
                for at, count in row
            ]
            yield Seen(line(_PAD, (label, "label"), *counts))
        if unused:
            told = f"{plural(unused, 'level')} that neither used left out."
            yield from (Seen(part) for part in paragraph(told, "dim", MARGIN, width))
        yield Seen()

    def _pairs(self, crossed: Crossing, width: int) -> Iterator[Seen]:
        first, second = crossed.coders
        more = f"   {self._turn + 1} of {len(self._every)} pairs of coders, p: the next" if len(self._every) > 1 else ""
        heading = f"{first} ≠ {second}" if crossed.differing else f"{first} and {second} never differ"
        yield Seen(line(_PAD, (heading, "head"), (more, "dim")))
        for target, ((mine, theirs), units) in self.pairs.items():
            if (mine, theirs) == next((pair for pair, _ in crossed.same), None):
                yield Seen(line(_PAD, ("The same", "head")))
            words = spelled_words(self.reading.field, mine)
            pair = f"= {words}" if mine == theirs else f"≠ {words}  /  {spelled_words(self.reading.field, theirs)}"
            count = f"{len(units)} "
            room = width - MARGIN - len(count) - 2
            yield Seen(spread([_PAD, (cut(pair, room), "label")], [(count, "answer")], width), target)

    def _figures(self, heading: str, figures: Sequence[tuple[str, Figure]], width: int) -> Iterator[Seen]:
        name = max(12, min(44, (width - MARGIN - _N - _VALUE) // 2))
        axis = axis_for((one for _, one in figures), max(8, width - MARGIN - name - _N - _VALUE - 3))
        heads = f"{'n':>{_N}}{'':{_VALUE + 2}}"
        yield Seen(line(_PAD, (fitted(heading, name), "head"), (heads, "dim"), (axis.scale, "dim")))
        for words, one in figures:
            value = (
                "" if one.estimate is None else percent(one.estimate) if one.key in _SHARES else decimal(one.estimate)
            )
            yield Seen(
                line(
                    _PAD,
                    (fitted(words, name), "label"),
                    (f"{one.n:>{_N}}", "dim"),
                    (f"{value:>{_VALUE}}  ", "answer"),
                    (axis.drawn(one), "text"),
                )
            )
            if one.why:
                yield from (Seen(part) for part in paragraph(one.why, "dim", MARGIN + 2, width))


def _with_limits(one: Figure) -> str:
    if one.estimate is None:
        return "undefined"
    limits = "" if one.interval is None else f"  {decimal(one.interval.low)} to {decimal(one.interval.high)}"
    return f"{decimal(one.estimate)}{limits}"

"""The pages behind a pair of answers: its studies, and what each coder gave there with its evidence."""

from collections.abc import Iterator, Sequence

from twofold.codebook.model import Field
from twofold.comparison.crossing import Crossing, spelled_words
from twofold.comparison.gathering import Gathered
from twofold.comparison.readings import Reading
from twofold.comparison.released import Compared
from twofold.record.frozen import Frozen
from twofold.review.views import Report
from twofold.tui.actions import Action, Where
from twofold.tui.form.drawn import cut, fitted, line, paragraph, spread
from twofold.tui.form.words import answer_words, place_words, row_name
from twofold.tui.pages.asks import Ask, ShowAgreement, ShowRows
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_NUMBER = 7
_NAME = 14


class BehindFigures(LinedPage):
    """What these pages have in common: their place, and the keys to go on and back."""

    where = Where.AGREEMENT

    def act(self, action: Action) -> Ask | None:
        """Go on, or back."""
        match action.id:
            case "agreement.go":
                return self._go()
            case "agreement.rows":
                return ShowRows(self._study) if self._study else None
            case "agreement.first":
                self.at, self.top = "", 0
            case "agreement.help":
                return "help"
            case "agreement.back":
                return "back"
            case _:
                self.said = "That is for the page of all fields."
        return None

    def _go(self) -> Ask | None:
        return None

    @property
    def _study(self) -> str:
        """The key of the study that the page, or the line under the cursor, is about."""
        return ""


class UnitsPage(BehindFigures):
    """The studies, or outcome rows, behind a figure of a field. ``heads`` say which they are, each a name and words."""

    def __init__(
        self,
        found: Gathered,
        reading: Reading,
        heads: Sequence[tuple[str, str]],
        units: Sequence[tuple[str, str | None]],
        keys: Keys | None = None,
    ) -> None:
        super().__init__(keys)
        self.found = found
        self.reading = reading
        self.heads = tuple(heads)
        self.units = {f"unit:{number}": one for number, one in enumerate(units)}

    @property
    def hints(self) -> Sequence[str]:
        """Look at what both gave, back."""
        return ("agreement.go", "agreement.rows", "agreement.down", "agreement.help", "agreement.back")

    def targets(self) -> Sequence[str]:
        """The studies."""
        return list(self.units)

    def _go(self) -> Ask | None:
        return ShowAgreement(self.reading.field.id, unit=self.units[self.at]) if self.at else None

    @property
    def _study(self) -> str:
        return self.units[self.at][0] if self.at else ""

    def drawn(self, width: int) -> Sequence[Seen]:
        """Which they are, and where."""
        lines = [Seen(), *(Seen(one) for one in paragraph(self.reading.field.label, "head", MARGIN, width))]
        for name, words in self.heads:
            lines.append(Seen(line(_PAD, (fitted(name, _NAME), "dim"), (cut(words, width - 20), "answer"))))
        lines.append(Seen())
        for target, (study, row) in self.units.items():
            one = self.found.study(study)
            name = one.label if row is None else f"{one.label}: {row_words(self.found, one, row)}"
            lines.append(
                Seen(
                    line(
                        _PAD,
                        (fitted(one.number, _NUMBER), "label"),
                        (cut(name, width - MARGIN - _NUMBER), "label"),
                    ),
                    target,
                )
            )
        return lines


def pair_page(
    found: Gathered, reading: Reading, crossed: Crossing, answers: tuple[str, str], keys: Keys | None = None
) -> UnitsPage:
    """The units to which two coders gave this pair of answers."""
    words = [spelled_words(reading.field, one) for one in answers]
    return UnitsPage(
        found, reading, list(zip(crossed.coders, words, strict=True)), crossed.cells.get(answers, ()), keys
    )


class CodesPage(BehindFigures):
    """What each coder gave to one field of one study, word for word, as submitted."""

    def __init__(
        self,
        found: Gathered,
        field: Field,
        unit: tuple[str, str | None],
        reports: Sequence[Report] = (),
        keys: Keys | None = None,
    ) -> None:
        super().__init__(keys)
        self.found = found
        self.field = field
        self.study, self.row = found.study(unit[0]), unit[1]
        self.reports = tuple(reports)

    @property
    def hints(self) -> Sequence[str]:
        """Scroll, or go back."""
        return ("agreement.down", "agreement.rows", "agreement.help", "agreement.back")

    def targets(self) -> Sequence[str]:
        """Nothing to choose here."""
        return ()

    @property
    def _study(self) -> str:
        return self.study.study

    def drawn(self, width: int) -> Sequence[Seen]:
        """The codes of all coders, one below the other."""
        one = self.study
        lines = [Seen(), Seen(line(_PAD, (fitted(one.number, _NUMBER), "head"), (cut(one.label, width - 12), "head")))]
        if self.row is not None:
            lines += [Seen(part) for part in paragraph(row_words(self.found, one, self.row), "row", MARGIN, width)]
        lines += [Seen(part) for part in paragraph(self.field.label, "strong", MARGIN, width)]
        for sheet, at in zip(one.sheets, one.submitted, strict=True):
            lines += [Seen(), *self._code(sheet, at, width)]
        return lines

    def _code(self, sheet: Frozen, at: str, width: int) -> Iterator[Seen]:
        yield Seen(spread([_PAD, (cut(sheet.person, 40), "head")], [(f"submitted {at[:10]} ", "dim")], width))
        row = _row_of(self.study, self.row, sheet.person)
        if self.row is not None and row is None:
            yield Seen(line(_PAD, ("  did not list this row", "dim")))
            return
        place = (row, self.field.id)
        coded = sheet.sheet.at(place[1], place[0])
        if place not in sheet.asked:
            yield Seen(line(_PAD, ("  not asked, by a rule", "dim")))
            return
        words = answer_words(self.field, coded.answer) or "left blank"
        yield from (Seen(one) for one in paragraph(words, "answer", MARGIN + 2, width))
        where = place_words(coded.evidence, self.reports)
        quote = f"“{coded.evidence.quote}”" if coded.evidence.quote else ""
        beside = (
            (" ".join(part for part in (where, quote) if part), "text"),
            (f"because: {coded.reason}" if coded.reason else "", "text"),
            (f"note: {coded.note}" if coded.note else "", "help"),
            ("" if coded.confidence is None else f"confidence: {coded.confidence.value}", "dim"),
        )
        for text, ink in beside:
            if text:
                yield from (Seen(one) for one in paragraph(text, ink, MARGIN + 2, width))


def _row_of(study: Compared, match: str | None, person: str) -> str | None:
    """The person's own key of a matched row."""
    return next((one.rows.get(person) for one in study.rows if one.key == match), None)


def row_words(found: Gathered, study: Compared, match: str) -> str:
    """What the first coder who listed a matched row called it."""
    for sheet in study.sheets:
        row = _row_of(study, match, sheet.person)
        if row is not None:
            return row_name(sheet.sheet.at(found.codebook.row_name, row), "")
    return "unnamed row"

"""The pages behind a cell of the synthesis: its studies, and the coded rows of one of them with their quotes."""

from collections.abc import Iterator, Mapping, Sequence

from twofold.codebook.model import Codebook
from twofold.comparison.feeding import feeds_of
from twofold.comparison.synthesised import Source
from twofold.review.views import Report
from twofold.synthesis import OutcomeRow
from twofold.synthesis.marks import mark
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cut, fitted, line, paragraph
from twofold.tui.form.words import answer_words, place_words
from twofold.tui.pages.asks import Ask, ShowSynthesis
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.synthesis_views import cell_words
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_NUMBER = 7


class _Behind(LinedPage):
    """What these pages have in common: their place, and the way back."""

    where = Where.SYNTHESIS

    def __init__(self, source: Source, domain: str, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.source = source
        self.domain = domain

    def act(self, action: Action) -> Ask | None:
        """Go on, or back."""
        match action.id:
            case "synthesis.go":
                return self.go()
            case "synthesis.first":
                self.at, self.top = "", 0
            case "synthesis.help":
                return "help"
            case "synthesis.back":
                return "back"
            case _:
                self.said = "That is for the tables of the synthesis."
        return None

    def go(self) -> Ask | None:
        """What stands behind the line; nothing on the last page."""
        return None


class StudiesBehind(_Behind):
    """The studies behind a cell, each with the mark that it has in the domain."""

    def __init__(
        self, source: Source, domain: str, studies: Sequence[str], heading: str, keys: Keys | None = None
    ) -> None:
        super().__init__(source, domain, keys)
        known = {one.key: one for one in source.synthesis.studies}
        self.studies = {key: known[key] for key in studies if key in known}
        self.heading = heading

    @property
    def hints(self) -> Sequence[Hint]:
        """Its coded rows, back."""
        return (("synthesis.go", "coded rows"), "synthesis.down", "synthesis.up", "synthesis.help", "synthesis.back")

    def targets(self) -> Sequence[str]:
        """The studies."""
        return list(self.studies)

    def go(self) -> Ask | None:
        """The coded rows of the study."""
        return ShowSynthesis(self.source.id, self.domain, (), self.at) if self.at else None

    def drawn(self, width: int) -> Sequence[Seen]:
        """One line a study."""
        it = self.source.synthesis
        lines = [Seen(), *(Seen(one) for one in paragraph(self.heading, "head", MARGIN, width)), Seen()]
        for key, one in self.studies.items():
            cell = it.cell(key, self.domain)
            lines.append(
                Seen(
                    line(
                        _PAD,
                        (fitted(one.number, _NUMBER), "label"),
                        (fitted(mark(cell), 5), "answer"),
                        (fitted(one.label, 24) + " ", "label"),
                        (cut(cell_words(cell), width - MARGIN - _NUMBER - 30), "text"),
                    ),
                    key,
                )
            )
        return lines


class RowsBehind(_Behind):
    """The coded rows of one study in one domain, as they count, with result and quote."""

    def __init__(
        self,
        source: Source,
        domain: str,
        study: str,
        codebook: Codebook,
        reports: Sequence[Report] = (),
        keys: Keys | None = None,
    ) -> None:
        super().__init__(source, domain, keys)
        self.study = source.synthesis.study(study)
        self.codebook = codebook
        self.reports = tuple(reports)

    @property
    def hints(self) -> Sequence[str]:
        """Scroll, or go back."""
        return ("synthesis.down", "synthesis.up", "synthesis.help", "synthesis.back")

    def targets(self) -> Sequence[str]:
        """Nothing to choose here."""
        return ()

    def drawn(self, width: int) -> Sequence[Seen]:
        """The rows, one below the other: those that were combined first."""
        it = self.source.synthesis
        cell = it.cell(self.study.key, self.domain)
        lines = [
            Seen(),
            Seen(line(_PAD, (fitted(self.study.number, _NUMBER), "head"), (cut(self.study.label, width - 12), "head"))),
            Seen(
                line(_PAD, (cut(f"{it.question.domain(self.domain)}, from: {self.source.label}", width - 4), "strong"))
            ),
            *(Seen(one) for one in paragraph(cell_words(cell), "help", MARGIN, width)),
        ]
        if cell is None:
            return lines
        for words, some in (
            ("counted", cell.rows),
            ("open: not settled yet", cell.open),
            ("weaker evidence, not counted", cell.weaker),
            ("not counted, by the rules", cell.not_counted),
            ("not known whether it counts", cell.not_known),
            ("qualitative, shown and not counted", cell.qualitative),
        ):
            for one in some:
                lines += [Seen(), *self._row(one, words, width)]
        return lines

    def _row(self, row: OutcomeRow, how: str, width: int) -> Iterator[Seen]:
        sheet, fields, feeds = self.source.sheets[self.study.key], self.codebook.by_id, feeds_of(self.codebook)
        yield from (Seen(one) for one in paragraph(f"{row.name or 'unnamed row'} ({how})", "row", MARGIN, width))

        def words(name: str) -> str:
            return answer_words(fields[name], sheet.at(name, row.key).answer) if name in fields else ""

        told: Mapping[str, str] = {
            "direction": words(feeds.direction) or "not coded",
            "evidence": words(feeds.evidence),
            "result": words(feeds.result),
            "compared": words(feeds.comparison),
            "p": words(feeds.p),
            "n": words(feeds.row_n),
        }
        for name, text in told.items():
            if text:
                ink = "answer" if name == "direction" else "text"
                yield from (Seen(one) for one in paragraph(f"{name + ':':<11}{text}", ink, MARGIN + 2, width))
        evidence = sheet.at(feeds.direction, row.key).evidence
        where = place_words(evidence, self.reports)
        quote = f"“{evidence.quote}”" if evidence.quote else ""
        said = " ".join(part for part in (where, quote) if part)
        if said:
            yield from (Seen(one) for one in paragraph(said, "help", MARGIN + 2, width))

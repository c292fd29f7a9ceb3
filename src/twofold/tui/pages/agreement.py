"""The page of agreement: one line a field, the primary items first, each interval on one axis."""

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import combinations

from twofold.agreement.wording import decimal, listed, percent
from twofold.comparison.gathering import Gathered
from twofold.comparison.readings import SMALL, Reading, counted_by_kind, splitting, to_reword
from twofold.comparison.row_matches import ToMatch, row_matches
from twofold.comparison.what_if import left_without
from twofold.record.disagreements import Kind
from twofold.tui.actions import Action, Where
from twofold.tui.form.drawn import cells, cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask, ShowAgreement, ShowRows
from twofold.tui.pages.interval_line import SHORTEST, Axis, axis_for
from twofold.tui.pages.page import MARGIN, WIDEST, Keys, LinedPage
from twofold.tui.pages.window import Seen

REST = "rest"
_PAD = (" " * MARGIN, "text")
_N, _RAW, _FIGURE, _ON = 4, 7, 6, 7
_SHORTEST_AXIS, _LONGEST_AXIS = 24, 48
_ROOMY = 60
_MOST = 5
_HEADINGS = "Primary items", "The other fields"


class Ranking(Enum):
    """In what order the fields are listed; the value says it in words."""

    FORM = "as on the form"
    REWORD = "most to reword first"

    @property
    def following(self) -> "Ranking":
        """The other order."""
        return Ranking.REWORD if self is Ranking.FORM else Ranking.FORM


class AgreementPage(LinedPage):
    """The state of the page. ``waiting`` counts the fields whose drawn intervals are still to come."""

    where = Where.AGREEMENT
    widest = 130

    def __init__(
        self,
        found: Gathered,
        readings: Sequence[Reading],
        keys: Keys | None = None,
        rounds: Sequence[str] = (),
        to_match: ToMatch | None = None,
    ) -> None:
        super().__init__(keys)
        self.found = found
        self.to_match = to_match
        self.rounds = tuple(rounds)
        self.readings = {one.field.id: one for one in readings}
        self.waiting = 0
        self.ranking = Ranking.FORM
        self.unfolded = not any(one.field.primary for one in readings)
        self.dropped: list[str] = []

    @property
    def hints(self) -> Sequence[str]:
        """Look into a field, unfold, order, back."""
        return (
            "agreement.go",
            "agreement.look",
            "agreement.unfold",
            "agreement.report",
            "agreement.help",
            "agreement.back",
        )

    def take(self, reading: Reading) -> None:
        """Show this reading of its field from now on."""
        self.readings[reading.field.id] = reading

    def listed(self, *, primary: bool) -> list[Reading]:
        """The primary items, or the other fields, in the order wanted."""
        rows = [one for one in self.readings.values() if one.field.primary is primary]
        if self.ranking is Ranking.FORM:
            return rows
        first = list(to_reword(rows))
        return [*first, *(one for one in rows if one not in first)]

    def targets(self) -> Sequence[str]:
        """The primary items; then the line that unfolds the rest, or the rest."""
        primary = [one.field.id for one in self.listed(primary=True)]
        rest = [one.field.id for one in self.listed(primary=False)]
        if self.unfolded:
            return [*primary, *rest]
        return [*primary, REST] if rest else primary

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for on this page."""
        match action.id:
            case "agreement.go" if self.at == REST:
                self._unfold()
            case "agreement.go":
                return ShowAgreement(self.at) if self.at else None
            case "agreement.unfold":
                self._unfold()
            case "agreement.order":
                self.ranking = self.ranking.following
            case "agreement.round":
                if len(self.rounds) > 1:
                    here = self.rounds.index(self.found.round)
                    return ShowAgreement(round=self.rounds[(here + 1) % len(self.rounds)])
                self.said = "There is only this round."
            case "agreement.pair":
                return self._next_pair()
            case "agreement.rows":
                return self._rows_to_match()
            case "agreement.look":
                return ShowAgreement(page="look")
            case "agreement.report":
                return ShowAgreement(page="report")
            case "agreement.suppose":
                self._drop()
            case "agreement.first":
                self.at, self.top = "", 0
            case "agreement.help":
                return "help"
            case _:
                return "back"
        return None

    def _next_pair(self) -> Ask | None:
        if len(self.found.everyone) < 3:
            self.said = "There are only these two coders."
            return None
        ways = [self.found.everyone, *combinations(self.found.everyone, 2)]
        following = ways[(ways.index(self.found.people) + 1) % len(ways)]
        return ShowAgreement(round=self.found.round, people=following)

    def _rows_to_match(self) -> Ask | None:
        for study, some in self.found.disagreements.items():
            if any(one.kind is Kind.UNMATCHED_ROW for one in some):
                return ShowRows(study)
        self.said = "Every outcome row here is matched."
        return None

    def _unfold(self) -> None:
        at_rest = self.at == REST
        self.unfolded = not self.unfolded
        if at_rest:
            self.at = next((one.field.id for one in self.listed(primary=False)), "")

    def _drop(self) -> None:
        """Suppose that the marked field were not there, or that it were again."""
        if self.at not in self.readings:
            self.said = "Mark a field: what there were without it is told at the top."
        elif self.at in self.dropped:
            self.dropped.remove(self.at)
        else:
            self.dropped.append(self.at)

    def drawn(self, width: int) -> Sequence[Seen]:
        """The whole page: the table as wide as the screen, text no wider than it is well read."""
        prose = min(width, WIDEST)
        return [*self._title(width), *self._head(prose), *self._without(prose), *self._rows(width), *self._look(width)]

    def _without(self, width: int) -> Iterator[Seen]:
        """What there is beside what there were without the fields supposed away; of no other field does that change a
        figure."""
        if not self.dropped:
            return
        readings = list(self.readings.values())
        yield Seen()
        named = f"What if: without {listed(self.dropped)}"
        yield from (Seen(one) for one in paragraph(named, "strong", MARGIN, width))
        for words, gone in (("now", ()), ("then", self.dropped)):
            told = f"{words}: {left_without(self.found, readings, gone).words}"
            yield from (Seen(one) for one in paragraph(told, "answer" if gone else "text", MARGIN, width))
        yield from (Seen(one) for one in paragraph("Nothing was written; h again undoes it.", "help", MARGIN, width))

    def _title(self, width: int) -> Iterator[Seen]:
        state = f"drawing intervals, {self.waiting} to go " if self.waiting else f"{self.ranking.value} "
        yield Seen()
        yield Seen(spread([_PAD, ("Agreement", "head")], [(state, "dim")], width))

    def _head(self, width: int) -> Iterator[Seen]:
        found = self.found
        if self.to_match is not None:
            told = f"! {self.to_match.words} {self.key('agreement.rows')} matches them."
            yield from (Seen(one) for one in paragraph(told, "warn", MARGIN, width))
        counts = counted_by_kind(one for some in found.disagreements.values() for one in some)
        kinds = ", ".join(f"{count} {kind.words}" for kind, count in counts.items())
        studies = "1 study" if len(found.studies) == 1 else f"{len(found.studies):,} studies"
        among = "" if set(found.people) == set(found.everyone) else " among all coders"
        of = f", round {found.round}" if len(self.rounds) > 1 else ""
        words = f"{listed(found.people)} on {studies}{of}. {sum(counts.values())} disagreements{among}"
        yield from (
            Seen(one) for one in paragraph(f"{words}: {kinds}." if kinds else f"{words}.", "text", MARGIN, width)
        )
        for match in row_matches(found):
            yield from (Seen(one) for one in paragraph(match.words, "dim", MARGIN, width))
        for sentence in found.warnings:
            yield from (Seen(one) for one in paragraph(f"! {sentence}", "warn", MARGIN, width))

    def _rows(self, width: int) -> Iterator[Seen]:
        shown = [self.readings[one] for one in self.targets() if one != REST]
        # Where there is no room for it, the sentence under the cursor tells it.
        on = _ON if width >= _ROOMY and any(one.on for one in shown) else 0
        room = width - MARGIN - _N - 1 - _RAW - _FIGURE - on - 4
        longest = max(cells(words) for words in (*_HEADINGS, *(one.field.label for one in shown)))
        name = max(12, min(longest + 2, room - max(_SHORTEST_AXIS, room // 3)))
        axis = axis_for((one.headline for one in shown), min(_LONGEST_AXIS, room - name))
        for primary, heading in zip((True, False), _HEADINGS, strict=True):
            rows = self.listed(primary=primary)
            if not rows:
                continue
            yield Seen()
            if not primary and not self.unfolded:
                yield Seen(line(_PAD, (f"{len(rows)} other fields", "text"), ("   enter shows them", "dim")), REST)
                continue
            yield Seen(
                line(
                    _PAD,
                    (fitted(heading, name), "head"),
                    (f"{'n':>{_N}} {'raw':>{_RAW}}{'figure':>{_FIGURE + 1}}{'':{on}}  ", "dim"),
                    (axis.scale if axis.width >= SHORTEST else "", "dim"),
                )
            )
            for one in rows:
                yield from self._row(one, name, on, axis, width)
        if any(one.small for one in shown):
            told = f"! behind n: fewer than {SMALL}, too few for a figure to say much."
            yield from (Seen(), *(Seen(one) for one in paragraph(told, "dim", MARGIN, width)))

    def _row(self, one: Reading, name: int, on: int, axis: Axis, width: int) -> Iterator[Seen]:
        raw, value = one.figures.raw.estimate, one.headline.estimate
        share = "" if raw is None else percent(raw)
        figure = "" if value is None else decimal(value)
        yield Seen(
            line(
                _PAD,
                (fitted(one.field.label, name - 1), "label"),
                (" ", "text"),
                (f"{one.figures.n:>{_N}}{'!' if one.small else ' '}{share:>{_RAW}}", "text"),
                (f"{figure:>{_FIGURE + 1}}", "answer"),
                (fitted(f" {one.on}" if on else "", on), "dim"),
                ("  ", "text"),
                (axis.drawn(one.headline) if axis.width >= SHORTEST else "", "text"),
            ),
            one.field.id,
        )
        if self.at == one.field.id:
            width = min(width, WIDEST)
            if cells(one.field.label) >= name:
                yield from (
                    Seen(part, one.field.id) for part in paragraph(one.field.label, "strong", MARGIN + 2, width, most=2)
                )
            yield from (Seen(part, one.field.id) for part in paragraph(one.sentence, "help", MARGIN + 2, width, most=4))
            dated = self.found.primary.dated.get(one.field.id)
            if dated is not None:
                ink = "warn" if dated.late else "dim"
                told = f"{'! ' if dated.late else ''}{dated.words}"
                yield from (Seen(part, one.field.id) for part in paragraph(told, ink, MARGIN + 2, width, most=2))

    def _look(self, width: int) -> Iterator[Seen]:
        worst = to_reword(list(self.readings.values()))[:_MOST]
        if worst:
            yield Seen()
            behind = f"   fields with n under {SMALL} last" if any(one.small for one in worst) else ""
            yield Seen(line(_PAD, ("Look at the wording of", "head"), (cut(behind, max(0, width - 26)), "dim")))
            for one in worst:
                share = f"{percent(one.differing)} differ "
                yield Seen(
                    spread([_PAD, (cut(one.field.label, width - MARGIN - 14), "label")], [(share, "text")], width)
                )
        apart = splitting(self.found.disagreements)[:_MOST]
        if apart:
            yield Seen()
            yield Seen(line(_PAD, ("Most disagreements in", "head")))
            words = ", ".join(f"{self.found.study(key).number} ({count})" for key, count in apart)
            yield from (Seen(one) for one in paragraph(words, "text", MARGIN, min(width, WIDEST)))

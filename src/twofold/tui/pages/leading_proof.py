"""The page that tells who submitted what and when, having seen what, and what changed afterwards."""

from collections.abc import Sequence

from twofold.exchange.verifying import Proof, Verified, seen_words
from twofold.record.document import MAIN_ROUND
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import EMPTY, Drawn, cut, fitted, line, paragraph, spread
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.leading_list import LongList
from twofold.tui.pages.page import MARGIN, Keys
from twofold.values.counting import count_of

_PAD = (" " * MARGIN, "text")
_NUMBER = 7
_AT = 18
_DAY = 12
_NARROW = 60
_PERSON = 14
_MOST_FINDINGS = 3


class ProofPage(LongList):
    """``found`` is what was checked, once it is; until then the page says that it is being read."""

    where = Where.LEADING

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.found: Verified | None = None

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """The lines of the proof."""
        return () if self.found is None else self.found.proofs

    @property
    def hints(self) -> Sequence[Hint]:
        """Move, or go back."""
        return ("leading.down", "leading.ten_down", "leading.last", "leading.help", ("leading.back", "back"))

    def count(self) -> int:
        """How many lines the proof has."""
        return len(self.proofs)

    def act(self, action: Action) -> Ask | None:
        """Go to an end, or back."""
        match action.id:
            case "leading.first":
                self.at = "0"
            case "leading.last":
                self.at = str(max(0, self.count() - 1))
            case "leading.help":
                return "help"
            case "leading.back":
                return "back"
            case _:
                self.said = "There is nothing to choose here; what is known of the marked line stands under it."
        return None

    def head(self, width: int) -> Sequence[Drawn]:
        """Whether anything was found, and the heads of the columns."""
        count = f"{self.count():,} lines " if self.found is not None else ""
        lines = [EMPTY, spread([_PAD, ("Who submitted what when", "head")], [(count, "dim")], width)]
        if self.found is None:
            return [*lines, *paragraph("Every line of every log is being checked ...", "dim", MARGIN, width)]
        logs = self.found.checked
        findings = [sentence for log in logs.logs for sentence in log.findings]
        findings += [*logs.findings, *self.found.findings]
        for sentence in findings[:_MOST_FINDINGS]:
            lines += paragraph(f"! {sentence}", "warn", MARGIN, width, most=2)
        if len(findings) > _MOST_FINDINGS:
            more = f"{len(findings) - _MOST_FINDINGS} more; twofold verify tells all of them."
            lines += paragraph(more, "warn", MARGIN, width)
        if not findings:
            words = f"Every line of {_logs(len(logs.logs))} was checked, and no damage found."
            lines += paragraph(words, "text", MARGIN, width)
        return [*lines, EMPTY, _columns("study", "when (UTC)", "who", "what", width, "dim")]

    def row(self, number: int, width: int) -> Drawn:
        """A line of the proof."""
        one = self.proofs[number]
        what = f"{one.what} ({count_of(one.number, 'answer')})" if one.number else one.what
        what += "" if one.round == MAIN_ROUND else f", round {one.round}"
        return _columns(one.study, one.at[:16].replace("T", " "), one.person, what, width, "text")

    def beneath(self, number: int) -> str:
        """The study, the codebook, and which logs had been seen."""
        one = self.proofs[number]
        parts = [one.label, f"codebook {one.codebook}" if one.codebook else ""]
        parts.append(f"having seen {', '.join(seen_words(one.seen))}" if one.seen else "")
        return "; ".join(part for part in parts if part)


def _columns(study: str, when: str, who: str, what: str, width: int, ink: str) -> Drawn:
    """A line in columns; on a narrow screen the hour gives way."""
    at = _AT if width >= _NARROW else _DAY
    person = min(_PERSON, max(5, width // 6))
    pieces = (fitted(study, _NUMBER), ink), (fitted(when[: at - 2], at), ink), (fitted(who, person), ink)
    return line(_PAD, *pieces, (cut(what, width - MARGIN - _NUMBER - at - person), ink))


def _logs(count: int) -> str:
    return "the one log" if count == 1 else f"{count} logs"

"""Which PDFs fit which studies by their names: looked through before anything is kept."""

from collections.abc import Mapping, Sequence

from twofold.review.papers import Matches
from twofold.tui.actions import Action, Hint
from twofold.tui.form.drawn import cut, fitted, line, paragraph
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.choosing import Choice, Choosing
from twofold.tui.pages.page import MARGIN, Keys
from twofold.tui.pages.study_asks import SetPdfs
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_KEEP = "keep"
_MOST_NAMED = 12


class PdfMatches(Choosing):
    """``names`` are the numbers and labels of the studies. A match can be left out before all are kept."""

    def __init__(self, matches: Matches, names: Mapping[str, tuple[str, str]], keys: Keys | None = None) -> None:
        self.matches = matches
        self.left_out: set[str] = set()
        self._names = names
        self._fresh = [one for one in matches.matched if one.how != "by hand"]
        by_hand = len(matches.matched) - len(self._fresh)
        words = [f"{by_hand} set already stay as they are."] if by_hand else []
        super().__init__(
            "Which PDF belongs to which study",
            [*words, "Told by number, DOI or label in the names of the files. Kept on this device alone."],
            [Choice(_KEEP, ""), *(Choice(one.study, one.file) for one in self._fresh)],
            keys=keys,
        )

    @property
    def hints(self) -> Sequence[Hint]:
        """Keep them, leave one out, or go back."""
        take = "keep them" if self.at == _KEEP else "leave out, or not"
        return (("choosing.take", take), "choosing.down", "choosing.up", "choosing.back")

    def targets(self) -> Sequence[str]:
        """Keeping them, and each match."""
        return [one.id for one in self.choices] if self._fresh else []

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Digits choose nothing here."""
        return None if character is not None and character.isdecimal() else super().press(key, character)

    def act(self, action: Action) -> Ask | None:
        """Keep what is not left out, or leave the marked one out."""
        if action.id != "choosing.take" or not self.at:
            return "back" if action.id == "choosing.back" else None
        if self.at == _KEEP:
            given = tuple((one.study, one.file) for one in self._fresh if one.study not in self.left_out)
            return SetPdfs(given) if given else "back"
        self.left_out ^= {self.at}
        return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The matches, what is in doubt, and what is left."""
        lines = [Seen(), *(Seen(one) for one in paragraph(self.head, "head", MARGIN, width))]
        for words in self.words:
            lines += [Seen(one) for one in paragraph(words, "help", MARGIN, width)]
        lines.append(Seen())
        if self._fresh:
            count = len(self._fresh) - len(self.left_out)
            kept = f"Keep {'this file' if count == 1 else f'these {count:,} files'}" if count else "Keep none"
            lines += [Seen(line(_PAD, (kept, "strong")), _KEEP), Seen()]
        else:
            lines.append(Seen(line(_PAD, ("No file fits a study that has none yet.", "text"))))
        column = max(12, min(28, width // 4))
        for one in self._fresh:
            number, label = self._names[one.study]
            sign = "[ ] " if one.study in self.left_out else "[x] "
            lines.append(
                Seen(
                    line(
                        _PAD,
                        (sign, "key"),
                        (fitted(number, 7), "label"),
                        (fitted(label, column), "label"),
                        ("  ", "text"),
                        (cut(f"{one.file}  by its {one.how}", width - MARGIN - column - 14), "dim"),
                    ),
                    one.study,
                )
            )
        lines += self._rest(width)
        return lines

    def _rest(self, width: int) -> list[Seen]:
        lines: list[Seen] = []
        if self.matches.doubtful:
            lines += [Seen(), Seen(line(_PAD, ("In doubt: set these by hand, with P on the study", "head")))]
            for file, why in self.matches.doubtful:
                lines.append(Seen(line(_PAD, (cut(f"{file} {why}", width - MARGIN), "warn"))))
        if self.matches.files_left:
            names = ", ".join(self.matches.files_left[:_MOST_NAMED])
            more = len(self.matches.files_left) - _MOST_NAMED
            told = f"Of no study: {names}{f' and {more:,} more' if more > 0 else ''}"
            lines += [Seen(), *(Seen(one) for one in paragraph(told, "dim", MARGIN, width))]
        if self.matches.studies_left:
            told = f"Without a PDF: {len(self.matches.studies_left):,} of {len(self._names):,} studies."
            lines += [Seen(), *(Seen(one) for one in paragraph(told, "dim", MARGIN, width))]
        return lines

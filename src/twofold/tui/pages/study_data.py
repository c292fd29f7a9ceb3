"""A study's own data, one line a part; the lead changes a line in place, and each change is saved when it is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, cells, cut, fitted, line, paragraph
from twofold.tui.form.line import Line, line_of
from twofold.tui.pages.asks import Ask, OpenPaper
from twofold.tui.pages.page import MARGIN, Keys, LinedPage, key_name, typed_text
from twofold.tui.pages.study_asks import ChangePart
from twofold.tui.pages.window import Seen, Window
from twofold.values.plaintext import mended_paste, one_line

_NAME = 13
_MOST_LINES = 3
_PAD = (" " * MARGIN, "text")
_KEPT_LINES = frozenset({"abstract"})


@dataclass(frozen=True, slots=True)
class DataView:
    """What the page tells: the study's parts, those of each report by its key, and what this device knows beside."""

    study: str
    number: str
    label: str
    parts: Mapping[str, str]
    reports: Sequence[tuple[str, Mapping[str, str]]]
    beside: Sequence[tuple[str, str]] = ()
    why_not: str = ""


class StudyData(LinedPage):
    """The parts, the cursor on one of them, and the line in which it is being changed."""

    where = Where.DATA

    def __init__(self, view: DataView, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.view = view
        self.line: Line | None = None
        self.problem = ""

    @property
    def hints(self) -> Sequence[Hint]:
        """While writing, how to end it."""
        if self.line is not None:
            return ("writing.keep", "writing.clear", "writing.clear_rest", "writing.leave")
        change: tuple[Hint, ...] = () if self.view.why_not else ("data.change",)
        return (*change, "data.down", "data.outside", "data.help", "data.back")

    def targets(self) -> Sequence[str]:
        """Every part, as `report:part`; those of the study itself have no report."""
        return [
            *(f":{name}" for name in self.view.parts),
            *(f"{key}:{name}" for key, parts in self.view.reports for name in parts),
        ]

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does; while a line is changed, every character is text."""
        if self.line is None:
            return super().press(key, character)
        self.said, self.problem = "", ""
        text, action = typed_text(character), self.keys[Where.WRITING].get(key_name(key, character))
        if text:
            self.line = self.line.typed(text)
        elif action is not None:
            match action.id.rpartition(".")[2]:
                case "keep" | "keep_and_go_on":
                    report, _, name = self.at.partition(":")
                    return ChangePart(self.view.study, report, name, self.line.text)
                case "leave":
                    self.line = None
                case "help":
                    return "help"
                case "undo":
                    self.line = line_of(self._text(self.at))
                case act:
                    self.line = self.line.acted(act)
        return None

    def paste(self, text: str) -> None:
        """Paste into the line; an abstract keeps its lines."""
        if self.line is None:
            super().paste(text)
        elif self.at.partition(":")[2] in _KEPT_LINES:
            self.line = self.line.typed(mended_paste(text))
        else:
            self.line = self.line.typed(one_line(text))

    def act(self, action: Action) -> Ask | None:
        """Begin to change the line under the cursor, or do what else the key asks for."""
        match action.id:
            case "data.change":
                if self.view.why_not:
                    self.said = self.view.why_not
                elif self.at:
                    self.line = line_of(self._text(self.at))
            case "data.first":
                self.at, self.top = "", 0
            case "data.last":
                self.at = self.targets()[-1]
            case "data.outside":
                return OpenPaper(self.view.study)
            case "data.help":
                return "help"
            case _:
                return "back"
        return None

    def changed(self, view: DataView) -> None:
        """Take in what stands now; the cursor goes on to the next line."""
        self.view, self.line, self.problem = view, None, ""
        self.move(1)

    def refused(self, sentence: str) -> None:
        """Take in why a change was not made; what was typed stays."""
        self.problem = sentence

    def window(self, width: int, height: int) -> Window:
        """The lines around the cursor, with the caret in the line that is being changed."""
        return super().window(width, height)

    def drawn(self, width: int) -> Sequence[Seen]:
        """The study, its reports, and what this device knows of it."""
        view = self.view
        lines = [
            Seen(),
            Seen(line(_PAD, (f"{cut(view.number, 12)}  ", "head"), (cut(view.label, width - 20), "strong"))),
        ]
        lines.append(Seen())
        for name, text in view.parts.items():
            lines += self._part(f":{name}", name, text, width)
        for number, (key, parts) in enumerate(view.reports, 1):
            heading = "Report" if len(view.reports) == 1 else f"Report {number} of {len(view.reports)}"
            lines += [Seen(), Seen(line(_PAD, (heading, "head")))]
            for name, text in parts.items():
                lines += self._part(f"{key}:{name}", name, text, width)
        if view.beside:
            lines += [Seen(), Seen(line(_PAD, ("On this device", "head")))]
            lines += [Seen(_told(name, text, width)) for name, text in view.beside]
        return lines

    def _text(self, target: str) -> str:
        report, _, name = target.partition(":")
        parts = next((parts for key, parts in self.view.reports if key == report), self.view.parts)
        return parts.get(name, "")

    def _part(self, target: str, name: str, text: str, width: int) -> list[Seen]:
        shown = {"doi": "DOI", "pmid": "PMID", "url": "URL"}.get(name, name)
        if self.line is not None and target == self.at:
            written = [Seen(_written(shown, self.line, width), target)]
            problem = paragraph(f"! {self.problem}", "warn", MARGIN + _NAME, width) if self.problem else ()
            return [*written, *(Seen(one, target) for one in problem)]
        found = list(paragraph(one_line(text), "label", 0, width - MARGIN - _NAME - 1, most=_MOST_LINES))
        if not found:
            return [Seen(line(_PAD, (fitted(shown, _NAME), "dim"), ("-", "dim")), target)]
        return [
            Seen(line(_PAD, (fitted(shown if number == 0 else "", _NAME), "dim"), *part.pieces), target)
            for number, part in enumerate(found)
        ]


def _told(name: str, text: str, width: int) -> Drawn:
    return line(_PAD, (fitted(name, _NAME), "dim"), (cut(text, width - MARGIN - _NAME), "text"))


def _written(name: str, typed: Line, width: int) -> Drawn:
    room = max(6, width - MARGIN - _NAME - 2)
    before, after = typed.text[: typed.caret], typed.text[typed.caret :]
    # A long text is seen around its caret.
    before = before[-(room * 2 // 3) :] if len(before) > room - 2 else before
    while cells(cut(before, len(before) * 2 + 4)) > room - 2:
        before = before[len(before) // 3 + 1 :]
    shown = cut(before, room)
    under = cut(after[:1], 2) or " "
    rest = cut(after[1:], max(0, room - cells(shown) - 1))
    return line(
        _PAD,
        (fitted(name, _NAME), "key"),
        (shown, "line"),
        (under, "caret"),
        (rest, "line"),
        caret=MARGIN + _NAME + cells(shown),
    )

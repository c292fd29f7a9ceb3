"""Choosing what to bring in: a folder with its files, a line to type or paste a path in."""

import os
from collections.abc import Sequence
from pathlib import Path

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, fitted, line, paragraph
from twofold.tui.form.line import Line, line_of
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.bring_in_listing import NAME, Entry, beginning, end_of, entry_line, written_line
from twofold.tui.pages.bring_in_paths import expanded, paths_in
from twofold.tui.pages.page import MARGIN, WIDEST, Keys, Page, key_name, marked, typed_text
from twofold.tui.pages.window import Seen, Window, window_on
from twofold.values.plaintext import one_line

_LINE = ":line"
_ALL = ":all"
_LONGEST = 2_000
_PAD = (" " * MARGIN, "text")
_PAGE = 10


class Files(Page):
    """The listing of ``folder``; it is ``None`` while the folder is being looked into.

    ``marked`` are the files chosen so far. With ``placing`` it is a folder that is chosen, for something to lie in.
    """

    where = Where.FILES

    def __init__(self, folder: Path, head: str, words: str, keys: Keys | None = None, *, placing: bool = False) -> None:
        super().__init__(keys)
        self.placing = placing
        self.folder = folder
        self.head = head
        self.words = words
        self.listing: tuple[Entry, ...] | None = None
        self.marked: list[Path] = []
        self.line = Line()
        self.problem = ""
        self.at = _LINE
        self._before = folder
        self._typed = ""
        self._early = False

    @property
    def hints(self) -> Sequence[Hint]:
        """Complete in the line, mark in the listing, go on."""
        if self.placing and self.at == _ALL:
            return (("files.take", "put it here"), "files.down", "files.up", ("files.leave", "back"))
        if self.at == _LINE:
            return (("files.take", "go on"), "files.complete", "files.down", "files.clear", ("files.leave", "back"))
        words = "look into these" if self.marked else "look into it"
        if self._entry is not None and self._entry.folder:
            return (("files.take", "go into it"), "files.down", "files.up", ("files.leave", "back"))
        return (("files.take", words), "files.mark", "files.down", "files.up", ("files.leave", "back"))

    def listed(self, folder: Path, entries: Sequence[Entry], problem: str = "") -> Ask | None:
        """Take in what a folder holds, or why it cannot be looked into; then the one before is to be looked at again.

        What was typed meanwhile stays, and what was asked for meanwhile is asked for now. Where the folder cannot be
        looked into, all that was typed comes back.
        """
        if problem:
            self.problem, self.folder, self._early = problem, self._before, False
            self.line = line_of(self._typed + self.line.text)
            return Step("look", (self._before,)) if folder != self._before else None
        self.folder, self.listing, self.at, self.top = folder, tuple(entries), _LINE, 0
        early, self._early = self._early, False
        return self._take() if early else None

    def looking(self, folder: Path) -> None:
        """A folder is being looked into: what is typed from now on is a name in it.

        What was typed before is kept until it is known that the folder is there.
        """
        if self.listing is not None:
            self._before, self._typed = self.folder, ""
        self._typed += self.line.text
        self.folder, self.listing, self.line, self.at = folder, None, Line(), _LINE

    def mark(self, files: Sequence[Path]) -> None:
        """Mark files that were pasted or dropped."""
        self.marked += [one for one in files if one not in self.marked]
        self.line, self.at = Line(), _LINE

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does here. Every character is text, but for the blank while the cursor is in the listing."""
        self.said, self.problem = "", ""
        text = typed_text(character)
        if text and (text != " " or self.at == _LINE):
            return self._type(text)
        action = self.keys[Where.FILES].get(key_name(key, character))
        return None if action is None else self.act(action)

    def paste(self, text: str) -> None:
        """Pasted text is taken by ``pasted``, which asks for something."""

    def pasted(self, text: str) -> Ask | None:
        """Take pasted or dropped paths; a part of a name goes into the line."""
        self.said, self.problem = "", ""
        found = paths_in(text, self.folder)
        if not found:
            return None
        if len(found) == 1 and "\n" not in text.strip() and not expanded(text.strip(" '\"")).is_absolute():
            return self._type(one_line(text))
        return Step("pasted", found)

    def act(self, action: Action) -> Ask | None:
        """Do what a key asks for: mostly on the line."""
        match action.id.rpartition(".")[2]:
            case "take":
                return self._take()
            case "mark":
                self._mark()
            case "complete":
                return self._complete()
            case "help":
                return "help"
            case "leave":
                if not self.line.text:
                    return "back"
                self._narrow(Line())
            case "down":
                self.move(1)
            case "up":
                self.move(-1)
            case "ten_down":
                self.move(_PAGE)
            case "ten_up":
                self.move(-_PAGE)
            case act:
                self._narrow(self.line.acted(act))
        return None

    def move(self, by: int) -> None:
        """Move between the line and the listing."""
        found = self._targets()
        here = found.index(self.at) if self.at in found else 0
        self.at = found[max(0, min(len(found) - 1, here + by))]

    def click(self, target: str) -> Ask | None:
        """A click goes to a line, one on the line at the cursor takes it."""
        self.said, self.problem = "", ""
        if target not in self._targets():
            return None
        if target == self.at:
            return self._take()
        self.at = target
        return None

    @property
    def _entry(self) -> Entry | None:
        return next((one for one in self.listing or () if one.name == self.at), None)

    @property
    def _shown(self) -> list[Entry]:
        wanted = self.line.text.casefold()
        seen = [one for one in self.listing or () if one.name == ".." or wanted.startswith(".") or one.name[0] != "."]
        seen = [one for one in seen if one.folder] if self.placing else seen
        first = [one for one in seen if one.name.casefold().startswith(wanted)]
        return first or [one for one in seen if wanted in one.name.casefold()]

    def _targets(self) -> list[str]:
        several = self.placing or sum(not one.folder for one in self._shown) > 1
        everything = [_ALL] if several and not self.line.text else []
        return [_LINE, *everything, *(one.name for one in self._shown)]

    def _type(self, text: str) -> Ask | None:
        if len(self.line.text) + len(text) > _LONGEST:
            self.said = f"At most {_LONGEST} characters fit here."
            return None
        if self.at != _LINE:
            self.line = line_of(self.line.text)
        self._narrow(self.line.typed(text))
        # A path that ends with a slash has named a folder.
        if self.line.text.endswith("/") or (os.sep != "/" and self.line.text.endswith(os.sep)):
            return self._go(self.folder / expanded(self.line.text))
        return None

    def _narrow(self, text: Line) -> None:
        self.line, self.at = text, _LINE

    def _go(self, folder: Path) -> Ask:
        self.looking(folder)
        return Step("look", (folder,))

    def _take(self) -> Ask | None:
        if self.listing is None:
            self._early = True
            return None
        if self.at == _ALL:
            return Step("here" if self.placing else "into", (self.folder,))
        entry = self._entry
        if entry is None:
            return self._take_line()
        if entry.folder:
            return self._go(self._path(entry))
        return Step("into", tuple(self.marked or [self._path(entry)]))

    def _take_line(self) -> Ask | None:
        text = self.line.text.strip()
        if not text:
            if self.marked:
                return Step("into", tuple(self.marked))
            self.said = f"Type a name or a path, or go down to a {'folder' if self.placing else 'file'}."
            return None
        entry = next((one for one in self._shown if one.name == text), None)
        shown = self._shown
        if entry is None and len(shown) == 1 and os.sep not in text and "/" not in text:
            entry = shown[0]
        if entry is not None:
            return self._go(self._path(entry)) if entry.folder else Step("into", (*self.marked, self._path(entry)))
        return Step("pasted", paths_in(text, self.folder) or (self.folder / text,))

    def _mark(self) -> None:
        entry = self._entry
        if entry is None or entry.folder:
            self.said = "Only files can be marked; enter goes into a folder."
            return
        path = self._path(entry)
        if path in self.marked:
            self.marked.remove(path)
        else:
            self.marked.append(path)
        self.move(1)

    def _complete(self) -> Ask | None:
        text = self.line.text
        shown = [one for one in self._shown if one.name.casefold().startswith(text.casefold())]
        if not shown:
            self.said = "Nothing here begins so."
            return None
        if len(shown) == 1:
            if shown[0].folder:
                return self._go(self._path(shown[0]))
            self._narrow(line_of(shown[0].name))
            return None
        common = beginning([one.name for one in shown])
        if len(common) > len(text):
            self._narrow(line_of(common))
        else:
            self.said = f"{len(shown)} begin so. Type on, or go down to one."
        return None

    def _path(self, entry: Entry) -> Path:
        return self.folder.parent if entry.name == ".." else self.folder / entry.name

    def window(self, width: int, height: int) -> Window:
        """The folder, the line, the listing."""
        width = min(width, WIDEST)
        above = self._above(width)
        below = self._below(width)
        room = max(1, height - len(above) - len(below))
        rows = [self._row(one, width) for one in self._rows()]
        self.top, found = window_on(rows, self.top, room)
        lines = (*above, *found.lines, *below)
        caret = next(((one.drawn.caret, y) for y, one in enumerate(lines) if one.drawn.caret >= 0), None)
        here = next((y for y, one in enumerate(lines) if one.marked), 0)
        return Window(lines[:height], caret or (0, here))

    def _rows(self) -> list[str]:
        return self._targets()[1:]

    def _above(self, width: int) -> list[Seen]:
        lines = [Seen(), Seen(line(_PAD, (self.head, "head")))]
        lines += [Seen(one) for one in paragraph(self.words, "help", MARGIN, width)]
        lines.append(Seen())
        lines.append(Seen(line(_PAD, (fitted("Folder", NAME), "dim"), (end_of(str(self.folder), width), "label"))))
        written = written_line(self.line, width)
        here = self.at == _LINE
        lines.append(Seen(marked(written) if here else written, _LINE, here))
        lines.append(Seen())
        return lines

    def _below(self, width: int) -> list[Seen]:
        lines: list[Seen] = []
        if self.listing is None:
            lines.append(Seen(line(_PAD, ("Looking ...", "dim"))))
        elif not self._shown:
            words = "Nothing here is called so." if self.line.text else "There is nothing in this folder."
            lines.append(Seen(line(_PAD, (words, "dim"))))
        if self.marked:
            named = ", ".join(one.name for one in self.marked)
            count = "1 file marked: " if len(self.marked) == 1 else f"{len(self.marked)} files marked: "
            lines += [Seen(), *(Seen(one) for one in paragraph(count + named, "answer", MARGIN, width, most=2))]
        if self.problem:
            lines += [Seen(), *(Seen(one) for one in paragraph(self.problem, "warn", MARGIN, width, most=3))]
        return lines

    def _row(self, name: str, width: int) -> Seen:
        here = name == self.at
        if name == _ALL:
            count = sum(not one.folder for one in self._shown)
            words = "Put it into this folder" if self.placing else f"All {count:,} files of this folder"
            drawn = line(_PAD, ("  ", "text"), (words, "text"))
        else:
            drawn = self._drawn_entry(name, width)
        return Seen(marked(drawn) if here else drawn, name, here)

    def _drawn_entry(self, name: str, width: int) -> Drawn:
        one = next(one for one in self._shown if one.name == name)
        return entry_line(one, width, taken=self._path(one) in self.marked)

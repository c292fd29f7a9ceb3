"""The codebook as its lead changes it: the tree of its parts, the parts of one of them, and the form beside them.

Every change is an edit of the draft's text that is written at once. The page knows nothing of files: it hands each new
text to ``write``, which gives an empty string or a sentence why it was not written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from twofold.codebook.editing import CannotEdit
from twofold.codebook.model import Codebook
from twofold.codebook.outline import Outline, is_toml, outline
from twofold.codebook.problems import Path, Problem
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, line, paragraph
from twofold.tui.form.line import Line, line_of
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.codebook_draw import SIDE_BY_SIDE, above, beside, part_lines, picking_lines, tree_lines
from twofold.tui.pages.codebook_parts import Kind, Part, name_of, parts_of, target_of
from twofold.tui.pages.codebook_preview import Preview
from twofold.tui.pages.codebook_rule import Next, Picking, Typing
from twofold.tui.pages.page import MARGIN, Keys, Page, key_name, typed_text
from twofold.tui.pages.window import Seen, Window
from twofold.values.plaintext import one_line

PROBLEMS: Path = ("problems",)
_LONGEST = 4000
_STEPS_KEPT = 500


@dataclass(frozen=True, slots=True)
class _Before:
    """The draft before a change, and where the cursor stood."""

    text: str
    inside: Path
    at: str


class CodebookPage(Page):
    """``text`` is the draft. ``inside`` is what is looked into: nothing for the tree, the path of a part, or the list
    of problems; ``trail`` is the way back. ``published`` is what is in force, whose ids are for ever; ``mend`` tells
    of a field, by its id, why its wording should be mended; ``why_not`` why nothing can be changed here.
    """

    where = Where.CODEBOOK

    def __init__(
        self,
        text: str,
        write: Callable[[str], str],
        keys: Keys | None = None,
        *,
        published: Codebook | None = None,
        mend: Mapping[str, str] | None = None,
        why_not: str = "",
    ) -> None:
        super().__init__(keys)
        self.text = text
        self.write = write
        self.published = published
        self.mend = mend or {}
        self.why_not = why_not
        self.inside: Path = ()
        self.trail: list[tuple[Path, str]] = []
        self.line: Line | None = None
        self.typing: Typing | None = None
        self.picking: Picking | None = None
        self.question: tuple[Callable[[], object], Callable[[], object] | None] | None = None
        self._past: list[_Before] = []
        self._future: list[_Before] = []
        self._preview = Preview(self.keys)
        self._shown_for = ""

    @property
    def outline(self) -> Outline:
        """The draft as it stands; of a text that is no TOML, nothing."""
        try:
            return outline(self.text)
        except CannotEdit:
            return outline("")

    @property
    def parts(self) -> Sequence[Part]:
        """The lines of what is looked into."""
        found = parts_of(self.outline, self.inside)
        return found if not self.why_not else tuple(one for one in found if one.kind is not Kind.ADD)

    @property
    def path(self) -> Path:
        """The path of what the cursor stands on."""
        return path_of(self.at)

    @property
    def hints(self) -> Sequence[Hint]:
        """What matters now: while something is written, chosen or asked, how to end that."""
        if self.question is not None:
            return ("question.yes", "question.no")
        if self.line is not None:
            return (("writing.keep", "keep"), "writing.clear", "writing.clear_rest", "writing.leave")
        if self.picking is not None:
            mark: tuple[Hint, ...] = (("codebook.next", "mark"),) if self.picking.many else ()
            return (*mark, "choosing.take", "choosing.down", "choosing.up", "choosing.back")
        if self.why_not:
            return ("codebook.open", "codebook.versions", "codebook.help", "codebook.back")
        if self.inside:
            return ("codebook.open", "codebook.next", "codebook.add", "codebook.undo", "codebook.help", "codebook.back")
        return ("codebook.open", "codebook.add", "codebook.publish", "codebook.help", "codebook.back")

    def targets(self) -> Sequence[str]:
        """All that the cursor can stand on, from top to bottom."""
        if self.inside == PROBLEMS:
            return [f"problem/{number}" for number, _ in enumerate(self.outline.problems)]
        if self.inside:
            return [one.target for one in self.parts if one.kind is not Kind.HEAD]
        found = [target_of(("codebook",))]
        for number, _ in enumerate(self.outline.tables("section")):
            found.append(target_of(("section", number)))
            fields = self.outline.tables("section", number, "field")
            found += [target_of(("section", number, "field", place)) for place, _ in enumerate(fields)]
        for key in ("instrument", "check"):
            found += [target_of((key, number)) for number, _ in enumerate(self.outline.tables(key))]
        return found

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does: to a question, in a line, in a list, or to what the cursor stands on."""
        self.stand()
        name, text = key_name(key, character), typed_text(character)
        if self.question is not None:
            return self._answered(self.keys[Where.QUESTION].get(name), key, character)
        if self.line is not None:
            return self._written(self.keys[Where.WRITING].get(name), text)
        if self.picking is not None:
            turns = self.keys[Where.CODEBOOK].get(name)
            return self._picked(self.keys[Where.CHOOSING].get(name), turns, self.picking)
        ask = super().press(key, character)
        self.stand()
        return ask

    def paste(self, text: str) -> None:
        """Paste into the line."""
        if self.line is None:
            super().paste(text)
        else:
            self.line = self.line.typed(one_line(text)[:_LONGEST])

    def move(self, by: int) -> None:
        """Move the cursor by so many lines; it stops at the ends."""
        found = list(self.targets())
        if found:
            here = found.index(self.at) if self.at in found else 0
            self.at = found[max(0, min(len(found) - 1, here + by))]

    def stand(self) -> None:
        """Put the cursor on the first line where the one it stood on is gone."""
        found = self.targets()
        if self.at not in found:
            self.at = found[0] if found else ""

    def click(self, target: str) -> Ask | None:
        """A click marks a line, and opens the marked one."""
        self.said = ""
        if self.question is not None or self.line is not None:
            return None
        if self.picking is not None:
            number = target.removeprefix(":")
            if target.startswith(":") and number.isdecimal():
                self.picking = replace(self.picking, at=int(number))
        elif target == self.at:
            return self.act(next(one for one in self.keys[Where.CODEBOOK].values() if one.id == "codebook.open"))
        elif target in self.targets():
            self.at = target
        return None

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for."""
        from twofold.tui.pages.codebook_acts import ACTS, CHANGES, WAYS

        if broken := is_toml(self.text):
            self.said = broken if action.id not in ("codebook.back", "codebook.help") else ""
        if action.id in WAYS:
            return WAYS[action.id](self)
        if self.said:
            return None
        if action.id in CHANGES and self.why_not:
            self.said = self.why_not
            return None
        return (CHANGES.get(action.id) or ACTS[action.id])(self)

    def into(self, path: Path, at: str = "") -> None:
        """Look into something; ``back`` comes back to where the cursor is now."""
        self.trail.append((self.inside, self.at))
        self.inside, self.at, self.top = path, at, 0
        self.stand()

    def go_back(self) -> Ask | None:
        """Back to what was looked at before; from the tree, off the screen."""
        if not self.inside:
            return "back"
        self.inside, self.at = self.trail.pop() if self.trail else ((), "")
        self.top = 0
        self.stand()
        return None

    def edit(self, make: Callable[[str], str], at: str = "", inside: Path | None = None) -> bool:
        """Change the draft and write it. Where the edit or the writing is refused, the draft is as it was."""
        before = _Before(self.text, self.inside, self.at)
        try:
            made = make(self.text)
        except CannotEdit as error:
            self.said = str(error)
            return False
        if made != self.text:
            self.said = self.write(made)
            if self.said:
                return False
            self._past = [*self._past[-_STEPS_KEPT:], before]
            self._future.clear()
            self.text = made
        self.inside = self.inside if inside is None else inside
        self.at = at or self.at
        self.stand()
        return True

    def step(self, *, redo: bool) -> None:
        """Take back the last change, or do it again."""
        source, target = (self._future, self._past) if redo else (self._past, self._future)
        if not source:
            self.said = "There is nothing to do again." if redo else "Nothing was changed since the screen was opened."
            return
        there = source.pop()
        here = _Before(self.text, self.inside, self.at)
        if failed := self.write(there.text):
            source.append(there)
            self.said = failed
            return
        target.append(here)
        self.text, self.inside, self.at = there.text, there.inside, there.at
        self.stand()
        self.said = "Done again." if redo else "Taken back."

    def came(self, text: str) -> None:
        """Take in a draft that was changed elsewhere; undo still leads back to what was here."""
        self._past.append(_Before(self.text, self.inside, self.at))
        self._future.clear()
        self.line = self.typing = self.picking = self.question = None
        self.text = text
        self.inside, self.trail, self.top = (), [], 0
        self.stand()

    def ask(self, following: Next) -> None:
        """Go on with a list or a line."""
        if isinstance(following, Picking):
            self.picking = following
        else:
            self.picking, self.typing, self.line = None, following, line_of(following.text)

    def confirm(self, sentence: str, then: Callable[[], object], otherwise: Callable[[], object] | None = None) -> None:
        """Ask a question; ``then`` is done on yes. With ``otherwise``, which is done on no, it stays until answered."""
        self.said, self.question = sentence, (then, otherwise)

    def _answered(self, action: Action | None, key: str, character: str | None) -> Ask | None:
        assert self.question is not None
        then, otherwise = self.question
        if action is None and otherwise is not None:
            return None
        self.question, self.said = None, ""
        if action is None:
            return self.press(key, character)
        if action.id == "question.yes":
            then()
        elif otherwise is not None:
            otherwise()
        return None

    def _written(self, action: Action | None, text: str) -> Ask | None:
        self.said = ""
        assert self.line is not None
        if text:
            self.line = self.line.typed(text) if len(self.line.text) < _LONGEST else self.line
        elif action is not None:
            match action.id.rpartition(".")[2]:
                case "keep" | "keep_and_go_on":
                    then, typed = self.typing, one_line(self.line.text)
                    self.line = self.typing = None
                    if then is not None and then.then(typed) is False and self.question is None:
                        # What was refused stays to be mended.
                        self.line, self.typing = line_of(typed), then
                case "leave":
                    self.line = self.typing = None
                case "help":
                    return "help"
                case "undo":
                    self.line = line_of(self.typing.text if self.typing is not None else "")
                case act:
                    self.line = self.line.acted(act)
        return None

    def _picked(self, action: Action | None, turns: Action | None, picking: Picking) -> Ask | None:
        self.said = ""
        last = len(picking.choices) - 1
        here = picking.choices[picking.at].id
        match "" if action is None else action.id:
            case "choosing.take":
                chosen = tuple(one.id for one in picking.choices if one.id in picking.chosen)
                self.picking = None
                picking.then((chosen or (here,)) if picking.many else (here,))
            case "choosing.back":
                self.picking = None
            case "choosing.down":
                self.picking = replace(picking, at=min(last, picking.at + 1))
            case "choosing.up":
                self.picking = replace(picking, at=max(0, picking.at - 1))
            case _ if turns is not None and turns.id == "codebook.next" and picking.many:
                marks = picking.chosen
                chosen = tuple(one for one in marks if one != here) if here in marks else (*marks, here)
                self.picking = replace(picking, chosen=chosen)
            case _ if turns is not None and turns.id in ("codebook.ten_down", "codebook.ten_up"):
                by = self._page if turns.id == "codebook.ten_down" else -self._page
                self.picking = replace(picking, at=max(0, min(last, picking.at + by)))
            case _:
                pass
        return None

    @property
    def field(self) -> Path | None:
        """The field that the form beside shows: the one looked into or under the cursor, or that of its option."""
        for path in (self.path, self.inside, *(one for one, _ in reversed(self.trail))):
            if path[:1] == ("section",) and len(path) >= 4:
                return path[:4]
            if path[:1] == ("section",):
                return (*path[:2], "field", 0)
            if path[:1] == ("check",) and len(path) > 1 and isinstance(path[1], int):
                return self.outline.fields.get(str(self.outline.table(path[:2]).get("field")))
        return next(iter(self.outline.fields.values()), None)

    def window(self, width: int, height: int) -> Window:
        """Tree or parts, and the form: beside them where there is room, else below."""
        self.stand()
        split = min(64, width * 45 // 100) if width >= SIDE_BY_SIDE else 0
        pane = split or width
        left = list(self._pane(pane))
        if split:
            form = self._form(width - split - 2, height)
            self.top, window = beside(left, form, width, split, height, self.top)
            return window
        room = max(0, min(height - 8, max(height * 2 // 5, height - len(left) - 1))) if self.line is None else 0
        self.top, window = above(left, self._form(width, room), width, height, self.top)
        return window

    def _pane(self, width: int) -> Sequence[Seen]:
        if broken := is_toml(self.text):
            return [Seen(), *(Seen(one) for one in paragraph(broken, "warn", MARGIN, width - 1))]
        if self.picking is not None:
            return [Seen(), *picking_lines(self.picking, width)]
        if self.inside == PROBLEMS:
            return self._problems(width)
        if not self.inside:
            lines = [Seen(), *tree_lines(self.outline, self.at, width, self.mend)]
            if self.line is not None and self.typing is not None:
                lines = self._with_line(lines, width)
            return lines
        typed = self.line
        lines = [Seen(), *self._head(width)]
        lines += part_lines(self.parts, self.at if self._writes_part() or typed is None else "", typed, width)
        if typed is not None and not self._writes_part():
            lines = self._with_line(lines, width)
        return lines

    def _writes_part(self) -> bool:
        return self.typing is None or any(one.target == self.at and one.name == self.typing.name for one in self.parts)

    def _with_line(self, lines: list[Seen], width: int) -> list[Seen]:
        from twofold.tui.form.written import input_lines

        assert self.line is not None
        assert self.typing is not None
        typed = [Seen(one, "", marked=True) for one in input_lines(self.line, self.typing.name, width, 6)]
        lines = [replace(one, marked=False) for one in lines]
        at = max((number for number, one in enumerate(lines) if one.target == self.at), default=len(lines) - 1)
        return [*lines[: at + 1], *typed, *lines[at + 1 :]]

    def _head(self, width: int) -> Sequence[Seen]:
        lines = [
            Seen(one) for one in paragraph(name_of(self.outline, self.inside), "strong", MARGIN, width - 1, most=2)
        ]
        for one in self.outline.problems_at(self.inside)[:3]:
            lines += [Seen(each) for each in paragraph(f"! {told(one)}", "block", MARGIN, width - 1)]
        table = self.outline.table(self.inside)
        if said := self.mend.get(str(table.get("id", ""))):
            lines += [Seen(each) for each in paragraph(f"~ {said}", "warn", MARGIN, width - 1)]
        return [*lines, Seen()]

    def _problems(self, width: int) -> list[Seen]:
        from twofold.tui.pages.page import marked

        lines = [Seen(), Seen(line((" " * MARGIN, "text"), ("What is wrong with the draft", "strong"))), Seen()]
        if not self.outline.problems:
            return [*lines, Seen(line((" " * MARGIN, "text"), ("Nothing: it can be published.", "dim")))]
        for number, (_, one) in enumerate(self.outline.problems):
            target = f"problem/{number}"
            words = told(one)
            for at, drawn in enumerate(paragraph(words, "label", MARGIN, width - 1)):
                here = target == self.at
                lines.append(Seen(marked(drawn, first=at == 0) if here else drawn, target, here))
        return lines

    def _form(self, width: int, height: int) -> Sequence[Drawn]:
        path = self.field
        if path is None or height < 3 or is_toml(self.text):
            return ()
        table = self.outline.table(path)
        head: list[Drawn] = [line((" " * MARGIN, "text"), ("As a coder sees it", "dim"))]
        asked = next((one.value for one in parts_of(self.outline, path) if one.path[-1] == "show_if"), "always")
        if asked != "always":
            head += paragraph(f"asked only {asked}", "help", MARGIN, width - 1, most=2)
        lines = self._preview.lines(self.outline.shown, str(table.get("id", "")), width, height - len(head))
        if not lines and table:
            words = "It cannot be drawn before what is wrong with it is mended."
            lines = tuple(paragraph(words, "dim", MARGIN, width - 1))
        return (*head, *lines)


def told(problem: Problem) -> str:
    """A mistake in words; how to mend it where that is not by writing TOML, which nobody has to do here."""
    mend = "" if any(sign in problem.mend for sign in ("=", "[")) else f" {problem.mend}"
    return f"{problem.what}.{mend}"


def path_of(target: str) -> Path:
    """The path that is the name of a line."""
    return tuple(int(part) if part.isdecimal() else part for part in target.split("/")) if target else ()


PUBLISH = Step("codebook-publish")
VERSIONS = Step("codebook-versions")
BRING_IN = Step("codebook-bring-in")

"""The codebook as its lead changes it: the tree of its parts, the parts of one of them, and the form beside them.

Every change is an edit of the draft's text that is written at once. The page knows nothing of files: it hands each new
text to ``write``, which gives an empty string or a sentence why it was not written.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from twofold.codebook.editing import CannotEdit
from twofold.codebook.model import Codebook
from twofold.codebook.outline import Outline, is_toml, outline
from twofold.codebook.problems import Path
from twofold.tui.actions import BY_ID, Action, Hint, Where
from twofold.tui.form.line import Line, line_of
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.codebook_acts import ACTS, CHANGES, PROBLEMS, WAYS
from twofold.tui.pages.codebook_draw import SIDE_BY_SIDE, above, beside
from twofold.tui.pages.codebook_panes import form_lines, pane_lines
from twofold.tui.pages.codebook_parts import Kind, Part, parts_of, target_of
from twofold.tui.pages.codebook_preview import Preview
from twofold.tui.pages.codebook_roles import SYNTHESIS, is_shown, role_parts
from twofold.tui.pages.codebook_rule import Next, Picking, Typing
from twofold.tui.pages.page import Keys, Page, key_name, typed_text
from twofold.tui.pages.window import Window
from twofold.values.plaintext import one_line

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
        self.preview = Preview(self.keys)
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
        found = tuple(role_parts(self.outline)) if self.inside == SYNTHESIS else parts_of(self.outline, self.inside)
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
        if is_shown(self.outline):
            found.append(target_of(SYNTHESIS))
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
        if self.picking is not None:
            at = max(0, min(len(self.picking.choices) - 1, self.picking.at + by))
            self.picking = replace(self.picking, at=at)
            return
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
                if int(number) == self.picking.at:
                    return self._picked(BY_ID["choosing.take"], None, self.picking)
                self.picking = replace(self.picking, at=int(number))
        elif target == self.at:
            return self.act(next(one for one in self.keys[Where.CODEBOOK].values() if one.id == "codebook.open"))
        elif target in self.targets():
            self.at = target
        return None

    def act(self, action: Action) -> Ask | None:
        """Do what the key asks for."""
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
        here = picking.choices[picking.at].id
        match "" if action is None else action.id:
            case "choosing.take":
                chosen = tuple(one.id for one in picking.choices if one.id in picking.chosen)
                self.picking = None
                picking.then((chosen or (here,)) if picking.many else (here,))
            case "choosing.back":
                self.picking = None
            case "choosing.down":
                self.move(1)
            case "choosing.up":
                self.move(-1)
            case _ if turns is not None and turns.id == "codebook.next" and picking.many:
                marks = picking.chosen
                chosen = tuple(one for one in marks if one != here) if here in marks else (*marks, here)
                self.picking = replace(picking, chosen=chosen)
            case _ if turns is not None and turns.id in ("codebook.ten_down", "codebook.ten_up"):
                self.move(self._page if turns.id == "codebook.ten_down" else -self._page)
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
        left = list(pane_lines(self, pane))
        if split:
            form = form_lines(self, width - split - 2, height)
            self.top, window = beside(left, form, split, height, self.top)
            return window
        room = max(0, min(height - 8, max(height * 2 // 5, height - len(left) - 1))) if self.line is None else 0
        self.top, window = above(left, form_lines(self, width, room), width, height, self.top)
        return window


def path_of(target: str) -> Path:
    """The path that is the name of a line."""
    return tuple(int(part) if part.isdecimal() else part for part in target.split("/")) if target else ()

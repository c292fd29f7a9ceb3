"""Making a new review, one plain question after another; `esc` goes one question back."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Drawn, Piece, cells, cut, fitted, line, paragraph
from twofold.tui.form.line import Line, line_of
from twofold.tui.pages.asks import Ask, Found
from twofold.tui.pages.choosing import Choice
from twofold.tui.pages.page import MARGIN, WIDEST, Keys, Page, key_name, marked, typed_text
from twofold.tui.pages.window import Seen, Window, window_on
from twofold.values.plaintext import one_line

_NAME = 12
_LONGEST = 300
_PAD = (" " * MARGIN, "text")


class Step(Enum):
    """A question: what the line is called, and how it is asked."""

    TITLE = ("Title", "What is the review called? The title stands on every screen and in every export.")
    FOLDER = ("Folder", "In which new folder should it live? Twofold writes nothing outside it but who you are.")
    NAME = ("You", "What is your name? You are the lead: you publish the codebook and bring in the studies.")
    ROLE = ("You", "Do you code studies yourself as well?")
    OTHER = ("With you", "Who else takes part? One name at a time; enter on an empty line when that is all.")
    OTHER_ROLE = ("With you", "What does this person do?")
    CONFIRM = ("", "Is this right? People can be added and the title changed later, in `review.toml`.")

    @property
    def title(self) -> str:
        """What the answer is called on the page."""
        return self.value[0]

    @property
    def question(self) -> str:
        """The question in words."""
        return self.value[1]


_CHOICES = {
    Step.ROLE: (
        Choice("lead reviewer", "lead and reviewer", "I code studies, too"),
        Choice("lead", "lead only", "I set up, bring together and publish; others code"),
    ),
    Step.OTHER_ROLE: (
        Choice("reviewer", "reviewer", "codes studies"),
        Choice("arbiter", "arbiter", "settles what two reviewers coded differently"),
        Choice("lead reviewer", "lead and reviewer", "leads with you, and codes studies"),
    ),
    Step.CONFIRM: (
        Choice("make", "Make the review", "a folder with its codebook, ready for your references"),
        Choice("change", "Change something", "go back one question; so does esc"),
    ),
}


@dataclass(frozen=True, slots=True)
class _Person:
    name: str
    roles: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{self.name}, {' and '.join(self.roles)}" if self.roles else self.name


class Founding(Page):
    """The answers so far, and the line or choice that is open now."""

    where = Where.WRITING

    def __init__(self, here: Path, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self._here = here
        self.answers: list[str] = []
        self.line = Line()
        self.problem = ""
        self.busy = False

    @property
    def step(self) -> Step:
        """The question that is open now."""
        steps = [Step.TITLE, Step.FOLDER, Step.NAME, Step.ROLE]
        if len(self.answers) < len(steps):
            return steps[len(self.answers)]
        others = self.answers[len(steps) :]
        if others and others[-1] == "" and len(others) % 2 == 1:
            return Step.CONFIRM
        return Step.OTHER if len(others) % 2 == 0 else Step.OTHER_ROLE

    @property
    def hints(self) -> Sequence[Hint]:
        """On, or one question back."""
        if self.step in _CHOICES:
            return ("choosing.take", "choosing.down", "choosing.up", ("choosing.back", "one question back"))
        return (("writing.keep", "next question"), "writing.clear", ("writing.leave", "one question back"))

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does: in a line every character is text, at a choice the keys choose."""
        if self.busy:
            return None
        self.said, self.problem = "", ""
        choosing = self.step in _CHOICES
        place = Where.CHOOSING if choosing else Where.WRITING
        text, action = typed_text(character), self.keys[place].get(key_name(key, character))
        if choosing:
            number = int(text) - 1 if text.isdecimal() and text.isascii() else -1
            if 0 <= number < len(_CHOICES[self.step]):
                self.at = _CHOICES[self.step][number].id
            return None if action is None else self.act(action)
        if text:
            self._type(text)
        elif action is not None:
            return self.act(action)
        return None

    def paste(self, text: str) -> None:
        """Paste into the line."""
        if not self.busy and self.step not in _CHOICES:
            self._type(one_line(text))

    def act(self, action: Action) -> Ask | None:
        """Answer, go back, or change the line."""
        match action.id.rpartition(".")[2]:
            case "keep" | "keep_and_go_on" | "take":
                return self._answer()
            case "leave" | "back":
                return self._back()
            case "down":
                self.move(1)
            case "up":
                self.move(-1)
            case "undo":
                self.line = Line()
            case act:
                self.line = self.line.acted(act)
        return None

    def click(self, target: str) -> Ask | None:
        """A click marks a choice, and takes the marked one."""
        if self.busy or target not in [one.id for one in _CHOICES.get(self.step, ())]:
            return None
        if target == self.at:
            return self._answer()
        self.at = target
        return None

    def move(self, by: int) -> None:
        """Mark another choice."""
        found = [one.id for one in _CHOICES.get(self.step, ())]
        if found:
            here = found.index(self.at) if self.at in found else 0
            self.at = found[max(0, min(len(found) - 1, here + by))]

    def refused(self, sentence: str) -> None:
        """Take in why the review could not be made; the question of the folder is asked again."""
        self.busy = False
        self.problem = sentence
        del self.answers[1:]
        self._begin()

    def window(self, width: int, height: int) -> Window:
        """The answers so far and the open question."""
        lines = self._lines(min(width, WIDEST))
        caret = next((number for number, one in enumerate(lines) if one.drawn.caret >= 0), None)
        if caret is not None:
            self.top = max(0, min(self.top, caret), caret - height + 2)
        self.top, found = window_on(lines, self.top, height)
        return found

    @property
    def _people(self) -> list[_Person]:
        given = [one for one in self.answers[2:] if one]
        return [
            _Person(name, tuple(given[at + 1].split()) if at + 1 < len(given) else ())
            for at, name in enumerate(given)
            if at % 2 == 0
        ]

    def _type(self, text: str) -> None:
        if len(self.line.text) + len(text) <= _LONGEST:
            self.line = self.line.typed(text)
        else:
            self.said = f"At most {_LONGEST} characters fit here."

    def _answer(self) -> Ask | None:
        step = self.step
        if step is Step.CONFIRM:
            if self.at == "change":
                return self._back()
            self.busy = True
            people = tuple((one.name, one.roles) for one in self._people)
            return Found(self._folder(self.answers[1]), self.answers[0], people)
        said = self.at if step in _CHOICES else one_line(self.line.text)
        self.problem = self._wrong(step, said)
        if not self.problem:
            self.answers.append(said)
            self._begin()
        return None

    def _wrong(self, step: Step, said: str) -> str:
        if not said and step in (Step.TITLE, Step.FOLDER, Step.NAME):
            return f"{step.title} must not be empty."
        if step is Step.FOLDER:
            folder = self._folder(said)
            try:
                taken = folder.exists() and (not folder.is_dir() or any(folder.iterdir()))
            except OSError:
                return f"{folder} cannot be read. Choose another folder."
            if taken:
                return f"{folder} is there already and is not empty. Choose another name; nothing is touched."
        return ""

    def _back(self) -> Ask | None:
        if not self.answers:
            return "back"
        last = self.answers.pop()
        self._begin(last)
        return None

    def _begin(self, said: str = "") -> None:
        step = self.step
        self.top = 0
        if step in _CHOICES:
            known = [one.id for one in _CHOICES[step]]
            self.at = said if said in known else known[0]
        elif step is Step.FOLDER and not said:
            self.line = line_of(_folder_name(self.answers[0]))
        else:
            self.line = line_of(said)

    def _folder(self, text: str) -> Path:
        # A folder that begins with a tilde without a user behind it is a plain name.
        try:
            return self._here / Path(text).expanduser()
        except RuntimeError:
            return self._here / text

    def _lines(self, width: int) -> list[Seen]:
        lines = [
            Seen(),
            Seen(line(_PAD, ("Twofold", "head"))),
            Seen(),
            Seen(line(_PAD, ("A new review", "strong"))),
            Seen(),
        ]
        lines += [Seen(one) for one in self._answered(width)]
        if len(lines) > 5:
            lines.append(Seen())
        if self.busy:
            return [*lines, Seen(line(_PAD, ("Making the review ...", "dim")))]
        lines += [Seen(one) for one in paragraph(self.step.question, "help", MARGIN, width)]
        if self.step in _CHOICES:
            lines += [
                Seen(
                    marked(_choice(number, one, width)) if one.id == self.at else _choice(number, one, width),
                    one.id,
                    one.id == self.at,
                )
                for number, one in enumerate(_CHOICES[self.step], 1)
            ]
        else:
            lines.append(Seen(self._written(width)))
            if self.step is Step.FOLDER and self.line.text:
                where = str(self._folder(one_line(self.line.text)))
                lines += [Seen(one) for one in paragraph(where, "dim", MARGIN + _NAME, width, most=2)]
        if self.problem:
            lines += [Seen(), *(Seen(one) for one in paragraph(self.problem, "warn", MARGIN, width))]
        return lines

    def _answered(self, width: int) -> list[Drawn]:
        told: list[tuple[str, str]] = []
        for step, answer in zip((Step.TITLE, Step.FOLDER), self.answers, strict=False):
            told.append((step.title, str(self._folder(answer)) if step is Step.FOLDER else answer))
        for number, one in enumerate(self._people):
            told.append((Step.NAME.title if number == 0 else Step.OTHER.title, one.words))
        return [
            line(_PAD, (fitted(name, _NAME), "dim"), (cut(text, width - MARGIN - _NAME), "label"))
            for name, text in told
        ]

    def _written(self, width: int) -> Drawn:
        room = max(4, width - MARGIN - _NAME - 2)
        before, after = self.line.text[: self.line.caret], self.line.text[self.line.caret :]
        while cells(cut(before, len(before) * 2 + 4)) > room - 2:
            before = before[len(before) // 2 :]
        shown = cut(before, room)
        under = cut(after[:1], 2) or " "
        rest = cut(after[1:], max(0, room - cells(shown) - 1))
        pieces: list[Piece] = [
            (fitted(self.step.title, _NAME), "key"),
            (shown, "line"),
            (under, "caret"),
            (rest, "line"),
        ]
        return marked(line(_PAD, *pieces, caret=MARGIN + _NAME + cells(shown)))


def _choice(number: int, one: Choice, width: int) -> Drawn:
    label = fitted(one.label, 19)
    return line(_PAD, (f"{number} ", "key"), (label, "label"), (cut(one.detail, width - MARGIN - 22), "dim"))


def _folder_name(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:40].strip("-") or "my-review"

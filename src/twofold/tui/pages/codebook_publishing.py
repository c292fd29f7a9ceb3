"""Publishing a changed codebook: what changed in words, what becomes of earlier answers, whose answers that touches,
and a word to be typed before anything is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum

from twofold.codebook.carrying import Carry, Rule
from twofold.codebook.model import Codebook
from twofold.codebook.rules import BadRule, ChangedField
from twofold.review.publishing import Draft
from twofold.review.touching import Touched
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cut, fitted, line, paragraph, spread
from twofold.tui.form.line import Line
from twofold.tui.form.words import answer_words
from twofold.tui.form.written import input_lines
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.choosing import Choice
from twofold.tui.pages.codebook_draw import picking_lines
from twofold.tui.pages.codebook_rule import Picking
from twofold.tui.pages.page import MARGIN, Keys, LinedPage, key_name, typed_text
from twofold.tui.pages.window import Seen

PUBLISH = Step("codebook-publish-now")
WORD = "publish"
_PAD = (" " * MARGIN, "text")
_WORDS: Mapping[Carry, str] = {
    Carry.WORDING: "wording only: earlier answers mean what they meant",
    Carry.MAPPED: "mapped: each earlier option stands as another",
    Carry.MEANING: "meaning changed: coded again",
}
_REMOVED = "earlier answers stay in the record and are shown no more"


class Stage(Enum):
    """How far it is."""

    SAYING = "What changed"
    PREVIEW = "Whose answers it touches"
    TYPING = "Publish"
    DONE = "What became of it"


class PublishingPage(LinedPage):
    """``before`` is the codebook in force. ``look`` gives the answers that rules would touch."""

    where = Where.PUBLISHING

    def __init__(
        self,
        draft: Draft,
        before: Codebook,
        names: Mapping[str, str],
        look: Callable[[Mapping[str, Rule]], Sequence[Touched]],
        keys: Keys | None = None,
    ) -> None:
        super().__init__(keys)
        self.draft = draft
        self.before = before
        self.names = names
        self.look = look
        self.rules: dict[str, Rule] = {}
        self.stage = Stage.SAYING
        self.touched: tuple[Touched, ...] = ()
        self.listed = ""
        self.line = Line()
        self.picking: Picking | None = None

    @property
    def hints(self) -> Sequence[Hint]:
        """How to go on, and that leaving publishes nothing."""
        if self.picking is not None:
            return ("choosing.take", "choosing.down", "choosing.up", "choosing.back")
        if self.stage is Stage.TYPING:
            return (("writing.keep", "publish"), ("writing.leave", "back, nothing is published"))
        if self.stage is Stage.SAYING:
            return ("publishing.go", "publishing.next", "publishing.down", "publishing.help", "publishing.back")
        words = "list" if self.at.startswith("person:") else "close" if self.at.startswith("study:") else "go on"
        return (("publishing.go", words), "publishing.down", "publishing.help", "publishing.back")

    def targets(self) -> Sequence[str]:
        """The fields to say something of, the people whose answers are touched, and the way on."""
        match self.stage:
            case Stage.SAYING:
                return [*(f"field:{one.field}" for one in self.draft.fields), "on"]
            case Stage.TYPING:
                return []
            case _:
                found: list[str] = []
                for person in self._people():
                    of_person = [one for one in self.touched if one.person == person]
                    found.append(f"person:{person}")
                    found += [f"study:{one.study}" for one in of_person if person == self.listed]
                return [*found, "on"]

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does; while the word is typed, every character is part of it."""
        name, text = key_name(key, character), typed_text(character)
        if self.picking is not None:
            return self._picked(self.keys[Where.CHOOSING].get(name), self.picking)
        if self.stage is not Stage.TYPING:
            return super().press(key, character)
        self.said = ""
        action = self.keys[Where.WRITING].get(name)
        if text:
            self.line = self.line.typed(text) if len(self.line.text) < len(WORD) * 2 else self.line
        elif action is not None:
            match action.id.rpartition(".")[2]:
                case "keep" | "keep_and_go_on":
                    if self.line.text.strip().casefold() == WORD:
                        return PUBLISH
                    self.said = f"Type {WORD} to publish it; esc goes back."
                case "leave":
                    self._to(Stage.PREVIEW)
                case "help":
                    return "help"
                case "undo":
                    self.line = Line()
                case act:
                    self.line = self.line.acted(act)
        return None

    def act(self, action: Action) -> Ask | None:
        """Say something of a field, go on, or one step back."""
        match action.id:
            case "publishing.go":
                return self._go()
            case "publishing.next" if self.at.startswith("field:"):
                self._next(self._field())
            case "publishing.help":
                return "help"
            case "publishing.first":
                self.at, self.top = "", 0
            case "publishing.back" if self.stage is Stage.PREVIEW:
                self._to(Stage.SAYING)
            case "publishing.back":
                return "back"
            case _:
                pass
        return None

    def published(self) -> None:
        """Take in that it is done: what became of it stays to be looked at."""
        self._to(Stage.DONE)

    def _to(self, stage: Stage) -> None:
        self.stage, self.at, self.top, self.line, self.listed = stage, "", 0, Line(), ""
        self.stand()

    def _go(self) -> Ask | None:
        if self.at.startswith("field:"):
            self._ask(self._field())
        elif self.at.startswith("person:"):
            name = self.at.removeprefix("person:")
            self.listed = "" if self.listed == name else name
        elif self.at.startswith("study:"):
            self.at, self.listed = f"person:{self.listed}", ""
        elif self.stage is Stage.SAYING:
            missing = [one for one in self.draft.fields if one.must and one.field not in self.rules]
            if missing:
                self.at = f"field:{missing[0].field}"
                self.said = "Say first what becomes of the earlier answers to this field."
                return None
            self.touched = tuple(self.look(self.rules))
            self._to(Stage.PREVIEW)
            self.at = "on"
        elif self.stage is Stage.PREVIEW:
            self._to(Stage.TYPING)
        else:
            return "back"
        return None

    def _field(self) -> ChangedField:
        name = self.at.removeprefix("field:")
        return next(one for one in self.draft.fields if one.field == name)

    def _next(self, field: ChangedField) -> None:
        simple = [one for one in field.choices if one is not Carry.MAPPED]
        known = self.rules.get(field.field)
        at = simple.index(known.carry) + 1 if known is not None and known.carry in simple else 0
        if at < len(simple):
            self.rules[field.field] = Rule(field.field, simple[at])
        elif field.must:
            self.rules[field.field] = Rule(field.field, simple[0])
        else:
            self.rules.pop(field.field, None)

    def _ask(self, field: ChangedField) -> None:
        choices = [Choice(one.value, self._words(field, one)) for one in field.choices]
        if not field.must:
            choices.insert(0, Choice("", "nothing: earlier answers stay as they are"))

        def took(ids: tuple[str, ...]) -> None:
            if not ids[0]:
                self.rules.pop(field.field, None)
            elif ids[0] == Carry.MAPPED.value:
                self._map(field, {})
            else:
                self.rules[field.field] = Rule(field.field, Carry(ids[0]))

        self.picking = Picking(f"`{field.field}`: what becomes of earlier answers?", tuple(choices), took)

    def _map(self, field: ChangedField, said: Mapping[str, str]) -> None:
        """Ask of each earlier option that is gone, one after the other, which of those of now it is."""
        left = [one for one in field.gone if one not in said]
        if not left and (said or field.gone):
            rule = Rule(field.field, Carry.MAPPED, dict(said))
            try:
                field.check(rule)
            except BadRule as error:
                self.said = str(error)
                return
            self.rules[field.field] = rule
            return
        old = self.before.by_id[field.field]
        if not left:
            choices = tuple(Choice(one.id, one.label) for one in old.options)
            head = f"`{field.field}`: which earlier option is another one now?"
            self.picking = Picking(head, choices, lambda ids: self._pair(field, said, ids[0]))
            return
        self._pair(field, said, left[0])

    def _pair(self, field: ChangedField, said: Mapping[str, str], gone: str) -> None:
        old = self.before.by_id[field.field].option(gone)
        now = self.draft.book.by_id[field.field]
        choices = tuple(Choice(one.id, one.label) for one in now.options)
        head = f"Earlier “{old.label if old else gone}” is now"
        self.picking = Picking(head, choices, lambda ids: self._map(field, {**said, gone: ids[0]}))

    def _picked(self, action: Action | None, picking: Picking) -> Ask | None:
        self.said = ""
        match "" if action is None else action.id:
            case "choosing.take":
                self.picking = None
                picking.then((picking.choices[picking.at].id,))
            case "choosing.back":
                self.picking = None
            case "choosing.down":
                self.picking = replace(picking, at=min(len(picking.choices) - 1, picking.at + 1))
            case "choosing.up":
                self.picking = replace(picking, at=max(0, picking.at - 1))
            case _:
                pass
        return None

    def _words(self, field: ChangedField, carry: Carry) -> str:
        return _REMOVED if field.field not in self.draft.book.by_id else _WORDS[carry]

    def _people(self) -> list[str]:
        return list(dict.fromkeys(one.person for one in self.touched))

    def drawn(self, width: int) -> Sequence[Seen]:
        """The step that is open now."""
        head = spread([_PAD, (self.stage.value, "strong")], [(f"version {self.draft.book.version} ", "dim")], width)
        lines = [Seen(), Seen(head), Seen()]
        if self.picking is not None:
            return [*lines, *picking_lines(self.picking, width)]
        match self.stage:
            case Stage.SAYING:
                lines += self._saying(width)
            case Stage.TYPING:
                lines += self._typing(width)
            case _:
                lines += self._touching(width)
        return lines

    def _saying(self, width: int) -> Iterator[Seen]:
        of_fields = {words for one in self.draft.fields for words in one.words}
        for words in self.draft.words:
            if words not in of_fields:
                yield from (Seen(one) for one in paragraph(words, "label", MARGIN, width - 1))
        if self.draft.book.version == self.before.version:
            words = (
                f"The version is still {self.before.version}. Give it a new one, so that people can tell them apart."
            )
            yield from (Seen(one) for one in paragraph(words, "warn", MARGIN, width - 1))
        if self.draft.fields:
            yield Seen()
            yield Seen(line(_PAD, ("Fields, and what becomes of earlier answers to them", "head")))
        for one in self.draft.fields:
            target = f"field:{one.field}"
            rule = self.rules.get(one.field)
            open_ = one.must and rule is None
            known = self.draft.book.by_id.get(one.field) or self.before.by_id.get(one.field)
            name = cut(known.label if known else one.field, width - MARGIN - 6 - len(one.field))
            sign = ("! " if open_ else "  ", "block")
            yield Seen(spread([_PAD, sign, (name, "label")], [(f"{one.field} ", "dim")], width), target)
            for drawn in paragraph("; ".join(one.words), "help", MARGIN + 4, width - 1):
                yield Seen(drawn, target)
            told = self._said(one, rule)
            for drawn in paragraph(told, "block" if open_ else "answer" if rule else "dim", MARGIN + 4, width - 1):
                yield Seen(drawn, target)
        yield Seen()
        yield Seen(line(_PAD, ("See whose answers it touches", "strong")), "on")

    def _said(self, field: ChangedField, rule: Rule | None) -> str:
        if rule is None:
            if field.must:
                return f"{self.key('publishing.go')} says what becomes of earlier answers"
            return "new" if field.field not in self.before.by_id else "earlier answers stay as they are"
        if rule.carry is not Carry.MAPPED:
            return self._words(field, rule.carry)
        old, now = self.before.by_id[field.field], self.draft.book.by_id[field.field]
        pairs = []
        for before, after in rule.options.items():
            one, other = old.option(before), now.option(after)
            pairs.append(f"“{one.label if one else before}” is now “{other.label if other else after}”")
        return f"mapped: {'; '.join(pairs)}"

    def _touching(self, width: int) -> Iterator[Seen]:
        done = self.stage is Stage.DONE
        if done:
            words = "Published. Reviewers get it with the file that you send them, or from the shared folder."
            yield from (Seen(one) for one in paragraph(words, "answer", MARGIN, width - 1))
            yield Seen()
        if not self.touched:
            yield Seen(line(_PAD, ("No answer is touched.", "label")))
        for person in self._people():
            of_person = [one for one in self.touched if one.person == person]
            again = sum(bool(one.again) for one in of_person)
            mapped = sum(len(one.mapped) for one in of_person)
            parts = []
            if again:
                parts.append(f"{again} {'study' if again == 1 else 'studies'} to code again in part")
            if mapped:
                parts.append(f"{mapped} {'answer' if mapped == 1 else 'answers'} mapped")
            name = fitted(self.names.get(person, person), min(24, width // 4))
            target = f"person:{person}"
            yield Seen(line(_PAD, (name, "label"), ("  ", "text"), (", ".join(parts), "text")), target)
            if self.listed == person:
                for one in of_person:
                    yield from self._of_study(one, width)
        yield Seen()
        words = "Back to the codebook" if done else "Go on to publish it"
        yield Seen(line(_PAD, (words, "strong")), "on")

    def _of_study(self, one: Touched, width: int) -> Iterator[Seen]:
        parts = []
        if one.again:
            fields = ", ".join(dict.fromkeys(one.again))
            parts.append(f"{'asked again if it was answered' if one.hidden else 'to code again'}: {fields}")
        for each in one.mapped:
            old, now = self.before.by_id[each.field], self.draft.book.by_id[each.field]
            parts.append(f"{each.field}: {answer_words(old, each.before)} stands as {answer_words(now, each.after)}")
        words = f"{one.number}  {one.state.value}: {'; '.join(parts)}"
        for drawn in paragraph(words, "dim", MARGIN + 4, width - 1):
            yield Seen(drawn, f"study:{one.study}")

    def _typing(self, width: int) -> Iterator[Seen]:
        words = (
            f"Everybody codes with version {self.draft.book.version} as soon as they have it. A publication is never"
            " deleted: to take it back is to publish again."
        )
        yield from (Seen(one) for one in paragraph(words, "label", MARGIN, width - 1))
        yield Seen()
        yield from (Seen(one) for one in input_lines(self.line, f"{WORD}?", width, 1))
        yield Seen()
        yield Seen(line(_PAD, (f"Type {WORD} and press enter.", "help")))

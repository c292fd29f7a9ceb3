"""Saying by hand which column of a table carries what, where its headers say too little."""

from collections.abc import Mapping, Sequence

from twofold.references import FIELDS
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import cut, fitted, line, paragraph
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD = (" " * MARGIN, "text")
_FIELD = 14
UNUSED = ""
_MANY = (UNUSED, "screening", "extra")
_UNUSED_STAYS = "What is not used is kept with the study, and coders' copies carry it. Votes go to “screening”."


class Columns(LinedPage):
    """The columns of one table, each with the field that it carries. ``enter`` opens the fields to choose from."""

    where = Where.BRINGING

    def __init__(self, name: str, columns: Mapping[str, str], why: str = "", keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.name = name
        self.why = why
        self.fields = {header: field if field in FIELDS else UNUSED for header, field in columns.items()}
        self._before = dict(self.fields)
        self.choosing = ""

    @property
    def changed(self) -> Mapping[str, str]:
        """The columns that carry something else than they were shown to. What was left as it is stays to be read as it
        was, for there is more to that than its field: which of two columns is asked first, and what it is looked for.
        """
        return {header: field for header, field in self.fields.items() if field != self._before[header]}

    @property
    def hints(self) -> Sequence[Hint]:
        """Choose a field for the column, or read the table so."""
        if self.choosing:
            return (("bringing.go", "choose"), "bringing.down", "bringing.up", ("bringing.back", "leave as it was"))
        words = "read the table so" if self.at == "read" else "choose its field"
        return (("bringing.go", words), "bringing.down", "bringing.up", ("bringing.back", "back"))

    def targets(self) -> Sequence[str]:
        """The columns, or the fields while one is being chosen."""
        if self.choosing:
            return [f"field:{one}" for one in (UNUSED, *FIELDS)]
        return ["read", *(f"column:{one}" for one in self.fields)]

    def act(self, action: Action) -> Ask | None:
        """Choose, read, or go back."""
        match action.id:
            case "bringing.go":
                return self._go()
            case "bringing.back":
                if not self.choosing:
                    return Step("files" if self.why else "settle")
                self.at, self.choosing = f"column:{self.choosing}", ""
            case "bringing.first":
                self.at, self.top = "", 0
            case "bringing.help":
                return "help"
            case _:
                pass
        return None

    def _go(self) -> Ask | None:
        kind, _, name = self.at.partition(":")
        if kind == "read":
            if "title" not in self.fields.values():
                self.said = "Say first which column carries the title."
                return None
            return Step("mapped")
        if kind == "column":
            self.choosing, self.at = name, f"field:{self.fields[name]}"
            return None
        for header, field in self.fields.items():
            # Two columns cannot carry one field; the one chosen last does. Votes and notes may stand in many.
            if field == name and name not in _MANY:
                self.fields[header] = UNUSED
        self.fields[self.choosing] = name
        self.at, self.choosing = f"column:{self.choosing}", ""
        return None

    def drawn(self, width: int) -> Sequence[Seen]:
        """The columns, or the fields."""
        lines = [Seen(), Seen(line(_PAD, ("Which column carries what?", "head")))]
        lines += [Seen(one) for one in paragraph(self.why or self.name, "help", MARGIN, width)]
        if not self.choosing:
            lines += [Seen(one) for one in paragraph(_UNUSED_STAYS, "dim", MARGIN, width)]
        lines.append(Seen())
        if self.choosing:
            lines += [Seen(one) for one in paragraph(f"The column “{self.choosing}” carries", "text", MARGIN, width)]
            lines += [
                Seen(line(_PAD, (cut(_words(field), width - MARGIN), "label")), f"field:{field}")
                for field in (UNUSED, *FIELDS)
            ]
            return lines
        lines += [Seen(line(_PAD, ("Read the table so", "key")), "read"), Seen()]
        for header, field in self.fields.items():
            ink = "answer" if field else "dim"
            lines.append(
                Seen(
                    line(
                        _PAD, (fitted(field or "not used", _FIELD), ink), (cut(header, width - MARGIN - _FIELD), "text")
                    ),
                    f"column:{header}",
                )
            )
        return lines


def _words(field: str) -> str:
    if not field:
        return "nothing: kept with the study; coders' copies carry it"
    if field == "extra":
        return "extra: notes, in which DOI and PMID are looked for"
    if field == "screening":
        return "screening: votes and reasons, cut out and shown to no coder"
    return field.replace("_", " ")

"""`practice.toml`, held against the codebook it goes with."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict
from pydantic import Field as PydanticField

from twofold.codebook.border import read_part
from twofold.codebook.entries import BadEntry, out_of_range, typed_answer
from twofold.codebook.model import Codebook, Field, FieldType, Unit
from twofold.codebook.practice import Keyed, Practice, PracticeStudy
from twofold.codebook.problems import BadCodebook, Ledger, Path, did_you_mean, listed, shown
from twofold.codebook.toml_reader import parsed
from twofold.values.answers import BLANK, Answer, Blank, Chosen, OffScale, Value

PRACTICE_FILE = "practice.toml"
FORMAT = 1

_TOP_LEVEL = ("format", "codebook", "study")
_OFF = {one.name.lower(): one for one in OffScale}


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _StudyDraft(_Part):
    label: str
    title: str
    text: str
    rows: object = None


class _AnswerDraft(_Part):
    field: str
    why: str
    passage: str = ""
    row: str = ""
    off: str = ""
    value: Annotated[object, PydanticField(alias="is")] = None


def read_practice(text: str, codebook: Codebook, name: str = PRACTICE_FILE) -> Practice:
    """The worked examples that ``text`` holds. ``name`` is the file's name in messages.

    Raises:
        BadCodebook: with every mistake found, each with its line and how to mend it.
    """
    text = text.removeprefix("\ufeff")
    tables, ledger = parsed(text, name), Ledger()
    found = _practice(tables, codebook, ledger)
    if ledger or found is None:
        raise BadCodebook(ledger.problems(name, text))
    return found


def _practice(tables: Mapping[str, object], codebook: Codebook, ledger: Ledger) -> Practice | None:
    if tables.get("format") != FORMAT:
        what = f"the file says format {shown(tables['format'])}" if "format" in tables else "the file says no format"
        ledger.add(("format",), what, f"Write format = {FORMAT} on its first line, or update Twofold.")
        return None
    for key in tables:
        if key not in _TOP_LEVEL:
            mend = did_you_mean(key, _TOP_LEVEL, f"Known are {listed(_TOP_LEVEL, 'and')}.")
            ledger.add((key,), f"the file has the unknown key {shown(key)}", mend)
    if tables.get("codebook") != codebook.id:
        what = f"these examples are for the codebook {shown(tables.get('codebook', ''))}, and this one is"
        ledger.add(("codebook",), f"{what} `{codebook.id}`", f'Write codebook = "{codebook.id}" once they fit it.')
    studies = tables.get("study")
    if not isinstance(studies, list) or not studies:
        ledger.add(("study",), "there is no study to practise on", "Add a [[study]] with label, title and text.")
        return None
    made = [_study(one, ("study", place), place + 1, codebook, ledger) for place, one in enumerate(studies)]
    labels = [one.label for one in made if one is not None]
    for place, one in enumerate(made):
        if one is not None and labels.index(one.label) < place and labels.count(one.label) > 1:
            ledger.add(("study", place, "label"), f"two studies are called {shown(one.label)}", "Rename one.")
    return Practice(codebook.id, tuple(one for one in made if one is not None))


def _study(table: object, path: Path, number: int, codebook: Codebook, ledger: Ledger) -> PracticeStudy | None:
    subject = f"study {number}"
    if not isinstance(table, Mapping):
        ledger.add(path, f"{subject} is not a table", "Write [[study]] with two brackets.")
        return None
    own = {key: value for key, value in table.items() if key != "answer"}
    draft = read_part(_StudyDraft, own, path, subject, ledger)
    if draft is None:
        return None
    for name, given in (("label", draft.label), ("title", draft.title), ("text", draft.text)):
        if not given.strip():
            ledger.add((*path, name), f"{subject} has an empty `{name}`", "Write a few words.")
    rows = draft.rows if isinstance(draft.rows, list) else []
    if draft.rows is not None and (not isinstance(draft.rows, list) or not all(isinstance(one, str) for one in rows)):
        ledger.add(
            (*path, "rows"), f"{subject} has `rows` that are no list of names", 'Write rows = ["pain, 6 months"].'
        )
        return None
    named = tuple(" ".join(str(one).split()) for one in rows)
    answers = table.get("answer")
    if not isinstance(answers, list) or not answers:
        ledger.add(path, f"{subject} has no answer key", "Add a [[study.answer]] with field, is, passage and why.")
        return None
    reading = _Key(codebook, named, " ".join(draft.text.split()), subject, ledger)
    key = [reading.answer(one, (*path, "answer", place), place + 1) for place, one in enumerate(answers)]
    text = "\n".join(line.strip() for line in draft.text.strip().splitlines())
    return PracticeStudy(draft.label.strip(), draft.title.strip(), text, named, tuple(one for one in key if one))


class _Key:
    """The answer key of one study while it is read."""

    def __init__(self, codebook: Codebook, rows: tuple[str, ...], text: str, subject: str, ledger: Ledger) -> None:
        self.codebook = codebook
        self.rows = rows
        self.text = text
        self.subject = subject
        self.ledger = ledger
        self.seen: set[tuple[str, str]] = set()

    def answer(self, table: object, path: Path, number: int) -> Keyed | None:
        """One answer of the key; ``None``, and a line in the ledger, where it will not do."""
        subject = f"answer {number} of {self.subject}"
        if not isinstance(table, Mapping):
            self.ledger.add(path, f"{subject} is not a table", "Write [[study.answer]] with two brackets.")
            return None
        draft = read_part(_AnswerDraft, table, path, subject, self.ledger)
        if draft is None:
            return None
        field = self.codebook.by_id.get(draft.field)
        if field is None:
            mend = did_you_mean(draft.field, self.codebook.by_id, "Name a field of the codebook.")
            self.ledger.add(
                (*path, "field"), f"{subject} names the field {shown(draft.field)}, which there is not", mend
            )
            return None
        if field.type is FieldType.TEXT:
            what = f"{subject} is for `{field.id}`, whose answers are text and cannot be right or wrong"
            self.ledger.add((*path, "field"), what, "Take it out.")
            return None
        row = " ".join(draft.row.split())
        self._check_row(field, row, path, subject)
        if (row, field.id) in self.seen:
            self.ledger.add((*path, "field"), f"{subject} is a second one for `{field.id}`", "Take one out.")
        self.seen.add((row, field.id))
        if not draft.why.strip():
            self.ledger.add((*path, "why"), f"{subject} does not say why", "Say in a sentence why it is the right one.")
        found = self._value(field, draft, path, subject)
        passage = " ".join(draft.passage.split())
        if passage not in self.text:
            what = f"{subject} has a `passage` that does not stand in the text of {self.subject}"
            self.ledger.add((*path, "passage"), what, "Copy it word for word.")
        elif not passage and found is not OffScale.NOT_REPORTED and not isinstance(found, Blank):
            mend = "Copy the passage that shows it from the text, word for word."
            self.ledger.add(path, f"{subject} has no `passage`", mend)
        return Keyed(field.id, found, passage, " ".join(draft.why.split()), row)

    def _check_row(self, field: Field, row: str, path: Path, subject: str) -> None:
        if field.unit is Unit.ROW and row not in self.rows:
            there = f"Name one of {listed(self.rows)}." if self.rows else "Add rows = [...] to the study."
            self.ledger.add(
                (*path, "row"), f"{subject} is asked of each outcome row and names none of this study", there
            )
        if field.unit is Unit.STUDY and row:
            self.ledger.add(
                (*path, "row"), f"{subject} names a row, and `{field.id}` is asked of the study", "Take it out."
            )

    def _value(self, field: Field, draft: _AnswerDraft, path: Path, subject: str) -> Answer:
        if draft.off:
            if draft.off not in _OFF or draft.value is not None:
                what = f"{subject} has `off` = {shown(draft.off)}"
                self.ledger.add((*path, "off"), what, f"Write one of {listed(_OFF)}, and no `is` beside it.")
                return BLANK
            return _OFF[draft.off]
        given = draft.value
        if field.type is FieldType.MULTI and isinstance(given, list):
            for one in given:
                self._check_option(field, one, (*path, "is"), subject)
            return Chosen(frozenset(str(one) for one in given))
        if field.type.has_options and field.type is not FieldType.MULTI and isinstance(given, str):
            self._check_option(field, given, (*path, "is"), subject)
            return Value(given)
        if not field.type.has_options and isinstance(given, str | int) and not isinstance(given, bool):
            return self._typed(field, str(given), (*path, "is"), subject)
        forms = {
            FieldType.MULTI: 'is = ["one", "two"]',
            FieldType.NOMINAL: 'is = "one"',
            FieldType.ORDINAL: 'is = "one"',
        }
        mend = f"Write {forms.get(field.type, 'is = 12')}, or off = {listed(_OFF)}."
        self.ledger.add(
            (*path, "is") if given is not None else path, f"{subject} has no answer that fits `{field.id}`", mend
        )
        return BLANK

    def _typed(self, field: Field, given: str, path: Path, subject: str) -> Answer:
        try:
            found = typed_answer(field, given)
        except BadEntry as error:
            self.ledger.add(path, f"{subject} has {shown(given)} for `{field.id}`", str(error))
            return BLANK
        if problem := out_of_range(field, found):
            self.ledger.add(path, f"{subject} has {shown(given)} for `{field.id}`", problem)
        return found

    def _check_option(self, field: Field, option: object, path: Path, subject: str) -> None:
        if not isinstance(option, str) or field.option(option) is None:
            known = [one.id for one in field.options]
            mend = did_you_mean(option, known, f"The options are in the codebook, from `{known[0]}`.")
            self.ledger.add(path, f"{subject} names {shown(option)}, which is no option of `{field.id}`", mend)

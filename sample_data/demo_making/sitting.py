"""One person's sitting over one study: the app's own session, answered in the order of the form at a person's pace."""

from collections.abc import Iterator
from dataclasses import replace

from demo_making.chance import Chance, key_of
from demo_making.coder import Coder
from demo_making.paper import TrueRow, Truth
from demo_making.seeded import Clock
from twofold.codebook.conditions import asked
from twofold.codebook.findings import Finding, findings
from twofold.codebook.model import Field, FieldType, Level, Unit
from twofold.review.session import Session
from twofold.values.answers import Chosen, OffScale, Value
from twofold.values.coded import NO_EVIDENCE, Coded, Place, RowKey

_FIRST_THOUGHT = 0.025
_TAKEN_BACK = 0.006


class CannotSubmit(Exception):
    """A fictional study that cannot be submitted, so that the demo must not be written."""


class Sitting:
    """The coding of one study by one person. ``share`` says how far through the studies they are, 0 to 1."""

    def __init__(self, session: Session, truth: Truth, coder: Coder, clock: Clock, share: float) -> None:
        self._session = session
        self._truth = truth
        self._coder = coder
        self._clock = clock
        self._share = share
        self._codebook = session.codebook
        self._rows: dict[RowKey, TrueRow] = {row.key: row for row in truth.rows}
        self._chance = Chance("sitting", coder.person, truth.study.number)

    def code(self, sections: int | None = None) -> None:
        """Answer the form from its beginning, all of it or that many sections."""
        for section in self._codebook.sections[:sections]:
            if section.unit is Unit.STUDY:
                for field in section.fields:
                    self._answer((None, field.id))
                continue
            if not self._session.listed_rows:
                for row, name in self._coder.rows(self._truth):
                    self._answer_row(self._added(row, name))
            for listed in self._session.listed_rows:
                self._answer_row(listed)

    def submit(self) -> None:
        """Mend what stands against it, as one is told to, and submit.

        Raises:
            CannotSubmit: something still stands against it.
        """
        for _ in range(3):
            for found in self._blocks():
                self._mend(found)
        self._clock.move(self._chance.between(40, 200))
        left = self._session.submit(whole_paper=self._chance.happens(0.9))
        if left or self._blocks():
            raise CannotSubmit(f"{self._truth.study.number}, {self._coder.person}: {left} {self._blocks()}")

    def correct(self, field: str, note: str) -> None:
        """Give a field the answer that the papers give, with a note that says why."""
        self._write((None, field), replace(self._truth.codes[field], note=note))

    def propose_exclusion(self, reason: str) -> None:
        """Propose to exclude the study."""
        self._clock.move(self._chance.between(60, 120))
        if left := self._session.propose_exclusion(reason):
            raise CannotSubmit(left)

    def reopen(self, reason: str) -> None:
        """Take the submission back."""
        if left := self._session.reopen(reason):
            raise CannotSubmit(left)

    def _blocks(self) -> list[Finding]:
        return [one for one in findings(self._codebook, self._session.sheet) if one.level is Level.BLOCK]

    def _added(self, row: TrueRow, name: str) -> RowKey:
        key = key_of("row", self._coder.person, self._truth.study.number, row.key)
        self._rows[key] = row
        self._clock.move(self._chance.between(20, 70))
        self._session.add_row(key, Coded(Value(name)))
        return key

    def _answer_row(self, row: RowKey) -> None:
        for field in self._codebook.row_fields:
            if field.id != self._codebook.row_name:
                self._answer((row, field.id))

    def _answer(self, place: Place) -> None:
        sheet = self._session.sheet
        if place not in asked(self._codebook, sheet):
            return
        field = self._codebook.by_id[place[1]]
        row = None if place[0] is None else self._rows[place[0]]
        coded = self._coder.coded(self._truth, row, field, sheet, self._codebook, self._share)
        single = field.type in (FieldType.NOMINAL, FieldType.ORDINAL)
        if single and coded.answered and self._chance.happens(_FIRST_THOUGHT):
            self._write(place, Coded(Value(self._chance.pick(field.options).id)))
        self._write(place, coded)
        if single and coded.answered and self._chance.happens(_TAKEN_BACK):
            self._clock.move(self._chance.between(2, 6))
            self._session.undo()
            self._write(place, coded)

    def _write(self, place: Place, coded: Coded) -> None:
        field = self._codebook.by_id[place[1]]
        pause = self._chance.between(120, 360) if self._chance.happens(0.04) else 0.0
        for number, state in enumerate(_keyed(field, self._session.sheet.at(place[1], place[0]), coded)):
            self._clock.move((pause if number == 0 else 0) + self._chance.between(5, 34))
            self._session.save(place, state)

    def _mend(self, found: Finding) -> None:
        row, field_id = found.place
        if found.check == "direction_without_better_when":
            field_id = "better_when"
        codes = self._truth.codes if row is None else self._rows[row].codes
        right = codes.get(field_id, Coded(OffScale.NOT_REPORTED))
        if field_id == "better_when" and not isinstance(right.answer, Value):
            right = Coded(Value("higher"))
        self._write((row, field_id), right)


def _keyed(field: Field, before: Coded, after: Coded) -> Iterator[Coded]:
    """The states that the form saves on the way: the answer, option by option, then what stands beside it."""
    state = before
    if isinstance(after.answer, Chosen) and after.answer.options and not isinstance(before.answer, Chosen):
        chosen: frozenset[str] = frozenset()
        for option in field.options:
            if option.id in after.answer.options:
                chosen |= {option.id}
                state = replace(state, answer=Chosen(chosen))
                yield state
    elif state.answer != after.answer:
        state = replace(state, answer=after.answer)
        yield state
    for beside in (
        {"evidence": after.evidence} if after.evidence != NO_EVIDENCE else {},
        {"reason": after.reason} if after.reason else {},
        {"note": after.note} if after.note else {},
        {"confidence": after.confidence} if after.confidence else {},
    ):
        following = replace(state, **beside)
        if following != state:
            state = following
            yield state

"""Fictional studies to code, and a session and desk that keep them in memory the way the log would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from twofold.codebook.findings import findings
from twofold.codebook.model import (
    Check,
    Codebook,
    EvidenceDemand,
    Field,
    FieldIs,
    FieldType,
    Joined,
    Level,
    Option,
    Section,
    Unit,
)
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.review.views import Hit, Past, Report, Said, SameStudy, Study, SubmissionCheck
from twofold.tui.form.board import Keys
from twofold.tui.form.change import Change
from twofold.tui.form.hand import Hand
from twofold.tui.form.session import StudySession
from twofold.values.coded import NO_EVIDENCE, NOTHING, Coded, Evidence, Place, RowKey, Sheet


def _options(*named: str) -> tuple[Option, ...]:
    return tuple(Option(id=name.lower(), label=name) for name in named)


def _field(name: str, label: str, kind: FieldType, section: str = "study", **more: Any) -> Field:
    unit = Unit.ROW if section == "outcomes" else Unit.STUDY
    return Field(id=name, label=label, type=kind, section=section, unit=unit, **more)


LEVELS = (
    Option("low", "low", "No effect.", "Leaders were told.", "A group changed it."),
    Option("medium", "medium", "Shaped the content."),
    Option("high", "high", "Shared decisions."),
)
COUNTRIES = _options("Zimbabwe", "Zambia", "Malawi", "Mali", *(f"Invented land {n}" for n in range(30)))


def small_codebook() -> Codebook:
    """A fictional codebook with every type of field, a rule that switches a field on, and two checks."""
    study = (
        _field("design", "Design", FieldType.NOMINAL, options=_options("Trial", "Cohort", "Talk"), required=True),
        _field(
            "level",
            "Level of engagement",
            FieldType.ORDINAL,
            options=LEVELS,
            required=True,
            primary=True,
            evidence=EvidenceDemand.QUOTE,
        ),
        _field("people", "People analysed", FieldType.INTEGER, minimum="0"),
        _field("who", "Who took part", FieldType.MULTI, options=_options("Residents", "Leaders", "Volunteers")),
        _field(
            "training",
            "Training of the volunteers",
            FieldType.NOMINAL,
            options=_options("Yes", "No"),
            show_if=FieldIs("who", ("volunteers",)),
        ),
        _field("dose", "Dose in words", FieldType.TEXT),
        _field("begun", "Begun on", FieldType.DATE),
        _field("country", "Country", FieldType.MULTI, options=COUNTRIES),
        _field("land", "Main country", FieldType.NOMINAL, options=COUNTRIES[:12]),
    )
    risk = (
        _field("selection", "Concern about selection", FieldType.ORDINAL, "risk", options=LEVELS, reason=True),
        _field("overall", "Overall concern", FieldType.ORDINAL, "risk", options=LEVELS),
    )
    rows = (
        _field("outcome", "Outcome", FieldType.TEXT, "outcomes", required=True),
        _field("better", "Better when", FieldType.NOMINAL, "outcomes", options=_options("Higher", "Lower")),
        _field("months", "Months", FieldType.NUMBER, "outcomes", tick=Option("end", "end of programme")),
    )
    return Codebook(
        "small",
        "A small fictional codebook",
        "1",
        (
            Section("study", "The study", Unit.STUDY, study),
            Section("risk", "Risk", Unit.STUDY, risk),
            Section("outcomes", "Outcomes", Unit.ROW, rows),
        ),
        checks=(
            Check(
                "talk_is_low",
                "overall",
                Level.WARN,
                "Interviews alone leave concern.",
                Joined((FieldIs("design", ("talk",)), FieldIs("overall", ("low",))), 2),
            ),
        ),
        row_name="outcome",
    )


def default_codebook() -> Codebook:
    """The codebook that ships."""
    return read_codebook(default_codebook_text())


def fictional_study(number: int = 1, total: int = 3, reports: int = 1) -> Study:
    """A study nobody did."""
    return Study(
        key=f"{number:016x}",
        number=f"S{number:03}",
        label=f"Fictional {2000 + number}",
        position=number,
        total=total,
        reports=tuple(
            Report(
                key=f"{number * 100 + n:016x}",
                label=("Fictional", "Invented", "Imagined")[n % 3] + f" {2000 + number + n}",
                title="A bench under a tree: a fictional trial of talking in an invented town",
                authors=("Invented A", "Imagined B"),
                year=2000 + number,
                journal="Journal of Things That Did Not Happen",
                doi=f"10.0000/fictional.{number}",
                abstract="This study is fictional. " * 12,
            )
            for n in range(reports)
        ),
        initiative="A fictional initiative",
    )


@dataclass
class FakeSession:
    """A study in memory. ``steps`` is its log: each step as the sheet before it and the place it is about."""

    codebook: Codebook
    study: Study
    sheet: Sheet = field(default_factory=Sheet)
    conflicts: Mapping[Place, tuple[Coded, ...]] = field(default_factory=dict)
    listed_rows: Mapping[RowKey, str] = field(default_factory=dict)
    locked: str = ""
    told: str = ""
    can_reopen: bool = False
    open_again: frozenset[Place] = frozenset()
    round_words: str = ""
    exclusion: str = ""
    same_study: SameStudy | None = None
    last_evidence: Evidence = NO_EVIDENCE
    steps: list[tuple[Sheet, Place]] = field(default_factory=list)
    undone: list[tuple[Sheet, Place]] = field(default_factory=list)
    saves: list[tuple[Place, Coded]] = field(default_factory=list)
    waiting: set[Place] = field(default_factory=set)
    slow: bool = False
    submitted: list[bool] = field(default_factory=list)

    def _step(self, sheet: Sheet, place: Place) -> None:
        self.steps.append((self.sheet, place))
        self.undone.clear()
        self.sheet = sheet
        if self.slow:
            self.waiting.add(place)

    def ready(self) -> None:
        pass

    def save(self, place: Place, coded: Coded) -> None:
        assert not self.locked
        self.saves.append((place, coded))
        self.conflicts = {other: both for other, both in self.conflicts.items() if other != place}
        self._step(Sheet({**self.sheet.codes, place: coded}, self.sheet.rows), place)

    def add_row(self, row: RowKey, name: Coded) -> None:
        place = (row, self.codebook.row_name)
        codes = {**self.sheet.codes, place: name} if name != NOTHING else self.sheet.codes
        self._step(Sheet(codes, (*self.sheet.rows, row)), place)

    def remove_row(self, row: RowKey) -> None:
        rows = tuple(one for one in self.sheet.rows if one != row)
        self._step(Sheet(self.sheet.codes, rows), (row, self.codebook.row_name))

    def undo(self) -> Place | str:
        if not self.steps:
            return "There is nothing to take back in this study."
        before, place = self.steps.pop()
        self.undone.append((self.sheet, place))
        self.sheet = before
        return place

    def redo(self) -> Place | str:
        if not self.undone:
            return "There is nothing to redo."
        after, place = self.undone.pop()
        self.steps.append((self.sheet, place))
        self.sheet = after
        return place

    def history(self, place: Place) -> Sequence[Past]:
        row, name = place
        states = [before.at(name, row) for before, about in self.steps if about == place]
        return tuple(Past("2024-05-31T10:00:00Z", one) for one in reversed(states) if one.answered)

    def unsaved(self) -> frozenset[Place]:
        return frozenset(self.waiting)

    def check(self) -> SubmissionCheck:
        found = findings(self.codebook, self.sheet)
        return SubmissionCheck(
            blocks=tuple(Said(one.place, one.message) for one in found if one.level is Level.BLOCK),
            warnings=tuple(Said(one.place, one.message) for one in found if one.level is Level.WARN),
        )

    def submit(self, whole_paper: bool) -> str:
        self.submitted.append(whole_paper)
        self.locked, self.can_reopen = f"{self.study.number} is submitted. S reopens it, with a reason.", True
        return ""

    def reopen(self, reason: str) -> str:
        self.locked, self.can_reopen = "", False
        return ""

    def propose_exclusion(self, reason: str, same_as: str = "") -> str:
        if same_as:
            self.same_study = SameStudy(same_as, f"the number of {same_as}", reason) if reason else None
        else:
            self.exclusion = reason
        return ""

    def open_outside(self) -> str:
        return "Opened the DOI in your browser."


@dataclass
class FakeDesk:
    """Studies in a row."""

    sessions: list[FakeSession]
    retried: int = 0

    def _at(self, study: str) -> int:
        return next(n for n, one in enumerate(self.sessions) if one.study.key == study)

    def step(self, study: str, by: int) -> StudySession | str:
        there = self._at(study) + by
        if 0 <= there < len(self.sessions):
            return self.sessions[there]
        return "This is the last study." if by > 0 else "This is the first study."

    def find(self, text: str) -> Sequence[Hit]:
        words = text.casefold().split()
        return tuple(
            Hit(one.study.key, one.study.number, one.study.label, "open")
            for one in self.sessions
            if all(word in f"{one.study.number} {one.study.label}".casefold() for word in words)
        )

    def open(self, study: str) -> StudySession | str:
        return self.sessions[self._at(study)]

    def retry(self) -> None:
        self.retried += 1

    def rescue(self) -> str:
        return "The unsaved answers stand in rescue.json."


CHARACTERS = {"space": " "}


def type_keys(hand: Hand, *keys: str) -> Change:
    """Press keys one after the other.

    A name such as ``enter``, or a text of which each character is a key.
    """
    change = Change()
    for key in keys:
        if key in NAMED or key.startswith(("ctrl+", "shift+")):
            change = hand.press(key, CHARACTERS.get(key))
        else:
            for character in key:
                change = hand.press("space" if character == " " else character, character)
    return change


NAMED = frozenset(
    [
        "enter",
        "escape",
        "tab",
        "space",
        "backspace",
        "delete",
        "up",
        "down",
        "left",
        "right",
        "home",
        "end",
        "pageup",
        "pagedown",
        "f1",
    ]
)


def hand_on(
    codebook: Codebook | None = None,
    sheet: Sheet | None = None,
    studies: int = 3,
    reports: int = 1,
    keys: Keys | None = None,
) -> Hand:
    """A form of the first of some fictional studies."""
    book = codebook or small_codebook()
    sessions = [FakeSession(book, fictional_study(n + 1, studies, reports)) for n in range(studies)]
    if sheet is not None:
        sessions[0].sheet = sheet
    return Hand(FakeDesk(sessions), sessions[0], keys)

"""Fictional studies to code, and a session and desk that keep them in memory the way the log would."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from twofold.codebook.findings import findings
from twofold.codebook.model import Codebook, Level
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.review.views import Hit, Past, Report, Said, Study, SubmissionCheck
from twofold.tui.form.change import Change
from twofold.tui.form.hand import Hand
from twofold.tui.form.session import StudySession
from twofold.values.coded import NO_EVIDENCE, NOTHING, Coded, Evidence, Place, RowKey, Sheet

SMALL = """
id = "small"
title = "A small fictional codebook"
version = "1"
row_name = "outcome"

[[section]]
id = "study"
title = "The study"

[[section.field]]
id = "design"
label = "Design"
type = "nominal"
required = true
options = [
  { id = "trial", label = "Trial", help = "People were allotted to groups." },
  { id = "cohort", label = "Cohort", help = "Groups were followed." },
  { id = "talk", label = "Interviews", help = "People were asked." },
]

[[section.field]]
id = "level"
label = "Level of engagement"
type = "ordinal"
primary = true
required = true
evidence = "quote"
options = [
  { id = "low", label = "low", help = "No effect.", counts = "Leaders were told.", does_not_count = "A group changed it." },
  { id = "medium", label = "medium", help = "Shaped the content." },
  { id = "high", label = "high", help = "Shared decisions." },
]

[[section.field]]
id = "people"
label = "People analysed"
type = "integer"
minimum = 0

[[section.field]]
id = "who"
label = "Who took part"
type = "multi"
options = [
  { id = "residents", label = "residents" },
  { id = "leaders", label = "leaders" },
  { id = "volunteers", label = "volunteers" },
]

[[section.field]]
id = "volunteer_training"
label = "Training of the volunteers"
type = "nominal"
options = [{ id = "yes", label = "yes" }, { id = "no", label = "no" }]
show_if = { field = "who", is = "volunteers" }

[[section.field]]
id = "dose"
label = "Dose in words"
type = "text"

[[section.field]]
id = "begun"
label = "Begun on"
type = "date"

[[section]]
id = "risk"
title = "Risk"

[[section.field]]
id = "selection"
label = "Concern about selection"
type = "ordinal"
reason = true
options = [{ id = "low", label = "low" }, { id = "some", label = "some" }, { id = "high", label = "high" }]

[[section]]
id = "outcomes"
title = "Outcomes"
unit = "row"

[[section.field]]
id = "outcome"
label = "Outcome"
type = "text"
required = true

[[section.field]]
id = "better_when"
label = "Better when"
type = "nominal"
options = [{ id = "higher", label = "higher" }, { id = "lower", label = "lower" }]

[[section.field]]
id = "months"
label = "Months"
type = "integer"
tick = { id = "end", label = "end of programme" }
"""


def small_codebook() -> Codebook:
    """A codebook of every field type."""
    return read_codebook(SMALL)


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
    can_reopen: bool = False
    round_words: str = ""
    exclusion: str = ""
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

    def propose_exclusion(self, reason: str) -> str:
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
    """Press keys one after the other: a name such as ``enter``, or a text of which each character is a key."""
    change = Change()
    for key in keys:
        if key in NAMED or ("+" in key and len(key) > 1):
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
    codebook: Codebook | None = None, sheet: Sheet | None = None, studies: int = 3, reports: int = 1
) -> Hand:
    """A form of the first of some fictional studies."""
    book = codebook or small_codebook()
    sessions = [FakeSession(book, fictional_study(n + 1, studies, reports)) for n in range(studies)]
    if sheet is not None:
        sessions[0].sheet = sheet
    return Hand(FakeDesk(sessions), sessions[0])

"""All that the form knows while a study is open, and the few steps that every act is made of."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from twofold.codebook.conditions import asked
from twofold.codebook.findings import Demands, findings
from twofold.codebook.findings import Finding as CodebookFinding
from twofold.codebook.model import Codebook, Field
from twofold.review.recoding import ONLY_AGAIN
from twofold.review.views import Past, SameStudy, Study
from twofold.tui.actions import Action, Where, key_of, keymap, spoken
from twofold.tui.form.change import Save
from twofold.tui.form.opened import Filtering, Opened, Page, Removing, Submitting, Writing
from twofold.tui.form.path import Group, groups
from twofold.tui.form.session import StudySession
from twofold.tui.form.words import row_name
from twofold.values.coded import NOTHING, Coded, Evidence, Place, RowKey, Sheet

Keys = Mapping[Where, Mapping[str, Action]]

_TRAIL = 500


class Board:
    """The open study with its answers, where the cursor stands, and what is open over the form.

    The answers are optimistic: they show at once, while the outside still writes them. ``stops`` are the
    fields that are asked, in order; ``said`` what the codebook finds at each.
    """

    study: Study
    codebook: Codebook
    sheet: Sheet
    conflicts: Mapping[Place, tuple[Coded, ...]]
    listed_rows: Mapping[RowKey, str]
    locked: str
    open_again: frozenset[Place]
    can_reopen: bool
    exclusion: str
    same_study: SameStudy | None
    told: str
    round_words: str
    last_evidence: Evidence

    def __init__(self, session: StudySession, keys: Keys | None = None) -> None:
        self.keys = keymap() if keys is None else keys
        self.cursor: Place | None = None
        self.opened_field = False
        self.opened_top = 0
        self.over: Opened | None = None
        self.dropped: Writing | None = None
        self.history: tuple[Past, ...] = ()
        self.unsaved: frozenset[Place] = frozenset()
        self.in_sight: tuple[Place, ...] = ()
        self.trail: list[Place] = []
        self.settled: dict[Place, tuple[Coded, ...]] = {}
        self.groups: tuple[Group, ...] = ()
        self.stops: tuple[Place, ...] = ()
        self.stop_at: Mapping[Place, int] = MappingProxyType({})
        self.said: Mapping[Place, tuple[CodebookFinding, ...]] = MappingProxyType({})
        self._demands = Demands(session.codebook)
        self._asked: tuple[tuple[Place, ...], tuple[RowKey, ...]] | None = None
        self.read(session)

    def read(self, session: StudySession) -> None:
        """Take everything anew from the session; the cursor stays where it can."""
        named = self.row_being_named
        self.study, self.codebook, self.sheet = session.study, session.codebook, session.sheet
        if named is not None:
            self.sheet = replace(self.sheet, rows=(*self.sheet.rows, named))
        self.conflicts = dict(session.conflicts)
        self.listed_rows, self.locked = dict(session.listed_rows), session.locked
        self.open_again = session.open_again
        self.can_reopen, self.exclusion, self.told = session.can_reopen, session.exclusion, session.told
        self.same_study = session.same_study
        self.round_words, self.last_evidence = session.round_words, session.last_evidence
        if self.locked and isinstance(self.over, Filtering | Removing | Submitting):
            self.over = None
        self._derive()

    @property
    def row_being_named(self) -> RowKey | None:
        """The row that was just added and is in no log yet, since its name is still being written."""
        over = self.over.under if isinstance(self.over, Page) else self.over
        return over.place[0] if isinstance(over, Writing) and over.new_row and over.place else None

    @property
    def greeting(self) -> str:
        """What is said when the study is opened: why it is locked, and what came from elsewhere."""
        return " ".join(part for part in (self.locked, self.told) if part)

    def field(self, place: Place) -> Field:
        """The field of a place."""
        return self.codebook.by_id[place[1]]

    def locked_at(self, place: Place | None) -> str:
        """Why one place cannot be changed, or no row added or removed where it is ``None``; empty while it can."""
        return self.locked if not self.open_again or place in self.open_again else ONLY_AGAIN

    def at(self, place: Place) -> Coded:
        """The state of a place."""
        return self.sheet.codes.get(place, NOTHING)

    def row_words(self, row: RowKey) -> str:
        """What an outcome row is called."""
        named = self.at((row, self.codebook.row_name)) if self.codebook.row_name else NOTHING
        return row_name(named, self.listed_rows.get(row, ""))

    def key(self, action_id: str) -> str:
        """The key of an action as people write it, for what is said of it."""
        return spoken(key_of(action_id, self.keys))

    @property
    def answered(self) -> int:
        """How many of the fields that are asked have an answer."""
        return sum(self.at(place).answered for place in self.stops)

    def put(self, place: Place, coded: Coded) -> Save:
        """Let ``coded`` stand at ``place``, and give what has to be saved for it.

        It settles a conflict there.
        """
        if place in self.conflicts:
            self.settled[place] = self.conflicts[place]
            self.conflicts = {other: both for other, both in self.conflicts.items() if other != place}
        self.show({**self.sheet.codes, place: coded}, self.sheet.rows)
        return Save(place, coded)

    def show(self, codes: Mapping[Place, Coded], rows: tuple[RowKey, ...]) -> None:
        """Let the sheet hold ``codes`` and ``rows``, and draw the consequences."""
        self.sheet = replace(self.sheet, codes=codes, rows=rows)
        self._derive()

    def go(self, place: Place) -> None:
        """Move the cursor, and remember the way for ``backspace``.

        What was opened at the field it leaves is closed.
        """
        if self.cursor is not None and place != self.cursor:
            self.trail.append(self.cursor)
            del self.trail[:-_TRAIL]
        self.stand(place)

    def stand(self, place: Place | None) -> None:
        """Move the cursor without remembering the way."""
        if place != self.cursor:
            self.cursor, self.opened_field, self.opened_top, self.history = place, False, 0, ()

    def _derive(self) -> None:
        before = self.stop_at.get(self.cursor, 0) if self.cursor is not None else 0
        places = asked(self.codebook, self.sheet)
        if self._demands.codebook is not self.codebook:
            self._demands, self._asked = Demands(self.codebook), None
        if (places, self.sheet.rows) != self._asked:
            self._asked = places, self.sheet.rows
            self.groups = groups(self.codebook, self.sheet, places)
            self.stops = tuple(place for group in self.groups for place in group.places)
            self.stop_at = {place: number for number, place in enumerate(self.stops)}
        found: dict[Place, list[CodebookFinding]] = {}
        for one in findings(self.codebook, self.sheet, places, self._demands):
            found.setdefault(one.place, []).append(one)
        self.said = {place: tuple(ones) for place, ones in found.items()}
        if self.cursor not in self.stop_at:
            # The field the cursor stood on is no longer asked: the one before it takes its place.
            self.stand(self.stops[min(max(before - 1, 0), len(self.stops) - 1)] if self.stops else None)

    def first_to_code(self) -> Place | None:
        """Where work goes on: the first blank field, else the first field."""
        blank = (
            place
            for place in self.stops
            if not self.at(place).answered and (not self.open_again or place in self.open_again)
        )
        return next(blank, self.stops[0] if self.stops else None)

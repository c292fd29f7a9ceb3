"""A session behaves as a simple model does, however it is used and whenever the review is closed and opened again."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from opened_reviews import ANSWERS, on_device, study_keys, value, with_studies

from twofold.review.open import Review
from twofold.review.session import Session
from twofold.store.device import new_key
from twofold.values.answers import Value
from twofold.values.coded import NOTHING, Coded, Evidence, Place

FIELDS = ("design", "level", "remarks")
STATES = [(name, state) for name in FIELDS for state in (*ANSWERS[name][:3], NOTHING)]
ROW_STATES = [("direction", value("worse")), ("direction", NOTHING), ("outcome", value("renamed"))]


@dataclass(frozen=True)
class Model:
    """What a study should hold: the answers that are not nothing, the rows, and what undo and redo would lead to."""

    codes: Mapping[Place, Coded] = field(default_factory=dict)
    rows: frozenset[str] = frozenset()
    undo: tuple[tuple["Model", Place], ...] = ()
    redo: tuple[tuple["Model", Place], ...] = ()
    submitted: bool = False

    def step(self, place: Place, codes: Mapping[Place, Coded], rows: frozenset[str]) -> "Model":
        """After an act that changed something at ``place``."""
        kept = {key: one for key, one in codes.items() if one != NOTHING}
        return Model(kept, rows, (*self.undo, (replace(self, undo=(), redo=()), place)))

    def taken_back(self) -> "Model":
        """After an undo."""
        before, place = self.undo[-1]
        here = replace(self, undo=(), redo=())
        return replace(before, undo=self.undo[:-1], redo=(*self.redo, (here, place)))

    def done_again(self) -> "Model":
        """After a redo."""
        after, place = self.redo[-1]
        here = replace(self, undo=(), redo=())
        return replace(after, undo=(*self.undo, (here, place)), redo=self.redo[:-1])


class SessionMachine(RuleBasedStateMachine):
    """Codes two studies of one review at random; ``template`` is a founded review with studies."""

    template: Path

    def __init__(self) -> None:
        super().__init__()
        self.place = Path(tempfile.mkdtemp(dir=self.template.parent))
        shutil.copytree(self.template, self.place / "r")
        self.device = on_device(self.place / "home")
        self.device.__enter__()
        self.models = [Model(), Model()]

        self.open()

    def open(self) -> None:
        self.review = Review(self.place / "r")
        self.review.become("ben")
        self.keys = study_keys(self.review)

    def teardown(self) -> None:
        self.review.close()
        self.device.__exit__(None, None, None)
        shutil.rmtree(self.place)

    def session(self, number: int) -> Session:
        return self.review.session(self.keys[number])

    studies = st.sampled_from([0, 0, 0, 1])

    @rule(number=studies, given=st.sampled_from(STATES))
    def save(self, number: int, given: tuple[str, Coded]) -> None:
        self._save(number, (None, given[0]), given[1])

    @rule(number=studies, given=st.sampled_from(ROW_STATES), pick=st.integers(0, 10))
    def save_in_row(self, number: int, given: tuple[str, Coded], pick: int) -> None:
        rows = sorted(self.models[number].rows)
        if rows:
            self._save(number, (rows[pick % len(rows)], given[0]), given[1])

    def _save(self, number: int, place: Place, coded: Coded) -> None:
        model = self.models[number]
        if model.submitted:
            return
        self.session(number).save(place, coded)
        if model.codes.get(place, NOTHING) != coded:
            self.models[number] = model.step(place, {**model.codes, place: coded}, model.rows)

    @rule(number=studies, name=st.sampled_from([value("a"), value("b"), NOTHING]))
    def add_row(self, number: int, name: Coded) -> None:
        model, row = self.models[number], new_key()
        if not model.submitted:
            self.session(number).add_row(row, name)
            place = (row, "outcome")
            self.models[number] = model.step(place, {**model.codes, place: name}, model.rows | {row})

    @rule(number=studies, pick=st.integers(0, 10))
    def remove_row(self, number: int, pick: int) -> None:
        model = self.models[number]
        rows = sorted(model.rows)
        if rows and not model.submitted:
            row = rows[pick % len(rows)]
            self.session(number).remove_row(row)
            self.models[number] = model.step((row, "outcome"), model.codes, model.rows - {row})

    @rule(number=studies, times=st.integers(1, 9))
    def undo(self, number: int, times: int) -> None:
        for _ in range(times):
            model = self.models[number]
            done = self.session(number).undo()
            if model.undo and not model.submitted:
                assert done == model.undo[-1][1]
                self.models[number] = model.taken_back()
            else:
                assert isinstance(done, str)

    @rule(number=studies, times=st.integers(1, 9))
    def redo(self, number: int, times: int) -> None:
        for _ in range(times):
            model = self.models[number]
            done = self.session(number).redo()
            if model.redo and not model.submitted:
                assert done == model.redo[-1][1]
                self.models[number] = model.done_again()
            else:
                assert isinstance(done, str)

    @rule(number=studies)
    def make_ready_and_submit(self, number: int) -> None:
        session, model = self.session(number), self.models[number]
        if not model.submitted:
            self._save(number, (None, "design"), value("rct"))
            self._save(number, (None, "level"), Coded(Value("low"), Evidence(quote="so")))
            model = self.models[number]
            stands = not session.check().blocks
            assert stands is (not any((row, "outcome") not in model.codes for row in model.rows))
            assert (session.submit(whole_paper=True) == "") is stands
            if stands:
                self.models[number] = replace(model, undo=(), redo=(), submitted=True)
        else:
            assert session.submit(whole_paper=True)

    @rule(number=studies)
    def reopen(self, number: int) -> None:
        model = self.models[number]
        assert (self.session(number).reopen("why") == "") is model.submitted
        self.models[number] = replace(model, submitted=False)

    @rule()
    def close_and_open(self) -> None:
        assert self.review.close() == ""
        self.open()
        assert self.review.told == []

    @precondition(lambda self: any(model.codes for model in self.models))
    @rule()
    def take_in(self) -> None:
        self.review.look()
        self.review.take_in()

    @invariant()
    def holds_what_the_model_holds(self) -> None:
        for number, model in enumerate(self.models):
            session = self.session(number)
            sheet = session.sheet
            assert {place: one for place, one in sheet.codes.items() if one != NOTHING} == model.codes
            assert set(sheet.rows) == model.rows
            assert len(sheet.rows) == len(model.rows)
            assert bool(session.locked) is model.submitted
            assert session.conflicts == {}
            assert not session.record.incomplete


def test_a_session_does_what_the_model_does(tmp_path: Path) -> None:
    SessionMachine.template = with_studies(tmp_path / "template")
    run_state_machine_as_test(
        SessionMachine,
        settings=settings(
            max_examples=40,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )

"""A session behaves as a simple model does, however it is used and whenever the review is closed and opened again."""

import random
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
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


class Coder:
    """Codes two studies of a review, and knows from the model what each should hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.models = [Model(), Model()]
        self.added: list[str] = []
        self.open()

    def open(self) -> None:
        self.review = Review(self.folder)
        self.review.become("ben")
        assert self.review.told == []

    def session(self, number: int) -> Session:
        return self.review.session(study_keys(self.review)[number])

    def act(self, number: int, act: str, pick: int) -> None:
        """Do one act. ``pick`` chooses among what there is to do it with."""
        model, session = self.models[number], self.session(number)
        rows = sorted(model.rows)
        if act in ("undo", "redo"):
            left = () if model.submitted else getattr(model, act)
            done = getattr(session, act)()
            assert done == left[-1][1] if left else isinstance(done, str)
            if left:
                self.models[number] = model.taken_back() if act == "undo" else model.done_again()
        elif model.submitted:
            assert session.submit(whole_paper=True)
        elif act == "save":
            name, coded = STATES[pick % len(STATES)]
            self.save(number, (None, name), coded)
        elif act == "add row":
            row, name = new_key(), (value("a"), NOTHING)[pick % 2]
            session.add_row(row, name)
            self.added.append(row)
            codes = {**model.codes, (row, "outcome"): name}
            self.models[number] = model.step((row, "outcome"), codes, model.rows | {row})
        elif rows and act == "remove row":
            row = rows[pick % len(rows)]
            session.remove_row(row)
            self.models[number] = model.step((row, "outcome"), model.codes, model.rows - {row})
        elif rows:
            name, coded = ROW_STATES[pick % len(ROW_STATES)]
            self.save(number, (rows[pick % len(rows)], name), coded)

    def save(self, number: int, place: Place, coded: Coded) -> None:
        model = self.models[number]
        self.session(number).save(place, coded)
        if model.codes.get(place, NOTHING) != coded:
            self.models[number] = model.step(place, {**model.codes, place: coded}, model.rows)

    def end(self, number: int, how: str) -> None:
        """End a sitting: go away and come back, submit, or take back what was submitted."""
        if how == "restart":
            assert self.review.close() == ""
            self.open()
        elif how == "look":
            self.review.look()
            self.review.take_in()
        elif how == "submit" and not self.models[number].submitted:
            self.save(number, (None, "design"), value("rct"))
            self.save(number, (None, "level"), Coded(Value("low"), Evidence(quote="so")))
            model = self.models[number]
            nameless = any((row, "outcome") not in model.codes for row in model.rows)
            assert (self.session(number).submit(whole_paper=True) != "") is nameless
            if not nameless:
                self.models[number] = replace(model, undo=(), redo=(), submitted=True)
        elif how == "reopen":
            assert (self.session(number).reopen("why") == "") is self.models[number].submitted
            self.models[number] = replace(self.models[number], submitted=False)

    def look(self) -> None:
        """Hold the sessions against the model."""
        for number, model in enumerate(self.models):
            session = self.session(number)
            sheet = session.sheet
            assert {place: one for place, one in sheet.codes.items() if one != NOTHING} == model.codes
            assert sheet.rows == tuple(row for row in self.added if row in model.rows)
            assert bool(session.locked) is model.submitted
            assert session.conflicts == {}
            assert not session.record.incomplete


ENDINGS = ["restart", "restart", "look", "submit", "reopen"]
ACTS = [*["save"] * 8, *["undo"] * 5, *["redo"] * 3, "add row", "remove row", "save in row", "save in row"]
SITTINGS = st.lists(
    st.tuples(
        st.sampled_from([0, 0, 0, 1]),
        st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 60)), min_size=6, max_size=25),
        st.sampled_from(ENDINGS),
    ),
    min_size=2,
    max_size=5,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("template")
    with on_device(place / "home"):
        return with_studies(place / "r")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(sittings=SITTINGS)
def test_a_session_does_what_the_model_does(
    template: Path, sittings: list[tuple[int, list[tuple[str, int]], str]]
) -> None:
    with tempfile.TemporaryDirectory() as place, on_device(Path(place) / "home"):
        coder = Coder(Path(shutil.copytree(template, Path(place) / "r")))
        for number, acts, ending in sittings:
            for act, pick in acts:
                coder.act(number, act, pick)
                coder.look()
            coder.end(number, ending)
            coder.look()
        coder.end(0, "restart")
        coder.look()
        coder.review.close()


@pytest.mark.parametrize("seed", range(5))
def test_it_does_so_over_long_evenings(template: Path, tmp_path: Path, seed: int) -> None:
    choose = random.Random(seed)
    with on_device(tmp_path / "home"):
        coder = Coder(Path(shutil.copytree(template, tmp_path / "r")))
        undone = 0
        for _ in range(8):
            number = choose.choice([0, 0, 1])
            for act in choose.choices(ACTS, k=25):
                undone += act == "undo" and bool(coder.models[number].undo) and not coder.models[number].submitted
                coder.act(number, act, choose.randrange(60))
            coder.look()
            coder.end(number, choose.choice(ENDINGS))
            coder.look()
        coder.review.close()
    assert undone > 10

"""The demo review: made by its script to the byte, sound, fictional throughout, and ready for a newcomer to code in."""

import importlib
import json
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from twofold.codebook.conditions import asked
from twofold.codebook.findings import findings
from twofold.codebook.model import FieldType, Level
from twofold.record.plan_documents import ReportDocument
from twofold.record.tables import read_document
from twofold.record.work_documents import CodeDocument
from twofold.review.checking import check_logs
from twofold.review.open import Review
from twofold.review.session import Session
from twofold.review.views import State
from twofold.store.folder import Logs, review_id_in
from twofold.store.journal import documents_in
from twofold.values.answers import BLANK, OffScale, Value
from twofold.values.coded import Coded

SAMPLES = Path(__file__).resolve().parents[2] / "sample_data"
DEMO = SAMPLES / "demo"
SCRIPT = SAMPLES / "make_demo.py"


def seen_by(person: str) -> Review:
    review = Review(DEMO)
    review.become(person, writing=False)
    return review


@pytest.fixture(scope="module")
def sessions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Session]]:
    """Every study as each of the two coders has it, by person and number."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(tmp_path_factory.mktemp("home")))
        return {
            person: {one.number: review.session(key) for key, one in review.plan.studies.items()}
            for person in ("marit", "tomas")
            for review in [seen_by(person)]
        }


def submitted(sessions: dict[str, dict[str, Session]]) -> Iterator[tuple[str, str, Session]]:
    for person, studies in sessions.items():
        for number, session in studies.items():
            if session.record.submission is not None:
                yield person, number, session


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_the_committed_files_are_what_the_script_makes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, SCRIPT, "--out", tmp_path / "made"], check=True, capture_output=True)
    made, kept = files_in(tmp_path / "made"), files_in(DEMO)
    assert sorted(made) == sorted(kept)
    differing = [name for name in made if made[name] != kept[name]]
    assert not differing, "Run `python sample_data/make_demo.py`: the codebook or the format has changed."


def test_the_script_leaves_a_folder_alone_that_is_no_demo(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    ran = subprocess.run([sys.executable, SCRIPT, "--out", tmp_path], check=False, capture_output=True, text=True)
    assert ran.returncode == 1
    assert "is no demo" in ran.stderr
    assert files_in(tmp_path) == {"thesis.txt": b"years of work"}


def test_it_has_no_damage_and_no_document_without_effect() -> None:
    checked = check_logs(Logs(DEMO, review_id_in(DEMO)))
    assert [(one.person, one.kind, one.findings) for one in checked.logs] == [
        ("marit", "plan", ()),
        ("marit", "work", ()),
        ("tomas", "work", ()),
    ]
    assert checked.findings == ()
    assert sum(one.lines for one in checked.logs) > 5_000


def test_it_holds_35_studies_on_29_initiatives_and_three_people() -> None:
    review = seen_by("marit")
    assert [one.number for one in review.plan.studies.values()] == [f"S{number:03}" for number in range(1, 36)]
    assert len({one.initiative for one in review.plan.studies.values()}) == len(review.plan.initiatives) == 29
    sizes = Counter(one.initiative for one in review.plan.studies.values())
    assert sorted(sizes.values())[-5:] == [2, 2, 2, 2, 3]
    roles = {one.id: set(one.roles) for one in review.plan.standing.people}
    assert roles == {"marit": {"lead", "reviewer"}, "tomas": {"reviewer"}, "ruth": {"arbiter"}}
    assert not any(header_of(path)["person"] == "ruth" for path in (DEMO / "logs").iterdir())


def test_neither_coder_had_seen_the_log_of_the_other(sessions: dict[str, dict[str, Session]]) -> None:
    owners = {header["log"]: (header["person"], header["kind"]) for header in map(header_of, (DEMO / "logs").iterdir())}
    for person, number, session in submitted(sessions):
        standing = session.record.submission
        assert standing is not None
        assert {owners[one.log] for one in standing[1].seen} == {("marit", "plan"), (person, "work")}, number


def header_of(log: Path) -> dict[str, Any]:
    with log.open(encoding="utf-8") as file:
        header: dict[str, Any] = json.loads(file.readline())["header"]
    return header


def test_everything_says_that_it_is_fictional() -> None:
    review = seen_by("marit")
    said = [review.title, *review.plan.initiatives.values(), *(one.title for one in review.plan.studies.values())]
    quotes = 0
    for log in (DEMO / "logs").iterdir():
        for written in documents_in(log):
            document = read_document(written)
            if isinstance(document, ReportDocument):
                said += [document.title, document.abstract]
            if isinstance(document, CodeDocument) and document.evidence and document.evidence.quote:
                said.append(document.evidence.quote)
                quotes += 1
    assert quotes > 300
    assert [one for one in said if "fictional" not in one] == []


def test_one_coder_has_submitted_all_and_the_other_left_five_for_a_newcomer() -> None:
    review = seen_by("tomas")
    assert [(one.person, one.submitted, one.begun, one.total) for one in review.progress()] == [
        ("marit", 35, 0, 35),
        ("tomas", 30, 1, 35),
    ]
    left = {one.number: review.state_of(key) for key, one in review.plan.studies.items()}
    assert {number: state for number, state in left.items() if state is not State.SUBMITTED} == {
        "S031": State.IN_PROGRESS,
        **dict.fromkeys(("S032", "S033", "S034", "S035"), State.NOT_BEGUN),
    }


def test_nothing_submitted_has_a_finding_that_blocks(sessions: dict[str, dict[str, Session]]) -> None:
    checked = 0
    for person, number, session in submitted(sessions):
        blocks = [one for one in findings(session.codebook, session.sheet) if one.level is Level.BLOCK]
        assert blocks == [], (person, number)
        answered = sum(coded.answered for (row, _), coded in session.sheet.codes.items() if row is None)
        assert 35 <= answered <= 45
        assert 1 <= len(session.sheet.rows) <= 4
        checked += 1
    assert checked == 65


def test_what_the_papers_say_is_spread_as_in_the_review_it_is_modelled_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(SAMPLES))
    facts, paper = importlib.import_module("demo_making.facts"), importlib.import_module("demo_making.paper")
    codebook = seen_by("marit").in_force.codebook
    spread: Counter[object] = Counter()
    rich = 0
    for study in facts.studies():
        sheet = paper.truth_of(study, codebook).sheet
        assert findings(codebook, sheet) == (), study.number
        assert set(sheet.codes) == set(asked(codebook, sheet)), study.number
        spread[sheet.at("engagement_level").answer] += 1
        rich += sheet.at("income_group").answer == Value("high")
    assert spread == {
        Value("low"): 2,
        Value("medium"): 11,
        Value("high"): 9,
        Value("community_led"): 10,
        OffScale.NOT_REPORTED: 2,
        OffScale.UNCLEAR: 1,
    }
    assert rich == 11


def test_the_two_differ_as_much_as_people_do_and_in_every_way(sessions: dict[str, dict[str, Session]]) -> None:
    kinds: Counter[str] = Counter()
    compared = 0
    for number, other in sessions["tomas"].items():
        one = sessions["marit"][number]
        if other.record.submission is None:
            continue
        kinds["rows"] += len(one.sheet.rows) != len(other.sheet.rows)
        for field in one.codebook.study_fields:
            places = [(None, field.id) in asked(each.codebook, each.sheet) for each in (one, other)]
            if any(places) and not all(places):
                kinds["follows"] += 1
            if not all(places) or field.type is FieldType.TEXT:
                continue
            compared += 1
            answers = {one.sheet.at(field.id).answer, other.sheet.at(field.id).answer}
            if len(answers) == 2:
                kinds[kind_of(field.type, answers)] += 1
    differing = kinds.total() - kinds["rows"] - kinds["follows"]
    assert 0.2 < differing / compared < 0.32
    assert kinds["missed"] == max(kinds.values())
    assert kinds.keys() == {"missed", "off scale", "ordinal", "nominal", "multi", "integer", "rows", "follows"}
    assert min(kinds.values()) >= 5


def kind_of(type_: FieldType, answers: set[Any]) -> str:
    if answers & {BLANK, OffScale.NOT_REPORTED} and any(not isinstance(one, OffScale) for one in answers - {BLANK}):
        return "missed"
    return "off scale" if any(isinstance(one, OffScale) for one in answers) else type_.value


def test_agreement_on_engagement_is_middling(sessions: dict[str, dict[str, Session]]) -> None:
    pairs = [
        tuple(sessions[person][number].sheet.at("engagement_level").answer for person in ("marit", "tomas"))
        for number, session in sessions["tomas"].items()
        if session.record.submission is not None
    ]
    agreed = sum(one == other for one, other in pairs) / len(pairs)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(first[one] * second[one] for one in first) / len(pairs) ** 2
    assert 0.4 < (agreed - expected) / (1 - expected) < 0.8


def test_it_has_what_the_later_screens_show(sessions: dict[str, dict[str, Session]]) -> None:
    lead = sessions["marit"]
    assert [number for number, one in lead.items() if one.exclusion] == ["S027"]
    assert [number for number, one in lead.items() if one.record.reopenings] == ["S008"]
    assert lead["S008"].sheet.at("n_total").answer == Value("640")
    assert lead["S008"].history((None, "n_total"))[-1].coded.answer is OffScale.NOT_REPORTED
    assert [number for number, one in lead.items() if len(one.study.reports) == 2] == ["S012"]
    listed = {number: one.listed_rows for number, one in lead.items() if one.listed_rows}
    assert list(listed) == ["S010"]
    assert set(listed["S010"]) == set(lead["S010"].sheet.rows) == set(sessions["tomas"]["S010"].sheet.rows)
    codes = [coded for _, _, session in submitted(sessions) for coded in session.sheet.codes.values()]
    assert sum(bool(one.note) for one in codes) > 50
    assert sum(one.confidence is not None and one.confidence.value == "low" for one in codes) > 20


def test_a_newcomer_goes_on_as_the_other_coder_at_once_and_is_told_of_nothing_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    shutil.copytree(DEMO, folder)
    study = next(key for key, one in seen_by("tomas").plan.studies.items() if one.number == "S031")
    for answer in (Value("joint"), Value("researchers")):
        review = Review(folder)
        review.become("tomas")
        assert (review.told, review.why_read_only) == ([], "")
        assert review.next_to_code() == study
        session = review.session(study)
        assert session.conflicts == {}
        session.save((None, "initiator"), Coded(answer))
        assert review.close() == ""
    (new,) = set((folder / "logs").iterdir()) - {folder / "logs" / one.name for one in (DEMO / "logs").iterdir()}
    assert header_of(new)["person"] == "tomas"
    assert all(one.findings == () for one in check_logs(Logs(folder, review_id_in(folder))).logs)
    again = Review(folder)
    again.become("tomas", writing=False)
    assert again.session(study).sheet.at("initiator").answer == Value("researchers")
    assert again.session(study).sheet.at("country").answered


def test_the_whole_demo_is_a_few_megabytes() -> None:
    assert sum(map(len, files_in(DEMO).values())) < 5_000_000

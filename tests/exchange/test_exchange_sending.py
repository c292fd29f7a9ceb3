"""Who is sent what: never a code before it is opened for comparison, and then what was opened and no more."""

from pathlib import Path

import pytest
from made_logs import MadeLog, document, key
from opened_reviews import Value, on_device, opened, study_keys, value
from posted import take
from sent_around import Team

from twofold.exchange.examining import Fate
from twofold.exchange.extracting import extract_of
from twofold.exchange.joining import join
from twofold.exchange.pack import MadePart, make_packet
from twofold.exchange.packets import FORMAT, PacketHeader
from twofold.exchange.sending import CannotSend, own_packet, packet_for, write_packet
from twofold.exchange.unpack import unpack
from twofold.record.headers import FORMAT as LOG_FORMAT
from twofold.record.headers import Header
from twofold.record.work_documents import SubmissionDocument


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def works(contents: list[str]) -> set[str]:
    return {one for one in contents if one.split(":")[1] in {"codes", "rows", "submissions", "reopenings"}}


def test_a_person_sends_their_own_work_and_nobody_elses(team: Team) -> None:
    team.code("ben", 0, "high")
    team.code("anna", 0, "low")
    assert team.receive("anna", team.send("ben")) == [Fate.TAKEN]
    mine = team.contents(team.send("ben"))
    assert {one.split(":")[0] for one in mine} == {"ben"}
    leads = team.contents(team.send("anna"))
    assert {one.split(":")[0] for one in leads} == {"anna"}


def test_the_leads_plan_holds_nobodys_codes_before_anything_is_open(team: Team) -> None:
    team.code("ben", 0, "high")
    team.code("anna", 0, "low")
    team.receive("anna", team.send("ben"))
    contents = team.contents(team.send("anna", "ben"))
    assert works(contents) == set()
    assert any(":studies:" in one for one in contents)
    assert any(":codebooks:" in one for one in contents)


def test_after_a_partial_release_an_extract_goes_back_with_what_was_opened_alone(team: Team) -> None:
    for study in (0, 1):
        team.code("ben", study, "high")
        team.code("anna", study, "low")
    team.receive("anna", team.send("ben"))
    team.release(0)
    packet = team.send("anna", "ben")
    found = works(team.contents(packet))
    with team.at("anna"), opened(team.folder("anna"), "anna", writing=False) as review:
        first = study_keys(review)[0]
    assert {one.rpartition(":")[2] for one in found} == {first}
    assert {one.split(":")[0] for one in found} == {"anna"}
    assert team.answers("ben", "anna", 0) == set()
    assert team.receive("ben", packet) == [Fate.TAKEN, Fate.TAKEN]
    assert team.answers("ben", "anna", 0) == {"low"}
    assert team.answers("ben", "anna", 1) == set()
    assert team.receive("ben", packet) == [Fate.KNOWN, Fate.KNOWN]
    team.release(1)
    later = team.send("anna", "ben")
    team.receive("ben", later)
    assert team.answers("ben", "anna", 1) == {"low"}
    kinds = [
        Path(one).read_bytes().split(b'"kind":"')[1].split(b'"')[0]
        for one in (team.folder("ben") / "received").glob("*.jsonl")
    ]
    assert sorted(kinds) == [b"extract", b"plan", b"work"], (
        "both studies that anna coded are open, so her log goes whole"
    )


def test_whoever_has_still_to_submit_is_sent_nothing_of_it(team: Team) -> None:
    for study in (0, 1):
        team.code("ben", study, "high")
        team.code("anna", study, "low")
    team.receive("anna", team.send("ben"))
    team.release(0, 1)
    with team.at("ben"), opened(team.folder("ben"), "ben") as review:
        session = review.session(study_keys(review)[0])
        assert session.reopen("a slip") == ""
    team.receive("anna", team.send("ben"))
    found = works(team.contents(team.send("anna", "ben")))
    with team.at("anna"), opened(team.folder("anna"), "anna", writing=False) as review:
        assert {one.rpartition(":")[2] for one in found} == {study_keys(review)[1]}


def test_when_all_is_open_the_whole_work_log_goes(team: Team) -> None:
    for study in range(3):
        team.code("ben", study, "high")
        team.code("anna", study, "low")
    team.receive("anna", team.send("ben"))
    team.release(0, 1, 2)
    with team.at("anna"):
        own = next((team.folder("anna") / "logs").glob("*.work.*")).read_bytes()
    team.receive("ben", team.send("anna", "ben"))
    assert own in [one.read_bytes() for one in (team.folder("ben") / "received").iterdir()]
    assert [team.answers("ben", "anna", study) for study in range(3)] == [{"low"}] * 3


def test_only_a_lead_sends_the_plan_and_only_to_people_of_the_review(team: Team) -> None:
    with team.at("ben"), opened(team.folder("ben"), "ben", writing=False) as review:
        with pytest.raises(CannotSend, match="Only a lead"):
            packet_for(review, "anna")
        with pytest.raises(CannotSend, match="nothing"):
            own_packet(review)
    with (
        team.at("anna"),
        opened(team.folder("anna"), "anna", writing=False) as review,
        pytest.raises(CannotSend, match="Nobody called `zoe`"),
    ):
        packet_for(review, "zoe")


def test_own_work_of_another_device_travels_on(team: Team, tmp_path: Path) -> None:
    team.code("ben", 0, "high")
    first = team.send("ben")
    with on_device(tmp_path / "home-desk"):
        join(tmp_path / "desk", [team.send("anna", "ben")])
        take(tmp_path / "desk", first)
        with opened(tmp_path / "desk", "ben") as review:
            session = review.session(study_keys(review)[1])
            session.save((None, "design"), value("cohort"))
            assert review.pen is not None
            review.pen.wait()
        with opened(tmp_path / "desk", "ben", writing=False) as review:
            packet = write_packet(review, own_packet(review), tmp_path)
    studies = {one.rpartition(":")[2] for one in team.contents(packet)}
    assert len(studies) == 2


def test_one_person_on_two_devices_is_asked_where_the_two_differ_and_cannot_submit_before(
    team: Team, tmp_path: Path
) -> None:
    place = (None, "design")
    with on_device(tmp_path / "home-desk"):
        join(tmp_path / "desk", [team.send("anna", "ben")])
        with opened(tmp_path / "desk", "ben") as review:
            review.session(study_keys(review)[0]).save(place, value("cohort"))
        with opened(tmp_path / "desk", "ben", writing=False) as review:
            packet = write_packet(review, own_packet(review), tmp_path)
    team.code("ben", 0, "low", submit=False)
    assert team.receive("ben", packet) == [Fate.TAKEN]
    with team.at("ben"), opened(team.folder("ben"), "ben") as review:
        session = review.session(study_keys(review)[0])
        assert {one.answer for one in session.conflicts[place]} == {Value("rct"), Value("cohort")}
        assert session.submit(whole_paper=True) != ""
        session.save(place, value("cohort"))
        assert session.submit(whole_paper=True) == ""
    back = team.send("ben")
    with on_device(tmp_path / "home-desk"):
        take(tmp_path / "desk", back)
        with opened(tmp_path / "desk", "ben") as review:
            session = review.session(study_keys(review)[0])
            assert not session.conflicts
            assert "Submitted" in session.locked
    assert team.receive("anna", back) == [Fate.TAKEN, Fate.TAKEN], "both devices' logs, each whole"


def forged(team: Team, sender: str, *documents: object) -> Path:
    with team.at("anna"), opened(team.folder("anna"), "anna", writing=False) as review:
        review_id = review.id
    content = extract_of(review_id, sender, "d0" * 8, documents)  # type: ignore[arg-type]
    header = {
        "packet": FORMAT,
        "review": review_id,
        "person": sender,
        "purpose": "plan",
        "to": "ben",
        "date": "2026-01-31",
        "parts": 1,
        "submitted": 0,
        "damage": (),
    }
    place = team.place / "forged"
    place.mkdir(exist_ok=True)
    return make_packet(place, "x", PacketHeader.model_validate(header), [MadePart(content)])


def test_a_document_of_an_extract_counts_only_if_a_release_opens_it(team: Team) -> None:
    team.code("ben", 0, "high")
    team.code("anna", 0, "low")
    team.code("anna", 1, "middle", submit=False)
    team.receive("anna", team.send("ben"))
    team.release(0)
    with team.at("anna"), opened(team.folder("anna"), "anna", writing=False) as review:
        review.look()
        keys = study_keys(review)
        unreleased = [one for _, line in review.logs.study(keys[1], "anna") for one in line.documents]
    common = {
        "round": "main",
        "study": keys[0],
        "row": None,
        "field": "level",
        "replaces": [],
        "purpose": "independent",
    }
    forgery = document(
        "codes", "cleo", "d0" * 8, 1, answer={"value": "middle"}, codebook=str(unreleased[0].body["codebook"]), **common
    )
    mine = document(
        "codes", "ben", "d0" * 8, 2, answer={"value": "middle"}, codebook=str(unreleased[0].body["codebook"]), **common
    )
    team.receive("ben", team.send("anna", "ben"))
    team.receive("ben", forged(team, "anna", forgery, mine))
    assert team.answers("ben", "ben", 0) == {"high"}, "nobody puts an answer into another's mouth"
    assert team.answers("ben", "cleo", 0) == set()
    assert team.receive("ben", forged(team, "ben", *unreleased)) == [Fate.REFUSED], "ben is no lead"


def test_an_extract_arriving_before_its_release_waits_for_it(team: Team, tmp_path: Path) -> None:
    for study in (0, 1):
        team.code("ben", study, "high")
        team.code("anna", study, "low")
    team.receive("anna", team.send("ben"))
    team.release(0)
    packet = team.send("anna", "ben")
    (tmp_path / "parts").mkdir()
    parts = unpack(packet, tmp_path / "parts", lambda _: None).parts
    extract = next(one.path for one in parts if b'"kind":"extract"' in one.path.read_bytes())
    plan = next(one.path for one in parts if one.path != extract)
    assert team.receive("ben", extract) == [Fate.TAKEN]
    assert team.answers("ben", "anna", 0) == set()
    assert team.receive("ben", plan) == [Fate.TAKEN]
    assert team.answers("ben", "anna", 0) == {"low"}


def test_the_frozen_codes_of_both_can_be_compared_on_the_coders_own_machine(team: Team) -> None:
    team.code("ben", 0, "high")
    team.code("anna", 0, "low")
    team.code("anna", 1, "low")
    team.receive("anna", team.send("ben"))
    team.release(0)
    team.receive("ben", team.send("anna", "ben"))
    with team.at("ben"), opened(team.folder("ben"), "ben", writing=False) as review:
        review.look()
        study = study_keys(review)[0]
        wanted = review.plan.released("main", study)
        held = {
            name
            for person in ("anna", "ben")
            for name, one in review.documents_of(study, person).items()
            if isinstance(one, SubmissionDocument)
        }
        assert wanted <= held


def test_an_extract_is_the_same_whatever_order_its_documents_come_in() -> None:
    documents = [document("codes", "ben", "d0" * 8, number, study=key(number % 3)) for number in range(9)]
    assert extract_of("0" * 32, "anna", "d0" * 8, documents) == extract_of("0" * 32, "anna", "d0" * 8, documents[::-1])
    header = Header(format=LOG_FORMAT, review="0" * 32, person="anna", device="d0" * 8, log="0" * 16, kind="extract")
    assert MadeLog(header).encoded()[0].count(b'"kind":"extract"') == 1

"""A walk through every command before and after the release: nobody is shown another's code, its id or its digest."""

import json
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from made_logs import document
from opened_reviews import Value, opened, study_keys
from sent_around import Team
from typer.testing import CliRunner

from twofold.cli.commands import app
from twofold.store.journal import documents_in
from twofold.values.coded import Coded, Evidence

runner = CliRunner()
STUDIES = ("S001", "S002", "S003")


def secret(person: str, study: int) -> str:
    """A mark that stands in every text that this person wrote of the study."""
    return f"secret-of-{person}-{study}"


@pytest.fixture
def team(tmp_path: Path) -> Team:
    made = Team(tmp_path)
    for person in ("anna", "ben"):
        for study in range(2):
            mark(made, person, study)
    return made


def mark(team: Team, person: str, study: int) -> None:
    team.code(person, study, "high" if person == "ben" else "low", submit=False)
    with team.at(person), opened(team.folder(person), person) as review:
        session = review.session(study_keys(review)[study])
        text = secret(person, study)
        session.save((None, "remarks"), Coded(Value(text), Evidence("", text, text, ""), note=text))
        session.add_row(f"{study}{'a' if person == 'anna' else 'b'}" * 8, Coded(Value(text)))
        assert session.propose_exclusion(text) == ""
        assert session.submit(whole_paper=True) == ""
        assert session.reopen(text) == ""
        assert session.submit(whole_paper=True) == ""


def traces(team: Team, person: str, studies: Sequence[int]) -> set[str]:
    """Everything that tells of this person's codes of these studies: the texts, and the ids of the documents."""
    with team.at(person), opened(team.folder(person), person, writing=False) as review:
        keys = [study_keys(review)[one] for one in studies]
        ids = {
            one.id
            for found in review.logs.scans.values()
            if found.header.kind == "work" and found.header.person == person
            for one in documents_in(found.path)
            if one.body.get("study") in keys
        }
        digests = {
            str(one.body["digest"])
            for found in review.logs.scans.values()
            if found.header.kind == "work" and found.header.person == person
            for one in documents_in(found.path)
            if one.table == "submissions" and one.body.get("study") in keys
        }
    assert ids
    return ids | digests | {secret(person, study) for study in studies}


def walk(team: Team, person: str, packets: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """What each command says to this person, in words and in JSON, also where it fails."""
    folder = str(team.folder(person))
    files = [str(one) for one in packets]
    commands: list[list[str]] = [
        ["receive", *files, "--dry-run"],
        ["receive", *files],
        ["status"],
        *(["codes", study] for study in STUDIES),
        *(["codes", study, "--history"] for study in STUDIES),
        ["verify"],
        ["send", "--dry-run"],
        *(["send", "--dry-run", "--to", other] for other in ("anna", "ben", "cleo")),
        ["assign", "everyone", "--dry-run"],
        ["assign", "sample", "--share", "50", "--seed", "1", "--dry-run"],
        ["assign", "hand", "S001=anna", "--dry-run"],
        ["round", "open", "first", "S001", "--raw", "80", "--dry-run"],
        ["round", "open", "first", "S003", "--raw", "80", "--dry-run"],
        ["round", "close", "first", "--dry-run"],
        ["release", "--dry-run"],
        *(["release", study, "--dry-run"] for study in STUDIES),
        ["same", "S001", "S002", "--dry-run"],
        ["same", "S001", "--dry-run"],
        ["publish", "--dry-run"],
        ["log", "check"],
    ]
    with team.at(person):
        for command in commands:
            for extra in ([], ["--json"]):
                who = [] if command[:2] == ["log", "check"] else ["--as", person]
                done = runner.invoke(app, [*command, *extra, "--review", folder, *who])
                assert not done.exception or isinstance(done.exception, SystemExit), (command, done.exception)
                if extra and done.exit_code in (0, 3):
                    json.loads(done.stdout)
                yield " ".join([*command, *extra]), done.output


def test_before_the_release_no_command_tells_anything_of_anothers_codes(team: Team) -> None:
    packets = [team.send("anna"), team.send("ben")]
    for viewer, author in (("anna", "ben"), ("ben", "anna")):
        told_of = traces(team, author, (0, 1))
        shown = ""
        for command, output in walk(team, viewer, packets):
            shown += output
            for trace in told_of:
                assert trace not in output, f"`twofold {command}` as {viewer} tells {trace}"
        assert secret(viewer, 0) in shown, "one's own codes are told"
        assert f"{author}: submitted" in shown, "that the other submitted is told"


def test_after_a_partial_release_only_what_was_opened_is_told(team: Team) -> None:
    team.receive("anna", team.send("ben"))
    team.release(0)
    back = team.send("anna", "ben")
    closed = traces(team, "anna", (1,))
    for command, output in walk(team, "ben", [back]):
        for trace in closed:
            assert trace not in output, f"`twofold {command}` as ben tells {trace}"
    closed = traces(team, "ben", (1,))
    for command, output in walk(team, "anna", [back]):
        for trace in closed:
            assert trace not in output, f"`twofold {command}` as anna tells {trace}"
    with team.at("ben"), opened(team.folder("ben"), "ben", writing=False) as review:
        review.look()
        assert secret("anna", 0) in repr(review.documents_of(study_keys(review)[0], "anna"))
        assert review.documents_of(study_keys(review)[1], "anna") == {}


def test_a_forged_or_damaged_log_of_another_is_named_without_what_it_says(team: Team, tmp_path: Path) -> None:
    team.receive("anna", team.send("ben"))
    path = next(
        one for one in (team.folder("anna") / "received").glob("*.jsonl") if b'"person":"ben"' in one.read_bytes()
    )
    with team.at("anna"), opened(team.folder("anna"), "anna", writing=False) as review:
        study = study_keys(review)[0]
    place = {"round": "main", "study": study, "row": None, "field": "level", "purpose": "independent"}
    forged = document("codes", "ben", "d0" * 8, 1, answer={"odd": secret("ben", 0)}, codebook="cb" * 16, **place)
    raw = path.read_bytes()
    from twofold.record.lines import decode_line, encode_line

    last = decode_line(raw.splitlines()[-1])
    line, _ = encode_line(last.number + 1, last.digest, [forged])
    path.write_bytes(raw.replace(b"secret-of-ben-1", b"secret-oF-ben-1", 1) + line)
    told_of = traces(team, "ben", (0, 1)) | {forged.id, "secret-oF-ben-1"}
    findings = 0
    for command, output in walk(team, "anna", [path]):
        findings += "has no effect" in output
        for trace in told_of:
            assert trace not in output, f"`twofold {command}` tells {trace}"
    assert findings >= 2


def test_status_tells_the_lead_what_is_ready_and_the_others_nothing_of_it(team: Team) -> None:
    team.receive("anna", team.send("ben"))
    with team.at("anna"):
        done = runner.invoke(app, ["status", "--json", "--review", str(team.folder("anna")), "--as", "anna"])
        assert json.loads(done.stdout)["ready_to_open"] == ["S001", "S002"]
        words = runner.invoke(app, ["status", "--review", str(team.folder("anna")), "--as", "anna"]).stdout
        assert "Ready to be opened for comparison: 2 (S001, S002)" in words
    with team.at("ben"):
        done = runner.invoke(app, ["status", "--json", "--review", str(team.folder("ben")), "--as", "ben"])
        assert "ready_to_open" not in json.loads(done.stdout)


def test_the_commands_carry_a_review_from_assigning_to_the_proof(team: Team, tmp_path: Path) -> None:
    def run(person: str, *arguments: str) -> tuple[int, str]:
        with team.at(person):
            done = runner.invoke(app, [*arguments, "--review", str(team.folder(person)), "--as", person])
        assert not done.exception or isinstance(done.exception, SystemExit), (arguments, done.exception)
        return done.exit_code, done.output

    out = str(tmp_path / "post")
    assert run("anna", "assign", "hand", "S003=anna,ben")[0] == 0
    assert run("anna", "round", "open", "Pilot", "S003", "--raw", "80", "--all-discussed")[0] == 0
    assert run("anna", "round", "close", "pilot", "--keep", "--dry-run")[0] == 0
    assert run("anna", "assign", "hand", "S003=zoe")[0] == 4
    assert run("anna", "assign", "hand", "S003")[0] == 2
    assert run("ben", "assign", "everyone")[0] == 4
    assert run("ben", "release", "S001")[0] == 4
    assert run("ben", "send", "--to", "anna")[0] == 4
    assert run("ben", "send", "--out", out)[0] == 0
    assert run("anna", "receive", out)[0] == 0
    code, said = run("anna", "release")
    assert code == 0, said
    assert run("anna", "release", "S001")[0] == 4
    assert run("anna", "send", "--to", "ben", "--out", out)[0] == 0
    assert run("ben", "receive", out)[0] == 0
    code, said = run("ben", "verify")
    assert code == 0
    assert "opened for comparison" in said
    (tmp_path / "bad.twofold").write_bytes(os.urandom(100))
    assert run("ben", "receive", str(tmp_path / "bad.twofold"))[0] == 3
    assert run("ben", "receive", str(tmp_path / "gone.twofold"))[0] == 3


def test_joining_by_the_command_line_wants_a_folder_that_is_free(team: Team, tmp_path: Path) -> None:
    packet = str(team.send("anna", "ben"))
    done = runner.invoke(app, ["receive", packet, "--into", str(tmp_path / "new")])
    assert done.exit_code == 0, done.output
    assert runner.invoke(app, ["receive", packet, "--into", str(tmp_path / "new")]).exit_code == 4
    assert runner.invoke(app, ["receive", packet, "--into", str(tmp_path / "n2"), "--dry-run"]).exit_code == 2

"""No command shows anybody what another has written of a study that is not released: every command is walked."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from command_runner import Ran, twofold
from opened_reviews import ris, value
from two_coders import SENTINEL, TwoCoders, spoil, two_coders

from twofold.cli.commands import app
from twofold.review.open import Review
from twofold.values.coded import Coded, Evidence

STUDY = "S001"


def commands(group: Any, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))
            if command.invoke_without_command:
                yield (*before, name), command
        else:
            yield (*before, name), command


COMMANDS = dict(commands(typer.main.get_command(app)))
FLAGS = {"only_copy", "dry_run", "plain", "history", "every", "by_field"}


def line_of(name: tuple[str, ...], made: TwoCoders, files: Path) -> list[str]:
    """How the command is called: with what it requires, as the one who looks."""
    options = {
        "review": str(made.folder),
        "me": made.viewer,
        "share": "50",
        "seed": "1",
        "raw": "80",
        "title": "T",
        "person": "anna:Anna:lead",
    }
    arguments = {
        "studies": [STUDY, "S002"],
        "files": [str(files / "found.ris")],
        "folder": [str(files)],
        "given": [f"{STUDY}=anna,ben"],
    }
    line = list(name)
    for one in COMMANDS[name].params:
        if one.param_type_name == "argument":
            line += arguments.get(one.name, [STUDY])
        elif one.name in FLAGS:
            line.append(one.opts[0])
        elif one.name in options or one.required:
            line += [one.opts[0], options.get(one.name, "0.5")]
    return line


@pytest.fixture(params=[("anna", "ben"), ("ben", "anna")], ids=" is hidden from ".join)
def made(request: pytest.FixtureRequest, tmp_path: Path) -> TwoCoders:
    author, viewer = request.param
    return two_coders(tmp_path / "r", author, viewer)


SPOILED = [("anna", "ben", False), ("anna", "ben", True), ("ben", "anna", True), ("anna", "cleo", False)]


@pytest.fixture(params=SPOILED, ids=[f"{a} from {v}, logs {'damaged' if odd else 'sound'}" for a, v, odd in SPOILED])
def spoiled(request: pytest.FixtureRequest, tmp_path: Path) -> TwoCoders:
    author, viewer, odd = request.param
    made = two_coders(tmp_path / "r", author, viewer)
    if odd:
        spoil(made)
    return made


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "found.ris").write_text(ris("One more"), "utf-8")
    return folder


def ways(name: tuple[str, ...]) -> Iterator[list[str]]:
    """For people, and as JSON where the command gives that."""
    yield []
    if any(one.name == "as_json" for one in COMMANDS[name].params):
        yield ["--json"]


def assert_hidden(made: TwoCoders, ran: Ran, line: list[str]) -> None:
    assert "Traceback" not in ran.out + ran.err, line
    for secret in made.secrets():
        assert secret not in ran.out, (line, secret)
        assert secret not in ran.err, (line, secret)


def test_the_walk_knows_every_command() -> None:
    assert {("status",), ("codes",), ("log", "check"), ("import",), ("publish",), ("assign", "hand")} <= set(COMMANDS)
    assert len(COMMANDS) >= 20


def test_no_command_shows_anothers_unreleased_work(
    spoiled: TwoCoders, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    monkeypatch.setattr("twofold.cli.serving.serve", lambda *_: None)
    for name in COMMANDS:
        for way in ways(name):
            line = [*line_of(name, spoiled, files), *way]
            ran = twofold(*line, typed="?\nnext\nquit\n")
            assert "Usage: " not in ran.err, f"`line_of` does not know how to call {line}: {ran.err}"
            assert_hidden(spoiled, ran, line)
    for study in ("S001", "S002", "S003"):
        for line in (["codes", study, "--history"], ["codes", study, "--json"], ["code", study, "--plain"]):
            told = twofold(*line, "-r", spoiled.folder, "--as", spoiled.viewer, typed="list\nsubmit\nq\n")
            assert_hidden(spoiled, told, line)


def test_what_somebody_sends_shows_nothing_to_who_takes_it(made: TwoCoders, files: Path, tmp_path: Path) -> None:
    assert twofold("send", "-r", made.folder, "--as", made.author, "--out", tmp_path / "out").code == 0
    (packet,) = (tmp_path / "out").iterdir()
    for log in (made.folder / "logs").glob(f"{made.author}.*.work.*"):
        log.rename(tmp_path / log.name)
    secrets = TwoCoders(tmp_path, made.author, made.viewer, made.studies)
    for line in (["--dry-run"], ["--dry-run", "--json"], ["--json"], []):
        ran = twofold("receive", packet, "-r", made.folder, "--as", made.viewer, *line)
        assert "Traceback" not in ran.err
        assert SENTINEL not in ran.out + ran.err
    for command in (("status",), ("verify",), ("codes", STUDY), ("log", "check")):
        told = twofold(*command, "-r", made.folder, *([] if command[0] == "log" else ["--as", made.viewer]))
        assert SENTINEL not in told.out + told.err
    assert secrets.author == made.author


def test_ones_own_work_is_shown_by_the_same_commands(made: TwoCoders) -> None:
    told = twofold("codes", STUDY, "-r", made.folder, "--as", made.author)
    assert SENTINEL in told.out
    ids = {one["id"] for one in twofold("codes", STUDY, "-r", made.folder, "--as", made.author, "--json").json["codes"]}
    assert ids
    assert ids < made.secrets()


def test_the_digest_of_a_work_log_is_its_writers_alone(made: TwoCoders) -> None:
    def digests(person: str) -> dict[str, Any]:
        review = Review(made.folder)
        review.become(person)
        review.close()
        logs = twofold("log", "check", "-r", made.folder, "--json").json["logs"]
        return {f"{one['person']} {one['kind']}": one["digest"] for one in logs}

    seen = digests(made.viewer)
    assert seen["anna plan"]
    assert seen[f"{made.author} work"] is None
    assert digests(made.author)[f"{made.author} work"]


def test_a_lead_who_codes_opens_nothing_before_having_submitted(tmp_path: Path) -> None:
    made = two_coders(tmp_path / "r", "ben", "anna")
    ran = twofold("release", STUDY, "-r", made.folder, "--as", "anna")
    assert ran.code != 0
    assert "anna has not submitted it" in ran.err
    with_own = Review(made.folder)
    with_own.become("anna")
    session = with_own.session(made.studies[0])
    session.save((None, "design"), value("rct"))
    session.save((None, "level"), Coded(value("low").answer, Evidence(quote="so")))
    assert session.submit(whole_paper=True) == ""
    with_own.close()
    assert twofold("release", STUDY, "-r", made.folder, "--as", "anna").code == 0

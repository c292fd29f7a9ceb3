"""The review named before the command, `python -m twofold`, and where a packet lies."""

import subprocess
import sys
from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import opened, with_studies

import twofold as package


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = with_studies(tmp_path / "r")
    with opened(made):
        return made


def test_the_review_may_be_named_before_the_command_as_well_as_behind_it(folder: Path) -> None:
    behind = twofold("status", "-r", folder)
    assert "You are anna." in behind.out
    assert twofold("-r", folder, "status").out == behind.out
    assert twofold("-r", folder, "log", "check").out == twofold("log", "check", "-r", folder).out
    assert twofold("-r", folder.parent, "status", "-r", folder).out == behind.out, "the nearer one counts"
    refused = twofold("-r", folder, "keys")
    assert (refused.code, refused.out) == (2, "")
    assert "takes no --review" in refused.err


def test_a_packet_lies_where_one_stands_and_beside_the_review_never_in_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "stick").mkdir()
    for stands, lies in ((folder / "logs", tmp_path), (tmp_path / "stick", tmp_path / "stick")):
        monkeypatch.chdir(stands)
        assert twofold("send", "-r", folder, "--to", "ben").code == 0
        assert len(list(lies.glob("*.twofold"))) == 1
    assert not list(folder.rglob("*.twofold"))


def test_python_runs_the_package_as_it_runs_the_command() -> None:
    ran = subprocess.run([sys.executable, "-m", "twofold", "--version"], capture_output=True, text=True, check=True)
    assert ran.stdout == f"twofold {package.__version__}\n"

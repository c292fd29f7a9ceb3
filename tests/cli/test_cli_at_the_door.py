"""What the commands load: nothing slow before it is needed."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from opened_reviews import opened, study_keys, value, with_studies

SLOW = ("textual", "numpy", "rich", "tinydb", "platformdirs")


def loaded_by(script: str, *arguments: str, home: Path) -> set[str]:
    """The modules that a fresh process has loaded when the script ends, by their first name and their own."""
    ending = (
        "import json, sys, atexit, os\n"
        "fd = os.dup(1)\n"
        "atexit.register(lambda: os.write(fd, b'\\n@@' + json.dumps(sorted(sys.modules)).encode()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", ending + script, *arguments],
        env={**os.environ, "TWOFOLD_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    modules = json.loads(done.stdout.rpartition("@@")[2])
    return {*modules, *(one.split(".")[0] for one in modules)}


MAIN = "from twofold.cli import main; main()"


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_load_neither_screens_nor_statistics(argument: str, tmp_path: Path) -> None:
    modules = loaded_by(MAIN, argument, home=tmp_path)

    assert "twofold" in modules
    assert modules.isdisjoint(SLOW)
    assert ("typer" in modules) is (argument == "--help")
    assert "pydantic" not in modules


def test_bare_twofold_does_not_load_the_commands(tmp_path: Path) -> None:
    modules = loaded_by(MAIN, home=tmp_path)

    assert "twofold.cli.opening" in modules
    assert modules.isdisjoint({"typer", "click", *SLOW})


def test_a_command_that_reads_loads_no_screens_and_no_statistics(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    modules = loaded_by(MAIN, "status", "-r", str(folder), "--as", "ben", home=tmp_path)

    assert "twofold.review.open" in modules
    assert modules.isdisjoint({"textual", "numpy"})


def test_coding_from_the_first_answer_to_the_submission_loads_no_statistics(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder, "ben") as review:
        review.session(study_keys(review)[0]).save((None, "design"), value("rct"))
    script = (
        "from pathlib import Path\n"
        "from twofold.review.open import Review\n"
        "from twofold.values.answers import Value\n"
        "from twofold.values.coded import Coded, Evidence\n"
        "review = Review(Path(sys.argv[1])); review.become('ben')\n"
        "session = review.session(review.next_to_code())\n"
        "session.save((None, 'level'), Coded(Value('low'), Evidence(quote='so')))\n"
        "session.undo(); session.redo(); session.history((None, 'design'))\n"
        "review.find(''); review.look(); review.take_in()\n"
        "assert session.submit(whole_paper=True) == '', session.check()\n"
        "review.close()\n"
    )
    modules = loaded_by(script, str(folder), home=tmp_path / "home")

    assert "twofold.review.session" in modules
    assert modules.isdisjoint({"numpy", "textual", "rich", "typer"})
    assert not any(one.startswith("twofold.agreement") for one in modules)
    with opened(folder, "ben", writing=False) as review:
        assert review.session(study_keys(review)[0]).locked

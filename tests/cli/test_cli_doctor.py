"""The doctor: what it finds, what it says is wrong, and that nothing of anybody is in it."""

import json
import re
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from opened_reviews import PEOPLE, TITLE, TITLES, opened, study_keys, value, with_studies
from terminal_runner import TWOFOLD, TerminalRunner, terminal_environment

from twofold.cli.doctor import doctor
from twofold.cli.doctor_device import SIGNS
from twofold.cli.exits import Exit
from twofold.review.open import Review

TUI = Path(sys.modules["twofold"].__path__[0]) / "tui"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review in which names, titles and answers stand that nobody else may read."""
    place = with_studies(tmp_path / "review")
    with opened(place) as review:
        review.session(study_keys(review)[0]).save((None, "remarks"), value("A secret remark"))
    return place


def found(folder: Path | None, capsys: pytest.CaptureFixture[str]) -> dict[str, dict[str, object]]:
    capsys.readouterr()
    with suppress(SystemExit):
        doctor(folder, as_json=True)
    content = json.loads(capsys.readouterr().out)
    assert content["schema"] == "twofold.doctor"
    return dict(content)


def test_a_sound_device_and_review_are_told_as_sound(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    doctor(folder, as_json=False)
    told = capsys.readouterr().out
    assert "Nothing stands in the way of working." in told
    assert re.search(r"A save reaches the disk in +\d+\.\d ms", told)
    made = found(folder, capsys)
    assert made["findings"] == []
    assert made["review"]["logs"] == {"plan": 1, "work": 1}
    assert (made["review"]["people"], made["review"]["studies"], made["review"]["damage"]) == (3, 3, 0)
    assert made["review"]["identity"] is True
    assert made["review"]["lock"] == "free"
    assert isinstance(made["data_folder"]["save_microseconds"], int)


def test_it_holds_nothing_of_anybody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = next((folder / "logs").glob("*.work.*"))
    log.write_bytes(log.read_bytes().replace(b"A secret remark", b"A secret remork"))
    review = Review(folder)
    review.become("ben")
    try:
        for as_json in (False, True):
            with pytest.raises(SystemExit):
                doctor(folder, as_json=as_json)
    finally:
        review.close()
    told = capsys.readouterr().out.casefold()
    assert "held by process" in told
    private = [TITLE, *TITLES, "secret", "S001", "Bianchi", "fictional", str(folder), log.name, socket.gethostname()]
    for text in (*private, *(one.id for one in PEOPLE), *(one.name for one in PEOPLE), str(Path.home())):
        assert not re.search(rf"(?<!\w){re.escape(text.casefold())}(?!\w)", told), text


def test_damage_is_counted_and_the_command_that_names_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = next((folder / "logs").glob("*.work.*"))
    log.write_bytes(log.read_bytes().replace(b"A secret remark", b"A secret remork"))
    made = found(folder, capsys)
    assert made["review"]["damage"] == 1
    assert any("`twofold log check` names them" in one for one in made["findings"])


def test_a_held_lock_is_told_with_its_process_and_waiting_rescue_copies_are_counted(
    folder: Path, twofold_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review = Review(folder)
    review.become("anna")
    try:
        assert found(folder, capsys)["review"]["lock"] == "held"
        doctor(folder, as_json=False)
        assert re.search(r"held by process \d+ on this computer, since \d\d:\d\d on \d{4}", capsys.readouterr().out)
        rescue = twofold_home / "reviews" / review.id / "anna" / "rescue"
        rescue.mkdir()
        (rescue / "anna.work.jsonl").touch()
        made = found(folder, capsys)
    finally:
        review.close()
    assert made["review"]["rescue_copies"] == 1
    assert "Answers wait in a rescue copy. Open the review to have them saved." in made["findings"]


def test_looking_changes_nothing(folder: Path, twofold_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def state() -> dict[str, bytes]:
        both = (*folder.rglob("*"), *twofold_home.rglob("*"))
        return {str(path): path.read_bytes() for path in both if path.is_file() and path.name != "lock"}

    before = state()
    found(folder, capsys)
    assert before
    assert state() == before


def test_an_own_folder_that_cannot_be_written_is_wrong_and_one_not_there_yet_is_left_so(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "not yet"))
    assert found(folder, capsys)["data_folder"]["writable"] is True
    assert not (tmp_path / "not yet").exists()
    (tmp_path / "a file").touch()
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "a file" / "inside"))
    made = found(folder, capsys)
    assert made["data_folder"]["writable"] is False
    assert any("answers cannot be saved here" in one for one in made["findings"])


def test_without_a_review_and_in_a_folder_that_is_none_it_still_tells_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made = found(None, capsys)
    assert made["review"] == {"there": False}
    assert made["findings"] == []
    made = found(tmp_path, capsys)
    assert made["review"] == {"there": False}
    assert made["findings"]


def test_in_a_terminal_it_tells_size_and_colours_and_what_stands_in_the_way(tmp_path: Path) -> None:
    with TerminalRunner([*TWOFOLD, "doctor"], tmp_path, size=(120, 60)) as terminal:
        assert terminal.ended() == Exit.DONE
        assert "120 columns, 60 lines" in terminal.printed
        assert "16 million, as COLORTERM says" in terminal.printed
        assert SIGNS in terminal.printed
    poor = terminal_environment(TERM="dumb", PYTHONIOENCODING="ascii", COLORTERM="", NO_COLOR="1")
    with TerminalRunner([*TWOFOLD, "doctor"], tmp_path, poor, size=(60, 60)) as terminal:
        assert terminal.ended() == Exit.FINDINGS
        printed = " ".join(terminal.printed.split())
        assert "`twofold code --plain` codes line by line" in printed
        assert "cannot be written in ascii" in printed
        assert "narrow, below 80 x 24" in printed


def test_the_signs_it_shows_are_those_that_the_screens_draw_with() -> None:
    sources = "".join(path.read_text("utf-8") for path in TUI.rglob("*.py"))
    assert set(re.findall(r"[^\x00-\x7f]", sources)) <= set(SIGNS) | set("…"), "doctor_device.SIGNS is not current"


def test_it_needs_no_screen_and_no_statistics(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from twofold.cli.doctor import doctor;"
        f"doctor(Path({str(folder)!r}), as_json=True);"
        "assert not {'textual', 'rich', 'numpy'} & set(sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr

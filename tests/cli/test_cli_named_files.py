"""Every command that writes a file to a named place leaves a review's own files, and those of others, alone."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import bytes_of, on_device
from synthesis_reviews import synthesis_review

COMMANDS = {
    "export --tinydb": ("export", "--out", "@/out", "--tinydb"),
    "export --xlsx": ("export", "--out", "@/out", "--xlsx"),
    "export --ris": ("export", "--out", "@/out", "--ris"),
    "export": ("export", "--out"),
    "report": ("report", "--out"),
    "synthesis": ("synthesis", "--figure", "direction", "--out"),
    "disagreements": ("disagreements", "--csv"),
    "feedback": ("feedback", "--csv"),
    "import": ("import", "@/refs.ris", "--questions"),
    "codebook print": ("codebook", "print", "--out"),
    "codebook export": ("codebook", "export"),
    "codebook import": ("codebook", "import", "@/book.toml", "--out"),
    "send": ("send", "--out"),
}
OF_FOLDERS = ("export", "send")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        synthesis_review(place / "r")
        shutil.copyfile(place / "r" / "codebook.toml", place / "book.toml")
        (place / "refs.ris").write_text("TY  - JOUR\nTI  - A fictional paper\nER  - \n")
        yield place


@pytest.fixture
def place(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TWOFOLD_HOME", str(made / "home"))
    copy = tmp_path / "place"
    shutil.copytree(made, copy)
    (copy / "home").rename(tmp_path / "unused")
    return copy


def line(place: Path, name: str, target: Path) -> list[str]:
    words = [one.replace("@", str(place)) for one in COMMANDS[name]]
    return [*words, str(target), "-r", str(place / "r"), *([] if name.startswith("codebook") else ["--as", "anna"])]


@pytest.mark.parametrize("name", COMMANDS)
def test_a_reviews_own_files_are_no_place_to_write_to(place: Path, name: str) -> None:
    log = sorted((place / "r" / "logs").glob("anna.*.work.*"))[0]
    targets = [
        log,
        place / "r" / "logs" / "new",
        place / "r" / "received" / "deep" / "new",
        place / "r" / "review.toml",
    ]
    if name not in OF_FOLDERS:
        targets += [place / "r" / "practice.toml", place / "r" / "Certainty.TOML"]
    before = bytes_of(place)
    for target in targets:
        ran = twofold(*line(place, name, target))
        assert ran.code in (1, 2, 4), (target, ran.out)
        assert len(ran.err.splitlines()) == 1, ran.err
        assert "among the logs of a review" in ran.err or "of the review itself" in ran.err, ran.err
    assert bytes_of(place) == before


@pytest.mark.parametrize("name", [one for one in COMMANDS if one not in OF_FOLDERS])
def test_a_file_of_somebody_is_never_replaced(place: Path, name: str) -> None:
    mine = {
        "mine.svg": b'<svg xmlns="http://www.w3.org/2000/svg"><text>mine</text></svg>',
        "mine.html": b"<!DOCTYPE html>\n<html><head><title>mine</title></head></html>",
        "mine.docx": b"PK mine",
        "mine.csv": b"person,field\r\n",
        "mine.xlsx": b"PK mine",
    }
    for file, data in mine.items():
        (place / file).write_bytes(data)
        ran = twofold(*line(place, name, place / file))
        assert (ran.code in (1, 2, 4), "is there already" in ran.err) == (True, True), (file, ran)
        assert (place / file).read_bytes() == data


WRITTEN_ANEW = {
    "export --tinydb": "a.json",
    "export --xlsx": "a.xlsx",
    "export --ris": "a.ris",
    "report": "a.html",
    "synthesis": "a.svg",
    "feedback": "a.csv",
    "codebook print": "a.docx",
    "codebook export": "a.csv",
}
"""What a command writes anew over what it wrote, under a name of its kind."""


@pytest.mark.parametrize("name", [*WRITTEN_ANEW, "codebook print, a page"])
def test_a_single_file_is_written_anew_until_somebody_changes_it(place: Path, tmp_path: Path, name: str) -> None:
    name, _, page = name.partition(",")
    file = place / ("a.html" if page else WRITTEN_ANEW[name])
    words = line(place, name, file)
    for _ in range(2):
        ran = twofold(*words)
        assert ran.code == 0, ran.err
    first = file.read_bytes()
    changed = first + b"A sentence by hand.\n"
    for data, home in ((changed, ""), (first, "another")):
        file.write_bytes(data)
        # The folder of tables is not what is asked about here.
        shutil.rmtree(place / "out", ignore_errors=True)
        with contextlib.ExitStack() as there:
            if home:
                there.enter_context(on_device(tmp_path / home))
            ran = twofold(*words)
        assert ran.code in (1, 4)
        assert len(ran.err.splitlines()) == 1, ran.err
        for said in ("changed since", "another device", "Rename it, remove it, or name another file"):
            assert said in ran.err
        assert file.read_bytes() == data
    file.unlink()
    shutil.rmtree(place / "out", ignore_errors=True)
    assert twofold(*words).code == 0
    assert [one.name for one in place.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("name", ["disagreements", "codebook import"])
def test_a_file_to_be_filled_in_is_never_written_anew(place: Path, name: str) -> None:
    words = line(place, name, place / "a.csv")
    assert twofold(*words).code == 0
    again = twofold(*words)
    assert (again.code, "is there already, and" in again.err) == (4, True)

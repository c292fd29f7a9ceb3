"""An export never takes the place of other work: of a review's own files, of others', of hand-made changes."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from command_runner import Ran, twofold
from compared_reviews import released_review
from exported_folders import exported
from opened_reviews import bytes_of, on_device

from twofold.export.choices import CannotExport

KINDS = ("tinydb", "xlsx", "ris")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_review(tmp_path / "r")


def run(folder: Path, *more: object) -> Ran:
    return twofold("export", "-r", folder, "--as", "anna", "--out", folder.parent / "out", *more)


def one_sentence(ran: Ran) -> str:
    assert ran.code == 1
    assert len(ran.err.splitlines()) == 1, ran.err
    return ran.err


@pytest.mark.parametrize("kind", KINDS)
def test_no_file_of_the_review_is_written_to_by_any_name(folder: Path, tmp_path: Path, kind: str) -> None:
    log = next((folder / "logs").glob("anna.*.work.*"))
    (folder / "received").mkdir(exist_ok=True)
    (tmp_path / "link").symlink_to(log)
    (tmp_path / "linked").symlink_to(folder / "logs")
    os.link(log, tmp_path / "hard")
    before = bytes_of(folder)
    for place, said in (
        (log, "among the logs"),
        (folder / "logs" / "new.file", "among the logs"),
        (folder / "received" / "new.file", "among the logs"),
        (folder / "exports" / ".." / "logs" / "new.file", "among the logs"),
        (tmp_path / "linked" / "new.file", "among the logs"),
        (tmp_path / "link", "among the logs"),
        (tmp_path / "hard", "is there already"),
        (folder / "review.toml", "of the review itself"),
        (folder / "codebook.toml", "of the review itself"),
        (folder / "certainty.toml", "of the review itself"),
        (folder / "Practice.TOML ", "of the review itself"),
        (folder / "logs", "among the logs"),
    ):
        for more in ((), ("--dry-run",)):
            assert said in one_sentence(run(folder, f"--{kind}", place, *more)), place
    assert bytes_of(folder) == before
    assert not (tmp_path / "out").exists()


def test_the_files_of_another_review_are_as_safe(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    assert "among the logs" in one_sentence(run(folder, "--ris", other / "logs" / "new.ris"))
    assert "of the review itself" in one_sentence(run(folder, "--ris", other / "practice.toml"))
    assert "among the logs" in one_sentence(run(folder, "--out", other / "received" / "out"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_of_somebody_else_stays(folder: Path, tmp_path: Path, kind: str) -> None:
    mine = tmp_path / f"mine.{kind}"
    mine.write_text("TY  - JOUR\nTI  - Years of work\nER  - \n")
    (tmp_path / "to-mine").symlink_to(mine)
    for place in (mine, tmp_path / "to-mine"):
        assert "is there already, and is not as Twofold wrote it" in one_sentence(run(folder, f"--{kind}", place))
    assert mine.read_text().startswith("TY  - JOUR\nTI  - Years of work")
    assert "is a folder" in one_sentence(run(folder, f"--{kind}", folder))
    os.mkfifo(tmp_path / "pipe")
    assert "is there already" in one_sentence(run(folder, f"--{kind}", tmp_path / "pipe"))
    assert "there is no folder" in one_sentence(run(folder, f"--{kind}", tmp_path / "missing" / "it"))


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_was_exported_is_replaced_until_somebody_changes_it(
    folder: Path, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "own"
    assert run(folder, f"--{kind}", file).code == 0
    first = file.read_bytes()
    assert run(folder, f"--{kind}", file, "--only", "studies", "--who", "ben").code == 0
    assert run(folder, f"--{kind}", file).code == 0
    assert file.read_bytes() == first
    moved = file.rename(tmp_path / "elsewhere")
    (tmp_path / "link").symlink_to(moved)
    assert run(folder, f"--{kind}", tmp_path / "link", "--who", "ben").code == 0
    assert (tmp_path / "link").is_symlink(), "what the link names is replaced, and not the link"
    moved.write_bytes(moved.read_bytes() + b"\n")
    assert "is not as Twofold wrote it" in one_sentence(run(folder, f"--{kind}", moved))
    with on_device(tmp_path / "another"):
        moved.write_bytes(first)
        assert "on this device" in one_sentence(run(folder, f"--{kind}", moved))
    assert moved.read_bytes() == first


def test_one_file_is_not_asked_for_twice(folder: Path, tmp_path: Path) -> None:
    for one, other in (
        (tmp_path / "same", tmp_path / "same"),
        (tmp_path / "same", tmp_path / "r" / ".." / "same"),
        (tmp_path / "same", tmp_path / "SAME"),
    ):
        assert "are the same file" in one_sentence(run(folder, "--tinydb", one, "--ris", other))
    assert not (tmp_path / "same").exists()


def test_a_file_in_the_folder_of_the_export_is_refused_whether_that_is_there_or_not(
    folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for there in (False, True):
        if there:
            assert run(folder).code == 0
        for place in (out / "refs.ris", out / "deep" / "refs.ris", out, tmp_path / "OUT" / "refs.ris"):
            if there and place.parent.name == "OUT":
                continue
            assert "lies in the folder of the export" in one_sentence(run(folder, "--ris", place)), place
    assert "would lie in the file" in one_sentence(
        twofold("export", "-r", folder, "--as", "anna", "--out", tmp_path / "x" / "o", "--ris", tmp_path / "x")
    )


def appended(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"one more line, by hand\r\n")


def saved_by_a_spreadsheet(path: Path) -> None:
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n"))


def linked(path: Path) -> None:
    path.rename(path.parent.parent / path.name)
    path.symlink_to(path.parent.parent / path.name)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("studies.csv", appended),
        ("codes_long.csv", saved_by_a_spreadsheet),
        ("codebook.csv", linked),
        ("README.txt", appended),
        ("read_export.R", appended),
        ("read_export.py", appended),
        ("datapackage.json", saved_by_a_spreadsheet),
    ],
)
def test_what_was_changed_in_the_folder_by_hand_is_never_lost(
    folder: Path, tmp_path: Path, name: str, change: Callable[[Path], None]
) -> None:
    exported(folder, tmp_path / "out")
    if name == "datapackage.json":
        path = tmp_path / "out" / name
        path.write_text(path.read_text("utf-8").replace('"title"', '"licence": "CC-BY", "title"', 1), "utf-8")
    else:
        change(tmp_path / "out" / name)
    before = bytes_of(tmp_path / "out")
    for more in ((), ("--dry-run",)):
        said = one_sentence(run(folder, *more))
        assert f"`{name}` changed since the export was written" in said
        assert "Rename the folder to keep it" in said
    assert bytes_of(tmp_path / "out") == before
    (tmp_path / "out").rename(tmp_path / "kept")
    exported(folder, tmp_path / "out")


def test_several_changes_are_named_and_counted(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "out")
    for name in ("README.txt", "studies.csv", "audit.csv", "codebook.csv", "decisions.csv"):
        appended(tmp_path / "out" / name)
    with pytest.raises(CannotExport, match=r"`README.txt`, `audit.csv`, `codebook.csv` and 2 more changed"):
        exported(folder, tmp_path / "out")
    for name in ("a.R", "b.R"):
        (tmp_path / "out" / name).touch()
    with pytest.raises(CannotExport, match=r"holds `a.R` and `b.R`, which are not of an export"):
        exported(folder, tmp_path / "out")


def test_what_was_taken_out_of_the_folder_or_left_by_systems_is_no_obstacle(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    (tmp_path / "out" / "studies.csv").unlink()
    (tmp_path / "out" / ".DS_Store").write_bytes(b"x")
    (tmp_path / "out" / "__pycache__").mkdir()
    (tmp_path / "out" / "__pycache__" / "read_export.cpython-311.pyc").write_bytes(b"x")
    exported(folder, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before
    (tmp_path / "out" / "__pycache__").mkdir()
    (tmp_path / "out" / "__pycache__" / "notes.txt").write_bytes(b"years of work")
    with pytest.raises(CannotExport, match=r"holds `__pycache__/notes.txt`, which is not of an export"):
        exported(folder, tmp_path / "out")

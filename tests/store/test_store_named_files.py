"""Where a file that somebody named may be written."""

import os
from pathlib import Path

import pytest

from twofold.codebook.practice_reader import PRACTICE_FILE
from twofold.report.certainty import CERTAINTY_FILE
from twofold.store.handed_out import is_handed_out, note_handed_out
from twofold.store.named_files import OWN_FILES, MayNotWrite, are_one, check_outside, lies_in, named_place
from twofold.store.place import CODEBOOK_FILE


@pytest.fixture
def review(tmp_path: Path) -> Path:
    folder = tmp_path / "review"
    (folder / "logs").mkdir(parents=True)
    (folder / "review.toml").touch()
    return folder


def test_every_file_that_a_review_is_made_of_is_known_by_name() -> None:
    assert {CODEBOOK_FILE, PRACTICE_FILE, CERTAINTY_FILE} <= set(OWN_FILES)


def test_a_reviews_own_files_are_refused_however_they_are_spelt(review: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(review)
    for name in (
        "review.toml", "Codebook.TOML", "certainty.toml. ", "logs", "logs/a.jsonl", "received", "received/new/a",
        "exports/../logs/a", "./practice.toml", ".gitattributes", "LOGS/a",
    ):  # fmt: skip
        for folder in (review, tmp_path / "link"):
            with pytest.raises(MayNotWrite):
                check_outside(folder / name)
            with pytest.raises(MayNotWrite):
                named_place(folder / name)


def test_all_else_in_and_beside_a_review_may_be_named(review: Path, tmp_path: Path) -> None:
    for name in ("figure.svg", "exports/a.xlsx", "my logs/a", "notes/review.toml", "../logs/a", "catalogs"):
        assert named_place(review / name) == Path(os.path.realpath(review / name))
    assert named_place(tmp_path / "codebook.toml") == tmp_path / "codebook.toml"


def test_what_is_there_stays_unless_it_is_known(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("ours")
    (tmp_path / "link").symlink_to(file)
    (tmp_path / "nowhere").symlink_to(tmp_path / "not there")
    (tmp_path / "round").symlink_to(tmp_path / "round")

    note_handed_out([file])
    assert named_place(tmp_path / "link") == file
    assert named_place(tmp_path / "nowhere") == tmp_path / "not there"
    with pytest.raises(MayNotWrite, match=r"is there already, and decisions may stand in it\. Name another file"):
        named_place(file, keeping="decisions may stand in it")
    file.write_text("theirs")
    with pytest.raises(MayNotWrite, match=r"is not as Twofold wrote it.*Rename it, remove it, or name another file"):
        named_place(file)
    with pytest.raises(MayNotWrite, match="is a folder"):
        named_place(tmp_path)
    with pytest.raises(MayNotWrite):
        named_place(tmp_path / "round")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(MayNotWrite, match="is there already"):
        named_place(tmp_path / "pipe")


def test_two_names_are_one_where_a_disk_may_not_tell_them_apart(tmp_path: Path) -> None:
    assert are_one(tmp_path / "a" / ".." / "b", tmp_path / "b")
    assert are_one(tmp_path / "caf\u00e9.ris", tmp_path / "CAFE\u0301.ris")
    assert not are_one(tmp_path / "one" / "a", tmp_path / "two" / "a")
    assert not are_one(tmp_path / "a", tmp_path / "b")
    (tmp_path / "a").write_text("x")
    os.link(tmp_path / "a", tmp_path / "hard")
    assert are_one(tmp_path / "a", tmp_path / "hard")
    assert lies_in(tmp_path / "out" / "deep" / "a", tmp_path / "OUT")
    assert lies_in(tmp_path / "out", tmp_path / "out")
    assert not lies_in(tmp_path / "out of it", tmp_path / "out")


def test_a_file_that_was_handed_out_is_known_by_its_bytes_alone(
    tmp_path: Path, twofold_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"of this device")
    assert not is_handed_out(file)
    note_handed_out([file, file])
    note_handed_out([file])
    assert (twofold_home / "handed-out").read_text().count("\n") == 1
    moved = file.rename(tmp_path / "elsewhere")
    assert is_handed_out(moved)
    moved.write_bytes(b"of this device\n")
    assert not is_handed_out(moved)
    (tmp_path / "no folder").touch()
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "no folder"))
    note_handed_out([moved])
    assert not is_handed_out(moved), "what cannot be noted is not replaced, and the export goes on"

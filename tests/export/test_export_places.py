"""An export lies where its path leads, and never where a review, everybody's exports or this device's own data lie."""

import shutil
from pathlib import Path

import pytest
from command_runner import Ran, twofold
from compared_reviews import released_review
from exported_folders import exported
from opened_reviews import bytes_of, opened

from twofold.export.choices import CannotExport, Choices
from twofold.export.replacing import replacing, replacing_file
from twofold.export.writing import export


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_review(tmp_path / "r")


def run(folder: Path, out: object, *more: object) -> Ran:
    return twofold("export", "-r", folder, "--as", "anna", "--out", out, *more)


def refused(ran: Ran) -> str:
    assert ran.code == 1, ran
    assert len(ran.err.splitlines()) == 1, ran.err
    return ran.err


@pytest.mark.parametrize("way", ["missing/../{}", "one/two/../../{}", "dangling/../{}", "a.txt/../{}", "x/../r/../{}"])
@pytest.mark.parametrize("over", ["r", "keep"])
def test_a_path_through_what_is_not_there_replaces_nothing(folder: Path, tmp_path: Path, way: str, over: str) -> None:
    keep = tmp_path / "keep"
    keep.mkdir()
    (keep / "thesis.txt").write_text("years of work")
    (tmp_path / "a.txt").touch()
    (tmp_path / "dangling").symlink_to(tmp_path / "not there")
    before = bytes_of(tmp_path)
    for more in ((), ("--dry-run",)):
        said = refused(run(folder, tmp_path / way.format(over), *more))
        assert "of the review itself" in said or "holds no export of Twofold" in said or "holds a review" in said
        for kind in ("tinydb", "xlsx", "ris"):
            refused(run(folder, tmp_path / "out", f"--{kind}", tmp_path / way.format(over), *more))
    assert refused(run(folder, keep / "thesis.txt" / ".." / ".." / "keep"))
    after = {name: data for name, data in bytes_of(tmp_path).items() if not str(name).startswith("home")}
    assert after == {name: data for name, data in before.items() if not str(name).startswith("home")}


def test_a_path_through_what_is_not_there_leads_to_one_place(folder: Path, tmp_path: Path) -> None:
    for _ in range(2):
        assert run(folder, tmp_path / "missing" / ".." / "out", "--ris", tmp_path / "no" / ".." / "a.ris").code == 0
    assert (tmp_path / "out" / "README.txt").is_file()
    assert (tmp_path / "a.ris").is_file()
    assert not (tmp_path / "missing").exists()


def test_neither_the_review_nor_what_it_lies_in_is_a_place_for_an_export(
    folder: Path, tmp_path: Path, twofold_home: Path
) -> None:
    twofold_home.mkdir(exist_ok=True)
    other = tmp_path / "other"
    shutil.copytree(folder, other)
    for place in (folder, other, tmp_path, tmp_path.parent):
        assert "holds a review" in refused(run(folder, place))
    for place in (twofold_home, twofold_home / "reviews", twofold_home / "reviews" / "new"):
        said = refused(run(folder, place))
        assert "Twofold keeps there what is this device's own" in said or "holds a review" in said, said
    assert "this device's own" in refused(run(folder, tmp_path / "out", "--ris", twofold_home / "reviews" / "a.ris"))


def test_the_folder_of_everybodys_exports_is_no_place_for_one(folder: Path, tmp_path: Path) -> None:
    for there in (False, True):
        if there:
            (folder / "exports").mkdir()
        (tmp_path / "link").unlink(missing_ok=True)
        (tmp_path / "link").symlink_to(folder / "exports")
        for place in (folder / "exports", folder / "Exports", tmp_path / "link"):
            if not there or place.exists():
                assert "Name a folder inside it" in refused(run(folder, place)), place
    assert not any((folder / "exports").iterdir())
    assert run(folder, folder / "exports" / "mine").code == 0


def made_while_another_comes(place: Path) -> None:
    with replacing(place) as (new, _):
        (new / "file").touch()
        if place.exists():
            place.rename(place.with_name("aside"))
        place.mkdir()
        (place / "thesis.txt").write_text("years of work")


def written_while_another_comes(place: Path) -> None:
    with replacing_file(place) as new:
        new.touch()
        place.write_text("years of work")


def test_what_comes_to_a_place_while_the_export_is_made_stays(folder: Path, tmp_path: Path) -> None:
    for number in range(2):
        place, file = tmp_path / f"out-{number}", tmp_path / f"file-{number}"
        if number:
            exported(folder, place)
            file.write_text("an earlier one")
        with pytest.raises(CannotExport, match="while it was made"):
            made_while_another_comes(place)
        with pytest.raises(CannotExport, match="while it was made"):
            written_while_another_comes(file)
        assert bytes_of(place) == {"thesis.txt": b"years of work"}
        assert file.read_text() == "years of work"
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_what_somebody_changes_while_the_export_is_made_stays(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "out")

    def told(done: int, total: int) -> None:
        if done == total:
            (tmp_path / "out" / "README.txt").write_text("my notes")

    with opened(folder, writing=False) as review, pytest.raises(CannotExport, match=r"`README\.txt` changed since"):
        export(review, Choices(), tmp_path / "out", told)
    assert (tmp_path / "out" / "README.txt").read_text() == "my notes"


def test_an_export_of_an_earlier_build_is_called_one(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "out")
    package = tmp_path / "out" / "datapackage.json"
    package.write_text(package.read_text("utf-8").replace('"beside"', '"once"'), "utf-8")
    said = refused(run(folder, tmp_path / "out"))
    assert "holds an export of an earlier Twofold" in said
    assert "Rename the folder" in said

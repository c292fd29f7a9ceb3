"""The folder of an export and the files beside it come all together, or none does; what is killed is tidied away."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from compared_reviews import released_review
from opened_reviews import bytes_of, opened

from twofold.export.choices import CannotExport, Choices
from twofold.export.plain_tinydb import PlainTinyDB
from twofold.export.replacing import replacing, replacing_file
from twofold.export.ris_back import RisFile
from twofold.export.workbook import Workbook
from twofold.export.writing import export

EXTRAS = "(PlainTinyDB(place / 'all.json'), Workbook(place / 'all.xlsx'), RisFile(place / 'all.ris'))"
BEGIN = f"""
import resource, signal, sys, time
from pathlib import Path
from twofold.export.choices import CannotExport, Choices
from twofold.export.plain_tinydb import PlainTinyDB
from twofold.export.ris_back import RisFile
from twofold.export.workbook import Workbook
from twofold.export.writing import export
from twofold.review.open import Review
review = Review(Path(sys.argv[1]))
review.become("anna", writing=False)
place = Path(sys.argv[2])
extras = {EXTRAS}
"""
FULL = """
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for most in map(int, sys.argv[3:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
    try:
        export(review, Choices(), place / "out", extras=extras)
    except CannotExport as error:
        print(error)
"""
SLOW = """
def told(done, total):
    print(done, flush=True)
    time.sleep(30 if done else 0)
export(review, Choices(), place / "out", told, extras)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_review(tmp_path / "r")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "place"
    made.mkdir()
    return made


def all_of_it(folder: Path, place: Path, *only: str) -> dict[str, bytes]:
    with opened(folder, writing=False) as review:
        extras = (PlainTinyDB(place / "all.json"), Workbook(place / "all.xlsx"), RisFile(place / "all.ris"))
        export(review, Choices(only=only), place / "out", extras=extras)
    return bytes_of(place)


@pytest.mark.parametrize("there", [False, True])
def test_a_disk_that_is_full_at_any_point_changes_nothing_and_is_told_in_one_sentence(
    folder: Path, place: Path, there: bool
) -> None:
    sizes = {name: len(data) for name, data in all_of_it(folder, place).items()}
    before = all_of_it(folder, place, "studies") if there else {}
    if not there:
        for one in sorted(place.rglob("*"), reverse=True):
            one.rmdir() if one.is_dir() else one.unlink()
    limits = sorted({100, 2_000, 6_000, *(size - 1 for size in sizes.values() if size > 10_000)})
    ran = subprocess.run(
        [sys.executable, "-c", BEGIN + FULL, folder, place, *map(str, limits)],
        capture_output=True,
        text=True,
        check=False,
    )
    said = ran.stdout.splitlines()
    assert len(said) == len(limits) > 6
    assert all("a limit on the size of files was reached" in one for one in said)
    assert ran.stderr == ""
    assert bytes_of(place) == before
    assert len(list(place.iterdir())) == (4 if there else 0)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_what_a_stopped_export_was_making_beside_its_places_goes_with_the_next_one(
    folder: Path, place: Path, how: signal.Signals
) -> None:
    before = all_of_it(folder, place)
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + SLOW, folder, place], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    while process.stdout.readline().strip() != b"1":
        assert process.poll() is None
    process.send_signal(how)
    process.wait(20)
    visible = {name: data for name, data in bytes_of(place).items() if not str(name).startswith(".")}
    assert visible == before
    left = [one.name for one in place.iterdir() if one.name.startswith(".")]
    assert len(left) == (4 if how == signal.SIGKILL else 0), "one hidden folder for each place, and nothing beside it"
    assert len(list(place.iterdir())) == 4 + len(left)
    assert all_of_it(folder, place) == before
    assert [one.name for one in place.iterdir() if one.name.startswith(".")] == []


@pytest.mark.parametrize("refused", ["out", "all.json", "all.xlsx", "all.ris"])
@pytest.mark.parametrize("links", [True, False])
def test_where_one_cannot_take_its_place_the_others_are_put_back(
    folder: Path, place: Path, refused: str, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = all_of_it(folder, place)
    replace = Path.replace

    def open_elsewhere(path: Path, target: Path) -> Path:
        if path.name == target.name == refused:
            raise PermissionError(13, "The process cannot access the file")
        return replace(path, target)

    def no_links(_: Path, __: Path) -> None:
        raise OSError(95, "Operation not supported")

    monkeypatch.setattr(Path, "replace", open_elsewhere)
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    with pytest.raises(CannotExport, match=rf"{refused}` could not be replaced.*such as Excel"):
        all_of_it(folder, place, "studies")
    assert bytes_of(place) == before
    monkeypatch.setattr(Path, "replace", replace)
    for path in (place / "out", place / "all.json", place / "all.xlsx", place / "all.ris"):
        path.rename(path.with_name(f"kept-{path.name}"))
    kept = bytes_of(place)
    monkeypatch.setattr(Path, "replace", open_elsewhere)
    with pytest.raises(CannotExport, match="such as Excel"):
        all_of_it(folder, place, "studies")
    assert bytes_of(place) == kept


def test_what_others_called_nearly_like_it_is_not_tidied_away(place: Path) -> None:
    others = [".out.old-photos", ".out.new-year", ".out.old-0a0b0c0d.txt", "out.old-0a0b0c0d"]
    for name in others:
        (place / name).write_text("years of work")
    with replacing(place / "out") as (new, _):
        (new / "file").touch()
    assert sorted(one.name for one in place.iterdir()) == sorted([*others, "out"])


def test_a_name_with_signs_of_a_pattern_in_it_is_a_name(place: Path) -> None:
    (place / ".a.old-0a0b0c0d").write_text("of another")
    left = place / ".[a]*.old-0a0b0c0d"
    left.write_text("an older one")
    with replacing_file(place / "[a]*") as new:
        assert not left.exists()
        assert (place / "[a]*").read_text() == "an older one"
        new.write_text("newer")
    assert (place / "[a]*").read_text() == "newer"
    assert sorted(one.name for one in place.iterdir()) == [".a.old-0a0b0c0d", "[a]*"]


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="tells files apart by /proc")
def test_files_reach_the_disk_before_any_takes_its_place(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    replace = Path.replace

    def replaced(path: Path, target: Path) -> Path:
        done.append(f"put {target.name}")
        return replace(path, target)

    def synced(file: int) -> None:
        done.append(f"synced {Path(f'/proc/self/fd/{file}').readlink().name}")

    monkeypatch.setattr("twofold.export.replacing.sync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    with replacing(place / "out", (place / "one", place / "two")) as (folder, (one, two)):
        for path in (folder / "table", one, two):
            path.write_text("x")
    assert done == ["synced table", "synced one", "synced two", "put out", "put one", "put two"]

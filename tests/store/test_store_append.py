"""Appending a line: on the disk when told so, and the file as it was when not."""

import errno
import os
from pathlib import Path

import failing_disk
import pytest
from failing_disk import FailingDisk
from made_logs import REVIEW, code, log

from twofold.record.lines import Written
from twofold.store import append
from twofold.store.append import Appender, NotSaved
from twofold.store.scan import scan

DEVICE = "d1" * 8


def begin(tmp_path: Path) -> Appender:
    return Appender.create(tmp_path / "logs" / "a.jsonl", log("anna", DEVICE).header)


def made(number: int) -> list[Written]:
    return [code("anna", DEVICE, number, f"answer {number}")]


def save(appender: Appender, number: int) -> None:
    appender.commit(*appender.prepare(made(number)))


def test_what_was_appended_is_read_back_and_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    appender = begin(tmp_path)
    for number in range(3):
        save(appender, number)
    appender.close()
    found = scan(appender.path)
    assert (found.head, found.size, found.damage, found.tail) == (appender.head, appender.size, [], 0)
    again = Appender(found.path, found.head, found.size)
    save(again, 3)
    again.close()
    assert scan(found.path).head.line == 4
    assert scan(found.path).damage == []


def test_a_line_is_one_write_and_one_fsync(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    appender = begin(tmp_path)
    disk = FailingDisk().install(monkeypatch)
    save(appender, 1)
    assert disk.done == ["write", "fsync"]


def test_a_log_that_is_there_is_never_begun_over(tmp_path: Path) -> None:
    appender = begin(tmp_path)
    save(appender, 1)
    before = appender.path.read_bytes()
    with pytest.raises(NotSaved):
        begin(tmp_path)
    assert appender.path.read_bytes() == before


@pytest.mark.parametrize("fails", [failing_disk.one, failing_disk.every_from])
@pytest.mark.parametrize("number", range(1, 5))
def test_a_log_whose_beginning_fails_leaves_nothing_that_looks_like_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, fails: type
) -> None:
    with monkeypatch.context() as patch:
        disk = FailingDisk(fails(number), short=20).install(patch)
        with pytest.raises(NotSaved, match="the disk reported an error"):
            begin(tmp_path)
        assert len(disk.done) >= number
    assert list((tmp_path / "logs").iterdir()) == []
    begin(tmp_path).close()


@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC, errno.EDQUOT, errno.EROFS])
@pytest.mark.parametrize("short", [None, 1, 300])
def test_a_failed_write_is_cut_back_and_the_log_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int, short: int | None
) -> None:
    appender = begin(tmp_path)
    save(appender, 1)
    before = appender.path.read_bytes()
    with monkeypatch.context() as patch:
        FailingDisk(failing_disk.one(1, error), short).install(patch)
        with pytest.raises(NotSaved) as failure:
            save(appender, 2)
    assert not failure.value.abandoned
    assert "logs/a.jsonl" in str(failure.value)
    assert appender.path.read_bytes() == before
    save(appender, 2)
    assert scan(appender.path).head == appender.head
    assert scan(appender.path).damage == []


def test_short_writes_are_gone_on_with_until_the_line_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    appender = begin(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda file, data: failing_disk.true_write(file, bytes(data)[:50]))
        save(appender, 1)
    assert scan(appender.path).head == appender.head


def test_a_write_of_nothing_is_a_full_disk_and_no_endless_loop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    appender = begin(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", lambda _file, _data: 0)
        with pytest.raises(NotSaved, match="the disk is full"):
            save(appender, 1)
    save(appender, 1)


def test_after_a_failed_fsync_the_log_is_abandoned_and_ends_where_it_did(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    appender = begin(tmp_path)
    save(appender, 1)
    before = appender.path.read_bytes()
    with monkeypatch.context() as patch:
        FailingDisk(failing_disk.one(2)).install(patch)
        with pytest.raises(NotSaved) as failure:
            save(appender, 2)
    assert failure.value.abandoned
    assert appender.path.read_bytes() == before


def test_a_line_that_can_be_neither_written_nor_cut_back_abandons_the_log_and_is_a_torn_tail(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    appender = begin(tmp_path)
    save(appender, 1)
    head = appender.head
    with monkeypatch.context() as patch:
        FailingDisk(failing_disk.every_from(1), short=100).install(patch)
        with pytest.raises(NotSaved) as failure:
            save(appender, 2)
    assert failure.value.abandoned
    found = scan(appender.path)
    assert (found.head, found.tail, found.damage) == (head, 100, [])


def changed(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b"x")


def moved(path: Path) -> None:
    path.rename(path.with_name("moved.jsonl"))


def swapped(path: Path) -> None:
    copy = path.read_bytes()
    path.rename(path.with_name("moved.jsonl"))
    path.write_bytes(copy)


def shortened(path: Path) -> None:
    os.truncate(path, path.stat().st_size - 10)


@pytest.mark.parametrize("harm", [changed, Path.unlink, moved, swapped, shortened])
def test_a_file_that_something_else_changed_is_not_written_to(tmp_path: Path, harm: object) -> None:
    appender = begin(tmp_path)
    save(appender, 1)
    harm(appender.path)  # type: ignore[operator]
    before = {path: path.read_bytes() for path in (tmp_path / "logs").iterdir()}
    with pytest.raises(NotSaved, match="something else") as failure:
        save(appender, 2)
    assert failure.value.abandoned
    assert {path: path.read_bytes() for path in (tmp_path / "logs").iterdir()} == before


def test_where_the_review_was_moved_away_no_phantom_of_it_is_made(tmp_path: Path) -> None:
    with pytest.raises(NotSaved, match="not there"):
        Appender.create(tmp_path / "moved away" / "logs" / "a.jsonl", log("anna", DEVICE).header)
    assert list(tmp_path.iterdir()) == []


def test_a_line_that_no_reader_would_take_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    appender = begin(tmp_path)
    before = appender.path.read_bytes()
    monkeypatch.setattr(append, "MAX_LINE", 400)
    with pytest.raises(NotSaved, match="smaller parts") as failure:
        save(appender, 1)
    assert not failure.value.abandoned
    assert appender.path.read_bytes() == before
    assert scan(appender.path, REVIEW).lines == 1


def test_a_write_that_fails_after_its_log_was_closed_touches_no_file_opened_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logs").mkdir()
    late = begin(tmp_path)
    line, head = late.prepare(made(0))
    other = tmp_path / "other.txt"

    def hanging(file: int, data: bytes) -> int:
        # Meanwhile the log is let go, and another file is opened, which may bear the same number.
        late.close()
        with other.open("wb") as opened:
            opened.write(b"something else that must stay" * 100)
            opened.flush()
            raise OSError(errno.EIO, "late")

    monkeypatch.setattr(append.os, "write", hanging)
    with pytest.raises(NotSaved):
        late.commit(line, head)
    assert other.stat().st_size == 2900


def test_a_failed_sync_that_cannot_be_cut_back_says_that_it_may_be_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "logs").mkdir()
    appender = begin(tmp_path)

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(append.os, "fsync", failing)
    monkeypatch.setattr(append.os, "ftruncate", failing)
    with pytest.raises(NotSaved, match="may be on the disk all the same") as caught:
        save(appender, 0)
    assert caught.value.abandoned

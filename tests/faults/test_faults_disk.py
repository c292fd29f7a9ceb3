"""Disks that fail, fill up, or refuse: what was told as saved stays, and saving goes on as soon as it can."""

import ctypes
import errno
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import failing_disk
import pytest
from failing_disk import FailingDisk
from made_logs import REVIEW, STUDIES, code

from twofold.store.append import NotSaved
from twofold.store.folder import Logs
from twofold.store.own import CannotWrite, OwnLogs
from twofold.store.rescue import rescued, write_rescue
from twofold.store.savequeue import Outcome, SaveQueue, Waiting


def present(folder: Path, *, damage: bool = False) -> set[str]:
    """Every answer that a fresh reader finds."""
    logs = Logs(folder, REVIEW)
    for found in logs.read():
        assert damage or not found.damage
    return {
        str(one.body["answer"]["value"])  # type: ignore[index, call-overload]
        for _, line in logs.study(STUDIES[0])
        for one in line.documents
    }


def opened(folder: Path) -> OwnLogs:
    return OwnLogs.open(Logs(folder, REVIEW), "anna")


def save(own: OwnLogs, name: object, length: int = 0) -> None:
    own.logs.take_up(own.append("work", [code("anna", own.device.id, name, str(name), note="x" * length)]))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review folder."""
    (tmp_path / "review").mkdir()
    return tmp_path / "review"


@pytest.mark.parametrize("which", ["one", "every_from"])
@pytest.mark.parametrize(("error", "short"), [(errno.EIO, None), (errno.ENOSPC, 25)])
def test_each_write_and_fsync_failing_in_turn_loses_nothing_that_was_told_as_saved(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, which: str, error: int, short: int | None
) -> None:
    fails: Callable[[int, int], Callable[[int, str], int]] = getattr(failing_disk, which)
    for number in range(1, 60):
        folder = tmp_path / f"review {number}"
        folder.mkdir()
        monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / f"home {number}"))
        with monkeypatch.context() as patch:
            disk = FailingDisk(fails(number, error), short).install(patch)
            saved = saved_while_failing(folder, disk)
        own = opened(folder)
        save(own, "after a restart")
        own.close()
        assert {*saved, "after a restart"} == present(folder)
        if number > len(disk.done):
            break
    assert 12 < number < 59, "every operation had its turn"


def saved_while_failing(folder: Path, disk: FailingDisk) -> set[str]:
    """Save four answers on a disk that fails, and what it refused once it works again."""
    try:
        own = opened(folder)
    except CannotWrite:
        return set()
    saved: set[str] = set()
    sentences: list[str] = []
    for name in range(4):
        try:
            save(own, name)
            saved.add(str(name))
        except NotSaved as failure:
            sentences.append(str(failure))
    assert all("could not be written" in one for one in sentences)
    assert saved <= present(folder)
    disk.fails = lambda _at, _name: 0
    for name in {"0", "1", "2", "3"} - saved:
        save(own, name)
    assert present(folder) == {"0", "1", "2", "3"}, "when the disk works again, the same process goes on"
    own.close()
    return {"0", "1", "2", "3"}


@pytest.mark.parametrize("number", range(1, 14))
def test_a_process_that_ends_right_after_a_failure_leaves_all_that_it_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: Path, number: int
) -> None:
    own = opened(folder)
    save(own, "before")
    saved = ["before"]
    with monkeypatch.context() as patch:
        FailingDisk(failing_disk.every_from(number), 40).install(patch)
        for name in range(4):
            try:
                save(own, name)
                saved.append(str(name))
            except NotSaved:
                continue
    assert own._lock is not None
    own._lock.release()
    assert set(saved) <= present(folder)
    again = opened(folder)
    save(again, "again")
    again.close()
    assert {*saved, "again"} <= present(folder)


def test_after_a_failed_fsync_the_same_writer_goes_on_in_a_new_log_that_names_the_old_one(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(folder)
    save(own, 1)
    first = own.current("work")
    with monkeypatch.context() as patch:
        disk = FailingDisk().install(patch)
        disk.fails = lambda _at, name: errno.EIO if name == "fsync" else 0
        with pytest.raises(NotSaved, match="the disk reported an error"):
            save(own, 2)
    save(own, 2)
    second = own.current("work")
    assert first is not None
    assert second not in (None, first)
    assert own.logs.scans[second].header.goes_on_from == (own.logs.scans[first].head,)
    own.close()
    assert present(folder) == {"1", "2"}


def test_the_queue_stops_at_a_full_disk_and_all_that_waited_is_saved_when_there_is_room(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(folder)
    told: list[Outcome] = []
    queue = SaveQueue(own, told.append)
    with monkeypatch.context() as patch:
        FailingDisk(failing_disk.every_from(1, errno.ENOSPC)).install(patch)
        for name in range(5):
            queue.put("work", (code("anna", own.device.id, name, str(name)),))
        assert not queue.drain(10)
        assert "the disk is full" in queue.stopped
        assert len(queue.unsaved) == 5
    queue.retry()
    assert queue.drain(10)
    assert queue.close(10) == ()
    own.close()
    assert present(folder) == {"0", "1", "2", "3", "4"}
    assert [outcome.path is None for outcome in told] == [True, False, False, False, False, False]


def test_a_rescue_copy_keeps_what_could_not_be_saved_until_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = opened(folder)
    save(own, "saved")
    waiting = [
        Waiting("work", (code("anna", own.device.id, name, str(name)), code("anna", own.device.id, (name, 2), "b")))
        for name in range(3)
    ]
    (path,) = write_rescue(own, waiting)
    own.close()
    assert present(folder) == {"saved"}
    own = opened(folder)
    ((found, kind, transactions, whole),) = rescued(own)
    assert (found, kind, list(transactions), whole) == (path, "work", [one.documents for one in waiting], True)
    own.close()
    with path.open("r+b") as file:
        file.write(b"\0" * 20)
    own = opened(folder)
    ((_, _, transactions, _),) = rescued(own)
    assert list(transactions) == [one.documents for one in waiting], "its first line was not needed"
    own.close()


LIMITED = """
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from made_logs import REVIEW, code
from twofold.store.append import NotSaved
from twofold.store.folder import Logs
from twofold.store.own import OwnLogs
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
logs = Logs(Path(sys.argv[1]), REVIEW)
for _ in logs.read():
    pass
own = OwnLogs.open(logs, "anna")
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
for name in range(60):
    try:
        logs.take_up(own.append("work", [code("anna", own.device.id, name, str(name), note="x" * 300)]))
        print("saved", name, flush=True)
    except NotSaved as error:
        print("refused", name, error, flush=True)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
logs.take_up(own.append("work", [code("anna", own.device.id, "room", "room")]))
own.close()
"""


@pytest.mark.parametrize("limit", [1_100, 4_096, 7_777, 20_000])
def test_a_limit_on_the_size_of_files_costs_nothing_that_was_told_as_saved(folder: Path, limit: int) -> None:
    support = str(Path(failing_disk.__file__).parent)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(folder), support, str(limit)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    said = done.stdout.splitlines()
    saved = {line.split()[1] for line in said if line.startswith("saved")}
    refused = [line for line in said if line.startswith("refused")]
    assert refused
    assert all("limit on the size of files" in line for line in refused)
    assert present(folder) == {*saved, "room"}
    assert len(list((folder / "logs").iterdir())) == 1, "a full log is no reason to begin another"
    own = opened(folder)
    assert own.told == []
    own.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of 256 KiB, where the tests may mount one."""
    place = tmp_path / "small disk"
    place.mkdir()
    libc = ctypes.CDLL(None, use_errno=True)
    if os.getuid() != 0 or libc.mount(b"tmpfs", os.fsencode(place), b"tmpfs", 0, b"size=256k") != 0:
        pytest.skip("mounting a file system needs rights that this run does not have")
    yield place
    libc.umount(os.fsencode(place))


@pytest.mark.parametrize("length", [100, 3_000, 60_000])
def test_a_disk_that_is_full_keeps_what_was_told_as_saved_and_goes_on_when_there_is_room(
    small_disk: Path, length: int
) -> None:
    folder = small_disk / "review"
    folder.mkdir()
    (small_disk / "ballast").write_bytes(b"x" * 100_000)
    own = opened(folder)
    saved: set[str] = set()
    failures: list[str] = []
    for name in range(2_000):
        try:
            save(own, name, length)
            saved.add(str(name))
        except NotSaved as error:
            failures.append(str(error))
            if len(failures) == 3:
                break
    assert failures
    assert all("the disk is full" in one for one in failures)
    assert present(folder) == saved
    (small_disk / "ballast").unlink()
    save(own, "room", length)
    own.close()
    assert present(folder) == {*saved, "room"}
    assert len(list((folder / "logs").iterdir())) == 1


def test_a_full_disk_under_the_data_folder_is_told_and_costs_nothing(
    small_disk: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(small_disk / "home"))
    own = opened(folder)
    save(own, 1)
    ballast = small_disk / "ballast"
    with pytest.raises(OSError, match="No space"):
        ballast.write_bytes(b"x" * 10_000_000)
    save(own, 2)
    assert own._lock is not None
    own._lock.release()
    path = own.current("work")
    assert path is not None
    with path.open("ab") as file:
        file.write(b"torn" * 30_000)
    with pytest.raises(CannotWrite, match="the disk is full"):
        opened(folder)
    assert path.read_bytes().endswith(b"torn"), "a tail that cannot be set aside is not cut"
    assert present(folder) == {"1", "2"}
    ballast.unlink()
    own = opened(folder)
    save(own, 3)
    own.close()
    assert present(folder) == {"1", "2", "3"}


def test_a_folder_that_is_gone_is_said_to_be_gone_and_not_made_anew(folder: Path) -> None:
    own = opened(folder)
    save(own, 1)
    shutil.move(folder, folder.with_name("moved"))
    for _ in range(2):
        with pytest.raises(NotSaved):
            own.append("work", [code("anna", own.device.id, 2, "2")])
    assert not folder.exists()
    shutil.move(folder.with_name("moved"), folder)
    save(own, 2)
    own.close()
    assert present(folder) == {"1", "2"}


def test_a_process_without_descriptors_left_saves_nothing_and_says_so(folder: Path) -> None:
    own = opened(folder)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    lowest = os.dup(0)
    os.close(lowest)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (lowest, hard))
        with pytest.raises(NotSaved, match="open files"):
            own.append("work", [code("anna", own.device.id, 1, "1")])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    save(own, 1)
    own.close()
    assert present(folder) == {"1"}

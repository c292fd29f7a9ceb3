"""A person's own logs on a device: found again, mended at the tail alone, and left for a new one where in doubt."""

import json
import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import failing_disk
import pytest
from made_logs import FOUNDING, REVIEW, STUDIES, code, log

from twofold.store.append import NotSaved
from twofold.store.device import Device, private_folder
from twofold.store.folder import Logs
from twofold.store.own import CannotWrite, Locked, OwnLogs
from twofold.store.scan import extend, scan

LEFT = "does not end where this device left it"


def read(folder: Path) -> Logs:
    logs = Logs(folder, REVIEW)
    for _ in logs.read():
        pass
    return logs


def opened(folder: Path, person: str = "anna") -> OwnLogs:
    return OwnLogs.open(read(folder), person)


def save(own: OwnLogs, *names: object) -> Path:
    """Save one code for each name, and let the index know, as the app does."""
    path = Path()
    for name in names:
        path = own.append("work", [code(own.person, own.device.id, name, str(name))])
        own.logs.take_up(path)
    return path


def answers(folder: Path, person: str = "anna") -> set[str]:
    """Every answer of the person that can be read from the folder."""
    return {
        one.body["answer"]["value"]  # type: ignore[index, call-overload]
        for _, line in read(folder).study(STUDIES[0], person)
        for one in line.documents
    }


def logs_in(folder: Path) -> list[Path]:
    return sorted((folder / "logs").glob("*.jsonl"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A review folder."""
    (tmp_path / "review").mkdir()
    return tmp_path / "review"


def test_a_device_goes_on_in_its_own_log_without_a_word(folder: Path) -> None:
    for names in ((1, 2), (3,), (4, 5)):
        own = opened(folder)
        assert own.told == []
        save(own, *names)
        own.close()
    (path,) = logs_in(folder)
    found = scan(path)
    assert (found.head.line, found.damage) == (5, [])
    assert path.name.startswith(f"anna.{found.header.device[:8]}.work.{found.header.log[:4]}")
    assert answers(folder) == {"1", "2", "3", "4", "5"}


def test_opening_writes_nothing_into_the_review(folder: Path) -> None:
    opened(folder).close()
    assert list(folder.iterdir()) == []


def test_plan_and_work_are_two_logs(folder: Path) -> None:
    own = opened(folder, "lea")
    plan = own.append("plan", [FOUNDING])
    work = save(own, 1)
    assert plan != work
    assert (own.current("plan"), own.current("work")) == (plan, work)
    own.close()
    assert {scan(path).header.kind for path in logs_in(folder)} == {"plan", "work"}
    again = opened(folder, "lea")
    assert (again.current("plan"), again.current("work"), again.told) == (plan, work, [])
    again.close()


def test_a_copy_on_another_device_begins_a_log_of_its_own_that_names_what_it_goes_on_from(
    folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    own = opened(folder)
    first = save(own, 1, 2)
    own.close()
    before = first.read_bytes()
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "another home"))
    other = opened(folder)
    assert other.told == []
    second = save(other, 3)
    other.close()
    assert first.read_bytes() == before
    assert scan(second).header.device != scan(first).header.device
    assert scan(second).header.goes_on_from == (scan(first).head,)
    assert answers(folder) == {"1", "2", "3"}


def test_a_restored_backup_is_gone_on_with_in_a_new_log_and_told(folder: Path, tmp_path: Path) -> None:
    own = opened(folder)
    first = save(own, 1)
    own.close()
    shutil.copytree(folder, tmp_path / "backup")
    own = opened(folder)
    save(own, 2)
    own.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)
    own = opened(folder)
    assert len(own.told) == 1
    assert LEFT in own.told[0]
    before = first.read_bytes()
    second = save(own, 3)
    own.close()
    assert second != first
    assert first.read_bytes() == before
    assert scan(second).header.goes_on_from == (scan(first).head,)
    own = opened(folder)
    assert own.told == []
    assert own.current("work") == second
    own.close()
    assert answers(folder) == {"1", "3"}


def test_two_copies_on_one_device_never_write_the_same_log_differently(folder: Path, tmp_path: Path) -> None:
    own = opened(folder)
    save(own, "both")
    own.close()
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    for round_number in range(2):
        for place in (folder, copy):
            own = opened(place)
            save(own, f"{place.name} {round_number}")
            own.close()
    for path in logs_in(copy):
        shutil.copy(path, folder / "logs" / f"copied {path.name}")
    assert answers(folder) == {"both", "review 0", "copy 0", "review 1", "copy 1"}
    by_log: dict[str, list[bytes]] = {}
    for path in logs_in(folder):
        by_log.setdefault(scan(path).header.log, []).append(path.read_bytes())
    for copies in by_log.values():
        longest = max(copies, key=len)
        assert all(longest.startswith(one) for one in copies), "two branches under one log id"


def test_a_cloned_device_forks_its_log_and_both_branches_are_read(
    folder: Path, tmp_path: Path, twofold_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(folder)
    save(own, "trunk")
    own.close()
    shutil.copytree(folder, tmp_path / "clone")
    shutil.copytree(twofold_home, tmp_path / "cloned home")
    own = opened(folder)
    one = save(own, "here")
    own.close()
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "cloned home"))
    own = opened(tmp_path / "clone")
    other = save(own, "there")
    own.close()
    assert scan(one).header == scan(other).header
    shutil.copy(other, folder / "logs" / "anna (conflicted copy).jsonl")
    assert answers(folder) == {"trunk", "here", "there"}
    monkeypatch.setenv("TWOFOLD_HOME", str(twofold_home))
    own = opened(folder)
    assert own.current("work") == one
    save(own, "after")
    own.close()
    assert answers(folder) == {"trunk", "here", "there", "after"}


def test_without_its_data_folder_a_device_is_a_new_one(folder: Path, twofold_home: Path) -> None:
    own = opened(folder)
    first = save(own, 1)
    own.close()
    shutil.rmtree(twofold_home)
    own = opened(folder)
    second = save(own, 2)
    own.close()
    assert scan(first).header.device != scan(second).header.device
    assert answers(folder) == {"1", "2"}


@pytest.mark.parametrize("content", [b"", b"zz", b"\xff" * 16, b"AB" * 8, b"ab" * 9])
def test_an_identity_that_cannot_be_read_is_replaced(folder: Path, content: bytes) -> None:
    own = opened(folder)
    save(own, 1)
    own.close()
    (private_folder(REVIEW, "anna") / "device").write_bytes(content)
    own = opened(folder)
    assert LEFT in own.told[0]
    save(own, 2)
    own.close()
    own = opened(folder)
    assert own.told == []
    own.close()
    assert answers(folder) == {"1", "2"}


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"last": 1, "next": 2}', b'{"last": ["a"], "next": []}', b"\xff"]
)
def test_a_note_of_the_last_line_that_cannot_be_read_begins_a_new_log_and_is_told(folder: Path, content: bytes) -> None:
    own = opened(folder)
    first = save(own, 1)
    own.close()
    (private_folder(REVIEW, "anna") / "work.last").write_bytes(content)
    own = opened(folder)
    assert LEFT in own.told[0]
    assert save(own, 2) != first
    own.close()
    assert answers(folder) == {"1", "2"}


def stopped(own: OwnLogs) -> None:
    """The process ends without closing anything, as after kill -9; only the lock is let go, as the system would."""
    assert own._lock is not None
    own._lock.release()


@pytest.mark.parametrize("torn", [1, 50, 400])
def test_a_torn_tail_is_set_aside_and_cut_by_its_owner(folder: Path, torn: int) -> None:
    own = opened(folder)
    path = save(own, 1, 2)
    line, head = own._open["work"].prepare([code("anna", own.device.id, 3, "3")])
    own.device.note("work", own._open["work"].head, head)
    stopped(own)
    whole = path.read_bytes()
    path.write_bytes(whole + line[:torn])
    own = opened(folder)
    (told,) = own.told
    assert "never finished" in told
    (kept,) = (own.device.folder / "aside").iterdir()
    assert str(kept) in told
    assert kept.read_bytes() == line[:torn]
    assert path.read_bytes() == whole
    save(own, 4)
    own.close()
    assert scan(path).damage == []
    assert answers(folder) == {"1", "2", "4"}


def test_a_line_that_reached_the_disk_unacknowledged_stays_and_is_gone_on_from(folder: Path) -> None:
    own = opened(folder)
    path = save(own, 1)
    line, head = own._open["work"].prepare([code("anna", own.device.id, 2, "2")])
    own.device.note("work", own._open["work"].head, head)
    stopped(own)
    with path.open("ab") as file:
        file.write(line)
    own = opened(folder)
    assert own.told == []
    assert own.current("work") == path
    save(own, 3)
    own.close()
    assert scan(path).damage == []
    assert answers(folder) == {"1", "2", "3"}


def test_a_torn_tail_of_somebody_else_is_not_touched(folder: Path) -> None:
    made = log("lea", "0d" * 8).plus(code("lea", "0d" * 8, 1, "1"))
    path = made.write(folder / "logs" / "lea.jsonl")
    path.write_bytes(path.read_bytes() + b'{"documents":')
    before = path.read_bytes()
    own = opened(folder)
    save(own, 1)
    own.close()
    assert path.read_bytes() == before
    assert own.told == []


def test_a_torn_tail_on_a_restored_copy_is_not_cut_either(folder: Path) -> None:
    own = opened(folder)
    path = save(own, 1, 2, 3)
    own.close()
    whole = path.read_bytes()
    path.write_bytes(whole[: whole.rindex(b"\n", 0, -1) - 100])
    before = path.read_bytes()
    own = opened(folder)
    assert LEFT in own.told[0]
    save(own, 4)
    own.close()
    assert path.read_bytes() == before


def test_damage_inside_the_own_log_leaves_it_as_it_is_and_a_new_one_goes_on(folder: Path) -> None:
    own = opened(folder)
    path = save(own, 1, 2, 3)
    own.close()
    path.write_bytes(path.read_bytes().replace(b'"value":"2"', b'"value":"7"'))
    before = path.read_bytes()
    own = opened(folder)
    (told,) = own.told
    assert "is damaged. It stays as it is" in told
    second = save(own, 4)
    own.close()
    assert path.read_bytes() == before
    assert scan(second).header.goes_on_from == (scan(path).head,)
    assert answers(folder) == {"1", "3", "4"}
    own = opened(folder)
    assert own.told == []
    own.close()


def test_a_line_that_was_half_there_when_the_log_was_read_is_not_cut_when_it_is_whole_by_then(folder: Path) -> None:
    own = opened(folder)
    path = save(own, 1)
    line, head = own._open["work"].prepare([code("anna", own.device.id, 2, "2")])
    own.device.note("work", own._open["work"].head, head)
    with path.open("ab") as file:
        file.write(line[:100])
    second = read(folder)
    with path.open("ab") as file:
        file.write(line[100:])
    stopped(own)
    assert second.scans[path].tail == 100
    again = OwnLogs.open(second, "anna")
    assert again.told == []
    save(again, 3)
    again.close()
    assert answers(folder) == {"1", "2", "3"}
    assert scan(path).damage == []


def test_what_another_process_wrote_between_reading_and_locking_is_gone_on_from(folder: Path) -> None:
    own = opened(folder)
    path = save(own, 1)
    early = read(folder)
    save(own, 2, 3)
    own.close()
    again = OwnLogs.open(early, "anna")
    assert (again.told, again.current("work")) == ([], path)
    save(again, 4)
    again.close()
    assert scan(path).head.line == 4
    assert scan(path).damage == []


def test_a_log_that_another_process_began_between_reading_and_locking_is_found(folder: Path) -> None:
    early = read(folder)
    own = opened(folder)
    path = save(own, 1)
    own.close()
    again = OwnLogs.open(early, "anna")
    assert (again.told, again.current("work")) == ([], path)
    again.close()


def test_when_the_own_log_is_deleted_underneath_the_next_save_goes_to_a_new_one(folder: Path) -> None:
    own = opened(folder)
    first = save(own, 1)
    first.unlink()
    with pytest.raises(NotSaved, match="something else"):
        save(own, 2)
    second = save(own, 2)
    own.close()
    assert second != first
    assert answers(folder) == {"2"}


def test_a_log_that_was_abandoned_is_not_gone_on_with_after_a_restart_either(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = opened(folder)
    first = save(own, 1)
    with monkeypatch.context() as patch:
        disk = failing_disk.FailingDisk()
        disk.fails = lambda _at, name: 5 if name == "fsync" else 0
        disk.install(patch)
        with pytest.raises(NotSaved) as failure:
            save(own, 2)
    assert failure.value.abandoned
    stopped(own)
    before = first.read_bytes()
    own = opened(folder)
    assert save(own, 2) != first
    own.close()
    assert first.read_bytes() == before
    assert answers(folder) == {"1", "2"}


def test_after_an_orderly_close_an_older_backup_by_one_line_is_noticed(folder: Path, tmp_path: Path) -> None:
    own = opened(folder)
    save(own, 1)
    shutil.copytree(folder, tmp_path / "backup")
    save(own, 2)
    own.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)
    own = opened(folder)
    assert LEFT in own.told[0]
    own.close()


def test_a_second_writer_is_refused_and_told_who_writes(folder: Path) -> None:
    own = opened(folder)
    with pytest.raises(Locked, match=f"process {os.getpid()}"):
        opened(folder)
    assert save(own, 1)
    opened(folder, "lea").close()
    own.close()
    opened(folder).close()


def test_a_refused_writer_changes_nothing_and_still_reads(folder: Path) -> None:
    own = opened(folder)
    path = save(own, 1)
    path.write_bytes(path.read_bytes() + b"torn")
    before = path.read_bytes()
    with pytest.raises(Locked):
        opened(folder)
    assert path.read_bytes() == before
    assert answers(folder) == {"1"}


def test_the_lock_may_be_let_go_by_another_thread(folder: Path) -> None:
    own = opened(folder)
    lock = own._lock
    closing = threading.Thread(target=own.close)
    closing.start()
    closing.join()
    opened(folder).close()
    assert lock is not None
    assert not lock.is_locked


def test_a_failed_opening_lets_the_lock_go(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = opened(folder)
    save(own, 1)
    own.close()
    with monkeypatch.context() as patch:
        true_open = os.open

        def refuse(path: object, flags: int, *rest: int, **more: int) -> int:
            if str(path).endswith(".jsonl"):
                raise PermissionError(13, "Permission denied")
            return true_open(path, flags, *rest, **more)  # type: ignore[call-overload, no-any-return]

        patch.setattr(os, "open", refuse)
        with pytest.raises(CannotWrite, match="you may not write there"):
            opened(folder)
    opened(folder).close()


def test_the_identity_of_a_device_is_for_one_review_and_person(tmp_path: Path) -> None:
    first = Device(private_folder(REVIEW, "anna"))
    assert first.is_new
    again = Device(private_folder(REVIEW, "anna"))
    assert (again.id, again.is_new) == (first.id, False)
    assert Device(private_folder(REVIEW, "lea")).id != first.id
    assert Device(private_folder("ff" * 16, "anna")).id != first.id


WRITER = """
import codecs, os, sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from made_logs import REVIEW, code
from twofold.store.folder import Logs
from twofold.store.own import OwnLogs, CannotWrite
from twofold.store.append import NotSaved
codecs.lookup("ascii")
if os.getuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
logs = Logs(Path(sys.argv[1]), REVIEW)
for _ in logs.read():
    pass
try:
    own = OwnLogs.open(logs, "anna")
    own.append("work", [code("anna", own.device.id, "x", "x")])
except (CannotWrite, NotSaved) as error:
    print(error)
else:
    print("saved")
"""


def as_anybody(folder: Path, home: Path) -> str:
    """What a process without the right to write says when it tries to."""
    done = subprocess.run(
        [sys.executable, "-c", WRITER, str(folder), str(Path(sys.modules["made_logs"].__file__ or "").parent)],
        env={**os.environ, "TWOFOLD_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def open_to_all(path: Path) -> None:
    """Let anybody reach ``path``, wherever the test runner has put it."""
    for one in (path, *path.parents):
        if one.stat().st_uid == os.getuid() and one != Path("/"):
            one.chmod(one.stat().st_mode | 0o055)


def test_a_read_only_folder_is_said_to_be_one_and_stays_as_it_is(folder: Path, tmp_path: Path) -> None:
    path = log("anna", "d1" * 8).plus(code("anna", "d1" * 8, 1, "1")).write(folder / "logs" / "a.jsonl")
    home = tmp_path / "home of anybody"
    home.mkdir()
    home.chmod(0o777)
    open_to_all(folder / "logs")
    (folder / "logs").chmod(0o555)
    path.chmod(0o444)
    before = path.read_bytes()
    said = as_anybody(folder, home)
    assert "you may not write there" in said
    assert path.read_bytes() == before
    assert logs_in(folder) == [path]
    (folder / "logs").chmod(0o755)


def test_a_data_folder_that_cannot_be_written_is_named(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "sealed"
    home.mkdir(mode=0o555)
    open_to_all(home)
    said = as_anybody(folder, home)
    assert "cannot be saved" in said
    assert str(home) in said
    assert not (folder / "logs").exists()


def test_the_note_holds_both_ends_of_a_write_until_it_is_known_which_holds(folder: Path) -> None:
    own = opened(folder)
    save(own, 1, 2)
    noted = json.loads((own.device.folder / "work.last").read_bytes())
    assert [noted["last"][1], noted["next"][1]] == [1, 2]
    own.close()
    noted = json.loads((own.device.folder / "work.last").read_bytes())
    assert [noted["last"][1], noted["next"][1]] == [2, 2]


def test_an_index_that_is_behind_is_brought_up_by_taking_up_the_log(folder: Path) -> None:
    own = opened(folder)
    path = own.append("work", [code("anna", own.device.id, 1, "1")])
    own.append("work", [code("anna", own.device.id, 2, "2")])
    assert path not in own.logs.scans
    own.logs.take_up(path)
    found = own.logs.scans[path]
    assert (found.lines, extend(found)) == (3, 0)
    own.close()

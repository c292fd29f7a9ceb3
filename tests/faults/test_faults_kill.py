"""A real process that is killed at any moment: whatever it told as saved is there."""

import multiprocessing
import os
import random
import signal
import time
from pathlib import Path

import killed_writer
import pytest
from made_logs import REVIEW, STUDIES

from twofold.store.folder import Logs
from twofold.store.own import OwnLogs

KILLS = int(os.environ.get("TWOFOLD_KILLS", "30"))
SEED = int(os.environ.get("TWOFOLD_SEED", "1"))

context = multiprocessing.get_context("forkserver")
context.set_forkserver_preload(["twofold.store.own", "twofold.store.savequeue"])


class Writer:
    """A writing process and what it said so far."""

    def __init__(self, folder: Path, home: Path, seed: int, most: int = 10_000, dies: str = "") -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._said, saying = context.Pipe(duplex=False)
        there = (str(folder), str(home))
        if dies:
            target, arguments = killed_writer.write_and_die, (*there, saying, seed, dies)
        else:
            target, arguments = killed_writer.write_until_killed, (*there, seed, saying, most)
        self.process = context.Process(target=target, args=arguments)
        self.process.start()
        saying.close()
        self._text = b""

    def wait_for(self, word: bytes, timeout: float = 20) -> None:
        """Return when the writer has said a line that begins so."""
        end = time.monotonic() + timeout
        while not any(line.startswith(word) for line in self._text.split(b"\n")[:-1]):
            assert time.monotonic() < end, self._text
            if not (said := os.read(self._said.fileno(), 65536)):
                break
            self._text += said

    def kill(self) -> None:
        """SIGKILL, and wait until the process is gone."""
        assert self.process.pid is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()

    def lines(self) -> list[str]:
        """All that was said, whole lines only; the process has ended."""
        while not self._said.closed and (said := os.read(self._said.fileno(), 65536)):
            self._text += said
        self._said.close()
        return self._text.decode().split("\n")[:-1]

    def saved(self) -> list[str]:
        """The ids of all documents that were told as saved."""
        said = self.lines()
        assert not [line for line in said if line.startswith("failed")]
        return [name for line in said if line.startswith("saved ") for name in line.split()[1:]]


def present(folder: Path) -> list[str]:
    """The ids of all documents that the index of a fresh reader gives, in the order of the log."""
    logs = Logs(folder, REVIEW)
    for found in logs.read():
        assert not found.damage
    return [one.id for study in STUDIES for _, line in logs.study(study) for one in line.documents]


def saved_after(folder: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Go on where the killed one stopped, and give the ids of what was saved."""
    monkeypatch.setenv("TWOFOLD_HOME", str(home))
    own = OwnLogs.open(Logs(folder, REVIEW), "anna")
    made = [killed_writer.transaction(own.device.id, random.Random(7), number) for number in range(3)]
    for one in made:
        own.append("work", one)
    own.close()
    return {document.id for one in made for document in one}


def test_whatever_was_told_as_saved_survives_a_kill_at_any_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(SEED)
    acknowledged = torn = 0
    told: set[str] = set()
    for number in range(KILLS):
        folder, home = tmp_path / f"review {number // 25}", tmp_path / f"home {number // 25}"
        if number % 25 == 0:
            told = set()
        writer = Writer(folder, home, SEED * 1_000_003 + number)
        if rng.random() < 0.8:
            writer.wait_for(b"open")
        time.sleep(rng.choice([0.002, 0.02, 0.06]) * rng.random())
        writer.kill()
        told |= (saved := set(writer.saved()))
        acknowledged += len(saved)
        logs = Logs(folder, REVIEW)
        for found in logs.read():
            assert not found.damage
            torn += bool(found.tail)
        ids = present(folder)
        assert told <= set(ids), f"kill {number}: {len(told - set(ids))} documents told as saved are gone"
    assert told | saved_after(folder, home, monkeypatch) <= set(present(folder))
    assert acknowledged > KILLS, "the writers were given time to save something"
    print(f"{KILLS} kills, {acknowledged} documents told as saved, none lost, {torn} torn tails seen")


@pytest.mark.parametrize("how", ["before", "half-way", "after"])
def test_a_writer_that_dies_at_any_file_operation_loses_nothing_that_it_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    ended = 0
    for number in range(1, 40):
        folder, home = tmp_path / f"review {number}", tmp_path / f"home {number}"
        writer = Writer(folder, home, number, dies=how)
        writer.process.join(30)
        told = set(writer.saved())
        assert told <= set(present(folder))
        more = saved_after(folder, home, monkeypatch)
        assert told | more <= set(present(folder))
        assert not [found for found in Logs(folder, REVIEW).read() if found.tail], "its owner has cut the torn line"
        if writer.process.exitcode == 0:
            ended = number
            break
    assert ended > 15, "every file operation of five saves had its turn"


def test_of_two_writers_at_once_one_is_refused_and_told_who_holds_the_lock(tmp_path: Path) -> None:
    first = Writer(tmp_path / "review", tmp_path / "home", 1)
    first.wait_for(b"saved")
    second = Writer(tmp_path / "review", tmp_path / "home", 2)
    second.process.join(20)
    (refused,) = second.lines()
    assert refused.startswith("locked Your logs are being written by Twofold on ")
    assert f"process {first.process.pid}" in refused
    first.kill()
    third = Writer(tmp_path / "review", tmp_path / "home", 3, most=5)
    third.process.join(20)
    assert third.saved(), "after kill -9 the lock is free at once"
    assert set(first.saved()) <= set(present(tmp_path / "review"))


def test_two_writers_that_start_together_share_one_identity_and_lose_nothing(tmp_path: Path) -> None:
    told: set[str] = set()
    for number in range(4):
        both = [Writer(tmp_path / "review", tmp_path / "home", number * 2 + which, most=6) for which in range(2)]
        for writer in both:
            writer.process.join(30)
        said = [writer.lines() for writer in both]
        assert all(lines[-1] == "done" or lines[-1].startswith("locked") for lines in said)
        told |= {name for lines in said for line in lines if line.startswith("saved ") for name in line.split()[1:]}
    assert told
    assert told <= set(present(tmp_path / "review"))
    logs = Logs(tmp_path / "review", REVIEW)
    assert len({found.header.device for found in logs.read()}) == 1
    assert len(logs.scans) == 1

"""The save queue: in the order of the keys, stopping at a failure, losing nothing of what waits."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from made_logs import code

from twofold.record.lines import Written
from twofold.store.append import NotSaved
from twofold.store.device import Kind
from twofold.store.savequeue import Outcome, SaveQueue

DEVICE = "d1" * 8


def one(number: int) -> tuple[Written, ...]:
    return (code("anna", DEVICE, number, f"answer {number}"),)


class Disk:
    """Keeps what it is given, fails while told to, and waits while held."""

    def __init__(self) -> None:
        self.kept: list[tuple[Written, ...]] = []
        self.fails: Callable[[int], Exception | None] = lambda _at: None
        self.tried = 0
        self.free = threading.Event()
        self.free.set()

    def append(self, kind: Kind, documents: Sequence[Written]) -> Path:
        assert self.free.wait(10)
        self.tried += 1
        if error := self.fails(self.tried):
            raise error
        self.kept.append(tuple(documents))
        return Path(f"{kind}.jsonl")


def full(*tries: int) -> Callable[[int], Exception | None]:
    return lambda at: NotSaved(f"the disk is full ({at})", abandoned=False) if at in tries else None


@pytest.fixture
def disk() -> Disk:
    """A disk that works."""
    return Disk()


@pytest.fixture
def told() -> list[Outcome]:
    """What the queue told."""
    return []


@pytest.fixture
def queue(disk: Disk, told: list[Outcome]) -> Iterator[SaveQueue]:
    """A queue onto the disk."""
    made = SaveQueue(disk, told.append)
    yield made
    disk.free.set()
    made.close(5)


def test_all_is_saved_and_told_in_the_order_it_was_put(queue: SaveQueue, disk: Disk, told: list[Outcome]) -> None:
    for number in range(200):
        queue.put("work", one(number))
    assert queue.drain(10)
    assert disk.kept == [one(number) for number in range(200)]
    assert [outcome.waiting.documents for outcome in told] == disk.kept
    assert {str(outcome.path) for outcome in told} == {"work.jsonl"}
    assert queue.unsaved == ()


def test_putting_does_not_wait_for_the_disk(queue: SaveQueue, disk: Disk) -> None:
    disk.free.clear()
    begun = time.perf_counter()
    for number in range(50):
        queue.put("plan", one(number))
    assert time.perf_counter() - begun < 1
    assert len(queue.unsaved) == 50
    assert not queue.drain(0.05)
    disk.free.set()
    assert queue.drain(10)


def test_a_failure_stops_the_queue_and_everything_behind_it_waits_in_order(
    queue: SaveQueue, disk: Disk, told: list[Outcome]
) -> None:
    disk.fails = full(3)
    for number in range(6):
        queue.put("work", one(number))
    assert not queue.drain(10)
    assert disk.kept == [one(0), one(1)]
    assert [waiting.documents for waiting in queue.unsaved] == [one(2), one(3), one(4), one(5)]
    assert queue.stopped == "the disk is full (3)"
    assert (told[-1].path, told[-1].why, told[-1].waiting.documents) == (None, "the disk is full (3)", one(2))
    queue.put("work", one(6))
    time.sleep(0.05)
    assert disk.tried == 3, "nothing is tried behind a failure until asked"
    queue.retry()
    assert queue.drain(10)
    assert disk.kept == [one(number) for number in range(7)]
    assert queue.stopped == ""


def test_a_retry_that_fails_again_stops_again_and_loses_nothing(
    queue: SaveQueue, disk: Disk, told: list[Outcome]
) -> None:
    disk.fails = full(1, 2, 3)
    queue.put("work", one(0))
    queue.put("work", one(1))
    for _ in range(3):
        assert not queue.drain(10)
        assert len(queue.unsaved) == 2
        queue.retry()
    assert queue.drain(10)
    assert disk.kept == [one(0), one(1)]
    assert [outcome.path is None for outcome in told] == [True, True, True, False, False]


def test_closing_saves_what_waits_and_gives_back_what_cannot_be_saved(disk: Disk) -> None:
    queue = SaveQueue(disk, lambda _outcome: None)
    for number in range(20):
        queue.put("work", one(number))
    assert queue.close(10) == ()
    assert len(disk.kept) == 20
    disk.fails = full(*range(1, 99))
    queue = SaveQueue(disk, lambda _outcome: None)
    queue.put("work", one(20))
    queue.put("work", one(21))
    assert [waiting.documents for waiting in queue.close(10)] == [one(20), one(21)]
    assert not [thread for thread in threading.enumerate() if thread.name == "save" and thread.is_alive()]


def test_a_queue_that_never_saved_anything_closes_at_once(disk: Disk) -> None:
    assert SaveQueue(disk, lambda _outcome: None).close() == ()


def test_nothing_can_be_put_into_a_closed_queue_where_it_would_never_be_saved(disk: Disk) -> None:
    queue = SaveQueue(disk, lambda _outcome: None)
    queue.put("work", one(0))
    queue.close(10)
    with pytest.raises(RuntimeError, match="closed"):
        queue.put("work", one(1))


def test_whoever_waits_goes_on_only_when_the_save_has_been_told(disk: Disk) -> None:
    told: list[Outcome] = []
    telling = threading.Event()

    def tell(outcome: Outcome) -> None:
        telling.wait(10)
        told.append(outcome)

    queue = SaveQueue(disk, tell)
    queue.put("work", one(0))
    assert not queue.drain(0.1)
    assert disk.kept == [one(0)], "it is on the disk, and still nobody goes on"
    telling.set()
    assert queue.drain(10)
    assert len(told) == 1
    disk.fails = full(2)
    queue.put("work", one(1))
    assert not queue.drain(10)
    assert len(told) == 2, "a failure is told before anyone goes on, too"
    queue.close(5)


@pytest.mark.parametrize("error", [OSError(5, "Input/output error"), ValueError("odd"), KeyError("x")])
def test_a_failure_that_nobody_foresaw_stops_the_queue_like_any_other(
    queue: SaveQueue, disk: Disk, told: list[Outcome], error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    disk.fails = lambda at: error if at == 1 else None
    with caplog.at_level(logging.CRITICAL, logger="twofold.store.savequeue"):
        queue.put("work", one(0))
        queue.put("work", one(1))
        assert not queue.drain(10)
    assert type(error).__name__ in queue.stopped
    assert told[0].path is None
    queue.retry()
    assert queue.drain(10)
    assert disk.kept == [one(0), one(1)]


def test_a_listener_that_fails_does_not_keep_the_next_answer_from_the_disk(
    disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    heard: list[Outcome] = []

    def tell(outcome: Outcome) -> None:
        heard.append(outcome)
        raise RuntimeError("the screen is gone")

    queue = SaveQueue(disk, tell)
    with caplog.at_level(logging.CRITICAL, logger="twofold.store.savequeue"):
        for number in range(3):
            queue.put("work", one(number))
        assert queue.drain(10)
    assert disk.kept == [one(0), one(1), one(2)]
    assert len(heard) == 3
    assert queue.close(5) == ()


def test_a_transaction_is_taken_back_only_from_behind_a_failure(queue: SaveQueue, disk: Disk) -> None:
    disk.free.clear()
    queue.put("work", one(0))
    assert not queue.withdraw(one(0)), "it may be on its way to the disk just now"
    disk.fails = full(1)
    disk.free.set()
    assert not queue.drain(10)
    queue.put("work", one(1))
    queue.put("work", one(2))
    assert queue.withdraw(one(2))
    assert not queue.withdraw(one(2))
    assert [waiting.documents for waiting in queue.unsaved] == [one(0), one(1)]
    queue.retry()
    assert queue.drain(10)
    assert disk.kept == [one(0), one(1)]


def test_a_queue_works_again_when_all_that_failed_was_taken_back(queue: SaveQueue, disk: Disk) -> None:
    disk.fails = full(1)
    queue.put("work", one(0))
    assert not queue.drain(10)
    assert queue.withdraw(one(0))
    assert queue.stopped == ""
    queue.put("work", one(1))
    assert queue.drain(10)
    assert disk.kept == [one(1)]


def test_many_who_put_at_once_lose_nothing(queue: SaveQueue, disk: Disk) -> None:
    def put(first: int) -> None:
        for number in range(first, first + 50):
            queue.put("work", one(number))

    threads = [threading.Thread(target=put, args=(first,)) for first in (0, 1000, 2000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert queue.drain(10)
    assert len(disk.kept) == 150
    for first in (0, 1000, 2000):
        mine = [kept for kept in disk.kept if kept in [one(number) for number in range(first, first + 50)]]
        assert mine == [one(number) for number in range(first, first + 50)]


def test_a_single_save_lets_the_answer_be_painted_first_and_nobody_who_waits_is_kept(
    queue: SaveQueue, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("twofold.store.savequeue._LET_PAINT", 60.0)
    queue.put("work", one(1))
    time.sleep(0.05)
    assert disk.kept == []
    assert queue.drain(10)
    assert disk.kept == [one(1)]
    queue.put("work", one(2))
    queue.put("work", one(3))
    until = time.perf_counter() + 10
    while len(disk.kept) < 2 and time.perf_counter() < until:
        time.sleep(0.005)
    assert disk.kept[:2] == [one(1), one(2)]
    assert queue.close(10) == ()
    assert disk.kept == [one(1), one(2), one(3)]

"""A writer to be killed: saves codes of all sizes through the save queue, and says of each when it is told as saved."""

import os
import random
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from made_logs import FIELDS, REVIEW, ROWS, STUDIES, code, document

from twofold.record.lines import Written
from twofold.store.folder import Logs
from twofold.store.own import Locked, OwnLogs
from twofold.store.savequeue import Outcome, SaveQueue

SIZES = (0, 30, 400, 5_000, 60_000, 900_000)
"""Lengths of quotes: a line of the last one takes long enough to be torn by a kill."""


def transaction(device: str, rng: random.Random, number: int) -> tuple[Written, ...]:
    """One line: a code, or a row with its codes."""
    size = rng.choices(SIZES, (4, 4, 4, 2, 1, 1))[0]
    nonce = rng.random()
    made = [
        code(
            "anna",
            device,
            (nonce, number),
            "high",
            study=STUDIES[number % 2],
            field=FIELDS[number % 2],
            note="x" * min(size, 65_000),
            reason="é" * (min(size, 65_000) // 2),
        )
    ]
    if size == SIZES[-1]:
        made = [code("anna", device, (nonce, number, part), "high", note="y" * 64_000) for part in range(14)]
    if number % 5 == 0:
        row = document(
            "rows", "anna", device, (nonce, number, "row"), round="main", study=STUDIES[0], row=ROWS[0], removed=False
        )
        made.insert(0, row)
    return tuple(made)


def write_and_die(folder: str, home: str, saying: Connection, number: int, how: str) -> None:
    """Save, and be killed by its own hand before, half-way through or after that file operation of the process."""
    done = 0

    def dying(true: Callable[..., int | None], partly: Callable[..., object]) -> Callable[..., int | None]:
        def operation(file: int, *arguments: object) -> int | None:
            nonlocal done
            if file == saying.fileno():
                return true(file, *arguments)
            done += 1
            if done == number and how != "after":
                if how == "half-way":
                    partly(file, *arguments)
                os.kill(os.getpid(), signal.SIGKILL)
            result = true(file, *arguments)
            if done == number:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return operation

    write = os.write
    os.write = dying(write, lambda file, data: write(file, bytes(data)[: len(data) // 2]))  # type: ignore[assignment]
    os.fsync = dying(os.fsync, lambda _file: None)  # type: ignore[assignment]
    os.ftruncate = dying(os.ftruncate, lambda _file, _size: None)  # type: ignore[assignment]
    write_until_killed(folder, home, number, saying, 5)


def write_until_killed(folder: str, home: str, seed: int, saying: Connection, most: int) -> None:
    """Save one transaction after the other. Each that is told as saved is said at once, as one line with its ids."""
    pipe = saying.fileno()
    os.environ["TWOFOLD_HOME"] = home
    rng = random.Random(seed)
    logs = Logs(Path(folder), REVIEW)
    for _ in logs.read("work", "anna"):
        pass
    try:
        own = OwnLogs.open(logs, "anna")
    except Locked as error:
        os.write(pipe, f"locked {error}\n".encode())
        return
    os.write(pipe, b"open\n")

    def told(outcome: Outcome) -> None:
        if outcome.path is None:
            os.write(pipe, f"failed {outcome.why}\n".encode())
        else:
            logs.take_up(outcome.path)
            ids = " ".join(one.id for one in outcome.waiting.documents)
            os.write(pipe, f"saved {ids}\n".encode())

    queue = SaveQueue(own, told)
    for number in range(most):
        queue.put("work", transaction(own.device.id, rng, number))
        if rng.random() < 0.3:
            queue.drain()
        while len(queue.unsaved) > 20 and not queue.stopped:
            time.sleep(0.0005)
    queue.close()
    own.close()
    os.write(pipe, b"done\n")

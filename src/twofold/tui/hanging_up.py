"""A terminal that goes away: the app must still end, save and let go of its lock.

When a terminal closes, the kernel sends SIGCONT behind SIGHUP, whereupon Textual takes the terminal up once more. Its
thread for output then dies of the first write, its queue of 30 writes fills, and the app would wait for ever to put
in one more - alive, holding the lock, with nobody to tell.
"""

from contextlib import suppress

from textual.drivers._writer_thread import WriterThread


def guard_output() -> None:
    """Let the thread that writes to the terminal drop what nobody can see any more, instead of dying."""
    WriterThread.run = _run  # type: ignore[method-assign, assignment]


def _run(thread: WriterThread) -> None:
    queue, file = thread._queue, thread._file
    gone = False
    while (text := queue.get()) is not None:
        if gone:
            continue
        try:
            file.write(text)
            if queue.qsize() == 0:
                file.flush()
        except (OSError, ValueError):
            gone = True
    if not gone:
        with suppress(OSError, ValueError):
            file.flush()

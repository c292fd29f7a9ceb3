"""Output to a terminal that is gone is dropped; whoever writes is never made to wait for it."""

import io
import threading

import pytest
from textual.drivers._writer_thread import MAX_QUEUED_WRITES, WriterThread

from twofold.tui.hanging_up import guard_output


class GoneAfter(io.StringIO):
    """A terminal that takes some writes and then is closed."""

    def __init__(self, writes: int) -> None:
        super().__init__()
        self.left = writes

    def write(self, text: str) -> int:
        if not self.left:
            raise OSError(5, "Input/output error")
        self.left -= 1
        return super().write(text)


@pytest.mark.parametrize("writes", [0, 1, 5])
def test_writing_to_a_terminal_that_went_away_never_blocks(monkeypatch: pytest.MonkeyPatch, writes: int) -> None:
    monkeypatch.setattr(WriterThread, "run", WriterThread.run)
    guard_output()
    file = GoneAfter(writes)
    thread = WriterThread(file)
    thread.start()

    def write_much() -> None:
        for number in range(MAX_QUEUED_WRITES * 4):
            thread.write(str(number % 10))
        thread.stop()

    writing = threading.Thread(target=write_much, daemon=True)
    writing.start()
    writing.join(20)
    assert not writing.is_alive()
    assert file.getvalue() == "01234"[:writes]


def test_what_is_written_to_a_terminal_that_is_there_arrives_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WriterThread, "run", WriterThread.run)
    guard_output()
    file = GoneAfter(-1)
    thread = WriterThread(file)
    thread.start()
    for number in range(200):
        thread.write(str(number % 10))
    thread.stop()
    assert file.getvalue() == "0123456789" * 20

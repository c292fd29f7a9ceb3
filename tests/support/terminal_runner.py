"""A program in a real pseudo terminal, its screen kept by pyte: typed at as a person would, read as a person would."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

TWOFOLD = (sys.executable, "-c", "from twofold.cli import main; main()")
"""The command `twofold`, also where it is not on the path."""

_QUIET = ("NO_COLOR", "TEXTUAL_THEME", "COLORTERM", "COLUMNS", "LINES")


def terminal_environment(**more: str) -> dict[str, str]:
    """This process's environment with a colour terminal, and nothing that changes what is painted."""
    kept = {key: text for key, text in os.environ.items() if key not in _QUIET}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "C.UTF-8", **more}


class TerminalRunner:
    """A running program with its screen. Use it in a ``with``; what still runs at its end is killed."""

    def __init__(
        self,
        command: Sequence[str],
        folder: Path,
        environment: Mapping[str, str] | None = None,
        size: tuple[int, int] = (80, 24),
    ) -> None:
        self.raw = bytearray()
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self.process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=dict(terminal_environment() if environment is None else environment),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
        )
        os.close(slave)

    def __enter__(self) -> "TerminalRunner":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
        os.close(self._master)

    def read(self, wait: float) -> bool:
        """Take in what is painted within ``wait`` seconds. Whether anything was."""
        ready, _, _ = select.select([self._master], [], [], wait)
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:
            return False
        self.raw += data
        self._show(data)
        return bool(data)

    def _show(self, data: bytes) -> None:
        # pyte takes the private queries that it does not know for text, and knows no second screen: when a program
        # leaves it, what was drawn there is gone.
        for query in (b"\x1b[>4;1m", b"\x1b[>1u", b"\x1b[<u"):
            data = data.replace(query, b"")
        before, left, after = data.rpartition(b"\x1b[?1049l")
        self._stream.feed(before)
        if left:
            self.screen.reset()
        self._stream.feed(after)

    def type(self, text: str) -> None:
        """Type, all at once."""
        data = text.encode()
        while data:
            data = data[os.write(self._master, data) :]

    def resize(self, columns: int, lines: int) -> None:
        """Change the size of the terminal, and tell the program so."""
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
        self.screen.resize(lines, columns)

    @property
    def text(self) -> str:
        """The screen's lines."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    @property
    def printed(self) -> str:
        """All that was ever printed, for programs that print lines."""
        return self.raw.decode("utf-8", "replace").replace("\r\n", "\n")

    def wait_for(self, text: str, patience: float = 30.0) -> None:
        """Return once ``text`` stands on the screen.

        Raises:
            AssertionError: it does not within ``patience`` seconds.
        """
        end = time.monotonic() + patience
        while text not in self.text:
            more = self.read(0.2)
            waiting = time.monotonic() < end and (more or self.process.poll() is None)
            assert waiting, f"“{text}” is not on the screen:\n{self.text}"

    def wait_printed(self, text: str, times: int = 1, patience: float = 30.0) -> None:
        """Return once ``text`` was printed so many times.

        Raises:
            AssertionError: it was not within ``patience`` seconds.
        """
        end = time.monotonic() + patience
        while self.printed.count(text) < times:
            self.read(0.2)
            assert time.monotonic() < end, f"“{text}” was not printed {times} times:\n{self.printed}"

    def settle(self, quiet: float = 0.4) -> None:
        """Read until nothing was painted for ``quiet`` seconds."""
        while self.read(quiet):
            pass

    def ended(self, patience: float = 30.0) -> int:
        """Wait for the program to end, and give its exit code.

        Raises:
            AssertionError: it goes on for longer than ``patience`` seconds.
        """
        end = time.monotonic() + patience
        while self.process.poll() is None:
            self.read(0.1)
            assert time.monotonic() < end, f"it goes on:\n{self.text}"
        while self.read(0.05):
            pass
        return self.process.returncode

    def hang_up(self, patience: float = 30.0) -> int:
        """Close the terminal as a window is closed, and wait for the program to end. Its exit code.

        Raises:
            AssertionError: it goes on for longer than ``patience`` seconds.
        """
        os.close(self._master)
        self._master = os.open(os.devnull, os.O_RDWR)
        for one in (signal.SIGHUP, signal.SIGCONT):
            # As a terminal multiplexer does on top of the kernel; the program may be gone by then.
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, one)
        try:
            return self.process.wait(patience)
        except subprocess.TimeoutExpired as still:
            raise AssertionError("it goes on without a terminal") from still

    def kill(self) -> None:
        """SIGKILL, and wait until it is gone."""
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()

"""A program in a pseudo terminal, timed by what it paints: for the benchmarks."""

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from tempfile import TemporaryDirectory


@dataclass(slots=True)
class Terminal:
    """A running program and all that it has painted so far, with the seconds since it was started."""

    process: int
    master: int
    began: float
    painted: bytearray = field(default_factory=bytearray)

    @classmethod
    def start(
        cls, command: Sequence[str], environment: Mapping[str, str], size: tuple[int, int] = (80, 24)
    ) -> "Terminal":
        """Start ``command`` in a terminal of ``size`` (columns, lines)."""
        began = time.perf_counter()
        process, master = pty.fork()
        if process == 0:
            os.execvpe(command[0], list(command), dict(environment))
        fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        return cls(process, master, began)

    def read(self, wait: float) -> bool:
        """Take in what is painted within ``wait`` seconds. Whether anything was."""
        ready, _, _ = select.select([self.master], [], [], wait)
        if not ready:
            return False
        try:
            self.painted += os.read(self.master, 65536)
        except OSError:
            return False
        return True

    def until(self, *texts: bytes, patience: float = 30.0) -> float:
        """The seconds from the start until all the texts have been painted.

        Raises:
            SystemExit: they were not, within ``patience`` seconds.
        """
        while not all(text in self.painted for text in texts):
            if not self.read(0.5) and time.perf_counter() - self.began > patience:
                raise SystemExit(f"{texts} was not painted; this was: {bytes(self.painted[-600:])!r}")
        return time.perf_counter() - self.began

    def settle(self, quiet: float = 0.3) -> None:
        """Read on until nothing has been painted for ``quiet`` seconds."""
        while self.read(quiet):
            pass

    def send(self, keys: bytes) -> None:
        """Type."""
        os.write(self.master, keys)

    def end(self) -> None:
        """End the program at once, and take it from the process table."""
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.master)


@cache
def _compiled() -> TemporaryDirectory[str]:
    return TemporaryDirectory()


def environment(**more: str) -> dict[str, str]:
    """This environment, with a terminal that shows colours and none of the settings that change what is painted.

    Modules are compiled at the first run and kept compiled, as those of an installed app are: where this environment
    forbids that, Textual's are compiled and Twofold's would be compiled again at every start.
    """
    unwanted = ("NO_COLOR", "TEXTUAL_THEME", "COLORTERM", "PYTHONDONTWRITEBYTECODE")
    kept = {key: text for key, text in os.environ.items() if key not in unwanted}
    shown = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
    return {**kept, **shown, "PYTHONPYCACHEPREFIX": _compiled().name, **more}


def python(code: str) -> list[str]:
    """The command that runs ``code`` with this Python."""
    return [sys.executable, "-c", code]

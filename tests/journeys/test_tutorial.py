"""The tutorial, taken word for word: its commands and keys typed at one shell in a real terminal, its screens seen."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from terminal_runner import TWOFOLD, TerminalRunner, terminal_environment
from tutorial_steps import Step, steps_of, typed_keys

DOCS = Path(__file__).resolve().parents[2] / "docs"
PROMPT = "ready>"


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _shows(line: str, text: str) -> bool:
    return _squeezed(line) in _squeezed(text)


class Reader:
    """Somebody who does what the page says, at one shell."""

    def __init__(self, terminal: TerminalRunner, folder: Path) -> None:
        self.terminal = terminal
        self.folder = folder

    def take(self, step: Step) -> None:
        """Do what one block says."""
        match step.kind:
            case "file":
                (self.folder / step.file).write_text("\n".join(step.lines) + "\n", encoding="utf-8")
            case "sh":
                for line in step.lines:
                    self._until(lambda text: text.rstrip().endswith(PROMPT), step, "the shell")
                    self.terminal.screen.reset()
                    self.terminal.type(f"{line}\r")
            case "keys":
                for line in step.lines:
                    self.terminal.type("".join(typed_keys(line)))
            case "screen":
                for line in step.lines:
                    self._until(partial(_shows, line), step, line)

    def _until(self, seen: Callable[[str], bool], step: Step, what: str) -> None:
        for _ in range(150):
            if seen(self.terminal.text):
                return
            self.terminal.read(0.2)
        raise AssertionError(f"docs/tutorial.md, line {step.at}: “{what}” is not on the screen:\n{self.terminal.text}")


def test_the_tutorial_goes_as_it_says(tmp_path: Path) -> None:
    twofold = tmp_path / "bin" / "twofold"
    twofold.parent.mkdir()
    twofold.write_text(f"#!/bin/sh\nexec '{TWOFOLD[0]}' -c '{TWOFOLD[2]}' \"$@\"\n")
    twofold.chmod(0o755)
    folder = tmp_path / "somewhere"
    folder.mkdir()
    environment = terminal_environment(PATH=f"{twofold.parent}:/usr/bin:/bin", PS1=PROMPT, HOME=str(tmp_path))
    steps = steps_of(DOCS / "tutorial.md")
    assert {"sh", "keys", "screen", "file"} <= {step.kind for step in steps}
    with TerminalRunner(["/bin/sh"], folder, environment) as terminal:
        reader = Reader(terminal, folder)
        for step in steps:
            reader.take(step)


def test_keys_are_read_as_the_page_writes_them() -> None:
    assert typed_keys('e "p. 4" enter ctrl+z ] space') == ["e", "p", ".", " ", "4", "\r", "\x1a", "]", " "]
    with pytest.raises(AssertionError, match="no key"):
        typed_keys("entre")

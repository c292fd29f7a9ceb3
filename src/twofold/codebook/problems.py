"""What is wrong with a codebook file: each mistake with its line and the way out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

from twofold.values.plaintext import visible

Path: TypeAlias = tuple[str | int, ...]
"""Where something stands in the parsed TOML: keys, and places in arrays from 0."""

_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake. ``what`` is a sentence without its full stop, ``mend`` one or more whole sentences."""

    file: str
    line: int
    what: str
    mend: str

    def __str__(self) -> str:
        return f"`{self.file}`, line {self.line}: {self.what}. {self.mend}"


class BadCodebook(Exception):
    """A codebook file that cannot be used. ``problems`` has every mistake found, by line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class Ledger:
    """Gathers mistakes while a file is read, so that its writer is told all of them at once."""

    def __init__(self) -> None:
        self._entries: list[tuple[Path, str, str]] = []

    def __bool__(self) -> bool:
        return bool(self._entries)

    def add(self, path: Path, what: str, mend: str) -> None:
        """Note that ``what`` is wrong at ``path`` and how to ``mend`` it."""
        self._entries.append((path, what, mend))

    def problems(self, file: str, text: str) -> tuple[Problem, ...]:
        """What was noted, with the line of ``text`` on which each thing stands."""
        # Imported here, as difflib below, because a good file, read before the first paint, needs neither.
        from twofold.codebook.lines import lines_of

        lines = lines_of(text)
        found = [Problem(file, _nearest_line(lines, path), what, mend) for path, what, mend in self._entries]
        return tuple(sorted(dict.fromkeys(found), key=lambda problem: problem.line))


def _nearest_line(lines: dict[Path, int], path: Path) -> int:
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return 1


def shown(value: object) -> str:
    """Something out of the file, short and inert, in the marks that set it off from the sentence."""
    text = visible(_written(value))
    return f"`{text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + '...'}`"


def did_you_mean(word: object, known: Iterable[str], otherwise: str) -> str:
    """A sentence that offers the known word nearest to ``word``, or ``otherwise`` where none is near."""
    import difflib

    close = difflib.get_close_matches(_written(word).casefold(), list(known), n=1)
    return f"Did you mean `{close[0]}`?" if close else otherwise


def listed(words: Iterable[str], joint: str = "or") -> str:
    """``a, b or c``, each in marks."""
    marked = [f"`{word}`" for word in words]
    return marked[0] if len(marked) == 1 else f"{', '.join(marked[:-1])} {joint} {marked[-1]}"


def _written(value: object) -> str:
    try:
        return str(value)[: 2 * _LONGEST_SHOWN]
    except ValueError:
        # Python writes out no integer above 4,300 digits, and TOML can hold one as hexadecimal.
        return "a huge number"

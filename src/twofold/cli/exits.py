"""How a command ends: its exit code, and how a failure is said."""

import json
import sys
from collections.abc import Mapping
from enum import IntEnum
from typing import NoReturn

from twofold.values.canonical import Json
from twofold.values.plaintext import visible_lines


class Exit(IntEnum):
    """The exit codes of every command."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    FINDINGS = 3
    REFUSED = 4
    LOCKED = 5


def fail(sentence: str, code: Exit = Exit.FAILED) -> NoReturn:
    """Say a sentence on standard error and exit."""
    print(_inert(sentence), file=sys.stderr)
    sys.exit(code)


def warn(sentence: str) -> None:
    """Say a sentence on standard error and go on."""
    print(_inert(sentence), file=sys.stderr)


def say(text: str = "") -> None:
    """Print one line for people."""
    print(_inert(text))


def print_json(schema: str, content: Mapping[str, Json]) -> None:
    """Print the one object that a command with ``--json`` gives: its schema, its version, its content.

    It is ASCII: nothing in a title can act on a terminal, and no terminal lacks a letter of it.
    """
    print(json.dumps({"schema": f"twofold.{schema}", "version": 1, **content}, indent=1))


def _inert(text: str) -> str:
    """Whatever a sentence quotes - a title, the name of a file - cannot act on the terminal."""
    return "\n".join(visible_lines(text))

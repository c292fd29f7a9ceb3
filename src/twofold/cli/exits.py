"""How a command ends: its exit code, and how a failure is said."""

import json
import sys
from collections.abc import Mapping
from enum import IntEnum
from typing import NoReturn

from twofold.values.canonical import Json


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
    print(sentence, file=sys.stderr)
    sys.exit(code)


def say(text: str = "") -> None:
    """Print one line for people."""
    print(text)


def print_json(schema: str, content: Mapping[str, Json]) -> None:
    """Print the one object that a command with ``--json`` gives: its schema, its version, its content."""
    print(json.dumps({"schema": f"twofold.{schema}", "version": 1, **content}, ensure_ascii=False, indent=1))

"""Commands of Twofold run in this process, as a shell runs them: exit code, standard output, standard error."""

import contextlib
import io
import json
import sys
from dataclasses import dataclass
from typing import Any, cast
from unittest import mock

from twofold.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output, whose schema and version are checked."""
        content = cast(dict[str, Any], json.loads(self.out))
        assert content["schema"].startswith("twofold.")
        assert content["version"] == 1
        return content


def twofold(*arguments: object, typed: str = "") -> Ran:
    """Run ``twofold`` with these arguments, without a terminal, with ``typed`` on its standard input."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        mock.patch.object(sys, "argv", ["twofold", *map(str, arguments)]),
        mock.patch.object(sys, "stdin", io.StringIO(typed)),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as error:
            code = error.code if isinstance(error.code, int) else int(bool(error.code))
    return Ran(code, out.getvalue(), err.getvalue())

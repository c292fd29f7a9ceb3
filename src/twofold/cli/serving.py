"""``twofold serve``: the app in a browser on this computer, through textual-serve, an optional extra."""

import sys
from pathlib import Path

from twofold.cli.exits import Exit, fail, say
from twofold.store.append import cause_of
from twofold.store.place import find_review

_MISSING = (
    "`twofold serve` needs textual-serve, which is not installed. Install it beside Twofold with"
    " `pip install 'textual-serve>=1.1.3,<1.2'`, or for a Twofold that came with pipx"
    " `pipx inject twofold 'textual-serve>=1.1.3,<1.2'`."
)


def serve(folder: Path | None, port: int) -> None:
    """Serve the review at ``folder``, or the one that the working folder is or lies in, until ctrl+c."""
    place = find_review(folder or Path.cwd())
    if place is None:
        fail("There is no review here. Go to its folder, or name it with --review.", Exit.USAGE)
    try:
        from twofold.cli.browser import LocalServer
    except ImportError:
        fail(_MISSING, Exit.USAGE)
    server = LocalServer(app_command(place), port)
    say(f"The review is at {server.address} in a browser on this computer.")
    say("Whoever has this address and can reach this computer codes as you: keep it to yourself. ctrl+c ends it.")
    sys.stdout.flush()
    try:
        server.serve()
    except OSError as error:
        fail(f"Port {port} cannot be used: {cause_of(error)}. Name another one with --port.")


def app_command(folder: Path) -> list[str]:
    """The command that runs the app of this installation on the review at ``folder``."""
    return [sys.executable, "-c", "from twofold.cli import main; main()", "open", str(folder)]

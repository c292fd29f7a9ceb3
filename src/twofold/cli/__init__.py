"""The commands. Bare ``twofold`` opens the app, and neither that nor ``--version`` loads what the commands need."""

import io
import os
import sys


def main() -> None:
    """Run ``twofold`` with the arguments of this process, and exit with its code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from twofold import __version__

        print(f"twofold {__version__}")
        sys.exit(0)
    # Pydantic looks through all that is installed for plug-ins, at every start; Twofold uses none.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A shell asks what may complete a line without arguments, too, and says so in the environment.
    if not arguments and "_TWOFOLD_COMPLETE" not in os.environ:
        from twofold.cli.opening import open_app

        sys.exit(open_app(None))
    from twofold.cli.commands import run

    for stream in (sys.stdout, sys.stderr):
        # A title may hold letters that this terminal or a file in its encoding lacks.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    run()

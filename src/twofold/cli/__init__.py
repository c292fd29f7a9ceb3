"""The commands. Bare ``twofold`` opens the app, and neither that nor ``--version`` loads what the commands need."""

import sys


def main() -> None:
    """Run ``twofold`` with the arguments of this process, and exit with its code."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        from twofold import __version__

        print(f"twofold {__version__}")
        sys.exit(0)
    if not arguments:
        from twofold.cli.opening import open_app

        sys.exit(open_app(None))
    from twofold.cli.commands import run

    run()

"""The commands on notes and on keys, for typer."""

from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder


def notes(
    only_open: Annotated[bool, typer.Option("--open", help="Only those that are not resolved.")] = False,
    review: ReviewFolder = None,
    me: As = "",
    as_json: AsJson = False,
) -> None:
    """Your notes of all studies; once a study is open for comparison, the other coder's too."""
    from twofold.cli.noting import notes as run_notes

    run_notes(review, me, only_open=only_open, as_json=as_json)


def keys(
    write: Annotated[bool, typer.Option("--write", help="Make the file of your own keys, to begin with.")] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Which key does what, as it holds for you. Needs no review."""
    from twofold.cli.keys import keys as run_keys
    from twofold.cli.keys import write_keys

    if write:
        write_keys(dry_run=dry_run)
    else:
        run_keys(as_json=as_json)

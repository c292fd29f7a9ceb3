"""The commands on outcome rows, for typer."""

from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder

rows = typer.Typer(
    help="Outcome rows: what each coder listed, and which rows may be one. Without a command, all of that.",
    rich_markup_mode=None,
)
_Study = Annotated[str, typer.Argument(help="The study's number, such as S012, or its label.")]


@rows.callback(invoke_without_command=True)
def show(context: typer.Context, review: ReviewFolder = None, me: As = "", as_json: AsJson = False) -> None:
    """Outcome rows: what each coder listed, and which rows may be one. Without a command, all of that."""
    if context.invoked_subcommand is None:
        from twofold.cli.rows import show_rows

        show_rows(review, me, as_json=as_json)
    elif review is not None or me or as_json:
        from twofold.cli.exits import Exit, fail

        command = context.invoked_subcommand
        fail(f"Put options after the command: twofold rows {command} ... --review FOLDER.", Exit.USAGE)


@rows.command("match")
def match(
    study: _Study,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ROW ROW...]", help="Rows that are one, such as anna:2 ben:1."),
    ] = None,
    accept: Annotated[bool, typer.Option("--accept-suggestions", help="Take every match that is suggested.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last match of this study back.")] = False,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Say which outcome rows of a study that is open for comparison are one."""
    from twofold.cli.rows import match_rows

    match_rows(review, me, study, names or [], accept=accept, undo=undo, dry_run=dry_run, as_json=as_json)


@rows.command("list")
def list_rows(
    study: _Study,
    names: Annotated[list[str], typer.Argument(help="The outcomes, such as 'PHQ-9 at 6 months'.")],
    remove: Annotated[bool, typer.Option("--remove", help="Take them off the list again.")] = False,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """List outcome rows of a study for all its coders, before they code. (Lead.)"""
    from twofold.cli.assigning import list_rows as run_list

    run_list(review, me, study, names, remove=remove, dry_run=dry_run, as_json=as_json)

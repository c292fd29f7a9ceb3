"""The table of commands, for typer."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="twofold",
    help="Two reviewers, one record: appraise and code the studies of a systematic review, offline and by keyboard."
    " Without a command it opens the review of the folder you are in.",
    no_args_is_help=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
log = typer.Typer(help="The logs on disk.", rich_markup_mode=None)
app.add_typer(log, name="log")

ReviewFolder = Annotated[
    Path | None, typer.Option("--review", "-r", help="The review's folder; else the one you are in.")
]
As = Annotated[str, typer.Option("--as", metavar="PERSON", help="Who you are; else who this device remembers.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")]


def run() -> None:
    """Run the command that the arguments name."""
    app()


@app.callback(invoke_without_command=True)
def _root(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    review: ReviewFolder = None,
) -> None:
    if version:
        from twofold import __version__

        typer.echo(f"twofold {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        from twofold.cli.opening import open_app

        raise typer.Exit(open_app(review))


@app.command("open")
def open_command(folder: Annotated[Path, typer.Argument(help="The review's folder.")]) -> None:
    """Open the review in a folder."""
    from twofold.cli.opening import open_app

    raise typer.Exit(open_app(folder))


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(help="Where to put your copy of the demo.")] = Path("twofold-demo"),
    only_copy: Annotated[bool, typer.Option("--only-copy", help="Make the copy; do not open it.")] = False,
) -> None:
    """Copy the demo review (35 fictional studies) to a folder of yours and open it."""
    from twofold.cli.beginning import demo as run_demo

    raise typer.Exit(run_demo(folder, only_copy=only_copy))


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")],
    title: Annotated[str, typer.Option("--title", help="The review's title; asked for if not given.")] = "",
    person: Annotated[
        list[str] | None,
        typer.Option(
            "--person",
            metavar="ID:NAME:ROLES",
            help="A person, such as 'anna:Anna Berg:lead,reviewer'. Repeat for each; asked for if not given.",
        ),
    ] = None,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", help="A codebook.toml to begin with; else the default one.")
    ] = None,
    dry_run: DryRun = False,
) -> None:
    """Make a new review: its folder, people and codebook, published."""
    from twofold.cli.beginning import init as run_init

    run_init(folder, title, person or [], codebook, dry_run=dry_run)


@app.command()
def publish(review: ReviewFolder = None, me: As = "", dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Publish what changed in review.toml and codebook.toml. (Lead.)"""
    from twofold.cli.leading import publish as run_publish

    run_publish(review, me, dry_run=dry_run, as_json=as_json)


@app.command("import")
def import_command(
    files: Annotated[list[Path], typer.Argument(help="Reference files: RIS, CSV and others, told by their content.")],
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="HEADER=FIELD", help="For tables: which column holds what."),
    ] = None,
) -> None:
    """Bring in references, with an account of every record. (Lead.)"""
    from twofold.cli.leading import import_files

    import_files(files, review, me, column or [], dry_run=dry_run, as_json=as_json)


@app.command()
def status(review: ReviewFolder = None, me: As = "", as_json: AsJson = False) -> None:
    """Where the review stands and what is next."""
    from twofold.cli.looking import status as run_status

    run_status(review, me, as_json=as_json)


@app.command()
def codes(
    study: Annotated[str, typer.Argument(help="The study's number, such as S012, or its label.")],
    review: ReviewFolder = None,
    me: As = "",
    history: Annotated[bool, typer.Option("--history", help="Earlier answers too.")] = False,
    as_json: AsJson = False,
) -> None:
    """Your own codes of a study."""
    from twofold.cli.looking import codes as run_codes

    run_codes(study, review, me, history=history, as_json=as_json)


@app.command()
def pdfs(
    folder: Annotated[Path, typer.Argument(help="The folder with your PDFs, named like 'S012 Abas 2016.pdf'.")],
    review: ReviewFolder = None,
) -> None:
    """Tell this device where your PDFs are, so that `o` opens them."""
    from twofold.cli.beginning import pdfs as run_pdfs

    run_pdfs(folder, review)


@log.command("check")
def log_check(review: ReviewFolder = None, as_json: AsJson = False) -> None:
    """Check every line of every log in the folder. Ends with 3 if anything is found."""
    from twofold.cli.looking import log_check as run_check

    run_check(review, as_json=as_json)

"""The table of commands, for typer."""

from pathlib import Path
from typing import Annotated

import typer
from typer.core import TyperGroup

from twofold.cli.agreement_commands import agree, plan
from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder
from twofold.cli.codebook_commands import codebook, publish
from twofold.cli.export_commands import export
from twofold.cli.leading_commands import assign, release, rounds, same
from twofold.cli.note_commands import keys, notes
from twofold.cli.pdf_names import pdfs
from twofold.cli.practise_commands import practise
from twofold.cli.reconciling_commands import causes, decide, disagreements, feedback, questions, reconcile
from twofold.cli.report_commands import report
from twofold.cli.rows_commands import rows
from twofold.cli.study_data import initiative, study
from twofold.cli.synthesis_commands import synthesis
from twofold.cli.template_commands import template
from twofold.cli.timing import time

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
app.add_typer(assign, name="assign")
app.add_typer(rounds, name="round")
app.add_typer(rows, name="rows")
app.add_typer(codebook, name="codebook")
app.add_typer(template, name="template")


def run() -> None:
    """Run the command that the arguments name."""
    app(prog_name="twofold")


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
    if review is not None and isinstance(context.command, TyperGroup):
        from twofold.cli.exits import Exit, fail

        name = context.invoked_subcommand
        named = context.command.get_command(context, name)
        taken = {"review"} if isinstance(named, TyperGroup) or named is None else {one.name for one in named.params}
        if "review" not in taken:
            fail(f"`twofold {name}` works on no review, so it takes no --review.", Exit.USAGE)
        context.default_map = _for_each_command(context.command, str(review))


def _for_each_command(group: TyperGroup, review: str) -> dict[str, object]:
    """The review named before the command, as what every command takes that names none of its own."""
    return {
        name: {"review": review, **(_for_each_command(one, review) if isinstance(one, TyperGroup) else {})}
        for name, one in group.commands.items()
    }


@app.command("open")
def open_command(folder: Annotated[Path, typer.Argument(help="The review's folder.")]) -> None:
    """Open the review in a folder."""
    from twofold.cli.opening import open_app

    raise typer.Exit(open_app(folder))


@app.command()
def code(
    study: Annotated[
        str, typer.Argument(help="The study's number, such as S012, or its label; else what is next.")
    ] = "",
    plain: Annotated[
        bool, typer.Option("--plain", help="Line by line, without a full screen; also for scripts.")
    ] = False,
    pilot: Annotated[
        bool, typer.Option("--pilot", help="A pilot with the drafted codebook, apart from the review's record.")
    ] = False,
    forget: Annotated[bool, typer.Option("--forget", help="With --pilot: throw its answers away; asks first.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --forget: do not ask.")] = False,
    review: ReviewFolder = None,
    me: As = "",
) -> None:
    """Code a study: on the screen, or line by line for screen readers, Braille and dumb terminals."""
    if pilot:
        from twofold.cli.practising import pilot as run_pilot

        raise typer.Exit(run_pilot(study, review, me, plain=plain, forgetting=forget, yes=yes))
    if forget or yes:
        from twofold.cli.exits import Exit, fail

        fail("--forget and --yes go with --pilot: what is coded in a review is never thrown away.", Exit.USAGE)
    if plain:
        from twofold.cli.plain import code_plain

        raise typer.Exit(code_plain(study, review, me))
    from twofold.cli.exits import Exit, fail
    from twofold.cli.opening import open_app

    if me:
        fail("--as goes with --plain. The app asks who you are; `p` on its first page asks again.", Exit.USAGE)
    raise typer.Exit(open_app(review, study))


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
    initiative: Annotated[
        str, typer.Option("--initiative", metavar="NAME", help="The initiative of all new studies.")
    ] = "",
    initiative_column: Annotated[
        str, typer.Option("--initiative-column", metavar="HEADER", help="The column or tag that names the initiative.")
    ] = "",
    questions: Annotated[
        Path | None,
        typer.Option("--questions", metavar="CSV", help="Write what is to be decided as a table; bring in nothing."),
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option("--decisions", metavar="CSV", help="Such a table, decided in.")
    ] = None,
    ask_again: Annotated[
        bool, typer.Option("--ask-again", help="Ask again about look-alikes that were decided at an earlier import.")
    ] = False,
    fill_empty: Annotated[
        bool, typer.Option("--fill-empty", help="Take from the files every field that is empty in the review.")
    ] = False,
) -> None:
    """Bring in references, with an account of every record. (Lead.)"""
    from twofold.cli.importing import Import, import_files

    wanted = Import(
        column or (), initiative, initiative_column, questions, decisions, ask_again, fill_empty, dry_run, as_json
    )
    import_files(files, review, me, wanted)


@app.command()
def imports(review: ReviewFolder = None, me: As = "", as_json: AsJson = False) -> None:
    """What was brought in, when and by whom, with the sums of every file, the latest first."""
    from twofold.cli.imported import imports as run_imports

    run_imports(review, me, as_json=as_json)


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
def doctor(review: ReviewFolder = None, as_json: AsJson = False) -> None:
    """What to send with a bug report: versions, terminal, disk, locks. Nobody's codes, no names, no titles."""
    from twofold.cli.doctor import doctor as run_doctor

    run_doctor(review, as_json=as_json)


@app.command()
def serve(
    review: ReviewFolder = None,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port on this computer.")] = 8000,
) -> None:
    """Open the review in a browser on this computer. (Needs textual-serve.)"""
    from twofold.cli.serving import serve as run_serve

    run_serve(review, port)


@log.command("check")
def log_check(review: ReviewFolder = None, as_json: AsJson = False) -> None:
    """Check every line of every log in the folder. Ends with 3 if anything is found."""
    from twofold.cli.looking import log_check as run_check

    run_check(review, as_json=as_json)


@app.command()
def send(
    to: Annotated[str, typer.Option("--to", metavar="PERSON", help="The lead's packet for this person.")] = "",
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="Where to put the packet; else where you are, beside the review."),
    ] = None,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Make a packet of your work to send to the lead; or, as the lead, of the plan for somebody."""
    from twofold.cli.exchanging import send as run_send

    run_send(review, me, to, out, dry_run=dry_run, as_json=as_json)


@app.command()
def receive(
    files: Annotated[list[Path], typer.Argument(help="Packets, logs, or folders of them, in any order.")],
    review: ReviewFolder = None,
    me: As = "",
    into: Annotated[
        Path | None, typer.Option("--into", metavar="FOLDER", help="Make the folder of a review that is not here yet.")
    ] = None,
    add_people: Annotated[
        bool, typer.Option("--add-people", help="Who sent something and is not of it yet joins as reviewer. (Lead.)")
    ] = False,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take what others sent. Ends with 3 if anything was refused."""
    from twofold.cli.exchanging import receive as run_receive

    run_receive(files, review, me, into, add_people=add_people, dry_run=dry_run, as_json=as_json)


@app.command()
def verify(review: ReviewFolder = None, me: As = "", as_json: AsJson = False) -> None:
    """Check every log, and show who submitted what and when, having seen what. Ends with 3 if anything is found."""
    from twofold.cli.exchanging import verify as run_verify

    run_verify(review, me, as_json=as_json)


app.command()(publish)
app.command()(release)
app.command()(same)
app.command()(agree)
app.command()(plan)
app.command()(reconcile)
app.command()(disagreements)
app.command()(decide)
app.command()(feedback)
app.command()(causes)
app.command()(questions)
app.command()(synthesis)
app.command()(export)
app.command()(report)
app.command()(study)
app.command()(initiative)
app.command()(pdfs)
app.command()(time)
app.command()(notes)
app.command()(keys)
app.command()(practise)

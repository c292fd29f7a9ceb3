"""The commands on the codebook, for typer."""

from pathlib import Path
from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder

codebook = typer.Typer(help="The codebook: checked, compared, published, printed.", rich_markup_mode=None)

Wording = Annotated[
    list[str] | None,
    typer.Option("--wording", metavar="FIELD", help="Earlier answers to this field mean what they meant. Repeat."),
]
Mapped = Annotated[
    list[str] | None,
    typer.Option("--map", metavar="FIELD:OLD=NEW", help="An earlier option of a field is this one now. Repeat."),
]
Changed = Annotated[
    list[str] | None,
    typer.Option("--meaning", metavar="FIELD", help="The field means something else now and is coded again. Repeat."),
]


@codebook.command("check")
def check(
    file: Annotated[Path | None, typer.Argument(help="A codebook.toml; else the draft of the review.")] = None,
    review: ReviewFolder = None,
    as_json: AsJson = False,
) -> None:
    """Say whether a codebook can be used, and name every problem with its line."""
    from twofold.cli.codebooks import check_codebook

    check_codebook(file, review, as_json=as_json)


@codebook.command("diff")
def diff(review: ReviewFolder = None, as_json: AsJson = False) -> None:
    """Say in words how the draft differs from the codebook in force, and what the lead has to say of each field."""
    from twofold.cli.codebooks import show_difference

    show_difference(review, as_json=as_json)


@codebook.command("publish")
def publish(
    review: ReviewFolder = None,
    me: As = "",
    wording: Wording = None,
    mapped: Mapped = None,
    changed: Changed = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Publish what changed in review.toml and codebook.toml. (Lead.)"""
    from twofold.cli.leading import publish as run_publish

    run_publish(review, me, wording or [], mapped or [], changed or [], dry_run=dry_run, as_json=as_json)


@codebook.command("migrate")
def migrate(
    review: ReviewFolder = None,
    me: As = "",
    wording: Wording = None,
    mapped: Mapped = None,
    changed: Changed = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Name every answer that the publication touches, by person and study, and then publish. (Lead.)"""
    from twofold.cli.codebooks import migrate_answers

    migrate_answers(review, me, wording or [], mapped or [], changed or [], dry_run=dry_run, as_json=as_json)


@codebook.command("import")
def import_codebook(
    file: Annotated[Path, typer.Argument(help="A CSV or XLSX table, an XLSForm, a REDCap data dictionary, or a form.")],
    form: Annotated[str, typer.Option("--form", help="table, xlsform, redcap or headers; else told by content.")] = "",
    out: Annotated[Path | None, typer.Option("--out", help="Where to write it; else the review's draft.")] = None,
    review: ReviewFolder = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Make a codebook.toml from what people have, and say what did not fit. It counts once it is published."""
    from twofold.cli.codebook_files import take_form

    take_form(file, form, out, review, dry_run=dry_run, as_json=as_json)


@codebook.command("export")
def export_codebook(
    file: Annotated[Path, typer.Argument(help="Where to write it: .csv or .xlsx.")],
    form: Annotated[str, typer.Option("--form", help="table, xlsform or redcap.")] = "table",
    draft: Annotated[bool, typer.Option("--draft", help="The draft in codebook.toml, not what is in force.")] = False,
    review: ReviewFolder = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Write the codebook as a table, an XLSForm or a REDCap data dictionary, and say what did not fit."""
    from twofold.cli.codebook_files import give_form

    give_form(file, form, review, draft=draft, dry_run=dry_run, as_json=as_json)


@codebook.command("print")
def print_codebook(
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="The file: .html, or .docx with the extra `docx`; else handbook.html.",
        ),
    ] = None,
    table: Annotated[bool, typer.Option("--table", help="One table, for a protocol or an appendix.")] = False,
    draft: Annotated[bool, typer.Option("--draft", help="The draft in codebook.toml, not what is in force.")] = False,
    version: Annotated[str, typer.Option("--version", metavar="VERSION", help="A version published earlier.")] = "",
    review: ReviewFolder = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Print the codebook as one HTML page: a handbook for coders, or with --table a table."""
    from twofold.cli.codebook_printing import print_codebook as run_print

    run_print(review, out, version=version, draft=draft, table=table, dry_run=dry_run, as_json=as_json)

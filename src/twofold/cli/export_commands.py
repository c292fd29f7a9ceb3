"""The command of exports, for typer."""

from pathlib import Path
from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder


def export(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The folder; else exports/PERSON.DEVICE in the review."),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="TABLE", help="This table alone, such as codes_long. Repeatable."),
    ] = None,
    who: Annotated[str, typer.Option("--who", metavar="A,B", help="The codes of these people; else of all.")] = "",
    round_id: Annotated[str, typer.Option("--round", metavar="ROUND", help="This round alone.")] = "",
    no_bom: Annotated[bool, typer.Option("--no-bom", help="UTF-8 without the mark that Excel needs.")] = False,
    excel_safe: Annotated[
        bool, typer.Option("--excel-safe", help="Put an apostrophe before text that a spreadsheet would run.")
    ] = False,
    tinydb: Annotated[
        Path | None, typer.Option("--tinydb", metavar="FILE", help="All documents too, as one file for TinyDB.")
    ] = None,
    xlsx: Annotated[
        Path | None, typer.Option("--xlsx", metavar="FILE", help="The tables as an Excel workbook too.")
    ] = None,
    ris: Annotated[
        Path | None, typer.Option("--ris", metavar="FILE", help="The reports too, with the consensus as keywords.")
    ] = None,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Write tables for analysis: CSV with a data package, and what it needs to be read right."""
    from twofold.cli.exporting import export_review, extras_of
    from twofold.export.choices import Choices

    choices = Choices(
        tuple(part.strip() for one in only or () for part in one.split(",") if part.strip()),
        tuple(one.strip() for one in who.split(",") if one.strip()),
        round_id,
        bom=not no_bom,
        excel_safe=excel_safe,
    )
    export_review(review, me, out, choices, extras_of(tinydb, xlsx, ris), dry_run=dry_run, as_json=as_json)

"""The command of the report, for typer."""

from pathlib import Path
from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder


def report(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE.html", help="The file; else exports/PERSON.DEVICE.report.html."),
    ] = None,
    round_id: Annotated[str, typer.Option("--round", metavar="ROUND", help="Of this calibration round.")] = "",
    judge: Annotated[
        bool,
        typer.Option(
            "--certainty", help="Write certainty.toml instead, in which the lead judges each finding. (Lead.)"
        ),
    ] = False,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Write the whole review as one HTML page: who did what, agreement, consensus, synthesis, and what is open."""
    from twofold.cli.reporting import certainty
    from twofold.cli.reporting import report as run_report

    if judge:
        if out is not None or round_id:
            from twofold.cli.exits import Exit, fail

            fail("--certainty writes certainty.toml in the review's folder; leave --out and --round out.", Exit.USAGE)
        certainty(review, me, dry_run=dry_run, as_json=as_json)
    else:
        run_report(review, me, out, round_id, dry_run=dry_run, as_json=as_json)

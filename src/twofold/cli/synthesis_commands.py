"""The command of the synthesis, for typer."""

from pathlib import Path
from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder


def synthesis(
    who: Annotated[
        str,
        typer.Option(
            "--who",
            metavar="WHO",
            help="From whose codes: consensus, a coder, open:CODER (the consensus with what is open as that coder has"
            " it) or with:CODER (as a coder of some studies has those); else the consensus, and before studies are"
            " open for comparison your own.",
        ),
    ] = "",
    round_id: Annotated[str, typer.Option("--round", metavar="ROUND", help="Of this calibration round.")] = "",
    figure: Annotated[
        str,
        typer.Option(
            "--figure",
            metavar="NAME",
            help="Write this figure: direction, harvest, engagement, lived-experience, appraisal, agreement or"
            " cross:FIELD.",
        ),
    ] = "",
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE.svg", help="The file for the figure.")] = None,
    ascii_only: Annotated[bool, typer.Option("--ascii", help="Letters instead of arrows.")] = False,
    review: ReviewFolder = None,
    me: As = "",
    as_json: AsJson = False,
    dry_run: DryRun = False,
) -> None:
    """What the studies say together: effect direction by domain, votes, levels, and whether it hangs on who coded."""
    from twofold.cli.synthesising import synthesis as run_synthesis

    run_synthesis(
        review,
        me,
        round_id=round_id,
        who=who,
        figure=figure,
        out=out,
        as_json=as_json,
        ascii_only=ascii_only,
        dry_run=dry_run,
    )

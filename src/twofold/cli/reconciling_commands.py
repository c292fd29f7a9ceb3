"""The commands on reconciling, for typer."""

from pathlib import Path
from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder

Round = Annotated[str, typer.Option("--round", metavar="ROUND", help="Of this calibration round.")]
Table = Annotated[Path | None, typer.Option("--csv", metavar="FILE", help="Write it to this file as CSV.")]


def reconcile(review: ReviewFolder = None) -> None:
    """Settle where the coders differ, on the screen: own slips, then talking, then a third reader."""
    from twofold.cli.opening import open_app

    raise typer.Exit(open_app(review, reconciling=True))


def disagreements(
    studies: Annotated[list[str] | None, typer.Argument(help="These studies alone, such as S012.")] = None,
    field: Annotated[list[str] | None, typer.Option("--field", metavar="FIELD", help="These fields alone.")] = None,
    kind: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="These kinds alone, such as missed, follows or look-once."),
    ] = None,
    step: Annotated[
        str, typer.Option("--step", help="What is yours to do in this step: slips, talking or arbitration.")
    ] = "",
    every: Annotated[bool, typer.Option("--all", help="Those that are settled as well.")] = False,
    by_field: Annotated[bool, typer.Option("--by-field", help="Field by field, not study by study.")] = False,
    table: Annotated[
        Path | None,
        typer.Option("--csv", metavar="FILE", help="Write them to this file, to be filled in at a meeting."),
    ] = None,
    round_id: Round = "",
    review: ReviewFolder = None,
    me: As = "",
    as_json: AsJson = False,
) -> None:
    """What is still to be settled on the studies that are open for comparison, in the order it is best settled."""
    from twofold.cli.reconciling import disagreements as run_list

    run_list(
        review,
        me,
        round_id,
        studies=studies or [],
        fields=field or [],
        kinds=kind or [],
        stage=step,
        every=every,
        by_field=by_field,
        table=table,
        as_json=as_json,
    )


def decide(
    file: Annotated[Path, typer.Argument(help="The table of `twofold disagreements --csv`, filled in.")],
    sound_ones: Annotated[
        bool, typer.Option("--sound-ones", help="Take the lines that can be taken, although others are refused.")
    ] = False,
    round_id: Round = "",
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Take decisions that were made in a meeting: all lines, or none if one is refused."""
    from twofold.cli.reconciling import decide as run_decide

    run_decide(file, review, me, round_id, sound_ones=sound_ones, dry_run=dry_run, as_json=as_json)


def feedback(
    of: Annotated[str, typer.Option("--of", metavar="PERSON", help="For this reviewer; else yours. (Lead.)")] = "",
    table: Table = None,
    round_id: Round = "",
    review: ReviewFolder = None,
    me: As = "",
    as_json: AsJson = False,
) -> None:
    """Where your codes differed from what was settled, by field, with reasons; for a lead, everybody's."""
    from twofold.cli.reconciled import feedback as run_feedback

    run_feedback(review, me, round_id, of=of, table=table, as_json=as_json)


def causes(round_id: Round = "", review: ReviewFolder = None, me: As = "", as_json: AsJson = False) -> None:
    """Why coders differed: the fields whose wording is to be mended, ranked, with the pairs of answers."""
    from twofold.cli.reconciled import why as run_causes

    run_causes(review, me, round_id, as_json=as_json)


def questions(round_id: Round = "", review: ReviewFolder = None, me: As = "", as_json: AsJson = False) -> None:
    """What waits for the authors of studies, as one mail for each study."""
    from twofold.cli.reconciled import questions as run_questions

    run_questions(review, me, round_id, as_json=as_json)

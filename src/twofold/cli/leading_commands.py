"""The commands with which a lead lays down who codes what, and opens it for comparison, for typer."""

from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, People, ReviewFolder

assign = typer.Typer(help="Who codes what. (Lead.)", rich_markup_mode=None)
rounds = typer.Typer(help="Calibration rounds. (Lead.)", rich_markup_mode=None)


def release(
    studies: Annotated[list[str] | None, typer.Argument(help="The studies; else all of the round at once.")] = None,
    round_id: Annotated[str, typer.Option("--round", metavar="ROUND", help="Of this calibration round.")] = "",
    ready: Annotated[
        bool, typer.Option("--ready", help="Those that are ready, and leave the others for later.")
    ] = False,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Open submitted studies for comparison. (Lead.)"""
    from twofold.cli.assigning import release as run_release

    run_release(review, me, studies or [], round_id, ready=ready, dry_run=dry_run, as_json=as_json)


def same(
    studies: Annotated[list[str], typer.Argument(help="Two studies, the one to keep last; one, to undo that.")],
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Say that two studies, brought in twice, are one. (Lead.)"""
    from twofold.cli.assigning import same as run_same

    run_same(review, me, studies, dry_run=dry_run, as_json=as_json)


@assign.command("everyone")
def assign_everyone(review: ReviewFolder = None, me: As = "", dry_run: DryRun = False, as_json: AsJson = False) -> None:
    """Every reviewer codes every study."""
    from twofold.cli.assigning import everyone

    everyone(review, me, dry_run=dry_run, as_json=as_json)


@assign.command("sample")
def assign_sample(
    share: Annotated[int, typer.Option("--share", help="How many per cent are coded by two.")],
    seed: Annotated[int, typer.Option("--seed", help="The number from which the draw is made, to be repeated with.")],
    people: People = "",
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Each study to one person, and a random share to two."""
    from twofold.cli.assigning import sample

    sample(review, me, people, share, seed, dry_run=dry_run, as_json=as_json)


@assign.command("hand")
def assign_hand(
    given: Annotated[list[str], typer.Argument(metavar="STUDY=PEOPLE...", help="Such as S001=anna,ben.")],
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Single studies to the people named."""
    from twofold.cli.assigning import hand

    hand(review, me, given, dry_run=dry_run, as_json=as_json)


@rounds.command("open")
def round_open(
    name: Annotated[str, typer.Argument(help="What the round is called.")],
    studies: Annotated[list[str], typer.Argument(help="Its studies, such as S001 S002.")],
    raw: Annotated[int, typer.Option("--raw", help="Good enough when so many per cent of primary items agree.")],
    all_discussed: Annotated[
        bool, typer.Option("--all-discussed", help="And when every disagreement was discussed.")
    ] = False,
    people: People = "",
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Open a calibration round with its stop rule."""
    from twofold.cli.assigning import open_round

    open_round(review, me, name, studies, people, raw, all_discussed=all_discussed, dry_run=dry_run, as_json=as_json)


@rounds.command("status")
def round_status(
    name: Annotated[str, typer.Argument(help="The round's id, as `twofold round open` gave it.")],
    review: ReviewFolder = None,
    me: As = "",
    as_json: AsJson = False,
) -> None:
    """How a calibration round came out against its stop rule. Ends with 3 where the rule is not met."""
    from twofold.cli.assigning import round_status as run_status

    run_status(review, me, name, as_json=as_json)


@rounds.command("close")
def round_close(
    name: Annotated[str, typer.Argument(help="The round's id, as `twofold round open` gave it.")],
    keep: Annotated[
        bool,
        typer.Option("--keep/--afresh", help="Keep the round's own record, or code its studies afresh (the default)."),
    ] = False,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Close a calibration round."""
    from twofold.cli.assigning import close_round

    close_round(review, me, name, keep=keep, dry_run=dry_run, as_json=as_json)

"""The commands on agreement, for typer."""

from typing import Annotated

import typer

from twofold.cli.arguments import As, AsJson, ReviewFolder


def agree(
    field: Annotated[str, typer.Option("--field", metavar="FIELD", help="This field alone, in full.")] = "",
    round_id: Annotated[str, typer.Option("--round", metavar="ROUND", help="Of this calibration round.")] = "",
    pair: Annotated[str, typer.Option("--pair", metavar="A,B", help="Between these two; else all coders.")] = "",
    method: Annotated[
        str,
        typer.Option(
            "--method",
            help="How intervals are made: default, analytic (at once), smoothed, gwet-t, fce-z, percentile, bca or"
            " jackknife.",
        ),
    ] = "default",
    seed: Annotated[int, typer.Option("--seed", min=0, help="The number from which intervals are drawn.")] = 1,
    require: Annotated[
        list[str] | None,
        typer.Option(
            "--require",
            metavar="FIELD>=X",
            help="End with 3 unless the field's figure reaches X; X alone asks it of every primary item. Repeatable.",
        ),
    ] = None,
    merge: Annotated[
        list[str] | None,
        typer.Option(
            "--merge",
            metavar="FIELD:A+B",
            help="What the figures were if these options were one, beside what they are. Writes nothing. Repeatable.",
        ),
    ] = None,
    drop: Annotated[
        list[str] | None,
        typer.Option("--drop", metavar="FIELD", help="What there were without this field. Writes nothing. Repeatable."),
    ] = None,
    methods: Annotated[bool, typer.Option("--methods", help="Print a paragraph for the methods section.")] = False,
    grras: Annotated[
        bool, typer.Option("--grras", help="Print the points of the reporting guideline GRRAS, answered.")
    ] = False,
    review: ReviewFolder = None,
    me: As = "",
    as_json: AsJson = False,
) -> None:
    """How well the coders agree, field by field, on the studies that are open for comparison."""
    from twofold.cli.agreeing import agree as run_agree

    run_agree(
        review,
        me,
        field=field,
        round_id=round_id,
        pair=pair,
        method=method,
        seed=seed,
        require=require or [],
        merge=merge or [],
        drop=drop or [],
        methods=methods,
        grras=grras,
        as_json=as_json,
    )


def plan(
    kappa: Annotated[float, typer.Option("--kappa", help="The kappa that you expect, such as .6.")],
    prevalence: Annotated[
        list[float],
        typer.Option(
            "--prevalence", help="The share of yes; for a field with more options, each one's share, repeated in order."
        ),
    ],
    half_width: Annotated[
        list[float] | None,
        typer.Option("--half-width", help="How far the interval may reach to either side; else .2, .15 and .1."),
    ] = None,
    studies: Annotated[
        int | None, typer.Option("--studies", help="A number of studies at hand: how far will the interval reach?")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """How many studies two people should both code, before coding starts. Needs no review."""
    from twofold.cli.planning import plan_coding

    plan_coding(kappa, prevalence, half_width or [], studies, as_json=as_json)

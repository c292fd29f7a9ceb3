"""`twofold practise`, for typer."""

from typing import Annotated

import typer

from twofold.cli.arguments import AsJson, ReviewFolder


def practise(
    study: Annotated[str, typer.Argument(help="A practice study, such as S001; else what is next.")] = "",
    plain: Annotated[bool, typer.Option("--plain", help="Line by line, without a full screen.")] = False,
    result: Annotated[
        bool, typer.Option("--result", help="Tell how what you submitted compares with the answer key.")
    ] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Throw your practice answers away; asks first.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="With --forget: do not ask.")] = False,
    review: ReviewFolder = None,
    as_json: AsJson = False,
) -> None:
    """Practise on made-up studies with an answer key. Nothing of it is in any review's record, and nothing is sent."""
    from twofold.cli.practising import practise as run_practise

    raise typer.Exit(
        run_practise(study, review, plain=plain, result=result, forgetting=forget, yes=yes, as_json=as_json)
    )

"""The commands on templates, for typer."""

from typing import Annotated

import typer

from twofold.cli.arguments import AsJson, DryRun, ReviewFolder

template = typer.Typer(help="Instruments and frameworks to add to a codebook.", rich_markup_mode=None)


@template.command("list")
def list_templates(as_json: AsJson = False) -> None:
    """Name every template, with whose it is and where its wording is to be had."""
    from twofold.cli.template_adding import show_templates

    show_templates(as_json=as_json)


@template.command("add")
def add_template(
    name: Annotated[str, typer.Argument(help="A template, as `twofold template list` names it.")],
    when: Annotated[
        str,
        typer.Option("--when", metavar="FIELD=A,B", help="Ask it only where a field has one of these answers."),
    ] = "",
    unit: Annotated[str, typer.Option("--unit", help="study or row: asked once, or of each outcome row.")] = "",
    review: ReviewFolder = None,
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Put a template behind the review's drafted codebook. It counts once it is published."""
    from twofold.cli.template_adding import add_to_draft

    add_to_draft(name, when, unit, review, dry_run=dry_run, as_json=as_json)

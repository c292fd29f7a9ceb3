"""The options that many commands share."""

from pathlib import Path
from typing import Annotated

import typer

ReviewFolder = Annotated[
    Path | None, typer.Option("--review", "-r", help="The review's folder; else the one you are in.")
]
As = Annotated[str, typer.Option("--as", metavar="PERSON", help="Who you are; else who this device remembers.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
People = Annotated[str, typer.Option("--people", metavar="A,B", help="Who; else every reviewer.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be done; write nothing.")]

"""An export on disk, read back as its readers read it."""

import csv
import json
from pathlib import Path
from typing import Any

from opened_reviews import opened

from twofold.export.choices import Choices
from twofold.export.writing import Exported, export

csv.field_size_limit(2**31 - 1)


def exported(folder: Path, target: Path, person: str = "anna", choices: Choices | None = None) -> Exported:
    """Export the review for a person."""
    with opened(folder, person, writing=False) as review:
        return export(review, choices or Choices(), target)


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of a table as Python's csv reads them."""
    with (folder / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def package_of(folder: Path) -> dict[str, Any]:
    """The data package."""
    found: dict[str, Any] = json.loads((folder / "datapackage.json").read_text("utf-8"))
    return found

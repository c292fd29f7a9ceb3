"""datapackage.json: what each file holds, column by column, in the words of Table Schema.

Missing values are written as strings, and allowed values both as ``enum`` and as ``categories``: readers know one or
the other.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from twofold import __version__
from twofold.codebook.model import Codebook
from twofold.export.codebook import DIRECTIONS, roles_played
from twofold.export.csv_files import GUARD
from twofold.export.folder import README, UNSEALED, scripts_for
from twofold.export.material import Material
from twofold.export.tables import Column, Kind, Table
from twofold.store.handed_out import digest_of
from twofold.values.canonical import Json


@dataclass(frozen=True, slots=True)
class Written:
    """A file of the export: its table, how many rows, bytes, and cells that a spreadsheet would run."""

    table: Table
    rows: int
    size: int
    formulas: int


def package_text(material: Material, folder: Path, files: Sequence[Written]) -> str:
    """The data package of the files in the folder, to be sealed once it is written."""
    review, choices = material.review, material.choices
    names = {one.table.name for one in files}
    content: dict[str, Json] = {
        "profile": "tabular-data-package",
        "name": f"twofold-{review.id[:12]}",
        "title": review.title,
        "twofold": {
            "version": __version__,
            "review": review.id,
            "exported_for": review.person,
            "codebook": {
                "id": material.codebook.id,
                "version": material.codebook.version,
                "meaning": review.in_force.meaning,
                "everything": review.in_force.everything,
                **({"synthesis": _synthesis(material.codebook)} if DIRECTIONS in names else {}),
            },
            "rounds": list(material.rounds),
            "who": list(choices.who),
            "only": list(choices.only),
            "excel_safe": choices.excel_safe,
            **(
                {
                    "excel_safe_note": f"Text that a spreadsheet would run as a formula has {GUARD} before it, so it is"
                    " not verbatim."
                }
                if choices.excel_safe
                else {}
            ),
            "cells_a_spreadsheet_would_run": sum(one.formulas for one in files),
            # By these the next export sees what people changed in the folder, and leaves it alone.
            "beside": {name: f"sha256:{digest_of(folder / name)}" for name in (README, *scripts_for(names))},
            "this_file": UNSEALED,
        },
        "resources": [_resource(one, folder, names) for one in files],
    }
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def _synthesis(codebook: Codebook) -> Json:
    """By role the field that plays it, and what its options mean there."""
    made: dict[str, Json] = {}
    for one in roles_played(codebook):
        made[one.role.id] = {"field": one.field.id, **({"means": dict(one.means)} if one.means else {})}
    return made


def _resource(one: Written, folder: Path, names: set[str]) -> Json:
    table = one.table
    keys: list[Json] = [
        {"fields": [column], "reference": {"resource": name, "fields": [there]}}
        for column, (name, there) in table.refers.items()
        if name in names
    ]
    schema: dict[str, Json] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": ["", *table.missing],
        **({"primaryKey": list(table.key)} if table.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }
    return {
        "name": table.name,
        "path": table.file,
        "profile": "tabular-data-resource",
        "title": f"One row per {table.one_row}",
        "description": table.how,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "quoteChar": '"', "doubleQuote": True, "lineTerminator": "\r\n", "header": True},
        "bytes": one.size,
        "hash": f"sha256:{digest_of(folder / table.file)}",
        "rows": one.rows,
        "schema": schema,
    }


def _field(column: Column) -> Json:
    made: dict[str, Json] = {"name": column.name, "type": column.kind.value, "description": column.what}
    if column.kind is Kind.BOOLEAN:
        made |= {"trueValues": ["1"], "falseValues": ["0"]}
    if column.verbatim:
        made["missingValues"] = [""]
    if column.values:
        values: list[str] | list[int] = list(column.values)
        if column.kind is Kind.INTEGER:
            values = [int(one) for one in column.values]
        categories = [
            {"value": value, "label": label} for value, label in zip(values, column.values.values(), strict=True)
        ]
        made |= {"constraints": {"enum": values}, "categories": cast(Json, categories)}
        if column.ordered:
            made["categoriesOrdered"] = True
    return made

"""Writes ``exports.md`` from the tables themselves. Run it after a change of one; a test asks for it."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from twofold.export.catalogue import tables_of
from twofold.export.choices import Choices
from twofold.export.material import Material
from twofold.export.tables import Column, Kind, Table
from twofold.export.wide import BETWEEN
from twofold.record.plan_documents import PersonEntry
from twofold.review.founding import found_review
from twofold.review.open import Review

PAGE = Path(__file__).with_name("exports.md")
_CODER = "coder"

_HEAD = """\
# The files of an export

This page is made from the tables that the app itself writes (`docs/make_exports.py`). `twofold export` writes them, and
so does the export screen (`X` on the first page). The folder is `exports/PERSON.DEVICE` in the review, or what `--out`
names; it is replaced whole or not at all. [For analysts](guide-analyst.md) says how to read it.

- Headers are ids and never change; labels stand in `codebook.csv`, in `datapackage.json`, and beside the value.
- A blank is *not coded*. `NR`, `UC` and `NAP` are not reported, unclear and not applicable; `NASK` is not asked, by a
  rule of the codebook. None of them is `NA`. `(none)` is an empty set: none of the options, which is an answer.
- Several options are joined by `|`, in the order of the codebook.
- RFC 4180: commas, doubled quotes, CR LF. UTF-8 with the mark at the start that Excel needs; `--no-bom` leaves it out.
  Text is verbatim, with its line ends. `--excel-safe` puts an apostrophe before text that a spreadsheet would run as a
  formula, and says so in `datapackage.json`; without it, the number of such cells is told.
- Times are UTC, as the writers' clocks had them. Rows, documents and reports bear a letter before their key (`r`, `d`,
  `p`), because a key of digits alone would be taken for a number.
- The bytes depend on the documents of the review, the options and the version of Twofold alone.
- An export holds what the person who makes it may see: the own codes, and those of others in studies that are open for
  comparison. Votes of screening are in none.

Besides the tables there are `datapackage.json` (a tabular data package: types, allowed values, missing values, keys,
sizes and digests), `README.txt` (how each file was made), and `read_export.py` (needs pandas) and `read_export.R` (base
R), which read the folder with factors in the order of the codebook. Run by themselves they recompute `agreement.csv`
from `codes_long.csv`, however many coders there are: every estimate with its n, and all limits that follow from a
formula. Limits that were drawn hang on a seed; they are counted and not recomputed.

Three options write single files beside the folder in the same pass:

| option | writes |
| --- | --- |
| `--tinydb FILE` | every document that this person may see, as one file that TinyDB 4 opens with its own storage |
| `--xlsx FILE` | the same tables as an Excel workbook: a sheet each, formulas off, filters on, labels as comments |
| `--ris FILE` | the reports, with `study:` and its number and the consensus (`field:value`) as keywords |

The folder and these files take their places together, or none does. An export replaces an earlier one that is still as
it was written, to the byte, and nothing else: `datapackage.json` holds the digest of every file of the folder, and
this device remembers those of the single files. What was changed by hand (a spreadsheet changes a CSV by saving it),
files of others and the review's own files are left alone, and a sentence says which and what to do. The same holds for
every single file that a command writes anew: the report, a figure, a printed codebook, `codebook export` and `feedback
--csv`. What another device wrote is not known here: rename or remove it, or name another file. A folder that holds a
review, and `exports/` itself, are never replaced. With `--only`, the scripts are there where the tables that they read
are.

A cell of Excel holds 32,767 letters; longer text is cut there, is whole in the CSV, and the command says how many cells
were cut. Numbers that were typed are numbers there where they print as typed; `1.50` and `007` stay text.

`rob_<instrument>.csv` is there for each `[[instrument]]` that the codebook declares with an overall judgement and two
domains or more. `directions.csv` is there where the codebook asks what a synthesis needs. Which field it
takes as what, and what each option means there, stands as `role` and `means` in `codebook.csv`, in `README.txt` and in
`datapackage.json` (`twofold.codebook.synthesis`).
"""


def page() -> str:
    """The whole page as Markdown."""
    with tempfile.TemporaryDirectory() as place:
        before = os.environ.get("TWOFOLD_HOME")
        os.environ["TWOFOLD_HOME"] = str(Path(place) / "home")
        try:
            people = (PersonEntry(id=_CODER, name="Coder", roles=("lead", "reviewer")),)
            review = Review(found_review(Path(place) / "review", "Fictional", people))
            review.become(_CODER, writing=False)
            material = Material(review, Choices())
            return "\n".join([_HEAD, *(line for one in tables_of(material) for line in _table(one, material))])
        finally:
            if before is None:
                del os.environ["TWOFOLD_HOME"]
            else:
                os.environ["TWOFOLD_HOME"] = before


def _table(one: Table, material: Material) -> Iterator[str]:
    yield f"## {one.file}"
    yield ""
    yield f"One row per {one.one_row}. {one.how}"
    yield ""
    yield "| column | type | holds |"
    yield "| --- | --- | --- |"
    fields = False
    for column in one.columns:
        field = column.name.partition(BETWEEN)[0] in material.codebook.by_id
        if not field:
            yield _row(column)
        elif not fields:
            fields = True
            yield "| *field* | by field | the answer; a column for each field, called by its id |"
            yield f"| *field*{BETWEEN}*option* | integer | 1 or 0, for each option of a field that takes several |"
    yield ""


def _row(column: Column) -> str:
    name = column.name.replace(f"_{_CODER}", "_*person*") if column.name.endswith(f"_{_CODER}") else column.name
    what = column.what.replace(f"of {_CODER}", "of each coder").replace("|", "\\|")
    values = ""
    if column.values and column.kind is Kind.STRING:
        values = "; ".join(
            f"`{value}`" if value == label else f"`{value}` {label}" for value, label in column.values.items()
        )
        values = f": {values}"
    shown = f"`{name}`" if "*" not in name else name
    return f"| {shown} | {column.kind.value} | {what}{values} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

"""What tells one outcome row from another."""

from collections import Counter
from collections.abc import Iterator, Mapping

from twofold.codebook.model import Codebook
from twofold.values.answers import Value
from twofold.values.coded import RowKey, Sheet

TELLING = ("measure", "domain", "time")


def telling_fields(codebook: Codebook) -> Mapping[str, str]:
    """The row fields that tell outcomes apart: those whose id is, or has as a part, *measure*, *domain* and *time*."""
    found: dict[str, str] = {}
    for what in TELLING:
        named = [one.id for one in codebook.row_fields if what in one.id.split("_")]
        if named:
            found[what] = named[0]
    return found


def rows_alike(codebook: Codebook, sheet: Sheet) -> Iterator[RowKey]:
    """The rows that bear the name of another and that nothing coded so far tells apart from it."""
    places = (codebook.row_name, *telling_fields(codebook).values())
    seen = {row: tuple(_plain(sheet, row, one) for one in places) for row in sheet.rows}
    counts = Counter(seen.values())
    for row, words in seen.items():
        if words[0] and counts[words] > 1:
            yield row


def _plain(sheet: Sheet, row: RowKey, field: str) -> str:
    answer = sheet.at(field, row).answer
    return " ".join(answer.text.casefold().split()) if isinstance(answer, Value) else ""

"""What an appraisal instrument makes of the domains: the overall judgement by its own rule, never a sum."""

from collections.abc import Iterator

from twofold.codebook.model import Codebook, Concern, Instrument, Unit
from twofold.values.answers import Value
from twofold.values.coded import Place, RowKey, Sheet

_ORDER = list(Concern)


def concern_of(instrument: Instrument, sheet: Sheet, field: str, row: RowKey | None = None) -> Concern | None:
    """What the answer to one field of an instrument comes to; ``None`` where it says nothing of that, or is missing."""
    answer = sheet.at(field, row).answer
    return instrument.levels.get(answer.text) if isinstance(answer, Value) else None


def worst_of(codebook: Codebook, instrument: Instrument, sheet: Sheet, row: RowKey | None = None) -> Concern | None:
    """The worst concern over the domains, once every one of them has a judgement; ``None`` before."""
    found = [concern_of(instrument, sheet, one.id, row) for one in codebook.domains_of(instrument)]
    known = [one for one in found if one is not None]
    return max(known, key=_ORDER.index) if known and len(known) == len(found) else None


def overall_unlike_worst(codebook: Codebook, sheet: Sheet) -> Iterator[Place]:
    """The overall judgements that are not what the worst domain comes to, where the instrument has that rule and no
    note says why."""
    for instrument in codebook.instruments:
        if not instrument.worst_domain:
            continue
        rows = sheet.rows if codebook.by_id[instrument.overall].unit is Unit.ROW else (None,)
        for row in rows:
            given = concern_of(instrument, sheet, instrument.overall, row)
            worst = worst_of(codebook, instrument, sheet, row)
            if given and worst and given is not worst and not sheet.at(instrument.overall, row).note.strip():
                yield row, instrument.overall

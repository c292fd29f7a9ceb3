"""What must be known of a synthesis before its figures are read, in sentences."""

from collections.abc import Iterator

from twofold.comparison.synthesised import CONSENSUS, Source, Synthesised
from twofold.values.counting import count_of


def standing_words(found: Synthesised, source: Source) -> Iterator[str]:
    """What is open and so not in it, what one person alone coded, and what cannot be placed."""
    it = source.synthesis
    if not found.released:
        yield "Nothing is open for comparison yet: these are own codes alone, as they stand, and no result."
    if source.id == CONSENSUS and source.open:
        places = count_of(source.open, "answer")
        yield f"{places} {_are(source.open)} open and not in it: what is settled or shared alone is counted."
    if found.alone and source.id == CONSENSUS:
        numbers = [one.number for one in it.studies if one.key in found.alone]
        yield f"{found.alone_words} They bear a * here: {', '.join(numbers)}."
    if found.released and (rest := found.total - len(it.studies)):
        out = f", {found.excluded} of them excluded while being coded" if found.excluded else ""
        yield f"{count_of(rest, 'study')} of the round {_are(rest)} not in it{out}."
    if rows := it.rows_open:
        yield (
            f"Of {count_of(rows, 'outcome row')} it is not settled whether they stand, or in which domain: every domain"
            " that a coder put them in is open."
        )
    if rows := it.rows_without_domain:
        yield f"{count_of(rows, 'outcome row')} {'has' if rows == 1 else 'have'} no domain and cannot be placed."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"

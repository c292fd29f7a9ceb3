"""Whether an answer still means what the codebook in force says: codes under two meanings are never pooled."""

from collections.abc import Callable

from twofold.codebook.fingerprints import meaning_of_field
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.review.open import Review


def meanings_of(review: Review) -> Callable[[str, str], bool]:
    """Asks, for the meaning under which a code was given and its field, whether the field means the same now.

    A codebook that is not here, or that this version cannot read, is taken to mean something else.
    """
    now = review.in_force
    texts = {one.meaning: one.text for one in review.plan.codebooks.values()}
    known: dict[str, Codebook | None] = {now.meaning: now.codebook}

    def same(meaning: str, field: str) -> bool:
        if meaning == now.meaning:
            return True
        if meaning not in known:
            try:
                known[meaning] = read_codebook(texts[meaning], "an earlier codebook")
            except (KeyError, BadCodebook):
                known[meaning] = None
        then = known[meaning]
        return (
            then is not None
            and field in then.by_id
            and field in now.codebook.by_id
            and meaning_of_field(then, field) == meaning_of_field(now.codebook, field)
        )

    return same

"""What an arbiter is told of the studies whose codes they are not shown."""

from collections.abc import Sequence

from twofold.review.open import Review

_MOST = 6


def third_reader_words(review: Review, studies: Sequence[str] | None = None) -> tuple[str, ...]:
    """Sentences on why codes of these studies, or of all, are not shown to this person; nothing for who is no third
    reader of any."""
    blind = [key for key in (review.plan.studies if studies is None else studies) if review.is_blind(key)]
    if not blind:
        return ()
    named = ", ".join(review.plan.studies[key].number for key in blind[:_MOST])
    more = f" and {len(blind) - _MOST} more" if len(blind) > _MOST else ""
    return (
        f"You are, or may yet be, the third reader of {named}{more}. What waits for you there is shown without names,"
        " under `twofold reconcile` alone; the rest once all is settled there, or left open.",
    )

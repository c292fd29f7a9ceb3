"""The imports that a review has had, beneath the account of the one that is being looked at."""

from collections.abc import Iterator, Sequence

from twofold.review.imports import Import, sums
from twofold.tui.form.drawn import line, paragraph
from twofold.tui.pages.page import MARGIN
from twofold.tui.pages.window import Seen

EARLIER = "earlier"


def earlier_rows(imports: Sequence[Import], width: int, *, opened: bool) -> Iterator[Seen]:
    """A row that unfolds the imports, the latest first, each with the sums of its files."""
    head = (f"Brought in before  {len(imports):,}", "label")
    yield Seen(line((" " * MARGIN, "text"), ("● " if opened else "○ ", "dim"), head), EARLIER)
    if not opened:
        return
    for row, one in enumerate(imports):
        target = f"{EARLIER}/{row}"
        yield from (Seen(part, target) for part in paragraph(one.words, "text", MARGIN + 2, width))
        for file in one.files:
            words = f"{file.name}: {sums(file)}"
            yield from (Seen(part, target) for part in paragraph(words, "dim", MARGIN + 4, width))

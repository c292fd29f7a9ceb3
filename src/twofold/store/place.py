"""Where a review is, told without reading it."""

from pathlib import Path

REVIEW_FILE = "review.toml"
CODEBOOK_FILE = "codebook.toml"


def find_review(start: Path) -> Path | None:
    """The review folder that ``start`` is or lies in, if any."""
    here = start.resolve()
    return next((one for one in (here, *here.parents) if (one / REVIEW_FILE).is_file()), None)

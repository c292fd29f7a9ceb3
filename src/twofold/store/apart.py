"""Places on this device for work that stays apart from every review's record: practice and pilot runs.

Each is a folder that the form can work in as in a review, below the user's own data folder. Where it lies is what says
that it is apart, so nothing in it can say otherwise.
"""

import contextlib
import shutil
from enum import StrEnum
from pathlib import Path

from twofold.store.device import apart_place, data_folder
from twofold.store.folder import NoReview, review_id_in


class Apart(StrEnum):
    """What a place apart is for."""

    PRACTICE = "practice"
    PILOT = "pilot"

    @property
    def words(self) -> str:
        """What is said of it all the time."""
        return _WORDS[self]


_WORDS = {
    Apart.PRACTICE: "PRACTICE: nothing here is in a review's record, and nothing is sent.",
    Apart.PILOT: "PILOT: nothing here is in the review's record, and nothing is sent.",
}


def apart_folder(kind: Apart, name: str) -> Path:
    """Where the run of that name lies, whether it has been begun or not."""
    return apart_place() / kind.value / name


def kind_of(folder: Path) -> Apart | None:
    """For what the folder is apart from every record; ``None`` for a review."""
    here = folder.resolve()
    for kind in Apart:
        if here.is_relative_to((apart_place() / kind.value).resolve()):
            return kind
    return None


def throw_away(folder: Path, keeper: str) -> None:
    """Remove a run apart, with all that this device keeps of it. ``keeper`` is who laid down its plan.

    Raises:
        OSError: it could not be removed.
        ValueError: the folder is not apart.
    """
    if kind_of(folder) is None:
        raise ValueError(f"{folder} is no place apart")
    with contextlib.suppress(NoReview):
        kept = data_folder() / "reviews" / review_id_in(folder)
        # Its id stands in a file that anyone can edit; nobody has that keeper in a real review.
        if (kept / keeper).is_dir():
            shutil.rmtree(kept, ignore_errors=True)
    shutil.rmtree(folder)

"""Which review a folder holds, and who this device is in it, as was said at the first opening."""

from pathlib import Path

from twofold.store.device import data_folder
from twofold.store.folder import NoReview, review_id_in
from twofold.store.place import REVIEW_FILE
from twofold.store.scan import NotALog, header_of


def review_of(folder: Path) -> tuple[str, str]:
    """The id of the review in a folder, and a sentence if its `review.toml` cannot be read.

    That file is also the lead's draft, and travels with a shared folder: a slip in it must keep nobody from coding, so
    the logs are asked then.

    Raises:
        NoReview: it is no review, or its logs do not name one either.
    """
    try:
        return review_id_in(folder), ""
    except NoReview as error:
        if not (folder / REVIEW_FILE).is_file():
            raise
        named = {found for path in (folder / "logs").glob("*.jsonl") if (found := _named_in(path))}
        if len(named) != 1:
            raise
        return named.pop(), f"{error} Until then the review is opened as its logs have it."


def _named_in(path: Path) -> str:
    try:
        return header_of(path).review if path.is_file() else ""
    except (NotALog, OSError):
        return ""


def remembered_person(review: str) -> str:
    """Whom this device takes its user for in the review; empty if that was never said."""
    try:
        return _place(review).read_text("utf-8").strip()
    except (OSError, ValueError):
        return ""


def remember_person(review: str, person: str) -> None:
    """Take the user of this device for that person from now on.

    Raises:
        OSError: the device's data folder cannot be written.
    """
    place = _place(review)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(person, encoding="utf-8")


def _place(review: str) -> Path:
    return data_folder() / "reviews" / review / "me"

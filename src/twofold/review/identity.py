"""Which review a folder holds, and who this device is in it, as was said at the first opening."""

from pathlib import Path

from twofold.store.device import data_folder
from twofold.store.folder import Logs, NoReview, review_id_in
from twofold.store.place import REVIEW_FILE
from twofold.store.scan import NotALog, header_of
from twofold.values.resources import shipped


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


def whose_device(logs: Logs, person: str) -> str:
    """Whose device this is, where it is somebody else's and ``person`` wrote their answers on another one.

    Empty where ``person`` may well be the user: they wrote here before, nobody else did, or there is nothing of theirs
    to be seen. Two people who code on one computer account cannot be told apart. The demo is everybody's.
    """
    here = _people_here(logs.review)
    if person in here or not here or logs.review == _demo():
        return ""
    written = any(one.header.person == person and one.header.kind == "work" for one in list(logs.scans.values()))
    return here[0] if written else ""


def _people_here(review: str) -> list[str]:
    """The people as whom this device has written in the review."""
    try:
        return sorted(one.name for one in _place(review).parent.iterdir() if (one / "device").is_file())
    except OSError:
        return []


def _demo() -> str:
    try:
        return review_id_in(shipped("sample_data") / "demo")
    except (NoReview, OSError):
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

"""``twofold doctor``: what is known of this device, this terminal and this review, to be sent with a bug report.

It holds nobody's codes and no name or title: of the review it counts, and of the device it tells kinds.
"""

from pathlib import Path

from twofold.cli.doctor_device import data_folder_found, terminal_found, versions_found
from twofold.cli.doctor_findings import Found, Part
from twofold.cli.doctor_review import review_found
from twofold.cli.exits import Exit, print_json, say
from twofold.store.place import find_review
from twofold.values.canonical import Json

_SEND = (
    "With a bug report send this page, the keys you pressed or the command you gave, what came and what you expected.",
    "Keep the review's folder and its logs to yourself: they hold names and codes. A picture of a screen may, too.",
)


def doctor(folder: Path | None, *, as_json: bool) -> None:
    """Print what was found. Ends with 3 where something of it stands in the way of working."""
    place = folder or find_review(Path.cwd())
    parts = [
        Part("twofold", "Twofold", versions_found()),
        Part("terminal", "This terminal", terminal_found()),
        Part("data_folder", "Twofold's own folder on this device", data_folder_found()),
        Part("review", "The review", review_found(place)),
    ]
    wrong = [one.wrong for part in parts for one in part.found if one.wrong]
    if as_json:
        content: dict[str, Json] = {part.id: {one.id: one.value for one in part.found} for part in parts}
        print_json("doctor", {**content, "findings": list(wrong)})
    else:
        for part in parts:
            _print(part)
        say()
        for sentence in wrong or ["Nothing stands in the way of working."]:
            say(sentence)
        for sentence in _SEND:
            say(sentence)
    if wrong:
        raise SystemExit(Exit.FINDINGS)


def _print(part: Part) -> None:
    say(part.heading)
    width = max(len(one.label) for one in part.found)
    for one in part.found:
        say(f"  {one.label:<{width}}  {_words(one)}")


def _words(one: Found) -> str:
    if one.words:
        return one.words
    match one.value:
        case None:
            return "unknown"
        case bool():
            return "yes" if one.value else "no"
        case int():
            return f"{one.value:,}"
        case value:
            return str(value)

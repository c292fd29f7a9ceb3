"""The imports of a review by command."""

from pathlib import Path

from twofold.cli.exits import print_json, say
from twofold.cli.opening import open_review
from twofold.review.imports import Import, held_words, sums
from twofold.review.imports import imports as imports_of
from twofold.values.canonical import Json
from twofold.values.plaintext import visible


def imports(folder: Path | None, person: str, *, as_json: bool) -> None:
    """Print every import with the sums of its files and what was held back, the latest first."""
    found = imports_of(open_review(folder, person, writing=False))
    if as_json:
        print_json("imports", {"imports": [_json(one) for one in found]})
        return
    if not found:
        say("Nothing was brought in yet. twofold import FILE does it, and --dry-run shows what would come of it.")
    for one in found:
        say(visible(one.words))
        for file in one.files:
            beside = ", ".join(filter(None, (file.producer, file.encoding)))
            say(f"  {visible(file.name)}: {file.format}{f' ({visible(beside)})' if beside else ''}, {sums(file)}")
            for words in held_words(file):
                say(f"    held back: {visible(words)}")


def _json(one: Import) -> Json:
    return {
        "batch": one.batch,
        "at": one.at,
        "by": one.who,
        "studies": one.studies,
        "words": one.words,
        "files": [
            {
                "file": file.name,
                "sha256": file.sha256,
                "format": file.format,
                "producer": file.producer,
                "encoding": file.encoding,
                "sum": sums(file),
                "read": file.read,
                "new": file.new,
                "already_there": file.there,
                "held_back": [
                    {
                        "record": each.record,
                        "first_line": each.first_line,
                        "last_line": each.last_line,
                        "why": each.why,
                    }
                    for each in file.held_back
                ],
            }
            for file in one.files
        ],
    }

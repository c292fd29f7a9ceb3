"""Commands of the lead: publishing the drafts, and bringing in references."""

from collections.abc import Sequence
from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.review.bringing_in import Account, Bringing, CannotBringIn, bring_in, work_out
from twofold.review.founding import CannotPublish, drafted
from twofold.review.founding import publish as write_publication
from twofold.values.canonical import Json
from twofold.values.plaintext import visible

_SHOWN = 12


def publish(folder: Path | None, person: str, *, dry_run: bool, as_json: bool) -> None:
    """Publish what changed in the drafts, or say what would be."""
    review = open_review(folder, person, writing=True)
    try:
        publication = drafted(review)
        if publication.documents and not dry_run:
            write_publication(review, publication)
    except CannotPublish as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    if as_json:
        print_json(
            "publish",
            {"changes": list(publication.words), "published": bool(publication.documents) and not dry_run},
        )
        return
    for words in publication.words:
        say(f"  {visible(words)}")
    if not publication.documents:
        say("The drafts say what is already in force. Nothing to publish.")
    else:
        say("Nothing was written." if dry_run else "Published. Reviewers get it with your plan log.")


def import_files(
    files: Sequence[Path],
    folder: Path | None,
    person: str,
    columns: Sequence[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Bring in references, or say what would come of it, with an account of every record."""
    mapping = _mapping(columns)
    review = open_review(folder, person, writing=True)
    try:
        bringing = work_out(review, files, mapping)
        if not dry_run:
            bring_in(review, bringing)
    except CannotBringIn as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    if as_json:
        written = bool(bringing.plan) and not dry_run
        print_json("import", {"written": written, "files": [_account_json(one) for one in bringing.accounts]})
    else:
        _print(bringing, dry_run=dry_run)
    if any(one.held_back for one in bringing.accounts):
        raise SystemExit(Exit.FINDINGS)


def _mapping(columns: Sequence[str]) -> dict[str, str] | None:
    made: dict[str, str] = {}
    for one in columns:
        header, sign, field = one.rpartition("=")
        if not sign or not header:
            fail(f"`{one}` is no column. Write HEADER=FIELD, such as 'Publication title=title'.", Exit.USAGE)
        made[header] = field
    return made or None


def _print(bringing: Bringing, *, dry_run: bool) -> None:
    for one in bringing.accounts:
        producer = f" from {one.producer}" if one.producer else ""
        say(f"{visible(one.file)}: {one.format}{producer}, {one.encoding}")
        say(f"  read {one.read} = new {len(one.new)} + already there {len(one.there)} + held back {len(one.held_back)}")
        for header, field in one.columns:
            say(f"  column {visible(header)}: {field or 'kept, not used'}")
        _some([f"{each.number} {visible(each.label)}: {visible(each.title)}{_flags(each.flags)}" for each in one.new])
        _some([f"line {each.line} is {each.number} already ({each.how})" for each in one.there])
        for held in one.held_back:
            say(f"  held back: {visible(one.file)}:{held.first_line}: {visible(held.why)}")
        for sentence in (*one.look_alike, *one.warnings):
            say(f"  look: {visible(sentence)}")
    if dry_run or not bringing.plan:
        say("Nothing was written." if dry_run else "Nothing new; nothing was written.")
    else:
        say("Saved.")


def _some(lines: Sequence[str]) -> None:
    for line in lines[:_SHOWN]:
        say(f"  {line}")
    if len(lines) > _SHOWN:
        say(f"  and {len(lines) - _SHOWN} more; --json lists them all")


def _flags(flags: Sequence[str]) -> str:
    return f" [{', '.join(flags)}]" if flags else ""


def _account_json(one: Account) -> Json:
    return {
        "file": one.file,
        "format": one.format,
        "producer": one.producer,
        "encoding": one.encoding,
        "read": one.read,
        "new": [
            {
                "number": each.number,
                "label": each.label,
                "title": each.title,
                "line": each.line,
                "flags": list(each.flags),
            }
            for each in one.new
        ],
        "already_there": [
            {"line": each.line, "number": each.number, "how": each.how, "differences": list(each.differences)}
            for each in one.there
        ],
        "held_back": [
            {"first_line": each.first_line, "last_line": each.last_line, "why": each.why} for each in one.held_back
        ],
        "look_alike": list(one.look_alike),
        "warnings": list(one.warnings),
        "columns": [[header, field] for header, field in one.columns],
    }

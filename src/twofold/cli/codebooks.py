"""The codebook checked, compared with the one in force, and published with every answer that this touches named."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say, warn
from twofold.cli.leading import rules_said
from twofold.cli.looking import answer_words
from twofold.cli.opening import open_review
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.rules import ChangedField
from twofold.codebook.toml_reader import read_codebook
from twofold.review.open import CannotOpen, Review
from twofold.review.publishing import CannotPublish, Draft, draft_of, drafted
from twofold.review.publishing import publish as write_publication
from twofold.review.touching import Touched, touched_by
from twofold.store.append import cause_of
from twofold.store.place import CODEBOOK_FILE, find_review
from twofold.values.canonical import Json
from twofold.values.counting import count_of
from twofold.values.plaintext import normal, visible


def check_codebook(file: Path | None, folder: Path | None, *, as_json: bool) -> None:
    """Read a codebook and say what stands against it; exit code 4 where anything does."""
    path = file or folder_of_review(folder) / CODEBOOK_FILE
    try:
        book = read_codebook(normal(path.read_text("utf-8-sig")), path.name)
    except BadCodebook as error:
        problems = str(error).splitlines()
        if as_json:
            print_json("codebook-check", {"file": str(path), "sound": False, "problems": list(problems)})
            raise SystemExit(Exit.REFUSED) from error
        fail(str(error), Exit.REFUSED)
    except OSError as error:
        fail(f"`{path}` could not be read: {cause_of(error)}.", Exit.REFUSED)
    except UnicodeDecodeError:
        fail(f"`{path}` is not UTF-8 text. Save it as UTF-8.", Exit.REFUSED)
    if as_json:
        print_json(
            "codebook-check",
            {
                "file": str(path),
                "sound": True,
                "problems": [],
                "id": book.id,
                "codebook_version": book.version,
                "sections": len(book.sections),
                "fields": len(book.fields),
                "synthesis": list(_of_synthesis(book)),
            },
        )
        return
    fields, sections = count_of(len(book.fields), "field"), count_of(len(book.sections), "section")
    say(f"{book.title} {book.version}: {fields} in {sections}. No problem found.")
    for words in _of_synthesis(book):
        warn(visible(words))


def _of_synthesis(book: Codebook) -> Sequence[str]:
    """What the codebook lacks for a synthesis, where it asks anything of outcome rows."""
    from twofold.comparison.feeding import gaps, what_is_missing

    missing = what_is_missing(book)
    return () if not book.row_fields else (missing,) if missing else gaps(book)


def show_difference(folder: Path | None, *, as_json: bool) -> None:
    """The draft against the codebook in force, in words."""
    try:
        review = Review(folder_of_review(folder))
        draft = draft_of(review)
    except (CannotOpen, CannotPublish) as error:
        fail(str(error), Exit.REFUSED)
    if as_json:
        print_json(
            "codebook-diff", {"changes": list(draft.words), "fields": [_field_json(one) for one in draft.fields]}
        )
        return
    _say_difference(draft)


def migrate_answers(
    folder: Path | None,
    person: str,
    wording: Sequence[str],
    mapped: Sequence[str],
    changed: Sequence[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Name every answer that the publication touches, and publish unless it is a dry run."""
    rules = rules_said(wording, mapped, changed)
    review = open_review(folder, person, writing=True)
    try:
        publication = drafted(review, rules)
        draft = draft_of(review)
        touched = touched_by(review, draft, rules)
        if publication.documents and not dry_run:
            write_publication(review, publication)
    except CannotPublish as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    if as_json:
        content: Mapping[str, Json] = {
            "changes": list(publication.words),
            "touched": [_touched_json(one) for one in touched],
            "published": bool(publication.documents) and not dry_run,
        }
        print_json("codebook-migrate", content)
        return
    for words in publication.words:
        say(f"  {visible(words)}")
    _say_touched(draft.book, touched)
    if not publication.documents:
        say("The drafts say what is already in force. Nothing to publish.")
    else:
        say("Nothing was written." if dry_run else "Published. Reviewers get it with your plan log.")


def folder_of_review(folder: Path | None) -> Path:
    """The folder named, or the review that the working folder is or lies in."""
    found = folder or find_review(Path.cwd())
    if found is None:
        fail("There is no review here. Go to its folder, or name it with --review.", Exit.USAGE)
    return found


def _say_difference(draft: Draft) -> None:
    if not draft.words:
        say("The draft is what is in force.")
        return
    for words in draft.words:
        say(f"  {visible(words)}")
    asking = [one for one in draft.fields if one.must]
    if asking:
        say()
        say("Before it can be published, say what becomes of the earlier answers to:")
    for one in asking:
        gone = f" (no longer there: {', '.join(one.gone)})" if one.gone else ""
        say(f"  {one.field}: {' or '.join(each.value for each in one.choices)}{gone}")


def _say_touched(book: Codebook, touched: Iterable[Touched]) -> None:
    touched = list(touched)
    if not touched:
        say("No answer is touched.")
        return
    say("Touched answers, by study and person:")
    for one in touched:
        parts = []
        if one.hidden:
            parts.append(f"not yours to see; asked again wherever they were answered: {', '.join(one.again)}")
        elif one.again:
            parts.append(f"to code again: {', '.join(one.again)}")
        parts += [
            f"{each.field}: {answer_words(each.before)} stands as {answer_words(each.after)}" for each in one.mapped
        ]
        say(f"  {one.number}  {one.person}  {one.state.value}: {visible('; '.join(parts))}")


def _field_json(one: ChangedField) -> Json:
    return {
        "field": one.field,
        "changes": list(one.words),
        "must_be_said": one.must,
        "may_be": [each.value for each in one.choices],
        "options_gone": list(one.gone),
    }


def _touched_json(one: Touched) -> Json:
    return {
        "study": one.number,
        "person": one.person,
        "state": one.state.value,
        "hidden": one.hidden,
        "again": list(one.again),
        "mapped": [
            {"field": each.field, "before": answer_words(each.before), "after": answer_words(each.after)}
            for each in one.mapped
        ],
    }

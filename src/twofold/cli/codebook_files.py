"""Codebooks taken from the files that people have, and given out to other tools."""

from dataclasses import replace
from pathlib import Path

from twofold.cli.codebooks import folder_of_review
from twofold.cli.exits import Exit, fail, print_json, say
from twofold.codebook.foreign.carried import carried
from twofold.codebook.foreign.sketch import Converted
from twofold.codebook.model import Codebook
from twofold.export.choices import CannotExport
from twofold.export.replacing import replacing_file
from twofold.review.codebook_forms import CannotConvert, Form, in_form, read_form
from twofold.review.drafting import write_draft
from twofold.review.open import CannotOpen, Review
from twofold.store.append import cause_of
from twofold.store.named_files import MayNotWrite, named_place
from twofold.store.place import CODEBOOK_FILE
from twofold.values.counting import count_of
from twofold.values.plaintext import visible


def take_form(file: Path, form: str, out: Path | None, folder: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Write the codebook that the file holds as the review's draft, or to ``out``, which must not be there."""
    target = out or folder_of_review(folder) / CODEBOOK_FILE
    try:
        if out is not None:
            named_place(out, keeping="it may have been edited")
        found, converted = read_form(file, _form(form))
        if out is None and found is not Form.TOML:
            converted = _with_what_was_there(converted, target)
        kept = None if dry_run else write_draft(target, converted.text)
    except (CannotConvert, MayNotWrite) as error:
        fail(str(error), Exit.REFUSED)
    except OSError as error:
        fail(f"`{target}` could not be written: {cause_of(error)}.", Exit.FAILED)
    if as_json:
        print_json(
            "codebook-import",
            {
                "form": found.value,
                "fields": len(converted.book.fields),
                "sections": len(converted.book.sections),
                "notes": list(converted.notes),
                "file": None if dry_run else str(target),
                "earlier_draft": None if kept is None else str(kept),
            },
        )
        return
    book = converted.book
    fields, sections = count_of(len(book.fields), "field"), count_of(len(book.sections), "section")
    say(f"{found.words[0].upper()}{found.words[1:]}: {fields} in {sections}.")
    for note in converted.notes:
        say(f"  {visible(note)}")
    if dry_run:
        say("Nothing was written.")
        return
    say(f"Written to `{target}`. It counts once it is published.")
    if kept is not None:
        say(f"The draft before it is kept as `{kept.name}`.")


def give_form(file: Path, form: str, folder: Path | None, *, draft: bool, dry_run: bool, as_json: bool) -> None:
    """Write the codebook in force, or the draft, in a form of other tools."""
    try:
        book = _book(folder_of_review(folder), draft=draft)
        wanted = _form(form) or Form.TABLE
        data, notes = in_form(book, file.name, wanted)
        place = named_place(file)
        if not dry_run:
            with replacing_file(place) as new:
                new.write_bytes(data)
    except (CannotConvert, CannotOpen, MayNotWrite) as error:
        fail(str(error), Exit.REFUSED)
    except CannotExport as error:
        fail(str(error))
    if as_json:
        content = {"form": wanted.value, "fields": len(book.fields), "file": None if dry_run else str(file)}
        print_json("codebook-export", {**content, "notes": list(notes)})
        return
    for note in notes:
        say(f"  {visible(note)}")
    fields = count_of(len(book.fields), "field")
    say("Nothing was written." if dry_run else f"{fields} written to `{file}` as {wanted.words}.")


def _with_what_was_there(converted: Converted, target: Path) -> Converted:
    if not target.exists():
        return converted
    try:
        return carried(converted, read_form(target, Form.TOML)[1].book)
    except CannotConvert:
        note = (
            f"The present {target.name} cannot be read as a codebook, so nothing of it was taken over: no synthesis, no"
            " instruments, no checks."
        )
        return replace(converted, notes=(*converted.notes, note))


def _book(folder: Path, *, draft: bool) -> Codebook:
    if draft:
        return read_form(folder / CODEBOOK_FILE, Form.TOML)[1].book
    return Review(folder).in_force.codebook


def _form(name: str) -> Form | None:
    if not name:
        return None
    try:
        return Form(name)
    except ValueError:
        fail(f"`{name}` is no form of a codebook. Choose {', '.join(Form)}.", Exit.USAGE)

"""Writing the report: one file, put in its place whole or not at all."""

from dataclasses import dataclass
from pathlib import Path

from twofold.agreement import Intervals
from twofold.agreement.wording import plural
from twofold.export.choices import CannotExport
from twofold.export.folder import usual_target
from twofold.export.replacing import replacing_file
from twofold.report.certainty import CERTAINTY_FILE, certainty_template
from twofold.report.found import Found, Told, domains_of, find
from twofold.report.page import page_of, parts_of
from twofold.review.leading import Refused, pen_of_lead
from twofold.review.open import Review
from twofold.store.named_files import MayNotWrite, named_place


@dataclass(frozen=True, slots=True)
class Made:
    """A report as text, with the titles of its parts by id, and the sentences to be known of it."""

    text: str
    parts: dict[str, str]
    sentences: tuple[str, ...]


def usual_file(review: Review) -> Path:
    """Where this person's report lies on this device, unless another place is named.

    Raises:
        CannotExport: this device's data folder cannot be written.
    """
    folder = usual_target(review)
    return folder.with_name(f"{folder.name}.report.html")


def make_report(review: Review, round_id: str, told: Told, intervals: Intervals | None = None) -> Made:
    """The report of a round for the person who has the review open.

    Raises:
        CannotOpen: there is no codebook.
        BadCodes: codes that the codebook in force does not declare.
        BadCertainty: `certainty.toml` says something that cannot be used.
    """
    found = find(review, round_id, told, intervals or Intervals())
    parts = parts_of(found)
    sentences = tuple(_lead(found))
    return Made(page_of(found, parts, sentences), {one.id: one.title for one in parts}, sentences)


def _lead(found: Found) -> list[str]:
    opened, total = len(found.opened), len(found.studies)
    kept = found.kept_words
    said = []
    if not opened:
        said.append(
            "Nothing is open for comparison to you, so this report holds no answers and no results: it tells the"
            " review, its codebook and its progress."
        )
    else:
        are, to_you = "is" if opened == 1 else "are", " to you" if kept else ""
        said.append(f"{opened} of {plural(total, 'study')} {are} open for comparison{to_you}.")
    said += kept
    if found.alone:
        count = len(found.alone)
        if any(one.besides for one in found.alone):
            rest = "rests" if count == 1 else "rest"
            said.append(f"{count} of them {rest} on the sheet of one person alone, and nobody checked that.")
        else:
            were = "was" if count == 1 else "were"
            said.append(f"{count} of them {were} coded by one person alone, and nobody checked that.")
    waiting = found.waiting
    if found.staying:
        still = f"{waiting:,} {'answer is' if waiting == 1 else 'answers are'} still open."
        whole = "Every answer that is asked for is settled."
        them = "it" if opened == 1 else "them"
        in_them = whole if opened == total else f"Every answer that is asked for in {them} is settled."
        said.append(still if waiting else in_them)
    if found.judgements is None and opened:
        said.append("The certainty of the findings was not judged.")
    said.append("What is open, and what was not done, stands at the end.")
    return said


def write_report(target: Path, text: str) -> None:
    """Put the report at ``target``, in place of an earlier one.

    Raises:
        CannotExport: it could not be written, or something else is there; what was there is as it was.
    """
    place = check_file(target)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotExport(f"The folder of `{target}` cannot be made. Name another file.") from error
    with replacing_file(place) as building:
        building.write_text(text, "utf-8", newline="\n")


def check_file(target: Path) -> Path:
    """Where the report is to lie, links followed, once it is seen that what lies there may be replaced.

    Raises:
        CannotExport: it is a folder, a file that is not as this device wrote it, or one of a review's own.
    """
    try:
        return named_place(target)
    except MayNotWrite as error:
        raise CannotExport(str(error)) from error


def new_certainty(review: Review) -> str:
    """The text of a new `certainty.toml`.

    Raises:
        Refused: this person does not lead, the file is there already, or there is nothing to judge.
        CannotOpen: there is no codebook.
    """
    pen_of_lead(review, "judges how certain the findings are")
    if (review.folder / CERTAINTY_FILE).exists():
        raise Refused(f"`{CERTAINTY_FILE}` is there already. Edit it by hand.")
    domains = domains_of(review.in_force.codebook)
    if not domains:
        raise Refused("The codebook feeds no synthesis, so there are no findings to judge.")
    return certainty_template(domains)


def write_certainty(review: Review, text: str) -> None:
    """Put the new file in the review's folder.

    Raises:
        CannotExport: it could not be written.
    """
    with replacing_file(review.folder / CERTAINTY_FILE) as building:
        building.write_text(text, "utf-8", newline="\n")

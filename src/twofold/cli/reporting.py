"""The report as a command, and the file in which the lead judges certainty."""

import sys
from pathlib import Path

from twofold.agreement import BadCodes
from twofold.cli.exits import Exit, fail, print_json, say, warn
from twofold.cli.opening import open_review
from twofold.export.choices import CannotExport
from twofold.record.document import MAIN_ROUND
from twofold.report.certainty import CERTAINTY_FILE, BadCertainty
from twofold.report.found import Told
from twofold.report.writing import check_file, make_report, new_certainty, usual_file, write_certainty, write_report
from twofold.review.leading import Refused
from twofold.review.open import CannotOpen, Review
from twofold.review.third_readers import third_reader_words
from twofold.values.plaintext import visible


def report(folder: Path | None, person: str, out: Path | None, round_id: str, *, dry_run: bool, as_json: bool) -> None:
    """Write the report, or say what it would hold."""
    review = open_review(folder, person, writing=False)
    round_id = round_id or MAIN_ROUND
    if round_id not in (MAIN_ROUND, *review.plan.rounds):
        fail(f"There is no round `{visible(round_id)}`. Leave --round out for the main one.", Exit.USAGE)
    try:
        target = usual_file(review) if out is None else out
        check_file(target)
        made = make_report(review, round_id, _telling())
        if not dry_run:
            write_report(target, made.text)
    except (CannotOpen, BadCodes, BadCertainty) as error:
        fail(str(error), Exit.REFUSED)
    except CannotExport as error:
        fail(str(error))
    except KeyboardInterrupt:
        fail("Stopped. Nothing was written; an earlier report is as it was.")
    size = len(made.text.encode())
    aside = third_reader_words(review)
    if as_json:
        print_json(
            "report",
            {
                "review": review.id,
                "person": review.person,
                "round": round_id,
                "file": str(target),
                "written": not dry_run,
                "bytes": size,
                "parts": [{"id": key, "title": title} for key, title in made.parts.items()],
                "told": [*made.sentences, *aside],
            },
        )
        return
    done = "Would be written" if dry_run else "Written"
    say(f"{done} for {review.person}: {visible(str(target))} ({size:,} bytes)")
    for sentence in (*made.sentences, *aside):
        warn(sentence)


def certainty(folder: Path | None, person: str, *, dry_run: bool, as_json: bool) -> None:
    """Write the file in which the lead judges certainty, or print what it would hold."""
    review: Review = open_review(folder, person, writing=True)
    try:
        text = new_certainty(review)
        if not dry_run:
            write_certainty(review, text)
    except (Refused, CannotOpen) as error:
        fail(str(error), Exit.REFUSED)
    except CannotExport as error:
        fail(str(error))
    finally:
        review.close()
    path = review.folder / CERTAINTY_FILE
    if as_json:
        print_json("certainty", {"file": str(path), "written": not dry_run, "text": text})
    elif dry_run:
        say(text)
        say(f"Would be written: {visible(str(path))}. Nothing was written.")
    else:
        say(f"Written: {visible(str(path))}. Edit it, then run `twofold report`.")


def _telling() -> Told:
    """Tells progress on standard error, on one line of a terminal; nowhere else."""
    shown = sys.stderr.isatty()

    def told(done: int, total: int) -> None:
        if shown and total and (done == total or done % max(1, total // 100) == 0):
            end = "\r\033[K" if done == total else ""
            print(f"\r{done:,} of {total:,} studies", end=end, file=sys.stderr, flush=True)

    return told

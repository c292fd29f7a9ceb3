"""Make the demo review again: `python sample_data/make_demo.py`. The same bytes each time.

The demo is a real review folder, written by the parts of Twofold that write everybody's, from fictional papers that two
fictional people code with a person's errors. Run this after a change of the default codebook or of the format.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from demo_making.chance import Chance, key_of
from demo_making.coder import Coder
from demo_making.facts import Study, programmes, studies
from demo_making.paper import abstract_of, report_key, truth_of
from demo_making.seeded import Clock, seeded
from demo_making.sitting import CannotSubmit, Sitting
from demo_making.slips import Habits

from twofold.codebook.model import Codebook
from twofold.record.document import Document
from twofold.record.plan_documents import (
    InitiativeDocument,
    PersonEntry,
    ReportDocument,
    RowListDocument,
    StudyDocument,
)
from twofold.review.founding import found_review
from twofold.review.open import Review
from twofold.review.pen import Pen
from twofold.review.review_file import BadReviewFile, read_review_file

TITLE = "Twofold demo: community-engaged mental health programmes, all of them fictional"
PEOPLE = (
    PersonEntry(id="marit", name="Marit Okonjo-Lund", roles=("lead", "reviewer")),
    PersonEntry(id="tomas", name="Tomas Verhale", roles=("reviewer",)),
    PersonEntry(id="ruth", name="Ruth Amsel-Teo", roles=("arbiter",)),
)
FOUNDED = datetime(2026, 8, 31, 9, 12, 40, tzinfo=UTC)
LEAD = Coder("marit", Habits(errs=0.95, leans_up=0.62))
OTHER = Coder("tomas", Habits(errs=1.15, leans_up=0.4))
FIRST_DAYS = {"marit": datetime(2026, 9, 7, tzinfo=UTC), "tomas": datetime(2026, 9, 9, tzinfo=UTC)}
HOURS = {"marit": (8.2, 13.3), "tomas": (12.6, 18.4)}
IN_PROGRESS, SECTIONS_DONE = "S031", 3
EXCLUDED = ("S027", "Only told and lent their halls: no engagement of the community that would make it eligible.")
REOPENED = ("S008", "The number analysed is in the flow chart after all.")


def make(out: Path) -> None:
    """Write the demo to ``out``, in place of an older one there.

    The two code on a laptop each, so that neither's log has seen the other's; then their logs are put together.
    """
    clock = Clock(FOUNDED)
    with TemporaryDirectory() as place, seeded(clock):
        hers, his = Path(place) / "marit", Path(place) / "tomas"
        with laptop(hers):
            found_review(hers / "demo", TITLE, PEOPLE)
            with opened(hers / "demo", "marit") as review:
                lay_down(review, clock)
        shutil.copytree(hers / "demo", his / "demo")
        for side, coder in ((hers, LEAD), (his, OTHER)):
            with laptop(side), opened(side / "demo", coder.person) as review:
                code(review, coder, clock)
        for log in (his / "demo" / "logs").glob(f"{OTHER.person}.*"):
            shutil.copy(log, hers / "demo" / "logs")
        if out.exists():
            shutil.rmtree(out)
        shutil.copytree(hers / "demo", out)


@contextmanager
def laptop(place: Path) -> Iterator[None]:
    """While this lasts, the device is the one that keeps its own data in ``place``."""
    place.mkdir(exist_ok=True)
    with patch.dict(os.environ, {"TWOFOLD_HOME": str(place / "home")}):
        yield


@contextmanager
def opened(folder: Path, person: str) -> Iterator[Review]:
    """The review, open for that person to write in.

    Raises:
        CannotSubmit: something could not be saved.
    """
    review = Review(folder)
    review.become(person)
    try:
        yield review
    finally:
        left = review.close()
    if left:
        raise CannotSubmit(left)


def lay_down(review: Review, clock: Clock) -> None:
    """Write the lead's plan: initiatives, studies with their reports, and a day later the rows listed for one study."""
    clock.set(FOUNDED + timedelta(days=1, hours=1))
    pen, codebook = review.pen, review.in_force.codebook
    assert pen is not None
    plan: list[Document] = [
        pen.document(InitiativeDocument, initiative=key_of("initiative", key), name=f"{one.name} (fictional)")[1]
        for key, one in programmes().items()
    ]
    for study in studies():
        plan += study_documents(pen, study, codebook)
    pen.put_now(plan)
    clock.move(86_400)
    for study in studies():
        if study.entry.listed:
            for row in truth_of(study, codebook).rows:
                clock.move(20)
                listed = pen.document(
                    RowListDocument, study=key_of("study", study.number), row=row.key, name=row.names[0]
                )
                pen.put_now([listed[1]])
    review.take_in()


def study_documents(pen: Pen, study: Study, codebook: Codebook) -> list[Document]:
    """A study and its reports, as an import would write them."""
    key = key_of("study", study.number)
    planned = pen.document(
        StudyDocument,
        study=key,
        number=study.number,
        label=study.entry.label,
        title=f"{study.entry.title} (fictional)",
        initiative=key_of("initiative", study.entry.programme),
    )[1]
    reports = [
        pen.document(
            ReportDocument,
            report=report_key(study, number),
            study=key,
            title=f"{paper.title} (fictional)",
            authors=tuple(paper.authors),
            year=paper.year,
            journal="Journal of Invented Studies",
            volume=str(paper.year - 1999),
            abstract=abstract_of(study, number, codebook),
            kind="journal article",
        )[1]
        for number, paper in enumerate(study.papers)
    ]
    return [planned, *reports]


def code(review: Review, coder: Coder, clock: Clock) -> None:
    """Let a coder work through the studies; who is not the lead leaves off in the one in progress."""
    starts = sitting_times(coder.person)
    clock.set(FIRST_DAYS[coder.person])
    for number, study in enumerate(studies()):
        if coder is OTHER and study.number > IN_PROGRESS:
            return
        sitting = sit_down(review, coder, study, clock, number / (len(studies()) - 1))
        clock.set(max(next(starts), clock.now()))
        if coder is OTHER and study.number == IN_PROGRESS:
            sitting.code(SECTIONS_DONE)
            return
        sitting.code()
        if coder is LEAD and study.number == EXCLUDED[0]:
            sitting.propose_exclusion(EXCLUDED[1])
        sitting.submit()
        if coder is LEAD and study.number == REOPENED[0]:
            clock.move(3 * 3600)
            sitting.reopen(REOPENED[1])
            sitting.correct("n_total", "From the flow chart; overlooked at first.")
            sitting.submit()


def sit_down(review: Review, coder: Coder, study: Study, clock: Clock, share: float) -> Sitting:
    """Open a study for a coder."""
    session = review.session(key_of("study", study.number))
    return Sitting(session, truth_of(study, session.codebook), coder, clock, share)


def sitting_times(person: str) -> Iterator[datetime]:
    """When a person sits down to a study: on working days, at their hours, not at all of them."""
    chance = Chance("calendar", person)
    day = FIRST_DAYS[person]
    while True:
        if day.weekday() < 5:
            for hour in HOURS[person]:
                if chance.happens(0.72):
                    yield day + timedelta(hours=hour, minutes=int(chance.between(0, 50)))
        day += timedelta(days=1)


def main() -> int:
    """Make the demo where it is kept, or where ``--out`` says."""
    parser = argparse.ArgumentParser(description="Make the fictional demo review of Twofold.")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parent / "demo", metavar="FOLDER")
    out: Path = parser.parse_args().out
    if out.exists() and not is_demo(out):
        print(f"`{out}` is there and is no demo of Twofold. Name another folder with --out.", file=sys.stderr)
        return 1
    make(out)
    print(f"Made the demo in {out}.")
    return 0


def is_demo(folder: Path) -> bool:
    """Whether the folder holds an older demo, which may be replaced."""
    try:
        return "demo" in read_review_file(folder).title
    except BadReviewFile:
        return False


if __name__ == "__main__":
    sys.exit(main())

"""A small fictional review in a real folder, opened as its people open it: on devices of their own."""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from twofold.record.plan_documents import PersonEntry
from twofold.review.bringing_in import bring_in, work_out
from twofold.review.founding import found_review
from twofold.review.open import Review
from twofold.review.session import Session
from twofold.values.answers import Answer, Chosen, OffScale, Value
from twofold.values.coded import Coded, Confidence, Evidence, Place

TITLE = "A fictional review"
PEOPLE = (
    PersonEntry(id="anna", name="Anna Berg", roles=("lead", "reviewer")),
    PersonEntry(id="ben", name="Ben Okoro", roles=("reviewer",)),
    PersonEntry(id="cleo", name="Cleo Arb", roles=("arbiter",)),
)

CODEBOOK = """\
# A comment that its lead wrote.
format = 1

[codebook]
id = "small"
title = "A small codebook"
version = "1.0"
row_name = "outcome"

[[section]]
id = "about"
title = "About"

  [[section.field]]
  id = "design"
  label = "Design?"
  type = "nominal"
  required = true
  options = [
    { value = "rct", label = "RCT" },
    { value = "cohort", label = "Cohort" },
    { value = "other", label = "Other", reason = true },
  ]

  [[section.field]]
  id = "level"
  label = "Level?"
  type = "ordinal"
  primary = true
  evidence = "quote"
  options = [
    { value = "low", label = "Low" },
    { value = "middle", label = "Middle" },
    { value = "high", label = "High" },
  ]

  [[section.field]]
  id = "part"
  label = "Part?"
  type = "nominal"
  show_if = { field = "level", at_least = "middle" }
  options = [ { value = "yes", label = "Yes" }, { value = "no", label = "No" } ]

  [[section.field]]
  id = "who"
  label = "Who?"
  type = "multi"
  options = [ { value = "residents", label = "Residents" }, { value = "carers", label = "Carers" } ]

  [[section.field]]
  id = "n_all"
  label = "How many?"
  type = "integer"
  min = 1

  [[section.field]]
  id = "share"
  label = "Share?"
  type = "number"

  [[section.field]]
  id = "began"
  label = "When did it begin?"
  type = "date"

  [[section.field]]
  id = "remarks"
  label = "Remarks?"
  type = "text"

[[section]]
id = "results"
title = "Results"
unit = "row"

  [[section.field]]
  id = "outcome"
  label = "Which outcome?"
  type = "text"
  required = true

  [[section.field]]
  id = "direction"
  label = "Which way?"
  type = "ordinal"
  options = [ { value = "worse", label = "Worse" }, { value = "better", label = "Better" } ]

[[check]]
id = "large"
field = "n_all"
level = "warn"
say = "That is a great many."
when = { field = "n_all", at_least = 5000 }
"""

ANSWERS: dict[str, tuple[Coded, ...]] = {
    "design": tuple(
        map(Coded, (Value("rct"), Value("cohort"), OffScale.NOT_REPORTED, OffScale.UNCLEAR, OffScale.NOT_APPLICABLE))
    ),
    "level": (
        Coded(
            Value("low"),
            Evidence("r1", "p. 3", "it was “low”", "it was\n“low”"),
            "a reason",
            "a note",
            Confidence.HIGH,
        ),
        Coded(Value("high"), Evidence("", "", "high", ""), confidence=Confidence.LOW),
        Coded(Value("middle"), confidence=Confidence.MEDIUM),
    ),
    "who": tuple(map(Coded, (Chosen(frozenset({"carers", "residents"})), Chosen(frozenset())))),
    "n_all": (Coded(Value("120")), Coded(Value("7"))),
    "share": (Coded(Value("1.50")),),
    "began": (Coded(Value("2020-05")),),
    "remarks": (Coded(Value("[/b] \x1b[2J \u202e 中文 é")), Coded(note="only a note")),
}
"""Of each field of the study, states that it may have; every kind of answer is among them."""


def value(text: str) -> Coded:
    """A code that is a value and nothing else."""
    return Coded(Value(text))


def answers_of(session: Session) -> dict[Place, Answer]:
    """The answered places of the sheet."""
    return {place: coded.answer for place, coded in session.sheet.codes.items() if coded.answered}


@contextmanager
def on_device(home: Path) -> Iterator[Path]:
    """Inside, the user's data folder is ``home``: this is another device."""
    before = os.environ.get("TWOFOLD_HOME")
    os.environ["TWOFOLD_HOME"] = str(home)
    try:
        yield home
    finally:
        if before is None:
            del os.environ["TWOFOLD_HOME"]
        else:
            os.environ["TWOFOLD_HOME"] = before


def founded(folder: Path, people: Sequence[PersonEntry] = PEOPLE, codebook: str = CODEBOOK) -> Path:
    """A new review without studies."""
    return found_review(folder, TITLE, people, codebook)


@contextmanager
def opened(folder: Path, person: str = "anna", *, writing: bool = True) -> Iterator[Review]:
    """The review, opened for ``person`` and closed afterwards."""
    review = Review(folder)
    review.become(person, writing=writing)
    try:
        yield review
    finally:
        review.close()


def ris(*titles: str) -> str:
    """A RIS file with a record of each title, each unlike the others in everything."""
    return "".join(
        f"TY  - JOUR\r\nTI  - {title}\r\nAU  - {_NAMES[place % len(_NAMES)]}, A{place}\r\nPY  - {2000 + place}\r\n"
        f"JO  - Journal {place}\r\nDO  - 10.1000/fictional.{place}\r\nER  - \r\n\r\n"
        for place, title in enumerate(titles, 1)
    )


_NAMES = ("Abara", "Bianchi", "Castro", "Dlamini", "Eriksen", "Fofanah", "Gupta")
TITLES = (
    "Gardens of the northern valley",
    "Listening circles after the flood",
    "A choir for carers: fictional trial",
)


def with_studies(folder: Path, titles: Sequence[str] = TITLES, **kwargs: object) -> Path:
    """A new review with a study of each title, founded and filled by anna."""
    founded(folder, **kwargs)  # type: ignore[arg-type]
    file = folder.parent / f"{folder.name}.ris"
    file.write_text(ris(*titles), encoding="utf-8", newline="")
    with opened(folder) as review:
        bring_in(review, work_out(review, [file]))
    return folder


def study_keys(review: Review) -> list[str]:
    """The keys of the studies in the order of their numbers."""
    return [one.key for one in review.cards()]


def carry(source: Path, target: Path) -> None:
    """Copy the logs of one copy of a review into another, as a shared folder does: the longer one of a name stays."""
    (target / "logs").mkdir(exist_ok=True)
    for path in sorted((source / "logs").iterdir()):
        there = target / "logs" / path.name
        if not there.exists() or there.stat().st_size < path.stat().st_size:
            shutil.copyfile(path, there)


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below the folder with its bytes."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}

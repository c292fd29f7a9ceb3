"""A review of any size, made through the store as the app would write it, for the benchmarks. All is fictional."""

import random
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

from twofold.codebook.model import Codebook
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.plan_documents import InitiativeDocument, PersonEntry, ReportDocument, StudyDocument
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.review.founding import found_review
from twofold.review.open import Review
from twofold.review.pen import Pen, filed
from twofold.store.device import new_key
from twofold.values.answers import Answer, OffScale, Value

PEOPLE = (
    PersonEntry(id="anna", name="Anna Berg", roles=("lead", "reviewer")),
    PersonEntry(id="ben", name="Ben Okafor", roles=("reviewer",)),
)


def made_review(folder: Path, studies: int, codes: int, *, left: int = 3, seed: int = 1) -> Path:
    """A review of so many studies, each with ``codes`` codes of each of two people, all but ``left`` submitted.

    Every code is a line of its own, as the app writes it; only the waiting for the disk is left out.
    """
    chance = random.Random(seed)
    found_review(folder, "A made review (fictional)", PEOPLE)
    with patch("twofold.store.append.sync"):
        keys = _plan(folder, studies)
        for person in ("ben", "anna"):
            _coding(folder, person, keys, codes, left, chance)
    return folder


def _plan(folder: Path, studies: int) -> list[str]:
    review = Review(folder)
    review.become("anna")
    pen = _pen(review)
    documents: list[Document] = []
    initiatives = [new_key() for _ in range(max(1, studies * 29 // 35))]
    for number, key in enumerate(initiatives, 1):
        documents.append(pen.document(InitiativeDocument, initiative=key, name=f"Initiative {number}")[1])
    keys = [new_key() for _ in range(studies)]
    for number, key in enumerate(keys, 1):
        label, year = f"Author{number}", 2000 + number % 25
        documents.append(
            pen.document(
                StudyDocument,
                study=key,
                number=f"S{number:03d}",
                label=f"{label} {year}",
                title=f"A fictional study of community engagement, number {number}",
                initiative=initiatives[number % len(initiatives)],
            )[1]
        )
        documents.append(
            pen.document(
                ReportDocument,
                report=new_key(),
                study=key,
                title=f"A fictional study of community engagement, number {number}",
                authors=(f"{label}, A.",),
                year=year,
                abstract="Fictional. " * 60,
            )[1]
        )
    pen.put_now(documents)
    review.close()
    return keys


def _coding(folder: Path, person: str, keys: list[str], codes: int, left: int, chance: random.Random) -> None:
    review = Review(folder)
    review.become(person)
    pen, in_force = _pen(review), review.in_force
    for number, study in enumerate(keys):
        made: list[str] = []
        for field, answer in list(_answers(in_force.codebook, chance))[:codes]:
            code = filed(
                pen.document(
                    CodeDocument,
                    round=MAIN_ROUND,
                    study=study,
                    row=None,
                    field=field,
                    answer=answer,
                    purpose="independent",
                    codebook=in_force.everything,
                )[1]
            )
            made.append(code.id)
            pen.own.append("work", [code])
        if number < len(keys) - left:
            frozen = pen.document(
                SubmissionDocument,
                round=MAIN_ROUND,
                study=study,
                codebook=in_force.everything,
                rows=(),
                codes=tuple(made),
                blank=(),
                not_asked=(),
                whole_paper=True,
                digest="0" * 64,
                heads=(),
            )[1]
            pen.own.append("work", [filed(frozen)])
    review.close()


def _answers(codebook: Codebook, chance: random.Random) -> Iterator[tuple[str, Answer]]:
    for field in codebook.study_fields:
        if field.options and not field.type.has_options:
            continue
        yield field.id, Value(chance.choice(field.options).id) if field.options else OffScale.NOT_REPORTED


def _pen(review: Review) -> Pen:
    if review.pen is None:
        raise SystemExit(review.why_read_only)
    return review.pen

"""A review that feeds a synthesis, of any size: three outcome rows a study, two coders, all open. Fictional."""

import random
import secrets
from collections.abc import Iterator
from pathlib import Path

from export import AT
from twofold.codebook.model import Codebook, Field
from twofold.record.document import MAIN_ROUND, Document
from twofold.record.headers import FORMAT, Header, header_body
from twofold.record.lines import Written, encode_line, written
from twofold.record.plan_documents import PersonEntry, ReleaseDocument, RowListDocument, StudyDocument
from twofold.review.founding import found_review
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.store.device import new_key
from twofold.values.canonical import Json

_PEOPLE = (
    PersonEntry(id="anna", name="Anna Berg", roles=("lead", "reviewer")),
    PersonEntry(id="ben", name="Ben Okafor", roles=("reviewer",)),
)
_ROWS = 3
_ALWAYS = {"outcome_evidence": "between_groups", "counts_in_synthesis": "yes", "better_when": "higher"}


def made_synthesis(folder: Path, studies: int) -> Path:
    """The review in that folder, by the default codebook."""
    found_review(folder, "A review with outcomes (fictional)", _PEOPLE)
    review = Review(folder)
    review.become("anna")
    pen = review.pen
    if pen is None:
        raise SystemExit(review.why_read_only)
    rows: dict[str, list[str]] = {}
    planned: list[Document] = []
    for number in range(1, studies + 1):
        study = new_key()
        label = f"Author{number} {2000 + number % 25}"
        planned.append(
            pen.document(StudyDocument, study=study, number=f"S{number:03}", label=label, title="Fictional")[1]
        )
        for place in range(_ROWS):
            row = new_key()
            rows.setdefault(study, []).append(row)
            planned.append(
                pen.document(RowListDocument, study=study, row=row, name=f"outcome {place + 1}", removed=False)[1]
            )
    carry_out(review, planned)
    in_force = review.in_force
    submissions: dict[str, list[str]] = {}
    for one in _PEOPLE:
        header = Header(
            format=FORMAT, review=review.id, person=one.id, device="d0" * 8, log=secrets.token_hex(8), kind="work"
        )
        with (folder / "logs" / f"{one.id}.made.work.jsonl").open("wb") as file:
            raw, digest = encode_line(0, "", (), header_body(header))
            file.write(raw)
            number = 0
            for place, (study, of_study) in enumerate(rows.items()):
                for document in _documents(one.id, study, of_study, in_force.codebook, in_force.everything, place):
                    number += 1
                    raw, digest = encode_line(number, digest, [document])
                    file.write(raw)
                    if document.table == "submissions":
                        submissions.setdefault(study, []).append(document.id)
    carry_out(
        review,
        [
            pen.document(
                ReleaseDocument, round=MAIN_ROUND, study=study, submissions=tuple(some), codebook=in_force.everything
            )[1]
            for study, some in submissions.items()
        ],
    )
    review.close()
    return folder


def _documents(
    person: str, study: str, rows: list[str], codebook: Codebook, everything: str, truth: int
) -> Iterator[Written]:
    common: dict[str, Json] = {"by": person, "device": "d0" * 8, "at": AT, "round": MAIN_ROUND, "study": study}
    agreed, own = random.Random(truth), random.Random(f"{truth} {person}")
    made: list[Json] = []
    places: list[tuple[str | None, Field]] = [(None, one) for one in codebook.study_fields]
    places += [(row, one) for row in rows for one in codebook.row_fields]
    for row, field in places:
        shared, alone = _answer(field, agreed), _answer(field, own)
        code: dict[str, Json] = {
            **common,
            "answer": shared if own.random() < 0.9 else alone,
            "codebook": everything,
            "field": field.id,
            "nonce": secrets.token_hex(16),
            "purpose": "independent",
            "row": row,
        }
        one = written("codes", code)
        made.append(one.id)
        yield one
    listed: list[Json] = [*rows]
    frozen: dict[str, Json] = {
        **common, "rows": listed, "codes": made, "blank": [], "not_asked": [], "whole_paper": True, "heads": [],
        "codebook": everything, "digest": "0" * 64, "nonce": secrets.token_hex(16),
    }  # fmt: skip
    yield written("submissions", frozen)


def _answer(field: Field, chance: random.Random) -> Json:
    if field.id in _ALWAYS:
        return {"value": _ALWAYS[field.id]}
    if not field.type.has_options:
        return {"off": "NR"} if field.id != "n_intervention" else {"value": str(chance.randrange(20, 400))}
    option = chance.choice(field.options).id
    return {"set": [option]} if field.type.value == "multi" else {"value": option}

"""Examples to practise on, and a practice study coded as its answer key has it but for answers named otherwise."""

from collections.abc import Mapping

from twofold.codebook.conditions import asked
from twofold.codebook.findings import needs_reason
from twofold.codebook.model import FieldType
from twofold.codebook.practice import Practice
from twofold.review.open import Review
from twofold.values.answers import Answer, OffScale, Value
from twofold.values.coded import Coded, Evidence

OWN = """\
format = 1
codebook = "small"

[[study]]
label = "Own"
title = "An example of the team's own (fictional)"
text = "Fictional. People were allocated at random."

  [[study.answer]]
  field = "design"
  is = "rct"
  passage = "allocated at random"
  why = "At random."
"""
"""Examples of a team's own, for the small codebook."""


def code_by_key(review: Review, practice: Practice, study: str, otherwise: Mapping[str, Answer]) -> None:
    """Answer every field that is asked: by the key, by ``otherwise`` where it says so, else not reported or a word."""
    session = review.session(study)
    example = practice.studies[list(review.plan.studies).index(study)]
    key = {(one.row, one.field): one for one in example.key}
    names = dict(session.listed_rows)
    done: set[tuple[str | None, str]] = set()
    while left := [place for place in asked(session.codebook, session.sheet) if place not in done]:
        for place in left:
            done.add(place)
            row, field = place[0], session.codebook.by_id[place[1]]
            keyed = key.get((names[row] if row else "", field.id))
            plain: Answer = Value("as told") if field.type is FieldType.TEXT else OffScale.NOT_REPORTED
            answer = otherwise.get(field.id, plain if keyed is None else keyed.answer)
            if field.id == session.codebook.row_name:
                continue
            quote = "the passage" if keyed is None else keyed.passage or "the passage"
            reason = "because" if needs_reason(field, answer) else ""
            session.save(place, Coded(answer, Evidence("", "p. 1", quote), reason))

"""A fictional review of many codes with long quotes, which anna (the lead) and ben coded and which is open."""

from dataclasses import replace
from pathlib import Path

from compared_reviews import release
from made_logs import document, log
from opened_reviews import opened, study_keys, with_studies

FIELDS = 30
QUOTE = 8_000
"""Letters of each quote."""

_OPTIONS = 'options = [ { value = "yes", label = "Yes" }, { value = "no", label = "No" } ]'
_KINDS = (("nominal", _OPTIONS), ("multi", _OPTIONS), ("integer", ""), ("text", ""))


def codebook() -> str:
    """A codebook of ``FIELDS`` fields of several kinds."""
    head = 'format = 1\n[codebook]\nid = "long"\ntitle = "Long (fictional)"\nversion = "1"\n'
    head += '[[section]]\nid = "all"\ntitle = "All"\n'
    return head + "".join(
        f'[[section.field]]\nid = "field_{number}"\nlabel = "Question {number}?"\ntype = "{kind}"\n{options}\n'
        for number in range(FIELDS)
        for kind, options in [_KINDS[number % len(_KINDS)]]
    )


def coded_at_length(folder: Path, studies: int) -> Path:
    """Such a review of that many studies: every field of each is coded by both, and they differ on every third."""
    with_studies(folder, [f"A study (fictional), number {number}" for number in range(studies)], codebook=codebook())
    with opened(folder) as review:
        keys, prints = study_keys(review), review.in_force.everything
    for person in ("anna", "ben"):
        lines = []
        for at, study in enumerate(keys):
            common = {"round": "main", "study": study, "codebook": prints}
            codes = [
                document(
                    "codes",
                    person,
                    "d0" * 8,
                    (person, study, number),
                    **common,
                    field=f"field_{number}",
                    row=None,
                    purpose="independent",
                    answer=_answer(number, at, differs=person == "ben" and not number % 3),
                    evidence={"place": "p. 4", "quote": f"{study} {number} ".ljust(QUOTE, "q")},
                )
                for number in range(FIELDS)
            ]
            frozen = document(
                "submissions",
                person,
                "d0" * 8,
                (person, study),
                **common,
                rows=[],
                codes=[one.id for one in codes],
                blank=[],
                not_asked=[],
                whole_paper=True,
                heads=[],
                digest="0" * 64,
            )
            lines += [(one,) for one in (*codes, frozen)]
        made = replace(log(person, "d0" * 8, review_id=review.id), lines=tuple(lines))
        made.write(folder / "logs" / f"{person}.made.work.jsonl")
    release(folder)
    return folder


def _answer(number: int, study: int, *, differs: bool) -> object:
    kind, options = _KINDS[number % len(_KINDS)]
    option = "no" if differs else "yes"
    if kind == "multi":
        return {"set": [option]}
    return {"value": option if options else str(1_000 * study + 10 * number + differs)}

"""The synthesis as one JSON object."""

from collections.abc import Iterable, Mapping
from typing import cast

from twofold.comparison.synthesised import Source, Synthesised
from twofold.comparison.who_coded import who_coded_it
from twofold.review.open import Review
from twofold.synthesis import Cell, Involvement, Matrix, Synthesis, Votes
from twofold.values.canonical import Json


def synthesis_json(review: Review, found: Synthesised, source: Source) -> Mapping[str, Json]:
    """Everything that the command prints, with the keys of studies given as their numbers."""
    it = source.synthesis
    named = {one.key: one.number for one in it.studies}
    content: dict[str, object] = {
        "review": review.id,
        "round": found.round,
        "released": found.released,
        "who": source.id,
        "open": source.open,
        "studies": [one.number for one in it.studies],
        "studies_of_the_round": found.total,
        "excluded": found.excluded,
        "coded_by_one_person_alone": {one.number: found.alone[one.key] for one in it.studies if one.key in found.alone},
        "sources": [one.id for one in found.sources],
        "rows_without_domain": it.rows_without_domain,
        "gaps": list(found.gaps),
        "domains": [
            {
                "domain": domain.id,
                "label": domain.label,
                "votes": _votes(votes, named),
                "one_vote_per_initiative": _votes(joined, named),
                "all_rows": _votes(every, named),
            }
            for domain, votes, joined, every in zip(it.domains, it.votes, it.by_initiative, it.all_rows, strict=True)
        ],
        "by_panel": {panel.value: _many(votes, named) for panel, votes in it.by_panel.items()},
        "by_engagement": {answer or "blank": _many(votes, named) for answer, votes in it.by_engagement.items()},
        "by_lived_experience": {
            answer or "blank": _many(votes, named) for answer, votes in it.by_lived_experience.items()
        },
        "engagement": _involvement(it.engagement, named),
        "lived_experience": _involvement(it.lived_experience, named),
        "engagement_matrix": _matrix(it.engagement_matrix, named),
        "lived_experience_matrix": _matrix(it.lived_experience_matrix, named),
        "directions": _directions(it),
        "who_coded_it": [
            {
                "domain": one.domain.id,
                "hangs": one.hangs,
                "sentence": one.sentence,
                "sources": {
                    each.id: None if votes is None else {"better": votes.test.better, "worse": votes.test.worse}
                    for each, votes in one.votes
                },
            }
            for one in who_coded_it(found)
        ],
    }
    # The log's JSON knows no fractions; what is printed does.
    return cast(Mapping[str, Json], content)


def _many(votes: Iterable[Votes], named: Mapping[str, str]) -> Mapping[str, object]:
    return {one.domain: _votes(one, named) for one in votes if one.total}


def _votes(one: Votes, named: Mapping[str, str]) -> Mapping[str, object]:
    test = one.test
    return {
        "unit": one.unit,
        "better": [named.get(name, name) for name in one.better],
        "worse": [named.get(name, name) for name in one.worse],
        "left_out": {why.value: [named.get(name, name) for name in names] for why, names in one.left_out.items()},
        "n": test.n,
        "share": test.share,
        "low": None if test.low is None else round(test.low, 4),
        "high": None if test.high is None else round(test.high, 4),
        "p": test.p,
        "why": test.why,
    }


def _involvement(one: Involvement, named: Mapping[str, str]) -> Mapping[str, object]:
    return {
        "unit": "study",
        "studies": {answer or "blank": [named[key] for key in keys] for answer, keys in one.studies.items() if keys},
        "none": one.none,
        "not_reported": one.not_reported,
        "no_reported_involvement": one.no_reported_involvement,
        "why": one.why,
    }


def _matrix(one: Matrix, named: Mapping[str, str]) -> list[object]:
    return [
        {
            "level": level or "blank",
            "domain": domain,
            "studies": [named[key] for key in cell.studies],
            "initiatives": cell.initiatives,
            "rows": cell.rows,
        }
        for (level, domain), cell in one.cells.items()
    ]


def _directions(it: Synthesis) -> list[object]:
    return [_direction(it, cell) for cell in it.cells.values()]


def _direction(it: Synthesis, cell: Cell) -> Mapping[str, object]:
    study = it.study(cell.study)
    return {
        "study": study.number,
        "panel": study.panel.value,
        "domain": cell.domain,
        "direction": None if cell.direction is None else cell.direction.value,
        "why": cell.why,
        "open": bool(cell.open),
        "evidence": None if cell.evidence is None else cell.evidence.value,
        "tested": cell.tested,
        "rows": len(cell.rows),
        "determined": cell.determined,
        "n": cell.n,
        "size": None if cell.size is None else cell.size.value,
    }

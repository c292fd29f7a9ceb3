"""A small fictional review that anna (the lead) and ben coded, submitted, and opened for comparison."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from opened_reviews import opened, study_keys, with_studies

from twofold.review.aligning import listed_rows, propose_alignment
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.store.device import new_key
from twofold.values.answers import Answer, Chosen, OffScale, Value
from twofold.values.coded import Coded, Evidence

Answers = Mapping[str, object]
"""Of one study: an answer by field id, written short; of `rows`, the names of outcomes with their direction."""

OFF = {one.value: one for one in OffScale}
QUOTE = Evidence("r1", "p. 3", "as it stands")

ANNA: tuple[Answers, ...] = (
    {"design": "rct", "level": "high", "part": "yes", "who": {"carers"}, "n_all": "120"},
    {"design": "cohort", "level": "low", "who": {"carers", "residents"}, "n_all": "40"},
    {"design": "rct", "level": "middle", "part": "no", "who": set[str](), "n_all": "NR"},
)
BEN: tuple[Answers, ...] = (
    {"design": "rct", "level": "middle", "part": "yes", "who": {"carers"}, "n_all": "120"},
    {"design": "UC", "level": "low", "who": {"carers"}, "n_all": "44"},
    {"design": "rct", "level": "low", "who": set[str](), "n_all": "17"},
)


def answer(short: object) -> Answer:
    """An answer from its short form: a set, an off-scale code, or a value."""
    if isinstance(short, set | frozenset):
        return Chosen(frozenset(short))
    return OFF.get(str(short)) or Value(str(short))


def code(folder: Path, person: str, studies: Sequence[Answers], *, submit: bool = True) -> None:
    """Let a person code the studies in the order of their numbers, and submit them."""
    with opened(folder, person) as review:
        for key, answers in zip(study_keys(review), studies, strict=False):
            session = review.session(key)
            for field, given in answers.items():
                if field == "rows":
                    assert isinstance(given, Mapping)
                    for name, direction in given.items():
                        row = new_key()
                        session.add_row(row, Coded(Value(name)))
                        session.save((row, "direction"), Coded(answer(direction)))
                else:
                    session.save((None, field), Coded(answer(given), QUOTE))
            if submit:
                assert session.submit(whole_paper=True) == ""


def release(folder: Path) -> None:
    """Open all studies for comparison."""
    with opened(folder) as review:
        carry_out(review, propose_release(review).documents)


def match_rows(folder: Path, study: int, *names: str) -> None:
    """Say that the rows of the study that bear these names are one outcome."""
    with opened(folder) as review:
        assert review.look()
        key = study_keys(review)[study]
        rows = [one.key for one in listed_rows(review, key) if one.name in names]
        carry_out(review, propose_alignment(review, key, [rows]).documents)


def released_review(folder: Path, anna: Sequence[Answers] = ANNA, ben: Sequence[Answers] = BEN) -> Path:
    """The review, coded by both and open for comparison."""
    with_studies(folder)
    code(folder, "anna", anna)
    code(folder, "ben", ben)
    release(folder)
    return folder

"""A codebook with words of its own feeds the same synthesis once it declares which field plays which role."""

import re
from itertools import product
from types import MappingProxyType

from synthesis_reviews import CODEBOOK

from twofold.codebook.model import Codebook
from twofold.codebook.roles import ROLES
from twofold.codebook.toml_reader import read_codebook
from twofold.comparison.feeding import gaps, question_of, what_is_missing
from twofold.comparison.synthesised import study_of
from twofold.review.plan import PlannedStudy
from twofold.synthesis import Direction, Synthesis, synthesise
from twofold.values.answers import Value
from twofold.values.coded import Coded, Sheet

FIELDS = {
    "outcome_domain": "area",
    "outcome_evidence": "proof",
    "counts_in_synthesis": "in_or_out",
    "direction": "effect",
    "design": "kind_of_trial",
    "engagement_level": "participation",
    "lived_experience_level": "voice",
    "n_total": "people",
    "overall_concern": "verdict",
}
OPTIONS = {
    "better": "up",
    "worse": "down",
    "no_difference": "level",
    "between_groups": "parallel",
    "yes": "in",
    "rct": "x",
}
DECLARED = """
[synthesis]
domain = "area"
evidence = "proof"
counts = "in_or_out"
direction = "effect"
design = "kind_of_trial"
engagement = "participation"
lived_experience = "voice"
n_total = "people"
[synthesis.means]
direction = { up = "better", down = "worse", level = "no_difference" }
evidence = { parallel = "between_groups", pre_post = "pre_post", qualitative = "qualitative" }
counts = { in = "counts" }
design = { x = "randomised", controlled_nonrandomised = "controlled", pre_post = "uncontrolled" }
"""


def renamed(text: str) -> str:
    """The text with every id of ``FIELDS`` and option of ``OPTIONS`` called otherwise."""
    for old, new in (FIELDS | OPTIONS).items():
        text = re.sub(rf'"{old}"', f'"{new}"', text)
    return text


def put_together(codebook: Codebook, *, other: bool) -> Synthesis:
    """Twelve fictional studies with two rows each, in every mixture of directions, evidence, design and counting."""
    studies = []
    mixture = product(
        ("better", "worse"), ("better", "no_difference"), ("between_groups", "qualitative"), ("yes", "no")
    )
    for number, (first, second, evidence, counts) in enumerate(mixture):
        given = {
            (None, "design"): "rct" if number % 3 else "pre_post",
            (None, "engagement_level"): "high",
            (None, "lived_experience_level"): "none",
            (None, "n_total"): str(number * 30),
            (None, "overall_concern"): "some",
        }
        for row, direction in (("r1", first), ("r2", second)):
            given |= {
                (row, "outcome_name"): f"outcome {row}",
                (row, "outcome_domain"): "wellbeing" if number % 4 else "access_to_care",
                (row, "outcome_evidence"): evidence,
                (row, "counts_in_synthesis"): counts,
                (row, "direction"): direction,
            }
        if other:
            given = {(row, FIELDS.get(name, name)): OPTIONS.get(said, said) for (row, name), said in given.items()}
        codes = {place: Coded(Value(said)) for place, said in given.items()}
        planned = PlannedStudy(f"k{number}", f"S{number:03}", "Abara 2001", "A fictional title", "", ())
        studies.append(study_of(codebook, planned, Sheet(MappingProxyType(codes), ("r1", "r2")), {}))
    return synthesise(studies, question_of(codebook))


def test_declared_under_other_names_the_same_studies_give_the_same_synthesis() -> None:
    usual = put_together(read_codebook(CODEBOOK), other=False)
    own = put_together(read_codebook(renamed(CODEBOOK) + DECLARED), other=True)
    assert own.studies == usual.studies
    assert own.votes == usual.votes
    assert own.all_rows == usual.all_rows
    assert own.engagement.studies == usual.engagement.studies
    assert (own.question.lived_experience.none, usual.question.lived_experience.none) == ("none", "none")
    assert {one.test.n for one in usual.votes} != {0}, "there is something to compare"


def test_undeclared_it_says_for_each_part_what_is_missing_and_how_to_add_it() -> None:
    bare = renamed(CODEBOOK)
    said = what_is_missing(read_codebook(bare))
    for role in ("domain", "direction", "evidence"):
        assert f"No field is declared as {ROLES[role].words}, and none is called `{ROLES[role].usual}`" in said
        assert f'add {role} = "..." under [synthesis]' in said
    some = f'{bare}\n[synthesis]\ndomain = "area"\nevidence = "proof"\ndirection = "effect"\n'
    some += DECLARED[DECLARED.index("[synthesis.means]") : DECLARED.index("counts = {")]
    codebook = read_codebook(some)
    assert what_is_missing(codebook) == ""
    told = " ".join(gaps(codebook))
    for role in ("counts", "design", "engagement", "lived_experience"):
        assert f'add {role} = "..." under [synthesis]' in told
    assert "nothing is told by engagement" in told


def test_a_usual_id_on_a_field_of_another_kind_is_told_rather_than_taken() -> None:
    asked = 'id = "direction"\n  label = "Which way?"\n  type = '
    wrong = CODEBOOK.replace(f'{asked}"ordinal"', f'{asked}"multi"')
    assert "`direction` is no field of which one option is chosen" in what_is_missing(read_codebook(wrong))


def test_rows_that_are_mixed_in_themselves_leave_a_study_in_conflict() -> None:
    better = '{ value = "better", label = "Better" }'
    text = CODEBOOK.replace(better, f'{better}, {{ value = "both", label = "Both" }}')
    means = 'direction = { better = "better", worse = "worse", both = "mixed" }'
    codebook = read_codebook(f"{text}[synthesis.means]\n{means}\n")
    given = {"outcome_domain": "wellbeing", "outcome_evidence": "between_groups", "counts_in_synthesis": "yes"}
    codes = {("r1", name): Coded(Value(said)) for name, said in {**given, "direction": "both"}.items()}
    planned = PlannedStudy("k1", "S001", "Abara 2001", "A fictional title", "", ())
    made = synthesise([study_of(codebook, planned, Sheet(MappingProxyType(codes), ("r1",)), {})], question_of(codebook))
    cell = made.cell("k1", "wellbeing")
    assert cell is not None
    assert (cell.direction, cell.determined) == (Direction.CONFLICTING, 1)

"""A codebook with words of its own feeds the same synthesis once it declares which field plays which role."""

import re
from itertools import product
from types import MappingProxyType

from synthesis_reviews import CODEBOOK

from twofold.codebook.model import Codebook
from twofold.codebook.roles import ROLES
from twofold.codebook.toml_reader import read_codebook
from twofold.comparison.feeding import feeds_of, gaps, question_of, what_is_missing
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
    said = what_is_missing(read_codebook(wrong))
    assert "`direction` is a multi field asked of each outcome row, so it cannot be the direction" in said
    assert 'add direction = "..." under [synthesis], with the id of a field of which one option is chosen' in said


def as_type(text: str, field: str, other: str) -> str:
    """The codebook with a field of another type."""
    made, count = re.subn(rf'(id = "{field}"\n\s*label = "[^"]*"\n\s*type = )"\w+"', rf'\1"{other}"', text)
    assert count == 1
    return made


def test_a_gap_tells_of_a_usual_id_on_a_field_that_does_not_fit_and_why() -> None:
    codebook = read_codebook(as_type(CODEBOOK, "design", "multi"))
    assert what_is_missing(codebook) == ""
    assert feeds_of(codebook).design == "", "or every study would be one whose design is not coded"
    (said,) = [one for one in gaps(codebook) if "design" in one]
    assert said == (
        "`design` is a multi field asked once a study, so it cannot be the design of a study: studies are not placed in"
        ' panels; to have it, add design = "..." under [synthesis], with the id of a field of which one option is'
        " chosen, asked once a study."
    )


def test_a_gap_tells_of_texts_and_sizes_that_do_not_fit_and_of_none_that_are_not_there() -> None:
    assert not any("size" in one and "`n_total`" in one for one in gaps(read_codebook(CODEBOOK)))
    own = '[[section]]\nid = "more"\ntitle = "More"\n  [[section.field]]\n  id = "p_reported"\n  label = "p?"\n'
    codebook = read_codebook(f'{as_type(CODEBOOK, "n_total", "number")}{own}  type = "text"\n')
    told = " ".join(gaps(codebook))
    assert "`n_total` is a number field asked once a study, so it cannot be the people of a study" in told
    assert "`p_reported` is a text field asked once a study, so it cannot be the p value of an outcome row" in told


def test_a_gap_tells_where_no_option_means_anything() -> None:
    text = renamed(CODEBOOK).replace('"in_or_out"', '"counts_in_synthesis"').replace('"kind_of_trial"', '"design"')
    text = text.replace('"controlled_nonrandomised"', '"y"').replace('"pre_post"', '"z"')
    codebook = read_codebook(
        f'{text}[synthesis]\ndomain = "area"\ndirection = "effect"\nevidence = "proof"\n'
        '[synthesis.means]\ndirection = { up = "better", down = "worse" }\n'
        'evidence = { parallel = "between_groups" }\n'
    )
    assert what_is_missing(codebook) == ""
    told = " ".join(gaps(codebook))
    assert "No option of `counts_in_synthesis` means `counts`: no row counts; say what its options mean" in told


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

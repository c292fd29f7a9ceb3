"""An export says which field feeds the synthesis as what, so that an analyst can make its directions again."""

from collections import defaultdict
from pathlib import Path

import pytest
import synthesis_reviews
from exported_folders import exported, package_of, rows_of
from synthesis_reviews import CODEBOOK, synthesis_review

from twofold.codebook.roles import ROLES
from twofold.export.choices import Choices

OWN = CODEBOOK.replace(
    '{ value = "better", label = "Better" }',
    '{ value = "better", label = "Better" }, { value = "both", label = "Both" }',
).replace('{ value = "rct", label = "Rct" }', '{ value = "rct", label = "Rct" }, { value = "lottery", label = "Lot" }')
DECLARED = f"""{OWN}
[synthesis]
engagement = "lived_experience_level"
lived_experience = ""

[synthesis.means.direction]
better = "worse"
worse = "better"
both = "mixed"

[synthesis.means.design]
rct = "controlled"
"""


@pytest.fixture(name="out", scope="module")
def _out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a review that declares that *better* means worse, as of the rate of relapses, and other things."""
    made = tmp_path_factory.mktemp("roles")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(made / "home"))
        patch.setattr(synthesis_reviews, "CODEBOOK", DECLARED)
        exported(synthesis_review(made / "review"), made / "out")
    return made / "out"


def test_the_dictionary_has_the_role_of_each_field_and_what_each_option_means_in_it(out: Path) -> None:
    rows = rows_of(out, "codebook")
    assert {one["field"]: one["role"] for one in rows if one["role"]} == {
        "design": "design",
        "lived_experience_level": "engagement",
        "n_total": "n_total",
        "outcome_domain": "domain",
        "outcome_evidence": "evidence",
        "counts_in_synthesis": "counts",
        "direction": "direction",
        "overall_concern": "quality",
    }
    means = {(one["field"], one["option"]): one["means"] for one in rows}
    assert [means["direction", one] for one in ("worse", "no_difference", "better", "both")] == [
        "better",
        "",
        "worse",
        "mixed",
    ]
    assert (means["design", "rct"], means["design", "pre_post"]) == ("controlled", "")
    assert (means["counts_in_synthesis", "yes"], means["counts_in_synthesis", "no"]) == ("counts", "")
    assert means["lived_experience_level", "none"] == "none"
    assert {means["outcome_domain", one] for one in ("wellbeing", "access_to_care")} == {""}


def test_an_analyst_makes_the_directions_again_from_the_codes_and_the_dictionary_alone(out: Path) -> None:
    dictionary = rows_of(out, "codebook")
    played = {one["role"]: one["field"] for one in dictionary if one["role"]}
    means = {(one["field"], one["option"]): one["means"] for one in dictionary}
    answers: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    designs = {}
    for one in rows_of(out, "codes_long"):
        answers[one["reviewer"], one["study"], one["row"]][one["field"]] = one["value"]
        if one["field"] == played["design"]:
            designs[one["reviewer"], one["study"]] = means[one["field"], one["value"]]
    again = {
        (coder, study, said[played["domain"]]): (
            means[played["direction"], said[played["direction"]]],
            means[played["evidence"], said[played["evidence"]]],
            designs[coder, study],
        )
        for (coder, study, row), said in answers.items()
        if row and means[played["counts"], said[played["counts"]]] == "counts"
    }
    written = {
        (one["coder"], one["study"], one["domain"]): (one["direction"], one["evidence"], one["panel"])
        for one in rows_of(out, "directions")
        if one["source"] == "coder"
    }
    assert again == written
    assert {found for found, _, _ in written.values()} == {"better", "worse"}
    assert {panel for _, _, panel in written.values()} == {"controlled"}


def test_the_data_package_and_the_readme_tell_the_same(out: Path) -> None:
    told = package_of(out)["twofold"]["codebook"]["synthesis"]
    assert told["domain"] == {"field": "outcome_domain"}
    assert told["direction"] == {
        "field": "direction",
        "means": {"worse": "better", "better": "worse", "both": "mixed"},
    }
    assert told["engagement"] == {"field": "lived_experience_level", "means": {"none": "none"}}
    assert "lived_experience" not in told
    read = " ".join((out / "README.txt").read_text("utf-8").split())
    assert (
        "direction: direction, the direction of an outcome row; worse is better, better is worse, both is mixed" in read
    )
    assert "domain: outcome_domain, the domain of an outcome row" in read
    columns = {one["name"]: one for one in _codebook_columns(out)}
    assert set(columns["role"]["constraints"]["enum"]) == set(ROLES)
    assert {one["means"] for one in rows_of(out, "codebook")} - {""} <= set(columns["means"]["constraints"]["enum"])


def _codebook_columns(out: Path) -> list[dict[str, dict[str, list[str]]]]:
    found = next(one for one in package_of(out)["resources"] if one["name"] == "codebook")
    columns: list[dict[str, dict[str, list[str]]]] = found["schema"]["fields"]
    return columns


def test_where_the_directions_are_not_written_nothing_is_told_of_what_they_are_made_from(tmp_path: Path) -> None:
    exported(synthesis_review(tmp_path / "r"), tmp_path / "out", choices=Choices(only=("codebook",)))
    assert "synthesis" not in package_of(tmp_path / "out")["twofold"]["codebook"]
    assert "directions.csv" not in (tmp_path / "out" / "README.txt").read_text("utf-8")

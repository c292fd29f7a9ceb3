"""A small fictional review whose codebook feeds a synthesis, coded by anna and ben and opened for comparison."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from compared_reviews import release
from opened_reviews import PEOPLE, opened, study_keys, with_studies

from twofold.record.plan_documents import PersonEntry
from twofold.review.leading import carry_out
from twofold.review.listing_rows import propose_rows
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Evidence

QUOTE = "as a fictional paper has it"
SECRET = "SECRETQUOTE"


def _options(*names: str) -> str:
    return ", ".join(f'{{ value = "{one}", label = "{one.replace("_", " ").capitalize()}" }}' for one in names)


CODEBOOK = f"""\
format = 1
[codebook]
id = "small"
title = "A small codebook with outcomes"
version = "1.0"
row_name = "outcome_name"

[[section]]
id = "about"
title = "About"
  [[section.field]]
  id = "design"
  label = "Design?"
  type = "nominal"
  options = [ {_options("rct", "controlled_nonrandomised", "pre_post")} ]
  [[section.field]]
  id = "engagement_level"
  label = "Engagement?"
  type = "ordinal"
  options = [ {_options("low", "high")} ]
  [[section.field]]
  id = "lived_experience_level"
  label = "Lived experience?"
  type = "ordinal"
  options = [ {_options("none", "led")} ]
  [[section.field]]
  id = "n_total"
  label = "How many?"
  type = "integer"

[[section]]
id = "outcomes"
title = "Outcomes"
unit = "row"
  [[section.field]]
  id = "outcome_name"
  label = "Which outcome?"
  type = "text"
  [[section.field]]
  id = "outcome_domain"
  label = "Domain?"
  type = "nominal"
  options = [ {_options("wellbeing", "access_to_care")} ]
  [[section.field]]
  id = "outcome_evidence"
  label = "Evidence?"
  type = "nominal"
  options = [ {_options("between_groups", "pre_post", "qualitative")} ]
  [[section.field]]
  id = "counts_in_synthesis"
  label = "Counts?"
  type = "nominal"
  options = [ {_options("yes", "no")} ]
  [[section.field]]
  id = "direction"
  label = "Which way?"
  type = "ordinal"
  options = [ {_options("worse", "no_difference", "better")} ]

[[section]]
id = "appraisal"
title = "A fictional appraisal"
  [[section.field]]
  id = "selection"
  label = "Concern about selection?"
  type = "ordinal"
  options = [ {_options("low", "some", "high")} ]
  [[section.field]]
  id = "overall_concern"
  label = "Overall concern?"
  type = "ordinal"
  options = [ {_options("low", "some", "high")} ]

[[instrument]]
id = "fictional"
title = "A fictional appraisal"
section = "appraisal"
overall = "overall_concern"
levels = {{ low = "low", some = "some", high = "high" }}
"""

Row = tuple[str, str]
"""The domain and the direction of the one row that the lead lists for each study."""

ANNA: tuple[Row, ...] = (("wellbeing", "better"), ("wellbeing", "better"), ("access_to_care", "better"))
BEN: tuple[Row, ...] = (("wellbeing", "better"), ("wellbeing", "worse"), ("access_to_care", "better"))

BESIDE: Mapping[str, str] = {
    "design": "rct",
    "engagement_level": "high",
    "lived_experience_level": "NR",
    "n_total": "400",
    "selection": "low",
    "overall_concern": "some",
}


def coded(folder: Path, person: str, some: Sequence[Row]) -> None:
    """Let a person code the one row of each study, and submit the studies."""
    with opened(folder, person) as review:
        review.look()
        review.take_in()
        for key, (domain, direction) in zip(study_keys(review), some, strict=True):
            session = review.session(key)
            for field, given in BESIDE.items():
                session.save((None, field), Coded(OffScale(given) if given == "NR" else Value(given)))
            (row,) = session.sheet.rows
            evidence = Evidence(place="p. 7", quote=SECRET if person == "ben" else QUOTE)
            for field, given in (
                ("outcome_domain", domain),
                ("outcome_evidence", "between_groups"),
                ("counts_in_synthesis", "yes"),
            ):
                session.save((row, field), Coded(Value(given)))
            session.save((row, "direction"), Coded(Value(direction), evidence))
            assert session.submit(whole_paper=True) == ""


def listed(folder: Path, people: Sequence[PersonEntry] = PEOPLE) -> Path:
    """The review with its studies, each with one outcome row that the lead lists."""
    with_studies(folder, codebook=CODEBOOK, people=people)
    with opened(folder) as review:
        for key in study_keys(review):
            carry_out(review, propose_rows(review, key, ["the main outcome"], remove=False).documents)
    return folder


def unreleased_review(folder: Path) -> Path:
    """Coded and submitted by both, and not open for comparison."""
    listed(folder)
    coded(folder, "anna", ANNA)
    coded(folder, "ben", BEN)
    return folder


def synthesis_review(folder: Path) -> Path:
    """The same, open for comparison: the two differ in the direction of one row of three."""
    unreleased_review(folder)
    release(folder)
    return folder

"""Outcome rows that the lead lists are shared by the coders of a study."""

from pathlib import Path

import pytest
from opened_reviews import opened, study_keys, with_studies

from twofold.review.leading import Refused, carry_out
from twofold.review.listing_rows import propose_rows
from twofold.values.answers import Value


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with_studies(tmp_path / "review")
    return tmp_path / "review"


def test_a_listed_row_stands_in_every_coders_sheet_under_one_key_with_its_name(folder: Path) -> None:
    with opened(folder, "anna") as review:
        study = study_keys(review)[0]
        carry_out(review, propose_rows(review, study, ["Depression,  6 months"], remove=False).documents)
        mine = review.session(study)
        (row,) = mine.sheet.rows
        assert mine.listed_rows == {row: "Depression, 6 months"}
        assert mine.sheet.at(mine.codebook.row_name, row).answer == Value("Depression, 6 months")
    with opened(folder, "ben") as review:
        assert review.session(study).sheet.rows == (row,)


def test_a_row_taken_off_the_list_is_gone_for_all_and_can_be_listed_again(folder: Path) -> None:
    with opened(folder, "anna") as review:
        study = study_keys(review)[0]
        carry_out(review, propose_rows(review, study, ["One", "Two"], remove=False).documents)
        carry_out(review, propose_rows(review, study, ["One"], remove=True).documents)
        assert list(review.session(study).listed_rows.values()) == ["Two"]
        carry_out(review, propose_rows(review, study, ["One"], remove=False).documents)
        assert sorted(review.session(study).listed_rows.values()) == ["One", "Two"]


def test_only_a_lead_lists_rows_and_no_name_twice(folder: Path) -> None:
    with opened(folder, "anna") as review:
        study = study_keys(review)[0]
        carry_out(review, propose_rows(review, study, ["One"], remove=False).documents)
        with pytest.raises(Refused, match="has a listed row “One” already"):
            propose_rows(review, study, ["One"], remove=False)
        with pytest.raises(Refused, match="no listed row “Three”"):
            propose_rows(review, study, ["Three"], remove=True)
    with opened(folder, "ben") as review, pytest.raises(Refused, match="Only a lead lists outcome rows"):
        propose_rows(review, study, ["Two"], remove=False)

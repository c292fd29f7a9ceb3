"""Who this device is for: nobody looks at another's answers by saying that they are somebody else."""

import shutil
from pathlib import Path

import pytest
from opened_reviews import carry, on_device, opened, study_keys, value, with_studies

from twofold.review.open import CannotOpen, Review
from twofold.values.resources import shipped


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Anna codes here; what ben coded on his own laptop has been brought in."""
    place = with_studies(tmp_path / "review")
    bens = shutil.copytree(place, tmp_path / "bens copy")
    with on_device(tmp_path / "bens laptop"), opened(bens, "ben") as review:
        review.session(study_keys(review)[0]).save((None, "design"), value("rct"))
    carry(bens, place)
    return place


@pytest.mark.parametrize("writing", [True, False])
def test_on_annas_device_the_answers_of_ben_do_not_open_to_who_says_ben(folder: Path, *, writing: bool) -> None:
    before = sorted(path.name for path in (folder / "logs").iterdir())
    review = Review(folder)
    with pytest.raises(CannotOpen, match="`anna` codes, and `ben` answered on another device"):
        review.become("ben", writing=writing)
    assert sorted(path.name for path in (folder / "logs").iterdir()) == before
    with opened(folder) as mine:
        assert mine.remembered_person() == "anna", "the device stays anna's"


def test_on_his_own_laptop_and_on_a_new_one_of_his_they_open(folder: Path, tmp_path: Path) -> None:
    for home in ("bens laptop", "bens new laptop"):
        with on_device(tmp_path / home), opened(folder, "ben") as review:
            assert review.session(study_keys(review)[0]).sheet.at("design") == value("rct")


def test_two_people_who_share_one_account_from_the_start_both_code_there(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    for person, answer in (("anna", "rct"), ("ben", "cohort"), ("anna", "other"), ("ben", "rct")):
        with opened(folder, person) as review:
            review.session(study_keys(review)[1]).save((None, "design"), value(answer))


def test_the_demo_can_be_looked_at_as_everybody(tmp_path: Path) -> None:
    folder = shutil.copytree(shipped("sample_data") / "demo", tmp_path / "demo")
    for person in ("tomas", "marit", "tomas"):
        with opened(folder, person) as review:
            assert review.why_read_only == ""

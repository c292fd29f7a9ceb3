"""An export holds nothing of another's before a release: every file of it is walked."""

from pathlib import Path
from zipfile import ZipFile

import pytest
from compared_reviews import ANNA, BEN, code
from exported_folders import exported, rows_of
from opened_reviews import opened, with_studies
from two_coders import SENTINEL, spoil, two_coders

from twofold.export.choices import Choices
from twofold.export.plain_tinydb import PlainTinyDB
from twofold.export.ris_back import RisFile
from twofold.export.workbook import Workbook
from twofold.export.writing import export, rehearse
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release

PAIRS = [("anna", "ben"), ("ben", "anna"), ("anna", "cleo"), ("ben", "cleo")]


def everything(folder: Path, person: str, place: Path) -> dict[str, bytes]:
    """Every file that an export writes, the sheets of the workbook unpacked."""
    with opened(folder, person, writing=False) as review:
        extras = (PlainTinyDB(place / "all.json"), Workbook(place / "all.xlsx"), RisFile(place / "all.ris"))
        export(review, Choices(), place / "out", extras=extras)
    found = {
        path.name: path.read_bytes() for path in (*(place / "out").iterdir(), place / "all.json", place / "all.ris")
    }
    with ZipFile(place / "all.xlsx") as book:
        found |= {f"all.xlsx/{name}": book.read(name) for name in book.namelist()}
    return found


@pytest.mark.parametrize(("author", "viewer"), PAIRS)
@pytest.mark.parametrize("odd", [False, True], ids=["sound logs", "damaged and odd logs"])
def test_no_file_of_an_export_shows_anothers_unreleased_work(
    tmp_path: Path, author: str, viewer: str, odd: bool
) -> None:
    made = two_coders(tmp_path / "r", author, viewer)
    if odd:
        spoil(made)
    found = everything(made.folder, viewer, tmp_path)
    assert len(found) > 20
    for name, data in found.items():
        for secret in made.secrets():
            assert secret.encode() not in data, (name, secret)
    with opened(made.folder, viewer, writing=False) as review:
        told = repr(rehearse(review, Choices(), tmp_path / "other"))
    assert SENTINEL not in told
    assert {one["reviewer"] for one in rows_of(tmp_path / "out", "codes_long")} <= {viewer}


def test_the_walk_would_notice(tmp_path: Path) -> None:
    made = two_coders(tmp_path / "r", "ben", "anna")
    found = everything(made.folder, "ben", tmp_path)
    holding = {name for name, data in found.items() if SENTINEL.encode() in data}
    assert {"codes_long.csv", "audit.csv", "all.json"} <= holding
    assert any(name.startswith("all.xlsx/") for name in holding)


def test_after_a_release_the_export_holds_what_was_released_and_no_more(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ANNA)
    code(folder, "ben", BEN)
    with opened(folder) as review:
        carry_out(review, propose_release(review, list(review.plan.studies)[:1]).documents)
    for person, other in (("anna", "ben"), ("ben", "anna")):
        done = exported(folder, tmp_path / person, person)
        rows = rows_of(tmp_path / person, "codes_long")
        assert {one["study"] for one in rows if one["reviewer"] == other} == {"S001"}
        assert {one["study"] for one in rows if one["reviewer"] == person} == {"S001", "S002", "S003"}
        audited = rows_of(tmp_path / person, "audit")
        assert {one["study"] for one in audited if one["by"] == other and one["table"] == "codes"} == {"S001"}
        assert "1 of 3 studies are open for comparison; the others have no consensus." in done.sentences


def test_who_took_a_submission_back_exports_the_own_codes_alone(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ANNA)
    code(folder, "ben", BEN)
    with opened(folder) as review:
        carry_out(review, propose_release(review).documents)
    with opened(folder, "ben") as review:
        for key in review.mine():
            assert review.session(key).reopen("once more") == ""
    exported(folder, tmp_path / "out", "ben")
    assert {one["reviewer"] for one in rows_of(tmp_path / "out", "codes_long")} == {"ben"}
    assert {one["study_state"] for one in rows_of(tmp_path / "out", "consensus_wide")} == {"not open for comparison"}
    assert rows_of(tmp_path / "out", "codes_side") == []

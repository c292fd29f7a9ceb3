"""PDFs are told by what their files are called, or set by hand; what is in doubt is never taken."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened_reviews import bytes_of, opened, study_keys, with_studies

from twofold.review.outside import name_pdf_folder, pdf_names, pdf_of
from twofold.review.papers import NotKept, Sought, keep_pdfs, match_files, matches_of

STUDIES = (
    Sought("a", "S001", "Abas 2016", ("10.1000/fictional.one",)),
    Sought("b", "S002", "Núñez-Bo 2016"),
    Sought("c", "S003", "Abas 2016"),
)


def how(*files: str, named: dict[str, str] | None = None) -> dict[str, tuple[str, str]]:
    return {one.file: (one.study, one.how) for one in match_files(files, STUDIES, named or {}).matched}


@pytest.mark.parametrize(
    ("file", "study", "by"),
    [
        ("S001.pdf", "a", "number"),
        ("final s003 copy.PDF", "c", "number"),
        ("10.1000_fictional.one.pdf", "a", "doi"),
        ("10.1000%2Ffictional.one.pdf", "", ""),
        ("nunez_bo-2016 (1).pdf", "b", "label"),
        ("NunezBo2016.pdf", "", ""),
    ],
)
def test_a_file_is_told_by_number_doi_or_label(file: str, study: str, by: str) -> None:
    assert how(file) == ({file: (study, by)} if study else {})


def test_a_file_that_fits_two_studies_and_a_study_that_two_files_fit_are_in_doubt() -> None:
    found = match_files(("abas 2016.pdf", "S002 a.pdf", "S002 b.pdf", "other.pdf"), STUDIES, {})
    assert found.matched == ()
    assert found.doubtful == (
        ("S002 a.pdf", "2 files fit S002"),
        ("S002 b.pdf", "2 files fit S002"),
        ("abas 2016.pdf", "fits S001, S003 by its label"),
    )
    assert found.files_left == ("other.pdf",)
    assert found.studies_left == ("a", "b", "c")


def test_what_was_set_by_hand_comes_first_and_settles_the_doubt() -> None:
    assert how("abas 2016.pdf", "S002 a.pdf", named={"c": "abas 2016.pdf"}) == {
        "abas 2016.pdf": ("c", "by hand"),
        "S002 a.pdf": ("b", "number"),
    }


def test_a_label_within_a_longer_label_gives_way_to_it() -> None:
    studies = (Sought("a", "S001", "Abas"), Sought("b", "S002", "Abas 2016"))
    assert [one.study for one in match_files(("abas-2016.pdf", "abas.pdf"), studies, {}).matched] == ["a", "b"]


@given(st.lists(st.text("Sabas0123 16-_.", min_size=1, max_size=12).map(lambda one: f"{one}.pdf"), unique=True))
def test_every_file_and_every_study_is_accounted_for_once(files: list[str]) -> None:
    found = match_files(files, STUDIES, {})
    told = [one.file for one in found.matched] + [file for file, _ in found.doubtful] + list(found.files_left)
    assert sorted(told) == sorted(files)
    studies = [one.study for one in found.matched] + list(found.studies_left)
    assert sorted(studies) == ["a", "b", "c"]


def test_what_is_set_is_kept_on_this_device_and_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    folder = with_studies(tmp_path / "r")
    papers = tmp_path / "papers"
    papers.mkdir()
    for name in ("S001.pdf", "scan.pdf", "notes.txt"):
        (papers / name).write_bytes(b"%PDF-1.4 fictional")
    with opened(folder) as review:
        before = bytes_of(folder)
        first, second, _ = study_keys(review)
        with pytest.raises(NotKept, match="No folder of PDFs"):
            keep_pdfs(review, [(first, "S001.pdf")])
        name_pdf_folder(review.id, papers)
        assert [(one.study, one.how) for one in matches_of(review).matched] == [(first, "number")]
        keep_pdfs(review, [(second, "scan.pdf")])
        assert pdf_names(review.id) == {second: "scan.pdf"}
        study = review.session(second).study
        assert pdf_of(study, papers) is None
        assert pdf_of(study, papers, "scan.pdf") == papers / "scan.pdf"
        for wrong in ("../home/reviews", "notes.txt", "gone.pdf"):
            with pytest.raises(NotKept):
                keep_pdfs(review, [(second, wrong)])
            assert pdf_of(study, papers, wrong) is None
        keep_pdfs(review, [(second, "")])
        assert pdf_names(review.id) == {}
        assert bytes_of(folder) == before

"""Opening a paper outside: only a PDF inside the device's folder, or doi.org, and never a word of the shell."""

import os
import subprocess
from pathlib import Path

import pytest

from twofold.review.outside import name_pdf_folder, open_paper, pdf_folder
from twofold.review.views import Report, Study
from twofold.store.device import data_folder

REVIEW = "ab" * 16


def study(doi: str = "", number: str = "S012", label: str = "Abas 2016") -> Study:
    return Study("k" * 16, number, label, 1, 1, (Report("r" * 16, label, doi=doi),))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were started, instead of starting them."""
    found: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: found.append(command))
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setenv("DISPLAY", ":0")
    return found


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    name_pdf_folder(REVIEW, folder)
    return folder


@pytest.mark.parametrize(
    "name", ["S012 Abas 2016.pdf", "S012.PDF", "abas 2016 - friendship bench.pdf", "s012-final.pdf"]
)
def test_a_pdf_that_begins_with_the_number_or_the_label_is_opened(
    papers: Path, started: list[list[str]], name: str
) -> None:
    (papers / name).write_bytes(b"%PDF")

    assert open_paper(REVIEW, study("10.1000/x")) == f"Opened {name}."
    assert started == [["xdg-open", str((papers / name).resolve())]]


@pytest.mark.parametrize("name", ["S0123 Other.pdf", "S012 Abas 2016.sh", "xS012.pdf", "Abas 20161.pdf"])
def test_no_other_file_is_taken_for_it(papers: Path, started: list[list[str]], name: str) -> None:
    (papers / name).write_bytes(b"%PDF")

    assert "no PDF in" in open_paper(REVIEW, study())
    assert started == []


def test_a_link_out_of_the_folder_is_not_followed(papers: Path, tmp_path: Path, started: list[list[str]]) -> None:
    (tmp_path / "secret.pdf").write_bytes(b"%PDF")
    (papers / "S012 a.pdf").symlink_to(tmp_path / "secret.pdf")
    (papers / "S012 b.pdf").symlink_to(papers / "S012 b.pdf")

    assert "no PDF in" in open_paper(REVIEW, study())
    assert started == []


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        ("10.1186/s13033-016-0071-9", "https://doi.org/10.1186/s13033-016-0071-9"),
        ("10.1002/(sici)1097-0258(19980815)17:15<1661::aid-sim968>3.0.co;2-2", None),
        ("10.1000/a?b=c&d#e", "https://doi.org/10.1000/a%3Fb%3Dc%26d%23e"),
        ("10.1000/$(id);`id`|x", None),
    ],
)
def test_a_doi_is_opened_at_doi_org_alone(started: list[list[str]], doi: str, address: str | None) -> None:
    said = open_paper(REVIEW, study(doi))

    ((opener, target),) = started
    assert opener == "xdg-open"
    assert target.startswith("https://doi.org/10.")
    assert address in (None, target)
    assert not set(target) & set(" <>`$|\"'\\")
    assert target in said


@pytest.mark.parametrize(
    "doi", ["", "javascript:alert(1)", "https://evil.example/10.1/x", "10.1000/a b", "10.1000/a\x1b", "10.1/x"]
)
def test_what_is_no_doi_is_not_opened(started: list[list[str]], doi: str) -> None:
    assert open_paper(REVIEW, study(doi)).startswith("No DOI")
    assert started == []


def test_without_a_desktop_the_address_is_given_and_nothing_is_started(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)

    assert open_paper(REVIEW, study("10.1000/x")) == "https://doi.org/10.1000/x (not opened: there is no desktop here)"
    assert started == []


def test_a_system_without_an_opener_is_told_as_a_sentence(
    papers: Path, started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    monkeypatch.setattr(subprocess, "Popen", missing)
    (papers / "S012.pdf").write_bytes(b"%PDF")
    assert open_paper(REVIEW, study()) == "S012.pdf could not be opened: `xdg-open` is not there to open it with."
    (papers / "S012.pdf").unlink()
    assert "not opened: `xdg-open` is not there" in open_paper(REVIEW, study("10.1000/x"))


@pytest.mark.parametrize("note", [b"\xff\xfe\x00", b"relative/path", b"", b"/nowhere/at/all"])
def test_a_note_of_the_folder_that_means_nothing_is_no_folder(note: bytes) -> None:
    place = data_folder() / "reviews" / REVIEW
    place.mkdir(parents=True)
    (place / "pdf-folder").write_bytes(note)

    assert pdf_folder(REVIEW) is None
    assert "`twofold pdfs FOLDER` sets it" in open_paper(REVIEW, study())


def test_a_folder_of_any_name_is_remembered(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xffpapers"))
    try:
        folder.mkdir()
    except OSError:
        pytest.skip("this file system keeps no such names")
    name_pdf_folder(REVIEW, folder)
    assert pdf_folder(REVIEW) == folder

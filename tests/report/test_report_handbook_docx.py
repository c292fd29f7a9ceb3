"""The handbook as a document: everything that the page says, the same bytes each time, and no other file replaced."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from command_runner import twofold
from docx import Document
from opened_reviews import founded

from twofold.cli.exits import Exit
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.report.handbook import Standing
from twofold.report.handbook_docx import handbook_docx
from twofold.review.publications import Published

STANDING = Standing("A fictional review", "This version is in force: coding uses it now.")
LOG = (Published("0" * 32, "1.0", "2026-01-31", "Anna Berg", (), ("`design`: \x1b[2J mapped",), in_force=True),)


def words_of(data: bytes) -> str:
    made = Document(io.BytesIO(data))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in made.paragraphs), *cells])


def test_every_field_option_example_rule_and_version_is_in_it() -> None:
    book = read_codebook(default_codebook_text())
    words = words_of(handbook_docx(book, STANDING, LOG))
    for field in book.fields:
        assert field.label in words
        for option in field.options:
            assert option.label in words
            assert option.counts in words
    assert "Asked only if" in words
    assert "Stops the submission if" in words
    assert "Instrument: Starter appraisal" in words
    assert "published on 2026-01-31 by Anna Berg (in force)" in words
    assert "\x1b" not in words


def test_it_has_the_same_bytes_each_time() -> None:
    book = read_codebook(default_codebook_text())
    assert handbook_docx(book, STANDING, LOG) == handbook_docx(book, STANDING, LOG)


def test_the_command_writes_it_anew_over_its_own_and_over_nothing_else(tmp_path: Path) -> None:
    folder, out = founded(tmp_path / "r"), tmp_path / "handbook.docx"
    assert "Nothing was written." in twofold("codebook", "print", "-r", folder, "--out", out, "--dry-run").out
    assert not out.exists()
    for _ in range(2):
        assert twofold("codebook", "print", "-r", folder, "--out", out).code == Exit.DONE
    assert "A small codebook" in words_of(out.read_bytes())
    other = tmp_path / "thesis.docx"
    made = Document()
    made.save(str(other))
    before = other.read_bytes()
    ran = twofold("codebook", "print", "-r", folder, "--out", other)
    assert (ran.code, "is not as Twofold wrote it" in ran.err) == (Exit.REFUSED, True)
    assert other.read_bytes() == before
    assert twofold("codebook", "print", "-r", folder, "--out", out, "--table").code == Exit.USAGE


def test_without_the_extra_a_sentence_says_what_to_do(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    code = (
        "import sys; sys.modules['docx'] = None; sys.argv = ['twofold', 'codebook', 'print', '-r', sys.argv[1],"
        " '--out', sys.argv[2]]; from twofold.cli import main; main()"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(folder), str(tmp_path / "x.docx")], capture_output=True, text=True, check=False
    )
    assert (ran.returncode, "twofold[docx]" in ran.stderr) == (Exit.FAILED, True)


@pytest.mark.parametrize("data", [b"", b"PK nothing", b"<html>"])
def test_a_file_that_is_no_document_is_not_replaced(tmp_path: Path, data: bytes) -> None:
    folder, out = founded(tmp_path / "r"), tmp_path / "x.docx"
    out.write_bytes(data)
    assert twofold("codebook", "print", "-r", folder, "--out", out).code == Exit.REFUSED
    assert out.read_bytes() == data

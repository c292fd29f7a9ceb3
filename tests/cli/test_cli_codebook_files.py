"""Codebooks come in from spreadsheets and survey tools as drafts, and go out to them; no draft is lost by that."""

import csv
from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import CODEBOOK, founded

from twofold.cli.exits import Exit
from twofold.codebook.templates import added, default_codebook_text, template
from twofold.codebook.toml_reader import read_codebook

TABLE = "field;label;type;option;option_label\ncolour;Which colour?;single;red;Red\n;;;blue;Blue\nwhy;Why?;text;;\n"
SYNTHESIS = """
[synthesis]
direction = "direction"
result = ""
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return founded(tmp_path / "r")


def test_a_table_becomes_the_draft_and_the_draft_before_it_is_kept(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "form.csv"
    file.write_text(TABLE, encoding="utf-8-sig")
    ran = twofold("codebook", "import", file, "-r", folder, "--dry-run")
    assert (ran.code, "2 fields in 1 section." in ran.out, "Nothing was written." in ran.out) == (Exit.DONE, True, True)
    assert (folder / "codebook.toml").read_text("utf-8") == CODEBOOK
    shown = twofold("codebook", "import", file, "-r", folder, "--json").json
    assert (shown["form"], shown["fields"]) == ("table", 2)
    book = read_codebook((folder / "codebook.toml").read_text("utf-8"))
    assert [one.id for one in book.by_id["colour"].options] == ["red", "blue"]
    assert Path(shown["earlier_draft"]).read_text("utf-8") == CODEBOOK
    again = twofold("codebook", "import", file, "-r", folder, "--json").json
    assert again["earlier_draft"] is None, "the draft says that already"


@pytest.mark.parametrize(("form", "file"), [("table", "a.csv"), ("redcap", "a.csv"), ("xlsform", "a.xlsx")])
def test_what_no_other_form_can_say_is_taken_over_from_the_draft(
    folder: Path, tmp_path: Path, form: str, file: str
) -> None:
    pytest.importorskip("xlsxwriter")
    draft = folder / "codebook.toml"
    draft.write_text(added(default_codebook_text(), template("rob2")) + SYNTHESIS, "utf-8")
    before = read_codebook(draft.read_text("utf-8"))
    assert before.synthesis.fields
    assert before.instruments
    assert before.checks
    assert twofold("codebook", "export", tmp_path / file, "--form", form, "-r", folder, "--draft").code == Exit.DONE
    ran = twofold("codebook", "import", tmp_path / file, "--form", form, "-r", folder)
    assert ran.code == Exit.DONE, ran.err
    after = read_codebook(draft.read_text("utf-8"))
    assert (after.synthesis, after.instruments, after.checks) == (before.synthesis, before.instruments, before.checks)
    assert "Taken over from the draft before" in ran.out
    assert "Not taken over" not in ran.out
    assert draft.read_text("utf-8").startswith("# Made from")


def test_what_cannot_be_taken_over_is_named_with_the_file_that_keeps_it(folder: Path, tmp_path: Path) -> None:
    draft = folder / "codebook.toml"
    draft.write_text(added(default_codebook_text(), template("rob2")) + SYNTHESIS, "utf-8")
    (tmp_path / "form.csv").write_text(TABLE, encoding="utf-8-sig")
    ran = twofold("codebook", "import", tmp_path / "form.csv", "-r", folder, "--dry-run")
    assert "Not taken over from the draft before" in ran.out
    ran = twofold("codebook", "import", tmp_path / "form.csv", "-r", folder)
    for said in ("Not taken over", "the role `direction`", "more", "kept as `codebook.before-1.toml`"):
        assert said in ran.out, ran.out
    draft.write_text("no codebook", "utf-8")
    assert "nothing of it was taken over" in twofold("codebook", "import", tmp_path / "form.csv", "-r", folder).out


@pytest.mark.parametrize("form", ["table", "xlsform", "redcap"])
def test_what_goes_out_to_a_workbook_comes_back_whole(folder: Path, tmp_path: Path, form: str) -> None:
    pytest.importorskip("xlsxwriter")
    file, back = tmp_path / "out.xlsx", tmp_path / "back.toml"
    assert twofold("codebook", "export", file, "--form", form, "-r", folder, "--dry-run").code == Exit.DONE
    assert not file.exists()
    shown = twofold("codebook", "export", file, "--form", form, "-r", folder, "--json").json
    assert shown["fields"] == 10
    taken = twofold("codebook", "import", file, "--out", back, "--json").json
    assert taken["form"] == form
    assert read_codebook(back.read_text("utf-8")).fields == read_codebook(CODEBOOK).fields


def test_a_table_goes_out_as_csv_that_a_spreadsheet_opens(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.csv"
    assert twofold("codebook", "export", file, "-r", folder).code == Exit.DONE
    rows = list(csv.DictReader(file.read_text("utf-8-sig").splitlines()))
    assert [one["option"] for one in rows if one["field"] == "level"] == ["low", "middle", "high"]


@pytest.mark.parametrize(
    ("name", "content", "options", "code", "said"),
    [
        ("a.csv", b"colour\nred\n", ("--form", "table"), Exit.REFUSED, "`field` or `label`"),
        ("a.csv", b"colour\nred\n", ("--form", "redcap"), Exit.REFUSED, "data dictionary"),
        ("a.csv", b"colour\nred\n", ("--form", "excel"), Exit.USAGE, "is no form"),
        ("a.csv", b"", (), Exit.REFUSED, "empty"),
        ("a.xlsx", b"PK\x03\x04 broken", (), Exit.REFUSED, "damaged"),
        ("a.csv", b"a\x00b", (), Exit.REFUSED, "NUL"),
        ("a.toml", b"format = 2\n", (), Exit.REFUSED, "newer Twofold"),
    ],
)
def test_what_makes_no_codebook_is_refused_and_the_draft_stays(
    folder: Path, tmp_path: Path, name: str, content: bytes, options: tuple[str, ...], code: int, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    ran = twofold("codebook", "import", tmp_path / name, "-r", folder, *options)
    assert (ran.code, said in ran.err) == (code, True), ran.err
    assert (folder / "codebook.toml").read_text("utf-8") == CODEBOOK


def test_an_xlsform_needs_a_workbook_and_a_file_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    ran = twofold("codebook", "export", tmp_path / "x.csv", "--form", "xlsform", "-r", folder)
    assert (ran.code, ".xlsx" in ran.err) == (Exit.REFUSED, True)
    ran = twofold("codebook", "import", tmp_path / "nothing.csv", "-r", folder)
    assert (ran.code, "could not be read" in ran.err) == (Exit.REFUSED, True)
    ran = twofold("codebook", "export", tmp_path / "x.csv", "--form", "headers", "-r", folder)
    assert (ran.code, "Choose table" in ran.err) == (Exit.REFUSED, True)

"""What was coded is what is read back: by Python's csv, by pandas, and by frictionless."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import pandas
import pytest
from compared_reviews import ANNA, BEN, code, match_rows, release, released_review
from exported_folders import exported, package_of, rows_of
from frictionless import Package, system
from hypothesis import given
from hypothesis import strategies as st
from opened_reviews import CODEBOOK, opened, study_keys, with_studies

from twofold.codebook.toml_reader import read_codebook
from twofold.export.cells import EMPTY_SET, FieldCells
from twofold.export.csv_files import CsvFile, is_formula
from twofold.export.tables import Column, Table
from twofold.values.answers import BLANK, Chosen, OffScale, Value
from twofold.values.coded import Coded, Evidence

BOOK = read_codebook(CODEBOOK)
HARD = 'He said: "no",\r\nand then, 😀\n=1+1; 中文\té | NR'
WITH_ROWS = (
    {**ANNA[0], "rows": {"PHQ-9": "better", "Falls": "worse"}},
    *ANNA[1:],
)
WITH_ROWS_BEN = ({**BEN[0], "rows": {"PHQ 9": "worse"}}, *BEN[1:])


def hard_review(folder: Path) -> Path:
    """A released review with outcome rows, hard text, an empty set, answers off the scale and fields not asked."""
    with_studies(folder)
    code(folder, "anna", WITH_ROWS, submit=False)
    with opened(folder, "anna") as review:
        session = review.session(study_keys(review)[0])
        session.save((None, "remarks"), Coded(Value(HARD), Evidence("r1", "p. 3", HARD, HARD), HARD, HARD))
        session.save((None, "share"), Coded(Value("-1.50")))
        session.save((None, "began"), Coded(Value("2020-05")))
        for key in study_keys(review):
            assert review.session(key).submit(whole_paper=True) == ""
    code(folder, "ben", WITH_ROWS_BEN)
    release(folder)
    match_rows(folder, 0, "PHQ-9", "PHQ 9")
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("hard")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        exported(hard_review(place / "r"), place / "out")
    return place / "out"


def long(folder: Path, reviewer: str, study: str = "S001") -> dict[tuple[str, str], dict[str, str]]:
    return {
        (one["row_name"], one["field"]): one
        for one in rows_of(folder, "codes_long")
        if (one["reviewer"], one["study"]) == (reviewer, study)
    }


def test_every_kind_of_answer_stands_as_coded(folder: Path) -> None:
    anna = long(folder, "anna")
    assert {field: anna["", field]["value"] for field in ("design", "level", "who", "n_all", "share", "began")} == {
        "design": "rct", "level": "high", "who": "carers", "n_all": "120", "share": "-1.50", "began": "2020-05",
    }  # fmt: skip
    assert anna["", "level"]["value_label"] == "High"
    assert long(folder, "anna", "S002")["", "who"]["value"] == "residents|carers"
    assert long(folder, "anna", "S003")["", "who"]["value"] == EMPTY_SET
    off = long(folder, "anna", "S003")["", "n_all"]
    assert (off["value"], off["missing"], off["value_label"]) == ("NR", "NR", "not reported")
    assert anna["PHQ-9", "direction"]["value"] == "better"
    assert anna["PHQ-9", "direction"]["match"] == long(folder, "ben")["PHQ 9", "direction"]["match"] != ""
    assert anna["Falls", "direction"]["row"] not in ("", anna["PHQ-9", "direction"]["row"])


def test_blank_and_not_asked_are_told_apart(folder: Path) -> None:
    blank, not_asked = long(folder, "anna", "S002")["", "remarks"], long(folder, "anna", "S002")["", "part"]
    assert (blank["value"], blank["missing"], blank["document"]) == ("", "", "")
    assert (not_asked["value"], not_asked["missing"]) == ("NASK", "NASK")


def test_a_text_that_reads_like_a_missing_code_is_told_from_one(tmp_path: Path) -> None:
    with_studies(tmp_path / "r")
    with opened(tmp_path / "r") as review:
        review.session(study_keys(review)[0]).save((None, "remarks"), Coded(Value("NR")))
        assert review.pen is not None
        review.pen.wait()
    exported(tmp_path / "r", tmp_path / "out")
    found = long(tmp_path / "out", "anna")["", "remarks"]
    assert (found["value"], found["missing"], found["state"]) == ("NR", "", "draft")


@pytest.mark.parametrize("column", ["value", "quote", "quote_as_pasted", "reason", "note"])
def test_quotes_with_newlines_commas_quotes_and_emoji_are_verbatim_in_every_reader(folder: Path, column: str) -> None:
    assert long(folder, "anna")["", "remarks"][column] == HARD
    frame = pandas.read_csv(folder / "codes_long.csv", dtype=str, keep_default_na=False)
    mine = frame[(frame["reviewer"] == "anna") & (frame["study"] == "S001") & (frame["field"] == "remarks")]
    assert list(mine[column]) == [HARD]
    system.trusted = True
    rows = Package(str(folder / "datapackage.json")).get_resource("codes_long").read_rows()
    (read,) = (one for one in rows if (one["reviewer"], one["study"], one["field"]) == ("anna", "S001", "remarks"))
    assert read[column] == HARD


def test_the_bytes_are_as_rfc_4180_has_them(folder: Path) -> None:
    for path in folder.glob("*.csv"):
        data = path.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf"), path.name
        assert data.endswith(b"\r\n"), path.name
        with path.open(encoding="utf-8-sig", newline="") as file:
            widths = {len(row) for row in csv.reader(file, strict=True)}
        assert len(widths) == 1, path.name


def test_frictionless_finds_nothing_wrong(folder: Path) -> None:
    system.trusted = True
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note"])
    assert len(report.tasks) == len(list(folder.glob("*.csv"))) > 10


def test_frictionless_would_notice(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "changed"
    other.mkdir()
    for path in folder.iterdir():
        (other / path.name).write_bytes(path.read_bytes())
    text = (other / "consensus_wide.csv").read_bytes()
    (other / "consensus_wide.csv").write_bytes(text.replace(b"rct", b"abc"))
    report = Package(str(other / "datapackage.json")).validate()
    titles = {title for (title,) in report.flatten(["title"])}
    assert {"Hash Count Error", "Constraint Error"} & titles


def test_the_wide_file_has_a_column_a_field_and_one_an_option(folder: Path) -> None:
    wide = {one["study"]: one for one in rows_of(folder, "consensus_wide")}
    assert (wide["S001"]["design"], wide["S001"]["level"], wide["S001"]["study_state"]) == ("rct", "", "open")
    assert [wide["S001"][f"who{end}"] for end in ("", "___residents", "___carers")] == ["carers", "0", "1"]
    assert [wide["S003"][f"who{end}"] for end in ("", "___residents", "___carers")] == [EMPTY_SET, "0", "0"]
    assert [wide["S002"][f"who{end}"] for end in ("", "___residents", "___carers")] == ["", "", ""]
    assert wide["S002"]["part"] == "NASK"


def test_outcome_rows_that_not_all_listed_are_marked(folder: Path) -> None:
    found = {one["row_label"]: one for one in rows_of(folder, "outcomes")}
    assert {name: (one["row_state"], one["listed_by"]) for name, one in found.items()} == {
        "PHQ-9": ("kept", "anna|ben"),
        "Falls": ("open", "anna"),
    }


def test_the_coders_stand_side_by_side(folder: Path) -> None:
    side = {(one["study"], one["row_name"], one["field"]): one for one in rows_of(folder, "codes_side")}
    level = side["S001", "", "level"]
    assert (level["value_anna"], level["value_ben"], level["agree"], level["disagreement"], level["how"]) == (
        "high", "middle", "0", "adjacent", "open",
    )  # fmt: skip
    shared = side["S001", "", "design"]
    assert (shared["agree"], shared["consensus"], shared["how"]) == ("1", "rct", "shared")
    part = side["S003", "", "part"]
    assert (part["value_anna"], part["value_ben"], part["disagreement"]) == ("no", "NASK", "follows")
    assert {one["kind"] for one in rows_of(folder, "disagreements")} >= {
        "adjacent",
        "follows",
        "missed",
        "unmatched_row",
    }


def test_a_typed_column_says_its_type_and_its_values(folder: Path) -> None:
    schemas = {one["name"]: one["schema"] for one in package_of(folder)["resources"]}
    fields = {one["name"]: one for one in schemas["consensus_wide"]["fields"]}
    assert schemas["consensus_wide"]["missingValues"] == ["", "NR", "UC", "NAP", "NASK"]
    assert fields["n_all"]["type"] == "integer"
    assert fields["share"]["type"] == "number"
    assert fields["level"]["constraints"]["enum"] == ["low", "middle", "high"]
    assert fields["level"]["categoriesOrdered"] is True
    assert "categoriesOrdered" not in fields["design"]
    assert {"value": "rct", "label": "RCT"} in fields["design"]["categories"]


def test_the_python_script_reads_the_folder_and_finds_the_same_agreement(tmp_path: Path) -> None:
    released_review(tmp_path / "r")
    exported(tmp_path / "r", tmp_path / "out")
    ran = subprocess.run(
        [sys.executable, tmp_path / "out" / "read_export.py"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    count = len(rows_of(tmp_path / "out", "agreement"))
    assert f"\n{count} figures recomputed, " in ran.stdout
    assert " of them with their limits; 0 different." in ran.stdout
    assert "main level kappa linear 3 " in ran.stdout
    text = (tmp_path / "out" / "codes_long.csv").read_text("utf-8-sig")
    (tmp_path / "out" / "codes_long.csv").write_text(text.replace(",middle,", ",high,"), "utf-8", newline="")
    changed = subprocess.run([sys.executable, tmp_path / "out" / "read_export.py"], capture_output=True, check=False)
    assert changed.returncode == 1


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text_comes_back_from_the_file_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, one: str, two: str
) -> None:
    text = [each.encode("utf-8", "replace").decode("utf-8") for each in (one, two)]
    table = Table("t", "row", "", (Column("a", "", free=True), Column("b", "", free=True)), ())
    place = tmp_path_factory.mktemp("csv")
    with CsvFile(place, table, bom=True, excel_safe=False) as file:
        file.take([text, text[::-1]])
    with (place / "t.csv").open(encoding="utf-8-sig", newline="") as read:
        assert list(csv.reader(read)) == [["a", "b"], text, text[::-1]]
    assert file.formulas == 2 * sum(map(is_formula, text))
    if "\0" not in one + two:
        frame = pandas.read_csv(io.BytesIO((place / "t.csv").read_bytes()), dtype=str, keep_default_na=False)
        assert frame.to_numpy().tolist() == [text, text[::-1]]


@given(st.one_of(st.sampled_from([*OffScale, BLANK, Value("rct")]), st.sets(st.sampled_from(["residents", "carers"]))))
def test_no_two_answers_to_a_field_give_one_cell(given: object) -> None:
    who, answer = FieldCells(BOOK.by_id["who"]), Chosen(frozenset(given)) if isinstance(given, set) else given
    others = [
        *OffScale,
        BLANK,
        Value("rct"),
        *(Chosen(frozenset(one)) for one in ((), ("residents",), ("carers", "residents"))),
    ]
    for other in others:
        same = who.of(answer).value == who.of(other).value  # type: ignore[arg-type]
        assert same is (answer == other)

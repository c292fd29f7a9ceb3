"""Whatever a person typed, a cell of the export says one thing; and a cell that holds nothing says why."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from compared_reviews import QUOTE, code, release
from exported_folders import exported, package_of, rows_of
from frictionless import Package, system
from opened_reviews import CODEBOOK, bytes_of, carry, on_device, opened, study_keys, with_studies
from reconciled_reviews import EVERY, desk_of, reviewed

from twofold.reconcile.study_questions import grant
from twofold.review.publishing import drafted, publish
from twofold.values.answers import BLANK, Answer, OffScale, Value
from twofold.values.coded import Coded

TYPED = (
    {"design": "rct", "level": "low", "remarks": "NR"},
    {"design": "rct", "level": "low", "remarks": "NASK"},
    {"design": "rct", "level": "low", "remarks": "UC"},
)
OTHER = ({"design": "rct", "level": "low"}, *TYPED[1:])
ONE = """\
  [[section.field]]
  id = "added"
  label = "Added later?"
  type = "text"
"""


def typed_review(folder: Path) -> Path:
    """Remarks that were typed as the missing codes are written, one of them as an answer off the scale."""
    with_studies(folder)
    code(folder, "anna", TYPED, submit=False)
    code(folder, "ben", OTHER, submit=False)
    for who in ("anna", "ben"):
        with opened(folder, who) as review:
            # What is written short as UC is unclear; typed, the others are words.
            for number, answer in enumerate((Value("NR"), Value("NASK"), OffScale.UNCLEAR)):
                if who == "anna" or number:
                    review.session(study_keys(review)[number]).save((None, "remarks"), Coded(answer, QUOTE))
            for key in study_keys(review):
                assert review.session(key).submit(whole_paper=True) == ""
    release(folder)
    return folder


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("typed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        exported(typed_review(place / "r"), place / "out")
    return place / "out"


def read_back(said: str, missing: str) -> Answer:
    """A text answer from its cell and the one beside it."""
    if missing:
        assert said == missing
        return OffScale(missing)
    return Value(said) if said else BLANK


def test_a_typed_missing_code_reads_back_as_the_text_it_is(typed: Path) -> None:
    wide = {
        one["study"]: read_back(one["remarks"], one["remarks___missing"]) for one in rows_of(typed, "consensus_wide")
    }
    assert wide == {"S001": BLANK, "S002": Value("NASK"), "S003": OffScale.UNCLEAR}
    side = {one["study"]: one for one in rows_of(typed, "codes_side") if one["field"] == "remarks"}
    assert read_back(side["S001"]["value_anna"], side["S001"]["missing_anna"]) == Value("NR")
    assert read_back(side["S001"]["value_ben"], side["S001"]["missing_ben"]) == BLANK
    assert read_back(side["S002"]["consensus"], side["S002"]["consensus_missing"]) == Value("NASK")
    assert read_back(side["S003"]["value_ben"], side["S003"]["missing_ben"]) == OffScale.UNCLEAR
    assert read_back(side["S003"]["consensus"], side["S003"]["consensus_missing"]) == OffScale.UNCLEAR


def test_readers_of_the_data_package_keep_the_text_too(typed: Path) -> None:
    system.trusted = True
    package = Package(str(typed / "datapackage.json"))
    assert package.validate().valid
    rows = {one["study"]: one for one in package.get_resource("consensus_wide").read_rows()}
    assert rows["S002"]["remarks"] == "NASK"
    assert rows["S003"]["remarks___missing"] == "UC"
    assert rows["S001"]["n_all"] is None
    (schema,) = (one["schema"] for one in package_of(typed)["resources"] if one["name"] == "consensus_wide")
    fields = {one["name"]: one for one in schema["fields"]}
    assert fields["remarks"]["missingValues"] == [""]
    assert "missingValues" not in fields["design"]


@pytest.mark.parametrize(
    "command",
    [
        [
            sys.executable,
            "-c",
            "import read_export as r; t = r.typed('consensus_wide'); print(list(t['remarks'].isna()))",
        ],
        pytest.param(
            ["Rscript", "-e", "source('read_export.R'); cat(is.na(with_factors('consensus_wide')$remarks))"],
            marks=pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed here"),
        ),
    ],
    ids=["Python", "R"],
)
def test_both_scripts_keep_the_text_too(typed: Path, command: list[str]) -> None:
    ran = subprocess.run(command, cwd=typed, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.upper().strip("[]\n").replace(",", "").split() == ["TRUE", "FALSE", "TRUE"]


def test_every_blank_of_the_consensus_says_why(typed: Path) -> None:
    why = {(one["study"], one["field"]): one["why"] for one in rows_of(typed, "consensus_blank")}
    assert (why["S001", "remarks"], why["S001", "n_all"]) == ("open", "left blank")
    columns = [one["field"] for one in rows_of(typed, "codebook")]
    empty = {
        (one["study"], name)
        for one in rows_of(typed, "consensus_wide")
        for name in columns
        if name in one and one[name] == ""
    }
    assert {place for place in why if place[1] in rows_of(typed, "consensus_wide")[0]} == empty


def test_a_field_that_came_later_is_told_from_one_left_blank(tmp_path: Path) -> None:
    folder = typed_review(tmp_path / "r")
    first = CODEBOOK.index("  [[section.field]]")
    changed = f"{CODEBOOK[:first]}{ONE}{CODEBOOK[first:]}".replace('version = "1.0"', 'version = "2"')
    (folder / "codebook.toml").write_text(changed)
    with opened(folder) as review:
        publish(review, drafted(review))
    exported(folder, tmp_path / "out")
    why = {(one["study"], one["field"]): one["why"] for one in rows_of(tmp_path / "out", "consensus_blank")}
    assert (why["S002", "added"], why["S002", "n_all"]) == ("came later", "left blank")


def test_a_code_that_a_rule_hides_is_not_asked_in_a_draft_as_in_a_submission(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        for key in study_keys(review)[:2]:
            session = review.session(key)
            session.save((None, "design"), Coded(Value("rct")))
            session.save((None, "level"), Coded(Value("high"), QUOTE))
            session.save((None, "part"), Coded(Value("yes")))
            session.save((None, "level"), Coded(Value("low"), QUOTE))
        assert review.session(study_keys(review)[0]).submit(whole_paper=True) == ""
    exported(folder, tmp_path / "out")
    part = [one for one in rows_of(tmp_path / "out", "codes_long") if one["field"] == "part"]
    assert [(one["study"], one["state"]) for one in part] == [("S001", "submitted"), ("S002", "draft")]
    assert {(one["value"], one["missing"], one["value_now"]) for one in part} == {("NASK", "NASK", "NASK")}


def test_two_answers_of_one_person_on_two_devices_are_each_carried_by_themselves(tmp_path: Path) -> None:
    mine, other = with_studies(tmp_path / "mine"), tmp_path / "other"
    shutil.copytree(mine, other)
    code(mine, "anna", [{"design": "rct", "who": {"carers"}}], submit=False)
    (tmp_path / "home2").mkdir()
    with on_device(tmp_path / "home2"):
        code(other, "anna", [{"design": "cohort", "who": set()}], submit=False)
    carry(other, mine)
    carry(mine, other)
    for name, folder in (("out", mine), ("out2", other)):
        exported(folder, tmp_path / name)
        found = [one for one in rows_of(tmp_path / name, "codes_long") if one["value"] not in ("", "NASK")]
        assert sorted((one["value"], one["value_now"]) for one in found) == [
            ("(none)", "(none)"), ("carers", "carers"), ("cohort", "cohort"), ("rct", "rct"),
        ]  # fmt: skip
    assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "out2")


def test_an_excluded_study_is_marked_wherever_it_stands(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    with opened(folder, "ben") as review:
        key = study_keys(review)[1]
        assert review.session(key).propose_exclusion("a protocol") == ""
    with desk_of(folder) as desk:
        asked = next(one for one in desk.items(EVERY) if one.key.study == key and not one.key.field)
        desk.carry_out(grant(desk, asked, reason="agreed"))
    exported(folder, tmp_path / "out")
    assert [one["excluded"] for one in rows_of(tmp_path / "out", "consensus_wide")] == ["0", "1", "0"]
    for name in ("outcomes", "directions"):
        if (tmp_path / "out" / f"{name}.csv").exists():
            found = rows_of(tmp_path / "out", name)
            assert all((one["excluded"] == "1") is (one["study"] == "S002") for one in found), name

"""The commands on agreement: what they print, what they refuse, and how they end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from compared_reviews import ANNA, BEN, code, released_review
from opened_reviews import with_studies
from typer.testing import CliRunner, Result

from twofold.cli.commands import app
from twofold.cli.exits import Exit


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("agreeing")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        return released_review(place / "r")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def agree(folder: Path, *arguments: str, me: str = "anna") -> Result:
    return run("agree", "--review", str(folder), "--as", me, "--method", "analytic", *arguments)


def test_before_the_release_it_says_so_and_shows_nothing(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ANNA)
    code(folder, "ben", BEN)
    for me in ("anna", "ben", "cleo"):
        ended = agree(folder, me=me)
        assert (ended.exit_code, ended.output.count("\n")) == (Exit.DONE, 1)
        assert ended.output.startswith("Nothing is open for comparison yet.")
        shown = json.loads(agree(folder, "--json", me=me).output)
        assert (shown["fields"], shown["studies"], shown["disagreements"]) == ([], [], {})
    assert agree(folder, "--require", ".1").exit_code == Exit.FINDINGS, "a requirement is not met by silence"


def test_the_table_puts_primary_items_first_and_reads_every_field(released: Path) -> None:
    lines = agree(released).output.splitlines()
    assert lines[0] == "Agreement of anna, ben on 3 studies (round main)"
    assert lines[1].startswith("7 disagreements: 2 one step apart")
    heads = [next(n for n, line in enumerate(lines) if line.startswith(one)) for one in ("Primary", "The other")]
    level, design = (
        next(n for n, line in enumerate(lines) if line.strip().startswith(one)) for one in ("level", "des")
    )
    assert heads[0] < level < heads[1] < design
    assert lines[level].split()[:4] == ["level", "3", "33", "%"]
    assert lines[level + 1].strip().startswith("1 of 3 agreed; weighted kappa (linear weights) ")
    assert any(line.startswith("Look at the wording of: level (67 % differ)") for line in lines)
    assert any(line.startswith("Most disagreements in: S002 (3), S003 (3), S001 (1)") for line in lines)


def test_one_field_in_full_names_the_studies_behind_each_pair_of_answers(released: Path) -> None:
    shown = agree(released, "--field", "level").output
    assert "anna against ben, where they differ" in shown
    assert "1  Middle / Low: S003" in shown
    assert "1  High / Middle: S001" in shown
    assert "1  Low: S002" in shown
    assert "agreement within one step, n 3: 1" in shown


def test_json_has_every_figure_with_its_interval_and_how_it_was_made(released: Path) -> None:
    shown = json.loads(agree(released, "--json").output)
    assert shown["schema"] == "twofold.agree"
    level = shown["fields"][0]
    assert (level["field"], level["primary"], level["n"], level["agreed"]) == ("level", True, 3, 1)
    named = {one["key"]: one for one in level["figures"]}
    assert named["kappa"]["method"] == "gwet-t"
    assert named["kappa"]["low"] < named["kappa"]["estimate"] < named["kappa"]["high"]
    part = next(one for one in shown["fields"] if one["field"] == "part")
    undefined = [one for one in part["figures"] if one["estimate"] is None]
    assert undefined
    assert all(one["why"] for one in undefined)


def test_drawn_intervals_repeat_with_their_seed(released: Path) -> None:
    def drawn(seed: str) -> str:
        return agree(released, "--method", "smoothed", "--field", "level", "--json", "--seed", seed).output

    assert drawn("7") == drawn("7")
    assert drawn("7") != drawn("8")


@pytest.mark.parametrize(
    ("required", "met"),
    [("level>=-1", True), ("level>=.99", False), ("who >= 0", True), ("-1", True), ("1", False), ("share>=0", False)],
)
def test_a_requirement_that_is_not_met_ends_with_3(released: Path, required: str, met: bool) -> None:
    ended = agree(released, "--require", required)
    assert ended.exit_code == (Exit.DONE if met else Exit.FINDINGS)
    assert ("Not met: " in ended.output) is not met


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--field", "nothing"), "is no field with an agreement"),
        (("--field", "remarks"), "Texts and dates have none"),
        (("--round", "pilot"), "There is no round"),
        (("--pair", "anna"), "is no pair"),
        (("--pair", "anna,zoe"), "is no pair"),
        (("--method", "magic"), "There is no method"),
        (("--require", "level>=2"), "is no requirement"),
        (("--require", "nothing>=.2"), "is no field"),
        (("--require", ">=.2"), "is no requirement"),
        (("--merge", "level"), "names no field and two options"),
        (("--merge", "level:low+low"), "names no field and two options"),
        (("--merge", "nothing:a+b"), "names no field and two options"),
        (("--merge", "level:low+unheard"), "all options must be the field's (low, middle, high, NR, UC, NAP)"),
        (("--merge", "who:carers+residents"), "sets and numbers cannot"),
        (("--drop", "remarks"), "is no field with an agreement"),
    ],
)
def test_what_cannot_be_is_said_with_the_way_out(released: Path, arguments: tuple[str, ...], words: str) -> None:
    ended = agree(released, *arguments)
    assert ended.exit_code == Exit.USAGE
    assert words in ended.output


def test_a_pair_is_compared_in_the_order_given(released: Path) -> None:
    assert "ben against anna" in agree(released, "--pair", "ben,anna", "--field", "level").output


def test_the_methods_paragraph_says_what_was_done_and_nothing_else(released: Path) -> None:
    said = agree(released, "--methods").output
    for words in (
        "Of 3 studies in the review, 3 were coded independently",
        "A small codebook, version 1.0",
        "before any discussion",
        "linearised standard error with Student's t (Gwet)",
        "level: 1 of 3 agreed; weighted kappa",
        "Computed with Twofold",
    ):
        assert words in said
    assert "draws" not in said, "nothing was drawn"
    assert "substantial" not in said


def test_the_points_of_grras_are_answered_or_left_to_the_authors(released: Path) -> None:
    said = agree(released, "--grras").output
    assert "  9  Whether codes were given independently\n     Twofold showed nobody" in said
    assert " 14  What the figures mean in practice\n     [To be written by the authors.]" in said
    assert "of which level is primary" in said
    assert "level: 1 of 3 agreed; weighted kappa" in said
    points = json.loads(agree(released, "--grras", "--json").output)["grras"]
    assert [one["number"] for one in points] == list(range(1, 16))
    assert {one["number"] for one in points if one["state"] == "to be written by the authors"} == {1, 4, 5, 12, 14}
    assert all(one["answer"] for one in points if one["state"] != "to be written by the authors")
    both = agree(released, "--methods", "--grras").output
    assert both.index("Of 3 studies in the review") < both.index("GRRAS")


def test_what_if_shows_what_is_beside_what_would_be_and_writes_nothing(released: Path) -> None:
    before = sorted((one, one.read_bytes()) for one in released.rglob("*.jsonl"))
    said = agree(released, "--merge", "level:low+middle", "--drop", "design", "--drop", "level").output
    assert "level, if Low and Middle as one option" in said
    assert [line.split() for line in said.splitlines() if line.startswith("  agreed")] == [
        ["agreed", "1", "of", "3", "2", "of", "3"]
    ]
    assert "Without design, level" in said
    assert "  now   7 fields, 7 disagreements; the median of" in said
    assert "  then  5 fields, 4 disagreements;" in said
    assert said.splitlines()[-1] == "Nothing was written."
    shown = json.loads(agree(released, "--merge", "level:low+middle", "--drop", "design", "--json").output)["what_if"]
    assert shown["merged"][0]["agreed"] == [1, 2]
    kappa = next(one for one in shown["merged"][0]["figures"] if one["key"] == "kappa")
    table = json.loads(agree(released, "--json").output)["fields"][0]["figures"]
    assert kappa["estimate"][0] == next(one for one in table if one["key"] == "kappa")["estimate"]
    assert (shown["dropped"], [one["fields"] for one in shown["left"]]) == (["design"], [7, 6])
    assert sorted((one, one.read_bytes()) for one in released.rglob("*.jsonl")) == before


def test_planning_gives_the_published_numbers() -> None:
    # Stata's kapssi for kappa .6 and a prevalence of .3.
    ended = run("plan", "--kappa", ".6", "--prevalence", ".3")
    assert "74 studies" in ended.output
    assert ".15 to either side: 132 studies" in ended.output
    assert ".10 to either side: 296 studies" in ended.output
    shown = json.loads(
        run("plan", "--kappa", ".8", "--prevalence", ".1", "--half-width", ".2", "--studies", "35", "--json").output
    )
    assert shown["plans"] == [{"half_width": 0.2, "studies": 101}]
    assert shown["half_width_at_hand"] == pytest.approx(0.34, abs=0.005)


def test_a_plan_that_cannot_be_is_refused_with_a_sentence() -> None:
    for arguments in (("--kappa", "1.6", "--prevalence", ".3"), ("--kappa", ".6", "--prevalence", "3")):
        ended = run("plan", *arguments)
        assert ended.exit_code == Exit.USAGE
        assert "between 0 and 1" in ended.output or "Expect one from 0" in ended.output


def test_the_table_of_commands_loads_no_statistics() -> None:
    found = subprocess.run(
        [sys.executable, "-c", "import sys, twofold.cli.commands; print('numpy' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "False"

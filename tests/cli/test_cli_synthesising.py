"""The synthesis as a command: what it prints, from whom, which figures it writes, and what it refuses."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from command_runner import Ran, twofold
from opened_reviews import with_studies
from synthesis_reviews import SECRET, synthesis_review, unreleased_review

from twofold.cli.exits import Exit


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Path]]:
    place = tmp_path_factory.mktemp("synthesising")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        yield {
            "released": synthesis_review(place / "released"),
            "unreleased": unreleased_review(place / "unreleased"),
            "small": with_studies(place / "small"),
        }


def run(folder: Path, *arguments: object, me: str = "anna") -> Ran:
    return twofold("synthesis", "-r", folder, "--as", me, *arguments)


def test_the_consensus_is_printed_with_its_cautions_and_what_is_open(places: dict[str, Path]) -> None:
    ran = run(places["released"])
    assert ran.code == Exit.DONE
    for words in (
        "Synthesis of 3 studies (round main), from: consensus",
        "1 answer is open and not in it",
        "no magnitude and no weighting",
        "1/1 better, 100 % (21 to 100), p 1.00; left out: 1 open",
        "Fewer than six directions can never reach p < 0.05: 1, 2.",
        "none 0, not reported 3: no reported involvement in 3 of 3 studies",
        "randomised (3)",
    ):
        assert words in ran.out, words
    hanging = [one for one in ran.out.splitlines() if one.strip().startswith("! ")]
    assert [one.split()[1:] for one in hanging] == [["Wellbeing", "1/1", "2/2", "1/2", "2/2", "1/2", "2/2", "1/2"]]


@pytest.mark.parametrize(("who", "votes"), [("anna", "2/2"), ("ben", "1/2"), ("open:anna", "2/2"), ("open:ben", "1/2")])
def test_it_is_printed_from_whom_one_wants(places: dict[str, Path], who: str, votes: str) -> None:
    out = run(places["released"], "--who", who).out
    assert next(one for one in out.splitlines() if one.startswith("  1 Wellbeing")).split()[2] == votes


def test_ascii_is_ascii(places: dict[str, Path]) -> None:
    assert "▲" in run(places["released"]).out
    out = run(places["released"], "--ascii", "--who", "ben").out
    table = out[out.index("Effect direction") : out.index("By engagement")]
    assert table.isascii()
    assert [one.split()[-1] for one in table.splitlines() if one.strip().startswith("S0")] == ["+", "-", "+"]


def test_json_has_every_figure_with_its_studies(places: dict[str, Path]) -> None:
    shown = run(places["released"], "--json", "--who", "anna").json
    assert (shown["schema"], shown["who"], shown["released"]) == ("twofold.synthesis", "anna", True)
    wellbeing, access = shown["domains"]
    assert wellbeing["votes"]["better"] == ["S001", "S002"]
    assert (wellbeing["votes"]["p"], wellbeing["votes"]["unit"]) == (0.5, "study")
    assert access["domain"] == "access_to_care"
    assert shown["lived_experience"]["no_reported_involvement"] == 3
    assert {one["direction"] for one in shown["directions"]} == {"better"}
    assert [one["hangs"] for one in shown["who_coded_it"]] == [True, False]
    assert shown["engagement_matrix"][0] == {
        "level": "high",
        "domain": "wellbeing",
        "studies": ["S001", "S002"],
        "initiatives": 2,
        "rows": 2,
    }


@pytest.mark.parametrize("more", [[], ["--json"], ["--ascii"]])
def test_before_the_release_one_sees_the_own_codes_and_is_refused_those_of_others(
    places: dict[str, Path], more: list[str]
) -> None:
    ran = run(places["unreleased"], *more)
    assert ran.code == Exit.DONE
    assert SECRET not in ran.out
    assert "ben" not in ran.out
    for who in ("ben", "consensus", "open:ben"):
        refused = run(places["unreleased"], "--who", who, *more)
        assert refused.code == Exit.REFUSED
        assert refused.out == ""
        assert "Only your own codes are open to you" in refused.err
    if not more:
        assert "no result" in ran.out


FIGURES = ["direction", "harvest", "engagement", "lived-experience", "appraisal", "agreement", "cross:direction"]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_written_once_tried_and_twice_the_same(
    places: dict[str, Path], name: str, tmp_path: Path
) -> None:
    file = tmp_path / "figure.svg"
    tried = run(places["released"], "--figure", name, "--out", file, "--who", "anna", "--dry-run")
    assert tried.code == Exit.DONE, tried.err
    assert "Nothing was written." in tried.out
    assert not file.exists()
    assert run(places["released"], "--figure", name, "--out", file, "--who", "anna").code == Exit.DONE
    first = file.read_bytes()
    assert first.startswith(b"<svg ")
    assert run(places["released"], "--figure", name, "--out", file, "--who", "anna").code == Exit.DONE
    assert file.read_bytes() == first
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("--who", "zoe"), Exit.USAGE, "There is no `zoe`"),
        (("--round", "pilot"), Exit.USAGE, "There is no round"),
        (("--figure", "direction"), Exit.USAGE, "go together"),
        (("--out", "a.svg"), Exit.USAGE, "go together"),
        (("--dry-run",), Exit.USAGE, "goes with --figure"),
        (("--who", "cleo"), Exit.REFUSED, "nothing from `cleo`"),
    ],
)
def test_what_cannot_be_is_said_with_the_way_out(
    places: dict[str, Path], arguments: tuple[str, ...], code: Exit, words: str
) -> None:
    ran = run(places["released"], *arguments)
    assert ran.code == code
    assert words in ran.err


def test_figures_that_there_are_not_and_files_that_are_no_figures_are_refused(
    places: dict[str, Path], tmp_path: Path
) -> None:
    file = tmp_path / "thesis.txt"
    file.write_text("years of work", "utf-8")
    ran = run(places["released"], "--figure", "direction", "--out", file)
    assert ran.code == Exit.REFUSED
    assert file.read_text("utf-8") == "years of work"
    unknown = run(places["released"], "--figure", "pie", "--out", tmp_path / "a.svg")
    assert (unknown.code, "direction, harvest" in unknown.err) == (Exit.USAGE, True)
    nowhere = run(places["released"], "--figure", "direction", "--out", tmp_path / "no" / "a.svg")
    assert (nowhere.code, "could not be written" in nowhere.err) == (Exit.FAILED, True)
    unnamed = run(places["released"], "--figure", "cross:nothing", "--out", tmp_path / "a.svg")
    assert "Name a field that two people coded" in unnamed.err


def test_a_codebook_without_outcomes_gets_a_sentence_and_no_table(places: dict[str, Path]) -> None:
    ran = run(places["small"])
    assert (ran.code, ran.out) == (Exit.REFUSED, "")
    assert 'add domain = "..." under [synthesis]' in ran.err

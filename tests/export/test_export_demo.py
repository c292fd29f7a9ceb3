"""The whole demo goes out: valid by frictionless, recomputed by both scripts, the same directions as the synthesis."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from exported_folders import exported, rows_of
from frictionless import Package, system
from opened_reviews import opened

from twofold.comparison.synthesised import synthesised
from twofold.review.leading import carry_out, study_keys
from twofold.review.releasing import candidates, propose_release
from twofold.values.resources import shipped

LEAD = "marit"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(made / "home"))
        shutil.copytree(shipped("sample_data") / "demo", made / "review")
        with opened(made / "review", LEAD) as review:
            ready = [one.number for one in candidates(review) if not one.why_not]
            carry_out(review, propose_release(review, study_keys(review, ready)).documents)
        exported(made / "review", made / "out", LEAD)
    return made


def test_frictionless_finds_nothing_wrong(place: Path) -> None:
    system.trusted = True
    report = Package(str(place / "out" / "datapackage.json")).validate()
    assert report.valid, report.flatten(["title", "note"])
    assert len(report.tasks) == 15


@pytest.mark.parametrize(
    "command",
    [
        [sys.executable, "read_export.py"],
        pytest.param(
            ["Rscript", "read_export.R"],
            marks=pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed here"),
        ),
    ],
    ids=["Python", "R"],
)
def test_both_scripts_recompute_the_agreement_from_the_raw_codes(place: Path, command: list[str]) -> None:
    ran = subprocess.run(command, cwd=place / "out", capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-2000:] + ran.stderr[-2000:]
    assert ran.stdout.splitlines()[-2:] == [
        "400 figures recomputed, 110 of them with their limits; 0 different.",
        "Not recomputed: 218 pairs of limits that are drawn (198 smoothed, 20 wider).",
    ]
    shutil.rmtree(place / "out" / "__pycache__", ignore_errors=True)


def test_factors_have_the_order_of_the_codebook(place: Path) -> None:
    told = (
        "from read_export import typed; column = typed('consensus_wide')['engagement_level'];"
        " print(list(column.cat.categories), column.cat.ordered)"
    )
    ran = subprocess.run(
        [sys.executable, "-B", "-c", told], cwd=place / "out", capture_output=True, text=True, check=True
    )
    assert ran.stdout.startswith("['low', 'medium', 'high', 'community_led'] True")


def test_the_directions_are_those_of_the_synthesis(place: Path) -> None:
    with opened(place / "review", LEAD, writing=False) as review:
        review.look()
        found = synthesised(review)
        wanted = {
            (
                review.plan.studies[study].number,
                domain,
                source.id,
                "" if cell.direction is None else cell.direction.value,
            )
            for source in found.sources
            for (study, domain), cell in source.synthesis.cells.items()
        }
    prefixes = {
        "consensus": "consensus",
        "coder": "",
        "open as": "open:",
        "open towards better": "towards:better",
        "open towards worse": "towards:worse",
    }
    rows = {
        (one["study"], one["domain"], prefixes[one["source"]] + one["coder"]): one["direction"]
        for one in rows_of(place / "out", "directions")
        if one["state"] in ("", "compared", "coded alone")
    }
    # A study of which nothing is open stands once, whatever is said of what is open elsewhere.
    for study, domain, source, direction in wanted:
        found_here = rows.pop((study, domain, source), None)
        if found_here is None:
            assert ":" in source
            found_here = next(one[3] for one in wanted if one[:3] == (study, domain, "consensus"))
        assert found_here == direction, (study, domain, source)
    assert not rows
    assert len(wanted) > 200

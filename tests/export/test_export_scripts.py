"""The shipped scripts recompute every line of agreement.csv from the raw codes, with two coders and with more."""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from compared_reviews import Answers, answer, release
from exported_folders import exported, rows_of
from opened_reviews import PEOPLE, opened, study_keys, with_studies

from twofold.record.plan_documents import PersonEntry
from twofold.review.leading import carry_out
from twofold.review.listing_rows import propose_rows
from twofold.values.coded import Coded, Evidence

MORE = (
    *PEOPLE[:2],
    PersonEntry(id="cleo", name="Cleo Arb", roles=("reviewer",)),
    PersonEntry(id="dana", name="Dana Ruiz", roles=("reviewer",)),
)
SCRIPTS = [
    pytest.param([sys.executable, "-B", "read_export.py"], id="Python"),
    pytest.param(
        ["Rscript", "read_export.R"],
        marks=pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not installed here"),
        id="R",
    ),
]


def drawn(person: str, number: int) -> Answers:
    """Fictional answers of a person to a study: mostly what the others say, with gaps and answers off the scale."""
    truth, own = random.Random(number), random.Random(f"{person} {number}")

    def said(options: Sequence[object], off: float = 0.12) -> object:
        common = truth.choice(options)
        if own.random() < off:
            return own.choice(("NR", "UC", "NAP"))
        return own.choice(options) if own.random() < 0.3 else common

    answers = {
        "level": said(("low", "middle", "high")),
        "part": said(("yes", "no")),
        "who": said(({"carers"}, {"residents", "carers"}, frozenset(), {"residents"})),
        "n_all": said(("12", "40", "120", "44")),
        "share": said(("0.5", "1.50", "1.5", "-3", "2")),
    }
    kept = {field: answer for field, answer in answers.items() if own.random() > 0.2}
    # A question that a rule asks is coded where the rule asks it.
    if kept.get("level") not in ("middle", "high"):
        kept.pop("part", None)
    return {"design": said(("rct", "cohort")), **kept}


FEW, MANY = 14, 110
"""Of so few studies limits are drawn; of so many they follow from formulas."""


@pytest.fixture(
    scope="module", params=[(2, FEW), (4, FEW), (3, MANY)], ids=["two coders", "four coders", "three on many studies"]
)
def out(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    people, studies = MORE[: request.param[0]], request.param[1]
    made = tmp_path_factory.mktemp("scripts")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(made / "home"))
        # Nothing here is about the disk, and there are thousands of saves.
        patch.setattr("twofold.store.append.sync", lambda descriptor: None)
        folder = with_studies(made / "r", [f"Fictional study number {n}" for n in range(studies)], people=people)
        with opened(folder) as review:
            for key in study_keys(review):
                carry_out(review, propose_rows(review, key, ["the main outcome"], remove=False).documents)
        for person in (one.id for one in people):
            _coded(folder, person)
        release(folder)
        exported(folder, made / "out")
    return made / "out"


def _coded(folder: Path, person: str) -> None:
    def told(short: object) -> Coded:
        return Coded(
            answer(short),
            Evidence("r1", "p. 3", "as it stands, på Åland \u4e2d\u6587"),
            "a reason",
            "looked everywhere",
        )

    with opened(folder, person) as review:
        review.look()
        review.take_in()
        for number, key in enumerate(study_keys(review)):
            session = review.session(key)
            for field, given in drawn(person, number).items():
                session.save((None, field), told(given))
            (row,) = session.sheet.rows
            session.save((row, "outcome"), told("the main outcome"))
            direction = random.Random(f"{person} {number} row").choice(("better", "better", "worse"))
            session.save((row, "direction"), told(direction))
            assert session.submit(whole_paper=True) == ""


@pytest.mark.parametrize("command", SCRIPTS)
def test_every_line_is_recomputed_and_what_is_drawn_is_told(out: Path, command: list[str]) -> None:
    written = rows_of(out, "agreement")
    ran = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-2000:]
    *lines, counted, left = ran.stdout.splitlines()
    assert len(lines) == len(written)
    drawn_ones = Counter(one["method"] for one in written if one["method"] in ("smoothed", "wider"))
    limits = sum(one["method"] != "" for one in written) - drawn_ones.total()
    assert counted == f"{len(written)} figures recomputed, {limits} of them with their limits; 0 different."
    told = ", ".join(f"{count} {name}" for name, count in sorted(drawn_ones.items()))
    assert left == f"Not recomputed: {drawn_ones.total()} pairs of limits that are drawn ({told})."
    # The data are such that nothing passes because there was nothing to compare.
    assert sum(one["estimate"] != "" for one in written) > 0.9 * len(written)
    kinds = {one["coefficient"] for one in written}
    assert kinds >= {"alpha", "kappa", "ac", "all_kappa", "codable_ac", "adjacent", "icc", "within", "jaccard"}
    assert {one["variant"] for one in written} >= {"masi", "jaccard", "interval", "ordinal", "nominal", "linear"}


@pytest.mark.parametrize("command", SCRIPTS)
def test_a_session_that_knows_ascii_alone_reads_every_row(out: Path, command: list[str]) -> None:
    plain = {**os.environ, "LC_ALL": "C", "LANG": "C"}
    ran = subprocess.run(command, cwd=out, capture_output=True, text=True, check=False, env=plain)
    assert ran.returncode == 0, ran.stderr
    assert f"{len(rows_of(out, 'agreement'))} figures recomputed" in ran.stdout


@pytest.mark.parametrize("command", SCRIPTS)
def test_a_file_that_lost_rows_is_not_taken_for_a_whole_one(out: Path, command: list[str], tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(out, changed)
    text = (changed / "codes_long.csv").read_bytes()
    (changed / "codes_long.csv").write_bytes(text[: text[: len(text) // 2].rfind(b"\r\n") + 2])
    ran = subprocess.run(command, cwd=changed, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "it was changed, or was not read whole" in ran.stderr


@pytest.mark.parametrize("command", SCRIPTS)
def test_a_code_changed_by_hand_is_found(out: Path, command: list[str], tmp_path: Path) -> None:
    changed = tmp_path / "changed"
    shutil.copytree(out, changed)
    text = (changed / "codes_long.csv").read_text("utf-8-sig")
    (changed / "codes_long.csv").write_text(text.replace(",middle,", ",high,"), "utf-8", newline="")
    ran = subprocess.run(command, cwd=changed, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "DIFFERENT" in ran.stdout


def test_every_way_to_limits_without_draws_is_among_them(out: Path) -> None:
    methods = {one["method"] for one in rows_of(out, "agreement")}
    assert "wilson" in methods
    if len({one["study"] for one in rows_of(out, "codes_long")}) == MANY:
        assert {"gwet-t", "jackknife", "mcgraw-wong"} <= methods

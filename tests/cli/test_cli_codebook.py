"""The codebook's commands: checked, compared in words, and published with every answer named that it touches."""

from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import ANNA, BEN, code, released_review
from opened_reviews import CODEBOOK, with_studies
from synthesis_reviews import CODEBOOK as OUTCOMES

from twofold.cli.exits import Exit

RENAMED = CODEBOOK.replace('{ value = "cohort", label = "Cohort" }', '{ value = "panel", label = "Panel" }')


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = with_studies(tmp_path / "r")
    code(place, "anna", ANNA)
    code(place, "ben", BEN)
    return place


def draft(folder: Path, text: str) -> None:
    (folder / "codebook.toml").write_text(text, encoding="utf-8")


def test_a_sound_codebook_is_counted_and_a_broken_one_named_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_text(CODEBOOK, encoding="utf-8")
    ran = twofold("codebook", "check", file)
    assert (ran.code, ran.out) == (Exit.DONE, "A small codebook 1.0: 10 fields in 2 sections. No problem found.\n")
    assert twofold("codebook", "check", file, "--json").json["fields"] == 10
    file.write_text(CODEBOOK.replace('type = "date"', 'type = "dat"'), encoding="utf-8")
    ran = twofold("codebook", "check", file)
    assert ran.code == Exit.REFUSED
    assert "`book.toml`, line 6" in ran.err
    shown = twofold("codebook", "check", file, "--json")
    assert (shown.code, shown.json["sound"]) == (Exit.REFUSED, False)
    file.write_bytes(b"\xff\xfe\xff")
    assert "UTF-8" in twofold("codebook", "check", file).err


def test_two_roles_of_one_field_are_refused_by_the_check_and_by_publishing(tmp_path: Path) -> None:
    place = with_studies(tmp_path / "r", codebook=OUTCOMES)
    draft(place, f'{OUTCOMES}\n[synthesis]\nengagement = "engagement_level"\nlived_experience = "engagement_level"\n')
    for ran in (twofold("codebook", "check", "-r", place), twofold("publish", "-r", place, "--as", "anna")):
        assert ran.code == Exit.REFUSED
        assert "names `engagement_level` as the level of lived-experience input, and as the level of engage" in ran.err
        assert "A field plays one role" in ran.err


def test_the_check_says_why_a_field_with_a_usual_id_does_not_feed_the_synthesis(tmp_path: Path) -> None:
    file = tmp_path / "book.toml"
    file.write_text(OUTCOMES.replace('label = "Design?"\n  type = "nominal"', 'label = "Design?"\n  type = "multi"'))
    ran = twofold("codebook", "check", file)
    assert "`design` is a multi field asked once a study, so it cannot be the design of a study" in ran.err
    assert any("`design` is a multi" in one for one in twofold("codebook", "check", file, "--json").json["synthesis"])


def test_the_difference_says_what_the_lead_has_to_say(folder: Path) -> None:
    assert twofold("codebook", "diff", "-r", folder).out == "The draft is what is in force.\n"
    draft(folder, RENAMED)
    ran = twofold("codebook", "diff", "-r", folder)
    assert "option `cohort` of `design` removed" in ran.out
    assert "design: wording or mapped or meaning (no longer there: cohort)" in ran.out
    (field,) = twofold("codebook", "diff", "-r", folder, "--json").json["fields"]
    assert (field["field"], field["must_be_said"], field["options_gone"]) == ("design", True, ["cohort"])


def test_a_migration_names_own_answers_and_of_others_only_how_far_they_are(folder: Path) -> None:
    draft(folder, RENAMED)
    ran = twofold("codebook", "migrate", "-r", folder, "--as", "anna", "--map", "design:cohort=panel", "--dry-run")
    assert ran.code == Exit.DONE
    assert "S002  anna  submitted (locked): design: cohort stands as panel" in ran.out
    assert "ben" not in ran.out
    assert "Nothing was written." in ran.out
    ran = twofold("codebook", "migrate", "-r", folder, "--as", "anna", "--meaning", "design", "--dry-run", "--json")
    touched = [(one["study"], one["person"], one["hidden"], one["again"]) for one in ran.json["touched"]]
    assert ("S001", "anna", False, ["design"]) in touched
    assert ("S001", "ben", True, ["design"]) in touched


def test_after_the_release_a_migration_names_everybodys_answers(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r", BEN, ANNA)
    draft(folder, RENAMED)
    ran = twofold("codebook", "migrate", "-r", folder, "--as", "anna", "--map", "design:cohort=panel")
    assert "S002  ben  submitted (locked): design: cohort stands as panel" in ran.out
    assert "Published." in ran.out
    assert twofold("codebook", "diff", "-r", folder).out == "The draft is what is in force.\n"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        ((), Exit.REFUSED, "Say of `design`: wording or mapped or meaning."),
        (("--map", "design"), Exit.USAGE, "FIELD:OLD=NEW"),
        (("--map", "design:cohort=panel", "--meaning", "design"), Exit.USAGE, "cannot be both"),
        (("--map", "design:cohort=nothing"), Exit.REFUSED, "no option `nothing`"),
        (("--wording", "level", "--meaning", "design"), Exit.REFUSED, "`level` is no field that changed"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_written(
    folder: Path, options: tuple[str, ...], code: int, said: str
) -> None:
    draft(folder, RENAMED)
    before = {path: path.read_bytes() for path in (folder / "logs").iterdir()}
    for command in (("publish",), ("codebook", "publish"), ("codebook", "migrate")):
        ran = twofold(*command, "-r", folder, "--as", "anna", *options)
        assert ran.code == code
        assert said in ran.err
    assert {path: path.read_bytes() for path in (folder / "logs").iterdir()} == before

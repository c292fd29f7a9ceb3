"""Templates on the command line: listed with their sources, and put behind the draft."""

from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import founded

from twofold.cli.exits import Exit
from twofold.codebook.toml_reader import read_codebook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return founded(tmp_path / "r")


def test_they_are_listed_with_whose_they_are() -> None:
    ran = twofold("template", "list")
    assert "rob2" in ran.out
    assert "https://www.riskofbias.info" in ran.out
    names = {one["name"] for one in twofold("template", "list", "--json").json["templates"]}
    assert {"nih_controlled", "mmat_2018", "chime", "gripp2_sf", "ctsa_engagement"} <= names


def test_one_is_put_behind_the_draft_and_can_be_published(folder: Path) -> None:
    before = (folder / "codebook.toml").read_text("utf-8")
    options = ("rob2", "--when", "design=rct", "-r", folder)
    assert "Nothing was written." in twofold("template", "add", *options, "--dry-run").out
    assert (folder / "codebook.toml").read_text("utf-8") == before
    assert twofold("template", "add", *options, "--json").json["written"] is True
    after = (folder / "codebook.toml").read_text("utf-8")
    assert after.startswith(before.rstrip())
    assert len(read_codebook(after).instruments) == 1
    assert twofold("publish", "-r", folder, "--as", "anna").code == Exit.DONE
    assert twofold("template", "add", *options).code == Exit.REFUSED


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("grade",), Exit.REFUSED, "There is no template"),
        (("rob2", "--when", "design"), Exit.USAGE, "FIELD=A,B"),
        (("rob2", "--unit", "person"), Exit.USAGE, "study or row"),
        (("rob2", "--when", "nothing=rct"), Exit.REFUSED, "names the field `nothing`"),
    ],
)
def test_what_does_not_fit_is_refused(folder: Path, options: tuple[str, ...], code: int, said: str) -> None:
    ran = twofold("template", "add", *options, "-r", folder)
    assert (ran.code, said in ran.err) == (code, True), ran.err

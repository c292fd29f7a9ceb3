"""What the pages say of commands and files is so: each command and option exists, and no link leads nowhere."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from twofold.cli.commands import app

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
_COMMAND = re.compile(r"(?:^|`)twofold +([a-z][^`\n]*)", re.MULTILINE)


def _known() -> dict[str, set[str]]:
    """Every command, such as ``log check``, with its options."""
    found: dict[str, set[str]] = {}

    def walk(name: str, command: object) -> None:
        for sub, one in getattr(command, "commands", {}).items():
            walk(f"{name} {sub}".strip(), one)
        if name:
            found[name] = {option for one in command.params for option in getattr(one, "opts", ())}  # type: ignore[attr-defined]

    walk("", get_command(app))
    return found


def test_there_are_pages_to_look_at() -> None:
    assert {"README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tutorial.md", "guide-lead.md"} <= {
        one.name for one in PAGES
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_every_command_and_option_that_a_page_names_exists(page: Path) -> None:
    known = _known()
    for found in _COMMAND.finditer(page.read_text("utf-8")):
        words = found[1].split()
        name = " ".join(words[:2]) if " ".join(words[:2]) in known else words[0]
        assert name in known, f"`twofold {found[1]}`"
        options = {word.split("=")[0] for word in words if word.startswith("--")}
        assert options <= known[name] | {"--help"}, f"`twofold {found[1]}`"


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_no_link_of_a_page_leads_nowhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8")):
        if not target.startswith("http"):
            assert (page.parent / target).exists(), target

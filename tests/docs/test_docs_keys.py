"""The page of all keys is made from the table of actions, and is current."""

import importlib.util
from pathlib import Path

from twofold.tui.actions import ACTIONS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_of_keys_is_current_and_tells_every_action() -> None:
    spec = importlib.util.spec_from_file_location("make_keys", DOCS / "make_keys.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    written = (DOCS / "keys.md").read_text("utf-8")
    assert written == script.page(), "run `python docs/make_keys.py`"
    for action in ACTIONS:
        assert action.help.replace("|", "\\|") in written
        assert action.family or f"`{action.id}`" in written

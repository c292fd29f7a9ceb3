"""What every test needs: a data folder of its own, so that none touches the one of whoever runs it."""

import sys
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes is the machine's affair, here and on the machine that checks changes.
settings.register_profile("untimed", parent=settings(), deadline=None)
settings.load_profile("untimed")

sys.path.insert(0, str(Path(__file__).parent / "support"))


@pytest.fixture(autouse=True)
def twofold_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own data folder, empty and for this test alone."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("TWOFOLD_HOME", str(home))
    return home

"""The demo is copied whole or not at all."""

from pathlib import Path

import pytest

from twofold.store import demo
from twofold.store.folder import review_id_in


def test_the_copy_is_a_review_of_its_own_folder(tmp_path: Path) -> None:
    demo.copy_demo(tmp_path / "mine")
    assert review_id_in(tmp_path / "mine")
    assert [one.name for one in tmp_path.iterdir()] == ["mine"]


def test_a_copy_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(source: Path, target: Path, *_: object, **__: object) -> None:
        target.mkdir()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(demo.shutil, "copytree", failing)
    with pytest.raises(OSError, match="No space"):
        demo.copy_demo(tmp_path / "mine")
    assert list(tmp_path.iterdir()) == []

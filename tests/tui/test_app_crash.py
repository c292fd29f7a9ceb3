"""A crash ends with its story and without anybody's answers."""

import asyncio
from pathlib import Path

import pytest

from twofold.tui.app import TwofoldApp

SENTINEL = "-".join(["an", "answer", "of", "somebody"])


def fail(answer: str) -> None:
    raise RuntimeError("something broke")


def test_the_traceback_of_a_crash_holds_no_values_of_variables(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    app = TwofoldApp(tmp_path)

    async def crash() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            app.call_later(fail, SENTINEL)
            await pilot.pause()

    with pytest.raises(RuntimeError):
        asyncio.run(crash())
    story = capfd.readouterr().err
    assert "something broke" in story
    assert SENTINEL not in story

"""The app in a browser: reached from this computer alone, by who has the key, and saving as in a terminal."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from opened_reviews import opened, study_keys, with_studies
from terminal_runner import TWOFOLD, terminal_environment

from twofold.cli.exits import Exit
from twofold.cli.serving import serve
from twofold.values.answers import Value

aiohttp = pytest.importorskip("aiohttp", reason="the extra `serve` is not installed")
pytest.importorskip("textual_serve", reason="the extra `serve` is not installed")

_ENDS = 15


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = with_studies(tmp_path / "a review's folder")
    with opened(place):
        return place


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """A served review; its address with the key."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [*TWOFOLD, "serve", "--port", str(port)]
    ran = subprocess.Popen(command, cwd=folder, env=terminal_environment(), stdout=subprocess.PIPE, text=True)
    assert ran.stdout is not None
    found = re.search(r"http://localhost:\d+/\?key=\S+", ran.stdout.readline())
    assert found
    asyncio.run(_until_it_answers(found[0]))
    yield found[0]
    ran.send_signal(signal.SIGINT)
    assert ran.wait(_ENDS) == 0
    ran.stdout.close()


async def _until_it_answers(address: str) -> None:
    async with aiohttp.ClientSession() as session:
        for _ in range(100):
            try:
                async with session.get(address.split("?")[0]):
                    return
            except aiohttp.ClientConnectionError:
                await asyncio.sleep(0.1)
    raise AssertionError("nobody answers")


def test_only_who_has_the_key_and_comes_from_here_is_let_in(address: str) -> None:
    base = address.split("/?")[0]

    async def scene() -> None:
        async with aiohttp.ClientSession() as stranger:
            for path in ("/", "/ws", "/static/js/textual.js", "/download/1", "/?key=wrong"):
                async with stranger.get(base + path, headers={"Origin": base}) as answer:
                    assert answer.status == 403
                    assert "Open the address that `twofold serve` printed." in await answer.text()
        async with aiohttp.ClientSession() as person:
            async with person.get(address) as answer:
                assert answer.status == 200
                assert str(answer.url) == f"{base}/"
                assert "connect-src 'self'" in answer.headers["Content-Security-Policy"]
            for headers in ({"Origin": "http://elsewhere.example"}, {"Host": "elsewhere.example"}, {}):
                async with person.get(f"{base}/ws", headers=headers) as answer:
                    assert answer.status == 403, headers

    asyncio.run(scene())


def test_an_answer_given_in_the_browser_is_on_the_disk_when_the_page_is_closed(address: str, folder: Path) -> None:
    base = address.split("/?")[0]

    async def until(socket: "aiohttp.ClientWebSocketResponse", text: str) -> None:
        seen = ""
        while text not in seen:
            message = await socket.receive(timeout=30)
            assert message.type is aiohttp.WSMsgType.BINARY, seen
            seen += re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", message.data[5:].decode("utf-8", "replace"))

    async def scene() -> None:
        async with aiohttp.ClientSession() as person:
            async with person.get(address):
                pass
            async with person.ws_connect(f"{base}/ws?width=80&height=24", headers={"Origin": base}) as page:
                await until(page, "To do next")
                await page.send_json(["stdin", "\r"])
                await until(page, "Design?")
                await page.send_json(["stdin", "2"])
                await until(page, "Cohort")

    asyncio.run(scene())
    answers = []
    for _ in range(50):
        with opened(folder, writing=False) as review:
            answers.append(review.session(study_keys(review)[0]).sheet.at("design").answer)
        if answers[-1] == Value("cohort"):
            break
        time.sleep(0.1)
    assert answers[-1] == Value("cohort")


def test_without_the_extra_the_command_that_installs_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    monkeypatch.delitem(sys.modules, "twofold.cli.browser", raising=False)
    with pytest.raises(SystemExit) as ended:
        serve(folder, 8000)
    assert ended.value.code == Exit.USAGE
    assert "pip install 'textual-serve>=1.1.3,<1.2'" in capsys.readouterr().err


def test_a_port_that_is_taken_is_said_and_no_review_is_said(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        serve(tmp_path, 8000)
    assert ended.value.code == Exit.USAGE
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [*TWOFOLD, "serve", "--port", str(port)]
        ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)
    assert ran.returncode == Exit.FAILED
    assert f"Port {port} cannot be used" in ran.stderr

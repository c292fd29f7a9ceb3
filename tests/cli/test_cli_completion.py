"""The completion of commands that `twofold --install-completion` installs, asked as a shell asks it."""

import shutil
import subprocess
from pathlib import Path

import pytest
from terminal_runner import TWOFOLD, terminal_environment


def completed(words: str, tmp_path: Path) -> list[str]:
    environment = terminal_environment(
        COMP_WORDS=words, COMP_CWORD=str(len(words.split(" ")) - 1), _TWOFOLD_COMPLETE="complete_bash"
    )
    ran = subprocess.run(TWOFOLD, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr
    assert not ran.stderr
    return ran.stdout.split()


def test_a_shell_that_asks_is_answered_with_commands_and_options(tmp_path: Path) -> None:
    assert {"code", "codes"} <= set(completed("twofold co", tmp_path))
    assert "--plain" in completed("twofold code --pl", tmp_path)
    assert "check" in completed("twofold log ch", tmp_path)


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_once_it_is_installed(tmp_path: Path) -> None:
    wrapper = tmp_path / "bin" / "twofold"
    wrapper.parent.mkdir()
    wrapper.write_text(f"#!/bin/sh\nexec {TWOFOLD[0]} -c '{TWOFOLD[2]}' \"$@\"\n")
    wrapper.chmod(0o755)
    environment = terminal_environment(HOME=str(tmp_path), PATH=f"{wrapper.parent}:/usr/bin:/bin")
    script = (
        "twofold --install-completion bash && . ~/.bashrc && "
        "COMP_WORDS=(twofold doct) COMP_CWORD=1 && _twofold_completion twofold && echo complete: ${COMPREPLY[@]}"
    )
    ran = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, timeout=60)
    assert "bash completion installed" in ran.stdout, ran.stderr
    assert "complete: doctor" in ran.stdout, ran.stderr

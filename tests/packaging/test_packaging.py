"""The wheel and the sdist carry what the app needs to run."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _tracked(folder: str) -> set[str]:
    listed = subprocess.run(["git", "ls-files", folder], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(listed.stdout.split("\n")) - {""}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-t", "sdist", "-d", str(out)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return out


def test_the_wheel_carries_styles_and_sample_data_inside_the_package(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = {f"twofold/{path}" for folder in ("styles", "sample_data") for path in _tracked(folder)}
    assert wanted
    assert wanted <= names
    assert "twofold/codebook/templates/default.toml" in names
    assert "twofold/py.typed" in names
    assert not any(name.startswith(("tests/", "benchmarks/")) for name in names)


def test_the_sdist_carries_sources_tests_and_data(built: Path) -> None:
    (archive,) = built.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        names = {name.split("/", 1)[1] for name in opened.getnames() if "/" in name}
    for folder in ("src", "styles", "sample_data", "tests"):
        assert _tracked(folder) <= names
    assert {"README.md", "LICENSE", "pyproject.toml"} <= names


def test_the_installed_wheel_finds_its_files(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path)
    code = (
        "from twofold.values.resources import shipped; import twofold;"
        "assert 'styles' in str(shipped('styles')); print(shipped('styles'), shipped('sample_data'))"
    )
    ran = subprocess.run(
        [sys.executable, "-S", "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    assert all(str(tmp_path) in place for place in ran.stdout.split())

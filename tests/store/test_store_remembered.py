"""What a device remembers of long logs: never anything but what reading the log would give."""

import random
import shutil
from pathlib import Path

import pytest
from made_logs import REVIEW, ROWS, STUDIES, MadeLog, code, document, log

from twofold.store import remembered
from twofold.store.folder import Logs
from twofold.store.remembered import forget, recalled, remember
from twofold.store.scan import LogChanged, Scan, scan

DEVICE = "d1" * 8


def long_log() -> MadeLog:
    made = log("anna", DEVICE)
    for number in range(40):
        made = made.plus(code("anna", DEVICE, number, f"antwört {number}", study=STUDIES[number % 2]))
    submitted = document(
        "submissions",
        "anna",
        DEVICE,
        "s",
        round="main",
        study=STUDIES[0],
        codebook="cb" * 16,
        rows=[],
        codes=[],
        blank=[],
        not_asked=[],
        whole_paper=True,
        digest="0" * 64,
        heads=[],
    )
    reopened = document(
        "reopenings", "anna", DEVICE, "r", round="main", study=STUDIES[0], submission=submitted.id, reason="slip"
    )
    study = document("studies", "anna", DEVICE, "p", study=STUDIES[0], number="S001", label="é", title="“x”")
    report = document("reports", "anna", DEVICE, "q", report="e0" * 8, study=STUDIES[0], title="A “report”")
    row = document("rows", "anna", DEVICE, "w", round="main", study=STUDIES[1], row=ROWS[0], removed=False)
    return made.plus(submitted).plus(reopened).plus(study, report).plus(row).plus(code("anna", DEVICE, "end", "ö"))


@pytest.fixture(autouse=True)
def _all_are_worth_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "_WORTH_IT", 5)


def state(found: Scan) -> tuple[object, ...]:
    by_study = {study: list(places) for study, places in found.by_study.items()}
    return (
        found.header,
        by_study,
        found.freezes,
        found.plan,
        found.reports,
        found.head,
        found.lines,
        found.damage,
        found.size,
        found.tail,
        found.seam,
    )


def keep(path: Path, memory: Path) -> Path:
    """Remember the log at that path, and give the file in which it is."""
    remember(scan(path), memory)
    (kept,) = memory.iterdir()
    return kept


def test_a_remembered_log_is_what_reading_it_gives(tmp_path: Path) -> None:
    path = long_log().write(tmp_path / "a.jsonl")
    keep(path, tmp_path / "memory")
    found = recalled(path, tmp_path / "memory")
    assert found is not None
    assert state(found) == state(scan(path))


def test_what_was_appended_since_is_taken_up_from_any_older_state(tmp_path: Path) -> None:
    made = long_log()
    whole = b"".join(made.encoded())
    path = tmp_path / "a.jsonl"
    for lines in (7, 20, 40, 43, 44):
        made.prefix(lines).write(path)
        shutil.rmtree(tmp_path / "memory", ignore_errors=True)
        keep(path, tmp_path / "memory")
        for end in (len(whole), len(whole) - 10):
            path.write_bytes(whole[:end])
            found = recalled(path, tmp_path / "memory")
            assert found is not None
            assert state(found) == state(scan(path))


def test_a_torn_tail_is_not_remembered_as_taken(tmp_path: Path) -> None:
    whole = b"".join(long_log().encoded())
    path = tmp_path / "a.jsonl"
    path.write_bytes(whole[:-200])
    keep(path, tmp_path / "memory")
    path.write_bytes(whole)
    found = recalled(path, tmp_path / "memory")
    assert found is not None
    assert state(found) == state(scan(path))


def shorter(path: Path) -> None:
    long_log().prefix(30).write(path)


def other(path: Path) -> None:
    made = long_log().prefix(30)
    for number in range(40):
        made = made.plus(code("anna", DEVICE, ("other", number), "other"))
    made.write(path)


def moved(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw.replace(b"\n", b"\r\n"))


@pytest.mark.parametrize("harm", [shorter, other, moved, Path.unlink])
def test_a_log_that_is_not_what_it_was_is_not_recalled(tmp_path: Path, harm: object) -> None:
    path = long_log().write(tmp_path / "a.jsonl")
    keep(path, tmp_path / "memory")
    harm(path)  # type: ignore[operator]
    assert recalled(path, tmp_path / "memory") is None


def test_a_memory_that_was_damaged_is_not_believed(tmp_path: Path) -> None:
    path = long_log().write(tmp_path / "a.jsonl")
    kept = keep(path, tmp_path / "memory")
    whole = kept.read_bytes()
    wanted = state(scan(path))
    rng = random.Random(1)
    for place in [*range(48), *rng.sample(range(len(whole)), 60)]:
        hurt = bytearray(whole)
        hurt[place] ^= 1 << rng.randrange(8)
        kept.write_bytes(hurt)
        found = recalled(path, tmp_path / "memory")
        assert found is None or state(found) == wanted
    for cut in (0, 8, 39, 40, 41, len(whole) // 2, len(whole) - 1):
        kept.write_bytes(whole[:cut])
        assert recalled(path, tmp_path / "memory") is None


def test_the_memory_of_one_place_is_not_believed_of_another(tmp_path: Path) -> None:
    path = long_log().write(tmp_path / "a.jsonl")
    kept = keep(path, tmp_path / "memory")
    elsewhere = long_log().prefix(10).write(tmp_path / "b.jsonl")
    remember(scan(elsewhere), tmp_path / "other memory")
    (name,) = (tmp_path / "other memory").iterdir()
    shutil.copy(kept, tmp_path / "memory" / name.name)
    assert recalled(elsewhere, tmp_path / "memory") is None


def test_a_damaged_log_is_not_remembered_as_sound(tmp_path: Path) -> None:
    path = long_log().write(tmp_path / "a.jsonl")
    path.write_bytes(path.read_bytes().replace(b"antw\xc3\xb6rt 7", b"antw\xc3\xb6rt 8"))
    remember(scan(path), tmp_path / "memory")
    assert not (tmp_path / "memory").exists()


def test_a_line_that_rotted_since_is_noticed_when_it_is_read_and_the_memory_dropped(tmp_path: Path) -> None:
    path = long_log().write(tmp_path / "logs" / "a.jsonl")
    logs = Logs(tmp_path, REVIEW, memory=tmp_path / "memory")
    list(logs.read())
    logs.remember()
    raw = path.read_bytes()
    path.write_bytes(raw.replace("antwört 7".encode(), b"antwort 77"))
    again = Logs(tmp_path, REVIEW, memory=tmp_path / "memory")
    list(again.read())
    with pytest.raises(LogChanged):
        list(again.study(STUDIES[1]))
    again.refresh()
    assert again.scans[path].damage
    assert len(list(again.study(STUDIES[1]))) == 20
    assert not list((tmp_path / "memory").glob("*.scan"))


def test_without_a_memory_nothing_is_lost(tmp_path: Path) -> None:
    path = long_log().write(tmp_path / "a.jsonl")
    forget(path, tmp_path / "nowhere")
    assert recalled(path, tmp_path / "nowhere") is None
    (tmp_path / "blocked").write_text("a file is in the way")
    remember(scan(path), tmp_path / "blocked")
    assert recalled(path, tmp_path / "blocked") is None

"""The folder of a review: every way of putting logs into it is a right one, and nothing else in it does harm."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_history import History, histories
from made_logs import FOUNDING, REVIEW, STUDIES, MadeLog, code, filed, folded, log

from twofold.record.authority import Filed
from twofold.store.folder import Logs, NoReview, review_id_in
from twofold.store.place import find_review

DEVICE = "d1" * 8


def some_log(lines: int = 3, person: str = "anna", **content: str) -> MadeLog:
    made = log(person, DEVICE, **content)
    for number in range(lines):
        made = made.plus(code(person, DEVICE, (person, number), f"answer {number}"))
    return made


def read(folder: Path, review: str = REVIEW) -> Logs:
    logs = Logs(folder, review)
    for _ in logs.read():
        pass
    return logs


def everything(logs: Logs) -> list[Filed]:
    """What the index gives: the plan, and each study's documents."""
    by_study = [
        Filed(found.header.person, one)
        for study in {key for found in logs.scans.values() for key in found.by_study}
        for found, line in logs.study(study)
        for one in line.documents
        if one.body.get("study") == study
    ]
    return [*logs.plan(), *by_study]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories(), st.randoms(use_true_random=False))
def test_the_files_of_all_machines_make_the_same_state_whatever_they_are_called_and_wherever_they_lie(
    tmp_path_factory: pytest.TempPathFactory, history: History, rng: random.Random
) -> None:
    wanted = folded(filed(history.logs))
    copies = [copy for machine in history.machines for copy in machine.copies]
    older = [one.prefix(rng.randint(0, len(one.lines))) for one in history.logs]
    for files in (history.logs, [*copies, *history.logs, *older]):
        folder = tmp_path_factory.mktemp("review")
        for number, one in enumerate(rng.sample(files, len(files))):
            place = rng.choice(["logs", "received"])
            one.write(folder / place / f"{rng.randrange(1000)} {number}.jsonl")
        logs = read(folder)
        assert not logs.unread
        assert not any(found.damage for found in logs.scans.values())
        state = folded(everything(logs))
        assert (state, state.order) == (wanted, wanted.order)


@pytest.mark.parametrize(
    "name",
    [
        "anna.d1d1d1d1.work.ab12.jsonl",
        "anna.d1d1d1d1.work.ab12 (conflicted copy 2026-01-31).jsonl",
        "anna.d1d1d1d1.work.ab12.sync-conflict-20260131-090000-ABCDEFG.jsonl",
        "plan.jsonl",
        "ANNA.JSONL",
        "[red]x \x1b]0;y\x07.jsonl",
    ],
)
def test_a_log_is_known_by_its_content_and_not_by_its_name(tmp_path: Path, name: str) -> None:
    some_log().write(tmp_path / "logs" / name)
    (found,) = read(tmp_path).scans.values()
    assert (found.header.person, found.header.kind, found.lines) == ("anna", "work", 4)


def test_links_pipes_and_folders_among_the_logs_are_left_alone_and_named(tmp_path: Path) -> None:
    secret = some_log().write(tmp_path / "elsewhere" / "a.jsonl")
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "link.jsonl").symlink_to(secret)
    (logs / "dangling.jsonl").symlink_to(tmp_path / "nowhere")
    os.mkfifo(logs / "pipe.jsonl")
    (logs / "folder.jsonl").mkdir()
    (logs / ".hidden.jsonl").write_bytes(secret.read_bytes())
    (logs / "notes.txt").write_text("x")
    found = read(tmp_path)
    assert not found.scans
    assert {path.name for path in found.unread} == {"link.jsonl", "dangling.jsonl", "pipe.jsonl", "folder.jsonl"}
    assert all("left alone" in one.why for one in found.unread.values())


def test_what_is_not_of_this_review_is_left_alone_with_a_reason_and_stops_nothing(tmp_path: Path) -> None:
    some_log().write(tmp_path / "logs" / "good.jsonl")
    log("anna", DEVICE, review_id="ff" * 16).write(tmp_path / "logs" / "other.jsonl")
    (tmp_path / "logs" / "empty.jsonl").write_bytes(b"")
    (tmp_path / "logs" / "rubbish.jsonl").write_bytes(os.urandom(5000) + b"\n")
    logs = read(tmp_path)
    assert [path.name for path in logs.scans] == ["good.jsonl"]
    reasons = {path.name: one.why for path, one in logs.unread.items()}
    assert "another review" in reasons["other.jsonl"]
    assert "on its way" in reasons["empty.jsonl"]
    assert "was not read" in reasons["rubbish.jsonl"]


def test_a_log_with_a_damaged_first_line_is_still_the_persons(tmp_path: Path) -> None:
    path = some_log().write(tmp_path / "logs" / "a.jsonl")
    path.write_bytes(path.read_bytes().replace(b'"work"', b'"wOrk"', 1))
    logs = Logs(tmp_path, REVIEW)
    assert [found.path for found in logs.read("work", "anna")] == [path]
    assert len(list(logs.study(STUDIES[0], "anna"))) == 3
    assert logs.scans[path].damage


def test_a_folder_without_logs_is_an_empty_review(tmp_path: Path) -> None:
    logs = read(tmp_path)
    assert (logs.scans, logs.unread, list(logs.plan())) == ({}, {}, [])


def test_only_the_logs_asked_for_are_read(tmp_path: Path) -> None:
    log("lea", DEVICE, "plan").plus(FOUNDING).write(tmp_path / "logs" / "1.jsonl")
    some_log().write(tmp_path / "logs" / "2.jsonl")
    some_log(person="lea").write(tmp_path / "logs" / "3.jsonl")
    logs = Logs(tmp_path, REVIEW)
    assert [found.path.name for found in logs.read("plan")] == ["1.jsonl"]
    assert [found.path.name for found in logs.read("work", "lea")] == ["3.jsonl"]
    assert [found.path.name for found in logs.read()] == ["2.jsonl"]
    assert [found.path.name for found in logs.read()] == []


def test_new_lines_new_logs_and_finished_copies_come_in_with_a_refresh(tmp_path: Path) -> None:
    made = some_log()
    path = made.write(tmp_path / "logs" / "a.jsonl")
    raw = some_log(5, "lea").encoded()
    half = tmp_path / "logs" / "half.jsonl"
    half.write_bytes(raw[0][:40])
    logs = read(tmp_path)
    assert not logs.refresh()
    made.plus(code("anna", DEVICE, "new", "x")).write(path)
    assert logs.refresh()
    assert logs.scans[path].lines == 5
    assert half in logs.unread
    half.write_bytes(b"".join(raw)[:-10])
    assert logs.refresh()
    assert logs.scans[half].lines == 5
    half.write_bytes(b"".join(raw))
    assert logs.refresh()
    assert logs.scans[half].lines == 6
    some_log(1, "lea").write(tmp_path / "received" / "b.jsonl")
    assert logs.refresh()
    assert not logs.refresh()
    assert len(logs.scans) == 3


def test_a_log_replaced_by_another_copy_is_read_anew_and_one_that_is_gone_is_let_go(tmp_path: Path) -> None:
    made = some_log(4)
    path = made.write(tmp_path / "logs" / "a.jsonl")
    logs = read(tmp_path)
    longer = made.plus(code("anna", DEVICE, "new", "x")).write(tmp_path / "elsewhere.jsonl")
    longer.replace(path)
    assert logs.refresh()
    assert (logs.scans[path].lines, len(list(logs.study(STUDIES[0])))) == (6, 5)
    made.prefix(2).write(path)
    assert logs.refresh()
    assert logs.scans[path].lines == 3
    path.unlink()
    assert logs.refresh()
    assert not logs.scans


def test_the_study_at_hand_is_read_once_and_anew_as_soon_as_its_log_grew(tmp_path: Path) -> None:
    made = some_log(4)
    path = made.write(tmp_path / "logs" / "a.jsonl")
    logs = read(tmp_path)
    first = list(logs.study(STUDIES[0]))
    assert [each is other for (_, each), (_, other) in zip(first, logs.study(STUDIES[0]), strict=True)] == [True] * 4
    assert not list(logs.study(STUDIES[1]))
    again = [line for _, line in logs.study(STUDIES[0])]
    assert again == [line for _, line in first]
    assert again[0] is not first[0][1]
    made.plus(code("anna", DEVICE, "new", "x")).write(path)
    logs.take_up(path)
    assert len(list(logs.study(STUDIES[0]))) == 5


def test_taking_up_an_own_line_survives_the_file_being_replaced(tmp_path: Path) -> None:
    made = some_log(2)
    path = made.write(tmp_path / "logs" / "a.jsonl")
    logs = read(tmp_path)
    other = made.prefix(1).plus(code("anna", DEVICE, "other", "y")).plus(code("anna", DEVICE, "more", "z"))
    other.write(path)
    logs.take_up(path)
    assert logs.scans[path].head == other.head


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "twofold init"),
        (b"", "names no review"),
        (b'review = "abc"\n', "names no review"),
        (b"review = 5\n", "names no review"),
        (b"review = \n", "not proper TOML"),
        (b"\xff\xfe", "not UTF-8"),
    ],
)
def test_a_folder_that_is_no_review_is_said_to_be_none(tmp_path: Path, text: bytes | None, why: str) -> None:
    if text is not None:
        (tmp_path / "review.toml").write_bytes(text)
    with pytest.raises(NoReview, match=why):
        review_id_in(tmp_path)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_the_review_is_named_in_its_file_and_found_from_below(tmp_path: Path, mark: bytes) -> None:
    (tmp_path / "review.toml").write_bytes(mark + f'title = "x"\r\nreview = "{REVIEW}"\r\n'.encode())
    (tmp_path / "a" / "b").mkdir(parents=True)
    assert review_id_in(tmp_path) == REVIEW
    assert find_review(tmp_path / "a" / "b") == tmp_path
    assert find_review(Path("/")) is None

"""Whatever lies in the folder, a command ends with a sentence and never with a traceback or an act on the terminal."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import bytes_of, founded, opened, study_keys, value, with_studies

from twofold.record.headers import FORMAT, Header, header_body
from twofold.record.lines import encode_line
from twofold.record.plan_documents import PersonEntry
from twofold.review.bringing_in import bring_in, work_out
from twofold.review.open import Review
from twofold.store.device import new_key

READING = [
    ("status",),
    ("status", "--json"),
    ("codes", "S001"),
    ("codes", "S001", "--json"),
    ("log", "check"),
    ("log", "check", "--json"),
]
WRITING = [("publish",), ("publish", "--dry-run"), ("import", "found.ris"), ("import", "found.ris", "--dry-run")]
HOSTILE = "[/b][@click=app.bell]evil[/] \x1b]0;owned\x07\x1b[2J\x9b2J \u202egnp.exe \u200b $(id) `id` %s {0}"


def whole(command: tuple[str, ...], folder: Path, person: str = "anna") -> list[str]:
    """The command with the review, and with who runs it where it takes that."""
    return [*command, "-r", str(folder), *([] if command[0] == "log" else ["--as", person])]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        review.session(study_keys(review)[0]).save((None, "design"), value("rct"))
    (tmp_path / "found.ris").write_text("TY  - JOUR\nTI  - One\nER  - \n", "utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def newer_log(folder: Path) -> None:
    header = Header(
        format=FORMAT, review=Review(folder).id, person="anna", device=new_key(), log=new_key(), kind="work"
    )
    line, _ = encode_line(0, "", (), {**header_body(header), "format": FORMAT + 1})
    (folder / "logs" / "newer.jsonl").write_bytes(line)


def log_of_another_review(folder: Path) -> None:
    other = founded(folder.parent / "other")
    for path in (other / "logs").iterdir():
        shutil.copyfile(path, folder / "logs" / path.name)


def damaged_line(folder: Path) -> None:
    (plan,) = (folder / "logs").glob("anna.*.plan.*")
    lines = plan.read_bytes().splitlines(keepends=True)
    plan.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b'"studies"', b'"studios"', 1)]))


def torn_tail(folder: Path) -> None:
    (plan,) = (folder / "logs").glob("anna.*.plan.*")
    plan.write_bytes(plan.read_bytes()[:-20])


def unread_files(folder: Path) -> None:
    logs = folder / "logs"
    (logs / "a.jsonl").write_bytes(b"")
    (logs / "b.jsonl").write_bytes(b"\x00" * 5000)
    (logs / "c.jsonl").write_bytes(b"[" * 100_000 + b"\n")
    (logs / "d.jsonl").mkdir()
    (logs / "e.jsonl").symlink_to("/etc/hostname")
    (logs / "f\x1b[2J.jsonl").write_bytes(b"{}\n")


def no_plan(folder: Path) -> None:
    for path in (folder / "logs").glob("*.plan.*"):
        path.unlink()


HARM: dict[str, tuple[Callable[[Path], object], set[int], set[int]]] = {
    "no review.toml": (lambda folder: (folder / "review.toml").unlink(), {4}, {4}),
    "review.toml with wrong TOML": (lambda folder: (folder / "review.toml").write_text("title = [\n"), {0, 3}, {0, 4}),
    "review.toml that is no text": (
        lambda folder: (folder / "review.toml").write_bytes(b"\xff\xfe\x00"),
        {0, 3},
        {0, 4},
    ),
    "review.toml of another review": (
        lambda folder: (folder / "review.toml").write_text(f'review = "{"ab" * 16}"\n'),
        {3, 4},
        {4},
    ),
    "codebook.toml with wrong TOML": (lambda folder: (folder / "codebook.toml").write_text("x = ["), {0}, {0, 4}),
    "no codebook.toml": (lambda folder: (folder / "codebook.toml").unlink(), {0}, {0, 4}),
    "a log of another review": (log_of_another_review, {0, 3}, {0}),
    "a log of a newer Twofold": (newer_log, {0, 3}, {0}),
    "a damaged line": (damaged_line, {0, 2, 3}, {0}),
    "a torn tail": (torn_tail, {0, 2, 3}, {0}),
    "files that are no logs": (unread_files, {0, 3}, {0}),
    "no plan log": (no_plan, {3, 4}, {4}),
    "no logs": (lambda folder: shutil.rmtree(folder / "logs"), {0, 3, 4}, {4}),
    "logs that are a file": (
        lambda folder: (shutil.rmtree(folder / "logs"), (folder / "logs").write_text("x")),
        {0, 3, 4},
        {4},
    ),
}


@pytest.mark.parametrize("harm", HARM)
def test_whatever_lies_in_the_folder_every_command_ends_in_words(folder: Path, harm: str) -> None:
    do, reading, writing = HARM[harm]
    do(folder)
    for commands, codes in ((READING, reading), (WRITING, writing)):
        for command in commands:
            ran = twofold(*whole(command, folder))
            assert ran.code in codes, (command, ran)
            assert "Traceback" not in ran.out + ran.err
            assert "\x1b" not in ran.out + ran.err
            assert ran.out or ran.err.strip()
            if "--json" in command and ran.out:
                assert ran.json


@pytest.mark.parametrize("command", [*READING, *WRITING])
def test_a_folder_that_is_no_review_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = twofold(*command)
    assert (ran.code, ran.out) == (2, "")
    assert "There is no review here." in ran.err
    ran = twofold(*whole(command, tmp_path / "nowhere"))
    assert (ran.code, ran.out) == (4, "")
    assert "is not a review: it has no review.toml" in ran.err


@pytest.mark.parametrize("command", [one for one in (*READING, *WRITING) if one[0] != "log"])
def test_who_was_never_told_is_asked_for_with_the_names(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "fresh"))
    ran = twofold(*command, "-r", folder)
    assert (ran.code, ran.out) == (2, "")
    assert "Who are you? Say it with --as: anna, ben, cleo." in ran.err
    ran = twofold(*whole(command, folder, "nobody"))
    assert (ran.code, ran.out) == (4, "")
    assert "Nobody called `nobody` is of this review" in ran.err


def test_a_damaged_line_loses_no_other_answer(folder: Path) -> None:
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        for number in range(9):
            session.save((None, "n_all" if number % 2 else "remarks"), value(str(number)))
    (work,) = (folder / "logs").glob("ben.*.work.*")
    lines = work.read_bytes().splitlines(keepends=True)
    work.write_bytes(b"".join([*lines[:4], lines[4].replace(b'"value":"3"', b'"value":"7"'), *lines[5:]]))

    ran = twofold("status", "-r", folder, "--as", "ben")
    assert ran.code == 0
    told = twofold("codes", "S001", "-r", folder, "--as", "ben", "--history", "--json").json["codes"]
    assert [one["answer"]["value"] for one in told if one["field"] == "remarks"] == ["0", "2", "4", "6", "8"]
    assert {one["answer"]["value"] for one in told if one["field"] == "n_all"} == {"1", "5", "7"}
    with opened(folder, "ben") as review:
        assert any("damaged" in sentence for sentence in review.told)
        review.session(study_keys(review)[0]).save((None, "design"), value("rct"))
    assert len(list((folder / "logs").glob("ben.*.work.*"))) == 2


def test_what_a_writing_command_found_at_opening_is_told_and_kept_out_of_the_data(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "backup")
    (tmp_path / "more.ris").write_text("TY  - JOUR\nTI  - More\nER  - \n", "utf-8")
    assert twofold("import", tmp_path / "more.ris", "-r", folder, "--as", "anna").code == 0
    ran = twofold("import", tmp_path / "found.ris", "-r", tmp_path / "backup", "--as", "anna", "--json")
    assert ran.code == 0
    assert "does not end where this device left it" in ran.err
    assert ran.json["written"]


def test_hostile_text_in_titles_names_and_codes_is_printed_inert_everywhere(tmp_path: Path) -> None:
    people = (
        PersonEntry(id="anna", name=HOSTILE, roles=("lead", "reviewer")),
        PersonEntry(id="ben", name="Ben", roles=("reviewer",)),
    )
    folder = founded(tmp_path / "r", people)
    file = tmp_path / "found.ris"
    hostile = f"TY  - JOUR\nTI  - {HOSTILE}\nAU  - {HOSTILE}\nPY  - 2020\nER  - \n"
    too_long = f"TY  - JOUR\nTI  - {'T' * 70_000}\nN1  - {HOSTILE}\nER  - \n"
    file.write_text(hostile + too_long, encoding="utf-8")
    ran_import = twofold("import", file, "-r", folder, "--as", "anna")
    assert "evil" in ran_import.out
    with opened(folder) as review:
        session = review.session(study_keys(review)[0])
        session.save((None, "remarks"), value(HOSTILE))
        session.propose_exclusion(HOSTILE)
    (folder / "review.toml").write_text(
        (folder / "review.toml").read_text("utf-8").replace("A fictional review", r"A \u001b[2J fictional review"),
        "utf-8",
    )

    outputs = [ran_import]
    outputs += [
        twofold(*whole(command, folder)) for command in (*READING, ("publish",), ("codes", "S001", "--history"))
    ]
    outputs += [twofold("import", file, "-r", folder, "--as", "anna", "--json")]
    outputs += [
        twofold("init", tmp_path / "\x1b[2J", "--title", HOSTILE, "--person", f"anna:{HOSTILE.replace(':', '')}:lead")
    ]
    outputs += [
        twofold("codes", HOSTILE, "-r", folder, "--as", HOSTILE),
        twofold("status", "-r", tmp_path / HOSTILE[:30]),
    ]
    for ran in outputs:
        for sign in ("\x1b", "\x07", "\x9b", "\u202e", "\u200b"):
            assert sign not in ran.out + ran.err, ran
    assert any("evil" in ran.out for ran in outputs[1:])


def test_a_reader_that_goes_away_is_no_traceback(folder: Path) -> None:
    script = f"{sys.executable} -c 'from twofold.cli import main; main()' status --as anna -r {folder} | head -c 1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, timeout=60)
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("end", [0, 1, 50, 200, -1, -2, -40])
def test_a_log_that_is_still_being_copied_is_an_older_one(folder: Path, end: int) -> None:
    with opened(folder, "ben") as review:
        for number in range(5):
            review.session(study_keys(review)[0]).save((None, "n_all"), value(str(number)))
    (work,) = (folder / "logs").glob("ben.*.work.*")
    whole_log = work.read_bytes()
    work.write_bytes(whole_log[:end])
    before = bytes_of(folder)

    ran = twofold("status", "-r", folder, "--as", "anna", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert twofold("codes", "S001", "-r", folder, "--as", "ben").code == 0
    assert twofold("log", "check", "-r", folder).code in (0, 3)
    assert bytes_of(folder) == before


def test_an_import_of_one_record_a_thousand_times_is_one_study(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "many.ris").write_text("TY  - JOUR\nTI  - The same\nDO  - 10.1000/s\nER  - \n" * 1000, "utf-8")
    with opened(folder) as review:
        bringing = work_out(review, [tmp_path / "many.ris"])
        bring_in(review, bringing)
    assert (len(bringing.accounts[0].new), len(bringing.accounts[0].there)) == (1, 999)

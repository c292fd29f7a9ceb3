"""`twofold notes` and `twofold keys`."""

import tomllib
from dataclasses import replace
from pathlib import Path

from command_runner import twofold
from opened_reviews import opened, study_keys, value, with_studies

from twofold.review.notes import Notebook, mark_note, notebook
from twofold.tui.actions import ACTIONS
from twofold.tui.own_keys import FILE, config_folder


def with_notes(folder: Path) -> Path:
    with_studies(folder)
    with opened(folder) as review:
        for number, text in ((0, "ask Maria"), (1, "look \x1b[2J again")):
            session = review.session(study_keys(review)[number])
            session.save((None, "design"), replace(value("rct"), note=text))
        book = notebook(review)
        assert isinstance(mark_note(review, book, book.notes[0].key, resolved=True), Notebook)
    return folder


def test_the_notes_are_listed_by_study_and_nothing_in_them_acts(tmp_path: Path) -> None:
    folder = with_notes(tmp_path / "review")
    ran = twofold("notes", "-r", folder)
    assert ran.code == 0
    assert "2 notes, 1 open" in ran.out
    assert "ask Maria" in ran.out
    assert ", resolved)" in ran.out
    assert "\x1b" not in ran.out
    only = twofold("notes", "-r", folder, "--open")
    assert "ask Maria" not in only.out
    assert "again" in only.out


def test_the_notes_as_json(tmp_path: Path) -> None:
    folder = with_notes(tmp_path / "review")
    told = twofold("notes", "-r", folder, "--json").json
    first, second = told["notes"]
    assert (first["study"], first["field"], first["row"], first["note"]) == ("S001", "design", None, "ask Maria")
    assert (first["resolved"], second["resolved"], first["person"], first["own"]) == (True, False, "anna", True)
    assert [one["study"] for one in twofold("notes", "-r", folder, "--json", "--open").json["notes"]] == ["S002"]


def test_the_keys_in_force_are_listed_without_a_review() -> None:
    ran = twofold("keys")
    assert ran.code == 0
    assert "form.not_reported" in ran.out
    told = twofold("keys", "--json").json
    assert [one["id"] for one in told["keys"]] == [one.id for one in ACTIONS]
    assert not any(one["own"] for one in told["keys"])
    assert told["keyboard"] == "digits"


def test_a_starting_file_is_written_once_and_changes_nothing_until_it_is_edited() -> None:
    path = config_folder() / FILE
    dry = twofold("keys", "--write", "--dry-run")
    assert dry.code == 0
    assert not path.exists()
    assert twofold("keys", "--write").code == 0
    text = path.read_text("utf-8")
    assert text in dry.out
    assert all(not one for one in tomllib.loads(text).values())
    assert not any(one["own"] for one in twofold("keys", "--json").json["keys"])
    again = twofold("keys", "--write")
    assert again.code == 4
    assert "was not touched" in again.err
    assert path.read_text("utf-8") == text


def test_every_line_of_the_starting_file_can_be_taken_in_use() -> None:
    path = config_folder() / FILE
    twofold("keys", "--write")
    lines = path.read_text("utf-8").splitlines()
    path.write_text("\n".join(one[2:] if one.startswith("# ") and " = " in one else one for one in lines), "utf-8")
    told = twofold("keys", "--json")
    assert told.json["problems"] == []
    assert all(one["own"] for one in told.json["keys"])


def test_a_mistake_in_the_file_is_told_and_ends_with_findings() -> None:
    (config_folder() / FILE).write_text('[coding]\nnot_reported = "u"\n', "utf-8")
    ran = twofold("keys")
    assert ran.code == 3
    assert "line 2: the key `u` is wanted by `form.not_reported` and by `form.unclear`" in ran.err
    assert "form.not_reported" in ran.out

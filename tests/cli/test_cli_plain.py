"""Coding line by line: through a pipe, through a terminal, and with the same core as the screen."""

import errno
import io
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from failing_disk import FailingDisk
from opened_reviews import CODEBOOK, answers_of, opened, study_keys, with_studies
from terminal_runner import TWOFOLD, TerminalRunner, terminal_environment

from twofold.cli.exits import Exit
from twofold.cli.plain import code_plain
from twofold.cli.plain_commands import COMMANDS, HELP, KEYS
from twofold.review.open import Review
from twofold.values.answers import Chosen, OffScale, Value
from twofold.values.coded import Coded, Sheet

Told = tuple[int, str]
Piped = Callable[..., Told]

COUNTRIES = "".join(f'    {{ value = "land_{n}", label = "Land {n}" }},\n' for n in range(1, 31))
LONG_LIST = CODEBOOK.replace(
    '  [[section.field]]\n  id = "remarks"',
    f'  [[section.field]]\n  id = "land"\n  label = "Where?"\n  type = "nominal"\n  options = [\n{COUNTRIES}  ]\n\n'
    '  [[section.field]]\n  id = "remarks"',
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_studies(tmp_path / "review", codebook=LONG_LIST)


@pytest.fixture
def piped(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Piped:
    """Sends lines through a pipe; gives the exit code and all that was printed."""

    def send(*lines: str, study: str = "S001", end: str = "\n") -> Told:
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines) + end))
        capsys.readouterr()
        try:
            code = code_plain(study, folder, "anna")
        except SystemExit as error:
            code = int(error.code or 0)
        told = capsys.readouterr()
        return code, told.out + told.err

    return send


def sheet_of(folder: Path, study: int = 0) -> Sheet:
    with opened(folder, writing=False) as review:
        return review.session(study_keys(review)[study]).sheet


def at(folder: Path, field: str) -> Coded:
    return sheet_of(folder).at(field)


def test_a_script_answers_every_kind_of_field_and_each_answer_lands_in_its_own(folder: Path, piped: Piped) -> None:
    code, told = piped(
        *("g design", "1"),
        *("g level", "2", "e", "p. 3", "It was", "of middle level.", ""),
        *("g part", "r"),
        *("g who", "1 2"),
        *("g n_all", "120"),
        *("g share", "1.50"),
        *("g began", "2020-05"),
        *("g land", "Land 17"),
        *("g remarks", "Nothing [/b] remarkable."),
        *("+", "Sleep", "g direction", "2"),
        "q",
    )
    assert code == Exit.DONE, told
    sheet = sheet_of(folder)
    (row,) = sheet.rows
    assert {place[1]: coded.answer for place, coded in sheet.codes.items()} == {
        "design": Value("rct"),
        "level": Value("middle"),
        "part": OffScale.NOT_REPORTED,
        "who": Chosen(frozenset({"residents", "carers"})),
        "n_all": Value("120"),
        "share": Value("1.50"),
        "began": Value("2020-05"),
        "land": Value("land_17"),
        "remarks": Value("Nothing [/b] remarkable."),
        "outcome": Value("Sleep"),
        "direction": Value("better"),
    }
    assert sheet.at("direction", row).answer == Value("better")
    evidence = sheet.at("level").evidence
    assert (evidence.place, evidence.quote) == ("p. 3", "It was of middle level.")
    assert evidence.verbatim == "It was\nof middle level."


def test_a_question_is_printed_with_its_options_numbers_and_what_stands_there(piped: Piped) -> None:
    _, told = piped("g level", "h", "q")
    lines = told.splitlines()
    assert "Field 2 of 8, About." in lines
    assert "Level? (choose one; wants a quote (e))" in lines
    assert lines[lines.index("Level? (choose one; wants a quote (e))") + 1 :][:3] == ["1 Low", "2 Middle", "3 High"]
    _, told = piped("g level", "3", "n", "my doubts", "c", "g level", "q")
    again = told[told.rindex("Level?") :]
    assert "Now: High\nNote: my doubts\nConfidence: low\nStands against submitting: Add the passage" in again


def test_an_answer_goes_on_to_the_next_question_and_stays_where_something_is_owed(piped: Piped) -> None:
    _, told = piped("g design", "1", "q")
    assert "Design? RCT. Saved.\nField 2 of 8" in told
    _, told = piped("g level", "1", "q")
    assert "Answered: Low. Still wanted: evidence with its quote (e). Saved.\nNow: Low" in told
    _, told = piped("g n_all", "12", "q")
    assert "Kept: 12. Saved.\nField 5 of 8" in told


def test_an_empty_line_goes_to_the_next_blank_question(piped: Piped) -> None:
    _, told = piped("1", "k", "", "", "q")
    assert told.count("Level? (choose one") == 2
    assert told.rstrip().splitlines()[-4].startswith(("Who?", "1 ", "2 "))


def test_evidence_beside_notes_and_reasons_is_kept_replaced_and_removed(folder: Path, piped: Piped) -> None:
    piped("g level", "1", "e", "p. 3", "first", "", "n", "a note", "w", "a reason", "c", "c")
    code, told = piped("g level", "e", "", "second", "", "n", "", "w", "-", "c")
    assert code == Exit.DONE
    assert "Now: p. 3. An empty line keeps it, - removes it." not in told, "a pipe is shown no prompts"
    level = at(folder, "level")
    assert (level.evidence.place, level.evidence.quote, level.note, level.reason) == ("p. 3", "second", "a note", "")
    assert level.confidence is not None
    assert level.confidence.value == "high"
    piped("g who", "1", ".", "g level", "e", "-", "-", "")
    assert at(folder, "who").evidence.quote == "second"
    assert not at(folder, "level").evidence


def test_an_option_number_again_takes_it_out_and_a_dash_says_none(folder: Path, piped: Piped) -> None:
    piped("g who", "1", "2", "1")
    assert at(folder, "who").answer == Chosen(frozenset({"carers"}))
    piped("g who", "-")
    assert at(folder, "who").answer == Chosen(frozenset())
    piped("g who", "clear")
    assert not at(folder, "who").answered


def test_undo_and_redo_go_on_after_a_restart(folder: Path, piped: Piped) -> None:
    piped("g design", "1", "g design", "2")
    _, told = piped("z", "z", "y")
    assert "Undone: was Cohort, now RCT. Saved." in told
    assert at(folder, "design").answer == Value("rct")
    _, told = piped("z", "z")
    assert "Nothing left to undo in this study." in told
    assert not at(folder, "design").answered


def test_a_long_list_is_answered_by_part_of_a_name_and_an_ambiguous_name_lists_what_fits(
    folder: Path, piped: Piped
) -> None:
    code, told = piped("g land", "d 2")
    assert code == Exit.REFUSED
    assert "Several fit. Write the number: 2 Land 2; 12 Land 12; 20 Land 20" in told
    assert piped("g land", "25")[0] == Exit.DONE
    assert at(folder, "land").answer == Value("land_25")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("g design", "7"), "There is no option 7 here: this field has 3."),
        (("g design", "1 2"), "One answer fits here, and that line has several."),
        (("g design", "perhaps"), "“perhaps” is no option here and no command."),
        (("g design", "-"), "Only a field where several may be chosen can have none of these."),
        (("g n_all", "many"), "Write a whole number, such as 120"),
        (("g n_all", "0"), "Write a number that is not below 1."),
        (("g began", "May 2020"), "Write a date as year-month-day"),
        (("g nonsense",), "No field is called that."),
        (("g part",), "Part? is not asked here"),
        (("g who", "\x1b[A"), "a key that types nothing, such as an arrow"),
        (("/ nowhere",), "No study matches."),
        (("S",), "S001 is not submitted. Here is the first thing that stands against it."),
    ],
)
def test_a_script_stops_at_the_first_line_that_is_refused(
    folder: Path, piped: Piped, lines: tuple[str, ...], said: str
) -> None:
    code, told = piped(*lines, "g remarks", "This must not be written.")
    assert code == Exit.REFUSED
    assert said in told
    assert f"Stopped at line {len(lines)}." in told
    assert not at(folder, "remarks").answered


def test_text_that_reads_like_a_command_can_be_written_all_the_same(folder: Path, piped: Piped) -> None:
    piped("g remarks", "write", "q")
    assert at(folder, "remarks").answer == Value("q")


def test_the_end_of_the_input_in_the_middle_of_an_evidence_keeps_the_place(folder: Path, piped: Piped) -> None:
    code, told = piped("g level", "1", "e", "p. 9")
    assert code == Exit.DONE
    assert "Everything is saved." in told
    assert at(folder, "level").evidence.place == "p. 9"
    piped("g remarks", "The last line without an end", end="")
    assert at(folder, "remarks").answer == Value("The last line without an end")


def test_rows_are_added_gone_through_and_removed_after_a_yes(folder: Path, piped: Piped) -> None:
    _, told = piped("+", "Sleep", "g direction", "1", "+", "Mood", "g direction", "2")
    assert "Outcome row 2 of 2: Mood." in told
    assert len(sheet_of(folder).rows) == 2
    _, told = piped("g direction Sleep", "D", "n", "g direction Mood", "D", "y")
    assert "Removed the row Mood. z brings it back. Saved." in told
    (row,) = sheet_of(folder).rows
    assert sheet_of(folder).at("outcome", row).answer == Value("Sleep")
    piped("z")
    assert len(sheet_of(folder).rows) == 2


def test_submitting_lists_what_stands_against_it_and_is_confirmed_by_label(folder: Path, piped: Piped) -> None:
    code, told = piped("S", "y")
    assert code == Exit.REFUSED
    assert "Stands against submitting: Design? Required and still blank." in told
    _, told = piped("g design", "1", "g n_all", "6000", "S", "y", "")
    assert "Worth a second look: How many? That is a great many." in told
    assert "Left blank, not required: " in told
    assert "S001 is not submitted." in told
    with opened(folder, writing=False) as review:
        label = review.cards()[0].label
    code, told = piped("S", "n", label)
    assert "S001 is submitted (locked). ] goes to the next study. Saved." in told
    with opened(folder, writing=False) as review:
        submission = review.session(study_keys(review)[0]).record.submission
        assert submission is not None
        assert submission[1].whole_paper is False
    code, told = piped("g design", "2")
    assert code == Exit.REFUSED
    assert "S reopens it." in told
    piped("S", "a slip", "g design", "2")
    assert at(folder, "design").answer == Value("cohort")


def test_studies_are_stepped_through_and_found(piped: Piped) -> None:
    _, told = piped("]", "[", "/ S003", "! ", "not eligible", "!", "-")
    assert "\nS002 " in told
    assert "\nS003 " in told
    assert "S003 is proposed for exclusion. Saved." in told
    assert "The proposal to exclude is withdrawn. Saved." in told


def test_a_study_is_proposed_to_be_the_same_as_another(folder: Path, piped: Piped) -> None:
    _, told = piped("!", "= S002", "one registration")
    assert "S001 and S002 are proposed to be one study. Saved." in told
    with opened(folder, writing=False) as review:
        first, second = study_keys(review)[:2]
        same = review.session(first).same_study
        assert same is not None
        assert (same.key, same.number, same.reason) == (second, "S002", "one registration")
    _, told = piped("!", "-")
    assert "The proposal that they are one study is withdrawn. Saved." in told
    _, told = piped("!", "= S001", "it is itself")
    assert "No study matches." in told


def test_a_full_disk_is_said_and_what_was_not_saved_goes_to_a_rescue_copy(
    folder: Path, piped: Piped, monkeypatch: pytest.MonkeyPatch
) -> None:
    piped("g design", "1")
    with monkeypatch.context() as patch:
        full = FailingDisk().install(patch)
        logs = {one.stat().st_ino for one in (folder / "logs").iterdir()}
        true_write = full.write
        patch.setattr(
            os,
            "write",
            lambda file, data: _no_space() if os.fstat(file).st_ino in logs else true_write(file, data),
        )
        code, told = piped("g who", "1", "g remarks", "not tried")
    assert code == Exit.FAILED
    assert "NOT SAVED. " in told
    assert "the disk is full" in told
    assert "retry tries again, rescue writes a rescue copy." in told
    assert "1 unsaved answer(s) are in " in told
    assert "Saved." not in told[told.index("NOT SAVED") :]
    _, told = piped("q")
    assert "1 answer(s) from a rescue copy were taken up and are saved now." in told
    assert at(folder, "who").answer == Chosen(frozenset({"residents"}))
    assert not at(folder, "remarks").answered


def _no_space() -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_everything_from_outside_is_printed_inert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "A \x1b[2J\x1b]0;owned\x07 title \u202e"
    place = with_studies(tmp_path / "hostile", titles=[hostile])
    monkeypatch.setattr(sys, "stdin", io.StringIO("g remarks\nwrite\n\u202eturned\na\ng remarks\nq\n"))
    out = io.StringIO()
    monkeypatch.setattr(sys, "stdout", out)
    assert code_plain("S001", place, "anna") == Exit.DONE
    assert "<202E>turned" in out.getvalue()
    assert not any(sign in out.getvalue() for sign in "\x1b\x07\u202e")


def test_every_command_is_told_by_the_help() -> None:
    told = " ".join(HELP)
    words = told.replace(",", " ").replace(":", " ").replace(";", " ").split()
    for command in (*KEYS, *COMMANDS, "g", "/", "q"):
        assert not command or command in words or command == "?", command


def test_it_needs_no_screen(folder: Path) -> None:
    code = (
        "import sys; from twofold.cli.plain import code_plain; from pathlib import Path;"
        f"code_plain('S001', Path({str(folder)!r}), 'anna');"
        "assert not {'textual', 'rich', 'numpy'} & set(sys.modules), 'a screen was loaded'"
    )
    ran = subprocess.run([sys.executable, "-c", code], input="q\n", capture_output=True, text=True, timeout=60)
    assert ran.returncode == 0, ran.stderr


def test_keys_typed_in_one_burst_at_a_terminal_all_land(folder: Path) -> None:
    command = [*TWOFOLD, "code", "--plain", "S001", "--as", "anna"]
    with TerminalRunner(command, folder, size=(200, 50)) as terminal:
        terminal.wait_printed("Design?")
        terminal.type("2\ng who\n1 2\ng n_all\n77\ng remarks\nIn one burst.\n")
        terminal.wait_printed("Saved.", times=4)
        terminal.kill()
    sheet = sheet_of(folder)
    assert [sheet.at(one).answer for one in ("design", "n_all", "remarks")] == [
        Value("cohort"),
        Value("77"),
        Value("In one burst."),
    ]
    assert sheet.at("who").answer == Chosen(frozenset({"residents", "carers"}))


def test_ctrl_c_leaves_a_note_as_it_was_and_then_leaves_with_everything_saved(folder: Path) -> None:
    command = [*TWOFOLD, "code", "--plain", "S001", "--as", "anna"]
    with TerminalRunner(command, folder, size=(200, 50)) as terminal:
        terminal.wait_printed("Design?")
        terminal.type("1\nn\n")
        terminal.wait_printed("Note. ")
        terminal.settle()
        terminal.type("half a no\x03")
        terminal.wait_printed("Left as it was.")
        terminal.type("7\n")
        terminal.wait_printed("There is no option 7 here")
        terminal.settle()
        terminal.type("\x03")
        assert terminal.ended() == Exit.DONE
        assert "Everything is saved." in terminal.printed
    assert at(folder, "design").answer == Value("rct")


def test_a_passage_pasted_at_a_choice_becomes_its_quote_and_never_an_answer(folder: Path) -> None:
    pytest.importorskip("readline", reason="this Python was built without readline")
    command = [*TWOFOLD, "code", "--plain", "S001", "--as", "anna"]
    with TerminalRunner(command, folder, size=(200, 50)) as terminal:
        terminal.wait_printed("> ")
        terminal.type("g level\n1\n")
        terminal.wait_printed("Saved.")
        if b"\x1b[?2004h" not in terminal.raw:
            pytest.skip("this readline does not tell a paste from typing")
        terminal.type("\x1b[200~2\nparticipants were con-\nsulted\n3\x1b[201~\n")
        terminal.wait_printed("Where it stands: page.")
        terminal.type("p. 4\n")
        terminal.wait_printed("Saved.", times=2)
        terminal.kill()
    level = at(folder, "level")
    assert level.answer == Value("low")
    assert (level.evidence.place, level.evidence.quote) == ("p. 4", "2 participants were consulted 3")


def test_a_dumb_terminal_that_knows_only_ascii_is_enough(folder: Path) -> None:
    environment = terminal_environment(TERM="dumb", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    command = [*TWOFOLD, "code", "--plain", "S001", "--as", "anna"]
    with TerminalRunner(command, folder, environment, size=(200, 50)) as terminal:
        terminal.wait_printed("Design?")
        terminal.type("nonsense\n1\nq\n")
        assert terminal.ended() == Exit.DONE
        assert "?nonsense? is no option here" in terminal.printed
        assert "\x1b" not in terminal.printed
    assert at(folder, "design").answer == Value("rct")


@pytest.mark.parametrize("term", ["dumb", "xterm-256color"])
def test_a_very_long_line_is_taken_whole_or_refused_and_never_cut(folder: Path, term: str) -> None:
    long = "long " * 1200
    command = [*TWOFOLD, "code", "--plain", "S001", "--as", "anna"]
    with TerminalRunner(command, folder, terminal_environment(TERM=term), size=(200, 50)) as terminal:
        terminal.wait_printed("> ")
        terminal.type("g remarks\n")
        terminal.wait_printed("Remarks?")
        time.sleep(1)  # the line editor takes the terminal over only when it prompts, a moment after the question
        terminal.type(f"{long}\n")
        terminal.wait_printed("came cut. Nothing was done" if term == "dumb" else "Saved.")
        terminal.type("q\n")
        assert terminal.ended() == Exit.DONE
    assert at(folder, "remarks") == (Coded() if term == "dumb" else Coded(Value(long.strip())))


def test_without_a_screen_the_app_names_the_way_without_one(folder: Path) -> None:
    ran = subprocess.run([*TWOFOLD, "code", "S001"], cwd=folder, input="", capture_output=True, text=True, timeout=60)
    assert ran.returncode == Exit.FAILED
    assert "`twofold code --plain` codes line by line without one" in ran.stderr


def test_another_process_on_the_same_log_is_told_who_writes(folder: Path, piped: Piped) -> None:
    review = Review(folder)
    review.become("anna")
    try:
        code, told = piped("1")
    finally:
        review.close()
    assert code == Exit.LOCKED
    assert "Your logs are being written by Twofold on " in told


def test_answers_given_on_the_screen_and_by_line_are_the_same_answers(folder: Path, piped: Piped) -> None:
    with opened(folder) as review:
        session = review.session(study_keys(review)[0])
        session.save((None, "design"), Coded(Value("cohort")))
        before = answers_of(session)
    _, told = piped("g design", "q")
    assert "Now: Cohort" in told
    assert {place: coded.answer for place, coded in sheet_of(folder).codes.items()} == before

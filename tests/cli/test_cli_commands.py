"""The commands, one by one: what people read, the one JSON object, and the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from command_runner import Ran, twofold
from opened_reviews import ANSWERS, CODEBOOK, TITLES, bytes_of, founded, opened, ris, study_keys, value, with_studies

from twofold import __version__
from twofold.cli import beginning
from twofold.codebook.templates import default_codebook_text
from twofold.review.identity import remember_person
from twofold.review.open import Review
from twofold.review.outside import pdf_folder
from twofold.store import demo as store_demo
from twofold.values.answers import Value
from twofold.values.coded import Coded, Evidence

DONE, FAILED, USAGE, FINDINGS, REFUSED, LOCKED = range(6)
LEAD = ("--person", "anna:Anna Berg:lead,reviewer")
BEN = ("--person", "ben:Ben:reviewer")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_studies(tmp_path / "r")


def refused(ran: Ran, code: int, said: str) -> None:
    """A command ended with that code and one sentence, said where it does not get into data."""
    assert (ran.code, ran.out) == (code, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def coded(folder: Path) -> None:
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        for field, states in ANSWERS.items():
            session.save((None, field), states[0])
        session.save((None, "design"), value("cohort"))
        session.add_row("ab" * 8, value("Depression"))


def test_the_version_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert twofold("--version") == Ran(DONE, f"twofold {__version__}\n", "")
    assert twofold("--version", "--review", "x").out == f"twofold {__version__}\n"


def test_help_names_every_command_and_each_has_its_own(tmp_path: Path) -> None:
    told = twofold("--help")
    assert told.code == DONE
    for command in ("demo", "init", "publish", "import", "status", "codes", "pdfs", "log", "open"):
        assert f"  {command} " in told.out
        assert "--help" in twofold(command, "--help").out
    assert "--dry-run" in twofold("import", "-h").out


@pytest.mark.parametrize("arguments", [(), ("open", "."), ("-r", ".")])
def test_without_a_terminal_the_app_says_what_works_without_one(arguments: tuple[str, ...]) -> None:
    refused(twofold(*arguments), FAILED, "Twofold needs a terminal to open in.")


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("import",), ("codes",), ("status", "--colour"), ("publish", "extra"), ("log",), ("log", "tidy")],
)
def test_a_command_that_is_none_ends_with_the_code_for_usage(arguments: tuple[str, ...]) -> None:
    ran = twofold(*arguments)
    assert ran.code == USAGE
    assert "Traceback" not in ran.err


class TestInit:
    def test_makes_a_review_that_the_next_commands_open_without_a_question(self, tmp_path: Path) -> None:
        ran = twofold("init", tmp_path / "r", "--title", "My review", *LEAD, *BEN)

        assert (ran.code, ran.err) == (DONE, "")
        assert "“My review”, with Anna Berg (anna: lead, reviewer), Ben (ben: reviewer)" in ran.out
        assert (tmp_path / "r" / "codebook.toml").read_text("utf-8") == default_codebook_text()
        assert "You are anna." in twofold("status", "-r", tmp_path / "r").out
        assert twofold("publish", "-r", tmp_path / "r").code == DONE

    def test_takes_a_codebook_of_ones_own(self, tmp_path: Path) -> None:
        (tmp_path / "mine.toml").write_text(CODEBOOK, "utf-8-sig")
        ran = twofold("init", tmp_path / "r", "--title", "T", *LEAD, "--codebook", tmp_path / "mine.toml")

        assert ran.code == DONE
        assert Review(tmp_path / "r").in_force.codebook.id == "small"

    def test_a_dry_run_makes_nothing_and_refuses_what_would_be_refused(self, tmp_path: Path) -> None:
        ran = twofold("init", tmp_path / "r", "--title", "T", *LEAD, "--dry-run")
        assert (ran.code, ran.out.count("Nothing was written.")) == (DONE, 1)
        assert list(tmp_path.iterdir()) == []
        (tmp_path / "r").write_text("in the way")
        refused(twofold("init", tmp_path / "r", "--title", "T", *LEAD, "--dry-run"), REFUSED, "is already there")

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            ((*LEAD,), USAGE, "Give the review a title"),
            (("--title", "T"), USAGE, "Say who takes part with --person"),
            (("--title", " \t", *LEAD), REFUSED, "has no title"),
            (("--title", "T" * 501, *LEAD), REFUSED, "Shorten it"),
            (("--title", "T", *BEN), USAGE, "Nobody has the role `lead`"),
            (("--title", "T", "--person", "anna"), USAGE, "is no person. Write ID:NAME:ROLES"),
            (("--title", "T", "--person", "a\x1bb:A:lead"), USAGE, "`a␛b` cannot be a person's id"),
            (("--title", "T", "--person", "anna:A:king"), USAGE, "`king` is no role"),
            (("--title", "T", "--person", f"anna:{'A' * 600}:lead"), USAGE, "Shorten it"),
            (("--title", "T", *LEAD, *LEAD), USAGE, "Two people have the id `anna`"),
            (
                ("--title", "T", *LEAD, "--codebook", "nowhere.toml"),
                REFUSED,
                "`nowhere.toml` could not be read: it is not there",
            ),
            (("--title", "T", *LEAD, "--codebook", "."), REFUSED, "could not be read"),
        ],
    )
    def test_what_will_not_do_is_refused_with_a_sentence_and_nothing_is_left(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, said: str
    ) -> None:
        monkeypatch.chdir(tmp_path)
        refused(twofold("init", "r", *arguments), code, said)
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            (CODEBOOK.replace('type = "date"', 'type = "dat"').encode(), "`mine.toml`, line "),
            (b"\xff\xfe", "is not UTF-8 text"),
            (b"[[", "`mine.toml`, line 1: this is not TOML"),
        ],
    )
    def test_a_codebook_with_a_mistake_is_named_with_its_file_and_line(
        self, tmp_path: Path, content: bytes, said: str
    ) -> None:
        (tmp_path / "mine.toml").write_bytes(content)
        ran = twofold("init", tmp_path / "r", "--title", "T", *LEAD, "--codebook", tmp_path / "mine.toml")
        refused(ran, REFUSED, said)
        assert [path.name for path in tmp_path.iterdir()] == ["mine.toml"]

    def test_at_a_terminal_it_asks_for_what_was_not_given(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said = iter(["", "A review", "Anna Berg", "", "Ánna", "reviewer", ""])
        monkeypatch.setattr("builtins.input", lambda _: next(said))
        monkeypatch.setattr(beginning.sys.stdin, "isatty", lambda: True, raising=False)
        beginning.init(tmp_path / "r", "", [], None, dry_run=False)

        people = Review(tmp_path / "r").plan.standing.people
        assert [(one.id, one.name, one.roles) for one in people] == [
            ("anna", "Anna Berg", ("lead", "reviewer")),
            ("anna-2", "Ánna", ("reviewer",)),
        ]

    def test_going_away_while_asked_makes_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def gone(_: str) -> str:
            raise EOFError

        monkeypatch.setattr("builtins.input", gone)
        monkeypatch.setattr(beginning.sys.stdin, "isatty", lambda: True, raising=False)
        with pytest.raises(SystemExit):
            beginning.init(tmp_path / "r", "", [], None, dry_run=False)
        assert "Nothing was made." in capsys.readouterr().err
        assert list(tmp_path.iterdir()) == []


class TestPublish:
    def change(self, folder: Path, old: str, new: str) -> None:
        path = folder / "codebook.toml"
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")

    def test_says_in_words_what_it_published(self, folder: Path) -> None:
        assert twofold("publish", "-r", folder).out == "The drafts say what is already in force. Nothing to publish.\n"
        self.change(folder, '"Design?"', '"Which?"')
        before = bytes_of(folder)
        dry = twofold("publish", "-r", folder, "--dry-run")
        assert (dry.code, dry.out.endswith("Nothing was written.\n")) == (DONE, True)
        assert bytes_of(folder) == before
        done = twofold("publish", "-r", folder)
        assert done.code == DONE
        assert done.out.splitlines()[:-1] == dry.out.splitlines()[:-1]
        assert "label of `design`" in done.out
        assert Review(folder).in_force.codebook.by_id["design"].label == "Which?"

    def test_gives_one_json_object(self, folder: Path) -> None:
        self.change(folder, '"Design?"', '"Which?"')
        dry = twofold("publish", "-r", folder, "--json", "--dry-run").json
        assert (dry["schema"], dry["published"]) == ("twofold.publish", False)
        done = twofold("publish", "-r", folder, "--json").json
        assert (done["changes"], done["published"]) == (dry["changes"], True)
        assert twofold("publish", "-r", folder, "--json").json["changes"] == []

    def test_refuses_a_changed_meaning_a_mistake_and_who_is_no_lead(self, folder: Path) -> None:
        self.change(folder, 'type = "date"', 'type = "text"')
        before = bytes_of(folder)
        for flags in ((), ("--json",), ("--dry-run",)):
            refused(twofold("publish", "-r", folder, *flags), REFUSED, "type of `began` changed")
        refused(twofold("publish", "-r", folder, "--as", "ben"), REFUSED, "Only a lead publishes")
        assert bytes_of(folder) == before
        self.change(folder, 'type = "text"', 'type = "txt"')
        refused(twofold("publish", "-r", folder, "--as", "anna"), REFUSED, "`codebook.toml`, line ")

    def test_while_the_app_is_open_it_says_who_writes(self, folder: Path) -> None:
        with opened(folder):
            refused(twofold("publish", "-r", folder), LOCKED, f"process {os.getpid()}")
            refused(twofold("import", "-r", folder, "x.ris"), LOCKED, "are being written by")
            assert twofold("status", "-r", folder).code == DONE


class TestImport:
    def test_accounts_for_every_record(self, tmp_path: Path) -> None:
        folder = founded(tmp_path / "r")
        file = tmp_path / "found.ris"
        file.write_text(ris(*TITLES) + ris(TITLES[0]), "utf-8")
        before = bytes_of(folder)

        dry = twofold("import", "-r", folder, "--as", "anna", file, "--dry-run")
        assert dry.code == DONE
        assert "read 4 = new 3 + already there 1 + held back 0" in dry.out
        assert f"S001 Bianchi 2001: {TITLES[0]}" in dry.out
        assert dry.out.endswith("Nothing was written.\n")
        assert bytes_of(folder) == before
        done = twofold("import", "-r", folder, "--as", "anna", file)
        assert done.out.endswith("Saved.\n")
        again = twofold("import", "-r", folder, file)
        assert "read 4 = new 0 + already there 4 + held back 0" in again.out
        assert again.out.endswith("Nothing new. Saved that these files were looked at; twofold imports lists it.\n")

    def test_gives_one_json_object_that_adds_up(self, tmp_path: Path) -> None:
        folder = founded(tmp_path / "r")
        file = tmp_path / "found.ris"
        file.write_text(ris(*TITLES), "utf-8")

        dry = twofold("import", "-r", folder, "--as", "anna", file, "--json", "--dry-run").json
        (account,) = dry["files"]
        assert (dry["schema"], dry["written"], account["read"], len(account["new"])) == ("twofold.import", False, 3, 3)
        done = twofold("import", "-r", folder, "--as", "anna", file, file, "--json").json
        assert done["written"]
        assert [(one["read"], len(one["new"]), len(one["already_there"])) for one in done["files"]] == [
            (3, 3, 0),
            (3, 0, 3),
        ]
        assert not twofold("import", "-r", folder, "--as", "anna", file, "--json").json["written"]

    def test_ends_with_findings_where_a_record_was_held_back(self, tmp_path: Path) -> None:
        folder = founded(tmp_path / "r")
        file = tmp_path / "found.ris"
        file.write_text(ris(*TITLES).replace(TITLES[1], f"{TITLES[1]}\nJO  - {'J' * 70_000}"), "utf-8")

        ran = twofold("import", "-r", folder, "--as", "anna", file)
        assert ran.code == FINDINGS
        assert "held back: found.ris:" in ran.out
        assert "Saved." in ran.out

    def test_a_table_is_read_by_the_columns_that_are_named(self, tmp_path: Path) -> None:
        folder = founded(tmp_path / "r")
        file = tmp_path / "found.csv"
        file.write_text("Name of the paper,When\nA fictional study,2020\n", "utf-8")
        ran = twofold(
            "import", "-r", folder, "--as", "anna", file, "--column", "Name of the paper=title", "--column", "When=year"
        )
        assert ran.code == DONE
        assert [card.title for card in Review(folder).cards()] == ["A fictional study"]

    @pytest.mark.parametrize(
        ("arguments", "code", "said"),
        [
            (("nowhere.ris",), REFUSED, "`nowhere.ris` could not be read: it is not there"),
            (("nothing",), REFUSED, "`nothing` could not be read: there is no file in it"),
            (("good.ris", "--column", "nonsense"), USAGE, "is no column. Write HEADER=FIELD"),
            (("good.ris", "--column", "a=nonsense"), REFUSED, "nonsense"),
            (("good.ris", "--as", "ben"), REFUSED, "Only a lead brings in studies"),
            (("good.ris", "--as", "dora"), REFUSED, "Nobody called `dora` is of this review"),
            (("bad.ris",), REFUSED, "bad.ris"),
        ],
    )
    def test_what_cannot_be_brought_in_is_refused_with_a_sentence(
        self, folder: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, said: str
    ) -> None:
        monkeypatch.chdir(folder.parent)
        Path("good.ris").write_text(ris("One more"), "utf-8")
        Path("bad.ris").write_bytes(b"\x00\x01\x02" * 100)
        Path("nothing").mkdir()
        before = bytes_of(folder)
        refused(twofold("import", "-r", folder, *arguments), code, said)
        assert bytes_of(folder) == before


class TestLooking:
    def test_status_says_where_one_stands_and_what_is_next(self, folder: Path) -> None:
        coded(folder)
        ran = twofold("status", "-r", folder, "--as", "ben")
        assert (ran.code, ran.err) == (DONE, "")
        assert ran.out.splitlines()[0] == "A fictional review"
        assert "You are ben." in ran.out
        assert "Ben Okoro (ben): 0 of 3 submitted, 1 begun" in ran.out
        assert "(anna): nothing of theirs has arrived here yet" in ran.out
        assert "0 of 3 submitted\n" in twofold("status", "-r", folder, "--as", "anna").out, "one's own count is known"
        assert "Next: S001 Bianchi 2001 (" in ran.out

    def test_status_gives_one_json_object(self, folder: Path) -> None:
        coded(folder)
        told = twofold("status", "-r", folder, "--as", "ben", "--json").json
        assert (told["schema"], told["person"], told["review"]) == ("twofold.status", "ben", Review(folder).id)
        assert [one["state"] for one in told["studies"]] == ["ready", "not_begun", "not_begun"]
        assert told["people"] == [
            {"person": "anna", "arrived": False, "submitted": 0, "begun": 0, "studies": 3},
            {"person": "ben", "arrived": True, "submitted": 0, "begun": 1, "studies": 3},
        ]

    def test_status_of_a_review_without_studies_says_what_to_do(self, tmp_path: Path) -> None:
        ran = twofold("status", "-r", founded(tmp_path / "r"), "--as", "ben")
        assert (ran.code, "twofold import FILE" in ran.out) == (DONE, True)

    def test_codes_are_printed_for_people_and_as_json(self, folder: Path) -> None:
        coded(folder)
        ran = twofold("codes", "S001", "-r", folder, "--as", "ben")
        assert ran.code == DONE
        assert "design" in ran.out
        assert "cohort" in ran.out
        assert " rct" not in ran.out
        assert "“it was “low””" in ran.out
        assert "because: a reason" in ran.out
        assert "note: a note" in ran.out
        told = twofold("codes", "bianchi 2001", "-r", folder, "--as", "ben", "--json").json
        by_field = {one["field"]: one for one in told["codes"]}
        assert (told["schema"], told["study"], told["person"]) == ("twofold.codes", "S001", "ben")
        assert by_field["design"]["answer"] == {"value": "cohort"}
        assert by_field["who"]["answer"] == {"set": ["carers", "residents"]}
        assert by_field["level"]["evidence"]["quote"] == "it was “low”"
        assert by_field["outcome"]["row"] == "ab" * 8
        assert all(one["current"] for one in told["codes"])

    def test_the_history_of_codes_is_in_the_order_in_which_they_were_given(self, folder: Path) -> None:
        given = ["rct", "cohort", "other", "rct", "cohort", "rct", "other"]
        with opened(folder, "ben") as review:
            session = review.session(study_keys(review)[0])
            for one in given:
                session.save((None, "design"), value(one))
        told = twofold("codes", "S001", "-r", folder, "--as", "ben", "--history", "--json").json["codes"]
        assert [one["answer"]["value"] for one in told] == given
        assert [one["current"] for one in told] == [False] * 6 + [True]
        people = twofold("codes", "S001", "-r", folder, "--as", "ben", "--history").out
        assert people.count("·") == 6

    def test_tinydb_and_the_index_tell_the_same_current_codes(self, folder: Path) -> None:
        coded(folder)
        told = twofold("codes", "S001", "-r", folder, "--as", "ben", "--json").json["codes"]
        with opened(folder, "ben", writing=False) as review:
            registers = review.session(study_keys(review)[0]).record.codes
        assert {one["id"] for one in told} == {key for one in registers.values() for key in one.ids}

    @pytest.mark.parametrize("study", ["S999", "", "Nobody 2001", "S00\x1b1", "[/b]"])
    def test_a_study_that_is_none_is_told(self, folder: Path, study: str) -> None:
        ran = twofold("codes", study, "-r", folder, "--as", "ben")
        refused(ran, USAGE, "No study is called")
        assert "\x1b" not in ran.err

    def test_log_check_of_sound_logs_finds_nothing(self, folder: Path) -> None:
        coded(folder)
        ran = twofold("log", "check", "-r", folder)
        assert (ran.code, ran.err) == (DONE, "")
        assert ran.out.count("no damage") == 2
        assert "not somebody who recomputes them" in ran.out
        told = twofold("log", "check", "-r", folder, "--json").json
        assert told["findings"] == []
        assert {one["kind"] for one in told["logs"]} == {"plan", "work"}
        assert all(one["findings"] == [] and one["unfinished_bytes"] == 0 for one in told["logs"])

    def test_log_check_names_damage_and_ends_with_findings(self, folder: Path) -> None:
        coded(folder)
        (work,) = (folder / "logs").glob("ben.*.work.*")
        lines = work.read_bytes().splitlines(keepends=True)
        work.write_bytes(b"".join([*lines[:3], lines[3].replace(b'"answer"', b'"Answer"'), *lines[4:], b'{"docu']))
        (folder / "logs" / "rubbish.jsonl").write_bytes(b"not a log\n")
        before = bytes_of(folder)

        ran = twofold("log", "check", "-r", folder)
        assert ran.code == FINDINGS
        assert "line 3 was not taken" in ran.out
        assert "its last 6 bytes are no whole line" in ran.out
        assert "`rubbish.jsonl` was not read" in ran.out
        told = twofold("log", "check", "-r", folder, "--json")
        assert told.code == FINDINGS
        assert told.json["logs"][1]["unfinished_bytes"] == 6
        assert bytes_of(folder) == before

    def test_looking_changes_nothing_in_the_folder(self, folder: Path) -> None:
        coded(folder)
        before = bytes_of(folder)
        for command in (("status",), ("codes", "S001"), ("status", "--json")):
            assert twofold(*command, "-r", folder, "--as", "ben").code == DONE
        assert twofold("log", "check", "-r", folder).code == DONE
        assert bytes_of(folder) == before

    def test_the_folder_of_pdfs_is_remembered(self, folder: Path, tmp_path: Path) -> None:
        (tmp_path / "papers").mkdir()
        assert twofold("pdfs", tmp_path / "papers", "-r", folder).code == DONE
        assert pdf_folder(Review(folder).id) == tmp_path / "papers"
        refused(twofold("pdfs", tmp_path / "nowhere", "-r", folder), USAGE, "is no folder")
        refused(twofold("pdfs", tmp_path / "papers", "-r", tmp_path), REFUSED, "is not a review")


class TestDemo:
    def test_copies_the_demo_once(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(store_demo, "shipped", lambda _: tmp_path / "samples")
        founded(tmp_path / "samples" / "demo")
        ran = twofold("demo", tmp_path / "mine", "--only-copy")
        assert (ran.code, "All its studies are fictional." in ran.out) == (DONE, True)
        assert bytes_of(tmp_path / "mine") == bytes_of(tmp_path / "samples" / "demo")
        (tmp_path / "mine" / "note.txt").write_text("mine")
        again = twofold("demo", tmp_path / "mine", "--only-copy")
        assert (again.code, "already in" in again.out) == (DONE, True)
        assert (tmp_path / "mine" / "note.txt").is_file()

    def test_the_demo_that_ships_opens_for_its_people(self, tmp_path: Path) -> None:
        assert twofold("demo", tmp_path / "mine", "--only-copy").code == DONE
        review = Review(tmp_path / "mine")
        assert "fictional" in review.title.casefold()
        for person in review.plan.standing.people:
            told = twofold("status", "-r", tmp_path / "mine", "--as", person.id, "--json").json
            assert len(told["studies"]) == 35
        assert twofold("log", "check", "-r", tmp_path / "mine").code == DONE

    def test_a_folder_in_the_way_and_a_demo_that_is_missing_are_told(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "mine").mkdir()
        refused(twofold("demo", tmp_path / "mine", "--only-copy"), USAGE, "is already there. Name another folder")
        monkeypatch.setattr(store_demo, "shipped", lambda _: tmp_path / "nowhere")
        refused(twofold("demo", tmp_path / "other", "--only-copy"), FAILED, "could not be copied")
        assert sorted(path.name for path in tmp_path.iterdir()) == ["mine"]


def test_the_review_is_found_from_any_folder_below_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder / "logs")
    assert "You are ben." in twofold("status", "--as", "ben").out
    assert twofold("log", "check").code == DONE


def test_an_odd_terminal_encoding_stops_no_command(folder: Path) -> None:
    remember_person(Review(folder).id, "ben")
    done = subprocess.run(
        [sys.executable, "-c", "from twofold.cli import main; main()", "codes", "S001", "-r", str(folder)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    with opened(folder, "ben") as review:
        review.session(study_keys(review)[0]).save(
            (None, "level"), Coded(Value("low"), Evidence(quote="“中文” é"), note="é")
        )
    done = subprocess.run(
        [sys.executable, "-c", "from twofold.cli import main; main()", "codes", "S001", "-r", str(folder)],
        env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"},
        capture_output=True,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"level" in done.stdout


def test_json_is_ascii_so_that_nothing_in_it_acts_on_a_terminal(folder: Path) -> None:
    coded(folder)
    ran = twofold("codes", "S001", "-r", folder, "--as", "ben", "--json")
    assert ran.out.isascii()
    assert json.loads(ran.out)["codes"]

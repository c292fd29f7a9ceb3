"""Reconciling from a shell: the list, the table of a meeting, feedback, causes and questions to authors."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from command_runner import Ran, twofold
from opened_reviews import bytes_of
from reconciled_reviews import deferred, desk_of, item, reviewed

from twofold.reconcile.asking import ask
from twofold.reconcile.deciding import adopt
from twofold.reconcile.queue import State
from twofold.record.consensus import How


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reviewed(tmp_path / "r")


def run(folder: Path, person: str, *line: object) -> Ran:
    return twofold(*line, "-r", folder, "--as", person)


def listed(folder: Path, *line: str) -> list[str]:
    found = run(folder, "anna", "disagreements", "--json", *line).json["items"]
    return [f"{one['study']} {one['field']}" for one in found]


def test_the_list_can_be_narrowed_and_turned(folder: Path) -> None:
    assert len(listed(folder)) == 7
    assert listed(folder, "S002") == ["S002 design", "S002 who", "S002 n_all"]
    assert listed(folder, "--field", "level", "--field", "n_all", "S003") == ["S003 n_all", "S003 level"]
    assert listed(folder, "--kind", "missed") == ["S003 n_all"]
    assert listed(folder, "--kind", "follows") == ["S003 part"]
    assert listed(folder, "--by-field")[:2] == ["S001 level", "S003 level"]
    assert len(listed(folder, "--step", "slips")) == 6
    assert listed(folder, "--step", "arbitration") == []
    with desk_of(folder) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A"))
    assert len(listed(folder)) == 6
    assert len(listed(folder, "--all")) == 7


def test_the_list_for_people_has_both_answers_and_the_progress(folder: Path) -> None:
    told = run(folder, "anna", "disagreements").out
    assert "  level: one step apart\n      A anna: High  (p. 3)\n      B ben: Middle  (p. 3)\n" in told
    assert "0 of 7 settled, 7 open." in told


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (("--kind", "mood"), "no kind `mood`"),
        (("--step", "lunch"), "no step `lunch`"),
        (("--field", "mood"), "`mood` is no field"),
        (("S999",), "No one study is called `S999`"),
        (("--round", "pilot"), "no round `pilot`"),
    ],
)
def test_what_there_is_not_is_named_with_what_there_is(folder: Path, line: tuple[str, ...], says: str) -> None:
    ran = run(folder, "anna", "disagreements", *line)
    assert ran.code == 2
    assert says in ran.err


def filled(folder: Path, fill: Callable[[dict[str, str]], None], *, delimiter: str = ",") -> Path:
    """The table of all items, each row filled in."""
    table = folder.parent / "meeting.csv"
    table.unlink(missing_ok=True)
    assert run(folder, "anna", "disagreements", "--csv", table).code == 0
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        fill(row)
    with table.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
        writer.writeheader()
        writer.writerows(rows)
    return table


def by_place(given: dict[str, tuple[str, ...]]) -> Callable[[dict[str, str]], None]:
    def fill(row: dict[str, str]) -> None:
        cells = given.get(f"{row['study']} {row['field']}", ())
        row.update(zip(("decision", "reason", "cause", "source"), cells, strict=False))

    return fill


SOUND = by_place(
    {
        "S001 level": ("B", "p. 3", "wording unclear"),
        "S002 design": ("RCT",),
        "S002 who": ("Residents | carers", "", "slip"),
        "S002 n_all": ("43", "", "", "mail of 2 May"),
        "S003 n_all": ("ask", "How many were analysed?"),
        "S003 level": ("defer",),
    }
)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_decisions_of_a_meeting_are_taken_from_the_filled_in_table(folder: Path, delimiter: str) -> None:
    table = filled(folder, SOUND, delimiter=delimiter)
    before = bytes_of(folder / "logs")
    dry = run(folder, "anna", "decide", table, "--dry-run")
    assert (dry.code, "Nothing was written." in dry.out) == (0, True)
    assert bytes_of(folder / "logs") == before
    ran = run(folder, "anna", "decide", table, "--json")
    assert (ran.code, ran.json["decided"], ran.json["written"]) == (0, 6, True)
    with desk_of(folder) as desk:
        level = desk.matter(item(desk, 0, "level").key.study).consensus.settled[None, "level"]
        (made,) = level.decisions.values()
        assert (level.how, made.reason, made.cause) == (How.DISCUSSED, "p. 3", "wording")
        assert item(desk, 1, "design").how is How.DISCUSSED
        assert item(desk, 1, "who").state is State.SETTLED
        assert item(desk, 1, "n_all").how is How.AUTHOR_REPLY
        assert item(desk, 2, "n_all").state is State.WAITING
        assert item(desk, 2, "level").state is State.DEFERRED
    again = run(folder, "anna", "decide", table)
    assert again.code == 4
    assert again.out.count("it was settled or changed since") == 6


def test_every_refusal_is_named_by_its_line_and_nothing_is_written(folder: Path) -> None:
    table = filled(
        folder,
        by_place(
            {
                "S001 level": ("C",),
                "S002 design": ("other",),
                "S002 who": ("(none)", "", "mood"),
                "S002 n_all": ("forty",),
                "S003 n_all": ("A",),
                "S003 part": ("A",),
            }
        ),
    )
    before = bytes_of(folder / "logs")
    ran = run(folder, "anna", "decide", table)
    assert ran.code == 4
    assert bytes_of(folder / "logs") == before
    for says in (
        "line 2: refused: S001 level: `c` is none of its options: low, middle, high",
        "line 3: refused: S002 design: The codebook wants a reason with Other",
        "line 4: refused: S002 who: there is no cause `mood`",
        "line 5: refused: S002 n_all: Write a whole number",
        "line 8: refused: S003 part: S003 Part? follows from an answer above it",
    ):
        assert f"meeting.csv, {says}" in ran.out
    some = run(folder, "anna", "decide", table, "--sound-ones")
    assert some.code == 3
    with desk_of(folder) as desk:
        assert desk.progress().settled == 1


def test_a_table_that_is_none_is_refused_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    for name, content, says in (
        ("a.csv", b"one,two\n1,2\n", "It has no column `item`"),
        ("b.csv", b"\xff\xfe\x00", "is not UTF-8 text"),
        ("c.csv", b'item,decision\n"a,b\n', "no proper CSV"),
        ("d.csv", b"item,decision\nffff,A\n", "line 2: refused: it is not on the list"),
    ):
        (tmp_path / name).write_bytes(content)
        ran = run(folder, "anna", "decide", tmp_path / name)
        assert ran.code == 4
        assert says in ran.out + ran.err
        assert "Traceback" not in ran.err
    assert run(folder, "anna", "decide", tmp_path / "none.csv").code == 1


def test_two_lines_on_one_item_are_not_both_taken(folder: Path) -> None:
    table = filled(folder, SOUND)
    lines = table.read_text("utf-8-sig").splitlines()
    table.write_text("\r\n".join([*lines, lines[1]]) + "\r\n", "utf-8-sig")
    ran = run(folder, "anna", "decide", table)
    assert ran.code == 4
    assert "line 9: refused: line 2 decides the same" in ran.out


def test_a_table_that_may_hold_decisions_is_not_overwritten(folder: Path) -> None:
    table = filled(folder, SOUND)
    before = table.read_bytes()
    ran = run(folder, "anna", "disagreements", "--csv", table)
    assert (ran.code, table.read_bytes()) == (4, before)
    assert "is there already" in ran.err


def test_feedback_causes_and_questions_are_told(folder: Path, tmp_path: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A", reason="see p. 3", cause="wording"))
        desk.carry_out(ask(desk, item(desk, 1, "n_all"), "How many?"))
    told = run(folder, "ben", "feedback")
    assert "# Feedback for ben" in told.out
    assert "you said Middle; it is High (discussed): see p. 3" in told.out
    assert "anna" not in told.out
    assert run(folder, "ben", "feedback", "--of", "anna").code == 4
    every = run(folder, "anna", "feedback", "--json").json["reviewers"]
    assert [(one["person"], len(one["differing"])) for one in every] == [("anna", 0), ("ben", 1)]
    table = tmp_path / "feedback.csv"
    assert run(folder, "anna", "feedback", "--csv", table).code == 0
    assert table.read_text("utf-8-sig").splitlines()[1].startswith("ben,level,S001,,Middle,High,discussed,see p. 3")
    first = run(folder, "anna", "causes", "--json").json["fields"][0]
    assert (first["field"], first["causes"], first["to_mend"]) == ("level", {"wording": 1}, 1)
    assert "level: coders differed in 2; 1 wording unclear" in run(folder, "anna", "causes").out
    (asked,) = run(folder, "anna", "questions", "--json").json["studies"]
    assert (asked["study"], asked["questions"][0]["question"]) == ("S002", "How many?")
    assert "Dear authors" in run(folder, "ben", "questions").out


def test_a_third_reader_fills_in_a_table_without_names(folder: Path) -> None:
    deferred(folder, (1, "n_all"))
    table = folder.parent / "blind.csv"
    assert run(folder, "cleo", "disagreements", "--step", "arbitration", "--csv", table).code == 0
    (row,) = csv.DictReader(table.open(encoding="utf-8-sig", newline=""))
    assert (row["a_who"], row["b_who"], {row["a"], row["b"]}) == ("", "", {"40", "44"})
    with table.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow({**row, "decision": "a"})
    assert run(folder, "cleo", "decide", table).code == 0
    with desk_of(folder) as desk:
        found = desk.matter(item(desk, 1, "n_all").key.study).consensus.settled[None, "n_all"]
        (made,) = found.decisions.values()
        assert found.how is How.ARBITRATED
        assert made.answer == found.said[made.order[0]].answer


def test_ones_own_slips_can_be_owned_in_a_table_as_well(folder: Path) -> None:
    table = filled(folder, by_place({"S001 level": ("mine: High",), "S002 n_all": ("stand",), "S003 level": ("A",)}))
    assert run(folder, "ben", "decide", table).code == 0
    with desk_of(folder, "ben") as desk:
        assert item(desk, 0, "level").how is How.SLIP
        assert not item(desk, 1, "n_all").mine
    table = filled(folder, by_place({"S003 part": ("mine: no",)}))
    assert run(folder, "anna", "decide", table).code == 4, "anna was asked it"
    assert run(folder, "ben", "decide", table).code == 0
    with desk_of(folder) as desk:
        assert item(desk, 2, "part").how is How.SHARED

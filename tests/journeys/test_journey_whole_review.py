"""A whole small review by three people, each at a terminal of their own: coded twice, opened, settled, written out."""

import csv
import subprocess
from pathlib import Path

from opened_reviews import on_device, with_studies
from terminal_runner import TWOFOLD, TerminalRunner, terminal_environment

from twofold.review.open import Review

CODEBOOK = """\
format = 1

[codebook]
id = "short"
title = "A short codebook of a fictional review"
version = "1.0"

[[section]]
id = "about"
title = "About"

""" + "\n".join(
    f"""\
  [[section.field]]
  id = "{name}"
  label = "{name.capitalize()}?"
  type = "nominal"
  options = [ {{ value = "{first}", label = "{first.upper()}" }}, {{ value = "{second}", label = "{second.upper()}" }} ]
"""
    for name, first, second in (
        ("design", "trial", "cohort"),
        ("level", "low", "high"),
        ("size", "small", "large"),
        ("place", "home", "clinic"),
    )
)
STUDY = "Gardens of the northern valley"


class Desk:
    """The terminals of the review's people, each with a device of their own, and the same folder."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.folder = with_studies(place / "review", [STUDY], codebook=CODEBOOK)

    def of(self, person: str) -> TerminalRunner:
        """The program, started by a person whom their device knows."""
        home = self.place / person
        with on_device(home):
            review = Review(self.folder)
            review.become(person, remember=True)
            review.close()
        return TerminalRunner(TWOFOLD, self.folder, terminal_environment(TWOFOLD_HOME=str(home)))

    def command(self, person: str, *words: str) -> str:
        """What a command prints, which does what it should."""
        environment = terminal_environment(TWOFOLD_HOME=str(self.place / person))
        done = subprocess.run([*TWOFOLD, *words], cwd=self.folder, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def code(desk: Desk, person: str, keys: str) -> None:
    """Let a person code the study by these keys, and submit it."""
    with desk.of(person) as terminal:
        terminal.wait_for("Begin with S001")
        terminal.type("\r")
        terminal.wait_for("0 of 4 fields")
        terminal.type(keys)
        terminal.wait_for("4 of 4 fields")
        terminal.type("S")
        terminal.wait_for("Did you read the whole paper?")
        terminal.type("y")
        terminal.wait_for("to confirm")
        terminal.type("S001\r")
        terminal.wait_for("locked")
        terminal.type("\x1b")
        terminal.wait_for("Studies")
        terminal.type("qq")
        assert terminal.ended() == 0


def test_what_three_people_decided_by_keyboard_stands_in_the_exported_consensus(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    code(desk, "anna", "1111")
    code(desk, "ben", "2221")
    desk.command("anna", "release")
    with desk.of("anna") as terminal:
        terminal.wait_for("3 differences of yours to look at: slips")
        terminal.type("D")
        terminal.wait_for("[my own slips 3]")
        terminal.type("\r")
        terminal.wait_for("s my slip")
        # The design was a slip; by the other two she stands.
        terminal.type("s2ii")
        terminal.wait_for("[my own slips 0]")
        terminal.type("\t")
        terminal.wait_for("[talking 2]")
        terminal.type("\r")
        terminal.wait_for("A  anna")
        terminal.type("bd")
        terminal.wait_for("1 for a third reader")
        terminal.type("qqq")
        assert terminal.ended() == 0
    with desk.of("cleo") as terminal:
        terminal.wait_for("1 disagreement waits for you as third reader")
        terminal.type("\r")
        terminal.wait_for("[third reader 1]")
        terminal.type("\r")
        terminal.wait_for("SMALL")
        terminal.type("2")
        terminal.wait_for("Nothing waits for you as third reader now.")
        terminal.type("qqq")
        assert terminal.ended() == 0
    desk.command("anna", "export", "--out", str(tmp_path / "out"))
    with (tmp_path / "out" / "consensus_wide.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    decided = {"design": "cohort", "level": "high", "size": "large", "place": "home"}
    assert {name: row[name] for name in decided} == decided
    with (tmp_path / "out" / "decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {(one["field"], one["how"]) for one in csv.DictReader(file)} >= {
            ("level", "discussed"),
            ("size", "arbitrated"),
        }

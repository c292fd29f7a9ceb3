"""A newcomer with a real terminal and no review: practises, is killed, goes on, and leaves nothing behind but that."""

from pathlib import Path

from opened_reviews import opened
from practised import code_by_key
from terminal_runner import TWOFOLD, TerminalRunner

from twofold.review.practising import PERSON, begin_practice, practice_in, source_for
from twofold.values.answers import Value


def test_a_newcomer_practises_is_killed_goes_on_and_is_told_how_it_went(tmp_path: Path) -> None:
    here = tmp_path / "empty"
    here.mkdir()
    with TerminalRunner(TWOFOLD, here) as terminal:
        terminal.wait_for("Two reviewers, one record.")
        terminal.type("4")
        terminal.wait_for("> 4 Practise")
        terminal.type("\r")
        terminal.wait_for("Begin with S001")
        terminal.wait_for("PRACTICE: nothing here is in a review's record")
        terminal.type("\r")
        terminal.wait_for("PRACTICE  S001  Lakeside circles")
        terminal.type("a")
        terminal.wait_for("FICTIONAL. This study was made up for practice.")
        terminal.type("a")
        terminal.type("/malaw\r")
        terminal.wait_for("Added: Malawi.")
        terminal.type("\x1b")
        terminal.wait_for("[x] Malawi")
        terminal.wait_for(" saved")
        terminal.kill()
    with opened(begin_practice(source_for(None)), PERSON.id) as review:
        practice = practice_in(review)
        assert practice is not None
        first = next(iter(review.plan.studies))
        assert review.session(first).sheet.at("country").answered
        code_by_key(review, practice, first, {"engagement_level": Value("low")})
    with TerminalRunner((*TWOFOLD, "practise"), here) as terminal:
        terminal.wait_for("Go on with S001")
        terminal.type("\r")
        terminal.wait_for("55 of 55 fields")
        terminal.type("S")
        terminal.wait_for("Did you read the whole paper?")
        terminal.type("y")
        terminal.wait_for("to confirm")
        terminal.type("S001\r")
        terminal.wait_for("30 of 31 right; one step apart: 1.")
        terminal.type("\x1b")
        terminal.wait_for("locked")
    assert list(here.iterdir()) == []

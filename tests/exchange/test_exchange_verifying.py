"""The proof: who submitted what, having seen what; and whatever was done to a log by hand is found and named."""

from collections.abc import Callable
from pathlib import Path

import pytest
from opened_reviews import on_device, opened, study_keys, value
from posted import World, take, world
from sent_around import Team

from twofold.exchange.receipts import Receipt, note_receipts
from twofold.exchange.verifying import (
    CHANGED,
    CHANGED_AFTER,
    OPENED,
    OPENED_AGAIN,
    REOPENED,
    SUBMITTED,
    SUBMITTED_AGAIN,
    Proof,
    Verified,
    verify,
)


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("verifying"))


@pytest.fixture
def team(tmp_path: Path) -> Team:
    return Team(tmp_path)


def verified(folder: Path, person: str = "anna") -> Verified:
    with opened(folder, person, writing=False) as review:
        return verify(review)


def all_said(found: Verified) -> str:
    return "\n".join(
        [*found.checked.findings, *found.findings, *(each for one in found.checked.logs for each in one.findings)]
    )


def whats(proofs: tuple[Proof, ...]) -> list[tuple[str, str, str]]:
    return [(one.study, one.person, one.what) for one in proofs]


def received_lines(here: World, tmp_path: Path) -> tuple[Path, Path, list[bytes]]:
    """A copy with a log of ben as it came, its path and its lines."""
    copy = here.copy(tmp_path / "copy")
    sent = here.log("ben")
    for number, field in enumerate(("level", "design", "remarks", "share", "began")):
        sent = sent.plus(here.code("ben", number, "SECRET-low", field=field))
    take(copy, here.packet(tmp_path / "post", sent))
    path = next(one for one in (copy / "received").iterdir() if b'"person":"ben"' in one.read_bytes())
    return copy, path, path.read_bytes().splitlines(keepends=True)


def swap(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[3], lines[2], *lines[4:]]


def edit(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b"SECRET-low", b"SECRET-top"), *lines[3:]]


def edit_with_a_right_digest(lines: list[bytes]) -> list[bytes]:
    import hashlib

    body = lines[2].replace(b"SECRET-low", b"SECRET-top")[: -len(',"sha256":""}\n') - 64] + b"}"
    digest = hashlib.sha256(body).hexdigest().encode()
    return [*lines[:2], body[:-1] + b',"sha256":"' + digest + b'"}\n', *lines[3:]]


def insert(lines: list[bytes]) -> list[bytes]:
    return [*lines[:4], lines[2], *lines[4:]]


def remove(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], *lines[3:]]


@pytest.mark.parametrize("tamper", [swap, edit, edit_with_a_right_digest, insert, remove])
def test_a_line_edited_swapped_inserted_or_removed_by_hand_is_named(
    here: World, tmp_path: Path, tamper: Callable[[list[bytes]], list[bytes]]
) -> None:
    copy, path, lines = received_lines(here, tmp_path)
    assert verified(copy).sound
    path.write_bytes(b"".join(tamper(lines)))
    found = verified(copy)
    assert not found.sound
    said = all_said(found)
    assert path.name in said
    assert any(f"line {number}" in said for number in (2, 3, 4)), said
    assert "SECRET" not in said


def test_a_shortened_tail_is_found_where_a_receipt_knows_of_it_and_is_an_older_copy_elsewhere(
    here: World, tmp_path: Path
) -> None:
    copy, path, lines = received_lines(here, tmp_path)
    path.write_bytes(b"".join(lines[:-2]))
    said = all_said(verified(copy))
    assert "ends at line 3" in said
    assert "a receipt of" in said
    assert "line 5" in said
    assert "older copy" in said
    with on_device(tmp_path / "elsewhere"):
        assert verified(copy).sound, "nobody here knows better"


def test_a_log_that_was_received_and_is_gone_is_named(here: World, tmp_path: Path) -> None:
    copy, path, _ = received_lines(here, tmp_path)
    path.unlink()
    assert "A log of ben" in all_said(verified(copy))


def test_a_log_written_anew_is_found_by_its_receipt(here: World, tmp_path: Path) -> None:
    copy, path, _ = received_lines(here, tmp_path)
    path.unlink()
    other = here.log("ben")
    for number in range(5):
        other = other.plus(here.code("ben", ("forged", number), "high"))
    other.write(copy / "received" / "forged.jsonl")
    said = all_said(verified(copy))
    assert "is not the one that a receipt" in said


def test_what_a_submission_had_seen_tells_of_a_shortened_log(here: World, tmp_path: Path) -> None:
    copy = here.copy(tmp_path / "copy")
    long = here.log("ben")
    for number in range(4):
        long = long.plus(here.code("ben", number))
    codes = [here.code("anna", 1)]
    head = tuple(long.head)
    mine = here.log("anna").plus(*codes).plus(here.submission("anna", 1, codes, heads=[list(head)]))
    long.prefix(2).write(copy / "received" / "ben.jsonl")
    mine.write(copy / "received" / "anna.jsonl")
    said = all_said(verified(copy))
    assert "`ben.jsonl` ends at line 2" in said
    assert "`anna.jsonl`, line 2," in said


def test_a_receipt_that_cannot_be_read_is_left_out(here: World, tmp_path: Path, twofold_home: Path) -> None:
    copy, _, _ = received_lines(here, tmp_path)
    place = twofold_home / "reviews" / here.review / "receipts.jsonl"
    place.write_bytes(place.read_bytes() + b"\xff\xfe nonsense\n{}\n[]\n")
    assert verified(copy).sound


def test_receipts_are_kept_by_review(here: World) -> None:
    one = Receipt(
        at="2026-01-31T09:00:00Z", file="f", person="ben", kind="work", log="00" * 8, line=1, digest="0", sha256="0"
    )
    note_receipts("ab" * 16, [one])
    note_receipts("ab" * 16, [])
    from twofold.exchange.receipts import receipts_of

    assert receipts_of("ab" * 16) == (one,)
    assert receipts_of("cd" * 16) == ()


def test_the_proof_tells_who_submitted_when_against_which_codebook_and_having_seen_what(team: Team) -> None:
    team.code("ben", 0, "high")
    team.receive("anna", team.send("ben"))
    team.code("anna", 0, "low")
    team.release(0)
    with team.at("anna"):
        found = verified(team.folder("anna"))
    assert found.sound
    wanted = [("S001", "ben", SUBMITTED), ("S001", "anna", SUBMITTED), ("S001", "anna", OPENED)]
    assert sorted(whats(found.proofs)) == sorted(wanted)
    by = {one.person: one for one in found.proofs if one.what == SUBMITTED}
    assert {one.codebook for one in found.proofs} == {"1.0"}
    assert {(one.person, one.kind) for one in by["ben"].seen} == {("anna", "plan"), ("ben", "work")}
    assert {(one.person, one.kind) for one in by["anna"].seen} == {("anna", "plan"), ("anna", "work"), ("ben", "work")}
    assert all(one.at.endswith("Z") for one in found.proofs)


def test_what_changed_after_submitting_and_after_the_release_is_told(team: Team) -> None:
    team.code("ben", 0, "high")
    team.receive("anna", team.send("ben"))
    team.code("anna", 0, "low")
    team.release(0)
    with team.at("anna"), opened(team.folder("anna"), "anna") as review:
        session = review.session(study_keys(review)[0])
        assert session.reopen("a slip") == ""
        session.save((None, "design"), value("cohort"))
        assert session.submit(whole_paper=True) == ""
    with team.at("anna"):
        found = verified(team.folder("anna"))
    mine = [one.what for one in found.proofs if one.person == "anna"]
    assert {SUBMITTED, REOPENED, SUBMITTED_AGAIN, OPENED, CHANGED_AFTER} <= set(mine)
    assert CHANGED not in mine
    (changed,) = [one for one in found.proofs if one.what == CHANGED_AFTER]
    assert changed.number == 1


def test_a_change_on_another_device_after_submitting_is_told_without_its_number(here: World, tmp_path: Path) -> None:
    copy = here.copy(tmp_path / "copy")
    codes = [here.code("ben", 1)]
    laptop = here.log("ben", "laptop").plus(*codes).plus(here.submission("ben", 1, codes))
    desk = here.log("ben", "desk").plus(here.code("ben", 2, field="design"), here.code("ben", 3, field="share"))
    for number, one in enumerate((laptop, desk)):
        one.write(copy / "received" / f"{number}.jsonl")
    found = verified(copy)
    assert [(one.what, one.number) for one in found.proofs if one.what == CHANGED] == [(CHANGED, 0)]
    assert [one.number for one in verified(copy, "ben").proofs if one.what == CHANGED] == [2]


def test_two_submissions_unknown_to_each_other_are_a_finding(here: World, tmp_path: Path) -> None:
    copy = here.copy(tmp_path / "copy")
    for number in (1, 2):
        codes = [here.code("ben", number)]
        made = here.log("ben", number).plus(*codes).plus(here.submission("ben", number, codes))
        made.write(copy / "received" / f"{number}.jsonl")
    found = verified(copy)
    assert not found.sound
    assert any("two devices" in one for one in found.findings)


def test_a_release_whose_submissions_are_not_here_is_a_finding_for_the_lead_alone(team: Team, tmp_path: Path) -> None:
    team.code("ben", 0, "high")
    team.receive("anna", team.send("ben"))
    team.code("anna", 0, "low")
    team.release(0)
    team.receive("ben", team.send("anna", "ben"))
    with team.at("ben"):
        assert verified(team.folder("ben"), "ben").sound
    with on_device(tmp_path / "other-home"):
        for one in (team.folder("anna") / "received").iterdir():
            one.unlink()
        assert any("in no log of this copy" in one for one in verified(team.folder("anna")).findings)


def changed_once(team: Team, person: str, study: int, answer: str, reason: str = "a slip") -> None:
    with team.at(person), opened(team.folder(person), person) as review:
        review.look()
        review.take_in()
        session = review.session(study_keys(review)[study])
        assert session.reopen(reason) == ""
        session.save((None, "design"), value(answer))
        assert session.submit(whole_paper=True) == ""


@pytest.fixture
def opened_twice(team: Team) -> Team:
    """Ben saw anna's codes of the first study, took her answer over and submitted anew, and it was opened once more."""
    team.code("ben", 0, "high")
    team.receive("anna", team.send("ben"))
    team.code("anna", 0, "low")
    team.release(0)
    team.receive("ben", team.send("anna", "ben"))
    changed_once(team, "ben", 0, "cohort")
    team.receive("anna", team.send("ben"))
    team.release(0)
    return team


def test_a_later_opening_hides_neither_the_first_nor_what_was_changed_after_it(opened_twice: Team) -> None:
    for person in ("anna", "ben"):
        if person == "ben":
            opened_twice.receive("ben", opened_twice.send("anna", "ben"))
        with opened_twice.at(person):
            found = verified(opened_twice.folder(person), person)
        assert [one.what for one in found.proofs if one.person == "anna" and one.what != SUBMITTED] == [
            OPENED,
            OPENED_AGAIN,
        ]
        bens = [(one.what, one.number) for one in found.proofs if one.person == "ben"]
        assert sorted(bens) == sorted([(SUBMITTED, 0), (REOPENED, 0), (CHANGED_AFTER, 1), (SUBMITTED_AGAIN, 0)])


def test_what_came_by_an_extract_tells_the_change_too(opened_twice: Team) -> None:
    changed_once(opened_twice, "anna", 0, "cohort")
    opened_twice.code("anna", 1, "low", submit=False)
    opened_twice.release(0)
    opened_twice.receive("ben", opened_twice.send("anna", "ben"))
    with opened_twice.at("ben"):
        found = verified(opened_twice.folder("ben"), "ben")
    assert [(one.what, one.number) for one in found.proofs if one.person == "anna" and one.what == CHANGED_AFTER] == [
        (CHANGED_AFTER, 1)
    ]
    assert [one.what for one in found.proofs if one.what.startswith("opened")] == [OPENED, OPENED_AGAIN, OPENED_AGAIN]
    assert sorted(one.what for one in found.proofs if one.person == "anna" and one.what.startswith("submitted")) == [
        SUBMITTED,
        SUBMITTED_AGAIN,
    ]


def test_what_was_changed_before_any_opening_and_submitted_again_is_told(team: Team) -> None:
    team.code("ben", 0, "high")
    changed_once(team, "ben", 0, "cohort")
    with team.at("ben"):
        found = verified(team.folder("ben"), "ben")
    assert [(one.what, one.number) for one in found.proofs if one.what == CHANGED] == [(CHANGED, 1)]
    team.receive("anna", team.send("ben"))
    with team.at("anna"):
        found = verified(team.folder("anna"))
    assert [(one.what, one.number) for one in found.proofs if one.what == CHANGED] == [(CHANGED, 0)]


def test_a_change_is_told_as_after_the_opening_of_its_own_study_alone(team: Team) -> None:
    for study in (0, 1):
        team.code("ben", study, "high")
        team.code("anna", study, "low")
    team.receive("anna", team.send("ben"))
    team.release(0)
    changed_once(team, "anna", 1, "cohort")
    with team.at("anna"):
        found = verified(team.folder("anna"))
    changes = [(one.study, one.what) for one in found.proofs if one.what in (CHANGED, CHANGED_AFTER)]
    assert changes == [("S002", CHANGED)]

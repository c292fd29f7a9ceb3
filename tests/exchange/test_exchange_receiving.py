"""Receiving: what is taken, what is refused with nothing changed, and what waits."""

import json
from pathlib import Path

import pytest
from made_logs import REVIEW, MadeLog, code, document, key, log
from opened_reviews import bytes_of, on_device, opened, value
from posted import World, arrived, bytes_of_log, fates, files_of, state_of, take, world

from twofold.exchange.examining import Fate
from twofold.exchange.joining import join
from twofold.exchange.receipts import receipts_of
from twofold.exchange.receiving import CannotReceive
from twofold.exchange.sending import own_packet, packet_for, write_packet
from twofold.exchange.storing import waiting
from twofold.record.work_documents import CodeDocument
from twofold.review.open import Review


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("receiving"))


@pytest.fixture
def copy(here: World, tmp_path: Path) -> Path:
    return here.copy(tmp_path / "copy")


def coded(here: World, *answers: str) -> MadeLog:
    made = here.log("ben")
    last: list[str] = []
    for number, answer in enumerate(answers):
        one = here.code("ben", number, answer, replaces=last)
        made = made.plus(one)
        last = [one.id]
    return made


def current(folder: Path, here: World, person: str = "ben") -> set[str]:
    with opened(folder, person, writing=False) as review:
        documents = review.documents_of(here.studies[0], person)
        gone = {old for one in documents.values() for old in one.replaces}
        return {
            repr(one.answer) for name, one in documents.items() if isinstance(one, CodeDocument) and name not in gone
        }


def test_a_dry_run_tells_and_writes_nothing(here: World, copy: Path, tmp_path: Path, twofold_home: Path) -> None:
    codes = [here.code("ben", number, field=field) for number, field in enumerate(("level", "design"))]
    sent = here.log("ben").plus(*codes).plus(here.submission("ben", "s", codes))
    path = here.packet(tmp_path / "post", sent)
    before = files_of(copy)
    with arrived(copy, path) as found:
        (log_,) = found.accounts[0].logs
        assert (log_.person, log_.kind, log_.fate, log_.codes, log_.submissions) == ("ben", "work", Fate.TAKEN, 2, 1)
    assert files_of(copy) == before
    assert receipts_of(here.review) == ()
    assert not [one for one in twofold_home.iterdir() if one.name.startswith("incoming")], "nothing is left behind"


def test_a_log_is_stored_byte_for_byte_and_once(here: World, copy: Path, tmp_path: Path) -> None:
    sent = coded(here, "low", "high")
    path = here.packet(tmp_path / "post", sent)
    assert fates(take(copy, path)) == [Fate.TAKEN]
    stored = {name: one for name, one in files_of(copy / "received").items() if one == bytes_of_log(sent)}
    assert len(stored) == 1
    after = files_of(copy)
    assert fates(take(copy, path)) == [Fate.KNOWN]
    assert fates(take(copy, path, path, tmp_path / "post")) == [Fate.KNOWN], "a file named thrice is one"
    assert files_of(copy) == after
    assert len(receipts_of(here.review)) == 1


def test_a_longer_copy_takes_the_place_of_a_shorter_one_and_an_older_one_changes_nothing(
    here: World, copy: Path, tmp_path: Path
) -> None:
    long = coded(here, "low", "middle", "high")
    short = here.packet(tmp_path / "short", long.prefix(1))
    whole = here.packet(tmp_path / "whole", long)
    take(copy, short)
    found = take(copy, whole)
    assert [log.codes for one in found.accounts for log in one.logs] == [2], "one of the three was here"
    logs = [one for name, one in files_of(copy / "received").items() if b'"person":"ben"' in one]
    assert logs == [bytes_of_log(long)]
    after = files_of(copy)
    assert fates(take(copy, short)) == [Fate.KNOWN]
    assert files_of(copy) == after


def test_of_an_older_and_a_newer_packet_together_the_newer_counts(here: World, copy: Path, tmp_path: Path) -> None:
    long = coded(here, "low", "middle", "high")
    found = take(copy, here.packet(tmp_path / "a", long.prefix(2)), here.packet(tmp_path / "b", long))
    assert fates(found) == [Fate.KNOWN, Fate.TAKEN]
    assert current(copy, here) == {"Value(text='high')"}


def test_a_bare_log_or_a_copied_folder_is_as_good_as_a_packet(here: World, copy: Path, tmp_path: Path) -> None:
    other = here.copy(tmp_path / "other")
    sent = coded(here, "high")
    sent.write(other / "logs" / "ben.jsonl")
    with (other / "logs" / "ben.jsonl").open("ab") as file:
        file.write(b'{"half a line')
    found = take(copy, other)
    assert sorted(fates(found)) == sorted([Fate.TAKEN, Fate.KNOWN])
    assert bytes_of_log(sent) in files_of(copy / "received").values(), "whole lines alone"


def test_receiving_never_touches_the_receivers_own_logs(here: World, tmp_path: Path) -> None:
    home = tmp_path / "ben-home"
    with on_device(home):
        copy = here.copy(tmp_path / "copy")
        with opened(copy, "ben") as review:
            session = review.session(here.studies[0])
            for answer in ("low", "middle", "high"):
                session.save((None, "level"), value(answer))
            review.pen and review.pen.wait()
            packet = write_packet(review, own_packet(review), tmp_path)
        own = bytes_of(copy / "logs")
        path = next((copy / "logs").glob("*.work.*"))
        lines = path.read_bytes().splitlines(keepends=True)
        older = tmp_path / "older.jsonl"
        older.write_bytes(b"".join(lines[:-1]))
        forked = tmp_path / "forked.jsonl"
        forked.write_bytes(b"".join(lines[:-1]) + lines[-1].replace(b"high", b"HIGH"))
        for one in (packet, older, forked):
            take(copy, one)
            assert bytes_of(copy / "logs") == own


def test_a_restored_backup_gets_its_own_later_lines_back(here: World, tmp_path: Path) -> None:
    with on_device(tmp_path / "ben-home"):
        copy = here.copy(tmp_path / "copy")
        with opened(copy, "ben") as review:
            session = review.session(here.studies[0])
            session.save((None, "level"), value("low"))
            review.pen and review.pen.wait()
            early = bytes_of(copy / "logs")
            session.save((None, "level"), value("high"))
            review.pen and review.pen.wait()
            packet = write_packet(review, own_packet(review), tmp_path)
        for name, content in early.items():
            (copy / "logs" / name).write_bytes(content)
        assert fates(take(copy, packet)) == [Fate.TAKEN]
        assert bytes_of(copy / "logs") == early
        assert current(copy, here) == {"Value(text='high')"}
        with opened(copy, "ben") as review:
            session = review.session(here.studies[0])
            assert not session.conflicts
            session.save((None, "level"), value("middle"))
            assert not session.conflicts
            assert any("new log file" in one for one in review.told)


REFUSALS = ("another review", "nobody of this review", "a newer log", "no log", "a wrong digest", "a newer packet")


@pytest.mark.parametrize("which", REFUSALS)
def test_what_is_refused_is_refused_with_a_sentence_and_nothing_is_changed(
    which: str, here: World, copy: Path, tmp_path: Path, twofold_home: Path
) -> None:
    sent = coded(here, "high")
    match which:
        case "another review":
            other = log("anna", "d0" * 8).plus(code("anna", "d0" * 8, 1, "high"))
            path = here.packet(tmp_path, other, review=REVIEW)
            says = "another review"
        case "nobody of this review":
            path = here.packet(tmp_path, here.log("dora").plus(here.code("dora", 1)), person="dora")
            says = "lead adds them"
        case "a newer log":
            header = sent.header.model_copy(update={"format": 9})
            path = here.packet(tmp_path, MadeLog(header, sent.lines))
            says = "newer Twofold"
        case "no log":
            path = here.packet(tmp_path, b"some text\nand more\n")
            says = "no log"
        case "a wrong digest":
            path = here.packet(tmp_path, sent)
            raw = bytearray(path.read_bytes())
            raw[len(raw) // 2] ^= 1
            path.write_bytes(raw)
            says = "sent again"
        case _:
            import zlib

            packer = zlib.compressobj(6, zlib.DEFLATED, 31)
            path = tmp_path / "new.twofold"
            path.write_bytes(packer.compress(b'{"packet":7}\n') + packer.flush())
            says = "newer Twofold"
    before = files_of(copy)
    found = take(copy, path)
    account = found.accounts[0]
    said = [account.refused, *(one.why for one in account.logs if one.fate is Fate.REFUSED)]
    assert any(says in one for one in said), said
    assert files_of(copy) == before
    kept = list((twofold_home / "reviews" / here.review / "quarantine").glob("*.twofold"))
    if account.refused:
        assert [one.read_bytes() for one in kept] == [path.read_bytes()]
        reason = kept[0].with_suffix("").with_suffix(".reason.txt").read_text("utf-8")
        assert path.name in reason
        assert account.refused in reason
    take(copy, path)
    assert len(list((twofold_home / "reviews" / here.review / "quarantine").glob("*.twofold"))) == len(kept)


def test_one_bad_file_does_not_keep_the_others_out(here: World, copy: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.twofold").write_bytes(b"nonsense")
    good = here.packet(tmp_path, coded(here, "high"))
    found = take(copy, tmp_path / "bad.twofold", tmp_path / "gone.twofold", good)
    assert [bool(one.refused) for one in found.accounts] == [True, True, False]
    assert fates(found) == [Fate.TAKEN]


def test_who_is_added_by_the_plan_that_comes_along_is_known(here: World, copy: Path, tmp_path: Path) -> None:
    people = {"anna": ("lead", "reviewer"), "ben": ("reviewer",), "cleo": ("arbiter",), "dora": ("reviewer",)}
    entries = [{"id": one, "name": one.title(), "roles": list(roles)} for one, roles in people.items()]
    with opened(copy, "anna", writing=False) as review:
        replaces = list(review.plan.standing.current)
    joins = document("reviews", "anna", "d0" * 8, "dora", title="A fictional review", people=entries, replaces=replaces)
    plan = here.log("anna", "more", kind="plan").plus(joins)
    work = here.log("dora").plus(here.code("dora", 1))
    found = take(copy, here.packet(tmp_path, work, person="dora"), here.packet(tmp_path, plan, person="anna"))
    assert fates(found) == [Fate.TAKEN, Fate.TAKEN]
    assert any("dora" in one for one in found.plan)


def test_codes_under_an_unknown_codebook_wait_in_sight_until_the_plan_brings_it(here: World, tmp_path: Path) -> None:
    copy = here.copy(tmp_path / "copy", early=True)
    sent = coded(here, "low").plus(here.code("ben", "v2", "high", version=1, field="more"))
    path = here.packet(tmp_path / "post", sent)
    found = take(copy, path)
    assert fates(found) == [Fate.WAITS]
    assert "codebook" in found.logs(Fate.WAITS)[0].why
    assert current(copy, here) == set()
    review = Review(copy)
    (said,) = waiting(review)
    assert "ben" in said
    assert fates(take(copy, path)) == [Fate.WAITS, Fate.WAITS], "it, and what is kept aside already"
    assert len(waiting(review)) == 1
    found = take(copy, here.packet(tmp_path / "post", here.plan, person="anna"))
    assert sorted(fates(found)) == sorted([Fate.TAKEN, Fate.TAKEN])
    assert waiting(review) == ()
    assert current(copy, here) == {"Value(text='low')", "Value(text='high')"}
    other = here.copy(tmp_path / "other")
    take(other, path)
    assert state_of(other) == state_of(copy)


def test_codes_under_a_codebook_that_nobody_has_wait_for_ever(here: World, copy: Path, tmp_path: Path) -> None:
    path = here.packet(tmp_path, here.log("ben").plus(here.code("ben", 1, version=2)))
    assert fates(take(copy, path)) == [Fate.WAITS]
    assert fates(take(copy)) == [Fate.WAITS]


def damaged(one: MadeLog, *lines: int) -> bytes:
    raw = [bytearray(line) for line in one.encoded()]
    for number in lines:
        raw[number][len(raw[number]) // 2] ^= 4
    return b"".join(bytes(line) for line in raw)


def test_a_damaged_log_in_a_sound_packet_is_taken_and_the_gap_is_named(here: World, copy: Path, tmp_path: Path) -> None:
    sent = here.log("ben")
    for number, field in enumerate(("level", "design", "remarks", "share")):
        sent = sent.plus(here.code("ben", number, field=field))
    for line in range(1, 5):
        folder = here.copy(tmp_path / str(line))
        broken = damaged(sent, line)
        found = take(folder, here.packet(tmp_path / "post", broken))
        (account,) = found.accounts[0].logs
        assert account.fate is Fate.TAKEN
        assert account.codes == 3, "one flipped bit costs no other line"
        assert any(f"line {line} was not taken" in one for one in account.notes)
        assert broken in files_of(folder / "received").values(), "byte for byte"
        found = take(folder, here.packet(tmp_path / "post", sent))
        assert [one.codes for one in found.accounts[0].logs] == [1]
        assert broken not in files_of(folder / "received").values(), "the untouched copy holds all of it"
        assert fates(take(folder, here.packet(tmp_path / "post", broken))) == [Fate.KNOWN]


def test_a_copy_that_was_damaged_where_it_lay_is_made_whole_again(here: World, copy: Path, tmp_path: Path) -> None:
    path = here.packet(tmp_path, coded(here, "low", "middle", "high"))
    take(copy, path)
    whole = files_of(copy)
    stored = next(one for one in (copy / "received").iterdir() if b'"person":"ben"' in one.read_bytes())
    raw = bytearray(stored.read_bytes())
    raw[len(raw) // 2] ^= 1
    stored.write_bytes(raw)
    assert fates(take(copy, path)) == [Fate.TAKEN]
    assert files_of(copy) == whole


def test_a_log_with_a_damaged_header_is_still_its_owners(here: World, copy: Path, tmp_path: Path) -> None:
    found = take(copy, here.packet(tmp_path, damaged(coded(here, "low", "high"), 0)))
    (account,) = found.accounts[0].logs
    assert (account.person, account.fate, account.codes) == ("ben", Fate.TAKEN, 2)


def test_a_fork_is_kept_whole_and_the_person_is_asked(here: World, copy: Path, tmp_path: Path) -> None:
    trunk = coded(here, "low")
    first = trunk.lines[0][0].id
    one = trunk.plus(here.code("ben", "laptop", "middle", replaces=[first]))
    other = trunk.plus(here.code("ben", "desk", "high", replaces=[first])).plus(here.code("ben", "d2", field="share"))
    take(copy, here.packet(tmp_path, one))
    found = take(copy, here.packet(tmp_path, other))
    (account,) = found.accounts[0].logs
    assert account.fate is Fate.TAKEN
    assert any("two devices" in note for note in account.notes)
    assert {bytes_of_log(one), bytes_of_log(other)} <= set(files_of(copy / "received").values())
    with opened(copy, "ben") as review:
        session = review.session(here.studies[0])
        assert set(session.conflicts) == {(None, "level")}
        assert any("two devices" in one.words for one in session.check().blocks)
        session.save((None, "level"), value("high"))
        assert not session.conflicts


def test_documents_without_the_role_for_them_are_kept_and_named_and_do_nothing(
    here: World, copy: Path, tmp_path: Path
) -> None:
    before = state_of(copy)
    plan = here.log("ben", "forged", kind="plan").plus(
        document("studies", "ben", "d0" * 8, 1, study=key("new"), number="S099", label="x", title="x"),
        document(
            "releases", "ben", "d0" * 8, 2, round="main", study=here.studies[0], submissions=[], codebook="0" * 32
        ),
    )
    work = here.log("cleo").plus(here.code("cleo", 1), here.code("anna", 2))
    found = take(copy, here.packet(tmp_path, plan, work))
    assert fates(found) == [Fate.TAKEN, Fate.TAKEN]
    notes = " ".join(note for one in found.accounts for each in one.logs for note in each.notes)
    assert "ben has no role" in notes
    assert "cleo has no role" in notes
    assert "names anna as its author" in notes
    assert state_of(copy) == before


def test_what_a_document_of_another_says_is_in_no_note_about_it(here: World, copy: Path, tmp_path: Path) -> None:
    odd = here.code("ben", 1, "SECRET", odd="SECRET")
    table = document("SECRET-table", "ben", "d0" * 8, 2, study=here.studies[0])
    other = here.code("ben", 3, field="SECRET field")
    found = take(copy, here.packet(tmp_path, here.log("ben").plus(odd, table).plus(other)))
    (account,) = found.accounts[0].logs
    assert account.codes == 0
    assert any("3 of its documents" in note for note in account.notes)
    assert "SECRET" not in repr(account)


def test_a_cut_packet_is_taken_as_far_as_it_came_and_completed_later(here: World, copy: Path, tmp_path: Path) -> None:
    sent = here.log("ben")
    for number in range(40):
        sent = sent.plus(here.code("ben", number, field="remarks", note=key("a note", number, length=64) * 30))
    path = here.packet(tmp_path / "post", sent)
    cut = tmp_path / "cut.twofold"
    cut.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    found = take(copy, cut)
    assert "cut off" in found.accounts[0].cut
    (account,) = found.accounts[0].logs
    assert account.fate is Fate.TAKEN
    assert 0 < account.codes < 40
    found = take(copy, path)
    assert [one.codes for one in found.accounts[0].logs] == [40 - account.codes]
    whole = here.copy(tmp_path / "whole")
    take(whole, path)
    assert files_of(copy) == files_of(whole)


def test_odd_names_of_files_are_shown_safely_and_lead_nowhere(here: World, copy: Path, tmp_path: Path) -> None:
    path = here.packet(tmp_path, coded(here, "high"))
    odd = tmp_path / "[red]\x1b[2J\u202e.twofold"
    path.rename(odd)
    found = take(copy, odd)
    assert fates(found) == [Fate.TAKEN]
    assert all(len(Path(name).stem) == 64 for name in files_of(copy / "received"))


def test_a_full_disk_leaves_whole_files_and_receiving_again_completes(
    here: World, copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import twofold.exchange.storing as module

    path = here.packet(tmp_path, coded(here, "low", "high"))
    before = files_of(copy)

    def fails(_: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, "sync", fails)
        with arrived(copy, path) as found, pytest.raises(CannotReceive, match="disk is full"):
            found.take()
    assert files_of(copy) == before
    assert fates(take(copy, path)) == [Fate.TAKEN]


def test_somebody_joins_a_review_with_the_leads_packet_alone(here: World, tmp_path: Path, twofold_home: Path) -> None:
    anna = here.copy(tmp_path / "anna")
    with opened(anna, "anna") as review:
        packet = write_packet(review, packet_for(review, "ben"), tmp_path)
    with on_device(tmp_path / "ben-home"):
        folder = join(tmp_path / "ben", [packet])
        assert fates(take(folder, packet)) == [Fate.KNOWN]
        with opened(folder, "ben") as review:
            assert tuple(review.plan.studies) == here.studies
            assert review.session(here.studies[0]).locked == ""
        with pytest.raises(CannotReceive, match="already there"):
            join(folder, [packet])
    with pytest.raises(CannotReceive, match="plan"):
        join(tmp_path / "nothing", [here.packet(tmp_path, coded(here, "high"))])
    assert not (tmp_path / "nothing").exists()


def test_a_receipt_says_what_came_and_from_which_file(here: World, copy: Path, tmp_path: Path) -> None:
    sent = coded(here, "low", "high")
    path = here.packet(tmp_path, sent)
    take(copy, path)
    (receipt,) = receipts_of(here.review)
    assert (receipt.file, receipt.person, receipt.kind, receipt.line) == (path.name, "ben", "work", 2)
    assert receipt.digest == sent.head.digest
    json.dumps(receipt.model_dump())

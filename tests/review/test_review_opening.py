"""Opening a review: who one is, who else writes, what a device finds changed, and what could not be saved."""

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from opened_reviews import bytes_of, carry, founded, on_device, opened, study_keys, value, with_studies

from twofold.record.plan_documents import RowListDocument
from twofold.review.bringing_in import work_out
from twofold.review.identity import remember_person, remembered_person
from twofold.review.open import CannotOpen, Review
from twofold.review.pen import NotWritten
from twofold.review.session import Session
from twofold.store.device import data_folder, new_key, recent_reviews
from twofold.store.journal import documents_in
from twofold.store.savequeue import Outcome
from twofold.values.answers import Value
from twofold.values.coded import Coded, Place

DESIGN: Place = (None, "design")
NUMBER: Place = (None, "n_all")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return with_studies(tmp_path / "r")


def first(review: Review) -> Session:
    return review.session(study_keys(review)[0])


def written_ids(folder: Path, table: str = "codes") -> list[str]:
    return [one.id for path in sorted((folder / "logs").iterdir()) for one in documents_in(path) if one.table == table]


def _full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_the_person_who_opened_a_review_for_writing_is_remembered_on_that_device_alone(
    folder: Path, tmp_path: Path
) -> None:
    with on_device(tmp_path / "fresh"):
        assert Review(folder).remembered_person() == ""
        with opened(folder, "ben", writing=False):
            assert Review(folder).remembered_person() == ""
        with opened(folder, "ben"):
            assert Review(folder).remembered_person() == "ben"
        assert recent_reviews() == (folder.resolve(),)
    with on_device(tmp_path / "other"):
        assert Review(folder).remembered_person() == ""


@pytest.mark.parametrize("note", [b"stranger", b"\xff\xfe", b"", b"../../anna\n"])
def test_a_note_of_who_one_is_that_means_nobody_is_nobody(folder: Path, note: bytes) -> None:
    review_id = Review(folder).id
    remember_person(review_id, "ben")
    (data_folder() / "reviews" / review_id / "me").write_bytes(note)

    assert Review(folder).remembered_person() == ""
    assert remembered_person(review_id) in ("", "stranger", "../../anna")


def test_somebody_who_is_not_of_the_review_is_refused_with_those_who_are(folder: Path) -> None:
    review = Review(folder)
    for stranger in ("dora", "", "Anna"):
        with pytest.raises(CannotOpen, match="Its people are: anna, ben, cleo"):
            review.become(stranger)
    assert review.person == ""


def test_a_folder_that_is_no_review_is_told_as_a_sentence(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(CannotOpen, match=r"is not a review: it has no review\.toml"):
            Review(path)


def test_a_review_without_its_plan_log_says_that_it_is_missing(folder: Path) -> None:
    shutil.rmtree(folder / "logs")
    with pytest.raises(CannotOpen, match="The lead's plan log is not in its `logs` folder"):
        Review(folder)


def test_a_review_with_the_logs_of_another_says_so(folder: Path, tmp_path: Path) -> None:
    other = founded(tmp_path / "other")
    shutil.rmtree(folder / "logs")
    shutil.copytree(other / "logs", folder / "logs")
    with pytest.raises(CannotOpen, match="belongs to another review"):
        Review(folder)


@pytest.mark.parametrize("broken", [b"people = [", b"\xff\xfe\x00", b"format = 1\n", b'review = "no"\n', b""])
def test_a_draft_that_the_lead_broke_keeps_nobody_from_coding(folder: Path, broken: bytes) -> None:
    (folder / "review.toml").write_bytes(broken)

    with opened(folder, "ben") as review:
        first(review).save(DESIGN, value("rct"))
        assert any("review.toml" in sentence for sentence in review.told)
    with opened(folder, "ben", writing=False) as review:
        assert first(review).sheet.at("design") == value("rct")


def test_a_broken_draft_in_a_folder_with_logs_of_two_reviews_is_refused(folder: Path, tmp_path: Path) -> None:
    carry(founded(tmp_path / "other"), folder)
    assert Review(folder).title
    (folder / "review.toml").write_bytes(b"people = [")

    with pytest.raises(CannotOpen, match="not proper TOML"):
        Review(folder)


def test_a_second_process_may_read_and_is_told_who_writes(folder: Path) -> None:
    with opened(folder, "ben") as review:
        first(review).save(DESIGN, value("rct"))
        assert review.pen is not None
        review.pen.wait()
        script = (
            "import sys; from pathlib import Path; from twofold.review.open import Review\n"
            "r = Review(Path(sys.argv[1])); r.become('ben')\n"
            "s = r.session(next(iter(r.plan.studies)))\n"
            "print(r.why_read_only); print(s.locked); print(s.sheet.at('design').answer.text); r.close()"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=True, timeout=60
        )
        why, locked, answer = done.stdout.splitlines()
        assert why == locked
        assert f"process {os.getpid()}" in why
        assert why.endswith("You can read here, not write.")
        assert answer == "rct"
        first(review).save(DESIGN, value("cohort"))
    with opened(folder, "ben") as review:
        assert review.why_read_only == ""


def test_two_people_write_in_one_folder_on_one_device_at_the_same_time(folder: Path) -> None:
    with opened(folder, "ben") as ben, opened(folder, "anna") as anna:
        first(ben).save(DESIGN, value("rct"))
        first(anna).save(DESIGN, value("cohort"))
        assert (ben.why_read_only, anna.why_read_only) == ("", "")
        assert first(ben).sheet.at("design") == value("rct")


def test_a_data_folder_that_cannot_be_written_opens_for_reading_and_says_why(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with on_device(tmp_path / "file"), opened(folder, "ben") as review:
        assert review.why_read_only.startswith("Your answers cannot be saved")
        assert first(review).locked == review.why_read_only
        with pytest.raises(NotWritten, match="cannot be saved"):
            first(review).save(DESIGN, value("rct"))


def test_a_disk_that_is_read_only_keeps_the_answers_in_the_form_and_names_them(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.open

    def read_only(path: str, flags: int, *args: int, **kwargs: int) -> int:
        if "logs" in str(path) and flags & (os.O_WRONLY | os.O_RDWR):
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        return real(path, flags, *args, **kwargs)

    outcomes: list[Outcome] = []
    review = Review(folder)
    review.become("ben", on_outcome=outcomes.append)
    with monkeypatch.context() as broken:
        broken.setattr(os, "open", read_only)
        session = first(review)
        session.save(DESIGN, value("rct"))
        session.save(NUMBER, value("12"))
        assert review.pen is not None
        with pytest.raises(NotWritten, match="the disk is read-only"):
            review.pen.wait()
    assert [one.path for one in outcomes] == [None]
    assert "the disk is read-only" in outcomes[0].why
    assert session.sheet.at("design") == value("rct")
    assert session.unsaved() == {DESIGN, NUMBER}
    review.retry()
    review.pen.wait()
    assert session.unsaved() == frozenset()
    assert [one.path is not None for one in outcomes] == [False, True, True]
    review.close()


def test_a_restored_backup_is_told_and_gone_on_with_in_a_new_log(folder: Path, tmp_path: Path) -> None:
    with opened(folder, "ben") as review:
        first(review).save(DESIGN, value("rct"))
    shutil.copytree(folder, tmp_path / "backup")
    with opened(folder, "ben") as review:
        first(review).save(DESIGN, value("cohort"))
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)

    with opened(folder, "ben") as review:
        assert any("does not end where this device left it" in sentence for sentence in review.told)
        session = first(review)
        assert session.sheet.at("design") == value("rct")
        session.save(NUMBER, value("12"))
    assert len(list((folder / "logs").glob("ben.*.work.*"))) == 2
    with opened(folder, "ben") as review:
        assert review.told == []
        assert first(review).sheet.at("design") == value("rct")
        assert first(review).sheet.at("n_all") == value("12")


def unsaved_at_closing(folder: Path, monkeypatch: pytest.MonkeyPatch, *codes: tuple[Place, Coded]) -> str:
    """Code on a disk that is full and close; what the closing says. The device's own folder can be written."""
    with monkeypatch.context() as broken:
        review = Review(folder)
        review.become("ben")
        fill_the_disk(broken, folder)
        for place, coded in codes:
            first(review).save(place, coded)
        assert review.pen is not None
        with pytest.raises(NotWritten):
            review.pen.wait()
        return review.close()


def fill_the_disk(broken: pytest.MonkeyPatch, folder: Path) -> None:
    """From now on nothing can be written in the review; the device's own folder can."""
    real = os.write
    broken.setattr(os, "write", lambda file, data: _full() if _in_review(file, folder) else real(file, data))


def _in_review(file: int, folder: Path) -> bool:
    return str(folder) in str(Path(f"/proc/self/fd/{file}").readlink())


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="tells files apart by /proc")


@needs_proc
def test_what_could_not_be_saved_goes_to_a_rescue_copy_and_is_taken_up_again_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = unsaved_at_closing(folder, monkeypatch, (DESIGN, value("rct")), (NUMBER, value("12")))
    assert said.startswith("2 unsaved answer(s) are in `")
    assert Path(said.split("`")[1]).is_file()
    assert written_ids(folder) == []

    with opened(folder, "ben") as review:
        assert "2 answer(s) from a rescue copy were taken up and are saved now." in review.told
        assert first(review).sheet.at("design") == value("rct")
        assert first(review).undo() == NUMBER
    ids = written_ids(folder)
    assert len(ids) == len(set(ids)) == 3
    with opened(folder, "ben") as review:
        assert review.told == []
        assert first(review).sheet.at("design") == value("rct")
    assert written_ids(folder) == ids
    assert not list(data_folder().rglob("rescue/*"))


@needs_proc
def test_a_rescue_copy_waits_for_the_copy_of_the_review_it_came_from_while_that_is_there(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = folder.with_name("another-copy")
    shutil.copytree(folder, other)
    assert unsaved_at_closing(folder, monkeypatch, (DESIGN, value("rct"))).startswith("1 unsaved answer(s)")

    with opened(other, "ben") as review:
        (told,) = (one for one in review.told if "rescue copy" in one)
        assert f"could not be saved in `{folder.resolve()}`" in told
        assert not first(review).sheet.at("design").answered
    assert written_ids(other) == []
    with opened(folder, "ben") as review:
        assert first(review).sheet.at("design") == value("rct")
    with opened(other, "ben") as review:
        assert not any("rescue copy" in one for one in review.told)


@needs_proc
def test_a_rescue_copy_is_taken_up_elsewhere_once_its_own_folder_is_gone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsaved_at_closing(folder, monkeypatch, (DESIGN, value("rct")))
    moved = folder.with_name("moved")
    folder.rename(moved)
    with opened(moved, "ben") as review:
        assert first(review).sheet.at("design") == value("rct")


@needs_proc
def test_a_damaged_rescue_copy_gives_what_is_intact_and_stays_where_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = unsaved_at_closing(folder, monkeypatch, (DESIGN, value("rct")), (NUMBER, value("12")))
    copy = Path(said.split("`")[1])
    lines = copy.read_bytes().splitlines(keepends=True)
    copy.write_bytes(b"".join([*lines[:-1], lines[-1].replace(b'"12"', b'"13"')]))

    with opened(folder, "ben") as review:
        assert any("is damaged" in one and str(copy) in one for one in review.told)
        assert first(review).sheet.at("design") == value("rct")
    assert copy.is_file()


@needs_proc
def test_a_rescue_copy_that_was_written_and_then_saved_after_all_adds_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = Review(folder)
    review.become("ben")
    with monkeypatch.context() as broken:
        fill_the_disk(broken, folder)
        first(review).save(DESIGN, value("rct"))
        assert review.pen is not None
        with pytest.raises(NotWritten):
            review.pen.wait()
        assert "unsaved answer(s) are in" in review.rescue()
        first(review).save(NUMBER, value("12"))
        assert "2 unsaved answer(s) are in" in review.rescue()
    review.retry()
    review.close()
    ids = written_ids(folder)

    assert len(ids) == 2
    with opened(folder, "ben") as review:
        assert review.told == []
    assert written_ids(folder) == ids
    assert not list(data_folder().rglob("rescue/*"))


@needs_proc
def test_while_the_disk_goes_on_failing_rescued_answers_are_shown_kept_and_not_doubled(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unsaved_at_closing(folder, monkeypatch, (DESIGN, value("rct")))
    for _ in range(2):
        with monkeypatch.context() as broken:
            fill_the_disk(broken, folder)
            review = Review(folder)
            review.become("ben")
            assert any("not saved yet" in sentence and "the disk is full" in sentence for sentence in review.told)
            session = first(review)
            assert session.sheet.at("design") == value("rct")
            assert session.unsaved() == {DESIGN}
            assert "1 unsaved answer(s)" in review.close()
        assert len(list(data_folder().rglob("rescue/*.jsonl"))) == 1

    with opened(folder, "ben") as review:
        assert first(review).sheet.at("design") == value("rct")
        assert first(review).conflicts == {}
    assert len(written_ids(folder)) == 1


@needs_proc
def test_a_rescued_act_of_the_lead_is_taken_up_once_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = folder.parent / "more.ris"
    file.write_text("TY  - JOUR\nTI  - One more fictional study\nPY  - 2020\nER  - \n", encoding="utf-8")
    review = Review(folder)
    review.become("anna")
    with monkeypatch.context() as broken:
        fill_the_disk(broken, folder)
        assert review.pen is not None
        bringing = work_out(review, [file])
        row = review.pen.document(RowListDocument, study=study_keys(review)[0], row=new_key(), name="Listed")[1]
        review.pen.put(bringing.plan)
        review.pen.put([row])
        review.close()
    for path in data_folder().rglob("rescue/*.jsonl"):
        shutil.copyfile(path, path.with_name(f"copy-{path.name}"))

    with opened(folder) as review:
        assert [one.number for one in review.cards()] == ["S001", "S002", "S003", "S004"]
        assert first(review).listed_rows
    for table in ("studies", "reports", "row_lists"):
        ids = written_ids(folder, table)
        assert len(ids) == len(set(ids)) > 0


def test_where_not_even_a_rescue_copy_can_be_written_that_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = Review(folder)
    review.become("ben")
    assert review.rescue() == "Nothing is waiting to be saved."
    with monkeypatch.context() as broken:
        broken.setattr(os, "write", _full)
        first(review).save(DESIGN, value("rct"))
        assert review.pen is not None
        with pytest.raises(NotWritten):
            review.pen.wait()
        said = review.close()
    assert said.startswith("The rescue copy could not be written either. ")
    assert "the disk is full" in said


def test_closing_waits_for_what_is_queued_and_says_nothing(folder: Path) -> None:
    review = Review(folder)
    review.become("ben")
    session = first(review)
    for number in range(50):
        session.save(NUMBER, value(str(number)))
    assert review.close() == ""
    assert review.close() == ""
    assert len(written_ids(folder)) == 50
    with pytest.raises(RuntimeError, match="closed"):
        session.save(NUMBER, value("too late"))


def test_looking_around_changes_nothing_in_the_folder(folder: Path) -> None:
    with opened(folder, "ben") as review:
        first(review).save(DESIGN, value("rct"))
    before = bytes_of(folder)
    with opened(folder, "ben", writing=False) as review:
        review.progress()
        review.look()
        review.take_in()
        review.find("a")
        for key in study_keys(review):
            review.standing(key)
            review.session(key).check()
    with opened(folder, "ben") as review:
        review.next_to_code()
    assert bytes_of(folder) == before


def test_one_goes_on_where_one_stopped_and_else_at_the_first_study_not_submitted(folder: Path) -> None:
    with opened(folder, "ben") as review:
        keys = study_keys(review)
        assert review.next_to_code() == keys[0]
        review.session(keys[1]).save(DESIGN, value("rct"))
    with opened(folder, "ben") as review:
        assert review.next_to_code() == keys[1]
        review.session(keys[0]).save(DESIGN, value("rct"))
    with opened(folder, "ben") as review:
        assert review.next_to_code() == keys[0]


def test_a_log_that_vanishes_while_the_review_is_open_is_no_crash(folder: Path) -> None:
    with opened(folder, "ben") as review:
        first(review).save(DESIGN, value("rct"))
    with opened(folder, "ben", writing=False) as review:
        for path in (folder / "logs").glob("ben.*"):
            path.unlink()
        assert first(review).sheet.codes == {}
        for path in (folder / "logs").glob("anna.*"):
            path.unlink()
        found = review.open(study_keys(review)[1])
        assert isinstance(found, Session | str)


def test_an_answer_in_any_script_is_in_the_log_as_json_that_other_tools_read(folder: Path) -> None:
    with opened(folder, "ben") as review:
        first(review).save((None, "remarks"), Coded(Value("中文 é \u202e 😀")))
    (log,) = (folder / "logs").glob("ben.*.work.*")
    assert "中文 é \u202e 😀" in log.read_text("utf-8")

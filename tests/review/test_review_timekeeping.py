"""The time that coding takes is counted from key to key, kept on the device, and told to nobody who was not asked."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opened_reviews import opened, study_keys, value, with_studies

from twofold.record.plan_documents import ReviewSettings
from twofold.record.work_documents import SubmissionDocument
from twofold.review.open import Review
from twofold.review.publishing import drafted, publish
from twofold.review.timekeeping import IDLE_AFTER, Times, time_words
from twofold.store.device import data_folder
from twofold.store.times import read_times, switch_timing, times_place

A, B = "aa" * 8, "bb" * 8
DAY = date(2026, 3, 14)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def times(tmp_path: Path, clock: Clock) -> Times:
    return Times(tmp_path / "t" / "times.json", clock, lambda: DAY)


def test_what_passes_between_keys_counts_for_the_field_where_the_person_was(times: Times, clock: Clock) -> None:
    times.begin()
    for seconds, field in ((20, "design"), (40, "design"), (30, "level")):
        clock.now += seconds
        times.key(A, field)
    assert times.fields(A) == {"design": 60.0, "level": 30.0}
    assert times.minutes(A) == 2
    assert times.day().words == "2 min on 1 study"


def test_after_two_minutes_without_a_key_the_clock_stands_still(times: Times, clock: Clock) -> None:
    times.begin()
    clock.now += 3600
    times.key(A, "design")
    assert times.fields(A) == {"design": IDLE_AFTER}


def test_nothing_counts_while_no_study_is_before_the_person(times: Times, clock: Clock) -> None:
    times.begin()
    clock.now += 10
    times.key(A, "design")
    times.leave()
    clock.now += 50
    times.begin()
    clock.now += 5
    times.key(B, "design")
    assert times.studies() == {A: 10.0, B: 5.0}


@given(st.lists(st.tuples(st.floats(0, 1000), st.sampled_from((A, B)), st.sampled_from(("x", "y"))), max_size=30))
def test_by_study_by_field_and_by_day_the_same_seconds_are_told(gone: list[tuple[float, str, str]]) -> None:
    clock = Clock()
    times = Times(Path("/nonexistent/times.json"), clock, lambda: DAY)
    times.begin()
    for seconds, study, field in gone:
        clock.now += seconds
        times.key(study, field)
    total = sum(min(seconds, IDLE_AFTER) for seconds, _, _ in gone)
    assert sum(times.studies().values()) == pytest.approx(total, abs=1e-6)
    assert sum(sum(times.fields(study).values()) for study in (A, B)) == pytest.approx(total, abs=1e-6)
    assert times.day().seconds == pytest.approx(total, abs=1e-6)


def test_a_key_writes_nothing_and_keep_writes_all(times: Times, clock: Clock, tmp_path: Path) -> None:
    place = tmp_path / "t" / "times.json"
    times.begin()
    clock.now += 60
    times.key(A, "design")
    assert not place.exists()
    times.keep()
    assert read_times(place).fields == {A: {"design": 60.0}}
    later = Times(place, clock, lambda: DAY)
    later.begin()
    clock.now += 30
    later.key(A, "level")
    later.keep()
    assert Times(place, clock, lambda: DAY).minutes(A) == 2


def test_a_file_that_cannot_be_read_or_written_keeps_nobody_from_coding(tmp_path: Path, clock: Clock) -> None:
    place = tmp_path / "times.json"
    place.write_bytes(b'{"format": 1, "fields": [')
    times = Times(place, clock)
    times.begin()
    clock.now += 60
    times.key(A, "design")
    assert times.minutes(A) == 1
    blocked = Times(place / "below" / "times.json", clock)
    blocked.begin()
    clock.now += 60
    blocked.key(A, "design")
    blocked.keep()
    assert blocked.minutes(A) == 1


def test_switched_off_nothing_is_counted_and_what_was_stays(times: Times, clock: Clock, tmp_path: Path) -> None:
    times.begin()
    clock.now += 60
    times.key(A, "design")
    times.keep()
    switch_timing(off=True)
    off = Times(tmp_path / "t" / "times.json", clock)
    off.begin()
    clock.now += 60
    off.key(A, "design")
    assert off.off
    assert off.minutes(A) == 1
    assert off.minutes_to_send(A, ReviewSettings(minutes_in_exports=True)) is None
    switch_timing(off=False)
    assert not Times(tmp_path / "t" / "times.json", clock).off


def test_a_stretch_of_time_is_said_as_people_do() -> None:
    assert [time_words(one) for one in (0, 29, 30, 3540, 3600, 7500)] == [
        "0 min",
        "0 min",
        "1 min",
        "59 min",
        "1 h 00 min",
        "2 h 05 min",
    ]


def publish_minutes(folder: Path) -> tuple[str, ...]:
    path = folder / "review.toml"
    text = path.read_text("utf-8")
    assert "minutes_in_exports" in text
    path.write_text(text.replace("minutes_in_exports = false", "minutes_in_exports = true"), "utf-8")
    with opened(folder) as review:
        publication = drafted(review)
        publish(review, publication)
        return publication.words


def submit_after(folder: Path, minutes: int) -> SubmissionDocument:
    with opened(folder) as review:
        study = study_keys(review)[0]
        clock = Clock()
        review.times = Times(times_place(review.id, "anna"), clock)
        review.times.begin()
        for _ in range(minutes):
            clock.now += 60
            review.times.key(study, "design")
        session = review.session(study)
        session.save((None, "design"), value("rct"))
        words = session.check().time_words
        assert session.submit(whole_paper=True) == ""
        assert session.record.submission is not None
        found = session.record.submission[1]
        assert (found.minutes is not None) == bool(words)
        assert f"{found.minutes} min" in words or not words
    return found


def test_a_submission_says_nothing_of_the_time_unless_the_review_asks(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    assert submit_after(folder, 3).minutes is None


def test_where_the_review_asks_a_submission_says_the_whole_minutes_and_the_check_says_so(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    words = publish_minutes(folder)
    assert words == ("submissions say from now on in how many minutes a study was coded",)
    assert submit_after(folder, 3).minutes == 3


def test_the_times_lie_beside_the_devices_identity_and_nowhere_in_the_review(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        assert review.times is not None
        review.times.begin()
        review.times._since = review.times._since and review.times._since - 60
        review.times.key(study_keys(review)[0], "design")
    place = times_place(Review(folder).id, "anna")
    assert place.is_file()
    assert (place.parent / "device").is_file()
    assert data_folder() in place.parents
    assert not list(folder.rglob("*times*"))

"""The form over the real log: whatever is typed, the screen shows what the session holds, and the disk keeps it."""

from pathlib import Path

import pytest
from fictional_study import type_keys
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from opened_reviews import opened, study_keys, with_studies

from twofold.review.open import Review
from twofold.review.pen import NotWritten
from twofold.tui.form.hand import Hand
from twofold.values.coded import NOTHING, Coded, Place, Sheet

KEYS = st.lists(
    st.sampled_from(
        [
            *"1231231rux-jkgewnc.=t/+D[]!S?y",
            *("tab", "space", "backspace", "enter", "enter", "escape", "delete", "ctrl+z", "ctrl+z", "ctrl+y"),
            *("mood", "12", "2020-05", "shift+tab", "G", "home"),
        ]
    ),
    min_size=10,
    max_size=60,
)


def told(sheet: Sheet) -> tuple[dict[Place, Coded], tuple[str, ...]]:
    """What a sheet says, without fields that say nothing."""
    return {place: coded for place, coded in sheet.codes.items() if coded != NOTHING}, sheet.rows


def on_first(review: Review) -> Hand:
    session = review.open(study_keys(review)[0])
    assert not isinstance(session, str)
    return Hand(review, session)


@given(keys=KEYS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_screen_the_session_and_the_disk_agree(tmp_path_factory: object, keys: list[str]) -> None:
    folder = with_studies(Path(tmp_path_factory.mktemp("review")) / "review")  # type: ignore[attr-defined]
    with opened(folder) as review:
        hand = on_first(review)
        for key in keys:
            type_keys(hand, key)
            shown = told(hand.state.sheet)
            rows = tuple(row for row in shown[1] if row != hand.state.row_being_named)
            assert (shown[0], rows) == told(hand.session.sheet)
            assert hand.state.locked == hand.session.locked
        while hand.state.over is not None:
            type_keys(hand, "escape")
        on_screen = {key: told(review.open(key).sheet) for key in study_keys(review)}  # type: ignore[union-attr]
    with opened(folder) as review:
        assert {key: told(review.open(key).sheet) for key in study_keys(review)} == on_screen  # type: ignore[union-attr]


def test_undo_goes_on_after_a_restart_to_the_very_first_answer(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        hand = on_first(review)
        type_keys(
            hand, "1", "2", "e", "4", "enter", "so it was", "enter", "+", "mood", "tab", "1", "n", "a note", "enter"
        )
        assert len(hand.state.sheet.rows) == 1
    with opened(folder) as review:
        hand = on_first(review)
        assert hand.state.at((None, "level")).evidence.quote == "so it was"
        for _ in range(8):
            change = type_keys(hand, "ctrl+z")
        assert told(hand.state.sheet) == ({}, ())
        assert change.asks
        for _ in range(8):
            type_keys(hand, "ctrl+y")
        assert hand.state.at((None, "level")).evidence.quote == "so it was"
        assert len(hand.state.sheet.rows) == 1


def test_what_the_session_refuses_is_told_and_the_screen_goes_back_to_what_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        hand = on_first(review)

        def refusing(place: Place, coded: Coded) -> None:
            raise NotWritten("The note is longer than is kept.")

        with monkeypatch.context() as patched:
            patched.setattr(hand.session, "save", refusing)
            assert hand.press("1", "1").message == "Not kept. The note is longer than is kept."
        assert told(hand.state.sheet) == ({}, ())
        hand.press("1", "1")
        assert told(hand.state.sheet) == told(hand.session.sheet) != ({}, ())

"""The list of notes: what it shows, how it is filtered and ordered, and what its keys ask for."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opened_reviews import opened, study_keys, value, with_studies
from running_app import burst, kept_otherwise_than_drawn, message, page_of, played, running, seen

from twofold.record.notes import NoteKey, note_digest
from twofold.review.notes import ListedNote
from twofold.tui.form.drawn import cells
from twofold.tui.pages.asks import Code, MarkNote
from twofold.tui.pages.home import Home
from twofold.tui.pages.notes import Notes
from twofold.tui.screens.coding import CodingScreen
from twofold.values.plaintext import visible

HOSTILE = "\x1b]0;gone\x07[b]bold[/b] \u202egnol \x9b31m \r\n" + "W" * 3000


def listed(number: int, field: str, text: str, at: str, **more: object) -> ListedNote:
    key = NoteKey("anna", "main", f"{number:016x}", (None, field.casefold()), note_digest(text))
    plain = ListedNote(key, "Anna Berg", f"S{number:03}", "Abara 2001", field, "", text, at, own=True, resolved=False)
    return replace(plain, **more)  # type: ignore[arg-type]


NOTES = (
    listed(1, "Design", "ask Maria about the arms", "2026-03-01T10:00:00Z"),
    listed(2, "Level", "is that a quote?", "2026-03-03T10:00:00Z", resolved=True),
    listed(3, "Level", "open question of hers", "2026-03-02T10:00:00Z", own=False, by="Ben Okoro", row="Anxiety"),
)


def page_with(notes: tuple[ListedNote, ...] = NOTES) -> Notes:
    page = Notes()
    page.take_up(notes)
    return page


def shown(page: Notes, width: int = 80, height: int = 24) -> str:
    lines = page.window(width, height).lines
    return "\n".join("".join(text for text, _ in one.drawn.pieces).rstrip() for one in lines)


def typed(page: Notes, *keys: str) -> list[object]:
    asked: list[object] = []
    for key in keys:
        named = len(key) > 1 and key in ("enter", "escape", "down", "up", "backspace", "tab", "ctrl+z", "ctrl+y", "end")
        for one in (key,) if named else key:
            asked.append(page.press(one, None if named else one))
    return [one for one in asked if one is not None]


def numbers(page: Notes) -> list[str]:
    return [word for word in shown(page).split() if word.startswith("S0")]


def test_each_note_is_told_with_its_study_field_row_words_day_and_state() -> None:
    lines = shown(page_with()).splitlines()
    assert "2 open of 3" in lines[1]
    assert lines[3].startswith(" > ○ S001   Abara 2001  Design")
    assert lines[3].endswith("2026-03-01")
    assert lines[4].strip() == "ask Maria about the arms"
    assert lines[5].startswith("   ● S002")
    assert lines[5].endswith("resolved, 2026-03-03")
    assert "Level [Anxiety]" in lines[7]
    assert lines[7].endswith("Ben Okoro, 2026-03-02")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ["S001", "S002", "S003"]),
        ("s003", ["S003"]),
        ("level", ["S002", "S003"]),
        ("maria", ["S001"]),
        ("anxiety", ["S003"]),
        ("ben", ["S003"]),
        ("resolved", ["S002"]),
        ("resol", ["S002"]),
        ("open level", ["S003"]),
        ("nothing of that", []),
    ],
)
def test_it_is_filtered_as_one_types(text: str, found: list[str]) -> None:
    page = page_with()
    typed(page, "/", *([text] if text else []))
    assert numbers(page) == found
    assert ("No note matches" in shown(page)) is (not found)
    typed(page, "escape")
    assert numbers(page) == ["S001", "S002", "S003"]
    assert not page.filtering


def test_a_filter_is_kept_with_tab_and_let_go_before_the_page_is_left() -> None:
    page = page_with()
    typed(page, "/", "level", "tab")
    assert numbers(page) == ["S002", "S003"]
    assert typed(page, "q") == []
    assert numbers(page) == ["S001", "S002", "S003"]
    assert typed(page, "q") == ["back"]


def test_enter_goes_to_the_field_of_the_note_also_from_the_filter() -> None:
    page = page_with()
    assert typed(page, "enter") == [Code(NOTES[0].key.study, (None, "design"))]
    assert typed(page, "/", "hers", "enter") == [Code(NOTES[2].key.study, (None, "level"))]


def test_the_newest_come_first_where_asked() -> None:
    page = page_with()
    typed(page, "b")
    assert numbers(page) == ["S002", "S003", "S001"]
    assert "newest first" in shown(page)
    typed(page, "b")
    assert numbers(page) == ["S001", "S002", "S003"]


def test_a_key_asks_for_the_mark_and_for_its_taking_back() -> None:
    page = page_with()
    assert typed(page, "d", "j", "d", "ctrl+z", "ctrl+y") == [
        MarkNote(NOTES[0].key, resolved=True),
        MarkNote(NOTES[1].key, resolved=False),
        "undo",
        "redo",
    ]
    assert ("notes.resolve", "open again") in page.hints


def test_the_cursor_stays_on_its_note_or_at_its_place_when_the_list_changes() -> None:
    page = page_with()
    typed(page, "j")
    page.take_up((NOTES[0], replace(NOTES[1], resolved=False), NOTES[2]))
    assert "> ○ S002" in shown(page)
    page.take_up((NOTES[0], NOTES[2]))
    assert "> ○ S003" in shown(page)
    page.stand_on(NOTES[0].key)
    assert "> ○ S001" in shown(page)


def test_without_notes_it_says_how_to_write_one() -> None:
    page = page_with(())
    assert "There are no notes yet." in shown(page)
    assert typed(page, "enter", "d", "j", "end") == []


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (40, 10), (20, 5), (3, 2), (1, 1)])
def test_hostile_words_fit_into_every_size_and_act_on_nothing(size: tuple[int, int]) -> None:
    made = listed(1, HOSTILE, HOSTILE, HOSTILE, label=HOSTILE, row=HOSTILE, by=HOSTILE, own=False)
    page = page_with((made, NOTES[0]))
    for keys in ((), ("/", "W" * 300), ("escape", "j")):
        typed(page, *keys)
        window = page.window(*size)
        assert len(window.lines) <= size[1]
        for one in window.lines:
            text = "".join(part for part, _ in one.drawn.pieces)
            assert text == visible(text)
            assert cells(text) <= max(size[0], 30)


def test_of_a_long_list_only_what_can_come_into_sight_is_drawn() -> None:
    page = page_with(tuple(listed(number, "Level", f"note {number}", "2026") for number in range(5000)))
    shown(page)
    assert len(page._drawn) <= 24
    drawn = len(page._drawn)
    typed(page, "j")
    shown(page)
    assert len(page._drawn) - drawn <= 3
    typed(page, "end")
    assert "S4999" in shown(page)
    assert len(page._drawn) - drawn <= 3 + 24


MOVES = st.sampled_from(("j", "k", "j", "k", "pagedown", "pageup", "end", "home", "b", "/1", "escape"))


@settings(max_examples=60, deadline=None)
@given(
    lengths=st.lists(st.integers(0, 90), min_size=1, max_size=60),
    moves=st.lists(MOVES, max_size=25),
    height=st.integers(2, 26),
)
def test_the_window_is_a_piece_of_the_whole_list_around_the_cursor(
    lengths: list[int], moves: list[str], height: int
) -> None:
    page = page_with(
        tuple(
            listed(number, "Level", " ".join(["word"] * length), f"2026-03-{number % 28 + 1:02}")
            for number, length in enumerate(lengths)
        )
    )
    for move in moves:
        for key in (move,) if len(move) > 2 or len(move) == 1 else move:
            page.press(key, key if len(key) == 1 else None)
        below = [one for one in page.window(80, height).lines if one.target]
        if not page.targets():
            continue
        whole = [(target, number) for target in page.targets() for number, _ in enumerate(page._lines(target, 80))]
        room = max(1, height - (1 if height < 8 else 3))
        assert len(below) == min(room, len(whole))
        texts = [
            "".join(text for text, _ in page._lines(target, 80)[number].pieces).strip() for target, number in whole
        ]
        seen = ["".join(text for text, _ in one.drawn.pieces).strip().removeprefix("> ") for one in below]
        begins = [at for at in range(len(whole) - len(below) + 1) if whole[at][0] == below[0].target]
        assert any(texts[at : at + len(seen)] == seen for at in begins)
        assert any(one.marked and one.target == page.at for one in below) or page.at == page.targets()[-1]


def with_notes(folder: Path) -> Path:
    with_studies(folder)
    with opened(folder) as review:
        for number, field in ((0, "design"), (1, "level"), (1, "remarks")):
            session = review.session(study_keys(review)[number])
            session.save((None, field), replace(value("rct"), note=f"note {number} {field}"))
    return folder


@played
async def test_from_home_to_a_note_its_field_and_back(tmp_path: Path) -> None:
    folder = with_notes(tmp_path / "review")
    async with running(folder) as pilot:
        await burst(pilot, "N", "j", "j", "enter")
        coding = pilot.app.screen
        assert isinstance(coding, CodingScreen)
        assert coding.hand.session.study.number == "S002"
        assert coding.hand.state.cursor == (None, "remarks")
        await burst(pilot, "N")
        assert "> ○ S002   " in seen(pilot.app)
        await burst(pilot, "k", "enter")
        assert pilot.app.screen is coding
        assert coding.hand.state.cursor == (None, "level")
        for _ in range(4):
            await burst(pilot, "N", "enter")
        assert len(pilot.app.screen_stack) < 5
        await burst(pilot, "q", "q", "q")
        assert "3 open of 3" in seen(pilot.app) or isinstance(page_of(pilot), Home)


@played
async def test_a_note_is_resolved_and_taken_back_and_home_stays_in_step(tmp_path: Path) -> None:
    folder = with_notes(tmp_path / "review")
    async with running(folder, size=(80, 40)) as pilot:
        assert "note 0 design" in seen(pilot.app)
        await burst(pilot, "N", "d")
        assert "2 open of 3" in seen(pilot.app)
        assert message(pilot) == "S001, Design?: resolved."
        await burst(pilot, "q")
        assert isinstance(page_of(pilot), Home)
        assert "note 0 design" not in seen(pilot.app)
        assert "note 1 level" in seen(pilot.app)
    async with running(folder, size=(80, 40)) as pilot:
        await burst(pilot, "N")
        assert "● S001" in seen(pilot.app)
        await pilot.press("ctrl+z")
        assert message(pilot) == "Undone: S001, Design?: open."
        await pilot.press("ctrl+y")
        assert message(pilot) == "Redone: S001, Design?: resolved."
        await pilot.press("ctrl+z")
        await burst(pilot, "q")
        assert "note 0 design" in seen(pilot.app)


@played
async def test_a_note_that_has_just_been_written_is_listed_and_one_whose_field_is_not_asked_is_told(
    tmp_path: Path,
) -> None:
    folder = with_studies(tmp_path / "review")
    with opened(folder) as review:
        session = review.session(study_keys(review)[0])
        session.save((None, "level"), value("high"))
        session.save((None, "part"), replace(value("yes"), note="of a field that goes"))
        session.save((None, "level"), value("low"))
    async with running(folder) as pilot:
        await burst(pilot, "enter", "n", "just written", "enter", "N")
        assert "just written" in seen(pilot.app)
        await burst(pilot, "/", "goes", "enter")
        assert isinstance(pilot.app.screen, CodingScreen)
        assert "not asked here now" in message(pilot)


@played
async def test_every_line_that_is_kept_is_the_line_that_would_be_drawn_also_in_another_size(tmp_path: Path) -> None:
    async with running(with_notes(tmp_path / "review")) as pilot:
        for key in ("N", "j", "f", "escape", "/", "l", "escape", "escape", "s", "j"):
            await burst(pilot, key)
            for size in ((80, 8), (80, 24)):
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert kept_otherwise_than_drawn(pilot.app.screen) == [], (key, size)

"""The list of studies, without a screen: filter, order, initiatives, columns, and ten thousand rows."""

from collections.abc import Iterable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.review.views import Standing, State, StudyCard
from twofold.tui.form.drawn import cells
from twofold.tui.pages.asks import Code, OpenPaper
from twofold.tui.pages.listing import Group, Listing, Order
from twofold.tui.pages.studies import Studies
from twofold.values.plaintext import visible

NAMED = ("down", "up", "pagedown", "pageup", "home", "end", "enter", "escape", "tab", "backspace", "ctrl+u", "space")


def card(number: int, label: str = "", initiative: str = "", title: str = "") -> StudyCard:
    return StudyCard(f"{number:016x}", f"S{number:03d}", label or f"Author{number} 2001", title, initiative)


CARDS = (
    card(1, "Wendell 2013", "Programme 10", "Gardens of the valley"),
    card(2, "abara 2020", "Programme 2", "Listening circles"),
    card(3, "Castro 2011", "Programme 2", "A choir for carers"),
    card(4, "Dlamini 2019", "", "Benches"),
)
STATES = dict(
    zip(
        (one.key for one in CARDS),
        (State.SUBMITTED, State.NOT_BEGUN, State.IN_PROGRESS, State.REOPENED),
        strict=True,
    )
)


def studies(
    cards: Sequence[StudyCard] = CARDS,
    states: dict[str, State] | None = None,
    standings: dict[str, Standing] | None = None,
) -> Studies:
    known = standings or {}
    return Studies(Listing(cards, states or STATES), known.get)


def type_in(page: Studies, *keys: str) -> list[object]:
    asked: list[object] = []
    for key in keys:
        for one in (key,) if key in NAMED else key:
            asked.append(page.press(one, " " if one == "space" else None if one in NAMED else one))
    return [one for one in asked if one is not None]


def lines(page: Studies, width: int = 80, height: int = 24) -> list[str]:
    window = page.window(width, height)
    return ["".join(text for text, _ in one.drawn.pieces).rstrip() for one in window.lines]


def numbers(page: Studies) -> list[str]:
    return [one.number for one in page.rows if isinstance(one, StudyCard)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["S001", "S002", "S003", "S004"]),
        ("s003", ["S003"]),
        ("ABARA", ["S002"]),
        ("choir", ["S003"]),
        ("programme ca", ["S003"]),
        ("circles 2020", ["S002"]),
        ("reopened", ["S004"]),
        ("begun", ["S002", "S003"]),
        ("not begun", ["S002"]),
        ("submitted", ["S001"]),
        ("nothing of this", []),
    ],
)
def test_the_filter_looks_at_number_label_title_initiative_and_status(typed: str, found: list[str]) -> None:
    page = studies()
    type_in(page, "/", *typed)
    assert numbers(page) == found
    shown = "\n".join(lines(page))
    assert all(number in shown for number in found)
    if not found:
        assert "No study matches" in shown


def test_letters_are_text_while_one_filters_and_keys_before_and_after() -> None:
    page = studies()
    assert type_in(page, "/", "bench", "enter") == [Code(CARDS[3].key)]
    assert not page.filtering
    assert type_in(page, "/", "ctrl+u", "ca", "down", "tab", "o") == [OpenPaper(CARDS[2].key)]
    assert numbers(page) == ["S003"]
    assert type_in(page, "escape") == []
    assert len(numbers(page)) == 4
    assert type_in(page, "escape") == ["back"]


def test_escape_while_filtering_shows_all_and_the_cursor_keeps_its_study() -> None:
    page = studies()
    type_in(page, "/", "castro")
    lines(page)
    type_in(page, "escape")
    lines(page)
    assert page.at == CARDS[2].key


def test_the_list_is_ordered_by_number_label_and_status_in_turn() -> None:
    page = studies()
    assert (page.order, numbers(page)) == (Order.NUMBER, ["S001", "S002", "S003", "S004"])
    type_in(page, "b")
    assert (page.order, numbers(page)) == (Order.LABEL, ["S002", "S003", "S004", "S001"])
    type_in(page, "b")
    assert (page.order, numbers(page)) == (Order.STATUS, ["S004", "S003", "S002", "S001"])
    assert "by status" in "\n".join(lines(page))
    assert "> S004" in "\n".join(lines(page))
    type_in(page, "b")
    assert page.order is Order.NUMBER


def test_grouped_the_initiatives_stand_in_natural_order_and_the_cursor_never_on_them() -> None:
    page = studies()
    type_in(page, "i")
    groups = [one for one in page.rows if isinstance(one, Group)]
    assert [(one.name, one.submitted, one.total) for one in groups] == [
        ("Programme 2", 0, 2),
        ("Programme 10", 1, 1),
        ("no initiative", 0, 1),
    ]
    assert "1 of 1 submitted" in "\n".join(lines(page))
    met = []
    for key in ("home", *["down"] * 5, *["up"] * 5):
        type_in(page, key)
        met.append(page.at)
    names = [CARDS[1].key, CARDS[2].key, CARDS[0].key, CARDS[3].key]
    assert met == [*names, names[3], names[3], *reversed(names[:3]), names[0], names[0]]


def test_space_goes_to_the_next_study_that_is_not_submitted() -> None:
    page = studies()
    lines(page)
    assert [type_in(page, "space") or page.at for _ in range(4)] == [CARDS[at].key for at in (1, 2, 3, 1)]
    done = studies(states=dict.fromkeys(STATES, State.SUBMITTED))
    type_in(done, "space")
    assert done.said == "No other study here is left to code."


def test_where_a_study_stands_is_told_by_a_word_and_a_sign() -> None:
    settled = {CARDS[2].key: Standing(State.IN_PROGRESS, 3, 9), CARDS[1].key: Standing(State.IN_PROGRESS, conflicts=2)}
    shown = lines(studies(states={**STATES, CARDS[1].key: State.IN_PROGRESS}, standings=settled))
    rows = {line.split()[0].strip(">") or line.split()[1]: line for line in shown if "S00" in line}
    assert "● submitted (locked)" in "\n".join(shown)
    assert "◐ 3 of 9" in rows["S003"]
    assert "! 2 to settle" in rows["S002"]
    assert "! reopened" in rows["S004"]
    unread = "\n".join(lines(studies()))
    assert "◐ begun" in unread
    assert "○ not begun" in unread


def test_columns_give_way_below_a_hundred_cells() -> None:
    page = studies()
    wide, usual, narrow, tiny = (lines(page, width) for width in (120, 80, 49, 20))
    assert "Programme 2" in wide[5]
    assert "Listening circles" in wide[5]
    assert "Programme 2" not in usual[5]
    assert "Listening circles" in usual[5]
    assert "Listening" not in narrow[5]
    assert "abara 2020" in narrow[5]
    assert "○" in narrow[5]
    assert "S002" in tiny[5]


@pytest.mark.parametrize("width", [1, 20, 33, 49, 50, 58, 70, 80, 99, 100, 120, 200])
@pytest.mark.parametrize("height", [1, 2, 3, 5, 8, 24])
def test_every_size_can_be_drawn_with_titles_that_want_to_do_harm(width: int, height: int) -> None:
    harm = "\x1b[2J[/b][@click=app.quit]\u202e\u200b" + "中" * 1000
    page = studies([card(n, harm, harm, harm) for n in range(1, 30)], {f"{n:016x}": State.READY for n in range(1, 30)})
    for key in ("down", "i", "end", "/", harm[:30], "tab", "b", "escape"):
        type_in(page, key)
        window = page.window(width, height)
        assert len(window.lines) <= height
        for line in lines(page, width, height):
            assert visible(line) == line
            assert cells(line) <= max(width, 34)


def test_the_cursor_keeps_its_study_when_the_list_is_renewed() -> None:
    page = studies()
    type_in(page, "down", "down")
    fresh = {**STATES, CARDS[0].key: State.REOPENED}
    page.take_up(Listing((card(9), *CARDS), {**fresh, card(9).key: State.NOT_BEGUN}))
    lines(page)
    assert page.at == CARDS[2].key
    page.take_up(Listing(CARDS[:2], fresh))
    lines(page)
    assert page.at == CARDS[0].key


def test_to_stand_on_a_study_that_the_filter_hides_lets_the_filter_go() -> None:
    page = studies()
    type_in(page, "/", "castro", "tab")
    page.stand_on(CARDS[3].key)
    assert page.at == CARDS[3].key
    assert len(numbers(page)) == 4


def many(count: int = 10_000) -> tuple[Studies, list[str]]:
    cards = [card(n, initiative=f"Programme {n % 300}", title=f"Fictional study {n}") for n in range(1, count + 1)]
    read: list[str] = []
    page = Studies(
        Listing(cards, dict.fromkeys((one.key for one in cards), State.IN_PROGRESS)), lambda key: read.append(key)
    )
    return page, read


def test_of_ten_thousand_studies_only_those_in_the_window_are_read() -> None:
    page, read = many()
    for keys in (("end",), ("home",), *[("pagedown",)] * 30, ("/", "77")):
        read.clear()
        type_in(page, *keys)
        lines(page)
        assert 0 < len(read) <= 20


def test_a_step_down_changes_two_lines_and_no_more() -> None:
    page, _ = many(100)
    before = page.window(80, 24).lines
    type_in(page, "j")
    after = page.window(80, 24).lines
    assert sum(one != other for one, other in zip(before, after, strict=True)) == 2


MOVES = ("j", "k", "pagedown", "pageup", "home", "end", "b", "i", "/", "a", "1", "enter", "escape", "tab", "space")


@given(st.lists(st.sampled_from(MOVES), max_size=60), st.integers(1, 12), st.lists(st.integers(-9, 9), max_size=5))
def test_the_cursor_is_always_in_the_window_and_on_a_study(keys: Iterable[str], height: int, turns: list[int]) -> None:
    page, _ = many(40)
    for key in keys:
        type_in(page, key)
        window = page.window(60, height + 4)
        assert page.at == "" or any(one.marked and one.target == page.at for one in window.lines)
        assert (page.at == "") == (not numbers(page))
    for by in turns:
        page.turn(by)
        window = page.window(60, height + 4)
        assert page.at == "" or any(one.marked and one.target == page.at for one in window.lines)


def test_a_click_marks_a_study_and_a_second_one_opens_it() -> None:
    page = studies()
    lines(page)
    assert page.click(CARDS[2].key) is None
    assert page.click(CARDS[2].key) == Code(CARDS[2].key)
    assert page.click("no such study") is None

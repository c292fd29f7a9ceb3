"""How the first page, the list and the help share out the room they have, at every size."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.tui.actions import Where, keymap
from twofold.tui.form.drawn import cells
from twofold.tui.pages.asks import Code
from twofold.tui.pages.columns import Longest, columns_for
from twofold.tui.pages.help import Help
from twofold.tui.pages.home import Home, HomeView, NoteLine, PersonLine, StudyLine, shares
from twofold.tui.pages.page import Page
from twofold.tui.widgets.hints import hint_pieces

STUDIES = tuple(StudyLine(f"k{n}", f"S{n:03d}", f"Label {n}", "A title " * 9, "not begun") for n in range(1, 10))
NOTES = tuple(NoteLine(f"k{n}", f"S{n:03d}", f"Label {n}", (None, "f"), "A field", "A note.") for n in range(1, 9))
VIEW = HomeView(
    "A fictional review",
    "Anna",
    "lead and reviewer",
    total=9,
    next=STUDIES[0],
    mine=PersonLine("Anna", 2, 1, 12),
    following=STUDIES[1:],
    notes=NOTES,
    today="35 min on 2 studies",
)


def home(view: HomeView = VIEW) -> Home:
    page = Home()
    page.view = view
    return page


def text(page: Page, width: int, height: int) -> list[str]:
    return ["".join(part for part, _ in one.drawn.pieces).rstrip() for one in page.window(width, height).lines]


class TestHome:
    def test_a_low_screen_shows_what_is_next_how_far_one_is_and_three_notes(self) -> None:
        shown = text(home(), 80, 22)
        assert not any("After that" in one for one in shown)
        assert sum("A note." in one for one in shown) == 3
        assert any("today 35 min on 2 studies" in one for one in shown)

    def test_a_tall_screen_is_filled_with_the_studies_that_follow_and_more_notes(self) -> None:
        shown = text(home(), 120, 38)
        assert any("After that" in one for one in shown)
        assert sum("S00" in one and "not begun" in one for one in shown) > 4
        assert sum("A note." in one for one in shown) > 3
        assert len([one for one in shown if one]) > 26

    def test_a_study_that_follows_can_be_gone_to(self) -> None:
        page = home()
        page.window(120, 38)
        while page.at != "study:k3":
            before = page.at
            page.press("down")
            assert page.at != before
        assert page.press("enter") == Code("k3")

    def test_what_is_not_shown_cannot_be_stood_on(self) -> None:
        page = home()
        page.window(80, 22)
        assert not any(one.startswith("study:") for one in page.targets())
        assert sum(one.startswith("note:") for one in page.targets()) == 3

    @given(st.integers(44, 200), st.integers(1, 70), st.integers(0, 8), st.integers(0, 8))
    def test_what_is_shared_out_always_fits_or_is_the_least(
        self, width: int, height: int, following: int, notes: int
    ) -> None:
        view = replace(VIEW, following=STUDIES[1 : 1 + following], notes=NOTES[:notes])
        page = home(view)
        shown = page.window(width, height).lines
        assert len(shown) <= height
        for one in shown:
            assert sum(cells(part) for part, _ in one.drawn.pieces) <= width
        given_out = shares(view, min(width, 100), height, keymap())
        if given_out.following:
            # All of it is in sight: whoever is shown more need not scroll for it.
            tops = set()
            for _ in page.targets():
                page.move(1)
                tops.add(page.window(width, height).lines[0])
            assert len(tops) == 1

    def test_studies_that_follow_keep_their_status_beside_a_long_title(self) -> None:
        shown = [one for one in text(home(), 120, 38) if "S003" in one]
        assert shown[0].endswith("not begun")


class TestTheList:
    @pytest.mark.parametrize("width", [100, 120, 160, 200])
    def test_a_column_is_no_wider_than_its_longest_text_and_the_title_has_the_rest(self, width: int) -> None:
        wide, narrow = columns_for(width, longest=Longest(40, 60)), columns_for(width, longest=Longest(15, 12))
        assert (narrow.label, narrow.initiative) == (15, 12)
        assert narrow.title > wide.title
        assert narrow.label + narrow.initiative + narrow.title == wide.label + wide.initiative + wide.title

    def test_without_initiatives_their_column_is_left_out(self) -> None:
        assert columns_for(120, longest=Longest(20, 0)).initiative == 0

    def test_at_120_a_title_has_more_room_than_any_other_column(self) -> None:
        found = columns_for(120, longest=Longest(20, 40))
        assert found.title > max(found.label, found.status, found.initiative)


class TestHelp:
    def test_page_keys_scroll_by_what_is_seen_and_end_goes_to_the_end(self) -> None:
        page = Help((Where.STUDIES, Where.HOME))
        first = text(page, 80, 22)
        page.press("pagedown")
        second = text(page, 80, 22)
        assert second[:2] == first[-2:]
        page.press("end")
        assert any("all commands" in one for one in text(page, 80, 22))
        page.press("home")
        assert text(page, 80, 22) == first

    def test_no_hint_says_the_same_word_twice(self) -> None:
        page = Help((Where.STUDIES,))
        told = "".join(part for part, _ in hint_pieces(page.hints, page.keys, 120))
        assert "page down page down" not in told
        assert "end end" not in told

"""Every line of a page can be read, also what stands above the first and below the last line to choose."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from twofold.tui.actions import Action, Where
from twofold.tui.form.drawn import line
from twofold.tui.pages.asks import Ask, ShowAgreement
from twofold.tui.pages.page import LinedPage
from twofold.tui.pages.window import Seen


class Sheet(LinedPage):
    """Lines of which some are targets; enter tells on which it was pressed."""

    where = Where.AGREEMENT
    hints = ()

    def __init__(self, targets: Sequence[bool]) -> None:
        super().__init__()
        self.lines = [
            Seen(line(("   ", "text"), (f"line {number}", "text")), f"t{number}" if is_target else "")
            for number, is_target in enumerate(targets)
        ]

    def targets(self) -> Sequence[str]:
        return [one.target for one in self.lines if one.target]

    def act(self, action: Action) -> Ask | None:
        return ShowAgreement(self.at) if action.id == "agreement.go" else None

    def drawn(self, width: int) -> Sequence[Seen]:
        return self.lines


def shown(page: LinedPage, height: int) -> list[str]:
    return ["".join(text for text, _ in one.drawn.pieces)[3:] for one in page.window(80, height).lines]


def read(page: LinedPage, key: str, height: int) -> set[str]:
    """All lines that are seen while the key is pressed until nothing moves any more."""
    seen: set[str] = set()
    before: tuple[object, ...] = ()
    while (now := (page.at, tuple(shown(page, height)))) != before:
        before = now
        seen.update(now[1])
        page.press(key)
    return seen


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.integers(3, 20), st.sampled_from(["down", "pagedown"]))
def test_down_reads_to_the_last_line_and_up_to_the_first(targets: list[bool], height: int, key: str) -> None:
    page = Sheet(targets)
    assert shown(page, height)
    down = read(page, key, height)
    assert f"line {len(targets) - 1}" in down
    up = read(page, {"down": "up", "pagedown": "pageup"}[key], height)
    assert "line 0" in up
    if key == "down" and (not any(targets) or all(targets)):
        every = {f"line {number}" for number in range(len(targets))}
        assert down == every == up


def test_text_below_the_last_target_comes_line_by_line_and_goes_back_before_the_cursor_moves() -> None:
    page = Sheet([True, True, *[False] * 10])
    assert shown(page, 5)[-1] == "line 4"
    page.press("down")
    page.press("down")
    assert (shown(page, 5)[-1], page.at) == ("line 5", "t1")
    page.press("up")
    assert (shown(page, 5)[-1], page.at) == ("line 4", "t1")
    page.press("up")
    assert (shown(page, 5)[0], page.at) == ("line 0", "t0")


def test_enter_on_a_line_out_of_sight_shows_it_before_it_does_anything() -> None:
    page = Sheet([True, *[False] * 30])
    shown(page, 5)
    page.press("pagedown")
    page.press("pagedown")
    assert shown(page, 5)[0] == "line 6"
    assert page.press("enter") is None
    assert "out of sight" in page.said
    assert shown(page, 5)[0] == "line 0"
    assert page.press("enter") == ShowAgreement("t0")

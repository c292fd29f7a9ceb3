"""The pages of agreement use the room they have, and everything on them can be reached in it."""

import pytest
from compared_reviews import code, match_rows, release
from opened_reviews import CODEBOOK, opened, with_studies

from twofold.agreement import Interval, Intervals, Method
from twofold.agreement.results import Figure
from twofold.comparison.gathering import Gathered, gather
from twofold.comparison.readings import Reading, read_fields
from twofold.comparison.row_matches import ToMatch
from twofold.tui.form.drawn import cells
from twofold.tui.pages.agreement import AgreementPage
from twofold.tui.pages.agreement_field import FieldPage
from twofold.tui.pages.interval_line import Axis, axis_for
from twofold.tui.pages.page import Page

LONG = "What is the strongest of the designs that are told here?"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Gathered, dict[str, Reading]]:
    """Twelve studies, with levels of every kind met by every other, and one answer off the scale."""
    place = tmp_path_factory.mktemp("room")
    levels = ("low", "middle", "high")
    pairs = [(one, other) for one in levels for other in levels] + [("NR", "low"), ("low", "low"), ("low", "high")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        folder = with_studies(
            place / "r",
            [f"A fictional study number {one}" for one in "abcdefghijkl"],
            codebook=CODEBOOK.replace('label = "Design?"', f'label = "{LONG}"'),
        )
        code(folder, "anna", [{"design": "rct", "level": one, "rows": {"Mood": "better"}} for one, _ in pairs])
        code(folder, "ben", [{"design": "rct", "level": one, "rows": {"Mood": "better"}} for _, one in pairs])
        release(folder)
        match_rows(folder, 0, "Mood")
        with opened(folder, writing=False) as review:
            found = gather(review)
    return found, {one.field.id: one for one in read_fields(found.fields, Intervals(Method.ANALYTIC))}


def lines(page: Page, width: int, height: int) -> list[str]:
    return ["".join(text for text, _ in one.drawn.pieces).rstrip() for one in page.window(width, height).lines]


def read(page: Page, key: str, width: int, height: int) -> list[str]:
    """All that is seen while the key is pressed until nothing moves."""
    seen: list[str] = []
    before: list[str] = []
    while (now := lines(page, width, height)) != before:
        seen += [one for one in now if one not in seen]
        before = now
        page.press(key, None if len(key) > 1 else key)
    return seen


@pytest.mark.parametrize("key", ["j", "pagedown"])
@pytest.mark.parametrize("size", [(80, 21), (120, 36)])
def test_all_figures_of_a_field_are_reached_by_going_down(
    shown: tuple[Gathered, dict[str, Reading]], key: str, size: tuple[int, int]
) -> None:
    reading = shown[1]["level"]
    seen = read(FieldPage(shown[0], reading), key, *size)
    for one in reading.figures.figures:
        assert any(line.startswith(f"   {one.name[:25]}") for line in seen), one.name
    assert any("Agreement on each answer" in line for line in seen)


def test_where_the_figures_are_out_of_sight_the_page_says_where_they_are(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    page = FieldPage(shown[0], shown[1]["level"])
    lines(page, 80, 21)
    assert "   All figures stand below; page down goes there." in lines(page, 80, 21)
    assert not any("stand below" in one for one in lines(FieldPage(shown[0], shown[1]["level"]), 80, 90))


def test_what_if_is_shown_from_its_heads_on_with_no_label_running_into_a_figure(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    page = FieldPage(shown[0], shown[1]["level"])
    lines(page, 80, 21)
    for key in "jjjj":
        page.press(key, key)
    assert not any("What if" in one for one in lines(page, 80, 21))
    page.press("h", "h")
    told = lines(page, 80, 21)
    heads = next(one for one in told if one.split() == ["now", "then"])
    names = [one for one in told if one[heads.index("now") :][:1] in "0123456789.-" and one.strip()]
    assert len(names) > 8
    assert all(one[: heads.index("now")].endswith("  ") for one in names if len(one) > heads.index("now"))


def test_a_row_says_on_how_many_its_figure_rests_and_that_few_are_few(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    page = AgreementPage(shown[0], list(shown[1].values()))
    page.unfolded = True
    told = lines(page, 80, 60)
    level = next(one for one in told if one.startswith(" > Level?"))
    assert " 12 " in level
    assert " on 11 " in level, "the answer off the scale is in n and in raw, and not in the figure"
    direction = next(one for one in told if one.strip().startswith(shown[1]["direction"].field.label))
    assert " 1! " in direction
    assert "   ! behind n: fewer than 10, too few for a figure to say much." in told


def test_a_wide_screen_is_used_and_shows_long_labels_whole(shown: tuple[Gathered, dict[str, Reading]]) -> None:
    page = AgreementPage(shown[0], list(shown[1].values()))
    page.unfolded = True
    assert not any(LONG in one for one in lines(page, 80, 40))
    told = lines(page, 130, 40)
    assert any(LONG in one and "undefined" in one for one in told)
    assert max(map(cells, told)) > 110


def test_rows_to_match_are_the_first_thing_said_with_the_key_that_mends_it(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    waiting = ToMatch(144, 472, 67)
    told = " ".join(" ".join(lines(AgreementPage(*shown_of(shown), to_match=waiting), 80, 30)).split())
    before, _, after = told.partition("! 144 of the 472 disagreements are rows not matched:")
    assert before.split()[0] == "Agreement"
    assert "anna and ben" not in before
    assert "67 matches are suggested. R matches them. anna and ben on 12 studies" in after
    assert "R matches" not in " ".join(lines(AgreementPage(*shown_of(shown)), 80, 30))


def shown_of(shown: tuple[Gathered, dict[str, Reading]]) -> tuple[Gathered, list[Reading]]:
    return shown[0], list(shown[1].values())


def test_what_is_undefined_has_no_interval_drawn_and_none_that_widens_the_axis() -> None:
    undefined = Figure("kappa", "kappa", 9, None, "why", interval=Interval(-0.9, 1.0, Method.SMOOTHED, 0.95))
    assert Axis(0.0, 20).drawn(undefined).strip() == "undefined"
    assert axis_for([undefined], 20).low == 0.0

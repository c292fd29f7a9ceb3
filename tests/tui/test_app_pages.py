"""The pages around the form, without a screen: what a key does on them and what is seen."""

from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.tui.actions import Where
from twofold.tui.form.drawn import cells
from twofold.tui.pages.asks import Code, Found, ShowStudies, Took
from twofold.tui.pages.beginning import CannotWriteHere, Welcome, Who
from twofold.tui.pages.founding import Founding, Step
from twofold.tui.pages.help import Help
from twofold.tui.pages.home import Home, HomeView, NoteLine, PersonLine, StudyLine
from twofold.tui.pages.leading_asks import ShowLeading
from twofold.tui.pages.page import Page
from twofold.values.plaintext import visible

NEXT = StudyLine("a" * 16, "S004", "Abara 2001", "Gardens of the northern valley", "3 of 9")
VIEW = HomeView(
    title="A fictional review",
    person="Anna Berg",
    roles="lead and reviewer",
    leads=True,
    total=12,
    next=NEXT,
    mine=PersonLine("Anna Berg", 5, 1, 12),
    waiting=(StudyLine("b" * 16, "S002", "Bianchi 2002", "Listening circles", "reopened"),),
    people=(
        PersonLine("Anna Berg", 5, 1, 12, "5 of 12 submitted, 1 begun"),
        PersonLine("Ben Okoro", 12, 0, 12, "12 of 12 submitted"),
    ),
    notes=(NoteLine("c" * 16, "S001", "Castro 2003", (None, "level"), "Level?", "ask Maria"),),
)
HOSTILE = "\x1b]0;gone\x07[b]bold[/b] [@click=app.quit]x[/] \u202egnol\u2066 \x9b31m \r\n" + "W" * 3000


def seen(page: Page, width: int = 80, height: int = 24) -> str:
    """What is seen of a page, as text."""
    lines = page.window(width, height).lines
    return "\n".join("".join(text for text, _ in one.drawn.pieces).rstrip() for one in lines)


def type_in(page: Page, *keys: str) -> list[object]:
    """Press keys one after another: names of two letters and more are keys, others are typed. What was asked for."""
    asked: list[object] = []
    for key in keys:
        named = key in ("enter", "escape", "down", "up", "backspace", "pagedown", "tab", "home", "end", "ctrl+u")
        for one in (key,) if named else key:
            asked.append(page.press(one, None if named else one))
    return [one for one in asked if one is not None]


def home(view: HomeView | None = VIEW) -> Home:
    page = Home()
    page.view = view
    return page


def test_the_first_page_says_what_to_do_next_and_enter_does_it() -> None:
    page = home()
    text = seen(page)
    assert "> Go on with S004  Abara 2001" in text
    assert "3 of 9" in text
    assert "5 submitted    1 begun    6 not begun" in text
    assert "Ben Okoro" in text
    assert "12 of 12 submitted" in text
    assert "ask Maria" in text
    assert type_in(page, "enter") == [Code(NEXT.key)]


def test_the_cursor_of_the_first_page_goes_over_all_that_can_be_opened() -> None:
    page = home()
    asked = []
    for _ in range(6):
        asked += type_in(page, "enter", "j")
    assert asked == [
        Code(NEXT.key),
        ShowStudies(),
        ShowLeading(),
        Code("b" * 16),
        Code("c" * 16, (None, "level")),
        Code("c" * 16, (None, "level")),
    ]
    assert type_in(page, "up", "up", "up", "up", "up", "enter") == [Code(NEXT.key)]


def test_a_reviewer_is_not_told_how_far_the_others_are() -> None:
    text = seen(
        home(HomeView("A fictional review", "Ben", "reviewer", total=12, next=NEXT, mine=VIEW.mine, people=VIEW.people))
    )
    assert "Everyone" not in text
    assert "12 of 12" not in text


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (HomeView("T", "Anna", "lead", leads=True), "B  bring in"),
        (HomeView("T", "Ben", "reviewer"), "The lead brings them in"),
        (
            HomeView("T", "Ben", "reviewer", total=3, mine=PersonLine("Ben", 3, 0, 3)),
            "You have submitted all 3 studies",
        ),
        (HomeView("T", "Ben", "reviewer", total=3, read_only="Somebody else writes."), "! Somebody else writes."),
        (HomeView("T", "Ben", "reviewer", total=3, told=("It was copied here.",)), "! It was copied here."),
        (HomeView("T", "Ben", "reviewer", total=3, problem="No codebook."), "! No codebook."),
        (HomeView("T", "Cleo", "arbiter", total=3, third=("Third reader of S001.",)), "Third reader of S001."),
        (
            HomeView("T", "Cleo", "arbiter", total=3, third=("Third reader of S001.",)),
            "See what waits for a third reader",
        ),
    ],
)
def test_the_first_page_says_what_is_the_matter(view: HomeView, words: str) -> None:
    assert words in seen(home(view))


def test_the_counts_are_a_line_in_which_nothing_above_none_is_lost() -> None:
    few = HomeView("T", "Anna", "reviewer", total=5000, mine=PersonLine("Anna", 1, 1, 5000), next=NEXT)
    line = next(line for line in seen(home(few)).splitlines() if "·" in line)
    assert (line.count("━"), line.count("─"), line.count("·")) == (1, 1, 58)


def test_before_the_review_is_open_there_is_a_calm_frame() -> None:
    page = home(None)
    page.opening = "my-review"
    assert seen(page).split() == ["Twofold", "my-review"]
    assert type_in(page, "enter") == []


PAGES = [
    lambda: home(
        HomeView(
            HOSTILE,
            HOSTILE,
            HOSTILE,
            leads=True,
            total=2,
            next=StudyLine("a", HOSTILE, HOSTILE, HOSTILE, HOSTILE),
            told=(HOSTILE,),
            read_only=HOSTILE,
            problem=HOSTILE,
            mine=PersonLine(HOSTILE, 1, 0, 2),
            waiting=(StudyLine("b", HOSTILE, HOSTILE, HOSTILE, HOSTILE),),
            people=(PersonLine(HOSTILE, 1, 0, 2, "1 of 2 submitted"), PersonLine(HOSTILE, 0, 0, 2, "0 of 2 submitted")),
            notes=(NoteLine("c", HOSTILE, HOSTILE, (None, "x"), HOSTILE, HOSTILE),),
        )
    ),
    lambda: Welcome(Path(HOSTILE), [Path("/x") / HOSTILE, Path("/y")], HOSTILE),
    lambda: Who(HOSTILE, [(HOSTILE, HOSTILE, HOSTILE)], remembered_in=Path(HOSTILE)),
    lambda: CannotWriteHere(HOSTILE),
    lambda: Help((Where.HOME, Where.STUDIES)),
]


@pytest.mark.parametrize("make", PAGES)
@pytest.mark.parametrize("width", [1, 2, 7, 20, 61, 80, 120, 200])
@pytest.mark.parametrize("height", [1, 3, 5, 24, 60])
def test_no_page_lets_anything_act_on_the_terminal_or_stand_over_the_edge(make, width: int, height: int) -> None:  # type: ignore[no-untyped-def]
    page: Page = make()
    for _ in range(3):
        window = page.window(width, height)
        assert len(window.lines) <= height
        for one in window.lines:
            text = "".join(text for text, _ in one.drawn.pieces)
            assert visible(text) == text
            assert cells(text) <= max(width, 60) if width < 60 else cells(text) <= width
        type_in(page, "down")


def test_the_cursor_stays_in_the_window_of_a_small_screen() -> None:
    page = home()
    for _ in range(8):
        window = page.window(40, 4)
        assert any(one.marked for one in window.lines)
        assert window.lines[window.cursor[1]].marked
        type_in(page, "down")
    type_in(page, *["up"] * 8)
    page.window(40, 4)
    assert page.at == "next"


def choices(page: Page) -> Iterable[str]:
    return [line.strip("> ").split("   ")[0] for line in seen(page).splitlines() if line[3:4].isdigit()]


def test_a_choice_is_made_with_arrows_or_its_digit_and_enter() -> None:
    page = Who("T", [("anna", "Anna", "lead"), ("ben", "Ben", "reviewer")], remembered_in=Path("/here"))
    assert type_in(page, "down", "enter") == [Took("ben")]
    assert type_in(page, "1", "enter") == [Took("anna")]
    assert type_in(page, "9", "enter") == [Took("anna")]
    assert type_in(page, "escape") == ["back"]
    assert type_in(page, "q") == ["back"]


def test_who_one_is_says_where_it_is_remembered_and_that_answers_stay_hidden() -> None:
    text = " ".join(seen(Who("T", [("anna", "Anna", "lead")], remembered_in=Path("/here/data"))).split())
    assert "remembered on this device alone, in /here/data" in text
    assert "stays hidden from you until the lead opens a study for comparison" in text


def test_the_welcome_offers_recent_reviews_first() -> None:
    page = Welcome(Path("/here"), [Path("/x/one"), Path("/x/two")])
    assert [choice.split()[1] for choice in choices(page)] == ["one", "two", "Try", "Make", "Take", "Practise"]
    assert type_in(page, "down", "enter", "down", "enter", "down", "enter") == [
        Took("recent:1"),
        Took("demo"),
        Took("new"),
    ]


def answered(folder: Path) -> Founding:
    page = Founding(folder)
    type_in(page, "Gardens", "enter", "enter", "Anna Berg", "enter", "enter", "Ben Okoro", "enter", "enter", "enter")
    return page


def test_a_new_review_is_asked_for_in_plain_steps(tmp_path: Path) -> None:
    page = Founding(tmp_path)
    assert page.step is Step.TITLE
    type_in(page, "Gardens of the Ñorth!", "enter")
    assert page.step is Step.FOLDER
    assert f"{tmp_path}/gardens-of-the-north" in "".join(seen(page, 200).split())
    type_in(
        page,
        "enter",
        "Anna Berg",
        "enter",
        "down",
        "enter",
        "Ben Okoro",
        "enter",
        "enter",
        "Cleo",
        "enter",
        "2",
        "enter",
    )
    assert page.step is Step.OTHER
    type_in(page, "enter")
    assert page.step is Step.CONFIRM
    assert "Ben Okoro, reviewer" in seen(page, 200)
    assert type_in(page, "enter") == [
        Found(
            tmp_path / "gardens-of-the-north",
            "Gardens of the Ñorth!",
            (("Anna Berg", ("lead",)), ("Ben Okoro", ("reviewer",)), ("Cleo", ("arbiter",))),
        )
    ]
    assert type_in(page, "enter", "x", "escape") == []


def test_one_question_back_brings_its_answer_back(tmp_path: Path) -> None:
    page = answered(tmp_path)
    assert page.step is Step.CONFIRM
    type_in(page, "escape", "escape", "escape")
    assert (page.step, page.line.text) == (Step.OTHER, "Ben Okoro")
    type_in(page, "escape", "escape", "escape", "escape")
    assert (page.step, page.line.text) == (Step.TITLE, "Gardens")
    assert type_in(page, "escape") == ["back"]


def test_a_folder_that_is_not_empty_and_an_empty_name_are_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "file").touch()
    page = Founding(tmp_path)
    type_in(page, "enter")
    assert "must not be empty" in seen(page)
    type_in(page, "T", "enter", "ctrl+u", "there", "enter")
    assert page.step is Step.FOLDER
    assert "is there already and is not empty" in " ".join(seen(page, 200).split())


def test_a_review_that_could_not_be_made_asks_for_the_folder_again(tmp_path: Path) -> None:
    page = answered(tmp_path)
    type_in(page, "enter")
    page.refused("The disk is full.")
    assert page.step is Step.FOLDER
    assert "The disk is full." in seen(page)
    assert page.answers == ["Gardens"]


@given(
    st.lists(
        st.sampled_from(["enter", "escape", "down", "up", "a", "ü", "[/b]", "\u202e", "1", "backspace"]), max_size=40
    )
)
def test_no_keys_break_the_questions_of_a_new_review(keys: list[str]) -> None:
    page = Founding(Path("/nowhere"))
    for key in keys:
        type_in(page, key)
        text = seen(page, 60, 12)
        assert all(visible(line) == line for line in text.split("\n"))
    page.paste("a\nb\x1b[31m")
    seen(page)


def test_help_tells_every_key_of_the_place() -> None:
    page = Help((Where.STUDIES,))
    text = seen(page, 80, 60)
    for words in ("filter", "order by number, by label, by status", "group by initiative", "leave Twofold"):
        assert words in text
    assert type_in(page, "j", "q") == ["back"]

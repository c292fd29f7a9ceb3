"""The pages of agreement: what is seen on them, the way from a figure to its quotes, and that nothing shows early."""

import asyncio
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from compared_reviews import ANNA, BEN, code, match_rows, release, released_review
from hypothesis import given
from hypothesis import strategies as st
from opened_reviews import CODEBOOK, PEOPLE, opened, study_keys, with_studies
from textual.pilot import Pilot

from twofold.agreement import Figure, Interval, Intervals, Method
from twofold.comparison.crossing import crossing
from twofold.comparison.explaining import over_time
from twofold.comparison.gathering import Gathered, gather
from twofold.comparison.grras import grras_points
from twofold.comparison.readings import Reading, read_fields
from twofold.record.plan_documents import PersonEntry
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_round
from twofold.tui.app import TwofoldApp
from twofold.tui.form.drawn import cells
from twofold.tui.pages.agreement import REST, AgreementPage
from twofold.tui.pages.agreement_field import FieldPage
from twofold.tui.pages.agreement_look import CoursePage, LookPage, StudyPage
from twofold.tui.pages.agreement_report import ReportPage
from twofold.tui.pages.agreement_units import CodesPage, pair_page
from twofold.tui.pages.asks import ShowAgreement
from twofold.tui.pages.interval_line import Axis, axis_for
from twofold.tui.pages.page import Page
from twofold.tui.screens.agreement import NOTHING_OPEN
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.widgets.lines_view import LinesView
from twofold.values.plaintext import visible

HOSTILE = "\x1b]0;gone\x07[b]bold[/b] \u202egnol \x9b31m" + "W" * 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        return released_review(place / "r")


def gathered(folder: Path) -> tuple[Gathered, dict[str, Reading]]:
    with opened(folder, writing=False) as review:
        found = gather(review)
    return found, {one.field.id: one for one in read_fields(found.fields, Intervals(Method.ANALYTIC))}


@pytest.fixture(scope="module")
def shown(folder: Path) -> tuple[Gathered, dict[str, Reading]]:
    return gathered(folder)


def seen(page: Page, width: int = 80, height: int = 40) -> str:
    lines = page.window(width, height).lines
    return "\n".join("".join(text for text, _ in one.drawn.pieces).rstrip() for one in lines)


def press(page: Page, *keys: str) -> object:
    """What the last of these keys asked for."""
    asked: object = None
    for key in keys:
        named = len(key) > 1
        asked = page.press(key, None if named else key)
    return asked


def test_primary_items_are_shown_and_the_rest_is_folded_until_it_is_wanted(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    page = AgreementPage(shown[0], list(shown[1].values()))
    text = seen(page)
    assert "anna and ben on 3 studies. 7 disagreements: 2 one step apart" in text
    assert "> Level?" in text
    assert "1 of 3 agreed; weighted kappa (linear weights)" in text, "the line under the cursor is read in words"
    assert "├" in text
    assert "6 other fields   enter shows them" in text
    assert press(page, "enter") == ShowAgreement("level")
    assert press(page, "j") is None
    assert page.at == REST
    press(page, "enter")
    assert page.at == "design"
    assert "How many?" in seen(page)
    press(page, "space")
    assert "6 other fields" in seen(page)


def test_fields_to_reword_can_be_put_first(shown: tuple[Gathered, dict[str, Reading]]) -> None:
    page = AgreementPage(shown[0], list(shown[1].values()))
    press(page, "space", "b")
    assert page.targets() == ["level", "n_all", "design", "who", "part", "share", "direction"]
    assert "most to reword first" in seen(page)


def test_with_two_coders_and_one_round_there_is_no_other_pair_and_no_other_round(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    page = AgreementPage(shown[0], list(shown[1].values()), rounds=("main",))
    assert press(page, "p") is None
    assert page.said == "There are only these two coders."
    assert press(page, "tab") is None
    assert page.said == "There is only this round."


def test_with_three_coders_each_pair_is_shown_in_turn(tmp_path: Path) -> None:
    third = PersonEntry(id="dora", name="Dora Lind", roles=("reviewer",))
    folder = with_studies(tmp_path / "r", people=(*PEOPLE, third))
    for person, studies in (("anna", ANNA), ("ben", BEN), ("dora", ANNA)):
        code(folder, person, studies)
    release(folder)

    async def scene() -> None:
        app = TwofoldApp(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, "See how the coders agree on 3 studies")
            await pilot.press("A")
            assert "Krippendorff alpha" in await until(pilot, "anna, ben and dora on 3 studies")
            await pilot.press("enter")
            for words in ("anna ≠ ben   1 of 3 pairs of coders", "anna and dora never differ   2 of 3", "ben ≠ dora"):
                await until(pilot, words)
                await pilot.press("p")
            await pilot.press("p", "p", "enter")
            assert "dora" in await until(pilot, "S00"), "the studies of the pair that was shown"
            await pilot.press("escape", "escape")
            for words in ("anna and ben on", "anna and dora on", "ben and dora on", "anna, ben and dora on"):
                await pilot.press("p")
                await until(pilot, words)
            await pilot.press("escape")
            await until(pilot, "To do next")
        app.finish()

    with opened(folder):
        pass
    asyncio.run(scene())


def test_a_calibration_round_is_shown_by_itself(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        first = study_keys(review)[0]
        carry_out(review, propose_round(review, "Pilot", [first], (), 80, all_discussed=False).documents)
    for person, studies in (("anna", ANNA), ("ben", BEN)):
        code(folder, person, studies)
    with opened(folder) as review:
        carry_out(review, propose_release(review, (), "pilot").documents)
        page = AgreementPage(gather(review, "pilot"), (), rounds=("main", "pilot"))
        assert [one.number for one in page.found.studies] == ["S001"]
        assert gather(review).studies == ()
    assert "anna and ben on 1 study, round pilot." in seen(page)
    assert press(page, "tab") == ShowAgreement(round="main")

    async def scene() -> None:
        app = TwofoldApp(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, "See how the coders agree on 1 study")
            await pilot.press("A")
            await until(pilot, "anna and ben on 1 study")
        app.finish()

    asyncio.run(scene())


def test_a_drawn_interval_takes_the_place_of_the_analytic_one(shown: tuple[Gathered, dict[str, Reading]]) -> None:
    found, readings = shown
    page = AgreementPage(found, list(readings.values()))
    before = seen(page)
    (drawn,) = read_fields([readings["level"].coded], Intervals())
    page.take(drawn)
    assert drawn.headline.interval is not None
    assert drawn.headline.interval.draws > 0
    assert seen(page) != before


def test_a_field_shows_which_answers_met_and_the_figures_behind(shown: tuple[Gathered, dict[str, Reading]]) -> None:
    page = FieldPage(shown[0], shown[1]["level"])
    text = seen(page, height=60)
    assert "anna down, ben across" in text
    assert "> ≠ Middle  /  Low" in text
    assert "= Low" in text
    assert "anna codes .67 of a step higher than ben on average, over 3 studies." in text
    assert "agreement within one step" in text
    assert press(page, "enter") == ShowAgreement("level", ("middle", "low"), people=("anna", "ben"))


def test_the_marked_two_options_can_be_supposed_to_be_one(shown: tuple[Gathered, dict[str, Reading]]) -> None:
    page = FieldPage(shown[0], shown[1]["level"])
    press(page, "h")
    said = " ".join(seen(page, height=60).split())
    assert "What if: Low and Middle as one option now then agreed 1 of 3 2 of 3" in said
    assert "Nothing was written." in said
    press(page, "end", "j", "j", "h")
    assert page.said == "Mark two options that differ; sets and numbers cannot be merged."


def test_a_field_can_be_supposed_away_and_back(shown: tuple[Gathered, dict[str, Reading]]) -> None:
    page = AgreementPage(shown[0], list(shown[1].values()))
    press(page, "h")
    said = " ".join(seen(page).split())
    assert "What if: without level now: 7 fields, 7 disagreements; the median of" in said
    assert "then: 6 fields, 5 disagreements" in said
    press(page, "h")
    assert "What if" not in seen(page)
    press(page, "end", "j", "j", "h")
    assert page.said.startswith("Mark a field")


def test_every_line_of_where_to_look_leads_to_the_studies_behind_it(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    found, readings = shown
    page = LookPage(found, readings)
    text = seen(page, height=60)
    for heading in ("Fields to reword", "Answers that are confused", "Studies that split the coders", "The course of"):
        assert heading in text
    assert "67 % of 3 differ" in text
    assert "High  /  Middle   in: Level?" in text
    assert "Nothing to see: fewer than 12 units" in text
    asked = []
    for target in page.targets():
        page.at = target
        asked.append(press(page, "enter"))
    assert ShowAgreement("level") in asked
    assert ShowAgreement("level", ("high", "middle"), people=("anna", "ben")) in asked
    assert ShowAgreement(study=found.studies[1].study) in asked
    assert all(isinstance(one, ShowAgreement) for one in asked)
    assert page.targets() == list(page.lines)


def test_a_study_shows_what_its_coders_differ_on_and_leads_to_their_codes(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    found, _ = shown
    page = StudyPage(found, found.studies[0])
    assert "anna: High; ben: Middle" in seen(page)
    assert "one step apart" in seen(page)
    assert press(page, "enter") == ShowAgreement("level", unit=(found.studies[0].study, None))


def test_the_course_of_the_coding_is_shown_stretch_by_stretch_with_its_studies(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r", [f"A fictional study number {one}" for one in "abcdefghijklmn"])
    same = [{"design": "rct", "level": "middle"}] * 7
    code(folder, "anna", [*same, *[{"design": "rct", "level": "high"}] * 7])
    code(folder, "ben", [*same, *[{"design": "rct", "level": "low"}] * 7])
    release(folder)
    found, readings = gathered(folder)
    days = [f"2026-01-{day:02}T12:00:00Z" for day in range(1, 15)]
    dated = [replace(one, submitted=(day, day)) for one, day in zip(found.studies, days, strict=True)]
    found = replace(found, studies=tuple(dated))
    assert "disagreement grew" in seen(LookPage(found, readings), height=60)
    course = over_time(found, readings["level"].coded, Intervals(Method.ANALYTIC))
    assert course is not None
    page = CoursePage(found, readings["level"], course)
    text = " ".join(seen(page).split())
    assert "Disagreement grew over the coding (trend p .001)" in text
    assert "> S001 to S012 58 %" in text
    assert "S003 to S014 42 %" in text
    assert press(page, "j", "enter") == ShowAgreement("level", drift=True, window=1)
    assert [found.study(study).number for study, _ in page.units(1)] == [f"S{one:03}" for one in range(2, 14)]
    text = " ".join(seen(FieldPage(found, readings["level"]), height=80).split())
    assert "Over the coding, ben came to code lower against anna (trend p " in text


def test_the_report_page_gives_the_paragraph_and_says_what_is_the_authors_to_write(folder: Path) -> None:
    with opened(folder, writing=False) as review:
        found = gather(review)
        readings = read_fields(found.fields, Intervals(Method.ANALYTIC))
        page = ReportPage("A paragraph.", grras_points(review, found, readings, Intervals(Method.ANALYTIC)))
    text = " ".join(seen(page, height=120).split())
    assert "A paragraph." in text
    assert all(f" {number}. " in text for number in range(1, 16))
    assert "14. What the figures mean in practice To be written by the authors." in text


def test_since_when_an_item_is_primary_stands_with_its_figure(shown: tuple[Gathered, dict[str, Reading]]) -> None:
    page = AgreementPage(shown[0], list(shown[1].values()))
    since = shown[0].primary.dated["level"].since[:10]
    assert f"primary since {since} (codebook 1.0)" in seen(page)
    late = replace(shown[0].primary.dated["level"], late=True, opened="2020-01-02T00:00:00Z")
    page = AgreementPage(
        replace(shown[0], primary=replace(shown[0].primary, dated={"level": late})), list(shown[1].values())
    )
    assert "! level is primary since" in seen(page)
    assert "after the first studies were opened for comparison on 2020-01-02" in " ".join(seen(page).split())


def test_sets_and_numbers_have_their_pairs_too(shown: tuple[Gathered, dict[str, Reading]]) -> None:
    text = seen(FieldPage(shown[0], shown[1]["who"]), height=60)
    assert "≠ Carers, Residents  /  Carers" in text
    assert "= none of these" in text
    assert "Residents" in text.partition("Agreement on each answer")[2]
    assert "≠ 40  /  44" in seen(FieldPage(shown[0], shown[1]["n_all"]), height=60)


def test_behind_a_pair_stand_its_studies_and_behind_a_study_the_quotes(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    found, readings = shown
    crossed = crossing(readings["level"].coded)
    assert crossed is not None
    units = pair_page(found, readings["level"], crossed, ("high", "middle"))
    assert "> S001" in seen(units)
    asked = press(units, "enter")
    assert isinstance(asked, ShowAgreement)
    assert asked.unit == (found.studies[0].study, None)
    text = seen(CodesPage(found, readings["level"].field, asked.unit))
    assert text.index("anna") < text.index("High") < text.index("ben") < text.index("Middle")
    assert text.count("p. 3 “as it stands”") == 2


def test_a_coder_who_was_not_asked_or_left_it_blank_is_told_as_such(
    shown: tuple[Gathered, dict[str, Reading]],
) -> None:
    found, readings = shown
    third = found.studies[2].study
    assert "not asked, by a rule" in seen(CodesPage(found, readings["part"].field, (third, None)))
    assert "left blank" in seen(CodesPage(found, readings["share"].field, (third, None)))


def test_a_field_with_two_answers_tells_prevalence_and_bias(tmp_path: Path) -> None:
    always = [{"design": "rct", "level": "high", "part": part} for part in ("yes", "yes", "no")]
    other = [{"design": "rct", "level": "high", "part": part} for part in ("yes", "no", "no")]
    found, readings = gathered(released_review(tmp_path / "r", always, other))
    text = " ".join(seen(FieldPage(found, readings["part"]), height=60).split())
    assert "Yes against No: prevalence index 0, bias index .33, PABAK .33; the highest kappa" in text


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10), (20, 5), (3, 2)])
def test_every_page_keeps_to_its_room_and_lets_no_hostile_text_through(tmp_path: Path, size: tuple[int, int]) -> None:
    width, height = size
    folder = with_studies(tmp_path / "r", codebook=CODEBOOK.replace('label = "Middle"', 'label = "[b]Middle[/b]"'))
    for person, studies in (("anna", ANNA), ("ben", BEN)):
        code(folder, person, [{**studies[0], "remarks": HOSTILE, "rows": {HOSTILE: "better"}}, *studies[1:]])
    release(folder)
    match_rows(folder, 0, HOSTILE)
    found, readings = gathered(folder)
    crossed = crossing(readings["direction"].coded)
    assert crossed is not None
    unit = readings["direction"].coded.where[0]
    pages = (
        AgreementPage(found, list(readings.values())),
        *(FieldPage(found, one) for one in readings.values()),
        pair_page(found, readings["direction"], crossed, ("better", "better")),
        CodesPage(found, readings["direction"].field, unit),
        LookPage(found, readings),
        StudyPage(found, found.studies[0]),
    )
    press(pages[0], "space")
    for page in pages:
        for key in ("end", "j", "j", "pagedown"):
            press(page, key)
            lines = seen(page, width, height).split("\n")
            assert len(lines) <= height
            if width >= 40:
                assert all(cells(line) <= width for line in lines), [one for one in lines if cells(one) > width]
            assert all(visible(line) == line for line in lines)


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1), st.sampled_from((0.0, -0.5, -1.0)), st.integers(12, 80))
def test_an_interval_is_drawn_within_the_axis_with_its_estimate_inside(
    a: float, b: float, c: float, low: float, width: int
) -> None:
    least, middle, most = sorted((a, b, c))
    figure = Figure("kappa", "kappa", 9, middle, interval=Interval(least, most, Method.SMOOTHED, 0.95))
    axis = Axis(low, width)
    text = axis.drawn(figure)
    assert len(text) == width == len(axis.scale)
    assert text.count("●") == 1
    assert axis.place(least) <= text.index("●") <= axis.place(most)


def test_the_axis_reaches_as_low_as_the_lowest_interval() -> None:
    def of(low: float) -> Figure:
        return Figure("kappa", "kappa", 9, 0.9, interval=Interval(low, 1.0, Method.SMOOTHED, 0.95))

    assert [axis_for([of(0.2), of(low)], 20).low for low in (0.0, -0.1, -0.5, -0.6)] == [0.0, -0.5, -0.5, -1.0]
    assert Axis(0.0, 20).drawn(Figure("kappa", "kappa", 9, None, "why")).strip() == "undefined"


async def until(pilot: Pilot[None], words: str) -> str:
    """What the page on top shows once it shows these words."""
    text = ""
    for _ in range(400):
        screen = pilot.app.screen
        if isinstance(screen, PageScreen) and screen.is_mounted and screen.query(LinesView):
            text = screen.query_one(LinesView).text
            if words in text or words in screen.page.said:
                return text
        await pilot.pause(0.01)
    raise AssertionError(f"never seen: {words}\n{text}")


def test_from_the_first_page_to_a_quote_and_back(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")

    async def scene() -> None:
        app = TwofoldApp(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, "See how the coders agree on 3 studies")
            await pilot.press("A")
            await until(pilot, "Primary items")
            await until(pilot, "as on the form")
            screen = app.screen
            assert isinstance(screen, PageScreen)
            assert isinstance(screen.page, AgreementPage)
            interval = screen.page.readings["level"].headline.interval
            assert interval is not None
            assert interval.draws > 0, "the drawn intervals have followed"
            await pilot.press("enter")
            await until(pilot, "anna ≠ ben")
            await pilot.press("enter")
            await until(pilot, "S003")
            await pilot.press("enter")
            await until(pilot, "“as it stands”")
            for words in ("S003", "anna ≠ ben", "Primary items"):
                await pilot.press("escape")
                await until(pilot, words)
            await pilot.press("l")
            await until(pilot, "Where to look first")
            await pilot.press("enter")
            await until(pilot, "anna ≠ ben")
            await pilot.press("escape")
            await until(pilot, "Where to look first")
            screen = app.screen
            assert isinstance(screen, PageScreen)
            assert isinstance(screen.page, LookPage)
            screen.page.at = next(one for one, (words, _) in screen.page.lines.items() if "S002" in words)
            await pilot.press("enter")
            await until(pilot, "anna: 40; ben: 44")
            await pilot.press("enter")
            await until(pilot, "submitted 20")
            for words in ("anna: 40; ben: 44", "Where to look first", "Primary items"):
                await pilot.press("escape")
                await until(pilot, words)
            await pilot.press("W")
            await until(pilot, "For the methods section")
            for words in ("Primary items", "To do next"):
                await pilot.press("escape")
                await until(pilot, words)
        app.finish()

    with opened(folder) as review:
        assert review.person == "anna"
    asyncio.run(scene())


def test_before_the_release_the_first_page_has_no_way_there_and_the_key_says_why(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "ben", BEN)
    code(folder, "anna", ANNA)

    async def scene() -> None:
        app = TwofoldApp(folder)
        async with app.run_test(size=(80, 24)) as pilot:
            assert "how the coders agree" not in await until(pilot, "3 submitted")
            await pilot.press("A")
            await until(pilot, NOTHING_OPEN)
        app.finish()

    asyncio.run(scene())


def test_neither_the_first_page_nor_the_form_loads_any_statistics() -> None:
    asked = (
        "import sys, twofold.tui.app, twofold.tui.at_work, twofold.tui.screens.coding, twofold.tui.screens.studies;"
        "print([one for one in ('numpy', 'twofold.agreement', 'twofold.comparison') if one in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"

"""The pages of the synthesis: what is seen at each size, the way from a cell to its quotes, and nothing early."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from made_syntheses import DOMAINS, many_studies
from opened_reviews import opened, study_keys, with_studies
from running_app import burst, message, played, running, seen, until
from synthesis_reviews import ANNA, BEN, CODEBOOK, QUOTE, SECRET, coded, listed, synthesis_review, unreleased_review

from twofold.codebook.toml_reader import read_codebook
from twofold.comparison.synthesised import Source, Synthesised, synthesised
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_round
from twofold.synthesis import Named
from twofold.tui.form.drawn import cells
from twofold.tui.pages.asks import ShowSynthesis
from twofold.tui.pages.page import Page
from twofold.tui.pages.synthesis import SynthesisPage
from twofold.tui.pages.synthesis_behind import RowsBehind, StudiesBehind
from twofold.tui.pages.synthesis_views import VIEWS
from twofold.tui.pages.synthesis_waiting import SynthesisWaiting

SIZES = [(80, 24), (120, 40), (60, 20), (200, 60)]
HOSTILE = "\x1b]0;gone\x07[b]bold[/b] \u202egnol " + "W" * 300


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Synthesised:
    place = tmp_path_factory.mktemp("pages")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        with opened(synthesis_review(place / "r"), writing=False) as review:
            return synthesised(review)


def of_many(count: int, domains: tuple[Named, ...] = DOMAINS) -> Synthesised:
    """A synthesis of so many studies from one coder, as if it were open for comparison."""
    source = Source("anna", "anna", many_studies(count, domains=domains), {})
    return Synthesised("main", read_codebook(CODEBOOK), released=True, sources=(source,), total=count)


def text(page: Page, width: int = 80, height: int = 22) -> list[str]:
    lines = page.window(width, height).lines
    return ["".join(part for part, _ in one.drawn.pieces).rstrip() for one in lines]


def press(page: Page, *keys: str) -> object:
    asked: object = None
    for key in keys:
        asked = page.press(key, None if len(key) > 1 else key)
    return asked


def test_directions_stand_as_arrows_with_the_marked_cell_in_words(found: Synthesised) -> None:
    page = SynthesisPage(found)
    press(page, "p", "p")
    shown = text(page)
    assert shown[2].strip() == "3 studies, from: ben."
    rows = [one for one in shown if "S00" in one[:12]]
    assert [one.split()[-1] for one in rows[:3]] == ["[▲]", "▼", "▲"]
    assert any(one.strip().startswith("Wellbeing: 1/2 better, 50 %") for one in shown)
    assert any("better, 1 row, between groups, large (n 400)." in one for one in shown)
    assert "no magnitude, no weighting" in shown[-1]


def test_letters_take_the_place_of_arrows(found: Synthesised) -> None:
    page = SynthesisPage(found, letters=True)
    for _ in VIEWS:
        shown = "\n".join(text(page, 120, 60))
        body = shown.replace("“", "").replace("”", "")
        assert body.isascii(), page.view
        press(page, "tab")
    assert "[?]" in "\n".join(text(page)) or "[+]" in "\n".join(text(page))
    press(page, "L")
    assert "▲" in "\n".join(text(page))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [0, 1, 35, 200])
def test_every_table_fits_every_size_wherever_the_cursor_stands(size: tuple[int, int], count: int) -> None:
    domains = (*DOMAINS, *(Named(f"more{place}", f"Another long domain, number {place}") for place in range(12)))
    page = SynthesisPage(of_many(count, domains))
    width, height = size
    for _ in VIEWS:
        for keys in ((), ("end", "pagedown", "pagedown"), ("right",) * 20, ("home",), ("left",) * 30):
            press(page, *keys)
            shown = text(page, width, height)
            assert len(shown) == height
            assert all(cells(one) <= width for one in shown), (page.view, keys)
            if page.at and page.grid.columns:
                marked = sum(one.startswith(" > ") for one in shown)
                assert marked == 1 or (not marked and "pagedown" in keys), "below the table its legend is read"
                assert not marked or any("[" in one and "]" in one for one in shown)
        press(page, "tab")


def test_the_head_and_the_words_of_the_cell_stay_while_the_table_scrolls() -> None:
    page = SynthesisPage(of_many(200))
    top = text(page)
    press(page, *["pagedown"] * 6)
    later = text(page)
    assert top[:5] == later[:5]
    assert "S1" in later[10]
    assert top[-1] == later[-1]
    assert text(page)[-2:] != []


def test_each_table_keeps_its_place_while_others_are_looked_at(found: Synthesised) -> None:
    page = SynthesisPage(found)
    press(page, "p", "down", "down", "right")
    kept = text(page)
    press(page, *["tab"] * len(VIEWS))
    assert text(page) == kept
    press(page, "shift+tab", "tab")
    assert text(page) == kept


def test_enter_shows_the_row_with_its_quote_and_another_table_the_studies(found: Synthesised) -> None:
    page = SynthesisPage(found)
    press(page, "p")
    ask = press(page, "enter")
    assert isinstance(ask, ShowSynthesis)
    assert (ask.source, ask.domain, ask.study) == ("anna", "wellbeing", page.at)
    source = found.source(ask.source)
    assert source is not None
    shown = " ".join(text(RowsBehind(source, ask.domain, ask.study, found.codebook)))
    for words in ("the main outcome (counted)", "direction: Better", "evidence:  Between groups", f"p. 7 “{QUOTE}”"):
        assert words in shown
    press(page, "tab", "tab")
    listing = press(page, "enter")
    assert isinstance(listing, ShowSynthesis)
    assert len(listing.studies) == 2
    behind = StudiesBehind(source, listing.domain, listing.studies, listing.heading)
    assert sum("better, 1 row" in one for one in text(behind, 120)) == 2
    deeper = press(behind, "enter")
    assert isinstance(deeper, ShowSynthesis)
    assert deeper.study == listing.studies[0]


def test_who_coded_it_shows_whose_domains_hang_and_opens_each_coders_own_studies(found: Synthesised) -> None:
    page = SynthesisPage(found)
    press(page, "shift+tab", "right", "right")
    shown = text(page)
    wellbeing = next(one for one in shown if one.startswith(" > "))
    assert wellbeing.split() == [">", "!", "Wellbeing", "1/1", "2/2", "[1/2]", "2/2", "1/2", "2/2"], (
        "one more beyond the edge"
    )
    assert "It hangs on who coded it" in " ".join(shown)
    ask = press(page, "enter")
    assert isinstance(ask, ShowSynthesis)
    assert ask.source == "ben"


def test_a_gap_has_no_study_behind_it(found: Synthesised) -> None:
    page = SynthesisPage(found)
    press(page, "tab", "tab", "tab")
    assert "a gap, no study" in " ".join(text(page))
    assert press(page, "enter") is None
    assert page.said == "No study stands behind this cell."


def test_what_is_not_asked_and_the_caution_stand_below_the_table(found: Synthesised) -> None:
    shown = " ".join(" ".join(text(SynthesisPage(found), 80, 50)).split())
    assert "none is called `row_n_intervention`" in shown
    assert "significance is not used" in shown


def test_what_studies_are_called_is_shown_as_text(found: Synthesised) -> None:
    source = found.sources[1]
    it = source.synthesis
    odd = replace(it, studies=tuple(replace(one, label=HOSTILE) for one in it.studies))
    page = SynthesisPage(replace(found, sources=(replace(source, synthesis=odd),)))
    shown = "\n".join(text(page))
    assert "[b]bold" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown


@played
async def test_from_the_first_page_to_a_quote_and_back(tmp_path: Path) -> None:
    folder = synthesis_review(tmp_path / "r")
    with opened(folder):
        pass
    async with running(folder) as pilot:
        await until(pilot, lambda: "See what the studies say together" in seen(pilot.app))
        await burst(pilot, "Y")
        await until(pilot, lambda: "Effect direction by study and outcome domain" in seen(pilot.app))
        await burst(pilot, "p", "enter")
        assert QUOTE in seen(pilot.app)
        await burst(pilot, "escape")
        await burst(pilot, "tab", "enter", "enter")
        assert "the main outcome (counted)" in seen(pilot.app)
        await burst(pilot, "escape", "escape", "escape")
        assert "See what the studies say together" in seen(pilot.app)


@played
async def test_before_the_release_the_screen_shows_ones_own_codes_alone(tmp_path: Path) -> None:
    folder = unreleased_review(tmp_path / "r")
    with opened(folder):
        pass
    async with running(folder) as pilot:
        await burst(pilot, "Y")
        await until(pilot, lambda: "this is no result" in seen(pilot.app))
        await burst(pilot, "p")
        assert "only your own codes" in message(pilot)
        for _ in VIEWS:
            assert SECRET not in seen(pilot.app)
            assert not re.search(r"\bben\b", seen(pilot.app))
            await burst(pilot, "tab")
        await burst(pilot, "enter")
        assert QUOTE in seen(pilot.app)
        assert SECRET not in seen(pilot.app)


def test_another_round_is_asked_for_where_there_is_one(found: Synthesised) -> None:
    page = SynthesisPage(found, rounds=("main", "pilot"))
    assert press(page, "O") == ShowSynthesis(round="pilot")
    assert "round main, from: consensus" in "\n".join(text(page))
    alone = SynthesisPage(found, rounds=("main",))
    assert press(alone, "O") is None
    assert alone.said == "There is only this round."


def test_what_one_person_coded_alone_bears_a_star(found: Synthesised) -> None:
    key = found.sources[0].synthesis.studies[0].key
    page = SynthesisPage(replace(found, alone={key: "anna"}))
    shown = " ".join("\n".join(text(page, 80, 50)).split())
    assert "S001*" in shown
    assert "S002*" not in shown
    assert "1 coded by one person alone." in shown
    assert "* coded by one person alone." in shown


def test_while_the_studies_are_put_together_there_is_a_way_back() -> None:
    page = SynthesisWaiting()
    assert "put together" in "\n".join(text(page))
    assert press(page, "escape") == "back"


@played
async def test_what_no_field_is_declared_for_is_told_whole_on_a_small_terminal(tmp_path: Path) -> None:
    bare = CODEBOOK.replace('id = "direction"', 'id = "effect"').replace('id = "outcome_domain"', 'id = "area"')
    folder = with_studies(tmp_path / "r", codebook=bare)
    async with running(folder) as pilot:
        await burst(pilot, "Y")
        await until(pilot, lambda: "feeds no synthesis yet" in seen(pilot.app))
        told = " ".join(seen(pilot.app).split())
        for role in ("domain", "direction"):
            assert f'add {role} = "..." under [synthesis]' in told
        assert "add evidence" not in told
        assert "On the Codebook screen (C on the first page)" in told
        await burst(pilot, "escape")
        assert "feeds no synthesis" not in seen(pilot.app)


@played
async def test_the_pilot_round_is_put_together_on_the_same_screen(tmp_path: Path) -> None:
    folder = listed(tmp_path / "r")
    with opened(folder) as review:
        carry_out(review, propose_round(review, "Pilot", study_keys(review), (), 80, all_discussed=False).documents)
    coded(folder, "anna", ANNA)
    coded(folder, "ben", BEN)
    with opened(folder) as review:
        carry_out(review, propose_release(review, study_keys(review), "pilot").documents)
    async with running(folder) as pilot:
        await burst(pilot, "Y")
        await until(pilot, lambda: "round main" in seen(pilot.app))
        await burst(pilot, "O")
        await until(pilot, lambda: "3 studies, round pilot, from: consensus" in seen(pilot.app))
        await burst(pilot, "escape")
        assert "See what the studies say together" in seen(pilot.app)

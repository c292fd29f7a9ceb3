"""The figures: sound SVG in equal bytes, with words for who cannot see it, and nothing in them that can act."""

import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from compared_reviews import released_review
from made_syntheses import DOMAINS, made, many_studies, rows, study
from opened_reviews import opened
from synthesis_reviews import synthesis_review

from twofold.agreement import Intervals, Method
from twofold.comparison.appraised import appraisals
from twofold.comparison.crossing import crossing
from twofold.comparison.gathering import gather
from twofold.comparison.readings import read_fields
from twofold.comparison.synthesised import synthesised
from twofold.report.figures import (
    agreement_forest,
    bubble_matrix,
    cross_table,
    effect_direction,
    harvest_plot,
    traffic_light,
)
from twofold.report.figures.svg import cut, number, room
from twofold.synthesis import Evidence, Synthesis

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "\x1b]0;gone\x07<script>alert('x')</script>&\"' \u202egnol " + "W" * 300
OF_A_SYNTHESIS: Mapping[str, Callable[[Synthesis], str]] = {
    "direction": effect_direction,
    "harvest": harvest_plot,
    "engagement": lambda it: bubble_matrix(it.engagement_matrix, it),
    "lived experience": lambda it: bubble_matrix(it.lived_experience_matrix, it),
}


def words(drawn: str) -> list[str]:
    return [one.text or "" for one in fromstring(drawn).iter(f"{SVG}text")]


@pytest.fixture(scope="module")
def of_a_review(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The figures that need the codes of a review, drawn from small ones."""
    place = tmp_path_factory.mktemp("figures")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        with opened(released_review(place / "agreement"), writing=False) as review:
            readings = read_fields(gather(review).fields, Intervals(Method.ANALYTIC))
        with opened(synthesis_review(place / "synthesis"), writing=False) as review:
            found = synthesised(review)
    level = next(one for one in readings if one.field.id == "level")
    crossed = crossing(level.coded)
    assert crossed is not None
    return {
        "agreement": agreement_forest(readings),
        "cross": cross_table(level.field, crossed),
        "appraisal": traffic_light(appraisals(found.codebook, found.sources[1])[0]),
    }


@pytest.mark.parametrize("name", OF_A_SYNTHESIS)
def test_equal_studies_give_equal_bytes_in_whatever_order_they_come(name: str) -> None:
    draw = OF_A_SYNTHESIS[name]
    first, again = many_studies(35), many_studies(35)
    turned = replace(first, cells=dict(reversed(list(first.cells.items()))))
    assert draw(first) == draw(again) == draw(turned)


def sound(drawn: str) -> None:
    """It can be read as XML, has a title, a description, a size, no script, and nothing that comes from elsewhere."""
    root = fromstring(drawn)
    assert root.tag == f"{SVG}svg"
    title, description = root[0], root[1]
    assert (title.tag, description.tag) == (f"{SVG}title", f"{SVG}desc")
    assert title.text
    assert len(description.text or "") > 20
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert float(root.get("width", "0")) >= 400
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        "svg",
        "title",
        "desc",
        "style",
        "rect",
        "path",
        "circle",
        "text",
    }
    assert not re.search(
        r"(href|url\(|@import|nan|inf)", drawn.replace("\n", " ").split("<style>")[1].split("</style>")[0]
    )
    numbers = re.findall(r' (?:x|y|cx|cy|r|width|height)="([^"%]+)"', drawn)
    assert numbers
    assert all(float(one) >= 0 for one in numbers)


@pytest.mark.parametrize("count", [0, 1, 35, 200])
@pytest.mark.parametrize("name", OF_A_SYNTHESIS)
def test_every_figure_is_sound_with_none_one_and_many_studies(name: str, count: int) -> None:
    sound(OF_A_SYNTHESIS[name](many_studies(count)))


def test_the_figures_of_agreement_and_appraisal_are_sound(of_a_review: dict[str, str]) -> None:
    for drawn in of_a_review.values():
        sound(drawn)
        assert len(drawn.encode()) < 12_000


def test_a_figure_of_thirty_five_studies_takes_few_kilobytes() -> None:
    found = many_studies(35)
    assert max(len(draw(found).encode()) for draw in OF_A_SYNTHESIS.values()) < 24_000


def test_what_a_title_says_is_shown_as_text_and_does_nothing() -> None:
    found = made(study(1, rows("+"), label=HOSTILE, engagement="low"))
    found = replace(found, domains=tuple(replace(one, label=HOSTILE) for one in found.domains))
    question = replace(found.question, domains=tuple(replace(one, label=HOSTILE) for one in DOMAINS))
    found = replace(found, question=question)
    for draw in OF_A_SYNTHESIS.values():
        drawn = draw(found)
        sound(drawn)
        assert "<script" not in drawn
        assert "\x1b" not in drawn
        assert "\u202e" not in drawn


def test_the_effect_direction_plot_draws_each_state_unlike_the_others() -> None:
    def drawn(marks: str, evidence: Evidence = Evidence.BETWEEN_GROUPS) -> set[str]:
        svg = effect_direction(made(study(1, rows(marks, evidence=evidence))))
        body = svg.split("</style>")[1]
        return set(re.findall(r'<path d="[^"]*" class="(?!grid|axis|low)[^"]*"/>', body)) | {
            one for one in words(svg) if one in ("?", "q")
        }

    better, worse, none, both, unknown = (drawn(marks) for marks in ("+", "-", "0", "+-", "u"))
    hollow = drawn("+", Evidence.PRE_POST)
    every = [better, worse, none, both, unknown, hollow]
    assert all(every)
    for place, one in enumerate(every):
        assert all(one.isdisjoint(other) for other in every[place + 1 :])
    assert drawn("+", Evidence.QUALITATIVE) == {"q"}


def test_the_plot_tells_votes_panels_and_rows_combined() -> None:
    found = made(*(study(number, rows("++")) for number in range(1, 7)))
    shown = words(effect_direction(found))
    for one in ("Randomised, 6 studies", "6/6", "100 %", "61-100", "0.031", "2"):
        assert one in shown
    assert "no magnitude and no weighting" in " ".join(shown)


def test_what_has_no_direction_is_none_and_never_naught_per_cent() -> None:
    shown = words(effect_direction(made(study(1, rows("0")))))
    assert "none" in shown
    assert not any("%" in one for one in shown if one != "95 % interval (Wilson)")


def test_the_harvest_counts_what_it_does_not_draw() -> None:
    shown = words(harvest_plot(made(study(1, rows("+")), study(2, rows("u")), study(3, rows("u")))))
    assert "2 no direction" in shown
    assert "H" in shown


def test_the_lights_have_a_letter_each_and_add_nothing_up(of_a_review: dict[str, str]) -> None:
    shown = words(of_a_review["appraisal"])
    assert shown.count("L") == 3
    assert shown.count("S") == 3
    assert "L 3" in shown
    assert "No score is added up." in " ".join(shown)


def test_the_forest_names_every_field_and_says_what_is_undefined(of_a_review: dict[str, str]) -> None:
    shown = words(of_a_review["agreement"])
    assert "Level?" in shown
    assert any(one.startswith("undefined") for one in shown)


def test_the_cross_table_holds_the_counts_of_each_pair(of_a_review: dict[str, str]) -> None:
    shown = words(of_a_review["cross"])
    assert "1 of 3 the same (framed). The stronger the colour, the more." in shown
    assert shown.count("1") == 3


def test_a_text_is_cut_to_its_room() -> None:
    assert cut("short", 200) == "short"
    long = cut("W" * 400, 100)
    assert long.endswith("...")
    assert room(long) <= 100
    assert (number(2.0), number(2.46)) == ("2", "2.5")


@pytest.mark.skipif(shutil.which("rsvg-convert") is None, reason="needs rsvg-convert")
def test_a_renderer_without_custom_properties_draws_the_colours(tmp_path: Path) -> None:
    file = tmp_path / "figure.svg"
    file.write_text(effect_direction(many_studies(6)), "utf-8")
    made_of_it = subprocess.run(["rsvg-convert", str(file)], capture_output=True, check=True)
    assert made_of_it.stdout.startswith(b"\x89PNG")
    assert not made_of_it.stderr

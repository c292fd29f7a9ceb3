"""Plots of many studies are cut into sheets: every study on one of them, each sheet a figure of its own."""

import re
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from made_syntheses import many_studies
from opened_reviews import opened
from synthesis_reviews import synthesis_review

from twofold.agreement import Intervals, Method
from twofold.report.figures import effect_direction, in_panels, sheets, sheets_of
from twofold.report.writing import make_report

SVG = "{http://www.w3.org/2000/svg}"


def said(drawn: str) -> list[str]:
    return [one.text or "" for one in Xml.fromstring(drawn).iter(f"{SVG}text")]


def attribute(one: Xml.Element, name: str) -> str:
    return one.get(name) or ""


@pytest.mark.parametrize("total", [0, 1, 79, 80, 81, 120, 121, 300, 301, 500, 10_000])
def test_every_line_stands_on_one_sheet_in_its_order_and_sheets_are_alike(total: int) -> None:
    made = sheets_of(range(total))
    assert [item for one in made for item in one.items] == list(range(total))
    assert [one.number for one in made] == list(range(1, len(made) + 1))
    assert {one.sheets for one in made} == {len(made)}
    assert [one.is_last for one in made] == [False] * (len(made) - 1) + [True]
    lengths = [len(one.items) for one in made]
    assert max(lengths) - min(lengths) <= 1
    assert max(lengths) <= (80 if len(made) == 1 else 60)


def test_a_sheet_says_which_lines_it_has() -> None:
    made = sheets_of(range(300))
    assert [one.words("studies") for one in made][:2] == ["studies 1 to 60 of 300", "studies 61 to 120 of 300"]


def test_the_sheets_of_a_plot_draw_every_study_once_and_the_votes_at_the_end() -> None:
    found = many_studies(200)
    drawn = [effect_direction(found, sheet=one) for one in sheets_of(in_panels(found))]
    assert len(drawn) == 4
    numbers = [word for one in drawn for word in said(one) if re.fullmatch(r"S\d+", word)]
    assert sorted(numbers) == sorted(one.number for one in found.studies)
    assert ["p, two-sided sign test" in said(one) for one in drawn] == [False, False, False, True]
    for one, start in zip(drawn, (1, 51, 101, 151), strict=True):
        assert said(one)[0].endswith(f": studies {start} to {start + 49} of 200")
    ids = [attribute(each, "id") for one in drawn for each in Xml.fromstring(one) if each.get("id")]
    assert len(ids) == len(set(ids)) == 8
    whole = said(effect_direction(found))
    assert sorted(word for word in whole if re.fullmatch(r"S\d+", word)) == sorted(numbers)


def test_a_panel_that_goes_on_over_sheets_says_how_many_of_it_are_here() -> None:
    found = many_studies(200)
    heads = [word for one in sheets_of(in_panels(found)) for word in said(effect_direction(found, sheet=one))]
    parts = [re.fullmatch(r"(\w+), (?:(\d+) of )?(\d+) stud(?:y|ies)", one) for one in heads]
    shown: dict[str, int] = {}
    for one in filter(None, parts):
        shown[one[1]] = shown.get(one[1], 0) + int(one[2] or one[3])
    assert sum(shown.values()) == 200


def test_the_report_folds_the_sheets_and_leaves_no_study_and_no_light_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    folder = synthesis_review(tmp_path / "r")
    monkeypatch.setattr(sheets, "MOST", 1)
    monkeypatch.setattr(sheets, "_WANTED", 1)
    with opened(folder, writing=False) as review:
        text = make_report(review, "main", lambda *_: None, Intervals(Method.ANALYTIC)).text
    tree = Xml.fromstring(text.removeprefix("<!DOCTYPE html>"))
    folded = list(tree.iter("details"))
    lines = [" ".join("".join(one[0].itertext()).split()) for one in folded]
    assert lines == [
        "Plot of studies 1 to 1 of 3: from S001 (randomised) to S001 (randomised)",
        "Plot of studies 2 to 2 of 3: from S002 (randomised) to S002 (randomised)",
        "Plot of studies 3 to 3 of 3: from S003 (randomised) to S003 (randomised)",
        "The same as a table, 3 studies",
        "Lights of studies 1 to 1 of 3: from S001 to S001",
        "Lights of studies 2 to 2 of 3: from S002 to S002",
        "Lights of studies 3 to 3 of 3: from S003 to S003",
    ]
    assert all(one[0].tag == "summary" and not one.get("open") for one in folded)
    assert [len(list(one.iter("figure"))) for one in folded] == [1, 1, 1, 0, 1, 1, 1]
    assert len(list(folded[3].iter("table"))) == 1
    ids = [attribute(one, "id") for one in tree.iter() if one.get("id")]
    assert len(ids) == len(set(ids))
    words = " ".join("".join(tree.itertext()).split())
    assert "The plot of 3 studies is cut into 3 sheets" in words
    assert "The lights of 3 studies are cut into 3 sheets" in words

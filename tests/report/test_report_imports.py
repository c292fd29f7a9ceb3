"""The report tells each import with its day, its lead and its sums. All records are made up."""

from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from opened_reviews import TITLES, founded, opened, ris

from twofold.agreement import Intervals, Method
from twofold.report.writing import make_report
from twofold.review.bringing_in import bring_in, work_out


def words(page: str) -> str:
    return " ".join(" ".join(Xml.fromstring(page.removeprefix("<!DOCTYPE html>")).itertext()).split())


def test_every_import_stands_under_who_did_what_and_when(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))
    folder = founded(tmp_path / "r")
    (tmp_path / "first.ris").write_text(ris(*TITLES[:2]), "utf-8")
    (tmp_path / "top-up.ris").write_text(ris(*TITLES), "utf-8")
    with opened(folder) as review:
        for name in ("first.ris", "top-up.ris"):
            bring_in(review, work_out(review, [tmp_path / name]))
    with opened(folder, "ben", writing=False) as review:
        told = words(make_report(review, "main", lambda *_: None, Intervals(Method.ANALYTIC)).text)
    assert "What was brought in" in told
    assert "Anna Berg first.ris 2 read 2 = new 2 + already there 0 + held back 0" in told
    assert "Anna Berg top-up.ris 1 read 3 = new 1 + already there 2 + held back 0" in told

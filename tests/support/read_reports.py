"""A report as a person gets it, read back by a parser that forgives nothing."""

from pathlib import Path
from xml.etree import ElementTree as Xml

from opened_reviews import opened

from twofold.agreement import Intervals, Method
from twofold.report.writing import make_report

QUICK = Intervals(Method.ANALYTIC)


def page(folder: Path, person: str = "anna", round_id: str = "main") -> str:
    """The report as this person gets it."""
    with opened(folder, person, writing=False) as review:
        return make_report(review, round_id, lambda *_: None, QUICK).text


def read(text: str) -> Xml.Element:
    """The page read: every element closed, every quote and sign escaped."""
    assert text.startswith("<!DOCTYPE html>\n<html ")
    return Xml.fromstring(text.removeprefix("<!DOCTYPE html>"))


def words(one: Xml.Element) -> str:
    """What an element says."""
    return " ".join(" ".join(one.itertext()).split())


def part(text: str, name: str) -> str:
    """What a part says, with its heading."""
    (found,) = [one for one in read(text).iter("section") if one.get("aria-labelledby") == name]
    return words(found)

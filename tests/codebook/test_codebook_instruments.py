"""Appraisal instruments are declared: their section, what answers come to, and the rule of the overall judgement."""

import pytest

from twofold.codebook.changes import changes
from twofold.codebook.findings import findings
from twofold.codebook.fingerprints import everything, meaning
from twofold.codebook.judging import worst_of
from twofold.codebook.model import Codebook, Concern, Level
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.codebook.writing import codebook_text
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Sheet

BOOK = """\
format = 1
[codebook]
id = "b"
title = "B"
version = "1"
[lists]
levels = [ { value = "low", label = "Low" }, { value = "some", label = "Some" }, { value = "bad", label = "Bad" } ]
[[section]]
id = "rob"
title = "Risk of bias"
[[section.field]]
id = "one"
label = "One?"
type = "ordinal"
options = "levels"
[[section.field]]
id = "two"
label = "Two?"
type = "ordinal"
options = "levels"
[[section.field]]
id = "why"
label = "Why?"
type = "text"
[[section.field]]
id = "all"
label = "Overall?"
type = "ordinal"
options = "levels"
[[instrument]]
id = "tool"
title = "A fictional tool"
section = "rob"
overall = "all"
rule = "worst"
levels = { low = "low", some = "some", bad = "high" }
"""


@pytest.fixture(name="book", scope="module")
def _book() -> Codebook:
    return read_codebook(BOOK)


def sheet(note: str = "", **answers: str) -> Sheet:
    off = {one.value: one for one in OffScale}
    codes = {(None, key): Coded(off.get(one) or Value(one), note=note) for key, one in answers.items()}
    return Sheet(codes)


def test_an_instrument_knows_its_domains_and_comes_back_from_its_text(book: Codebook) -> None:
    (one,) = book.instruments
    assert [field.id for field in book.domains_of(one)] == ["one", "two"]
    assert dict(one.levels) == {"low": Concern.LOW, "some": Concern.SOME, "bad": Concern.HIGH}
    assert read_codebook(codebook_text(book)) == book


@pytest.mark.parametrize(
    ("answers", "worst"),
    [
        ({"one": "low", "two": "low"}, Concern.LOW),
        ({"one": "low", "two": "bad"}, Concern.HIGH),
        ({"one": "low"}, None),
        ({"one": "low", "two": "UC"}, None),
    ],
)
def test_the_worst_domain_is_known_once_every_domain_is_judged(
    book: Codebook, answers: dict[str, str], worst: Concern | None
) -> None:
    assert worst_of(book, book.instruments[0], sheet(**answers)) is worst


def test_an_overall_judgement_unlike_the_worst_domain_wants_a_note(book: Codebook) -> None:
    def said(one: Sheet) -> list[str]:
        return [found.place[1] for found in findings(book, one) if found.check == "overall"]

    assert said(sheet(one="low", two="bad", all="some")) == ["all"]
    assert said(sheet(one="low", two="bad", all="bad")) == []
    assert said(sheet(note="Two is of no weight here.", one="low", two="bad", all="some")) == []
    assert all(one.level is Level.WARN for one in findings(book, sheet(one="low", two="bad", all="some")))


def test_what_changes_in_an_instrument_is_said_and_touches_no_meaning(book: Codebook) -> None:
    other = read_codebook(BOOK.replace('some = "some"', 'some = "high"').replace('rule = "worst"\n', ""))
    assert {one.words for one in changes(book, other)} == {
        "what the answers of instrument `tool` come to changed",
        "instrument `tool` no longer takes the worst domain as its overall",
    }
    assert not any(one.asks for one in changes(book, other))
    assert (meaning(book) == meaning(other), everything(book) == everything(other)) == (True, False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('section = "rob"', 'section = "bias"', "names the section `bias`, which there is not"),
        ('overall = "all"', 'overall = "why"', "which is no choice in `rob`"),
        ('overall = "all"\n', "", "rule for an overall judgement"),
        ('bad = "high"', 'worse = "high"', "level for `worse`"),
        ('bad = "high"', 'bad = "terrible"', "Write one of `low`, `some` or `high`"),
        ('levels = { low = "low", some = "some", bad = "high" }\n', "", "does not say what its answers come to"),
        ('rule = "worst"', 'rule = "sum"', "`sum`"),
        ('title = "A fictional tool"', 'title = " "', "empty `title`"),
        ('id = "tool"', 'id = "Tool"', "has the id `Tool`"),
    ],
)
def test_a_mistake_in_an_instrument_is_named(old: str, new: str, said: str) -> None:
    assert old in BOOK
    with pytest.raises(BadCodebook) as caught:
        read_codebook(BOOK.replace(old, new))
    assert said in str(caught.value)
    assert "line" in str(caught.value)

"""Files that were put one behind the other: of neither is a record lost without a word."""

import itertools
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.references import Reading, UnreadableFile, read_references

FILES = {
    "RIS": "TY  - JOUR\nTI  - Made-up kites\nAU  - Doe, J\nER  - \n\nTY  - JOUR\nTI  - Made-up drums\nER  - \n",
    "MEDLINE": "PMID- 39000001\nTI  - Made-up gardens\nFAU - Poe, E\n\nPMID- 39000002\nTI  - Made-up choirs\n",
    "Web of Science": "FN Made-up\nVR 1.0\nPT J\nAU Boe, B\nTI Made-up bread\nER\n\nPT J\nTI Made-up soup\nER\n\nEF\n",
    "EndNote tagged": "%0 Journal Article\n%T Made-up dogs\n%A Foe, F\n\n%0 Book\n%T Made-up cats\n%A Goe, G\n",
    "Cochrane": "Record #1 of 2\nID: CN-1\nTI: Made-up tea\n\nRecord #2 of 2\nID: CN-2\nTI: Made-up milk\n",
    "RefWorks": "RT Journal Article\nSR 1\nT1 Made-up ice\nA1 Doe, J\n\nRT Book\nSR 1\nT1 Made-up fire\n",
    "Ovid": "<1>\nTitle\n  Made-up rain.\nAuthors\n  Joe J.\n\n<2>\nTitle\n  Made-up snow.\n",
    "BibTeX": "@article{a1, title={Made-up stars}, author={Moe, M}}\n\n"
    "@book{a2,\n title={Made-up moons},\n year={2015}}\n",
    "CSV": 'Title,Authors,Year,DOI\nMade-up maps,"Ooe, O.",2014,10.5555/c.1\nMade-up globes,"Qoe, Q.",2014,\n',
    "CSL-JSON": '[{"title": "Made-up ink", "type": "book"},\n{"title": "Made-up pens"}]\n',
    "EndNote XML": '<?xml version="1.0"?>\n'
    "<xml><records><record><titles><title>Made-up hats</title></titles></record>\n"
    "<record><titles><title>Made-up caps</title></titles></record></records></xml>\n",
}
PAIRS = list(itertools.permutations(FILES, 2))


def read_or_refused(text: str) -> Reading | None:
    said = ""
    try:
        reading = read_references(text.encode(), "x")
    except UnreadableFile as refusal:
        said = str(refusal)
    if said:
        assert re.match(r"`x`, line \d+: .+\.$", said)
        return None
    assert reading.accounted
    return reading


def titles(text: str) -> set[str]:
    return set(re.findall(r"Made-up [a-z]+", text))


@pytest.mark.parametrize("between", ["", "\n\n\n"], ids=["next line", "blank lines"])
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_no_record_of_either_is_lost(first, second, between):
    reading = read_or_refused(FILES[first] + between + FILES[second])
    if first in ("CSL-JSON", "EndNote XML"):
        assert reading is None
    else:
        assert reading is not None
        assert [one.title.rstrip(".") for one in reading.references] == [
            *re.findall(r"Made-up [a-z]+", FILES[first] + FILES[second])
        ]
        assert reading.format == f"{first} and {second}"
        assert [one.source.number for one in reading.references] == [1, 2, 3, 4]
        (told,) = reading.warnings
        line = (FILES[first] + between).count("\n") + 1
        assert told.startswith(f"Line {line}: from here on the file has another format or header")
        behind = reading.references[2].source
        assert behind.format == second
        assert line <= behind.first_line <= line + 3


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(sorted(set(FILES) - {"CSL-JSON", "EndNote XML"})), min_size=2, max_size=6))
def test_many_files_in_one(names):
    names = [name for name, other in zip(names, [*names[1:], ""], strict=True) if name != other]
    reading = read_or_refused("\n".join(FILES[name] for name in names))
    assert reading is not None
    assert len(reading.references) == 2 * len(names)


def test_a_file_whose_format_changes_again_and_again_is_refused():
    assert read_or_refused("\n".join((FILES["RIS"], FILES["EndNote tagged"])) * 20) is None


QUOTED = {
    "RIS": "TY  - JOUR\nTI  - Made-up kites\nAB  - As in\n%s\nthey said.\nER  - \n",
    "MEDLINE": "PMID- 1\nTI  - Made-up kites\nAB  - As in\n      %s\n      they said.\n",
    "Web of Science": "PT J\nTI Made-up kites\nAB As in\n   %s\n   they said.\nER\n",
    "EndNote tagged": "%%0 Journal Article\n%%T Made-up kites\n%%X As in\n%s\nthey said.\n",
    "Cochrane": "Record #1 of 1\nID: CN-1\nTI: Made-up kites\nAB: As in\n%s\nthey said.\n",
    "RefWorks": "RT Journal Article\nT1 Made-up kites\nAB As in\n%s\nthey said.\n",
    "Ovid": "<1>\nTitle\n  Made-up kites\nAbstract\n  As in\n  %s\n  they said.\n",
    "BibTeX": "@article{a, title={Made-up kites}, abstract={As in\n%s\nthey said.}}\n",
    "CSV": 'Title,Authors,Year,Abstract\nMade-up kites,"Doe, J",2001,"As in\n%s\nthey said."\n',
}
MARKS = [
    "TY  - JOUR", "PMID- 39000001", "PT J", "FN Made-up", "%0 Journal Article", "Record #1 of 2", "RT Book", "<1>",
    "@article", "<?xml", "[1]", "Title, abstract and keywords", "title, authors, year",
]  # fmt: skip
BEGIN_RECORDS = {"RIS": {"TY  - JOUR"}, "Web of Science": {"PT J"}, "EndNote tagged": {"%0 Journal Article"},
                 "Cochrane": {"Record #1 of 2"}, "RefWorks": {"RT Book"}}  # fmt: skip


@pytest.mark.parametrize("name", QUOTED)
def test_a_mark_of_another_format_inside_an_abstract_begins_nothing(name):
    for mark in MARKS:
        if mark not in BEGIN_RECORDS.get(name, ()):
            reading = read_or_refused(QUOTED[name] % mark)
            assert reading is not None
            assert reading.warnings == (), mark
            (one,) = reading.references
            assert "they said." in one.abstract, mark


def test_whole_records_inside_the_abstract_of_an_ended_record_begin_nothing():
    quoted = "".join(text for name, text in FILES.items() if name not in ("RIS", "MEDLINE"))
    reading = read_or_refused(QUOTED["RIS"] % quoted)
    assert reading is not None
    assert len(reading.references) == 1
    assert not reading.warnings


def test_the_same_header_again_is_told_and_no_study():
    table = FILES["CSV"]
    reading = read_or_refused(table + table.replace("maps", "ropes"))
    assert reading is not None
    assert len(reading.references) == 4
    assert reading.warnings[0].startswith("Line 4: from here on the file has another format or header")


def test_rows_below_another_header_are_read_by_it():
    reading = read_or_refused(FILES["CSV"] + 'DOI,Year,Title,Authors\n10.5555/c.9,2016,Made-up ropes,"Roe, R."\n')
    assert reading is not None
    last = reading.references[-1]
    assert (last.title, last.year, last.doi, last.authors) == ("Made-up ropes", 2016, "10.5555/c.9", ("Roe, R.",))
    assert last.source.first_line == 5


def test_below_a_header_said_by_hand_a_further_header_is_held_back_with_its_rows():
    same, other = "Titel,Wer,Wann\n", "Wer,Titel,Wann\n"
    mapping = {"Titel": "title", "Wer": "authors", "Wann": "year"}
    table = f'{same}Made-up kites,"Doe, J",2001\n{same}Made-up drums,"Roe, R",2002\n'
    table += f'{other}"Poe, E",Made-up bells,2003\n'
    reading = read_references(table.encode(), "x", mapping=mapping)
    assert [one.title for one in reading.references] == ["Made-up kites", "Made-up drums"]
    assert [(one.first_line, one.why) for one in reading.held_back] == [
        (3, "It is the header again."),
        (5, "It names columns again, but others, or in another order. Make two files of this table."),
        (6, "It stands below another header, in line 5."),
    ]
    assert reading.accounted


@pytest.mark.parametrize("second", sorted(set(FILES) - {"RIS", "MEDLINE"}))
def test_records_without_start_marks_above_a_file_of_another_format(second):
    unmarked = "TI  - Made-up one\nAU  - Doe, J\nER  - \n\nTI  - Made-up two\nER  - \n\n"
    reading = read_or_refused(unmarked + FILES[second])
    assert reading is not None
    assert [one.title for one in reading.references][:2] == ["Made-up one", "Made-up two"]
    assert len(reading.references) == 4
    assert reading.format == f"RIS and {second}"

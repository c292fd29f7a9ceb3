"""RIS marks in odd order and odd writing: where a record begins and ends. All records are made up."""

import pytest

from twofold.references import Reading, read_references


def read(text: str, codec: str = "utf-8") -> Reading:
    reading = read_references(text.encode(codec), "x.ris")
    assert reading.accounted, (reading.counted, len(reading.references), len(reading.held_back))
    return reading


def test_tags_in_the_order_of_the_alphabet():
    record = "AB  - Abstract %d.\nAU  - Doe, J\nTI  - Made-up %d\nTY  - JOUR\nVL  - %d\nER  - \n\n"
    reading = read("".join(record % (number, number, number) for number in (1, 2, 3)))
    assert [(one.title, one.abstract, one.volume, one.kind) for one in reading.references] == [
        (f"Made-up {number}", f"Abstract {number}.", str(number), "article") for number in (1, 2, 3)
    ]
    assert [(one.source.first_line, one.source.last_line) for one in reading.references] == [(1, 6), (8, 13), (15, 20)]
    assert not any(one.flags for one in reading.references)


@pytest.mark.parametrize(
    "below",
    ["TY  - JOUR\nTI  - Made-up two\nER  - \n", "TY  - JOUR\nAU  - Roe, R\nTY  - JOUR\nTI  - Made-up three\nER  - \n",
     "TY  - JOUR\nAU  - Roe, R\n"],
    ids=["a title below", "two start marks", "no end mark"],
)  # fmt: skip
def test_a_record_without_marks_above_another_stays_one_of_its_own(below):
    reading = read("TI  - Made-up one\nAU  - Doe, J\n" + below)
    assert len(reading.references) == 1 + below.count("TY")
    assert reading.references[0].flags == ("no start mark",)


def test_start_marks_below_the_title_in_web_of_science():
    record = "AU Doe, J\nTI Made-up %d\nPT J\nPY 2001\nER\n\n"
    reading = read("FN Made-up\nVR 1.0\n" + record % 1 + record % 2 + "EF\n")
    assert [(one.title, one.year) for one in reading.references] == [("Made-up 1", 2001), ("Made-up 2", 2001)]


def test_several_records_of_which_only_the_first_has_a_start_mark_are_held_back():
    reading = read(
        "TY  - JOUR\nTI  - Made-up one\nAU  - Doe, J\n\nTI  - Made-up two\nAU  - Roe, R\n\nTI  - Made-up three\n"
        "AU  - Poe, E\nER  - \nTY  - JOUR\nTI  - Made-up four\n\nTI  - Made-up four\nER  - \n"
    )
    (held,) = reading.held_back
    assert (held.first_line, held.last_line) == (1, 10)
    assert held.why.startswith("It has several titles, each below a blank line (line 2, 5, 8)")
    assert [one.title for one in reading.references] == ["Made-up four"]


PLAIN = "TY  - JOUR\nTI  - Made-up one\nER  - \n\n"


@pytest.mark.parametrize("codec", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize(
    "dash", ["  \u2013 ", "  \u2014 ", "\u00a0\u00a0- ", " \u00a0- ", "\u00a0 -\u00a0", "\u00a0- ", "\t- ", "\t-\t"]
)
@pytest.mark.parametrize("above", ["", PLAIN])
def test_marks_as_word_processors_leave_them(dash, codec, above):
    record = "TY  - JOUR\nTI  - Made-up two\nAU  - Doe, J\nAB  - It \u2013 and 1\u20132.\nER  - \n\n"
    reading = read(above + record.replace("  - ", dash) + PLAIN.replace("one", "three"), codec)
    assert [one.title for one in reading.references] == ["Made-up one", "Made-up two", "Made-up three"][not above :]
    second = reading.references[-2]
    assert (second.authors, second.abstract, second.kind) == (("Doe, J",), "It \u2013 and 1\u20132.", "article")


def test_an_unknown_tag_of_web_of_science_ends_the_abstract():
    reading = read("PT J\nTI Made-up\nAB One\n   and two.\nQX odd\nPY 2001\nER\n")
    (reference,) = reading.references
    assert reference.abstract == "One and two."
    assert ("QX", "odd") in reference.raw

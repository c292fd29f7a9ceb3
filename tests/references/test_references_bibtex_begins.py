"""Where BibTeX entries begin: no entry is lost because something else stands on its line. All entries are made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.references import Reading, UnreadableFile, read_references

ENTRY = "article{%s,\n title={Made-up %s},\n author={Doe, J},\n year={2019}}\n"


def entry(key: str, before: str = "@") -> str:
    return before + ENTRY % (key, key)


def read(text: str) -> Reading:
    reading = read_references(text.encode(), "x.bib")
    assert reading.accounted, (reading.counted, len(reading.references), len(reading.held_back))
    return reading


@pytest.mark.parametrize("before", ["References: @", '"@', "{@", "", "  ", "[1] @", "See also @", "\u00bb@", ", @"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_an_entry_behind_something_else_or_without_its_sign_is_read(before, place):
    entries = [entry(key) for key in "abc"]
    entries[place] = entry("abc"[place], before)
    reading = read("\n".join(entries))
    assert [one.title for one in reading.references] == ["Made-up a", "Made-up b", "Made-up c"]
    assert [one.source.first_line for one in reading.references] == [1, 6, 11]
    told = [sentence for sentence in reading.warnings if "begins in the middle" in sentence]
    assert told == [f"Line {1 + 5 * place}: an entry begins in the middle of a line or without its `@`; look at it."]


def test_entries_on_one_line():
    reading = read("@article{a,title={Made-up a}}, @article{b,title={Made-up b}} and @book{c,title={Made-up c}}\n")
    assert [one.title for one in reading.references] == ["Made-up a", "Made-up b", "Made-up c"]


def test_what_looks_like_an_entry_inside_another_is_its_text():
    text = (
        "@article{a, title={Made-up a},\n"
        " abstract={Cite it as @article{b, or\narticle{c, as you like}}},\n year=2001}\n"
        "@comment{Once there was an @article{d, title={Made-up d}}}\n@article{e, title={Made-up e}}\n"
    )
    reading = read(text)
    assert [one.title for one in reading.references] == ["Made-up a", "Made-up e"]


PIECES = [entry("a"), entry("b", "x @"), entry("c", ""), "@comment{", "@string(", "{", "}", "\\{", "\\\\}", ")", "\n",
          "@article{", "@article(", "article{d,", "@misc{e,", " ", "@", "text", '"', "title={"]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12))
def test_any_heap_of_pieces_is_accounted_for(pieces):
    text = entry("z") + "".join(pieces)
    said = ""
    try:
        read(text)
    except UnreadableFile as refusal:
        said = str(refusal)
    assert not said or said.endswith(".")


@pytest.mark.parametrize("broken", ["@articlea, title = {Made-up a},\n year = {2019}}\n", " title={Made-up a},\n}\n"])
def test_what_is_left_of_an_entry_above_the_first_is_told(broken):
    reading = read(broken + entry("b"))
    assert [one.title for one in reading.references] == ["Made-up b"]
    assert [sentence.partition(":")[0] for sentence in reading.warnings] == ["Line 1"]


def test_prose_above_the_first_entry_is_not_told():
    assert read("This file was made up, with care = {and} love.\n" + entry("b")).warnings == ()


def test_two_titles_in_one_entry_are_told():
    (reference,) = read("@article{a, title={Made-up a}, author={Doe, J}, title={Made-up b}}\n").references
    assert "two titles" in reference.flags


def test_an_entry_that_is_not_closed_is_held_back_with_all_that_stands_in_it():
    (held,) = read("@article{a, title={Made-up a}, @article{b, title={Made-up b}, author={Doe, J}}\n").held_back
    assert "Made-up a" in held.text
    assert "Made-up b" in held.text

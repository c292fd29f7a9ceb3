"""Single values: DOIs, PMIDs, years, names, pages, text with markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.references.cleaning import (
    author_name,
    composed,
    doi_in,
    page_range,
    plain,
    pmid_in_url,
    prose,
    registry_ids,
    title_text,
    year_in,
)
from twofold.references.names import names_in_cell


@pytest.mark.parametrize(
    ("value", "doi"),
    [
        ("10.1234/ABC.def", "10.1234/abc.def"),
        ("https://doi.org/10.1234/abc", "10.1234/abc"),
        ("http://dx.doi.org/10.1234%2Fabc", "10.1234/abc"),
        ("doi: 10.1234/abc.,;", "10.1234/abc"),
        (" 10.1234/abc ", "10.1234/abc"),
        ("10.1234/ abc", "10.1234/abc"),
        ("(10.1234/abc)", "10.1234/abc"),
        ("10.1016/S0140-6736(05)66783-2", "10.1016/s0140-6736(05)66783-2"),
        (
            "10.1002/(SICI)1097-0258(19980815)17:15/16&lt;1661::AID-SIM968&gt;3.0.CO;2-2",
            "10.1002/(sici)1097-0258(19980815)17:15/16<1661::aid-sim968>3.0.co;2-2",
        ),
        ("10.1234/abc [doi]", "10.1234/abc"),
        ("see page 10.5 of it", ""),
        ("10.1234/", ""),
        ("NA", ""),
        ("", ""),
    ],
)
def test_dois_are_normalised(value, doi):
    assert doi_in(value) == doi


@given(st.from_regex(r"10\.[0-9]{4,6}/[a-z0-9._-]{0,20}[a-z0-9]", fullmatch=True))
def test_a_normal_doi_stays_what_it_is_in_any_dress(doi):
    assert doi_in(doi) == doi
    assert doi_in(f"https://doi.org/{doi.upper()}.") == doi
    assert doi_in(f"DOI:{doi} ") == doi


@pytest.mark.parametrize(
    ("value", "year"),
    [
        ("2004///", 2004),
        ("2021/06//", 2021),
        ("1998 Dec-1999 Jan", 1998),
        ("12/03/2019", 2019),
        ("Mar 2020", 2020),
        ("2016", 2016),
        ("20161", None),
        ("in press", None),
        ("", None),
        ("0999", None),
    ],
)
def test_years_from_any_date(value, year):
    assert year_in(value) == year


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("R&amp;D in <i>Homo</i> H<sub>2</sub>O", "R&D in Homo H2O"),
        ("&amp;lt;", "&lt;"),
        ("p &lt; 0.05 and x > 3", "p < 0.05 and x > 3"),
        ("&lt;b&gt;Bold&lt;/b&gt;", "Bold"),
        ("AT&T and &para without stop", "AT&T and &para without stop"),
        ("<jats:p>One</jats:p><jats:p>two</jats:p>", "One two"),
        ("a\n b\t c", "a b c"),
        ("NA", ""),
        ("NASA", "NASA"),
    ],
)
def test_markup_and_entities_go_once(value, text):
    assert plain(value) == text


def test_braces_go_from_titles():
    assert title_text("{A} made-up {{Title}}") == "A made-up Title"


def test_an_abstract_keeps_its_paragraphs():
    assert prose("<p>One\ntwo.</p>\n\n\nThree.") == "One two.\nThree."


def test_surrogates_and_nuls_never_get_through():
    assert composed("a\ud800b\0") == "a\ufffdb\ufffd"
    assert composed("\ud83d\ude00") == "\U0001f600"


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("Doe J", "Doe, J"),
        ("van der Berg JK", "van der Berg, JK"),
        ("Doe,Jane", "Doe, Jane"),
        ("Doe, Jane, Jr.", "Doe, Jane, Jr."),
        ("World Health Organization,", "World Health Organization"),
        ("World Health Organization", "World Health Organization"),
        ("Jane Doe", "Jane Doe"),
        ("Doe J A", "Doe, J A"),
        ("\u010cern\u00fd D", "\u010cern\u00fd, D"),
        ("Dos Santos H B", "Dos Santos, H B"),
        ("World Health Organization WHO", "World Health Organization WHO"),
        ("H B", "H B"),
        ("Doe,null", "Doe"),
        ("WHO EU", "WHO EU"),
        ("", ""),
        (",", ""),
    ],
)
def test_names_are_turned_only_where_it_is_sure(value, name):
    assert author_name(value) == name
    assert author_name(name) == name


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Doe, J.; Roe, R.", ["Doe, J.", "Roe, R."]),
        ("Doe J, Roe R, Poe EA.", ["Doe, J", "Roe, R", "Poe, EA"]),
        ("Doe, J., Roe, R.", ["Doe, J.", "Roe, R."]),
        ("Doe, Jane and Roe, Richard", ["Doe, Jane", "Roe, Richard"]),
        ("Doe J and Roe R", ["Doe, J", "Roe, R"]),
        ("Doe, Jane", ["Doe, Jane"]),
        ("Jane Doe, Richard Roe, Edgar Poe", ["Jane Doe", "Richard Roe", "Edgar Poe"]),
        ("Doe J et al.", ["Doe, J"]),
        ("Doe, J.\n and Roe, R.\n and Poe, E.\n", ["Doe, J.", "Roe, R.", "Poe, E."]),
        ("Doe, Jane M; Roe, R; ", ["Doe, Jane M", "Roe, R"]),
        ("Jane Doe|Richard Roe", ["Jane Doe", "Richard Roe"]),
        ("World Health Organization", ["World Health Organization"]),
        ("", []),
    ],
)
def test_several_authors_in_one_cell(cell, names):
    assert names_in_cell(cell) == names


@pytest.mark.parametrize(
    ("start", "end", "pages"),
    [("67", "78", "67-78"), ("S67-78", "", "S67-78"), ("67\u201378", "", "67-78"), ("e5", "", "e5"), ("5", "5", "5"),
     ("67-78", "78", "67-78"), ("", "9", "9"), ("", "", "")],
)  # fmt: skip
def test_pages(start, end, pages):
    assert page_range(start, end) == pages


def test_pubmed_addresses():
    assert pmid_in_url("https://pubmed.ncbi.nlm.nih.gov/16681130/") == "16681130"
    assert pmid_in_url("https://www.ncbi.nlm.nih.gov/pubmed/16681130?x") == "16681130"
    assert pmid_in_url("https://example.org/16681130") == ""


def test_registry_numbers_are_found_once_each():
    assert registry_ids("an RCT, NCT01234567 and NCT01234567", "ACTRN12616000000000; DRKS00012345") == (
        "ACTRN12616000000000", "DRKS00012345", "NCT01234567",
    )  # fmt: skip
    assert registry_ids("an RCT") == ()

"""The page Columns says how a table is read, and to accept what it says changes nothing. All records are made up."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.references import read_references
from twofold.references.headers import _ALIASES
from twofold.tui.actions import keymap
from twofold.tui.pages.asks import Step
from twofold.tui.pages.bring_in_columns import Columns

TABLES = {
    "Zotero": "Key,Item Type,Publication Year,Author,Title,Publication Title,DOI,Abstract Note,Date,Page start,"
    'Page end,Extra\nAB12,report,,"Doe, Jane",Made-up,Series,,Text,2019-03-01,11,19,"DOI: 10.1234/z.1\nPMID: 4567"\n',
    "Covidence": "Title,Authors,Published Year,Journal,Accession Number,DOI,Ref,Covidence #,Study,Notes,Tags\n"
    'Made-up,"Doe, J.",2016,J Nothing,L1,10.1234/c,12,#14,Doe 2016,Exclusion reason: x,pilot\n',
    "Rayyan": "key,title,year,authors,notes,pubmed_id,pmc_id\n"
    "rayyan-301,Made-up,2019,Doe J,\"RAYYAN-INCLUSION: {'Ada'}\",123,\n",
    "Scopus": "Authors,Author full names,Title,Year,Source title,Page start,Page end,EID,Cited by\n"
    "Doe J.,\"Doe, Jane (1)\",Made-up,2020,J Nothing,10,20,2-s2.0-1,3\n",
    "ASReview": "record_id,title,authors,year,included,asreview_ranking,exported_notes_1\n"
    "7,Made-up,Doe J,2001,1,3,good\n",
    "PubMed": "PMID,Title,Authors,Citation,Journal/Book,Publication Year,Create Date,DOI\n"
    '16681130,Made-up,"Doe J, Roe R.",x,J Nothing,,2006/05/01,10.1234/p\n',
    "Cochrane": "CENTRAL ID,Author(s),Title,Source,Year,Pages,PubMed ID,CTgov ID,DOI\n"
    'CN-1,"Doe, J",Made-up,Trials,2011,1-9,PUBMED 213,NCT01234567,\n',
    "two titles": "title,Title 2,study title,authors,date,year,Reviewer 1\n,x,Made-up,Doe,2001-02-03,,Include\n",
}  # fmt: skip


def accepted(data: bytes):
    """The page of a table as it is shown first, and what comes of reading the table so."""
    page = Columns("t.csv", dict(read_references(data, "t.csv").columns), keys=keymap())
    page.drawn(80)
    page.at = "read"
    assert page.press("enter") == Step("mapped")
    return page, read_references(data, "t.csv", mapping=page.changed)


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_reading_a_table_as_it_is_shown_changes_nothing(table):
    page, reading = accepted(table.encode())
    assert page.changed == {}
    assert reading == read_references(table.encode(), "t.csv")


ALIASES = sorted(alias for aliases in _ALIASES.values() for alias in aliases.split("|"))


@settings(deadline=None)
@given(st.lists(st.sampled_from(ALIASES), unique=True, max_size=8), st.data())
def test_so_it_is_with_whatever_columns_are_known(headers, data):
    headers = ["title", "authors", "year", *(one for one in headers if one not in ("title", "authors", "year"))]
    cells = [
        data.draw(st.sampled_from(["", "Made-up", "2001", "10.1234/x", "PMID: 77", "#14", "12"])) for _ in headers[1:]
    ]
    out = io.StringIO()
    csv.writer(out).writerows([headers, ["Made-up", *cells]])
    assert accepted(out.getvalue().encode())[1] == read_references(out.getvalue().encode(), "t.csv")


def test_only_what_was_changed_is_said_by_hand():
    data = TABLES["two titles"].encode()
    page = Columns("t.csv", dict(read_references(data, "t.csv").columns), keys=keymap())
    page.fields["Reviewer 1"] = ""
    assert page.changed == {"Reviewer 1": ""}
    (reference,) = read_references(data, "t.csv", mapping=page.changed).references
    assert (reference.year, dict(reference.raw)["Reviewer 1"]) == (2001, "Include")


def test_that_one_more_column_is_screening_lets_no_other_go_to_coders():
    page = Columns("t.csv", {"Title": "title", "Votes": "screening", "Mine": ""}, keys=keymap())
    page.drawn(80)
    page.at = "column:Mine"
    page.press("enter")
    page.at = "field:screening"
    page.press("enter")
    assert page.fields == {"Title": "title", "Votes": "screening", "Mine": "screening"}


def test_what_is_not_used_is_said_to_go_to_coders():
    page = Columns("t.csv", {"Title": "title", "Country": ""}, keys=keymap())
    text = " ".join("".join(words for words, _ in one.drawn.pieces) for one in page.window(80, 24).lines)
    assert "kept with the study, and coders' copies carry it" in " ".join(text.split())

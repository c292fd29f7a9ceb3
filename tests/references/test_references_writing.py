"""RIS out and in again, and rispy as an oracle where it is right. All records are made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.references import Reference, Source, read_references, write_ris
from twofold.references.cleaning import author_name, composed, plain, prose, title_text
from twofold.references.screening import carries_marks

SOURCE = Source("made-up", "", "RIS", "", 1, 1, 1)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=1).map(composed)
line = (
    words.map(plain)
    .map(title_text)
    .filter(lambda text: not carries_marks(text.encode()))
    .filter(lambda text: bool(text) and plain(text) == text == title_text(text))
)
doi = st.from_regex(r"10\.[0-9]{4}/[a-z0-9]{1,8}", fullmatch=True)
# A semicolon stands between people, also where it should not.
names = line.map(author_name).filter(lambda name: bool(name) and ";" not in name and author_name(name) == name)
references = st.builds(
    Reference,
    title=line,
    authors=st.lists(names, max_size=3).map(tuple),
    year=st.none() | st.integers(1500, 2100),
    journal=line | st.just(""),
    volume=st.sampled_from(["", "4", "12A"]),
    issue=st.sampled_from(["", "2", "1-2"]),
    pages=st.sampled_from(["", "67-78", "S67-S78", "e5"]),
    doi=doi | st.just(""),
    doi_found_in=st.just("DO"),
    pmid=st.sampled_from(["", "16681130"]),
    abstract=line.filter(lambda text: prose(text) == text) | st.just(""),
    kind=st.sampled_from(["article", "book", "chapter", "report"]),
    url=st.sampled_from(["", "https://example.org/x"]),
    language=st.sampled_from(["", "eng"]),
    source_id=st.sampled_from(["", "rayyan:5", "accession:WOS:1"]),
    study_label=st.just(""),
    registry_ids=st.sampled_from([(), ("ISRCTN12345678", "NCT01234567")]),
    raw=st.just(()),
    screening=st.just(()),
    flags=st.just(()),
    source=st.just(SOURCE),
)  # fmt: skip
KEPT = (
    "title", "authors", "year", "journal", "volume", "issue", "pages", "doi", "pmid", "abstract", "kind", "url",
    "language", "source_id", "registry_ids",
)  # fmt: skip


@given(st.lists(references, min_size=1, max_size=4))
def test_what_is_written_is_read_again(written):
    reading = read_references(write_ris(written).encode(), "made-up")
    assert reading.accounted
    assert reading.warnings == ()
    for before, after in zip(written, reading.references, strict=True):
        for field in KEPT:
            assert getattr(after, field) == getattr(before, field), field


def test_an_abstract_cannot_pass_for_another_record():
    (record,) = read_references(b"TY  - JOUR\nTI  - Made-up\nAB  - One.\n\nTwo.\nER  - \n", "x").references
    assert record.abstract == "One.\nTwo."
    text = write_ris([record])
    assert text.count("\r\n") == text.count("\n") == 5
    assert "AB  - One. Two.\r\n" in text


def test_votes_never_go_out():
    data = b'TY  - JOUR\nTI  - Made-up\nN1  - RAYYAN-INCLUSION: {"Nala"=>"Included"}\nER  - \n'
    assert "Nala" not in write_ris(read_references(data, "x").references)


rispy = pytest.importorskip("rispy")
clean_lines = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=20)


@given(
    st.lists(
        st.tuples(clean_lines, st.lists(clean_lines, max_size=3), st.integers(1500, 2100), clean_lines, clean_lines),
        min_size=1,
        max_size=5,
    )
)  # fmt: skip
def test_plain_records_are_what_rispy_reads(rows):
    text = "".join(
        f"TY  - JOUR\nTI  - {title}\n{''.join(f'AU  - {name}, A.{chr(10)}' for name in people)}PY  - {year}\n"
        f"T2  - {journal}\n"
        f"AB  - {abstract}\nER  - \n\n"
        for title, people, year, journal, abstract in rows
    )
    ours = read_references(text.encode(), "made-up").references
    theirs = rispy.loads(text)
    assert len(ours) == len(theirs)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.title == ("" if other["title"] == "NA" else other["title"])
        assert list(mine.authors) == other.get("authors", [])
        assert str(mine.year) == other["year"]
        assert mine.journal == ("" if other["secondary_title"] == "NA" else other["secondary_title"])

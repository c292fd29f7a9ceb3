"""Files that would break a reader, and files that are none: refused in bounded time, with a sentence."""

import time
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.references import UnreadableFile, read_references
from twofold.references.decoding import MAX_BYTES, MAX_LINES, MAX_RECORDS


def is_accounted_or_refused(data: bytes) -> bool:
    """True if the file is accounted for, or refused in whole with a sentence."""
    try:
        return read_references(data, "x").accounted
    except UnreadableFile as refusal:
        return str(refusal).startswith("`x`") and str(refusal).endswith(".")


RECORD = b"TY  - JOUR\nTI  - Made-up\nER  - \n"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "`x` is empty."),
        (b" \n\n", "`x` is empty."),
        (RECORD + b"a\0b", r"`x`, line 4: there is a NUL byte"),
        (RECORD.decode().encode("utf-16-le"), "NUL byte"),
        (RECORD.decode().encode("utf-32"), "UTF-32"),
        (b"%PDF-1.7\n", "`x` is a PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word or Excel"),
        (b"\xff\xfe\x00\xd8\x41\x00\x00\x00\x41\x00", "UTF-16"),
        (b"Dear all,\n", "in no format that Twofold knows"),
        (b"title," + b"," * 100_000 + b"\n", "more than 2,000 columns"),
        (b"title,year,doi\n" + b"a," * 1_000_000, "more than 2,000 columns"),
    ],
    ids=lambda value: value[:30] if isinstance(value, str) else "",
)
def test_refused_with_a_sentence(data, sentence):
    with pytest.raises(UnreadableFile, match=sentence) as refusal:
        read_references(data, "x")
    assert str(refusal.value).endswith(".")


def test_too_many_bytes_are_refused_without_being_copied():
    data = bytes(MAX_BYTES + 1)
    tracemalloc.start()
    with pytest.raises(UnreadableFile, match="above 100 MiB"):
        read_references(data, "x")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_too_many_records_and_lines_are_refused_before_they_are_read():
    started = time.process_time()
    with pytest.raises(UnreadableFile, match=f"holds {MAX_RECORDS + 1:,} records"):
        read_references(b"TY  -\n" * (MAX_RECORDS + 1), "x")
    with pytest.raises(UnreadableFile, match="more than 3,000,000 lines"):
        read_references(RECORD + b"\n" * MAX_LINES, "x")
    assert time.process_time() - started < 5


def test_a_record_of_megabytes_is_held_back_alone():
    reading = read_references(RECORD + b"TY  - JOUR\nAB  - " + b"x " * 800_000 + b"\nER  - \n" + RECORD, "x")
    (held,) = reading.held_back
    assert (held.number, held.first_line, held.last_line) == (2, 4, 6)
    assert held.why.startswith("It is 1,600,0")
    assert len(held.text) == 1_000
    assert reading.accounted


@pytest.mark.parametrize(
    "text",
    [
        b'"a""b' * 200_000,
        b"title,authors,year\n" + b'"x,' * 1_000 + b"\n",
        b"title,authors,year\n" + b'"x\n' * 50_000,
        b"title,authors,year\n" + b'"a""\n' * 50_000,
        b"TY  - JOUR\nAB  - " + b"<" * 200_000 + b"\nER  - \n",
        b"TY  - JOUR\nAB  - " + b"&amp;" * 100_000 + b"\nER  - \n",
        b"TY  - JOUR\nAB  - " + b"<a href=" * 50_000 + b"\nER  - \n",
        b"TY  - JOUR\nUR  - " + b"x  - " * 50_000 + b"\nER  - \n",
        b"TY  - JOUR\nTI  - x\nN1  - RAYYAN-" + b'"a"=>' * 50_000 + b"\nER  - \n",
        b"TY  - JOUR\nTI  - x\nN1  - " + b"RAYYAN-INCLUSION: " * 20_000 + b"\nER  - \n",
        b"TY  - JOUR\nDO  - " + b"10.1234/" * 50_000 + b")" * 50_000 + b"\nER  - \n",
        b"TY  - JOUR\nAU  - " + b"A B " * 50_000 + b"\nER  - \n",
        b"TY  - JOUR\nAB  - " + b" \n" * 50_000 + b"x\nER  - \n",
        b'title,authors,year\nMade-up,"' + b"A, " * 50_000 + b'",2001\n',
        b'title,authors,year\nMade-up,"' + b"A and " * 50_000 + b'",2001\n',
        b"\n" * 200_000 + b"TY  - JOUR\nTI  - a\n",
        b" " * 500_000 + RECORD,
        b"@" * 500_000,
        b"{" * 500_000,
        b"[" * 500_000,
        b"<" * 500_000,
        b"%" * 500_000,
        b"title,authors,year\n" + (b'"a,' * 1_900 + b"\n") * 100,
        b"<xml><records>\n" + b"<record/>\n" * 50_000 + b"</records></xml>",
        b"<xml><records><record></record>" + b"<!--" * 200_000,
        b'[{"title":"a"},' + b'\\"' * 300_000,
        b'[{"a":' + b"[" * 1_500_000,
        b'title,authors,year\nMade-up,"Doe' + b" " * 300_000 + b'J",2001\n',
        b"@article{a, title={Made-up}, author={Doe" + b" " * 200_000 + b"J}}\n",
        b"PMID- 1\nTI  - Made-up\nAID - " + b"a" * 300_000 + b"\n",
        b"%0 Book\n" + b"%K a\n\n" * 50_000,
    ],
    ids=range(31),
)
def test_no_text_takes_more_than_its_length_deserves(text):
    started = time.process_time()
    assert is_accounted_or_refused(text)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "text",
    [
        b"Nothing but made-up prose, of many words and without end. " * 500_000,
        b"Nothing but made-up prose, of many words and many lines.\n" * 500_000,
        b"Nothing but made-up prose, caf\xe9, of many words and many lines.\n" * 400_000,
        b"TY  - JOUR\nTI  - x\nAB  - y\n" + b"OR  - 1.5 (1 to 2)\n" * 400_000 + b"ER  - \n",
        b"TY  - JOUR\nTI  - x\nAU  - Doe, J\n" * 50_000,
        b'[{"title": "' + b"Nothing but made-up prose. " * 1_000_000,
    ],
    ids=["one line", "many lines", "Windows-1252", "unknown tags in an abstract", "no end mark", "open string"],
)
def test_megabytes_without_an_end_are_told_soon(text):
    started = time.process_time()
    assert is_accounted_or_refused(text)
    assert time.process_time() - started < 3


def test_a_list_of_values_that_are_no_records_is_refused():
    with pytest.raises(UnreadableFile, match="more than 100,000 values"):
        read_references(b'[{"title": "Made-up"},' + b"1," * 200_000 + b"1]", "x")


def test_tags_without_end_are_refused():
    with pytest.raises(UnreadableFile, match="more than 1,000,000 tags"):
        read_references(b"<xml>" + b"<a>" * 1_500_000, "x")


@given(st.binary(max_size=300))
def test_arbitrary_bytes_never_crash_it(data):
    assert is_accounted_or_refused(data)


@given(st.binary(max_size=200))
def test_arbitrary_bytes_inside_a_record_never_crash_it(data):
    assert is_accounted_or_refused(RECORD + b"TY  - JOUR\nTI  - " + data + b"\nER  - \n" + RECORD)

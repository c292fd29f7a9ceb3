"""The law of the room: what is read and what is held back is what stands in the bytes, whatever happens to a file."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.references import Reading, UnreadableFile, read_references

CODECS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


def ris_file() -> str:
    records = [
        "TY  - JOUR\nTI  - Made-up one \u2013 caf\u00e9\nAU  - Doe, J\nPY  - 2001\nAB  - First.\n\nOR  - 2 (1 to 3)\nSecond.\nER  - \n\n",
        "TY  - CHAP\nT1  - Made-up two\nA1  - Roe, R\nKW  - one\ntwo\nUR  - https://example.org  U2  - 5\nER  - \n",
        "1. \nTY  - JOUR\nTI  - Made-up three\nDO  - 10.1234/three\nER  - \n\nLink to the Ovid Full Text: x\n",
        "TI  - Made-up four\nAU  - Poe, E\nER  -\n",
        "TY  - JOUR\nTI  - Made-up five\nN1  - RAYYAN-INCLUSION: {\"Nala\"=>\"Included\"}\nER  - \n",
    ]
    return "".join(records * 3)


def csv_file() -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Title", "Authors", "Published Year", "DOI", "Abstract"))
    for number in range(12):
        writer.writerow(
            (f"Made-up {number}, caf\u00e9", "Doe, J; Roe, R", 2000 + number, "", 'Lines\n\nand "quotes", \u2013')
        )
    return out.getvalue()


FILES = {"RIS": ris_file(), "CSV": csv_file()}


def accounted(data: bytes) -> Reading | None:
    """The reading, or None where the file is refused in whole; anything else would be a crash."""
    try:
        reading = read_references(data, "made-up")
    except UnreadableFile as refusal:
        assert str(refusal).endswith(".")
        return None
    assert len(reading.references) + len(reading.held_back) == reading.counted, data
    numbers = [r.source.number for r in reading.references] + [h.number for h in reading.held_back]
    assert sorted(numbers) == list(range(1, reading.counted + 1))
    return reading


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("name", FILES)
def test_whole_files_in_every_encoding(name, codec):
    reading = accounted(FILES[name].encode(codec))
    assert reading is not None
    assert reading.format == name
    assert not reading.held_back
    assert len(reading.references) == {"RIS": 15, "CSV": 12}[name]


@pytest.mark.parametrize("name", FILES)
def test_every_cut_from_the_end(name):
    data = FILES[name].encode()
    for at in range(1, len(data), 7):
        accounted(data[:at])


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_cuts_splices_and_encodings(name, data):
    text = FILES[name]
    codec = data.draw(st.sampled_from(CODECS))
    end = data.draw(st.sampled_from(["\n", "\r", "\r\n", "\r\r\n"]))
    whole = text.replace("\r\n", "\n").replace("\n", end).encode(codec)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(whole)), min_size=2, max_size=6)))
    pieces = [whole[a:b] for a, b in zip([0, *cuts], [*cuts, len(whole)], strict=True)]
    kept = data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=6))
    accounted(b"".join(kept))


@settings(max_examples=100, deadline=None)
@given(first=st.sampled_from(sorted(FILES)), second=st.sampled_from(sorted(FILES)), codec=st.sampled_from(CODECS), data=st.data())
def test_files_put_one_behind_the_other(first, second, codec, data):
    one, other = FILES[first].encode(), FILES[second].encode(codec)
    cut = data.draw(st.integers(0, len(one)))
    accounted(one[:cut] + other)


LINES = ["TY  - JOUR", "TY - JOUR", "ty  - JOUR", "ER  - ", "ER  -", "ER -", "ER", "TI  - Made-up", "ti  - Made-up",
         "T1 - Made-up", "AB  - text", "OR  - 1.5", "  TY  - JOUR", "    TY  - JOUR", "EF", "EF  - ", "", "1. ", "text",
         "N1  - text", "TY", "TY  ", "\ufeffTY  - JOUR", "er  - ", "XX  - odd", "Record #1 of 2", "is  - small"]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14), st.sampled_from(["\n", "\r"]))
def test_any_heap_of_ris_lines(lines, end):
    accounted(("TY  - JOUR\nTI  - Made-up\nER  - \n" + "\n".join(lines)).replace("\n", end).encode())
    accounted(end.join(lines).encode())


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from('a",;\n\t é'), max_size=60), st.sampled_from([",", ";", "\t"]))
def test_any_heap_of_cells(text, delimiter):
    accounted((delimiter.join(("title", "authors", "year")) + "\n" + text).encode())

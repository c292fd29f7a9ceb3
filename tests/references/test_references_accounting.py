"""The law of the room: what is read and what is held back is what stands in the bytes, whatever happens to a file."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.references import Reading, UnreadableFile, read_references

CODECS = ("utf-8", "utf-8-sig", "utf-16", "cp1252")


def ris_file() -> str:
    records = [
        "TY  - JOUR\nTI  - Made-up one \u2013 caf\u00e9\nAU  - Doe, J\nPY  - 2001\n"
        "AB  - First.\n\nOR  - 2 (1 to 3)\nSecond.\nER  - \n\n",
        "TY  - CHAP\nT1  - Made-up two\nA1  - Roe, R\nKW  - one\ntwo\nUR  - https://example.org  U2  - 5\nER  - \n",
        "1. \nTY  - JOUR\nTI  - Made-up three\nDO  - 10.1234/three\nER  - \n\nLink to the Ovid Full Text: x\n",
        "TI  - Made-up four\nAU  - Poe, E\nER  -\n",
        'TY  - JOUR\nTI  - Made-up five\nN1  - RAYYAN-INCLUSION: {"Nala"=>"Included"}\nER  - \n',
    ]
    return "".join(records * 3)


def csv_file() -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("Title", "Authors", "Published Year", "DOI", "Abstract"))
    for number in range(12):
        writer.writerow(
            (
                f"Made-up {number}, caf\u00e9",
                "Doe, J; Roe, R",
                2000 + number,
                "",
                'Lines\n\nand "quotes", \u2013',
            )
        )
    return out.getvalue()


MEDLINE = "".join(
    f"PMID- {number}\nTI  - Made-up {number} \u2013\n      wrapped\nFAU - Doe, J\n"
    f"LID - 10.1234/{number} [doi]\nAB  - a\n\n"
    for number in range(1, 13)
)
WEB_OF_SCIENCE = "FN Made-up\nVR 1.0\n" + "".join(
    f"PT J\nAU Doe, J\n   Roe, R\nTI Made-up {number} \u2013\n   wrapped\nAB IN 2010\nPY 2010\nER\n\n"
    for number in range(12)
)
ENDNOTE = "".join(
    f"%0 Journal Article\n%A Doe, J\n%T Made-up {number} caf\u00e9\n%X One.\n\nTwo.\n%D 2001\n\n"
    for number in range(12)
)
COCHRANE = "".join(
    f"Record #{number} of 12\nID: CN-{number}\nTI: Made-up {number} \u2013\nYR: 2001\nAB: AIM: none.\n\n\n"
    for number in range(1, 13)
)
OVID = "".join(
    f"<{number}>\nTitle\n  Made-up {number} caf\u00e9\nSource\n  J. 1(2):3-4, 2001.\nAbstract\n  None.\n  More.\n\n"
    for number in range(1, 13)
)
REFWORKS = "".join(
    f"RT Journal Article\nID {number}\nA1 Doe,Jane\nT1 Made-up {number} caf\u00e9\nAB IN 2010\n\nTwo.\nYR 2001\n"
    "U15 x\n\n"
    for number in range(12)
)
BIBTEX = "Made-up prose\n" + "".join(
    f'@article{{key{number % 5},\n title = {{Made-up {number} \u2013 caf\u00e9}},\n author = "Doe, J and Roe, R",\n '
    f"abstract={{x, y = z}},\n year = 2001\n}}\n"
    for number in range(12)
)
JSON = json.dumps(
    [
        {"title": f"Made-up {number} \u2013", "issued": {"date-parts": [[2001]]}, "note": 'a{["b'}
        for number in range(12)
    ],
    ensure_ascii=False,
    indent=1,
)
XML = "<xml>\n<records>" + "".join(
    f"<record><titles><title><style>Made-up {number} caf\u00e9</style></title></titles></record>\n"
    for number in range(12)
) + "</records></xml>"  # fmt: skip
FILES = {
    "RIS": ris_file(),
    "CSV": csv_file(),
    "MEDLINE": MEDLINE,
    "Web of Science": WEB_OF_SCIENCE,
    "EndNote tagged": ENDNOTE,
    "Cochrane": COCHRANE,
    "Ovid": OVID,
    "RefWorks": REFWORKS,
    "BibTeX": BIBTEX,
    "CSL-JSON": JSON,
    "EndNote XML": XML,
}


def accounted(data: bytes) -> Reading | None:
    """The reading, or None where the file is refused in whole; anything else would be a crash."""
    said = None
    try:
        reading = read_references(data, "made-up")
    except UnreadableFile as refusal:
        said = str(refusal)
    if said is not None:
        assert said.endswith(".")
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
    assert len(reading.references) == (15 if name == "RIS" else 12)


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
@given(
    first=st.sampled_from(sorted(FILES)),
    second=st.sampled_from(sorted(FILES)),
    codec=st.sampled_from(CODECS),
    data=st.data(),
)
def test_files_put_one_behind_the_other(first, second, codec, data):
    one, other = FILES[first].encode(), FILES[second].encode(codec)
    cut = data.draw(st.integers(0, len(one)))
    accounted(one[:cut] + other)


LINES = ["TY  - JOUR", "TY - JOUR", "ty  - JOUR", "ER  - ", "ER  -", "ER -", "ER", "TI  - Made-up", "ti  - Made-up",
         "T1 - Made-up", "AB  - text", "OR  - 1.5", "  TY  - JOUR", "    TY  - JOUR", "EF", "EF  - ", "", "1. ", "text",
         "N1  - text", "TY", "TY  ", "\ufeffTY  - JOUR", "er  - ", "XX  - odd", "Record #1 of 2",
         "is  - small"]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(LINES), min_size=1, max_size=14), st.sampled_from(["\n", "\r"]))
def test_any_heap_of_ris_lines(lines, end):
    accounted(("TY  - JOUR\nTI  - Made-up\nER  - \n" + "\n".join(lines)).replace("\n", end).encode())
    accounted(end.join(lines).encode())


@settings(max_examples=400, deadline=None)
@given(st.text(st.sampled_from('a",;\n\t é'), max_size=60), st.sampled_from([",", ";", "\t"]))
def test_any_heap_of_cells(text, delimiter):
    accounted((delimiter.join(("title", "authors", "year")) + "\n" + text).encode())

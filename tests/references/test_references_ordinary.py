"""What is read by a quicker way is what the slower one gives: ordinary records, clean values, texts in NFC."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.references import dialects, ris, tagged
from twofold.references.cleaning import _REGISTRY, HIDDEN, doi_in, hides_something, registry_ids
from twofold.references.decoding import _MAY_BE_DECOMPOSED, decode
from twofold.references.interpreting import Once
from twofold.references.screening import carries_marks

RIS_LINES = (
    "TY  - JOUR", "TY  - ", "TI  - Made-up", "T1  - ", "AU  - Doe, J ", "AU  -", "AB  - Of\u2009none", "XX  - unknown",
    "UR  - https://example.org  ", "UR  - https://example.org     U2  - L20298", "DO  - 10.1234/x", "KW  - a", "N1  - ",
    "EF  - ", "ER  - ", "ER  -", " ER - ", "  TI  - indented", "PY - 2001", "ty  - jour", "", " ", "\t", "goes on",
    "1. ", "Link to the Ovid Full Text", "OR  - 2 (1 to 3)",
)  # fmt: skip
WEB_OF_SCIENCE_LINES = ("PT J", "TI Made-up", "AU Doe, J ", "   Roe, R", "AB IN 2010", "PY 2001", "ER", "ER ", "", "EF")
ORDINARY = "TY  - JOUR\nTI  - Made-up\nUR  - https://example.org\nAB  - None.\nER  - \n\n"


def parsed(text, dialect):
    """What the tolerant reader makes of a text: its records, but for a size that may be known or not, and warnings."""
    warnings = []
    return [replace(record, size=0) for record in tagged.records(text, dialect, warnings)], warnings


def slowly(text, dialect):
    """The same by a reader that takes no record for an ordinary one."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tagged, "ordinary_record", lambda *_: None)
        return parsed(text, dialect)


def taken_for_ordinary(text):
    """What came of each record that may have been an ordinary one, and the records that were read."""
    found = []
    ordinary = tagged.ordinary_record
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(tagged, "ordinary_record", lambda *given: found.append(ordinary(*given)) or found[-1])
        return found, parsed(text, ris.DIALECT)[0]


class TestAnOrdinaryRecord:
    def test_has_a_line_for_each_field(self):
        found, records = taken_for_ordinary(ORDINARY * 3)
        assert [record and record.first_line for record in found] == [1, 7, 13]
        assert found[0].size == len("JOUR" + "Made-up" + "https://example.org" + "None.")
        assert len(records) == 3

    def test_may_go_on_over_several_lines(self):
        found, _ = taken_for_ordinary(ORDINARY.replace("None.", "None.\n\nNone "))
        assert [record and record.fields[-1] for record in found] == [("AB", "None.\n\nNone")]

    @pytest.mark.parametrize("line", ["XX  - unknown", "UR  - https://example.org     U2  - L20298", "TY  - BOOK"])
    def test_has_nothing_odd_in_it(self, line):
        found, records = taken_for_ordinary(ORDINARY.replace("AB", f"{line}\nAB"))
        assert found == [None]
        assert records

    @given(lines=st.lists(st.sampled_from(RIS_LINES), max_size=25), between=st.booleans())
    def test_is_read_as_by_the_slower_way_whatever_stands_around_it(self, lines, between):
        text = "\n".join([ORDINARY, *lines, ORDINARY] if between else lines)
        assert parsed(text, ris.DIALECT) == slowly(text, ris.DIALECT)

    @given(lines=st.lists(st.sampled_from(WEB_OF_SCIENCE_LINES), max_size=25))
    def test_of_the_web_of_science_too(self, lines):
        text = "\n".join(lines)
        assert parsed(text, dialects.WEB_OF_SCIENCE) == slowly(text, dialects.WEB_OF_SCIENCE)


def test_no_character_that_passes_for_composed_ever_changes_in_nfc():
    second = {
        int(parts[1], 16)
        for code in range(0x110000)
        if len(parts := unicodedata.decomposition(chr(code)).split()) == 2 and not parts[0].startswith("<")
    }
    hangul = {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}
    passing = [code for code in range(0x110000) if not _MAY_BE_DECOMPOSED.search(chr(code))]
    assert len(passing) > 30_000
    assert not (second | hangul) & set(passing)
    assert all(not unicodedata.combining(chr(code)) for code in passing)
    assert all(unicodedata.is_normalized("NFC", chr(code)) for code in passing)


@given(
    st.lists(st.sampled_from(["e", "\u0301", "\u00e9", "\u212b", "\u1100", "\u1161", "\u2013", "\n", "\u093c"])),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_decoded_is_in_nfc(pieces, codec):
    text = "made-up " + "".join(pieces)
    assert decode(text.encode(codec), "x").text == unicodedata.normalize("NFC", text)


def test_utf_8_among_windows_1252_is_composed_too():
    data = "caf\u00e9\n".encode("cp1252") + "cafe\u0301 and a\u030a\n".encode()
    assert decode(data, "x").text == "caf\u00e9\ncaf\u00e9 and \u00e5\n"


def test_what_windows_1252_leaves_undefined_becomes_a_control_character():
    assert decode(b"caf\xe9 \x81\x8d\x8f\x90\x9d\n", "x").text == "caf\u00e9 \x81\x8d\x8f\x90\x9d\n"


@given(st.text(st.sampled_from("a\r\n"), max_size=12))
def test_lines_end_at_any_of_the_three_line_ends(text):
    read = decode(b"x" + text.encode(), "x").text
    assert read == "x" + text.replace("\r\n", "\n").replace("\r", "\n")


@pytest.mark.parametrize(
    "sign",
    [b"rayyan-", b"user-notes", b"asreview_", b"eppi-reviewer", b"exclusion reason", b"Exclusion-Reasons"],
    ids=lambda sign: sign.decode(),
)
def test_every_sign_of_screening_is_found_in_running_text(sign):
    prose = b"A peer-reviewed text of the Conclusion, with NOTES and re-inclusion. "
    assert not carries_marks(prose)
    assert carries_marks(prose + sign + prose)
    assert carries_marks(prose + sign.upper() + prose)


@given(st.text(st.sampled_from(["a", "\u2009", "\u2013", "\ud800", *HIDDEN]), max_size=4))
def test_hidden_characters_are_found_wherever_they_stand(text):
    assert hides_something(text) is any(character in text for character in HIDDEN)


@given(st.text(st.sampled_from("10./-()a;%&"), max_size=14))
def test_a_clean_doi_is_what_would_be_found_in_a_text_around_it(tail):
    value = f"10.1234/{tail}"
    assert doi_in(value) == doi_in(f" {value}")


def test_trial_numbers_are_found_whatever_register_they_are_of():
    numbers = ("ACTRN12605000123456", "ChiCTR-1234567", "DRKS00001234", "IRCT123456789012N1", "ISRCTN12345678",
        "KCT0001234", "NCT01234567", "RBR-abc123", "UMIN000012345")  # fmt: skip
    for number in numbers:
        assert registry_ids(f"Made-up ({number}).") == (number,)
    assert registry_ids("A CT of a RCT, UK: UMIN, RB.") == ()


@given(
    st.lists(
        st.sampled_from(
            ["NCT01234567", "NCT1234567", "ChiCTR-NCT01234567", "ISRCTN12345678", "xDRKS00001234", "DRKS00001234",
             "RCT", "CTRI/2018/01/012345", "CT1", "UMIN000012345", "RBR-abc123", "IRCT123456789012N1", " ", "-",
             "\u00e9"]
        )
    )
)  # fmt: skip
def test_trial_numbers_are_those_that_a_look_at_every_character_would_find(pieces):
    text = "".join(pieces)
    assert registry_ids(text) == tuple(sorted(set(_REGISTRY.findall(text))))


def test_what_is_worked_out_once_is_not_worked_out_again_and_does_not_grow_for_ever(monkeypatch):
    asked = []
    once = Once(lambda text: asked.append(text) or text.upper())
    assert [once["a"], once["b"], once["a"]] == ["A", "B", "A"]
    assert asked == ["a", "b"]
    monkeypatch.setattr(Once, "_MOST", 2)
    assert [once["c"], once["c"]] == ["C", "C"]
    assert asked == ["a", "b", "c", "c"]
    assert len(once) == 2

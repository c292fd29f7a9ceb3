"""A line of a log: what is written is read back, and what is not what was written is refused."""

import hashlib
import json
import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_logs import FOUNDING, REVIEW, code, log

from twofold.record import lines
from twofold.record.headers import BadHeader, header_body, read_header
from twofold.record.lines import DamagedLine, Line, Written, decode_line, document_id, encode_line, is_whole, written
from twofold.record.tables import BadDocument, read_document
from twofold.values.canonical import NotCanonical, canonical

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=30).map(
    lambda text: unicodedata.normalize("NFC", text)
)
bodies = st.dictionaries(texts, texts | st.integers(-99, 99) | st.none() | st.lists(texts, max_size=2), max_size=4)
documents = st.lists(st.builds(written, st.sampled_from(["codes", "rows", "x"]), bodies), max_size=3)
PREVIOUS = "ab" * 32
ONE = encode_line(7, PREVIOUS, [code("anna", "d1" * 8, 1, "high", note='quotes "study":"x", \\ and é')])[0]


@given(st.integers(0, 10**6), documents, st.none() | bodies)
def test_a_line_is_read_back_as_it_was_written(
    number: int, made: list[Written], header: dict[str, object] | None
) -> None:
    raw, digest = encode_line(number, PREVIOUS, made, header)  # type: ignore[arg-type]
    assert raw.count(b"\n") == 1
    assert raw.endswith(b"\n")
    assert is_whole(raw[:-1])
    assert decode_line(raw) == Line(number, PREVIOUS, tuple(made), digest, header)  # type: ignore[arg-type]


def test_a_line_is_canonical_json_with_its_digest_last() -> None:
    content = json.loads(ONE)
    digest = content.pop("sha256")
    again = canonical(content)[:-1] + b',"sha256":"' + digest.encode() + b'"}\n'
    assert again == ONE


@given(documents, st.integers(0, 4), st.booleans(), st.randoms(use_true_random=False))
def test_the_same_content_in_another_form_is_taken(
    made: list[Written], indent: int, ascii_only: bool, rng: random.Random
) -> None:
    raw, _ = encode_line(3, PREVIOUS, made)
    content = list(json.loads(raw).items())
    rng.shuffle(content)
    again = json.dumps(dict(content), ensure_ascii=ascii_only, separators=(", ", " : ") if indent else None)
    for form in (raw[:-1] + b"\r\n", b"\xef\xbb\xbf" + raw, b"  " + raw, again.encode(), again.encode() + b"\r\n"):
        assert decode_line(form) == decode_line(raw)


def test_every_change_of_a_single_byte_is_refused_or_changes_nothing() -> None:
    true = decode_line(ONE)
    taken = 0
    for place in range(len(ONE) - 1):
        for byte in {0x00, 0x20, 0x22, 0x2C, 0x30, 0x31, 0x5C, 0x61, 0x7D, 0xC3, 0xFF} | {
            ONE[place] ^ (1 << bit) for bit in range(8)
        }:
            if byte == ONE[place]:
                continue
            changed = ONE[:place] + bytes([byte]) + ONE[place + 1 :]
            try:
                read = decode_line(changed)
            except DamagedLine:
                continue
            taken += 1
            assert read == true
    assert taken < 10


def test_every_cut_and_every_lost_or_doubled_byte_is_refused() -> None:
    raw = ONE[:-1]
    for place in range(len(raw)):
        for changed in (raw[:place], raw[:place] + raw[place + 1 :]):
            with pytest.raises(DamagedLine):
                decode_line(changed)
        with pytest.raises(DamagedLine):
            decode_line(raw[: place + 1] + raw[place : place + 1] + raw[place + 1 :])


@settings(max_examples=300)
@given(st.binary(max_size=80) | st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    with pytest.raises(DamagedLine):
        decode_line(data)


def signed(text: bytes) -> bytes:
    """Rubbish with its right digest, as a forger would write it."""
    return text[:-1] + b',"sha256":"' + hashlib.sha256(text).hexdigest().encode() + b'"}'


@pytest.mark.parametrize(
    "text",
    [
        b"}",
        b"{}",
        b"[]",
        b"not json}",
        b'{"documents":[],"line":-1,"previous":""}',
        b'{"documents":[],"line":true,"previous":""}',
        b'{"documents":[],"line":1.0,"previous":""}',
        b'{"documents":[],"line":"1","previous":""}',
        b'{"documents":{},"line":1,"previous":""}',
        b'{"documents":[],"line":1,"previous":null}',
        b'{"documents":[],"line":1,"previous":"","more":1}',
        b'{"documents":[],"header":[],"line":1,"previous":""}',
        b'{"documents":[["codes","id"]],"line":1,"previous":""}',
        b'{"documents":[["codes",1,{}]],"line":1,"previous":""}',
        b'{"documents":[["codes","id",{},{}]],"line":1,"previous":""}',
        b'{"documents":[["codes","id",[]]],"line":1,"previous":""}',
        b'{"documents":[["codes","id",{"a":NaN}]],"line":1,"previous":""}',
        b'{"documents":[["codes","id",{"a":"\\ud800"}]],"line":1,"previous":""}',
        b'{"documents":[["codes","id",{"a":"\xff"}]],"line":1,"previous":""}',
        b'{"documents":' + b"[" * 100_000 + b"]" * 100_000 + b',"line":1,"previous":""}',
    ],
)
def test_rubbish_with_a_right_digest_is_no_line(text: bytes) -> None:
    with pytest.raises(DamagedLine):
        decode_line(signed(text))


@pytest.mark.parametrize(
    "body",
    [
        b'{"answer":null,"answer":{"value":"x"}}',
        b'{"answer":1.5}',
        b'{"answer":123456789012345678901234567890}',
        b'{"answer":' + b"[" * 40 + b"]" * 40 + b"}",
    ],
)
def test_what_slips_through_in_a_signed_line_is_stopped_at_the_document(body: bytes) -> None:
    name = hashlib.sha256(b'["codes",' + body + b"]").hexdigest()[:32].encode()
    line = decode_line(signed(b'{"documents":[["codes","' + name + b'",' + body + b']],"line":1,"previous":""}'))
    with pytest.raises(BadDocument):
        read_document(line.documents[0])


def test_a_line_longer_than_any_that_is_written_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_LINE", len(ONE) - 2)
    with pytest.raises(DamagedLine, match="longer"):
        decode_line(ONE)


@given(bodies)
def test_the_id_of_a_document_depends_on_table_and_content_alone(body: dict[str, object]) -> None:
    first = document_id("codes", body)  # type: ignore[arg-type]
    assert first == document_id("codes", dict(reversed(body.items())))  # type: ignore[arg-type]
    assert first != document_id("rows", body)  # type: ignore[arg-type]
    assert first != document_id("codes", {**body, "nonce": "another"})  # type: ignore[arg-type]
    assert len(first) == 32


def test_no_id_is_given_to_what_cannot_be_written() -> None:
    with pytest.raises(NotCanonical):
        document_id("codes", {"a": 0.1})  # type: ignore[dict-item]


def test_equal_answers_of_two_moments_have_different_ids() -> None:
    assert code("anna", "d1" * 8, 1, "high").id != code("anna", "d1" * 8, 2, "high").id


def test_ids_of_the_format_do_not_change_unnoticed() -> None:
    assert code("anna", "d1" * 8, 1, "high").id == "9fe681650a3fe4024264ee1e9752cd0a"
    assert FOUNDING.id == REVIEW


@pytest.mark.parametrize("place", ["by", "device", "nonce", "study", "field", "answer"])
def test_a_document_whose_content_was_changed_is_no_document(place: str) -> None:
    true = code("anna", "d1" * 8, 1, "high")
    with pytest.raises(BadDocument, match="id does not match"):
        read_document(Written(true.table, true.id, {**true.body, place: "lea"}))


@pytest.mark.parametrize(
    ("at", "good"),
    [
        ("2026-01-31T09:00:00Z", True),
        ("2026-01-31T09:00:00", False),
        ("2026-01-31T09:00:00Z\n", False),
        ("\u0662\u0660\u0662\u0666-01-31T09:00:00Z", False),
        ("2026-01-31 09:00:00Z", False),
    ],
)
def test_the_time_of_a_document_has_one_form(at: str, good: bool) -> None:
    true = code("anna", "d1" * 8, 1, "high")
    made = written("codes", {**true.body, "at": at})
    if good:
        assert read_document(made).at == at
    else:
        with pytest.raises(BadDocument, match="`at`"):
            read_document(made)


def test_a_header_is_read_back() -> None:
    header = log("anna", "d1" * 8).header.model_copy(update={"continues": (("ab" * 8, 3, "cd" * 32),)})
    raw, _ = encode_line(0, "", (), header_body(header))
    assert read_header(decode_line(raw).header) == header
    assert read_header(decode_line(raw).header).goes_on_from[0].line == 3


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"format": 1}, "newer Twofold"),
        ({"format": "0"}, "format"),
        ({"person": "Anna"}, "person"),
        ({"person": "../../x"}, "person"),
        ({"log": "x"}, "log"),
        ({"kind": "secret"}, "kind"),
        ({"review": ""}, "review"),
        ({"continues": [["a", "b"]]}, "continues"),
        ({"continues": 5}, "continues"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_header_of_another_kind_is_refused_with_the_reason(change: dict[str, object], why: str) -> None:
    content = {**header_body(log("anna", "d1" * 8).header), **change}
    with pytest.raises(BadHeader, match=why):
        read_header(content)  # type: ignore[arg-type]


def test_no_header_is_no_log() -> None:
    with pytest.raises(BadHeader, match="not a log"):
        read_header(None)

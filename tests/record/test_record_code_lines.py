"""The short way of reading a line of one code gives what the long way gives, for every line that it takes."""

import hashlib
import json
import unicodedata

import pydantic_core
from hypothesis import example, given
from hypothesis import strategies as st
from made_logs import code

from twofold.record.code_lines import one_code
from twofold.record.lines import Line, Written, decode_line, encode_line, written
from twofold.record.tables import BadDocument, read_document
from twofold.values.canonical import Json, canonical_unchecked

PREVIOUS = "ab" * 32
texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
hexes = st.text("0123456789abcdef", min_size=16, max_size=32)
answers = st.one_of(
    st.none(),
    st.builds(lambda text: {"value": text}, texts),
    st.builds(lambda text: {"off": text}, texts),
    st.builds(lambda options: {"set": options}, st.lists(texts, max_size=3)),
)
codes = st.fixed_dictionaries(
    {"answer": answers, "by": texts, "codebook": hexes, "field": texts, "row": st.none() | hexes, "study": hexes},
    optional={
        "after_release": st.booleans(),
        "at": texts,
        "confidence": st.none() | texts,
        "device": hexes,
        "evidence": st.none()
        | st.fixed_dictionaries({}, optional=dict.fromkeys(("place", "quote", "report", "verbatim"), texts)),
        "nonce": hexes,
        "note": texts,
        "purpose": texts,
        "reason": texts,
        "replaces": st.lists(hexes, max_size=2),
        "round": texts,
        "undoes": st.none() | hexes,
    },
)
CODE = code("anna", "d1" * 8, 1, "high", note='quotes "study":"x", \\ and \x01 é\u2028', row="ab" * 8)
WHOLE = encode_line(7, PREVIOUS, [CODE])[0][:-1]


@given(codes)
def test_every_line_of_one_code_is_read_the_short_way_and_says_the_same(body: dict[str, Json]) -> None:
    raw, digest = encode_line(7, PREVIOUS, [one := written("codes", body)])
    short = one_code(raw[:-1])
    assert short is not None
    assert (short.id, short.study, short.line, short.previous, short.digest) == (
        one.id,
        body["study"],
        7,
        PREVIOUS,
        digest,
    )
    line = decode_line(raw)
    assert line == Line(7, PREVIOUS, (one,), digest)
    assert line.documents[0].study == one.study == line.documents[0].body["study"]


def test_a_code_of_a_real_log_is_the_same_document_both_ways() -> None:
    short = decode_line(WHOLE).documents[0]
    assert short.exact
    assert read_document(short) == read_document(Written("codes", CODE.id, CODE.body))


pieces = st.sampled_from(
    (
        b" ", b'"', b",", b"\\", b"\\u0041", b"\\u0001", b"\\u000a", b"\\n", b"\\/", b"{", b"}", b"[", b"]", b"null",
        b"true", b'"row":null,', b'"study":"ab",', b'"by":"b",', b"\xff", b"\xed\xa0\x80", b"\xc3\xa9", b"\x01", b"1",
    )
)  # fmt: skip


@given(st.integers(0, len(WHOLE) - 120), st.integers(0, 12), pieces)
@example(WHOLE.index(b'"answer"'), 0, b'"after_release":1,')
@example(WHOLE.index(b'"field"'), 0, b'"by":"b",')
def test_a_line_that_a_forger_made_is_taken_the_short_way_only_if_it_is_canonical(
    at: int, cut: int, piece: bytes
) -> None:
    forged = WHOLE[:at] + piece + WHOLE[at + cut :]
    short = one_code(forged)
    if short is not None:
        assert canonical_unchecked(pydantic_core.from_json(short.body)) == short.body
        assert json.loads(forged)["documents"][0] == ["codes", short.id, json.loads(short.body)]


@given(st.integers(0, 300), st.integers(0, 12), pieces)
def test_a_forged_line_with_right_digests_counts_both_ways_or_neither(at: int, cut: int, piece: bytes) -> None:
    """The forger gives the changed content the id of its bytes, and the line its digest."""
    body = canonical_unchecked(CODE.body)
    body = body[: at % len(body)] + piece + body[at % len(body) + cut :]
    key = hashlib.sha256(b'["codes",' + body + b"]").hexdigest()[:32].encode()
    rest = b'{"documents":[["codes","%b",%b]],"line":7,"previous":"%b"' % (key, body, PREVIOUS.encode())
    raw = rest + b',"sha256":"' + hashlib.sha256(rest + b"}").hexdigest().encode() + b'"}'
    short = one_code(raw)
    if short is None:
        return
    (taken,) = decode_line(raw).documents
    assert taken.exact == body
    assert _read(taken) == _read(Written("codes", taken.id, json.loads(body)))


def _read(one: Written) -> object:
    try:
        return read_document(one)
    except BadDocument as error:
        return str(error)

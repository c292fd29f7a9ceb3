"""Canonical JSON: one byte string for one content, and a reader that lets nothing else in."""

import json
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.values.canonical import MAX_DEPTH, MAX_INTEGER, Json, NotCanonical, canonical, digest, parse_strict

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=20).map(
    lambda text: unicodedata.normalize("NFC", text)
)
contents: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-MAX_INTEGER, MAX_INTEGER) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(contents)
def test_what_was_written_is_read_back(content: Json) -> None:
    assert parse_strict(canonical(content)) == content
    assert canonical(parse_strict(canonical(content))) == canonical(content)


@given(contents, st.booleans(), st.booleans())
def test_another_serialiser_of_the_same_content_gives_the_same_digest(
    content: Json, ascii_only: bool, wide: bool
) -> None:
    again = json.dumps(content, ensure_ascii=ascii_only, indent=2 if wide else None, sort_keys=not wide)
    assert digest(parse_strict(again.encode())) == digest(content)


@given(st.dictionaries(texts, st.integers(0, 9), min_size=2, max_size=6))
def test_the_order_of_keys_does_not_matter(content: dict[str, int]) -> None:
    assert canonical(dict(reversed(content.items()))) == canonical(content)


def test_the_canonical_form_is_this() -> None:
    content: Json = {"b": [1, True, None, "é\n\u2028"], "a": {"Z": -3, "a": ""}}
    assert canonical(content) == '{"a":{"Z":-3,"a":""},"b":[1,true,null,"é\\n\u2028"]}'.encode()


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"{} {}", "not JSON"),
        (b"\xff{}", "not JSON"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        ('"' + "\ud800" + '"', "not JSON"),
        (b'"\x01"', "not JSON"),
        (b"[01]", "not JSON"),
        (b"'a'", "not JSON"),
        (b'{"a":1,"a":2}', "twice"),
        (b'{"a":1,"\\u0061":1}', "twice"),
        (b'[{"x":{"a":1,"a":1}}]', "twice"),
        (b"NaN", "not an integer"),
        (b"-Infinity", "not an integer"),
        (b"1.0", "not an integer"),
        (b"1e3", "not an integer"),
        (b"9007199254740992", "53 bits"),
        (b"-9007199254740992", "53 bits"),
        (b"1" * 5000, "53 bits"),
        (b'"\\ud800"', "surrogate"),
        (b'"\\udc00\\ud800"', "surrogate"),
        (b'{"\\udfff":1}', "surrogate"),
        ('"e\u0301"', "NFC"),
        (b'"e\\u0301"', "NFC"),
        ('{"e\u0301":1}', "NFC"),
        (b"[" * (MAX_DEPTH + 2) + b"]" * (MAX_DEPTH + 2), "nesting"),
        (b"[" * 200_000 + b"]" * 200_000, "JSON"),
        (b'{"a":' * 50_000 + b"1" + b"}" * 50_000, "JSON"),
    ],
)
def test_what_parsers_disagree_about_is_refused(text: bytes | str, why: str) -> None:
    data = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    with pytest.raises(NotCanonical, match=why):
        parse_strict(data)


@given(st.binary(max_size=60))
def test_no_bytes_make_the_reader_fail_in_another_way(data: bytes) -> None:
    try:
        content = parse_strict(data)
    except NotCanonical:
        return
    assert parse_strict(canonical(content)) == content


@pytest.mark.parametrize(
    "make",
    [
        lambda: 1.5,
        lambda: float("nan"),
        lambda: MAX_INTEGER + 1,
        lambda: -MAX_INTEGER - 1,
        lambda: "\ud800",
        lambda: "e\u0301",
        lambda: {1: "a"},
        lambda: {None: "a"},
        lambda: {"a": b"bytes"},
        lambda: {"a", "b"},
        lambda: {"a": [[[[[[[[[[[[[1]]]]]]]]]]]]]},
        lambda: type("Odd", (dict,), {})({"a": 1.0}),
    ],
)
def test_what_has_no_canonical_form_is_not_written(make: Callable[[], Json]) -> None:
    with pytest.raises(NotCanonical):
        canonical(make())


@pytest.mark.parametrize("number", [MAX_INTEGER, -MAX_INTEGER, 0])
def test_integers_of_53_bits_are_kept(number: int) -> None:
    assert parse_strict(canonical(number)) == number


def test_true_and_one_are_not_the_same_content() -> None:
    assert digest([True]) != digest([1])

"""Canonical JSON: one byte string for one content, so that a digest means the same on every machine.

Allowed are strings in NFC without lone surrogates, integers of at most 53 bits, booleans, null, lists, and maps
with string keys. Floats are kept out because serialisers disagree about them; a decimal is a string as typed.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

Json: TypeAlias = bool | int | str | Sequence["Json"] | Mapping[str, "Json"] | None

_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)

MAX_DEPTH = 12
MAX_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """A value that has no canonical form here; the message says why, and never quotes it: it may be nobody's to see."""


def canonical(value: Json) -> bytes:
    """The canonical JSON of ``value`` as UTF-8 bytes: keys sorted by code point, no spaces, no escapes but the needed.

    Raises:
        NotCanonical: a float, a huge integer, text that is not NFC or has lone surrogates, or nesting too deep.
    """
    _check(value, 0)
    return _encode(value)


def canonical_unchecked(value: Json) -> bytes:
    """``canonical`` for content that the strict reader has just let through, without walking it again."""
    return _encode(value)


def digest(value: Json) -> str:
    """SHA-256 of the canonical JSON of ``value``, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parse_strict(data: bytes) -> Json:
    """Read JSON that came from outside.

    Raises:
        NotCanonical: broken JSON, a key given twice, a float, NaN, a huge integer, a lone surrogate, text that is
            not NFC, or nesting too deep.
    """
    try:
        value: Json = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_unique,
            parse_float=_no_float,
            parse_constant=_no_float,
            parse_int=_integer,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotCanonical(f"this is not JSON: {error}") from error
    _check(value, 0)
    return value


def _encode(value: Json) -> bytes:
    return _ENCODER.encode(value).encode("utf-8")


def _check(value: Json, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise NotCanonical(f"more than {MAX_DEPTH} levels of nesting")
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical("an integer has more than 53 bits")
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"a key that is not text: {key!r}")
            _check_text(key)
            _check(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
    else:
        raise NotCanonical(f"a value of type {type(value).__name__}")


def _check_text(text: str) -> None:
    if text.isascii():
        return
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text that is not in Unicode form NFC")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise NotCanonical("text with a lone surrogate")


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NotCanonical("a key stands twice in one object")
    return made


def _no_float(text: str) -> NoReturn:
    raise NotCanonical("a number is not an integer")


def _integer(text: str) -> int:
    if len(text) > 17:
        raise NotCanonical("an integer has more than 53 bits")
    return int(text)

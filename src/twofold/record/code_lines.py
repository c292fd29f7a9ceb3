"""The line of one code, as a writer of Twofold wrote it: by far the most lines of a review are of this kind.

Such a line is recognised by one expression that admits canonical JSON of a code document and nothing else: keys in
their order, each once, no space, no escape that is not needed. What matches needs neither to be parsed to know its
study nor to be encoded again to check its id, for its bytes are what the id was made from. Everything else, right or
wrong, is read the long way, which comes to the same result.
"""

import re
from typing import NamedTuple

_TEXT = rb'"(?:[^"\\\x00-\x1f]++|\\["\\bfnrt]|\\u00(?:0[0-7bef]|1[0-9a-f]))*+"'
# Behind a value stands a comma and the next key, or the end of the object.
_NEXT = rb'(?:,(?=")|(?=\}))'


def _object(*parts: tuple[str, bytes]) -> bytes:
    """The expression for an object of these keys, which are in their order; any may be left out."""
    return rb"\{" + b"".join(rb'(?:"%b":%b%b)?+' % (key.encode(), value, _NEXT) for key, value in parts) + rb"\}"


_HEX = rb'"[0-9a-f]++"'
_ANSWER = rb'(?:null|\{"(?:off|value)":%b\}|\{"set":\[(?:%b(?:,%b)*+)?+\]\})' % (_TEXT, _TEXT, _TEXT)
_EVIDENCE = _object(("place", _TEXT), ("quote", _TEXT), ("report", _TEXT), ("verbatim", _TEXT))
_CODE = _object(
    ("after_release", rb"(?:true|false)"),
    ("answer", _ANSWER),
    ("at", _TEXT),
    ("by", _TEXT),
    ("codebook", _HEX),
    ("confidence", rb"(?:null|%b)" % _TEXT),
    ("device", _HEX),
    ("evidence", rb"(?:null|%b)" % _EVIDENCE),
    ("field", _TEXT),
    ("nonce", _HEX),
    ("note", _TEXT),
    ("purpose", _TEXT),
    ("reason", _TEXT),
    ("replaces", rb"\[(?:%b(?:,%b)*+)?+\]" % (_HEX, _HEX)),
    ("round", _TEXT),
    ("row", rb"(?:null|%b)" % _HEX),
    ("study", rb'"(?P<study>[0-9a-f]++)"'),
    ("undoes", rb"(?:null|%b)" % _HEX),
)
_LINE = re.compile(
    rb'\{"documents":\[\["codes","(?P<id>[0-9a-f]{32})",(?P<body>%b)\]\],'
    rb'"line":(?P<line>[1-9][0-9]{0,14}),"previous":"(?P<previous>[0-9a-f]*+)","sha256":"(?P<digest>[0-9a-f]{64})"\}'
    % _CODE
)


class OneCode(NamedTuple):
    """What such a line says: ``body`` are the bytes of the document, ``study`` is empty where it names none."""

    id: str
    body: bytes
    study: str
    line: int
    previous: str
    digest: str


def one_code(raw: bytes) -> OneCode | None:
    """The code that the line holds; nothing where it is of another kind, or written by something else."""
    found = _LINE.fullmatch(raw)
    if found is None or not _is_text(raw):
        return None
    key, body, study, line, previous, digest = found.group("id", "body", "study", "line", "previous", "digest")
    return OneCode(
        key.decode("ascii"),
        body,
        "" if study is None else study.decode("ascii"),
        int(line),
        previous.decode("ascii"),
        digest.decode("ascii"),
    )


def _is_text(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

"""One line of a log: its number, the digest of the line before, its documents, and a digest over all of it.

A line is written as canonical JSON whose last key is its digest, so that a reader can check the bytes as they stand.
Where the bytes are no longer canonical but the content is (CR LF, another serialiser), the content is checked.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, cast

import pydantic_core

from twofold.record.code_lines import one_code
from twofold.values.canonical import MAX_INTEGER, Json, NotCanonical, canonical, parse_strict

Body: TypeAlias = Mapping[str, Json]

_TAIL = len(',"sha256":""}') + 64
MAX_LINE = 256 * 1024 * 1024


class Written:
    """A document as it stands in a line: its table, id and content.

    ``exact`` are the bytes of the content where they are known to be canonical; then it is parsed when it is asked for.
    """

    __slots__ = ("_body", "_study", "exact", "id", "table")

    def __init__(self, table: str, name: str, body: Body | None = None, exact: bytes = b"", study: str = "") -> None:
        """Take the content as ``body``, or as its bytes with the study that they name."""
        self.table = table
        self.id = name
        self.exact = exact
        self._body = body
        self._study = study

    @property
    def body(self) -> Body:
        """The content."""
        if self._body is None:
            self._body = cast(Body, pydantic_core.from_json(self.exact, allow_inf_nan=False))
        return self._body

    @property
    def study(self) -> Json:
        """What the content gives as its study; nothing where it gives none."""
        return (self._study or None) if self._body is None else self._body.get("study")

    def __eq__(self, other: object) -> bool:
        """Whether it is the same table, id and content."""
        if not isinstance(other, Written):
            return NotImplemented
        if self.id != other.id or self.table != other.table:
            return False
        return self.exact == other.exact if self.exact and other.exact else self.body == other.body

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        """Table and id; the content may be nobody's to see."""
        return f"Written({self.table!r}, {self.id!r})"


class Head(NamedTuple):
    """How far a log had come: its id, the number of its last line, and that line's digest."""

    log: str
    line: int
    digest: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line that passed its own digest. ``header`` is there on line 0 alone."""

    number: int
    previous: str
    documents: tuple[Written, ...]
    digest: str
    header: Body | None = None


class DamagedLine(ValueError):
    """A line whose content does not match its digest, or that is no line at all."""


def document_id(table: str, body: Body) -> str:
    """The id of a document: the first 32 hexadecimal digits of the SHA-256 over its table and whole content.

    Raises:
        NotCanonical: the content has no canonical form.
    """
    return hashlib.sha256(canonical([table, body])).hexdigest()[:32]


def written(table: str, body: Body) -> Written:
    """A document with its id."""
    return Written(table, document_id(table, body), body)


def encode_line(
    number: int, previous: str, documents: Sequence[Written], header: Body | None = None
) -> tuple[bytes, str]:
    """The bytes of a line, with its newline, and its digest.

    Raises:
        NotCanonical: a document has no canonical form.
    """
    content: dict[str, Json] = {
        "documents": [[one.table, one.id, one.body] for one in documents],
        "line": number,
        "previous": previous,
    }
    if header is not None:
        content["header"] = header
    body = canonical(content)
    digest = hashlib.sha256(body).hexdigest()
    return body[:-1] + b',"sha256":"' + digest.encode() + b'"}\n', digest


def is_whole(raw: bytes) -> bool:
    """Whether the bytes of a line (without its newline) are exactly what a writer wrote."""
    return (
        raw[-_TAIL:-66] == b',"sha256":"'
        and raw[-2:] == b'"}'
        and hashlib.sha256(raw[:-_TAIL] + b"}").hexdigest().encode() == raw[-66:-2]
    )


def decode_line(raw: bytes) -> Line:
    """Read one line, given without its newline.

    Raises:
        DamagedLine: the digest does not fit, or this is not a line of a log.
    """
    raw = raw.strip(b"\r\n \t\xef\xbb\xbf")
    if len(raw) > MAX_LINE:
        raise DamagedLine("it is longer than any line that Twofold writes")
    if is_whole(raw):
        if (one := one_code(raw)) is not None:
            written_there = Written("codes", one.id, exact=one.body, study=one.study)
            return Line(one.line, one.previous, (written_there,), one.digest)
        try:
            content = pydantic_core.from_json(raw, allow_inf_nan=False)
        except ValueError as error:
            raise DamagedLine(f"it is not JSON: {error}") from error
        return _line(content)
    return _line(_content_checked(raw))


def _content_checked(raw: bytes) -> object:
    try:
        content = parse_strict(raw)
    except NotCanonical as error:
        raise DamagedLine(str(error)) from error
    if not isinstance(content, dict) or not isinstance(content.get("sha256"), str):
        raise DamagedLine("it has no digest")
    rest = {key: value for key, value in content.items() if key != "sha256"}
    if hashlib.sha256(canonical(rest)).hexdigest() != content["sha256"]:
        raise DamagedLine("its content does not match its digest")
    return content


def _line(content: object) -> Line:
    match content:
        case {
            "documents": list(documents),
            "line": int(number),
            "previous": str(previous),
            "sha256": str(digest),
            **rest,
        } if 0 <= number <= MAX_INTEGER and not isinstance(number, bool):
            header = rest.pop("header", None)
            if not rest and (header is None or isinstance(header, dict)):
                return Line(number, previous, tuple(_written(one) for one in documents), digest, header)
    raise DamagedLine("it is not a line of a log")


def _written(entry: object) -> Written:
    match entry:
        case [str(table), str(document), dict(body)]:
            return Written(table, document, body)
    raise DamagedLine("a document in it has no table, id and content")

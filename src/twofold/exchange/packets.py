"""The format of a packet: one file that carries logs, whole, from one copy of a review to another.

A packet is gzip of: a header line; for each log a line with its length and digest, and then the log as it stands and a
newline; and a trailer line with the digest over all the bytes before it. It holds no paths and no names of files.
"""

import re
import unicodedata
from typing import Annotated, Literal, TypeVar

import pydantic_core
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from twofold.record.document import DocumentId, PersonId, Short
from twofold.record.lines import Body
from twofold.values.canonical import NotCanonical, canonical, parse_strict

FORMAT = 0
"""The format of packets that this version of Twofold writes and reads."""

SUFFIX = ".twofold"
MAX_PACKET = 1024 * 1024 * 1024
MAX_CONTENT = 4 * MAX_PACKET
MAX_RATIO = 100
FREE_OF_RATIO = 32 * 1024 * 1024
MAX_PARTS = 1_000
MAX_HEADER = 64 * 1024

DAMAGED = "It was damaged on its way: its content does not match its digest. Ask for it to be sent again."

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Day = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
Count = Annotated[int, Field(ge=0)]


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


Made = TypeVar("Made", bound=_Line)


class PacketHeader(_Line):
    """What a packet is. ``to`` is empty in a person's own; ``damage`` names what its sender knew to be damaged."""

    packet: int
    review: DocumentId
    person: PersonId
    purpose: Literal["own", "plan"]
    to: PersonId | Literal[""]
    date: Day
    parts: Annotated[int, Field(ge=1, le=MAX_PARTS)]
    submitted: Count
    damage: tuple[Short, ...]


class PartHeader(_Line):
    """What comes next in a packet: so many bytes with that digest."""

    length: Annotated[int, Field(ge=1, le=MAX_CONTENT)]
    sha256: Digest


class Trailer(_Line):
    """How a packet ends: the number of its parts, and the digest over all the bytes before this line."""

    parts: int
    sha256: Digest


class BadPacket(Exception):
    """A file that was refused; the message is a sentence. ``keep`` says that it is worth keeping aside."""

    def __init__(self, sentence: str, *, keep: bool = True) -> None:
        super().__init__(sentence)
        self.keep = keep


def line_of(part: PacketHeader | PartHeader | Trailer) -> bytes:
    """A line of a packet, with its newline."""
    return canonical(part.model_dump(mode="json")) + b"\n"


def read_header(raw: bytes) -> PacketHeader:
    """The header behind its border.

    Raises:
        BadPacket: it is of a newer format, or it does not fit.
    """
    try:
        content = parse_strict(raw)
    except NotCanonical:
        content = None
    number = content.get("packet") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(number, int):
        raise BadPacket("It is no packet of Twofold.", keep=False)
    if number > FORMAT:
        raise BadPacket(
            f"It was made by a newer Twofold (packet format {number}; this one reads {FORMAT}). Update Twofold, then"
            " receive it again."
        )
    return _fitted(PacketHeader, content)


def read_part(raw: bytes) -> PartHeader:
    """The line before a part, behind its border.

    Raises:
        BadPacket: it does not fit.
    """
    return _fitted(PartHeader, _parsed(raw))


def read_trailer(raw: bytes) -> Trailer:
    """The last line, behind its border.

    Raises:
        BadPacket: it does not fit.
    """
    return _fitted(Trailer, _parsed(raw))


def _parsed(raw: bytes) -> Body:
    try:
        content = parse_strict(raw)
    except NotCanonical:
        content = None
    if not isinstance(content, dict):
        raise BadPacket(DAMAGED)
    return content


def _fitted(model: type[Made], content: Body) -> Made:
    try:
        return model.model_validate_json(pydantic_core.to_json(content))
    except ValidationError as error:
        raise BadPacket(DAMAGED) from error


def slug(title: str) -> str:
    """A title as a part of a file name that every system takes: small letters, digits and hyphens, 40 at most."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    made = re.sub(r"[^a-z0-9]+", "-", plain)[:40].strip("-")
    return "review" if not made or _RESERVED.fullmatch(made) else made


def packet_name(title: str, header: PacketHeader, digest: str) -> str:
    """The name of a packet, from which a person knows what it is."""
    who = f"{header.person}-to-{header.to}" if header.to else header.person
    what = "plan" if header.purpose == "plan" else f"{header.submitted}-submitted"
    return f"{slug(title)}.{who}.{header.date}.{what}.{digest[:8]}{SUFFIX}"

"""The first line of a log: what it is, of which review and person, and what it goes on from."""

from typing import Literal, cast

from pydantic import BaseModel, ConfigDict, ValidationError

from twofold.record.document import DocumentId, Key, PersonId, Short
from twofold.record.lines import Body, Head

FORMAT = 0
"""The format that this version of Twofold writes and reads."""


class Header(BaseModel):
    """Whose log this is. ``continues`` names the logs, as far as they had come, that this one goes on from.

    An ``extract`` is no log that is gone on with, but single documents that ``person``, a lead, took from logs.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: int
    review: DocumentId
    person: PersonId
    device: Key
    log: Key
    kind: Literal["plan", "work", "extract"]
    continues: tuple[tuple[Short, int, Short], ...] = ()

    @property
    def goes_on_from(self) -> tuple[Head, ...]:
        """``continues`` as heads."""
        return tuple(Head(*one) for one in self.continues)


class BadHeader(ValueError):
    """A first line that this version cannot read; the message says why."""


def read_header(content: Body | None) -> Header:
    """The header behind its border.

    Raises:
        BadHeader: there is none, it is of a newer format, or it does not fit.
    """
    if content is None:
        raise BadHeader("its first line is no header, so it is not a log of Twofold or its beginning is damaged")
    number = content.get("format")
    if isinstance(number, int) and number > FORMAT:
        raise BadHeader(
            f"it was written by a newer Twofold (format {number}; this one reads {FORMAT}). Update Twofold to read it"
        )
    try:
        return Header.model_validate(
            {**content, "continues": _tuples(content.get("continues", ()))},
        )
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise BadHeader(f"its header has no proper `{where}`") from error


def header_body(header: Header) -> Body:
    """The header as it is written."""
    return cast(Body, header.model_dump(mode="json"))


def _tuples(heads: object) -> object:
    if isinstance(heads, list):
        return tuple(tuple(one) if isinstance(one, list) else one for one in heads)
    return heads

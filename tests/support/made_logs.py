"""A fictional review in memory: people, documents and logs for the tests of record and store. No files, no clock."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from twofold.record.authority import Filed, Standing, WithoutEffect, effective, standing
from twofold.record.document import Document
from twofold.record.headers import FORMAT, Header, header_body
from twofold.record.lines import Head, Written, encode_line, written
from twofold.record.person import PersonRecord, person_record

STUDIES = ("51" * 8, "52" * 8)
ROWS = ("a0" * 8, "a1" * 8)
FIELDS = ("engagement", "direction")
CODEBOOK = "cb" * 16
AT = "2026-01-31T09:00:00Z"


def key(*parts: object, length: int = 16) -> str:
    """Hexadecimal digits that depend on ``parts`` alone."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:length]


def document(table: str, by: str, device: str, nonce: object, **content: object) -> Written:
    """A document with its right id; ``nonce`` may be anything."""
    body = {"by": by, "device": device, "at": AT, "nonce": key(nonce, length=32), **content}
    return written(table, body)  # type: ignore[arg-type]


def code(
    by: str,
    device: str,
    nonce: object,
    answer: object = None,
    *,
    study: str = STUDIES[0],
    row: str | None = None,
    field: str = FIELDS[0],
    replaces: Sequence[str] = (),
    **content: object,
) -> Written:
    """A code; an ``answer`` given as text is a value."""
    given = {"value": answer} if isinstance(answer, str) else answer
    return document(
        "codes",
        by,
        device,
        nonce,
        round="main",
        study=study,
        row=row,
        field=field,
        answer=given,
        purpose="independent",
        codebook=CODEBOOK,
        replaces=list(replaces),
        **content,
    )


def review(by: str, device: str, nonce: object, people: dict[str, Sequence[str]], **content: object) -> Written:
    """A `reviews` document with those people and roles."""
    entries = [{"id": one, "name": one.title(), "roles": list(roles)} for one, roles in people.items()]
    return document("reviews", by, device, nonce, title="A fictional review", people=entries, **content)


FOUNDING = review("lea", "0d" * 8, "founding", {"lea": ("lead", "reviewer"), "anna": ("reviewer",), "guest": ()})
REVIEW = FOUNDING.id


@dataclass(frozen=True)
class MadeLog:
    """A log in memory: its header, and the documents of its lines 1, 2, ..."""

    header: Header
    lines: tuple[tuple[Written, ...], ...] = ()

    def plus(self, *documents: Written) -> "MadeLog":
        """The log with one more line."""
        return replace(self, lines=(*self.lines, documents))

    def prefix(self, lines: int) -> "MadeLog":
        """The older state that ends after so many lines."""
        return replace(self, lines=self.lines[:lines])

    def encoded(self) -> list[bytes]:
        """The lines as they stand in a file, the header first."""
        raw, digest = encode_line(0, "", (), header_body(self.header))
        made = [raw]
        for number, documents in enumerate(self.lines, 1):
            raw, digest = encode_line(number, digest, documents)
            made.append(raw)
        return made

    @property
    def head(self) -> Head:
        """Where the log ends."""
        return Head(self.header.log, len(self.lines), self.encoded()[-1][-67:-3].decode())

    def write(self, path: Path) -> Path:
        """The log as a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"".join(self.encoded()))
        return path


def log(person: str, device: str, kind: str = "work", name: object = "", review_id: str = REVIEW) -> MadeLog:
    """An empty log; ``name`` tells several of one device apart."""
    return MadeLog(
        Header.model_validate(
            {
                "format": FORMAT,
                "review": review_id,
                "person": person,
                "device": device,
                "log": key(person, device, kind, name),
                "kind": kind,
            }
        )
    )


def filed(logs: Iterable[MadeLog]) -> list[Filed]:
    """Every document of the logs with the person of its log."""
    return [Filed(one.header.person, entry) for one in logs for line in one.lines for entry in line]


@dataclass(frozen=True)
class State:
    """All that follows from a set of documents."""

    people: Standing
    counting: dict[str, tuple[str, Document]]
    refused: tuple[WithoutEffect, ...]
    records: dict[tuple[str, str], PersonRecord] = field(default_factory=dict)

    @property
    def order(self) -> tuple[object, ...]:
        """The order in which everything is given, which equality of dicts does not show."""
        return (
            list(self.counting),
            [(list(one.codes), list(one.rows), list(one.submissions)) for one in self.records.values()],
        )


def folded(documents: Iterable[Filed], review_id: str = REVIEW) -> State:
    """The state that the documents make, whatever their order."""
    documents = list(documents)
    people = standing(review_id, documents)
    counting, refused = effective(people, documents)
    live = [(name, one) for name, (_, one) in counting.items()]
    return State(
        people,
        counting,
        refused,
        {
            (person.id, study): person_record(live, person.id, "main", study)
            for person in people.people
            for study in STUDIES
        },
    )

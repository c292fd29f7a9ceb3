"""Packets for tests: a fictional review as its lead founded it, copies of it elsewhere, and logs to send around."""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from made_logs import MadeLog, document, key, log
from opened_reviews import CODEBOOK, PEOPLE, on_device, opened, with_studies

from twofold.exchange.examining import Fate
from twofold.exchange.pack import MadePart, make_packet
from twofold.exchange.packets import FORMAT, PacketHeader
from twofold.exchange.receiving import Receiving, receiving
from twofold.record.lines import Written
from twofold.review.open import Review
from twofold.review.publishing import drafted, publish
from twofold.review.reading import documents_by
from twofold.store.folder import Logs


@dataclass(frozen=True, repr=False)
class World:
    """A review that anna founded. ``plan`` is her plan log with both codebooks; ``early_plan`` lacks the second."""

    review: str
    toml: str
    studies: tuple[str, ...]
    meanings: tuple[str, str]
    everything: tuple[str, str]
    plan: bytes
    early_plan: bytes

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What hypothesis shows: the logs themselves would fill the screen."""
        printer.text("World()")

    def copy(self, folder: Path, *, early: bool = False) -> Path:
        """A copy of the review on another device, as its plan log makes it."""
        (folder / "received").mkdir(parents=True)
        (folder / "review.toml").write_text(self.toml, encoding="utf-8")
        plan = self.early_plan if early else self.plan
        (folder / "received" / f"{hashlib.sha256(plan).hexdigest()}.jsonl").write_bytes(plan)
        return folder

    def code(self, by: str, nonce: object, answer: str = "high", *, version: int = 0, **content: object) -> Written:
        """A code of the first study, field `level`, unless said otherwise."""
        meaning = (*self.meanings, "ff" * 16)[version]
        place = {"round": "main", "study": self.studies[0], "row": None, "field": "level", "replaces": []}
        given = {"answer": {"value": answer}, "purpose": "independent", "codebook": meaning}
        return document("codes", by, "d0" * 8, nonce, **{**place, **given, **content})

    def submission(self, by: str, nonce: object, codes: Sequence[Written], **content: object) -> Written:
        """A submission of the first study that names these codes."""
        place = {"round": "main", "study": self.studies[0], "codebook": self.everything[0], "rows": []}
        given = {"codes": [one.id for one in codes], "blank": [], "not_asked": [], "whole_paper": True}
        rest = {"digest": "0" * 64, "heads": [], "replaces": []}
        return document("submissions", by, "d0" * 8, nonce, **{**place, **given, **rest, **content})

    def log(self, person: str, name: object = "", kind: str = "work") -> MadeLog:
        """An empty log of that person."""
        return log(person, key("device", person), kind, name, self.review)

    def packet(self, folder: Path, *logs: MadeLog | bytes, person: str = "ben", **content: object) -> Path:
        """A packet of these logs."""
        folder.mkdir(parents=True, exist_ok=True)
        parts = [MadePart(bytes_of_log(one)) for one in logs]
        header = {
            "packet": FORMAT,
            "review": self.review,
            "person": person,
            "purpose": "own",
            "to": "",
            "date": "2026-01-31",
            "parts": len(parts),
            "submitted": 0,
            "damage": (),
            **content,
        }
        return make_packet(folder, "A fictional review", PacketHeader.model_validate(header), parts)


def bytes_of_log(one: MadeLog | bytes) -> bytes:
    """A log as it stands in a file."""
    return one if isinstance(one, bytes) else b"".join(one.encoded())


def world(place: Path) -> World:
    """Found the review in ``place``, on a device of its own."""
    with on_device(place / "home"):
        folder = with_studies(place / "anna")
        path = next((folder / "logs").glob("anna.*.plan.*.jsonl"))
        early = path.read_bytes()
        text = CODEBOOK.replace('version = "1.0"', 'version = "2.0"').replace(
            '[[section]]\nid = "results"',
            '  [[section.field]]\n  id = "more"\n  label = "More?"\n  type = "text"\n\n[[section]]\nid = "results"',
        )
        with opened(folder) as review:
            first = review.in_force
            (folder / "codebook.toml").write_text(text, encoding="utf-8")
            publish(review, drafted(review))
            second = review.in_force
            studies = tuple(review.plan.studies)
            name = review.id
    return World(
        name,
        (folder / "review.toml").read_text("utf-8"),
        studies,
        (first.everything, second.everything),
        (first.everything, second.everything),
        path.read_bytes(),
        early,
    )


@contextmanager
def arrived(folder: Path, *paths: Path, person: str = "") -> Iterator[Receiving]:
    """What arrived in the copy at ``folder``, worked out and not taken."""
    review = Review(folder)
    if person:
        review.become(person, writing=False)
    try:
        with receiving(review, paths) as found:
            yield found
    finally:
        review.close()


def take(folder: Path, *paths: Path) -> Receiving:
    """Take what arrived, and give what was worked out before."""
    with arrived(folder, *paths) as found:
        found.take()
        return found


def fates(found: Receiving) -> list[Fate]:
    """What became of each log, in the order of the files."""
    return [log.fate for one in found.accounts for log in one.logs]


def state_of(folder: Path) -> bytes:
    """All that follows from the logs in a folder, as bytes: the plan, and what counts of each person and study."""
    review = Review(folder)
    logs = Logs(folder, review.id)
    for _ in logs.read():
        pass
    logs.also = review.plan.also
    documents = {
        f"{study}/{person.id}": sorted(
            (name, repr(one))
            for name, one in documents_by(logs, review.plan.standing, study, person.id, review.plan.opened).items()
        )
        for study in review.plan.studies
        for person in review.plan.standing.people
    }
    plan = {key: repr(one) for key, one in sorted(review.plan.studies.items())}
    return json.dumps([plan, sorted(review.plan.opened), documents], sort_keys=True).encode()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file below the folder with its bytes."""
    return {
        str((Path(place) / name).relative_to(folder)): (Path(place) / name).read_bytes()
        for place, _, names in os.walk(folder)
        for name in names
    }


__all__ = ["PEOPLE", "World", "arrived", "bytes_of_log", "fates", "files_of", "state_of", "take", "world"]

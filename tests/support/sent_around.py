"""Two people who code one fictional review on devices of their own and send each other packets."""

from contextlib import AbstractContextManager
from pathlib import Path

from opened_reviews import Value, on_device, opened, study_keys, value, with_studies
from posted import fates, take

from twofold.exchange.examining import Fate
from twofold.exchange.joining import join
from twofold.exchange.sending import own_packet, packet_for, write_packet
from twofold.exchange.unpack import unpack
from twofold.record.work_documents import CodeDocument
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.store.journal import documents_in
from twofold.values.coded import Coded, Evidence


class Team:
    """Anna, the lead, and ben, each on a device of their own, who send packets to each other."""

    def __init__(self, place: Path) -> None:
        self.place = place
        with self.at("anna"):
            with_studies(self.folder("anna"))
        packet = self.send("anna", "ben")
        with self.at("ben"):
            join(self.folder("ben"), [packet])

    def folder(self, person: str) -> Path:
        return self.place / person

    def at(self, person: str) -> AbstractContextManager[Path]:
        return on_device(self.place / f"home-{person}")

    def code(self, person: str, study: int, answer: str, *, submit: bool = True) -> None:
        with self.at(person), opened(self.folder(person), person) as review:
            session = review.session(study_keys(review)[study])
            session.save((None, "design"), value("rct"))
            session.save((None, "level"), Coded(Value(answer), Evidence("", "p. 1", f"quote of {person} {study}")))
            if answer != "low":
                session.save((None, "part"), value("yes"))
            if submit:
                assert session.submit(whole_paper=True) == ""
            elif review.pen:
                review.pen.wait()

    def send(self, person: str, to: str = "") -> Path:
        with self.at(person), opened(self.folder(person), person, writing=False) as review:
            sending = packet_for(review, to) if to else own_packet(review)
            return write_packet(review, sending, self.place)

    def receive(self, person: str, *paths: Path) -> list[Fate]:
        with self.at(person):
            return fates(take(self.folder(person), *paths))

    def release(self, *studies: int) -> None:
        with self.at("anna"), opened(self.folder("anna"), "anna") as review:
            review.look()
            keys = [study_keys(review)[one] for one in studies]
            carry_out(review, propose_release(review, keys).documents)

    def answers(self, viewer: str, author: str, study: int) -> set[str]:
        with self.at(viewer), opened(self.folder(viewer), viewer, writing=False) as review:
            review.look()
            documents = review.documents_of(study_keys(review)[study], author)
            return {
                one.answer.text
                for one in documents.values()
                if isinstance(one, CodeDocument) and one.field == "level" and isinstance(one.answer, Value)
            }

    def contents(self, packet: Path) -> list[str]:
        staging = self.place / "staging"
        staging.mkdir(exist_ok=True)
        for old in staging.iterdir():
            old.unlink()
        found = unpack(packet, staging, lambda _: None)
        return [
            f"{one.body['by']}:{one.table}:{one.body.get('study', '')}"
            for part in found.parts
            for one in documents_in(part.path)
        ]

"""A review in which two people code, with words in one's work that nobody else may see before a release."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from opened_reviews import opened, study_keys, value, with_studies

from twofold.record.lines import Written, decode_line, encode_line, written
from twofold.record.work_documents import CodeDocument
from twofold.review.open import Review
from twofold.review.pen import filed
from twofold.store.journal import documents_in
from twofold.values.answers import Value
from twofold.values.coded import Coded, Confidence, Evidence

SENTINEL = "SENTINELVALUE"
NAMED = "Cafe\u0301" + SENTINEL
"""The same with a letter in the form of Unicode that no document may hold."""


@dataclass(frozen=True)
class TwoCoders:
    """The folder, who wrote what is to stay hidden, who looks, and the studies by number."""

    folder: Path
    author: str
    viewer: str
    studies: Sequence[str]

    def secrets(self) -> frozenset[str]:
        """What may be in nothing that the viewer is shown: the words, and every id in the author's work logs."""
        found = {SENTINEL, SENTINEL.casefold()}
        for path in (self.folder / "logs").glob(f"{self.author}.*.work.*"):
            found |= {one.id for one in documents_in(path)}
            found |= {decode_line(line).digest for line in path.read_bytes().splitlines() if _whole(line)}
        return frozenset(found)


def _whole(line: bytes) -> bool:
    try:
        decode_line(line)
    except ValueError:
        return False
    return True


def code_with_sentinels(review: Review, number: int, *, submit: bool) -> None:
    """Code the study, with the sentinel wherever words can stand."""
    session = review.session(study_keys(review)[number])
    evidence = Evidence(SENTINEL, SENTINEL, SENTINEL, SENTINEL)
    session.save((None, "design"), Coded(Value("other"), evidence, SENTINEL, SENTINEL, Confidence.LOW))
    session.save((None, "level"), Coded(Value("low"), evidence, SENTINEL, SENTINEL, Confidence.LOW))
    session.save((None, "remarks"), value(SENTINEL))
    session.add_row(f"{number:016x}", value(SENTINEL))
    session.save((f"{number:016x}", "direction"), Coded(Value("worse"), evidence, note=SENTINEL))
    session.propose_exclusion(SENTINEL)
    if submit:
        assert session.submit(whole_paper=True) == ""


def two_coders(folder: Path, author: str, viewer: str) -> TwoCoders:
    """The author has submitted one study, reopened another and coded a third, in logs that are also damaged and odd."""
    with_studies(folder)
    with opened(folder, author) as review:
        code_with_sentinels(review, 0, submit=True)
        code_with_sentinels(review, 1, submit=True)
        review.session(study_keys(review)[1]).reopen(SENTINEL)
        code_with_sentinels(review, 2, submit=False)
        studies = tuple(study_keys(review))
    with opened(folder, viewer) as review:
        session = review.session(studies[0])
        if not session.locked:
            session.save((None, "design"), value("rct"))
    return TwoCoders(folder, author, viewer, studies)


def spoil(made: TwoCoders) -> None:
    """Add to the author's log what has no effect or is damaged, and to the viewer's log a document of the author's."""
    (log,) = (made.folder / "logs").glob(f"{made.author}.*.work.*")
    genuine = next(one for one in documents_in(log) if one.table == "codes")
    body = dict(genuine.body)
    _append(
        log,
        written("codes", {**body, "answer": {"value": SENTINEL, "more": SENTINEL}}),
        written("codes", {**body, "field": SENTINEL}),
        written("codes", {**body, SENTINEL: SENTINEL}),
        written(SENTINEL, body),
        written("studies", {**body, "title": SENTINEL}),
        Written("codes", "0" * 32, body),
    )
    with log.open("ab") as file:
        file.write(b'{"documents":[],"line":99,"note":"' + NAMED.encode() + b'","previous":"","sha256":"' + b"0" * 64)
        file.write(b'"}\n{"' + SENTINEL.encode() + b'":1.5}\n{"' + SENTINEL.encode() + b'":1,"')
        file.write(
            SENTINEL.encode() + b'":2}\n' + SENTINEL.encode() + b'\n{"documents":[["codes","' + SENTINEL.encode()
        )
    found = list((made.folder / "logs").glob(f"{made.viewer}.*.work.*"))
    for own in found:
        _append(own, genuine)
    (made.folder / "logs" / "headless.jsonl").write_bytes(
        b"".join(log.read_bytes().splitlines(keepends=True)[1:3]).replace(b'"at":', b'"At":')
    )


def _append(log: Path, *documents: Written) -> None:
    lines = [decode_line(line) for line in log.read_bytes().splitlines()]
    raw, _ = encode_line(lines[-1].number + 1, lines[-1].digest, documents)
    with log.open("ab") as file:
        file.write(raw)


def note_of_viewer(review: Review, study: str, words: str) -> None:
    """A note in the viewer's own work, which the viewer is shown."""
    assert review.pen is not None
    made = review.pen.document(
        CodeDocument,
        round="main",
        study=study,
        row=None,
        field="remarks",
        answer=Value(words),
        note=words,
        purpose="independent",
        codebook=review.in_force.everything,
    )[1]
    assert filed(made).id
    review.pen.put_now([made])

"""Extracts: of logs that may not be sent whole, the single documents that a release opens."""

import hashlib
from collections.abc import Iterable

from twofold.record.headers import FORMAT, Header, header_body
from twofold.record.lines import Written, encode_line


def extract_of(review: str, lead: str, device: str, documents: Iterable[Written]) -> bytes:
    """A file in the form of a log that holds these documents, a line for each study, made by ``lead``.

    The same documents give the same bytes, whatever order they come in.
    """
    by_study: dict[str, dict[str, Written]] = {}
    for one in documents:
        by_study.setdefault(str(one.body.get("study")), {})[one.id] = one
    ids = sorted(key for members in by_study.values() for key in members)
    header = Header(
        format=FORMAT,
        review=review,
        person=lead,
        device=device,
        log=hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16],
        kind="extract",
    )
    line, digest = encode_line(0, "", (), header_body(header))
    made = [line]
    for number, study in enumerate(sorted(by_study), 1):
        members = [by_study[study][key] for key in sorted(by_study[study])]
        line, digest = encode_line(number, digest, members)
        made.append(line)
    return b"".join(made)

"""What an open study is made from: the codebook in force, and the person's documents of the study."""

from collections.abc import Mapping
from dataclasses import dataclass

from twofold.codebook.model import Codebook
from twofold.record.document import Document
from twofold.record.plan_documents import RowListDocument
from twofold.review.versions import Versions
from twofold.review.views import Study

Filed = tuple[str, Document]


@dataclass(frozen=True, slots=True)
class InForce:
    """The codebook in force with its two fingerprints, and how answers under earlier versions stand under it."""

    codebook: Codebook
    meaning: str
    everything: str
    versions: Versions


@dataclass(frozen=True, slots=True)
class Material:
    """What a session starts from: all of the person's documents of the study, and this log's lines of it."""

    study: Study
    documents: Mapping[str, Document]
    own_lines: tuple[tuple[Filed, ...], ...]
    round: str
    round_words: str
    released: bool
    any_released: bool
    listed: tuple[RowListDocument, ...]

"""Answers under an earlier version of the codebook: as they stand now, and which are to be given again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from twofold.record.registers import Register
from twofold.record.work_documents import CodeDocument, SubmissionDocument
from twofold.review.versions import Versions
from twofold.values.answers import BLANK, Answer
from twofold.values.coded import NOTHING, Coded, Place

Registers = Mapping[Place, Register[CodeDocument]]


@dataclass(frozen=True, slots=True)
class Again:
    """The places of a submitted study that a new version of the codebook opens: those still to be coded again, and
    those that have been."""

    left: frozenset[Place] = frozenset()
    given: frozenset[Place] = frozenset()

    @property
    def places(self) -> frozenset[Place]:
        """All of them."""
        return self.left | self.given


NOT_AGAIN = Again()

ONLY_AGAIN = "Submitted (locked). Only the fields that the new codebook asks again are open."
"""Said at every other field of a study that a new codebook opens."""


def carried(versions: Versions, shown: Mapping[Place, Coded], registers: Registers) -> Mapping[Place, Coded]:
    """The answers as they stand under the codebook in force.

    One that was mapped is computed; one that answers another question now is blank, with its evidence and note kept
    beside it. Nothing is rewritten by that.
    """
    changed = {
        place: now for place, coded in shown.items() if (now := _now(versions, place, coded, registers)) != coded
    }
    return MappingProxyType({**shown, **changed}) if changed else shown


def outdated(versions: Versions, register: Register[CodeDocument]) -> bool:
    """Whether every current answer of the register was given to a question that means something else now."""
    return bool(register.current) and all(_answer(versions, one) is None for one in register.current.values())


def to_code_again(
    versions: Versions, submission: SubmissionDocument, wanted: Iterable[Place], registers: Registers
) -> Again:
    """What of a submitted study is to be coded again; ``wanted`` are the places that are asked now.

    These are the answers that could not be carried over, the fields that the rules of a publication ask of everybody,
    and what an answer given again calls for.
    """
    since = versions.way(submission.codebook)
    named = set(submission.codes)
    skipped = set(submission.not_asked)
    left: set[Place] = set()
    given: set[Place] = set()
    for place in wanted:
        current = registers[place].current if place in registers else {}
        newer = [one for key, one in current.items() if key not in named]
        frozen = [one for key, one in current.items() if key in named]
        if newer:
            (given if all(_answered_now(versions, one) for one in newer) else left).add(place)
        elif frozen:
            left.update(place for one in frozen if _answer(versions, one) is None)
        elif place in skipped or since.asks_again(place[1]):
            left.add(place)
    return Again(frozenset(left), frozenset(given))


def _now(versions: Versions, place: Place, coded: Coded, registers: Registers) -> Coded:
    register = registers.get(place)
    if register is None or coded is NOTHING:
        return coded
    given = next((one for one in register.current.values() if one.coded == coded), None)
    if given is None:
        return coded
    answer = _answer(versions, given)
    return replace(coded, answer=BLANK) if answer is None else replace(coded, answer=answer)


def _answer(versions: Versions, one: CodeDocument) -> Answer | None:
    return versions.way(one.codebook).answer(one.field, one.answer)


def _answered_now(versions: Versions, one: CodeDocument) -> bool:
    return one.coded.answered and _answer(versions, one) is not None

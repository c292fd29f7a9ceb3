"""Codes that were given to a study when its coder could have seen it compared: in another round, or here, where the
coder came to it late. They are nobody's independent word."""

from collections.abc import Iterator, Mapping, Sequence

from twofold.agreement.wording import listed, plural
from twofold.comparison.released import Compared


def afresh_words(studies: Sequence[Compared]) -> Iterator[str]:
    """A sentence on the studies that were coded afresh by people who had seen them compared, and one on those that
    somebody came to code when they were open already; nothing where none."""
    found = [one for one in studies if one.afresh]
    if found:
        people = sorted({person for one in found for person in one.afresh})
        they = "it" if len(found) == 1 else "them"
        yield (
            f"{plural(len(found), 'study')} ({', '.join(one.number for one in found)}) had been opened for comparison"
            f" in another round before {listed(people)} coded {they} here: those codes are not independent and enter no"
            " figure of agreement."
        )
    by: dict[tuple[str, ...], list[str]] = {}
    for one in studies:
        if one.late:
            by.setdefault(tuple(sorted(one.late)), []).append(one.number)
    for who, numbers in by.items():
        they = "it" if len(numbers) == 1 else "them"
        yield (
            f"{listed(numbers)} had been opened for comparison before {listed(who)} coded {they}, who could have"
            f" seen {they} there: those codes are not independent and enter no figure of agreement."
        )


def independently_coded(studies: Sequence[Compared]) -> Mapping[str, int]:
    """Of each study that more than one person coded without having seen it compared, by how many."""
    counted = {one.study: len(set(one.people) - one.afresh - one.late) for one in studies}
    return {study: people for study, people in counted.items() if people > 1}


def independence_words(studies: Sequence[Compared]) -> str:
    """What held of the blinding of the coders to each other, and what the figures rest on."""
    # Somebody may be given a study once it is open: who was to code it by then is all that ever holds.
    if not studies:
        return (
            "Twofold shows nobody another person's answers to a study before all who are to code it have submitted it"
            " and the lead has opened it for comparison."
        )
    return (
        "Twofold showed nobody another person's answers to a study before all who were to code it then had submitted it"
        " and the lead had opened it for comparison; the figures rest on the answers as submitted, before any"
        " discussion."
    )

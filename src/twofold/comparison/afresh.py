"""Codes that were given to a study after its coder had seen it compared in another round: they are nobody's
independent word any more."""

from collections.abc import Iterator, Mapping, Sequence

from twofold.agreement.wording import listed, plural
from twofold.comparison.released import Compared


def afresh_words(studies: Sequence[Compared]) -> Iterator[str]:
    """A sentence on the studies that were coded afresh by people who had seen them compared; nothing where none."""
    found = [one for one in studies if one.afresh]
    if found:
        people = sorted({person for one in found for person in one.afresh})
        they = "it" if len(found) == 1 else "them"
        yield (
            f"{plural(len(found), 'study')} ({', '.join(one.number for one in found)}) had been opened for comparison"
            f" in another round before {listed(people)} coded {they} here: those codes are not independent and enter no"
            " figure of agreement."
        )


def independently_coded(studies: Sequence[Compared]) -> Mapping[str, int]:
    """Of each study that more than one person coded without having seen it compared, by how many."""
    counted = {one.study: len(set(one.people) - one.afresh) for one in studies}
    return {study: people for study, people in counted.items() if people > 1}

"""Short labels for studies: ``Chibanda 2016``, and a, b, c where several would be the same."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from itertools import count

from twofold.references.identity import Described, family_of, identity

_TITLE_WORDS = 3


def labels(studies: Sequence[Described], taken: Collection[str] = ()) -> tuple[str, ...]:
    """A label for each study, in their order, unlike each other and unlike those that are ``taken``.

    Letters go by title, DOI and so on, not by place, so that the same studies have the same labels in any order.
    A label that is taken keeps its study: the next one begins at ``b``.
    """
    by_stem: dict[str, list[int]] = defaultdict(list)
    for place, study in enumerate(studies):
        by_stem[_stem(study)].append(place)
    used = set(taken)
    given: dict[int, str] = {}
    for stem, places in sorted(by_stem.items()):
        if len(places) == 1 and not _is_used(stem, used):
            given[places[0]] = stem
            used.add(stem)
            continue
        suffixes = _letters()
        if stem in used:
            next(suffixes)
        for place in sorted(places, key=lambda at: (*identity(studies[at], ()).content, at)):
            label = next(label for letter in suffixes if (label := stem + letter) not in used)
            given[place] = label
            used.add(label)
    return tuple(given[place] for place in range(len(studies)))


def _stem(study: Described) -> str:
    name = family_of(study.authors[0]) if study.authors else " ".join(study.title.split()[:_TITLE_WORDS])
    return f"{name or 'Untitled'} {'n.d.' if study.year is None else study.year}"


def _is_used(stem: str, used: set[str]) -> bool:
    return stem in used or f"{stem}a" in used


def _letters() -> Iterator[str]:
    """a to z, then aa, ab and so on."""
    for number in count(1):
        letters = ""
        while number:
            number, letter = divmod(number - 1, 26)
            letters = chr(ord("a") + letter) + letters
        yield letters

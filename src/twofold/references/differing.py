"""In what a file says something else of a record than the review, or more."""

from dataclasses import dataclass

from twofold.references.comparing import family_of, is_beginning, words_of
from twofold.references.identity import Described


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: what the review has, and what the file says."""

    field: str
    known: str
    new: str


def differences(new: Described, known: Described) -> tuple[Difference, ...]:
    """Fields in which the file says something else than the review; what the file leaves out is no difference.

    Of abstract, address, kind, language and trial numbers only what the review lacks, and an abstract that goes on
    where the review's ends: their wording differs from library to library.
    """
    found = []
    for field in ("title", "year", "journal", "volume", "issue", "pages", "doi", "pmid"):
        here, there = getattr(new, field), getattr(known, field)
        if here and words_of(str(here)) != words_of("" if there is None else str(there)):
            found.append(Difference(field, "" if there is None else str(there), str(here)))
    if new.authors and [words_of(family_of(a)) for a in new.authors] != [words_of(family_of(a)) for a in known.authors]:
        found.append(Difference("authors", "; ".join(known.authors), "; ".join(new.authors)))
    if new.abstract and (not known.abstract or is_beginning(known.abstract, new.abstract)):
        found.append(Difference("abstract", known.abstract, new.abstract))
    for field in ("url", "kind", "language"):
        if getattr(new, field) and not getattr(known, field):
            found.append(Difference(field, "", getattr(new, field)))
    if new.registry_ids and not known.registry_ids:
        found.append(Difference("registry_ids", "", "; ".join(new.registry_ids)))
    return tuple(found)

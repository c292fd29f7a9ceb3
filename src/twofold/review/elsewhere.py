"""The studies of a person to which something came from another device of theirs, or of which a part is missing."""

from twofold.review.open import Review


def studies_told_of(review: Review) -> tuple[tuple[str, str], ...]:
    """The studies of this person of which there is something to tell, with the sentence.

    Only those in more than one of the person's logs are looked into: in a single log nothing comes later unseen.
    """
    logs = [one for one in list(review.logs.scans.values()) if one.header.person == review.person]
    work = [one.by_study.keys() for one in logs if one.header.kind == "work"]
    several = {key for at, keys in enumerate(work) for other in work[at + 1 :] for key in keys & other}
    found: list[tuple[str, str]] = []
    for key in review.mine():
        if several.intersection(review.logs.keys_of(key)):
            session = review.open(key)
            told = "" if isinstance(session, str) else session.told
            if told:
                found.append((key, told))
    return tuple(found)

"""Does the conclusion hang on who coded it? The votes of a domain from every source, side by side."""

from dataclasses import dataclass

from twofold.comparison.synthesised import Source, Synthesised
from twofold.synthesis import Direction, Named, Votes

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Beside:
    """A domain with the votes of every source; ``None`` where a source has no row in it. ``hangs`` says whether the
    sources point different ways, or fall on different sides of p = 0.05; ``sentence`` says it in words."""

    domain: Named
    votes: tuple[tuple[Source, Votes | None], ...]
    hangs: bool
    sentence: str


def who_coded_it(found: Synthesised) -> tuple[Beside, ...]:
    """Every domain that any source has a row in, in the order of the codebook; nothing with a single source."""
    if len(found.sources) < 2:
        return ()
    used = {one.id for source in found.sources for one in source.synthesis.domains}
    domains = [one for one in found.sources[0].synthesis.question.domains if one.id in used]
    return tuple(_beside(one, found.sources) for one in domains)


def _beside(domain: Named, sources: tuple[Source, ...]) -> Beside:
    votes = tuple(
        (source, next((one for one in source.synthesis.votes if one.domain == domain.id), None)) for source in sources
    )
    # A consensus with open places concludes nothing yet: what is open, decided either way, stands beside it. Nor does
    # the work of somebody who coded a part of the studies: on all of them, it stands beside it too.
    whole = max(len(source.synthesis.studies) for source in sources)
    concluding = [
        (source, one)
        for source, one in votes
        if len(source.synthesis.studies) == whole and (source.decides or not source.open)
    ]
    leanings: dict[str, list[str]] = {}
    for source, one in concluding:
        leanings.setdefault(leaning_words(one), []).append(source.label)
    if set(leanings) == {NO_VOTES}:
        sentence = "No comparison between groups has a direction here, whoever coded it."
        return Beside(domain, votes, hangs=False, sentence=sentence)
    if len(leanings) == 1:
        (leaning,) = leanings
        under = [source.label for source, one in concluding if _is_below(one)]
        if under and len(under) < len(concluding):
            sentence = f"All point the same way ({leaning}), but p is below 0.05 only with {_and(under)}."
            return Beside(domain, votes, hangs=True, sentence=sentence)
        return Beside(domain, votes, hangs=False, sentence=f"The same whoever coded it: {leaning}.")
    told = "; ".join(f"{leaning} with {_and(labels)}" for leaning, labels in leanings.items())
    return Beside(domain, votes, hangs=True, sentence=f"It hangs on who coded it: {told}.")


def _and(labels: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(labels[:-1]), labels[-1])))


NO_VOTES = "no vote"


def leaning_words(votes: Votes | None) -> str:
    """To which side the votes point: ``more better``, ``more worse``, ``even``, or ``no vote``."""
    match None if votes is None else votes.leaning:
        case Direction.BETTER:
            return "more better"
        case Direction.WORSE:
            return "more worse"
        case Direction.CONFLICTING:
            return "even"
        case _:
            return NO_VOTES


def _is_below(votes: Votes | None) -> bool:
    return votes is not None and votes.test.p is not None and votes.test.p < LEVEL

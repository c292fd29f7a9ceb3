"""The published codebooks of a review as versions: how an answer given under one of them stands now."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from twofold.codebook.carrying import HERE, Carry, Rule, Way, step
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.record.plan_documents import CarryRule, CodebookDocument
from twofold.review.plan import Plan

_MOST_LINES = 64

NOWHERE = Way(known=False)
"""The way of an answer given under a codebook that this copy does not have or cannot read."""


class Versions:
    """The ways from every published version to the one in force, each worked out when it is first asked for.

    A version is named by the fingerprint of everything in it: what an answer meant is told by the publications since
    alone, for a meaning can change although nothing in the codebook's rules does.
    """

    def __init__(self, plan: Plan, in_force: Codebook) -> None:
        self._books = plan.codebooks
        self._in_force = "" if plan.codebook is None else plan.codebook[0]
        self._read: dict[str, Codebook | None] = {self._in_force: in_force}
        self._ways: dict[str, Way] = {}
        self._next = _next(self._books)

    def way(self, fingerprint: str) -> Way:
        """The way from the version with that fingerprint."""
        found = self._ways.get(fingerprint)
        if found is None:
            found = self._ways[fingerprint] = self._way(fingerprint)
        return found

    def touches(self, fingerprint: str) -> bool:
        """Whether a publication since that version may have touched any answer given under it."""
        way = self.way(fingerprint)
        return not way.known or any(one.rules or one.asking for one in way.steps)

    def label(self, fingerprint: str) -> str:
        """What people call the version, such as *1.2*; empty where it is not known here."""
        return next((one.version for one in self._books.values() if one.everything == fingerprint), "")

    def _way(self, fingerprint: str) -> Way:
        now = self._books.get(self._in_force)
        if now is None or fingerprint == now.everything:
            return HERE
        starts = [key for key, one in self._books.items() if one.everything == fingerprint]
        # Of two publications of one text the later one counts: the way from there is the way of both.
        lines = [
            line
            for start in starts
            for line in self._lines(start)
            if not any(key != start and key in starts for key in line)
        ]
        if not lines:
            return NOWHERE
        paths = []
        for line in lines:
            steps = []
            for before, after in pairwise(line):
                old, new = self._book(before), self._book(after)
                if old is None or new is None:
                    return NOWHERE
                steps.append(step(old, new, rules_of(self._books[after])))
            paths.append(tuple(steps))
        return Way(tuple(paths))

    def _lines(self, start: str) -> list[tuple[str, ...]]:
        """Every line of publications from one to the one in force."""
        found: list[tuple[str, ...]] = []
        waiting: list[tuple[str, ...]] = [(start,)]
        while waiting and len(found) < _MOST_LINES:
            line = waiting.pop()
            if line[-1] == self._in_force:
                found.append(line)
            else:
                waiting += [(*line, after) for after in self._next.get(line[-1], ()) if after not in line]
        return found

    def _book(self, key: str) -> Codebook | None:
        if key not in self._read:
            # Only a codebook that was published anew needs the reader here.
            from twofold.codebook.toml_reader import read_codebook

            try:
                self._read[key] = read_codebook(self._books[key].text, "an earlier codebook")
            except BadCodebook:
                self._read[key] = None
        return self._read[key]


def rules_of(document: CodebookDocument) -> Mapping[str, Rule]:
    """What a publication said of each changed field."""
    return {one.field: Rule(one.field, Carry(one.kind), MappingProxyType(dict(one.options))) for one in document.rules}


def carry_rule(rule: Rule) -> CarryRule:
    """The rule as it stands in a publication."""
    return CarryRule(field=rule.field, kind=rule.carry.value, options=tuple(sorted(rule.options.items())))


def _next(books: Mapping[str, CodebookDocument]) -> Mapping[str, tuple[str, ...]]:
    """Of each publication, those that followed it."""
    following: dict[str, list[str]] = {}
    for key in sorted(books):
        for old in books[key].replaces:
            following.setdefault(old, []).append(key)
    return {key: tuple(found) for key, found in following.items()}

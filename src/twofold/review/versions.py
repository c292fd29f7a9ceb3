"""The published codebooks of a review as versions: how an answer given under one of them stands now."""

from collections.abc import Mapping
from itertools import pairwise
from types import MappingProxyType

from twofold.codebook.carrying import HERE, Carry, Rule, Way, step
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.record.plan_documents import CarryRule, CodebookDocument
from twofold.review.plan import Plan

NOWHERE = Way(known=False)
"""The way of an answer given under a codebook that this copy does not have or cannot read."""


class Versions:
    """The ways from every published version to the one in force, each worked out when it is first asked for."""

    def __init__(self, plan: Plan, in_force: Codebook) -> None:
        self._books = plan.codebooks
        self._in_force = "" if plan.codebook is None else plan.codebook[0]
        self._read: dict[str, Codebook | None] = {self._in_force: in_force}
        self._ways: dict[str, Way] = {}
        self._paths = _paths(self._books, self._in_force)

    def way(self, fingerprint: str) -> Way:
        """The way from the version with that fingerprint, be it of its meaning or of everything in it."""
        found = self._ways.get(fingerprint)
        if found is None:
            found = self._ways[fingerprint] = self._way(fingerprint)
        return found

    def means_the_same(self, fingerprint: str, field: str) -> bool:
        """Whether the field meant then what it means now, without any mapping."""
        return self.way(fingerprint).unchanged(field)

    def touches(self, fingerprint: str) -> bool:
        """Whether a publication since that version may have touched any answer given under it."""
        way = self.way(fingerprint)
        return not way.known or any(one.rules or one.asking for one in way.steps)

    def label(self, fingerprint: str) -> str:
        """What people call the version, such as *1.2*; empty where it is not known here."""
        return next((one.version for one in self._books.values() if fingerprint in (one.meaning, one.everything)), "")

    def _way(self, fingerprint: str) -> Way:
        now = self._books.get(self._in_force)
        if now is None or fingerprint in (now.meaning, now.everything):
            return HERE
        # Of several publications with one meaning the nearest counts: what lies between them changed nothing.
        path = next(
            (
                path
                for key, path in self._paths.items()
                if fingerprint in (self._books[key].meaning, self._books[key].everything)
            ),
            None,
        )
        if path is None:
            return NOWHERE
        steps = []
        for before, after in pairwise(path):
            old, new = self._book(before), self._book(after)
            if old is None or new is None:
                return NOWHERE
            steps.append(step(old, new, rules_of(self._books[after])))
        return Way(tuple(steps))

    def _book(self, key: str) -> Codebook | None:
        if key not in self._read:
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


def _paths(books: Mapping[str, CodebookDocument], in_force: str) -> dict[str, tuple[str, ...]]:
    """From each earlier publication the shortest line of publications to the one in force, the nearest first."""
    paths: dict[str, tuple[str, ...]] = {in_force: (in_force,)} if in_force in books else {}
    waiting = list(paths)
    for key in waiting:
        for old in sorted(books[key].replaces):
            if old in books and old not in paths:
                paths[old] = (old, *paths[key])
                waiting.append(old)
    return paths

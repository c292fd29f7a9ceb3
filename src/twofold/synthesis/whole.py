"""The whole synthesis of a set of studies, from one set of codes."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from twofold.synthesis.directions import Cell, Limits, cell_of
from twofold.synthesis.harvest import Harvest, harvest
from twofold.synthesis.inputs import Named, Panel, Scale, Study
from twofold.synthesis.levels import Involvement, Matrix, involvement, matrix
from twofold.synthesis.votes import Votes, votes_by_initiative, votes_of


@dataclass(frozen=True, slots=True)
class Question:
    """What is put together: the domains and the two questions of levels, in the order of the codebook."""

    domains: tuple[Named, ...]
    engagement: Scale
    lived_experience: Scale
    limits: Limits = field(default_factory=Limits)

    def domain(self, key: str) -> str:
        """The label of a domain."""
        return next((one.label for one in self.domains if one.id == key), key)


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Everything that follows. ``domains`` are those that any study has a row in, in the order of the codebook;
    ``cells`` are by study and domain, ``votes`` and the like by domain in that order.

    ``by_initiative`` and ``all_rows`` are sensitivity analyses of ``votes``. ``by_engagement`` and
    ``by_lived_experience`` hold the answers that some study has. ``rows_without_domain`` counts rows that fall out for
    want of one, ``rows_open`` those of which it is not settled whether they are an outcome of their study, or of which
    domain; these leave open every domain that a coder put them in.
    """

    question: Question
    studies: tuple[Study, ...]
    domains: tuple[Named, ...]
    cells: Mapping[tuple[str, str], Cell]
    votes: tuple[Votes, ...]
    by_initiative: tuple[Votes, ...]
    all_rows: tuple[Votes, ...]
    by_panel: Mapping[Panel, tuple[Votes, ...]]
    by_engagement: Mapping[str, tuple[Votes, ...]]
    by_lived_experience: Mapping[str, tuple[Votes, ...]]
    engagement: Involvement
    lived_experience: Involvement
    engagement_matrix: Matrix
    lived_experience_matrix: Matrix
    harvests: tuple[Harvest, ...]
    rows_without_domain: int
    rows_open: int

    def study(self, key: str) -> Study:
        """The study with that key.

        Raises:
            KeyError: there is none.
        """
        found = next((one for one in self.studies if one.key == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def panel(self, panel: Panel) -> tuple[Study, ...]:
        """The studies of one panel, in their order."""
        return tuple(one for one in self.studies if one.panel is panel)

    def cell(self, study: str, domain: str) -> Cell | None:
        """The study in the domain; ``None`` where it has no row there."""
        return self.cells.get((study, domain))


def synthesise(studies: Sequence[Study], question: Question) -> Synthesis:
    """Put the studies together. Their order does not matter: they are taken by their numbers."""
    ordered = tuple(sorted(studies, key=lambda one: (len(one.number), one.number, one.key)))
    used = {row.domain for one in ordered for row in one.rows}
    domains = tuple(one for one in question.domains if one.id in used)
    known = {one.id for one in domains}
    cells = _cells(ordered, domains, question, all_rows=False)
    every = _cells(ordered, domains, question, all_rows=True)
    keys = [one.key for one in ordered]

    def votes(wanted: Container[str], among: Mapping[tuple[str, str], Cell]) -> tuple[Votes, ...]:
        some = [one for one in among.values() if one.study in wanted]
        return tuple(votes_of(one.id, some, keys) for one in domains)

    levels = {one.key: one.engagement for one in ordered}
    lived = {one.key: one.lived_experience for one in ordered}
    names = [one.id for one in domains]
    return Synthesis(
        question,
        ordered,
        domains,
        cells,
        votes(frozenset(keys), cells),
        tuple(votes_by_initiative(one.id, cells.values(), ordered) for one in domains),
        votes(frozenset(keys), every),
        {panel: votes({one.key for one in ordered if one.panel is panel}, cells) for panel in Panel},
        _by_answer(question.engagement, levels, lambda some: votes(some, cells)),
        _by_answer(question.lived_experience, lived, lambda some: votes(some, cells)),
        involvement(question.engagement, levels),
        involvement(question.lived_experience, lived),
        matrix(question.engagement, levels, ordered, names),
        matrix(question.lived_experience, lived, ordered, names),
        tuple(harvest(one.id, cells, ordered, question.engagement) for one in domains),
        sum(row.domain not in known and row.is_settled for one in ordered for row in one.rows),
        sum(len({row.key for row in one.rows if not row.is_settled}) for one in ordered),
    )


def _cells(
    studies: Sequence[Study], domains: Sequence[Named], question: Question, *, all_rows: bool
) -> Mapping[tuple[str, str], Cell]:
    found = (
        cell_of(one, domain.id, all_rows=all_rows, limits=question.limits) for one in studies for domain in domains
    )
    return MappingProxyType({(one.study, one.domain): one for one in found if one is not None})


def _by_answer(
    scale: Scale, answered: Mapping[str, str], votes: Callable[[frozenset[str]], tuple[Votes, ...]]
) -> Mapping[str, tuple[Votes, ...]]:
    having = {one: frozenset(key for key, answer in answered.items() if answer == one) for one in scale.answers()}
    return {one: votes(keys) for one, keys in having.items() if keys}

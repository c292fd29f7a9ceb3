"""The tables of votes: by study, by initiative, by panel, and from whose codes."""

from collections.abc import Sequence

from twofold.comparison.synthesised import Source, Synthesised
from twofold.comparison.who_coded import who_coded_it
from twofold.synthesis import SENSITIVITY, Panel, Synthesis, Votes, left_out_words, sign_words, too_few
from twofold.tui.pages.synthesis_grid import Grid, Line


def votes_words(votes: Votes) -> list[str]:
    """What is told of the votes of a domain: the test, who is left out, and that few can never reach it."""
    out = left_out_words(votes)
    said = sign_words(votes.test).rstrip(".")
    return [one for one in (f"{said}{f'; left out: {out}' if out else ''}.", too_few(votes.test)) if one]


def votes_grid(it: Synthesis) -> Grid:
    """The votes of each domain, with the sensitivity analyses and the panels beside them."""
    kinds = (
        ("studies", "One vote a study", it.votes),
        ("initiatives", "One vote an initiative (sensitivity)", it.by_initiative),
        ("all rows", "All rows, also those that do not count (sensitivity)", it.all_rows),
        ("randomised", "Randomised studies", it.by_panel[Panel.RANDOMISED]),
        ("controlled", "Controlled studies", it.by_panel[Panel.CONTROLLED]),
    )
    place = {one.id: number for number, one in enumerate(it.domains)}

    def behind(row: str, column: int) -> Sequence[str]:
        votes = kinds[column][2][place[row]]
        names = {*votes.better, *votes.worse, *(name for some in votes.left_out.values() for name in some)}
        return tuple(
            one.key
            for one in it.studies
            if not names.isdisjoint((one.key, one.initiative)) and it.cell(one.key, row) is not None
        )

    return Grid(
        "Votes by direction: better of directional votes",
        tuple(head for head, _, _ in kinds),
        tuple(
            Line(one.id, one.label, tuple(of_n(votes[place[one.id]]) for _, _, votes in kinds)) for one in it.domains
        ),
        lambda row, column: (
            f"{it.question.domain(row)}. {kinds[column][1]}.",
            " ".join(votes_words(kinds[column][2][place[row]])),
        ),
        behind,
        (SENSITIVITY,),
        label_width=28,
        cell_width=11,
    )


def of_n(votes: Votes | None) -> str:
    """Better of directional votes, as ``5/6``."""
    return "-" if votes is None or not votes.test.n else f"{votes.test.better}/{votes.test.n}"


def who_grid(found: Synthesised) -> Grid:
    """The votes of each domain from every set of codes, those that part ways marked."""
    beside = who_coded_it(found)

    def about(row: str, column: int) -> Sequence[str]:
        one = next(each for each in beside if each.domain.id == row)
        source, votes = one.votes[column]
        told = "no row" if votes is None else " ".join(votes_words(votes))
        return (f"{one.domain.label}: {one.sentence}", f"{source.label}: {told}")

    def behind(row: str, column: int) -> Sequence[str]:
        one = next(each for each in beside if each.domain.id == row)
        votes = one.votes[column][1]
        return (
            ()
            if votes is None
            else (*votes.better, *votes.worse, *(k for some in votes.left_out.values() for k in some))
        )

    lines = tuple(
        Line(
            one.domain.id,
            one.domain.label,
            tuple(of_n(votes) for _, votes in one.votes),
            "!" if one.hangs else " ",
        )
        for one in beside
    )
    return Grid(
        "Does the conclusion hang on who coded it?",
        tuple(_head(source) for source in found.sources),
        lines if found.released else (),
        about,
        behind,
        (
            "Better of directional votes. ! marks a domain where the sources do not all lean the same way, or fall on"
            " different sides of p = 0.05. o: the consensus, with what is open as that coder has it;"
            " t: as whichever of its coders has each open study furthest towards better, or worse;"
            " w: with the own codes of a coder of some studies where that person coded.",
        ),
        label_width=30,
        cell_width=10,
    )


def _head(source: Source) -> str:
    kind, colon, person = source.id.partition(":")
    return f"{kind[0]}:{person}" if colon else source.id

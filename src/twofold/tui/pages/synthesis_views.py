"""The tables of the synthesis: effect direction, harvest, levels by outcome, and who coded it."""

from collections.abc import Sequence
from dataclasses import replace

from twofold.comparison.synthesised import Source, Synthesised
from twofold.synthesis import (
    Cell,
    Column,
    Direction,
    Involvement,
    Matrix,
    Panel,
    Synthesis,
    involvement_words,
    level_words,
)
from twofold.synthesis.marks import ASCII_LEGEND, LEGEND, letters_of, mark
from twofold.tui.pages.synthesis_grid import Grid, Line
from twofold.tui.pages.synthesis_votes import votes_grid, votes_words, who_grid

VIEWS = ("direction", "votes", "harvest", "engagement", "lived", "who")


def grid_of(view: str, found: Synthesised, source: Source, *, letters: bool) -> Grid:
    """The table of that name."""
    it = source.synthesis
    match view:
        case "direction":
            return _direction(it, frozenset(found.alone), letters=letters)
        case "votes":
            return votes_grid(it)
        case "harvest":
            return _harvest(it)
        case "engagement":
            return _levels(it, it.engagement_matrix, it.engagement)
        case "lived":
            return _levels(it, it.lived_experience_matrix, it.lived_experience)
        case _:
            return who_grid(found)


def _direction(it: Synthesis, alone: frozenset[str], *, letters: bool) -> Grid:
    lines: list[Line] = []
    for panel in Panel:
        studies = it.panel(panel)
        if studies:
            lines.append(Line("", f"{panel.value.capitalize()} ({len(studies)})"))
        for one in studies:
            shown = tuple(mark(it.cell(one.key, domain.id), ascii_only=letters) for domain in it.domains)
            quality = one.quality_letter or " "
            lines.append(Line(one.key, one.label, shown, f"{one.number}{'*' if one.key in alone else ' '}{quality}"))

    def about(row: str, column: int) -> Sequence[str]:
        votes, domain, study = it.votes[column], it.domains[column], it.study(row)
        return (
            f"{domain.label}: {' '.join(votes_words(votes))}",
            f"{study.number} {study.label}: {cell_words(it.cell(row, domain.id))}",
        )

    return Grid(
        "Effect direction by study and outcome domain",
        tuple(str(place) for place in range(1, len(it.domains) + 1)),
        tuple(lines),
        about,
        lambda row, column: (row,) if it.cell(row, it.domains[column].id) is not None else (),
        (
            ASCII_LEGEND if letters else LEGEND,
            "L, S, H: low, some, high concern about the study; o: not settled yet.",
            *(("* coded by one person alone.",) if alone else ()),
            "Columns: " + ", ".join(f"{place} {one.label}" for place, one in enumerate(it.domains, 1)) + ".",
        ),
        label_width=34,
        cell_width=5 if letters else 4,
        domain=lambda row, column: it.domains[column].id,
    )


def cell_words(cell: Cell | None) -> str:
    """A cell in words: its direction, what it rests on, and what was left aside."""
    if cell is None:
        return "no row in this domain."
    if cell.direction is None:
        return f"{cell.why}."
    evidence = "" if cell.evidence is None else f", {cell.evidence.words}{'' if cell.tested else ' (not tested)'}"
    size = "size not known" if cell.size is None else f"{cell.size.value} (n {cell.n:,})"
    rows = "1 row" if len(cell.rows) == 1 else f"{len(cell.rows)} rows"
    if cell.determined < len(cell.rows):
        rows += f", {cell.determined} with a direction"
    aside = [
        f"{len(some)} {words}"
        for some, words in (
            (cell.weaker, "of weaker evidence"),
            (cell.not_counted, "not counted"),
            (cell.not_known, "not known whether they count"),
            (cell.qualitative, "qualitative"),
        )
        if some
    ]
    return f"{cell.direction.value}, {rows}{evidence}, {size}{'; aside: ' + ', '.join(aside) if aside else ''}."


_PARTS = (
    ("benefit", "Benefit"),
    ("no change", "No change"),
    ("conflict", "Conflicting"),
    ("harm", "Harm"),
    ("not drawn", "No direction to draw"),
)


def _harvest(it: Synthesis) -> Grid:
    scale = it.question.engagement
    present = {one.engagement for one in it.studies} | {one.id for one in scale.levels}
    short = {one: letter for one, letter in letters_of(scale).items() if one in present}

    def studies(row: str, column: int) -> tuple[str, ...]:
        one = next(each for each in it.harvests if each.domain == row)
        if column == len(_PARTS) - 1:
            return tuple(key for some in one.without.values() for key in some)
        middle = one.bars[Column.NEITHER]
        bars = (
            one.bars[Column.BENEFIT],
            tuple(bar for bar in middle if bar.state is Direction.NO_CHANGE),
            tuple(bar for bar in middle if bar.state is Direction.CONFLICTING),
            one.bars[Column.HARM],
        )[column]
        return tuple(bar.study for bar in bars)

    def shown(row: str, column: int) -> str:
        keys = studies(row, column)
        if column == len(_PARTS) - 1:
            return str(len(keys)) if keys else ""
        levels = [it.study(key).engagement for key in keys]
        return "".join(short[one] for one in levels) if len(levels) <= 9 else _counted(levels, short)

    def about(row: str, column: int) -> Sequence[str]:
        keys = studies(row, column)
        levels = [it.study(key).engagement for key in keys]
        told = ", ".join(f"{levels.count(one)} {level_words(scale, one)}" for one in scale.answers() if one in levels)
        if column == len(_PARTS) - 1:
            why = next(each for each in it.harvests if each.domain == row).without
            told = ", ".join(f"{len(some)} {one.value}" for one, some in why.items())
        count = "1 study" if len(keys) == 1 else f"{len(keys)} studies"
        return (f"{it.question.domain(row)}, {_PARTS[column][1].lower()}: {count}{f' ({told})' if told else ''}.",)

    return Grid(
        "Harvest by outcome domain: one letter a study, its engagement",
        tuple(head for head, _ in _PARTS),
        tuple(
            Line(one.id, one.label, tuple(shown(one.id, column) for column in range(len(_PARTS)))) for one in it.domains
        ),
        about,
        studies,
        ("Letters: " + ", ".join(f"{short[one]} {level_words(scale, one)}" for one in short) + ".",),
        label_width=28,
        cell_width=11,
    )


def _counted(levels: Sequence[str], short: dict[str, str]) -> str:
    return " ".join(f"{letter}{levels.count(one)}" for one, letter in short.items() if one in levels)


def _levels(it: Synthesis, matrix: Matrix, found: Involvement) -> Grid:
    def behind(row: str, column: int) -> Sequence[str]:
        cell = matrix.cells.get((matrix.answers[column], row))
        return () if cell is None else cell.studies

    def about(row: str, column: int) -> Sequence[str]:
        answer = matrix.answers[column]
        cell = matrix.cells.get((answer, row))
        where = f"{it.question.domain(row)}, {level_words(matrix.scale, answer).lower()}"
        if cell is None:
            return (f"{where}: a gap, no study.", _total(found))
        count = "1 study" if len(cell.studies) == 1 else f"{len(cell.studies)} studies"
        rows = "1 outcome row" if cell.rows == 1 else f"{cell.rows} outcome rows"
        initiatives = "1 initiative" if cell.initiatives == 1 else f"{cell.initiatives} initiatives"
        return (f"{where}: {count} of {initiatives}, {rows}.", _total(found))

    return Grid(
        f"{matrix.scale.label} by outcome domain: number of studies",
        tuple(level_words(matrix.scale, one) for one in matrix.answers),
        tuple(
            Line(
                one.id,
                one.label,
                tuple(
                    str(len(cell.studies)) if (cell := matrix.cells.get((answer, one.id))) is not None else "·"
                    for answer in matrix.answers
                ),
            )
            for one in it.domains
        ),
        about,
        behind,
        (
            "· is a gap. A study stands once in every domain that it measured; rows that do not count in the synthesis"
            " and qualitative ones are in it.",
        ),
        label_width=30,
        cell_width=10,
    )


def _total(found: Involvement) -> str:
    return f"{found.scale.label}: {involvement_words(found).rstrip('.')}."


def without_arrows(grid: Grid) -> Grid:
    """The table with nothing beyond ASCII in its cells."""
    return replace(
        grid,
        lines=tuple(replace(one, cells=tuple(cell.replace("·", ".") for cell in one.cells)) for one in grid.lines),
        legend=tuple(one.replace("·", ".") for one in grid.legend),
    )

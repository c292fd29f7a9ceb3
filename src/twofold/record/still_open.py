"""What of a study is still to be settled: nothing of a dropped row, and nothing that the settled answers ask no longer.

A row that not all listed and that nothing is decided of may yet be kept, and a question that rests on an open answer
may yet be asked: both are open. A pure function of the consensus.
"""

from enum import StrEnum

from twofold.codebook.conditions import may_be_asked
from twofold.codebook.model import Codebook, Unit
from twofold.record.consensus import Consensus
from twofold.values.coded import Place, RowKey, Sheet


class RowState(StrEnum):
    """Whether an outcome row stands."""

    KEPT = "kept"
    OPEN = "open"
    DROPPED = "dropped"


class Aside(StrEnum):
    """Why no answer is wanted at a place that some were asked."""

    ROW_DROPPED = "row dropped"
    NOT_ASKED = "not asked"


def row_state(codebook: Codebook, found: Consensus, row: RowKey) -> RowState:
    """Whether the row of that match stands."""
    if row in found.sheet.rows:
        return RowState.KEPT
    return RowState.OPEN if (row, codebook.row_name) in found.undecided else RowState.DROPPED


def set_aside(codebook: Codebook, found: Consensus) -> dict[Place, Aside]:
    """The places of the consensus that no answer is wanted at any more, with why. That a row was dropped is itself the
    answer to what it is called."""
    dropped = frozenset(one.key for one in found.rows if row_state(codebook, found, one.key) is RowState.DROPPED)
    rows = (*found.sheet.rows, *(one.key for one in found.rows if one.key not in dropped | {*found.sheet.rows}))
    reached = may_be_asked(codebook, Sheet(found.sheet.codes, rows))
    return {
        place: Aside.ROW_DROPPED if place[0] in dropped else Aside.NOT_ASKED
        for place in found.settled
        if place not in reached and not (place[0] in dropped and place[1] == codebook.row_name)
    }


def may_yet_be_asked(codebook: Codebook, found: Consensus) -> tuple[Place, ...]:
    """The places that no settled answer asks for, and that one which is open may yet ask for, in the order of the form:
    to call them *not asked* would be too early."""
    here = frozenset(found.asked)
    reached = may_be_asked(codebook, found.sheet)
    every = (
        (row, field.id)
        for section in codebook.sections
        for row in (found.sheet.rows if section.unit is Unit.ROW else (None,))
        for field in section.fields
    )
    return tuple(place for place in every if place in reached and place not in here)


def still_open(codebook: Codebook, found: Consensus) -> tuple[Place, ...]:
    """The places that have no answer that holds, and want one or may yet want one."""
    aside = set_aside(codebook, found)
    waiting = (place for place, one in found.settled.items() if not one.how.settled and place not in aside)
    return tuple(dict.fromkeys((*waiting, *found.open)))

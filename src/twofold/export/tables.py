"""A table of the export: its file, its columns, and how its rows come about."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from twofold.export.cells import MISSING
from twofold.export.material import StudyAtHand

Row: TypeAlias = Sequence[str]


class Kind(StrEnum):
    """What the cells of a column hold, in the words of Table Schema."""

    STRING = "string"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    INSTANT = "datetime"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``values`` are all that may stand in it, with their labels; ``ordered`` says that they have an order.

    ``free`` marks words that people wrote, in which a spreadsheet could see a formula. ``verbatim`` says that only a
    blank is missing in it, whatever stands for a missing value in the rest of the table. ``typed`` says that its
    numbers are as people typed them, with their noughts, rather than made here.
    """

    name: str
    what: str
    kind: Kind = Kind.STRING
    values: Mapping[str, str] = field(default_factory=dict)
    ordered: bool = False
    free: bool = False
    verbatim: bool = False
    typed: bool = False


def nothing_of(_: StudyAtHand) -> Iterable[Row]:
    """No row of a study."""
    return ()


def nothing() -> Iterable[Row]:
    """No row."""
    return ()


@dataclass(frozen=True, slots=True)
class Table:
    """A file of the export.

    ``one_row`` says what a row is, ``how`` how the file is made. Rows come in the order ``first``, ``of_study`` for
    each study in the order of their numbers, ``last``. ``key`` are the columns that tell rows apart; ``refers`` gives
    a table and its column for a column of this one. ``missing`` are what stands for a missing value besides a blank.
    """

    name: str
    one_row: str
    how: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    refers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    first: Callable[[], Iterable[Row]] = nothing
    of_study: Callable[[StudyAtHand], Iterable[Row]] = nothing_of
    last: Callable[[], Iterable[Row]] = nothing

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


TO_STUDY = {"study": ("studies", "study")}
CODES = tuple(MISSING)
STUDY = Column("study", "number of the study, such as S001")
ROUND = Column("round", "the round: `main`, or the id of a calibration round")
ROW = Column("row", "the outcome row; blank for what is asked once a study")
EXCLUDED = Column("excluded", "whether it was decided to exclude the study", Kind.BOOLEAN)
FIELD = Column("field", "id of the field, in codebook.csv")

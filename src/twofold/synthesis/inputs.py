"""What a synthesis is made from: each study with its outcome rows, in the words of the codebook alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Coded(StrEnum):
    """The direction coded for one outcome row: the sign of the estimate against the change that is wanted."""

    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"
    BETTER = "better"


class Evidence(StrEnum):
    """What kind of evidence a result is, the best first."""

    BETWEEN_GROUPS = "between_groups"
    TIME_SERIES = "interrupted_time_series"
    COHORT = "cohort"
    PRE_POST = "pre_post"
    CROSS_SECTIONAL = "cross_sectional"
    QUALITATIVE = "qualitative"

    @property
    def tier(self) -> int:
        """The place in the order of evidence, 0 for the best; cohort and pre-post stand on one step."""
        return _TIERS[self]

    @property
    def words(self) -> str:
        """The kind as people read it."""
        return self.value.replace("_", " ").replace("pre post", "pre-post").replace("cross sec", "cross-sec")


_TIERS = {
    Evidence.BETWEEN_GROUPS: 0,
    Evidence.TIME_SERIES: 1,
    Evidence.COHORT: 2,
    Evidence.PRE_POST: 2,
    Evidence.CROSS_SECTIONAL: 3,
    Evidence.QUALITATIVE: 4,
}


class Panel(StrEnum):
    """The three panels of the plots, and where a study stands whose design is not coded."""

    RANDOMISED = "randomised"
    CONTROLLED = "controlled"
    UNCONTROLLED = "uncontrolled"
    UNKNOWN = "design not coded"


class Quality(StrEnum):
    """The concern about a study as a whole; the letter stands beside its colour wherever it is drawn."""

    LOW = "low"
    SOME = "some"
    HIGH = "high"

    @property
    def letter(self) -> str:
        """L, S or H."""
        return self.value[0].upper()


NOT_REPORTED, UNCLEAR, NOT_APPLICABLE, NOT_CODED = "NR", "UC", "NAP", ""
"""Answers to a question of levels that are no level. They are never merged with one, nor with each other."""

OFF_LEVELS = (NOT_REPORTED, UNCLEAR, NOT_APPLICABLE, NOT_CODED)
_OFF_WORDS = {
    NOT_REPORTED: "not reported",
    UNCLEAR: "unclear",
    NOT_APPLICABLE: "not applicable",
    NOT_CODED: "not coded",
}


class Asked(StrEnum):
    """The answers of an outcome row on which the direction of a study hangs."""

    EVIDENCE = "kind of evidence"
    COUNTS = "place in the synthesis"
    DIRECTION = "direction"


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One measured outcome of a study. ``None`` is *not coded, or off the scale*; ``counts`` says whether the row is in
    the synthesis by the rules settled before coding. ``p``, ``result`` and ``comparison`` are shown, never computed
    with. ``n`` are the people analysed in the intervention group. ``open`` are the answers that the coders have yet to
    settle: of those nothing is known, which is another thing than *not coded*."""

    key: str
    name: str
    domain: str | None
    direction: Coded | None
    evidence: Evidence | None
    counts: bool | None = True
    n: int | None = None
    p: str = ""
    result: str = ""
    comparison: str = ""
    open: frozenset[Asked] = frozenset()


@dataclass(frozen=True, slots=True)
class Study:
    """A study with what the synthesis asks of it.

    ``engagement`` and ``lived_experience`` are the id of a level or one of ``OFF_LEVELS``. ``n`` are the people of the
    intervention group, or of the whole study where it has no groups.
    """

    key: str
    number: str
    label: str
    initiative: str
    panel: Panel
    rows: tuple[OutcomeRow, ...]
    engagement: str = NOT_CODED
    lived_experience: str = NOT_CODED
    quality: Quality | None = None
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """A domain or a level: its id and its label."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A question of levels, from the lowest. ``none`` is the id of the level that means *no involvement*, if any."""

    label: str
    levels: tuple[Named, ...] = ()
    none: str = ""

    def words(self, answer: str) -> str:
        """An answer to the question as people read it."""
        level = next((one.label for one in self.levels if one.id == answer), None)
        return _OFF_WORDS.get(answer, answer) if level is None else level

    def answers(self) -> Sequence[str]:
        """Every answer: the levels from the lowest, then what is off the scale."""
        return (*(one.id for one in self.levels), *OFF_LEVELS)

"""What a synthesis is made from: each study with its outcome rows, in the words of the codebook alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Coded(StrEnum):
    """The direction coded for one outcome row: the sign of the estimate against the change that is wanted.

    ``MIXED`` is for codebooks whose rows hold several results: some of them better, some worse.
    """

    WORSE = "worse"
    NO_DIFFERENCE = "no_difference"
    BETTER = "better"
    MIXED = "mixed"


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
    """The three panels of the plots, and where a study stands that is in none of them, by the reason."""

    RANDOMISED = "randomised"
    CONTROLLED = "controlled"
    UNCONTROLLED = "uncontrolled"
    OTHER = "design of no panel"
    OFF_SCALE = "design not reported, unclear or not applicable"
    OPEN = "design open"
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


NOT_REPORTED, UNCLEAR, NOT_APPLICABLE, OPEN, NOT_CODED = "NR", "UC", "NAP", "OPEN", ""
"""Answers to a question of levels that are no level: off the scale, not settled yet between the coders, or not coded.
They are never merged with one, nor with each other. No id of an option has capital letters."""

OFF_LEVELS = (NOT_REPORTED, UNCLEAR, NOT_APPLICABLE, OPEN, NOT_CODED)
_OFF_WORDS = {
    NOT_REPORTED: "not reported",
    UNCLEAR: "unclear",
    NOT_APPLICABLE: "not applicable",
    OPEN: "open",
    NOT_CODED: "not coded",
}


class Asked(StrEnum):
    """The answers of an outcome row on which the direction of a study hangs, and whether it is a row of the study."""

    ROW = "place among the outcomes"
    DOMAIN = "domain"
    EVIDENCE = "kind of evidence"
    COUNTS = "place in the synthesis"
    DIRECTION = "direction"


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """One measured outcome of a study. ``None`` is *not coded, or off the scale*; ``counts`` says whether the row is in
    the synthesis by the rules settled before coding. ``p``, ``result`` and ``comparison`` are shown, never computed
    with. ``n`` are the people analysed in the intervention group.

    ``open`` are the answers that the coders have yet to settle: of those nothing is known, which is another thing than
    *not coded*. ``ways`` are then all that the row may come to by the coders' own answers, each settled; where its
    place among the outcomes is open, it may fall out as well. ``off`` gives, of the answers that are ``None``, the
    words of those that were coded, such as *unclear*.
    """

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
    off: tuple[tuple[Asked, str], ...] = ()
    ways: tuple["OutcomeRow", ...] = ()

    @property
    def is_settled(self) -> bool:
        """Whether it is settled to be an outcome of the study, and of which domain."""
        return not self.open & {Asked.ROW, Asked.DOMAIN}

    @property
    def may_fall_out(self) -> bool:
        """Whether it may yet turn out to be no outcome of the study."""
        return Asked.ROW in self.open

    def stands_in(self, domain: str) -> bool:
        """Whether it is settled to be an outcome of the study, and one of that domain."""
        return self.domain == domain and self.is_settled

    def ways_in(self, domain: str) -> tuple["OutcomeRow", ...]:
        """What it may come to in that domain: itself, where nothing is open."""
        return tuple(one for one in (self.ways or (self,)) if one.domain == domain)

    def why(self, asked: Asked) -> str:
        """What there is in place of an answer that gives nothing: *not coded*, or the word off the scale."""
        return dict(self.off).get(asked, "not coded")


@dataclass(frozen=True, slots=True)
class Study:
    """A study with what the synthesis asks of it.

    ``engagement`` and ``lived_experience`` are the id of a level or one of ``OFF_LEVELS``. ``n`` are the people of the
    intervention group, or of the whole study where it has no groups. ``quality_open``: the judgement of the whole is
    not settled, which is no missing judgement.
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
    quality_open: bool = False

    @property
    def quality_letter(self) -> str:
        """The letter of the concern about it, ``o`` while that is open, empty where there is none."""
        return "o" if self.quality_open else "" if self.quality is None else self.quality.letter


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

"""One direction for a study in a domain, from its outcome rows (Boon & Thomson 2021; Cochrane Handbook 12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from twofold.synthesis.inputs import Asked, Coded, Evidence, OutcomeRow, Study


class Direction(StrEnum):
    """What follows for a study in a domain: a direction, or one of three states without, which are never merged."""

    BETTER = "better"
    WORSE = "worse"
    NO_CHANGE = "no change"
    CONFLICTING = "conflicting"
    NO_DIRECTION = "no direction"

    @property
    def directional(self) -> bool:
        """Whether it is a vote in the sign test."""
        return self in (Direction.BETTER, Direction.WORSE)


class Nothing(StrEnum):
    """Why no row of a study in a domain could be combined."""

    NOT_COUNTED = "no row that counts"
    NOT_KNOWN = "not known whether it counts"
    QUALITATIVE = "only qualitative"


class Size(StrEnum):
    """How many people the intervention group had."""

    LARGE = "large"
    MEDIUM = "medium"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Limits:
    """Above ``large`` people a study is large, below ``small`` it is small."""

    large: int = 300
    small: int = 50

    def size(self, n: int | None) -> Size | None:
        """The size of a group of ``n`` people; ``None`` where their number is not known."""
        if n is None:
            return None
        return Size.LARGE if n > self.large else Size.SMALL if n < self.small else Size.MEDIUM


@dataclass(frozen=True, slots=True)
class Cell:
    """A study in a domain.

    ``rows`` are those that were combined, all of one step of evidence, the directions not determinable among them;
    ``determined`` is how many have a direction. ``weaker`` are rows of weaker evidence, ``not_counted`` those that the
    rules leave out, ``qualitative`` those that are shown and never counted, ``not_known`` those of which nobody said
    whether they count or what evidence they are. ``open`` are rows of which an answer that the direction hangs on is
    not settled. ``direction`` is ``None`` where nothing could be combined, or where it is open: then ``nothing`` is the
    reason, unless it is open, and ``why`` says it in words.
    """

    study: str
    domain: str
    direction: Direction | None
    evidence: Evidence | None
    rows: tuple[OutcomeRow, ...]
    determined: int
    n: int | None
    size: Size | None
    weaker: tuple[OutcomeRow, ...] = ()
    not_counted: tuple[OutcomeRow, ...] = ()
    qualitative: tuple[OutcomeRow, ...] = ()
    why: str = ""
    open: tuple[OutcomeRow, ...] = ()
    not_known: tuple[OutcomeRow, ...] = ()
    nothing: Nothing | None = None

    @property
    def tested(self) -> bool:
        """Whether it rests on a comparison between groups, which alone is tested."""
        return self.evidence is Evidence.BETWEEN_GROUPS


def direction_of(coded: Iterable[Coded | None]) -> Direction:
    """The one direction of rows, whatever their order.

    Rows that agree give theirs; else the direction that at least 70 % hold (``10 k >= 7 n``), of the rows with a
    determinable direction, exact nulls included; else the rows are in conflict. Exact nulls alone are *no change*.
    A row that is mixed in itself holds no direction, and leaves the rows in conflict where none is held by 70 %.
    """
    found = [one for one in coded if one is not None]
    better, worse = found.count(Coded.BETTER), found.count(Coded.WORSE)
    if not found:
        return Direction.NO_DIRECTION
    if all(one is Coded.NO_DIFFERENCE for one in found):
        return Direction.NO_CHANGE
    if 10 * better >= 7 * len(found):
        return Direction.BETTER
    return Direction.WORSE if 10 * worse >= 7 * len(found) else Direction.CONFLICTING


def cell_of(study: Study, domain: str, *, all_rows: bool = False, limits: Limits | None = None) -> Cell | None:
    """The study in the domain; ``None`` where it has no row there. With ``all_rows`` those count that the rules leave
    out."""
    here = sorted((one for one in study.rows if one.ways_in(domain)), key=lambda one: (one.name, one.key))
    if not here:
        return None
    in_question = [one for one in here if _open_of(one, all_rows=all_rows)]
    settled = [one for one in here if one not in in_question]
    qualitative = tuple(one for one in settled if one.evidence is Evidence.QUALITATIVE)
    measured = [one for one in settled if one.evidence is not Evidence.QUALITATIVE]
    left_out = tuple(one for one in measured if one.counts is False and not all_rows)
    usable = [one for one in measured if (all_rows or one.counts) and one.evidence is not None]
    not_known = tuple(one for one in measured if one not in usable and one not in left_out)
    best = min((one.evidence.tier for one in usable if one.evidence is not None), default=None)
    waiting = tuple(one for one in in_question if _may_matter(one, domain, best, all_rows=all_rows))
    aside = tuple(one for one in in_question if one not in waiting)
    if waiting:
        return Cell(
            study.key,
            domain,
            None,
            None,
            (),
            0,
            study.n,
            (limits or Limits()).size(study.n),
            (*usable, *aside),
            left_out,
            qualitative,
            _why_open(waiting, all_rows=all_rows),
            waiting,
            not_known,
        )
    if not usable:
        return Cell(
            study.key,
            domain,
            None,
            None,
            (),
            0,
            study.n,
            (limits or Limits()).size(study.n),
            not_counted=left_out,
            qualitative=qualitative,
            why=_why_nothing(left_out, not_known, all_rows=all_rows),
            not_known=not_known,
            nothing=Nothing.NOT_KNOWN if not_known else Nothing.NOT_COUNTED if left_out else Nothing.QUALITATIVE,
        )
    rows = tuple(one for one in usable if one.evidence is not None and one.evidence.tier == best)
    sizes = [one.n for one in rows if one.n is not None]
    n = max(sizes) if sizes else study.n
    return Cell(
        study.key,
        domain,
        direction_of(one.direction for one in rows),
        min((one.evidence for one in rows if one.evidence is not None), key=list(Evidence).index),
        rows,
        sum(one.direction is not None for one in rows),
        n,
        (limits or Limits()).size(n),
        (*(one for one in usable if one not in rows), *aside),
        left_out,
        qualitative,
        not_known=not_known,
    )


def _may_matter(row: OutcomeRow, domain: str, best: int | None, *, all_rows: bool) -> bool:
    """Whether what is open of the row may yet change what the cell says: anything may where nothing settled can be
    combined, and else what may be evidence as good as the best that is settled."""
    if best is None:
        return True
    return any(
        (all_rows or way.counts or (way.counts is None and Asked.COUNTS in row.open))
        and (way.evidence.tier <= best if way.evidence is not None else Asked.EVIDENCE in row.open)
        for way in row.ways_in(domain)
    )


def _open_of(row: OutcomeRow, *, all_rows: bool) -> frozenset[Asked]:
    return row.open - {Asked.COUNTS} if all_rows else row.open


def _why_open(waiting: Sequence[OutcomeRow], *, all_rows: bool) -> str:
    asked = {each for one in waiting for each in _open_of(one, all_rows=all_rows)}
    words = " and the ".join(each.value for each in Asked if each in asked)
    return f"open: the {words} of {_rows(len(waiting))} not settled yet"


def _why_nothing(left_out: Sequence[OutcomeRow], not_known: Sequence[OutcomeRow], *, all_rows: bool) -> str:
    if not left_out and not not_known:
        return "only qualitative results, which are shown and not counted"
    said = [f"{_rows(len(left_out))} left out by the rules"] if left_out else []
    for asked, words in ((Asked.COUNTS, "whether it counts is"), (Asked.EVIDENCE, "the kind of evidence is")):
        some = [one for one in not_known if (one.counts is None and not all_rows) is (asked is Asked.COUNTS)]
        for why in dict.fromkeys(one.why(asked) for one in some):
            said.append(f"{_rows(sum(one.why(asked) == why for one in some))} of which {words} {why}")
    return f"no row to combine: {', '.join(said)}"


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number} rows"

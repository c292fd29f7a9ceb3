"""Whether a calibration round came out as its stop rule, written before it, asks for."""

from collections.abc import Iterator
from dataclasses import dataclass

from twofold.agreement import Intervals, Method
from twofold.agreement.wording import percent, plural
from twofold.comparison.gathering import Gathered, gather
from twofold.comparison.readings import read_fields
from twofold.comparison.settled import consensus_of
from twofold.record.consensus import How, Settled
from twofold.record.disagreements import Kind
from twofold.review.open import Review

_ANALYTIC = Intervals(Method.ANALYTIC)
_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Item:
    """A field that the rule asks of: of the ``units`` that two or more coded, those on which all coders agree."""

    field: str
    agreed: int
    units: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """A round against its rule; ``least`` is ``None`` where it was opened without one.

    ``compared`` of its ``studies`` are open for comparison. ``items`` are the primary items, or every field where the
    codebook has none. ``undiscussed`` of the ``disagreements`` have no decision, no slip that its coder owned and no
    question to the authors; those that follow from another are not counted.
    """

    round: str
    name: str
    least: int | None
    all_discussed: bool
    studies: int
    compared: int
    items: tuple[Item, ...]
    disagreements: int
    undiscussed: int

    @property
    def agreed(self) -> int:
        """On how many units of the items all coders agree."""
        return sum(one.agreed for one in self.items)

    @property
    def units(self) -> int:
        """How many units of the items two or more coded."""
        return sum(one.units for one in self.items)

    @property
    def below(self) -> tuple[Item, ...]:
        """The items that by themselves agree in less than the rule asks of all together."""
        return tuple(one for one in self.items if _WHOLE * one.agreed < (self.least or 0) * one.units)

    @property
    def met(self) -> bool:
        """Whether the rule is met: every study is compared, the items taken together agree in as much as it asks for,
        and, where it asks for that, every disagreement is discussed. Without a rule there is nothing to meet."""
        if self.least is None:
            return True
        enough = self.units > 0 and _WHOLE * self.agreed >= self.least * self.units
        return self.compared == self.studies and enough and not (self.all_discussed and self.undiscussed)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the rule asks for and how the round came out, the outcome last."""
        return tuple(self._told())

    @property
    def outcome(self) -> str:
        """Whether the rule is met, as a sentence."""
        if self.least is None:
            return f"Round `{self.round}` was opened without a stop rule."
        return f"The rule of round `{self.round}` is {'met' if self.met else 'not met'}."

    def _told(self) -> Iterator[str]:
        if self.least is not None:
            asks = f"the primary items agree in {self.least} % or more"
            yield f"The rule: {asks}{', and every disagreement is discussed' if self.all_discussed else ''}."
        if self.compared < self.studies:
            yield f"Of its studies, {self.compared} of {self.studies} are open for comparison so far."
        if self.units:
            share = percent(self.agreed / self.units)
            yield f"The coders agree on {self.agreed} of {plural(self.units, 'unit')} of the primary items ({share})."
            for one in self.below:
                yield f"By itself `{one.field}` is below that: {one.agreed} of {one.units}."
        if self.disagreements:
            discussed = self.disagreements - self.undiscussed
            yield f"{discussed} of {plural(self.disagreements, 'disagreement')} on any field are discussed."
        yield self.outcome


def calibration_of(review: Review, round_id: str) -> Calibration:
    """The round against its rule, as far as this person may see it compared. Intervals play no part in the rule.

    Raises:
        KeyError: there is no such round.
        CannotOpen: there is no codebook.
    """
    document = review.plan.round(round_id)
    rule = document.stop_rule
    found = gather(review, round_id)
    readings = read_fields(found.fields, _ANALYTIC) if found.studies else ()
    wanted = [one for one in readings if one.field.primary] or list(readings)
    differing, undiscussed = _discussed(review, found)
    return Calibration(
        round_id,
        document.name,
        None if rule is None else rule.raw_agreement,
        rule is not None and rule.all_discussed,
        len(document.studies),
        len(found.studies),
        tuple(Item(one.field.id, one.agreed, one.figures.n) for one in wanted),
        differing,
        undiscussed,
    )


def _discussed(review: Review, found: Gathered) -> tuple[int, int]:
    """How many disagreements there are, and how many of them nobody has discussed."""
    differing = undiscussed = 0
    for one in found.studies:
        own = [each for each in found.disagreements[one.study] if each.kind is not Kind.FOLLOWS]
        settled = consensus_of(review, one).settled if own else {}
        differing += len(own)
        undiscussed += sum(not _was_discussed(settled.get((each.row, each.field))) for each in own)
    return differing, undiscussed


def _was_discussed(one: Settled | None) -> bool:
    if one is None or one.how is How.STALE:
        return False
    return bool(one.decisions) or one.query is not None or one.how.settled

"""How many of the outcome rows that each of two coders listed the other listed too, before any value is compared."""

from dataclasses import dataclass
from itertools import combinations

from twofold.agreement.wording import percent, plural
from twofold.comparison.gathering import Gathered
from twofold.record.disagreements import Kind
from twofold.review.open import Review
from twofold.review.row_lists import rows_of


@dataclass(frozen=True, slots=True)
class RowMatch:
    """Of two coders, how many rows each ``listed`` in the studies that both coded, how many are ``matched``, and in how
    many ``studies`` these lie."""

    coders: tuple[str, str]
    listed: tuple[int, int]
    matched: int
    studies: int

    @property
    def found(self) -> tuple[float | None, float | None]:
        """The share of each one's rows that the other listed too; ``None`` where none was listed."""
        first, second = (self.matched / one if one else None for one in self.listed)
        return first, second

    @property
    def words(self) -> str:
        """The same in a sentence."""
        (first, second), (mine, theirs) = self.coders, self.listed
        said = f"{first} listed {plural(mine, 'outcome row')} and {second} {theirs}"
        if not self.matched:
            return f"{said}; none is matched."
        shares = " and ".join(percent(one) for one in self.found if one is not None)
        return f"{said}; {self.matched} are matched ({shares} of theirs), in {plural(self.studies, 'study')}."


@dataclass(frozen=True, slots=True)
class ToMatch:
    """What waits as outcome rows are not matched: how many of all the ``disagreements`` are ``unmatched`` rows, and
    how many pairs of rows are ``suggested`` to be one."""

    unmatched: int
    disagreements: int
    suggested: int

    @property
    def words(self) -> str:
        """Why that matters, in a sentence."""
        return (
            f"{self.unmatched:,} of the {plural(self.disagreements, 'disagreement')} are rows not matched:"
            " what an outcome was found to be is compared only once the coders' rows of it are said to be one."
            f" {self.suggested:,} {'match is' if self.suggested == 1 else 'matches are'} suggested."
        )


def to_match(review: Review, found: Gathered) -> ToMatch | None:
    """What waits for rows to be matched; ``None`` while no match is suggested that nobody has said yet."""
    kinds = {study: [one.kind for one in some] for study, some in found.disagreements.items()}
    unmatched = {study: each.count(Kind.UNMATCHED_ROW) for study, each in kinds.items()}
    # Rows are matched in the round that a study is coded in now; in another, nothing can be said of them any more.
    here = [one for one, count in unmatched.items() if count and review.plan.round_of(one) == found.round]
    suggested = sum(len(rows_of(review, study).suggestions) for study in here)
    return ToMatch(sum(unmatched.values()), sum(map(len, kinds.values())), suggested) if suggested else None


def row_matches(found: Gathered) -> tuple[RowMatch, ...]:
    """Each pair of the coders compared, where either listed a row in a study that both coded."""
    made = []
    for pair in combinations(found.people, 2):
        both = [one for one in found.studies if set(pair) <= set(one.people)]
        rows = [(one.study, match.rows) for one in both for match in one.rows]
        listed = [sum(person in each for _, each in rows) for person in pair]
        matched = [study for study, each in rows if set(pair) <= set(each)]
        if any(listed):
            made.append(RowMatch(pair, (listed[0], listed[1]), len(matched), len(set(matched))))
    return tuple(made)

"""Since when a field has been a primary item, and whether that was settled before anybody saw an agreement.

A primary item chosen after the first figures are known may be one that happened to agree, so its date stands beside
its figure. Dates are those of the devices that published, as everywhere in the log: shown, and trusted no further.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.record.plan_documents import CodebookDocument
from twofold.review.open import Review


@dataclass(frozen=True, slots=True)
class Dated:
    """``since`` (an instant) and in which ``version`` of the codebook the field became primary, without a gap up to
    now; ``late`` says that studies had been opened for comparison before, the first of them at ``opened``."""

    since: str
    version: str
    late: bool
    opened: str

    @property
    def words(self) -> str:
        """The date in words, and what it means where it came late."""
        told = f"primary since {self.since[:10]} (codebook {self.version})"
        if not self.late:
            return told
        return f"{told}, after the first studies were opened for comparison on {self.opened[:10]}"


@dataclass(frozen=True, slots=True)
class PrimaryItems:
    """The primary items in force by field; ``dropped`` were primary at the first opening for comparison and no longer
    are."""

    dated: Mapping[str, Dated]
    dropped: tuple[str, ...]

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each item whose choice may have followed the figures."""
        late = [f"{field} is {one.words}: say so, or report it apart." for field, one in self.dated.items() if one.late]
        gone = [
            f"{field} was a primary item when the first studies were opened for comparison, and no longer is: say so."
            for field in self.dropped
        ]
        return (*late, *gone)


def primary_items(review: Review, round_id: str) -> PrimaryItems:
    """The primary items of the codebook in force with the date since when each has been one, against the day on which
    the first study of the round was opened: a calibration round is there to settle such things for the next.

    Raises:
        CannotOpen: there is no codebook.
    """
    plan, now = review.plan, review.in_force.codebook
    if plan.codebook is None:
        return PrimaryItems({}, ())
    named = [one.id for one in now.fields if one.primary]
    releases = [each for (named_round, _), each in plan.releases.items() if named_round == round_id]
    opened = min((one.at for each in releases for one in each.current.values()), default="")
    history = _History(plan.codebooks, {plan.codebook[0]: now})
    dated = {}
    for field in named:
        first = plan.codebooks[history.begun(plan.codebook[0], field)]
        dated[field] = Dated(first.at, first.version, bool(opened) and first.at > opened, opened)
    dropped = history.primary_at(opened).difference(named) if opened else ()
    return PrimaryItems(dated, tuple(sorted(dropped)))


class _History:
    """The published codebooks, each read once."""

    def __init__(self, documents: Mapping[str, CodebookDocument], read: Mapping[str, Codebook | None]) -> None:
        self._documents = documents
        self._read = dict(read)

    def begun(self, name: str, field: str) -> str:
        """The publication that made the field primary, without a gap from there to ``name``.

        Where two were published unknown to each other, the later of their beginnings: a date is not to look better.
        """
        seen, waiting, ends = {name}, [name], []
        while waiting:
            here = waiting.pop()
            before = [one for one in self._documents[here].replaces if one in self._documents]
            if not before or any(not self._primary(one, field) for one in before):
                ends.append(here)
            further = [one for one in before if self._primary(one, field) and one not in seen]
            seen.update(further)
            waiting += further
        return max(ends, key=lambda one: (self._documents[one].at, one))

    def primary_at(self, when: str) -> set[str]:
        """The fields that were primary in the last codebook published by then."""
        before = [(one.at, name) for name, one in self._documents.items() if one.at <= when]
        book = self._book(max(before)[1]) if before else None
        return set() if book is None else {one.id for one in book.fields if one.primary}

    def _primary(self, name: str, field: str) -> bool:
        book = self._book(name)
        found = None if book is None else book.by_id.get(field)
        return found is not None and found.primary

    def _book(self, name: str) -> Codebook | None:
        if name not in self._read:
            try:
                self._read[name] = read_codebook(self._documents[name].text, "an earlier codebook")
            except BadCodebook:
                self._read[name] = None
        return self._read[name]

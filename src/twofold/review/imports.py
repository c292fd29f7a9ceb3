"""The imports of a review, each a batch with its day: which files, and what became of their records."""

from collections.abc import Iterator
from dataclasses import dataclass

from twofold.record.authority import effective
from twofold.record.plan_documents import ImportDocument, ImportedFile
from twofold.review.open import Review
from twofold.values.counting import count_of


@dataclass(frozen=True, slots=True)
class Import:
    """One import that was carried out. ``who`` is the lead's name, ``at`` the time of that lead's clock."""

    batch: str
    at: str
    who: str
    files: tuple[ImportedFile, ...]
    studies: int

    @property
    def day(self) -> str:
        """The day of it."""
        return self.at[:10]

    @property
    def words(self) -> str:
        """When and by whom, and what it added."""
        added = count_of(self.studies, "study") if self.studies else "no new study"
        return f"{self.day} by {self.who}: {added} of {count_of(len(self.files), 'file')}"


def imports(review: Review) -> tuple[Import, ...]:
    """Every import, the latest first."""
    filed = [one for one in review.logs.plan() if one.written.table == "imports"]
    places = {one.written.id: place for place, one in enumerate(filed)}
    counting, _ = effective(review.plan.standing, filed)
    found = [(key, one) for key, (_, one) in counting.items() if isinstance(one, ImportDocument)]
    # Clocks tell seconds; what one device wrote within one stands in the order of its log.
    found.sort(key=lambda each: (each[1].at, each[1].by, each[1].device, places[each[0]]), reverse=True)
    return tuple(Import(one.batch, one.at, _name(review, one.by), one.files, one.studies) for _, one in found)


def _name(review: Review, person: str) -> str:
    found = review.plan.standing.person(person)
    return person if found is None else found.name


def sums(one: ImportedFile) -> str:
    """What became of the records of a file, in figures."""
    held = len(one.held_back)
    return f"read {one.read:,} = new {one.new:,} + already there {one.there:,} + held back {held:,}"


def held_words(one: ImportedFile) -> Iterator[str]:
    """Where each record stood that was held back, and why it was."""
    for each in one.held_back:
        yield f"{one.name}:{each.first_line}: {each.why}"


def earlier(review: Review) -> dict[str, str]:
    """Of each file that was brought in, by its sha256, when and by whom that was last."""
    return {
        file.sha256: f"This very file was brought in on {one.day} by {one.who}."
        for one in reversed(imports(review))
        for file in one.files
    }

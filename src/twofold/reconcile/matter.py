"""A released study as it is reconciled: its sheets, its consensus, and what was proposed of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from twofold.codebook.model import Codebook, Field
from twofold.comparison.released import Compared, disagreements_of, opened_study
from twofold.comparison.settled import weighed
from twofold.reconcile.hanging import Hanging
from twofold.record.consensus import Consensus, Settled, Weighing, consensus
from twofold.record.disagreements import Disagreement, Matched
from twofold.record.document import Document
from twofold.record.proposals import Proposal, proposals
from twofold.record.work_documents import CodeDocument, ReopeningDocument, RowDocument, SubmissionDocument
from twofold.review.open import Review
from twofold.values.answers import Value
from twofold.values.coded import Place, RowKey


@dataclass(frozen=True, slots=True)
class Matter:
    """One study to be reconciled, as one person may see it.

    ``by_place`` are the disagreements between the frozen sheets. ``blind`` says that the person is to arbitrate on it
    and may see no name beside a code.
    """

    study: str
    number: str
    label: str
    round: str
    viewer: str
    codebook: Codebook
    hanging: Hanging
    compared: Compared
    weighing: Weighing
    consensus: Consensus
    by_place: Mapping[Place, Disagreement]
    proposals: tuple[Proposal, ...]
    blind: bool

    @property
    def coders(self) -> tuple[str, ...]:
        """Who coded the study, in the order of their ids."""
        return self.compared.people

    @property
    def documents(self) -> Mapping[str, Document]:
        """What was said of the study beyond its coding, by id."""
        return self.weighing.documents

    @property
    def may_arbitrate(self) -> bool:
        """Whether the person is an arbiter who did not code the study."""
        return self.viewer in self.weighing.arbiters

    @property
    def excluded(self) -> bool:
        """Whether the study was excluded, or taken for another; nothing else of it is then to be settled."""
        return any(one.outcome == "granted" for one in self.proposals)

    def field(self, place: Place) -> Field:
        """The field at a place."""
        return self.codebook.by_id[place[1]]

    def settled(self, place: Place) -> Settled | None:
        """What stands at the place; nothing where nobody was asked."""
        return self.consensus.settled.get(place)

    def rows_at(self, place: Place) -> Mapping[str, RowKey | None]:
        """Of each coder who listed the row of the place, or owns to have overlooked it, the key under which it stands
        with them; of the study, no row."""
        if place[0] is None:
            return dict.fromkeys(self.coders)
        match = self.match(place[0])
        return {} if match is None else match.rows

    def match(self, row: RowKey) -> Matched | None:
        """The outcome with that key."""
        return next((one for one in self.consensus.rows if one.key == row), None)

    def is_missing_from(self, place: Place, person: str) -> bool:
        """Whether the place is the name of an outcome that this coder did not list, and has not taken in since."""
        if place[0] is None or place[1] != self.codebook.row_name or person not in self.coders:
            return False
        match = self.match(place[0])
        return match is not None and person not in match.rows

    def code_at(self, place: Place, person: str) -> str | None:
        """The id of the code that the person froze at the place."""
        rows = self.rows_at(place)
        for sheet in self.compared.sheets:
            if sheet.person == person and person in rows:
                return sheet.codes.get((rows[person], place[1]))
        return None

    def was_asked(self, place: Place, person: str) -> bool:
        """Whether the rules asked the person at the place."""
        rows = self.rows_at(place)
        return any(
            sheet.person == person and person in rows and (rows[person], place[1]) in sheet.asked
            for sheet in self.compared.sheets
        )

    def codes_weighed(self, place: Place) -> tuple[str, ...]:
        """The ids of the codes that a decision at the place weighs."""
        found = (self.code_at(place, one) for one in self.coders)
        return tuple(sorted(one for one in found if one is not None))

    def row_name(self, row: RowKey | None) -> str:
        """What the outcome is called: by the consensus, else by the first coder who named it."""
        if row is None:
            return ""
        place = (row, self.codebook.row_name)
        found = self.settled(place)
        coded = [] if found is None else [found.coded, *found.said.values()]
        return next((one.answer.text for one in coded if isinstance(one.answer, Value)), "")


def matter_of(review: Review, study: str, round_id: str, hangs: Hanging, *, blind: bool) -> Matter | None:
    """The study as this person may reconcile it; nothing where it is not theirs to see, or fewer than two submissions
    are here. Of a study that one person alone coded there are proposals on the whole study, and what nobody answered.

    Raises:
        CannotOpen: there is no codebook.
    """
    in_force = review.in_force
    documents = {
        one.id: review.documents_of(study, one.id, round_id, unnamed=True) for one in review.plan.standing.people
    }
    one = opened_study(review, study, round_id, documents, in_force.versions)
    if one is None:
        return None
    weighing = weighed(review, one, documents, in_force.versions)
    kept = {key: each for key, each in weighing.documents.items() if not _is_coded(each)}
    return _made(review, one, replace(weighing, documents=kept), hangs, blind=blind)


def with_more(review: Review, matter: Matter, documents: Mapping[str, Document], *, blind: bool) -> Matter:
    """The study after this person wrote these documents, by id, none of which changes what was coded or matched.

    It is what ``matter_of`` gives, without reading the logs again.
    """
    more = {**matter.documents, **documents}
    return _made(review, matter.compared, replace(matter.weighing, documents=more), matter.hanging, blind=blind)


def _made(review: Review, one: Compared, weighing: Weighing, hangs: Hanging, *, blind: bool) -> Matter:
    codebook = review.in_force.codebook
    return Matter(
        one.study,
        one.number,
        one.label,
        one.round,
        review.person,
        codebook,
        hangs,
        one,
        weighing,
        consensus(codebook, weighing),
        {(each.row, each.field): each for each in disagreements_of(review, one)},
        proposals(weighing.documents),
        blind,
    )


def _is_coded(one: Document) -> bool:
    """Whether a document is of the coding, which the frozen sheets hold; with all their quotes, 500 studies are much
    to keep twice."""
    match one:
        case CodeDocument(purpose=purpose):
            return purpose != "third"
        case SubmissionDocument() | RowDocument() | ReopeningDocument():
            return True
        case _:
            return False

"""The released studies with all that is to be settled of them, as one person works through them.

A study is taken in when it is first asked for, and anew after a decision; the others stay as they are, so that a
decision costs the same among 500 studies as among five.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from twofold.codebook.model import Codebook
from twofold.reconcile.hanging import hanging
from twofold.reconcile.listed import Listed
from twofold.reconcile.listing import item_at, items_of
from twofold.reconcile.matter import Matter, matter_of, with_more
from twofold.reconcile.queue import Choice, Item, ItemKey, Order, Progress
from twofold.record.decision_documents import AlignmentDocument
from twofold.record.document import Document
from twofold.record.tables import PLAN_TABLES, TABLES
from twofold.review.leading import Proposed, Refused, carry_out
from twofold.review.open import Review
from twofold.review.pen import NotWritten, filed
from twofold.review.third_readers import third_reader_words

_PLAN = tuple(TABLES[one] for one in PLAN_TABLES)
Lines: TypeAlias = Mapping[Path, int]
"""How many lines of each log touch a study."""


class Desk:
    """What a person works at while reconciling. ``round_id`` names a calibration round; else each study's own."""

    def __init__(self, review: Review, round_id: str = "") -> None:
        """Nothing is read yet.

        Raises:
            CannotOpen: there is no codebook.
        """
        self.review = review
        self._round = round_id
        self._matters: dict[str, Matter | None] = {}
        self._taken_at: dict[str, Lines] = {}
        self._listed = Listed()
        self._begin()

    def _begin(self) -> None:
        review = self.review
        self._hanging = hanging(review.in_force.codebook)
        self._plan = review.plan
        self.studies = tuple(one for one in review.plan.studies if review.plan.released(self.round_of(one), one))

    @property
    def codebook(self) -> Codebook:
        """The codebook in force."""
        return self.review.in_force.codebook

    @property
    def loaded(self) -> int:
        """How many of the studies have been taken in."""
        return len(self._matters)

    def round_of(self, study: str) -> str:
        """The round in which the study is reconciled."""
        return self._round or self.review.plan.round_of(study)

    def load(self) -> Iterator[str]:
        """Take in the studies that were not yet, one after the other; the key of each when its items are there."""
        for _ in self.review.logs.read():
            pass
        for study in self.studies:
            if study not in self._matters:
                self.renew(study)
                yield study

    def renew(self, study: str) -> None:
        """Take in one study anew."""
        if study not in self.studies:
            return
        # Counted before it is read: what comes meanwhile is taken in the next time.
        self._taken_at[study] = self._lines(study)
        round_id = self.round_of(study)
        blind = self.review.is_blind(study, round_id)
        self._put(study, matter_of(self.review, study, round_id, self._hanging, blind=blind))

    def _put(self, study: str, matter: Matter | None) -> None:
        self._matters[study] = matter
        self._listed.put(study, () if matter is None else items_of(matter, may_settle=self.may_settle(study)))

    def renew_all(self) -> None:
        """Forget what was taken in, as when others' work has come: ``load`` takes it in anew."""
        self._matters.clear()
        self._taken_at.clear()
        self._listed = Listed()
        self._begin()

    def catch_up(self) -> None:
        """Forget the studies of which anything was written since they were taken in, by whomever; ``load`` takes these
        in anew. A new plan or codebook may change all of them."""
        if self.review.plan is not self._plan:
            self.renew_all()
        for study in [one for one in self._matters if self._lines(one) != self._taken_at.get(one)]:
            del self._matters[study]

    def _lines(self, study: str) -> Lines:
        logs = self.review.logs
        keys = logs.keys_of(study)
        counts = {one.path: sum(len(one.by_study.get(key, ())) for key in keys) for one in list(logs.scans.values())}
        return {path: count for path, count in counts.items() if count}

    def matter(self, study: str) -> Matter:
        """The study with its consensus.

        Raises:
            Refused: it is not open for comparison, or not to this person.
        """
        if study not in self._matters:
            self.renew(study)
        found = self._matters.get(study)
        if found is None:
            planned = self.review.plan.studies.get(study)
            name = "That study" if planned is None else planned.number
            raise Refused(f"{name} is not open for comparison here, or you have still to submit it yourself.")
        return found

    def matters(self) -> tuple[Matter, ...]:
        """The studies taken in so far that this person may see, in the order of their numbers."""
        return tuple(found for one in self.studies if (found := self._matters.get(one)) is not None)

    def items(self, chosen: Choice | None = None, order: Order = Order.STUDY) -> tuple[Item, ...]:
        """The items of the studies taken in so far; open ones unless chosen otherwise."""
        return self._listed.items(chosen or Choice(), self.studies, order)

    def item(self, key: ItemKey) -> Item | None:
        """The item as it stands now."""
        return next((one for one in self._listed.of(key.study) if one.key == key), None)

    def any_item(self, key: ItemKey) -> Item | None:
        """The item as it stands now, or one made of a place that nothing is to be settled of, to be looked at."""
        found = self.item(key)
        if found is not None or not key.field:
            return found
        matter = self.matter(key.study)
        return item_at(matter, (key.row, key.field), may_settle=self.may_settle(key.study))

    def progress(self, chosen: Choice | None = None) -> Progress:
        """How far it is, of the items chosen in whatever state."""
        return self._listed.progress(chosen or Choice(), self.studies)

    def may_settle(self, study: str) -> bool:
        """Whether the person talks over what is open in the study: who coded it, and every lead."""
        roles = self.review.plan.standing.held.get(self.review.person, frozenset())
        return "lead" in roles or (
            "reviewer" in roles and self.review.person in self.review.plan.coders(self.round_of(study), study)
        )

    def waiting_words(self) -> tuple[str, ...]:
        """Sentences on why there is less here than somebody might look for."""
        said: list[str] = []
        if not self.studies:
            said.append("Nothing is open for comparison yet. The lead opens submitted studies with `twofold release`.")
        hidden = [one for one in self.studies if one in self._matters and self._matters[one] is None]
        if hidden:
            what = "1 study is" if len(hidden) == 1 else f"{len(hidden)} studies are"
            said.append(
                f"{what} open for comparison, but not to you before you have submitted yours, or what was submitted has"
                " not arrived here."
            )
        said += [
            f"{one.number}: {one.compared.absent}. Nothing of it is settled before that has come."
            for one in self.matters()
            if one.compared.absent and not one.blind
        ]
        said += [
            f"{one.number}: {'; '.join(each.words for each in one.compared.also)}. That is kept, and enters nothing."
            for one in self.matters()
            if one.compared.also and not one.blind
        ]
        return (*said, *third_reader_words(self.review, [one.study for one in self.matters() if one.blind]))

    def carry_out(self, proposed: Proposed) -> None:
        """Write what was proposed, on disk when this returns, and take in the studies it touches.

        Raises:
            Refused: it could not be saved.
        """
        if not proposed.documents:
            return
        studies = {study for one in proposed.documents if isinstance(study := getattr(one, "study", None), str)}
        pen = self.review.pen
        if pen is None:
            raise Refused(self.review.why_read_only)
        work = [one for one in proposed.documents if not isinstance(one, _PLAN)]
        before = {study: self._lines(study) for study in studies}
        plan = [one for one in proposed.documents if isinstance(one, _PLAN)]
        try:
            # What lies in the work log changes no plan, so the plan need not be folded anew for each decision.
            if work:
                pen.put_now(work)
        except NotWritten as error:
            raise Refused(f"Nothing was written. {error}") from error
        if plan:
            carry_out(self.review, plan)
            self.renew_all()
        for study in studies:
            self._take_up(study, [one for one in work if getattr(one, "study", None) == study])
            now = self._lines(study)
            # Where another's line came beside one's own, the study is to be read anew.
            if before[study] == self._taken_at.get(study) and sum(now.values()) == sum(before[study].values()) + 1:
                self._taken_at[study] = now

    def _take_up(self, study: str, written: Sequence[Document]) -> None:
        """Take in what was just written of a study, without reading the logs again where that is not needed."""
        matter = self._matters.get(study)
        if matter is None or any(isinstance(one, AlignmentDocument) for one in written):
            self.renew(study)
        elif study in self.studies:
            blind = self.review.is_blind(study, matter.round)
            self._put(study, with_more(self.review, matter, {filed(one).id: one for one in written}, blind=blind))

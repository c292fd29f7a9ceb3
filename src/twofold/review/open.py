"""An open review as one person sees it: the studies in order, the one queue that saves, and what may be shown."""

import contextlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from twofold.codebook.problems import BadCodebook
from twofold.record.document import Document
from twofold.record.lines import Head
from twofold.review.folding import folded
from twofold.review.gathering import gathered
from twofold.review.identity import remember_person, remembered_person, review_of, whose_device
from twofold.review.material import InForce, Material
from twofold.review.outside import open_paper
from twofold.review.pen import Pen
from twofold.review.reading import documents_by, what_is_wrong
from twofold.review.rescuing import keep, take_up
from twofold.review.session import Session
from twofold.review.standings import progress_of, standing_of, states_in
from twofold.review.timekeeping import Times
from twofold.review.versions import Versions
from twofold.review.views import Hit, Progress, Standing, State, StudyCard
from twofold.review.visibility import Eyes, is_kept_back, without_unopened
from twofold.store.append import cause_of
from twofold.store.device import data_folder, remember_review
from twofold.store.folder import Logs, NoReview
from twofold.store.own import CannotWrite, Locked, OwnLogs
from twofold.store.savequeue import Outcome, SaveQueue
from twofold.store.scan import LogChanged, NotALog, Scan
from twofold.store.times import times_place


class CannotOpen(Exception):
    """A review that cannot be opened or coded in; the message is a sentence with the way out."""


def _ignore(_: Outcome) -> None:
    return


class Review:
    """A review folder, opened. Until ``become`` it is nobody's and shows the plan alone."""

    def __init__(self, folder: Path) -> None:
        """Read the plan of the review in ``folder``.

        Raises:
            CannotOpen: it is no review, or has no plan that could be read.
        """
        try:
            self.id, draft_is_broken = review_of(folder)
        except NoReview as error:
            raise CannotOpen(str(error)) from error
        self.folder = folder
        self.logs = Logs(folder, self.id, memory=data_folder() / "reviews" / self.id / "remembered")
        for _ in self.logs.read(kinds="plan"):
            pass
        self._folded = folded(self.id, self.logs)
        self.plan = self._folded.plan
        self.logs.also = self.plan.also
        if self.plan.founding is None:
            unread = next(iter(self.logs.unread.values()), None)
            why = unread.why if unread is not None else "The lead's plan log is not in its `logs` folder."
            raise CannotOpen(f"`{folder}` holds no readable plan of this review. {why}")
        self.person = ""
        self.told: list[str] = [*filter(None, [draft_is_broken]), *self.plan.clashes]
        self.why_read_only = ""
        self.pen: Pen | None = None
        self.times: Times | None = None
        self._own: OwnLogs | None = None
        self._eyes = Eyes(self.logs, "", self._in_force_if_readable)
        self._sessions: dict[str, Session] = {}
        self._standings: dict[str, tuple[int, Standing]] = {}
        self._in_force: InForce | None = None
        self._on_outcome: Callable[[Outcome], None] = _ignore

    @property
    def title(self) -> str:
        """The title of the review."""
        return self.plan.standing.title

    @property
    def in_force(self) -> InForce:
        """The codebook in force: the last one published, whatever the draft says.

        Raises:
            CannotOpen: none is published, or this version of Twofold cannot read it.
        """
        if self._in_force is None:
            if self.plan.codebook is None:
                raise CannotOpen("No codebook has been published yet. The lead does that with `twofold publish`.")
            document = self.plan.codebook[1]
            # The first page is shown before any codebook is read, and does not wait for the reader to be loaded.
            from twofold.codebook.toml_reader import read_codebook

            try:
                codebook = read_codebook(document.text, "the published codebook")
            except BadCodebook as error:
                raise CannotOpen(f"The published codebook cannot be read by this Twofold. {error}") from error
            self._in_force = InForce(codebook, document.meaning, document.everything, Versions(self.plan, codebook))
        return self._in_force

    def remembered_person(self) -> str:
        """Who this device is for this review, as said at the first opening; empty if never said."""
        said = remembered_person(self.id)
        return said if self.plan.standing.person(said) is not None else ""

    def become(
        self,
        person: str,
        *,
        writing: bool = True,
        remember: bool = True,
        on_outcome: Callable[[Outcome], None] = _ignore,
    ) -> None:
        """Open the review for ``person``: read their logs and, if ``writing``, take the lock.

        Unless told not to ``remember``, this device then takes its user for that person from now on.

        Where the lock is held or nothing can be written, the review stays open for reading and ``why_read_only`` says
        why. ``on_outcome`` is called in the saving thread after each save.

        Raises:
            CannotOpen: nobody of that id is of this review.
        """
        if self.plan.standing.person(person) is None:
            known = ", ".join(one.id for one in self.plan.standing.people)
            raise CannotOpen(f"Nobody called `{person}` is of this review. Its people are: {known}.")
        self.person = person
        self._eyes = Eyes(self.logs, person, self._in_force_if_readable)
        self._on_outcome = on_outcome
        for _ in self.logs.read(kinds="work", person=person):
            pass
        if owner := whose_device(self.logs, person):
            raise CannotOpen(
                f"On this computer account `{owner}` codes, and `{person}` answered on another device: those answers"
                f" open to {person} alone. If you are {person}, use an account of your own on this computer."
            )
        self.told += what_is_wrong(self.logs, person)
        self.times = Times(times_place(self.id, person))
        if not writing:
            self.why_read_only = "Opened for reading."
            return
        # Who one is can be asked again; that it could not be noted is no reason to keep anyone from coding.
        if remember:
            with contextlib.suppress(OSError):
                remember_person(self.id, person)
        try:
            self._own = OwnLogs.open(self.logs, person)
        except (Locked, CannotWrite) as error:
            self.why_read_only = str(error)
            return
        except OSError as error:
            self.why_read_only = f"Your answers cannot be saved: `{data_folder()}`: {cause_of(error)}."
            return
        self.told += self._own.told
        self.pen = Pen(self._own, SaveQueue(self._own, self._saved))
        if taken_up := take_up(self._own, self.pen):
            self.told += taken_up
            self.take_in()
        remember_review(self.folder)

    def close(self) -> str:
        """Save what is queued, write the rest to a rescue copy, let go. A sentence if anything was left unsaved."""
        said = self.rescue() if self.pen is not None and self.pen.queue.close(timeout=30) else ""
        if self._own is not None:
            if self.times is not None:
                self.times.keep()
            self._own.close()
            self._own = None
            self.logs.remember()
        self.pen = None
        return said

    def cards(self) -> tuple[StudyCard, ...]:
        """The studies that this person codes, in the order of their numbers; all of them for who codes none."""
        planned = self.plan.studies
        return tuple(
            StudyCard(key, planned[key].number, planned[key].label, planned[key].title, planned[key].initiative)
            for key in self.mine()
        )

    def mine(self) -> list[str]:
        """The keys of the studies that this person codes, in the order of their numbers; all for who codes none."""
        everything = list(self.plan.studies)
        if not self.plan.assignments:
            return everything
        return [
            key for key in everything if self.person in self.plan.coders(self.plan.round_of(key), key)
        ] or everything

    def standing(self, study: str) -> Standing:
        """Where this person's coding of the study stands."""
        session = self._sessions.get(study)
        known = self._standings.get(study)
        if known is None or (session is not None and session.changes != known[0]):
            if session is None and self.logs.begun(study, self.person):
                session = self.session(study)
            known = (0, Standing(State.NOT_BEGUN)) if session is None else (session.changes, standing_of(session))
            self._standings[study] = known
        return known[1]

    def state_of(self, study: str, person: str = "") -> State:
        """Where coding of the study stands, told from the lines alone: whether begun, submitted or reopened.

        ``READY`` is not told apart from ``IN_PROGRESS`` here; ``standing`` does that by reading the answers.
        """
        return self.states_of((study,), person)[study]

    def states_of(self, studies: Iterable[str], person: str = "") -> dict[str, State]:
        """``state_of`` for each of the studies, in their order."""
        who = person or self.person
        states = states_in(self.logs, self.plan, studies, who)
        if who == self.person:
            for key in [key for key in self._sessions if states.get(key) is State.NOT_BEGUN]:
                if self._sessions[key].unsaved():
                    states[key] = State.IN_PROGRESS
            if len(self.plan.codebooks) > 1:
                # Only what was submitted under a version that was changed since can have anything to code again.
                touches = self.in_force.versions.touches
                again = [
                    key
                    for key, state in states.items()
                    if state is State.SUBMITTED
                    and any(touches(one.codebook) for one in self.logs.freezes(key, who, self.plan.round_of(key)))
                ]
                states |= {key: self.standing(key).state for key in again}
        return states

    def session(self, study: str) -> Session:
        """The study, open. The same session each time, so that unsaved answers stay in it.

        Raises:
            CannotOpen: there is no such study, or no codebook.
        """
        found = self._sessions.get(study)
        if found is None:
            found = self._sessions[study] = self._make_session(study)
            self._standings.pop(study, None)
        return found

    def next_to_code(self) -> str | None:
        """The key of the study to go on with: the one this person wrote in last, else the first not submitted."""
        begun = [
            (one.by_study[key][-1], key)
            for one in self._logs_in_hand()
            for key in list(one.by_study)
            if key in self.plan.studies
        ]
        latest = max(begun, default=(0, ""))[1]
        if latest and self.state_of(latest) is not State.SUBMITTED:
            return latest
        return next((key for key in self.mine() if self.state_of(key) is not State.SUBMITTED), None)

    def _logs_in_hand(self) -> list[Scan]:
        """The log that this person writes here, or else the one of theirs that was written last."""
        who = (self.person, "work")
        work = [one for one in list(self.logs.scans.values()) if (one.header.person, one.header.kind) == who]
        writing = None if self._own is None else self._own.current("work")
        return [one for one in work if one.path == writing] or sorted(work, key=lambda one: one.touched)[-1:]

    def open(self, study: str) -> Session | str:
        """The study with that key, or a sentence why it cannot be opened."""
        try:
            return self.session(study)
        except CannotOpen as error:
            return str(error)

    def step(self, study: str, by: int) -> Session | str:
        """The study ``by`` places after the one with that key, or a sentence why there is none."""
        keys = self.mine()
        place = keys.index(study) + by if study in keys else -1
        if 0 <= place < len(keys):
            return self.open(keys[place])
        return "This is the last study." if by > 0 else "This is the first study."

    def find(self, text: str) -> Sequence[Hit]:
        """The studies whose number, label, title or initiative holds every word of ``text``; all for an empty one."""
        words = text.casefold().split()
        found = [
            one
            for one in self.cards()
            if all(word in f"{one.number} {one.label} {one.title} {one.initiative}".casefold() for word in words)
        ]
        states = self.states_of(one.key for one in found)
        return tuple(Hit(one.key, one.number, one.label, states[one.key].value) for one in found)

    def retry(self) -> None:
        """Try the stopped saves again."""
        if self.pen is not None:
            self.pen.queue.retry()

    def rescue(self) -> str:
        """Write the unsaved answers to a rescue copy. A sentence that says where it lies, or why there is none."""
        if self.pen is None or self._own is None:
            return "Nothing is waiting to be saved."
        return keep(self._own, self.pen.queue.unsaved)

    def progress(self) -> tuple[Progress, ...]:
        """How far every reviewer is: counts of studies submitted and begun, never anything of their answers."""
        for _ in self.logs.read():
            pass
        return progress_of(self.logs, self.plan, self.states_of)

    def heads(self) -> tuple[Head, ...]:
        """How far every log had come that this copy holds, in the order of their ids."""
        for _ in self.logs.read():
            pass
        return tuple(sorted(one.head for one in list(self.logs.scans.values())))

    def look(self) -> bool:
        """Read what others, or this person's other devices, have brought into the folder. Whether anything came.

        This reads and changes nothing that is shown, so it may run in a thread; ``take_in`` follows in the app's.
        """
        came = self.logs.refresh()
        self._folded = folded(self.id, self.logs, self._folded)
        return came

    def take_in(self) -> None:
        """Let the plan as it is now hold, and the open studies take in what came. Their unsaved answers stay."""
        self._folded = folded(self.id, self.logs, self._folded)
        plan = self._folded.plan
        if plan.founding is None:
            # The lead's log is on its way, or was taken away: what it said before still holds.
            return
        if plan is not self.plan:
            self.plan, self.logs.also = plan, plan.also
            self._in_force = None
        self._standings.clear()
        for key, session in self._sessions.items():
            if key in self.plan.studies:
                why_not = self._why_not()
                session.renew(self._material(key), self.in_force, None if why_not else self.pen, why_not)

    def is_visible(self, study: str, author: str, round_id: str = "") -> bool:
        """Whether this person may see what ``author`` coded of a study in the round; of nobody, whether it is open."""
        return self._eyes.see_coding(self.plan, study, author, round_id or self.plan.round_of(study))

    def is_blind(self, study: str, round_id: str = "") -> bool:
        """Whether this person, being to arbitrate on the study, is shown its codes without names alone."""
        return self._eyes.is_blind(self.plan, study, round_id or self.plan.round_of(study))

    def documents_of(self, study: str, author: str, round_id: str = "", unnamed: bool = False) -> dict[str, Document]:
        """The documents of a study by ``author`` that count, by id; none if this person may not see them.

        Of another person, those of the round named or present alone. ``unnamed``: no name will stand beside them.
        """
        wanted = round_id or self.plan.round_of(study)
        if not self._eyes.see(self.plan, study, author, wanted, unnamed=unnamed):
            return {}
        found = documents_by(self.logs, self.plan.standing, study, author, self.plan.opened)
        mine = author == self.person
        found = found if mine else without_unopened(self.plan, study, author, wanted, found)
        blind = mine and not unnamed and self.is_blind(study, wanted)
        return {
            key: one
            for key, one in found.items()
            if not is_kept_back(one, blind=blind) and (mine or getattr(one, "round", wanted) == wanted)
        }

    def _in_force_if_readable(self) -> InForce | None:
        try:
            return self.in_force
        except CannotOpen:
            return None

    def _make_session(self, study: str) -> Session:
        return Session(
            self._material(study),
            self.in_force,
            self.person,
            None if self._why_not() else self.pen,
            why_not=self._why_not(),
            heads=self.heads,
            minutes=lambda: self.times.minutes_to_send(study, self.plan.standing.settings) if self.times else None,
            open_outside=lambda one: open_paper(self.id, one),
            number_of=lambda key: self.plan.studies[key].number if key in self.plan.studies else "another study",
        )

    def _material(self, study: str) -> Material:
        if study not in self.plan.studies:
            raise CannotOpen("That study is not in this review.")
        return gathered(self, study)

    def _why_not(self) -> str:
        if self.why_read_only:
            return self.why_read_only
        if self.pen is None:
            return "Say who you are first." if not self.person else "This review has been closed."
        if not self.plan.standing.may_write(self.person, "submissions"):
            return f"`{self.person}` is no reviewer of this review, so answers given here would not count."
        return ""

    def _saved(self, outcome: Outcome) -> None:
        if outcome.path is not None:
            # It is on the disk, and whoever waits to hear so must, whatever happens to the file afterwards.
            with contextlib.suppress(OSError, NotALog, LogChanged):
                self.logs.take_up(outcome.path)
        self._on_outcome(outcome)

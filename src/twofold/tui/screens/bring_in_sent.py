"""From files that others sent to what they bring: looking, and only then storing."""

import contextlib
from collections.abc import Callable, Sequence
from pathlib import Path

from twofold.exchange.examining import Fate
from twofold.exchange.joining import join
from twofold.exchange.receiving import CannotReceive, Receiving, receiving
from twofold.exchange.storing import waiting
from twofold.review.leading import Refused, carry_out, study_keys
from twofold.review.open import CannotOpen, Review
from twofold.review.same_studies import Pair, propose_same, same_by_doi
from twofold.tui.pages.asks import Step
from twofold.tui.pages.bring_in_folder import FolderName
from twofold.tui.pages.bring_in_packets import Arrived, Packets
from twofold.tui.pages.bring_in_paths import expanded
from twofold.tui.pages.choosing import Choice, Choosing
from twofold.tui.screens.bring_in import BringInScreen, NotDone, Work
from twofold.values.counting import count_of

_LookedAt = tuple[contextlib.ExitStack, Arrived]


class Sent:
    """The dry run of receiving. What was unpacked lies in a folder of this device until it is taken or left."""

    def __init__(self, screen: BringInScreen, review: Review, changed: Callable[[], object]) -> None:
        self._screen = screen
        self._review = review
        self._changed = changed
        self._held = contextlib.ExitStack()
        self._paths: tuple[Path, ...] = ()
        self._page: Packets | None = None
        self._pairs: list[Pair] = []
        self._words: list[str] = []

    def begin(self, paths: Sequence[Path]) -> None:
        """Look at these files."""
        self._paths = tuple(paths)
        self._look(adding_people=False)

    def close(self) -> None:
        """Remove what was unpacked."""
        self._held.close()

    def do(self, step: Step) -> None:
        """Carry out a step of its page."""
        if step.name == "people":
            self._look(adding_people=True)
        elif step.name == "take" and self._page is not None:
            found = self._page.arrived.found

            def job(tell: Callable[[str], None]) -> None:
                try:
                    found.store()
                except CannotReceive as error:
                    raise NotDone(str(error)) from error

            self._screen.do(Work("Taking what was sent", job, lambda _: self._taken(found), writing=True))

    def took(self, choice: str) -> None:
        """Answer whether two studies are one, and go on with the next two."""
        if not self._pairs:
            return
        pair = self._pairs.pop(0)
        if choice == "same":
            try:
                one, other = study_keys(self._review, [pair.study, pair.same_as])
                carry_out(self._review, propose_same(self._review, one, other).documents)
                self._words.append(f"{pair.study} and {pair.same_as} are one study, shown as {pair.same_as}.")
            except Refused as error:
                self._words.append(str(error))
        self._next()

    def _look(self, *, adding_people: bool) -> None:
        self._held.close()

        def job(tell: Callable[[str], None]) -> _LookedAt:
            with contextlib.ExitStack() as stack:
                try:
                    found = stack.enter_context(
                        receiving(self._review, self._paths, adding_people=adding_people, tell=tell)
                    )
                except CannotReceive as error:
                    raise NotDone(str(error)) from error
                return stack.pop_all(), Arrived(found, waiting(self._review), _leads(self._review))

        self._screen.do(Work("Looking at the files", job, self._looked, drop=lambda given: given[0].close()))

    def _looked(self, given: _LookedAt) -> None:
        self._held, arrived = given
        self._page = Packets(arrived, self._screen.keys)
        self._screen.show(self._page)

    def _taken(self, found: Receiving) -> None:
        self._held.close()
        self._changed()
        arrived = Arrived(found)
        codes, submissions = count_of(arrived.codes, "code"), count_of(arrived.submissions, "submission")
        self._words = [f"New here: {codes} and {submissions}."]
        self._words += [f"Kept aside: {count_of(len(kept), 'log')}." for kept in [found.logs(Fate.WAITS)] if kept]
        self._words += [found.told] if found.told else []
        writes = self._review.pen is not None and _leads(self._review)
        self._pairs = list(same_by_doi(self._review)) if writes and found.plan else []
        self._next()

    def _next(self) -> None:
        if not self._pairs:
            self._changed()
            self._screen.ask(
                Choosing("Taken.", self._words, [Choice("leave", "Done"), Choice("more", "Bring in more")]),
                self._screen.files,
            )
            return
        pair = self._pairs[0]
        titles = {one.number: one.title for one in self._review.plan.studies.values()}
        self._screen.ask(
            Choosing(
                f"Are {pair.study} and {pair.same_as} one study?",
                [
                    f"Both have the DOI {pair.doi}.",
                    *(f"{number}: {titles.get(number, '')}" for number in (pair.study, pair.same_as)),
                ],
                [
                    Choice("same", "One study", f"shown as {pair.same_as}; it can be undone with `twofold same`"),
                    Choice("apart", "Two studies", "nothing is changed"),
                ],
            ),
            self._screen.files,
        )


class Joining:
    """Taking part in a review of which there is only the file that its lead sent."""

    def __init__(self, screen: BringInScreen, here: Path, joined: Callable[[Path], object]) -> None:
        self._screen = screen
        self._here = here
        self._joined = joined
        self._paths: tuple[Path, ...] = ()

    def begin(self, paths: Sequence[Path]) -> None:
        """Ask where the review is to live."""
        self._paths = tuple(paths)
        name = paths[0].name.partition(".")[0] or "review"
        page = FolderName(
            "In which new folder should the review live?",
            ["Twofold makes it and writes nothing outside it but who you are.", f"It is made in {self._here}."],
            name,
            "join",
            self._screen.keys,
        )
        self._screen.show(page, self._screen.files)

    def close(self) -> None:
        """Nothing is held."""

    def took(self, choice: str) -> None:
        """It asks nothing."""

    def do(self, step: Step) -> None:
        """Make the folder and take what the file brings."""
        if step.name != "join":
            return
        folder = self._here / expanded(step.text)

        def job(tell: Callable[[str], None]) -> Path:
            try:
                join(folder, self._paths)
                review = Review(folder)
                with receiving(review, self._paths, tell=tell) as found:
                    found.store()
                review.close()
            except (CannotReceive, CannotOpen) as error:
                raise NotDone(str(error)) from error
            return folder

        self._screen.do(Work("Making the review's folder", job, self._done, writing=True))

    def _done(self, folder: Path) -> None:
        self._joined(folder)


def _leads(review: Review) -> bool:
    person = review.plan.standing.person(review.person)
    return person is not None and "lead" in person.roles

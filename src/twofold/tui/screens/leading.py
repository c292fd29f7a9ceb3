"""The screens on which a review is led. What they write is shown first, and worked out anew before it is written."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial

from textual.app import App
from textual.message import Message

from twofold.exchange.verifying import Verified, verify_as_read
from twofold.record.document import MAIN_ROUND, Document
from twofold.review.assigning import propose, propose_everyone, propose_sample
from twofold.review.leading import Proposed, Refused, carry_out
from twofold.review.open import CannotOpen, Review
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_closing, propose_round
from twofold.tui.actions import key_of, spoken
from twofold.tui.pages import leading_views as views
from twofold.tui.pages.leading import Leading
from twofold.tui.pages.leading_asks import (
    AssignEveryone,
    ChooseStudies,
    CloseRound,
    Filled,
    FillSample,
    LeadAsk,
    Marked,
    ShowLeading,
    WriteIt,
)
from twofold.tui.pages.leading_form import LeadForm, Tick, WrittenLine
from twofold.tui.pages.leading_marking import Marking
from twofold.tui.pages.leading_proof import ProofPage
from twofold.tui.pages.leading_proposal import Proposal
from twofold.tui.pages.page import Keys, Page
from twofold.tui.screens.page_screen import PageScreen

_DISCUSSED = "?discussed"
"""No person has such an id."""


class LeadingScreens:
    """Carries out what the pages ask. ``led`` is called once something was written."""

    def __init__(self, app: App[None], review: Review, keys: Keys, led: Callable[[], None]) -> None:
        self._app = app
        self._review = review
        self._keys = keys
        self._led = led
        self._first: PageScreen | None = None

    def do(self, page: Page, ask: LeadAsk) -> str:
        """Do it. What was done, or why it was not, as a sentence; empty where a screen shows that."""
        try:
            views.check_leads(self._review)
            match ask:
                case ShowLeading(name):
                    self._show_leading(name)
                case ChooseStudies():
                    self._show(self._marking(ask))
                case Marked("open", studies):
                    self._propose("Open for comparison", partial(propose_release, self._review, studies))
                case Marked(_, studies):
                    self._show(self._hand(studies) if ask.aim == "hand" else self._round(studies))
                case FillSample():
                    self._show(self._sample())
                case Filled():
                    self._filled(ask)
                case AssignEveryone():
                    self._propose("Everyone codes everything", partial(propose_everyone, self._review))
                case CloseRound(key, keep):
                    self._propose("Close a round", partial(self._closing, key, keep=keep))
                case WriteIt() if isinstance(page, Proposal):
                    return self._write(page)
                case _:
                    pass
        except (Refused, CannotOpen) as error:
            return " ".join(part.strip() for part in str(error).splitlines())
        return ""

    def renew(self) -> None:
        """Show on the first of the pages where everything stands now."""
        if self._first is not None and self._first in self._app.screen_stack:
            page = self._first.page
            if isinstance(page, Leading):
                page.view = views.overview(self._review)
                self._first.redraw()

    def _show(self, page: Page) -> None:
        self._app.push_screen(PageScreen(page))

    def _show_leading(self, name: str) -> None:
        match name:
            case "assigning":
                self._show(Leading(views.assigning(self._review), self._keys))
            case "rounds":
                self._show(Leading(views.rounds(self._review), self._keys))
            case "proof":
                self._app.push_screen(ProofScreen(self._review, self._keys))
            case _:
                self._first = PageScreen(Leading(views.overview(self._review), self._keys))
                self._app.push_screen(self._first)

    def _marking(self, ask: ChooseStudies) -> Marking:
        match ask.aim:
            case "open":
                rows = views.opening_rows(self._review)
                ready = [one.key for one in rows if one.may]
                title = "Open for comparison"
                said = ["Those who coded a study will then see each other's answers to it. This cannot be taken back."]
                if not rows:
                    said = ["Every study is open for comparison as it was last submitted."]
                elif not ready:
                    said = ["No study is ready: each must be submitted by all who code it."]
            case "hand":
                rows, ready = views.hand_rows(self._review), []
                title, said = "Who codes what: mark studies", ["Mark the studies, then say who codes them."]
            case _:
                rows, ready = views.round_rows(self._review), []
                title, said = "A new round: mark its studies", ["A round takes studies that nobody has begun to code."]
        return Marking(ask.aim, title, said, rows, ready, self._keys)

    def _hand(self, studies: tuple[str, ...]) -> LeadForm:
        plan = self._review.plan
        now = {plan.coders(plan.round_of(key), key) for key in studies}
        taken = next(iter(now)) if len(now) == 1 else ()
        return LeadForm(
            f"Who codes {self._named(studies)}",
            ["Take in everyone who is to code them."],
            (),
            views.reviewers(self._review),
            lambda _, people: Filled("hand", studies, (), tuple(people)),
            texts={},
            taken=taken,
            keys=self._keys,
        )

    def _sample(self) -> LeadForm:
        people = views.reviewers(self._review)
        return LeadForm(
            "A random share is coded by two",
            [
                "Each study of the main round goes to one person, and the share to a second one. From the same seed the"
                " same studies are drawn again; it is recorded."
            ],
            (
                WrittenLine("share", "Coded by two", "per cent of the studies", number=True),
                WrittenLine("seed", "Seed", number=True),
            ),
            people,
            lambda texts, taken: Filled("sample", (), tuple(texts.items()), tuple(taken)),
            texts={"share": "20", "seed": "1"},
            taken=[one.id for one in people],
            keys=self._keys,
        )

    def _round(self, studies: tuple[str, ...]) -> LeadForm:
        people = views.reviewers(self._review)
        every = Tick(_DISCUSSED, "and every disagreement must be discussed")
        return LeadForm(
            f"A round on {self._named(studies)}",
            ["The rule is written before anybody codes: when is the round good enough? It stops nobody; you decide."],
            (
                WrittenLine("name", "Name"),
                WrittenLine("raw", "Primary items agree in", "per cent or more", number=True),
            ),
            (every, *people),
            lambda texts, taken: Filled("round", studies, tuple(texts.items()), tuple(taken)),
            texts={"name": "", "raw": "80"},
            taken=[one.id for one in people],
            keys=self._keys,
        )

    def _filled(self, ask: Filled) -> None:
        written = dict(ask.written)
        people = tuple(one for one in ask.taken if one != _DISCUSSED)
        if not people:
            raise Refused("Take in somebody who codes them.")
        match ask.form:
            case "sample":
                share, seed = _number(written["share"], "share", "20", 100), _number(written["seed"], "seed", "7")
                work = partial(propose_sample, self._review, people, share, seed)
                self._propose(f"{share} % coded by two, seed {seed}", work)
            case "hand":
                self._propose(f"Who codes {self._named(ask.studies)}", partial(self._by_hand, ask.studies, people))
            case _:
                if not written["name"]:
                    raise Refused("Give the round a name, such as Pilot.")
                raw = _number(written["raw"], "agreement", "80", 100)
                name, talked = written["name"], _DISCUSSED in ask.taken
                work = partial(propose_round, self._review, name, ask.studies, people, raw, all_discussed=talked)
                self._propose(f"Open the round “{name}”", work)

    def _propose(self, title: str, work: Callable[[], Proposed]) -> None:
        self._show(Proposal(title, work, self._keys))

    def _by_hand(self, studies: Sequence[str], people: Sequence[str]) -> Proposed:
        by_round: dict[str, Mapping[str, Sequence[str]]] = {}
        for key in studies:
            round_id = self._review.plan.round_of(key)
            by_round[round_id] = {**by_round.get(round_id, {}), key: tuple(sorted(people))}
        words: list[str] = []
        documents: list[Document] = []
        for round_id, wanted in by_round.items():
            proposed = propose(self._review, round_id, wanted, "by hand")
            words += [one if round_id == MAIN_ROUND else f"round {round_id}: {one}" for one in proposed.words]
            documents += proposed.documents
        return Proposed(tuple(words), tuple(documents))

    def _closing(self, key: str, *, keep: bool) -> Proposed:
        """The closing, told after how the round came out."""
        proposed = propose_closing(self._review, key, keep=keep)
        return Proposed((*views.outcome_of(self._review, key), *proposed.words), proposed.documents)

    def _write(self, page: Proposal) -> str:
        if not page.settled():
            return page.said
        carry_out(self._review, page.proposed.documents)
        while self._first is not None and self._first in self._app.screen_stack and self._app.screen is not self._first:
            self._app.pop_screen()
        self.renew()
        self._led()
        key = spoken(key_of("home.send", self._keys))
        return f"Saved. The others get it with your next file to send ({key} on the first page)."

    def _named(self, studies: Sequence[str]) -> str:
        numbers = [self._review.plan.studies[key].number for key in studies]
        return ", ".join(numbers) if len(numbers) <= 4 else f"{len(numbers):,} studies"


class ProofScreen(PageScreen):
    """Who submitted what when; every byte is read again in a thread."""

    page: ProofPage

    class Ended(Message):
        """What the thread found, or a sentence why it could not."""

        def __init__(self, found: Verified | str) -> None:
            super().__init__()
            self.found = found

    def __init__(self, review: Review, keys: Keys) -> None:
        super().__init__(ProofPage(keys))
        self._review = review

    def on_mount(self) -> None:
        """Begin to read."""
        threading.Thread(target=self._read, name="proof", daemon=True).start()

    def _read(self) -> None:
        found: Verified | str
        try:
            found = verify_as_read(self._review)
        except (CannotOpen, OSError) as error:
            found = f"The logs could not be checked: {error}"
        # The screen may be left meanwhile.
        with suppress(RuntimeError):
            self.post_message(self.Ended(found))

    def on_proof_screen_ended(self, event: Ended) -> None:
        """Show it."""
        if isinstance(event.found, str):
            self.say(event.found)
        else:
            self.page.found = event.found
            self.redraw()


def _number(text: str, what: str, such_as: str, most: int = 1_000_000_000) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) <= most):
        raise Refused(f"The {what} is a whole number from 0 to {most:,}, such as {such_as}.")
    return int(text)

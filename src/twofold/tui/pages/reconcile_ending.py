"""What is read at the end: who was A and who was B once a study is done, and the mails to the authors."""

from collections.abc import Sequence

from twofold.reconcile.arbitration import followed
from twofold.reconcile.asking import mails
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import view_of
from twofold.reconcile.queue import Choice, Stage, State
from twofold.record.consensus import How
from twofold.tui.actions import Action, Hint, Where
from twofold.tui.form.drawn import Piece, cut, fitted, line, paragraph
from twofold.tui.pages.asks import Ask, OpenPaper
from twofold.tui.pages.page import MARGIN, Keys, LinedPage
from twofold.tui.pages.window import Seen

_PAD: Piece = (" " * MARGIN, "text")


class ReadPage(LinedPage):
    """A page to be read: scrolled, and closed."""

    where = Where.PAGE

    def __init__(self, keys: Keys | None = None, study: str = "") -> None:
        super().__init__(keys)
        self.study = study

    @property
    def hints(self) -> Sequence[Hint]:
        """Scroll, or close."""
        return ("page.down", "page.up", ("page.close", "close"))

    def targets(self) -> Sequence[str]:
        """Nothing to choose here."""
        return ()

    def act(self, action: Action) -> Ask | None:
        """Scroll to an end, or close."""
        match action.id:
            case "page.first":
                self.top = 0
            case "page.last":
                self.top = 1_000_000
            case "page.outside":
                return OpenPaper(self.study) if self.study else None
            case _:
                return "back"
        return None


class EndPage(ReadPage):
    """A study that its third reader has settled, names beside the answers now; without a study, that all is settled
    which waited for them."""

    def __init__(self, desk: Desk, study: str, keys: Keys | None = None) -> None:
        super().__init__(keys, study)
        self.desk = desk

    def drawn(self, width: int) -> Sequence[Seen]:
        """Each item with who said what; and, where nothing waits any more, who was followed how often."""
        lines = [Seen(), *self._at_the_end(width)]
        if self.study:
            lines += self._of_the_study(width)
        return [*lines, *self._followed(width)]

    def _at_the_end(self, width: int) -> list[Seen]:
        desk = self.desk
        if desk.items(Choice(Stage.ARBITRATION)):
            return []
        mine = sum(
            one.how is How.ARBITRATED and any(each.by == desk.review.person for each in one.decisions.values())
            for matter in desk.matters()
            for one in matter.consensus.settled.values()
        )
        said = "What waited for you is settled." if mine == 1 else f"All {mine:,} are settled."
        lines = [Seen(line(_PAD, (f"{said} Nothing waits for you as third reader now.", "strong")))]
        if not self.study:
            words = "The rest of the study is not settled yet, so its names stay hidden."
            lines += [Seen(one) for one in paragraph(words, "text", MARGIN, width)]
        return [*lines, Seen()]

    def _of_the_study(self, width: int) -> list[Seen]:
        matter = self.desk.matter(self.study)
        lines = [
            Seen(line(_PAD, (cut(f"{matter.number}  {matter.label}", width - MARGIN), "head"))),
            *(Seen(one) for one in paragraph("You have settled what waited for you here.", "text", MARGIN, width)),
        ]
        found = self.desk.items(Choice(studies=(self.study,), states=(State.SETTLED,)))
        for item in found:
            if item.how is not How.ARBITRATED:
                continue
            view = view_of(self.desk, item)
            row = f" [{item.row_name}]" if item.row_name else ""
            lines += [Seen(), *(Seen(one) for one in paragraph(f"{item.field_label}{row}", "strong", MARGIN, width))]
            lines += [Seen(one) for one in paragraph(view.settled, "answer", MARGIN + 2, width)]
            for side in view.sides:
                who = (fitted(side.name, 16), "label")
                lines.append(Seen(line((" " * (MARGIN + 2), "text"), who, (cut(side.answer, width - 24), "text"))))
        return lines

    def _followed(self, width: int) -> list[Seen]:
        found = followed(self.desk)
        if not found:
            words = "Whom you followed how often is shown once nothing waits for a third reader any more."
            return [Seen(), *(Seen(one) for one in paragraph(words, "dim", MARGIN, width))]
        lines = [Seen(), Seen(line(_PAD, ("Who was followed how often, in all studies", "head")))]
        for one in found:
            words = f"{one.followed} of {one.items}"
            lines.append(Seen(line((" " * (MARGIN + 2), "text"), (fitted(one.person, 16), "label"), (words, "answer"))))
        return lines


class MailsPage(ReadPage):
    """The questions to the authors: one mail for each study, ready to be sent."""

    def __init__(self, desk: Desk, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.mails = mails(desk)

    def drawn(self, width: int) -> Sequence[Seen]:
        """All mails, one below the other."""
        lines = [Seen(), Seen(line(_PAD, ("Questions to the authors", "head")))]
        if not self.mails:
            words = "Nothing waits for authors. Q at an item writes a question; it waits until their reply is entered."
            return [*lines, *(Seen(one) for one in paragraph(words, "text", MARGIN, width))]
        words = "`twofold questions` prints these mails."
        lines += [Seen(one) for one in paragraph(words, "dim", MARGIN, width)]
        for mail in self.mails:
            count = "1 question" if len(mail.questions) == 1 else f"{len(mail.questions)} questions"
            lines += [Seen(), Seen(line(_PAD, (cut(f"{mail.number}  {mail.label}: {count}", width - MARGIN), "head")))]
            for part in mail.text.splitlines():
                lines += [Seen(one) for one in paragraph(part, "text", MARGIN + 2, width)] or [Seen()]
        return lines

"""The codebook screen: it keeps the draft on the disk, publishes it, and takes codebooks from files and templates."""

from collections.abc import Callable, Mapping
from pathlib import Path
from time import monotonic

from textual import events
from textual.app import App

from twofold.codebook.carrying import Rule
from twofold.codebook.model import Codebook
from twofold.reconcile.causes import causes
from twofold.reconcile.desk import Desk
from twofold.reconcile.wording import CAUSES
from twofold.review.drafting import write_draft
from twofold.review.open import CannotOpen, Review
from twofold.review.publications import publications
from twofold.review.publishing import CannotPublish, draft_of, drafted, publish
from twofold.review.touching import Touched, touched_by
from twofold.store.append import cause_of
from twofold.store.place import CODEBOOK_FILE
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.codebook import CodebookPage
from twofold.tui.pages.codebook_acts import BRING_IN, PUBLISH, VERSIONS
from twofold.tui.pages.codebook_publishing import PUBLISH as PUBLISH_NOW
from twofold.tui.pages.codebook_publishing import PublishingPage
from twofold.tui.pages.codebook_versions import VersionsPage
from twofold.tui.pages.page import Keys
from twofold.tui.screens.codebook_bringing import bring_in
from twofold.tui.screens.page_screen import PageScreen
from twofold.tui.widgets.lines_view import LinesView
from twofold.values.plaintext import normal

_LOOK_EVERY = 2.0
_PAUSE = 0.02
_ONLY_LEAD = "Only the lead changes the codebook. You see what is in force."


class DraftFile:
    """The draft on the disk. It is written whole at each change; what another program put there is never lost.

    The first writing of a session keeps a copy of what was there.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = b""
        self._kept = False

    def read(self, otherwise: str) -> str:
        """The draft, or ``otherwise`` where there is none yet, as on another device.

        Raises:
            CannotOpen: it cannot be read.
        """
        try:
            if not self._path.exists():
                return otherwise
            self._known = self._path.read_bytes()
            return normal(self._known.decode("utf-8-sig"))
        except OSError as error:
            raise CannotOpen(f"`{self._path.name}` could not be read: {cause_of(error)}.") from error
        except UnicodeDecodeError as error:
            raise CannotOpen(f"`{self._path.name}` is not UTF-8 text. Save it as UTF-8.") from error

    @property
    def changed_outside(self) -> bool:
        """Whether the file is not what was read or written here last."""
        try:
            return self._path.read_bytes() != self._known
        except OSError:
            return False

    def write(self, text: str, *, over: bool = False) -> str:
        """Write the draft, on disk when this returns. A sentence where that was not done.

        Over what another program wrote meanwhile it is written only where ``over`` says so, and that is kept as a copy.
        """
        if self.changed_outside and not over:
            return CHANGED_OUTSIDE
        try:
            write_draft(self._path, text, keep=over or not self._kept)
        except OSError as error:
            return f"`{self._path.name}` could not be written: {cause_of(error)}. Nothing was changed."
        self._kept, self._known = True, text.encode("utf-8")
        return ""


CHANGED_OUTSIDE = (
    "Another program changed the draft. y takes what it wrote; n goes on with what is here and keeps that as a copy."
)


class CodebookScreen(PageScreen):
    """The draft for the lead; what is in force for everybody else."""

    def __init__(self, review: Review, keys: Keys, renew: Callable[[], None]) -> None:
        """Show the codebook. ``renew`` shows on the other screens what a publication changed.

        Raises:
            CannotOpen: the draft or what is in force cannot be read.
        """
        self._review = review
        self._keys = keys
        self._renew = renew
        self._names = {one.id: one.name for one in review.plan.standing.people}
        person = review.plan.standing.person(review.person)
        leads = person is not None and "lead" in person.roles
        self._file = DraftFile(review.folder / CODEBOOK_FILE)
        document = review.plan.codebook
        in_force = "" if document is None else document[1].text
        if not leads:
            text, why_not = in_force, _ONLY_LEAD
        else:
            text, why_not = self._file.read(in_force), review.why_read_only
        self._editor = CodebookPage(
            text,
            self._write,
            keys,
            published=_published(review),
            why_not=why_not,
        )
        self._desk = Desk(review)
        self._settled = self._desk.load()
        super().__init__(self._editor)

    def on_mount(self) -> None:
        """Look from time to time whether another program changed the draft, and find out what should be mended."""
        if not self._editor.why_not:
            self.set_interval(_LOOK_EVERY, self._look)
            self._loading = self.set_interval(_PAUSE, self._mend)

    def _mend(self) -> None:
        """Go on for a moment with taking in what was settled; with thousands of studies that takes a while."""
        until = monotonic() + _PAUSE
        while monotonic() < until:
            if next(self._settled, None) is None:
                self._loading.stop()
                self._editor.mend = _to_mend(self._desk)
                self.redraw()
                return

    def press(self, event: events.Key) -> Ask | None:
        """Hand the page a key, and do what it asks of this screen."""
        return self._own(super().press(event))

    def on_lines_view_clicked(self, event: LinesView.Clicked) -> None:
        """Hand the page a click."""
        ask = self.page.click(event.target)
        left = self._own(ask)
        self.redraw()
        if left is not None:
            self.post_message(self.Asked(self.page, left))

    def _own(self, ask: Ask | None) -> Ask | None:
        """Do an ask that concerns this screen alone; any other is given on."""
        if ask == "back" and self.page is not self._editor:
            self.take(self._editor)
            return None
        if not isinstance(ask, Step):
            return ask
        if ask == PUBLISH:
            self._begin_publishing()
        elif ask == PUBLISH_NOW:
            self._publish()
        elif ask == VERSIONS:
            self.take(VersionsPage(publications(self._review.plan), self._keys))
        elif ask == BRING_IN:
            bring_in(self._editor)
        self.redraw()
        return None

    def _write(self, text: str) -> str:
        said = self._file.write(text)
        if said == CHANGED_OUTSIDE:
            self._ask_outside()
        return said

    def _look(self) -> None:
        editor = self._editor
        busy = editor.line is not None or editor.picking is not None or editor.question is not None
        if self.app.screen is self and self.page is editor and not busy and self._file.changed_outside:
            self._ask_outside()
            self.redraw()

    def _ask_outside(self) -> None:
        editor = self._editor

        def take() -> None:
            try:
                editor.came(self._file.read(editor.text))
            except CannotOpen as error:
                editor.said = str(error)

        editor.confirm(CHANGED_OUTSIDE, take, otherwise=self._keep_mine)

    def _keep_mine(self) -> None:
        self._editor.said = self._file.write(self._editor.text, over=True)

    def _begin_publishing(self) -> None:
        review, editor = self._review, self._editor
        try:
            draft = draft_of(review)
        except CannotPublish as error:
            editor.said = str(error).splitlines()[0]
            return
        if not draft.words:
            editor.said = "The draft is what is in force. There is nothing to publish."
            return

        def look(rules: Mapping[str, Rule]) -> tuple[Touched, ...]:
            return touched_by(review, draft, rules)

        self.take(PublishingPage(draft, review.in_force.codebook, self._names, look, self._keys))

    def _publish(self) -> None:
        page = self.page
        if not isinstance(page, PublishingPage):
            return
        try:
            publish(self._review, drafted(self._review, page.rules))
        except CannotPublish as error:
            page.said = str(error).splitlines()[0]
            return
        page.published()
        self._editor.published = _published(self._review)
        self._renew()


class CodebookScreens:
    """Opens the codebook."""

    def __init__(self, app: App[None], review: Review, keys: Keys, renew: Callable[[], None]) -> None:
        self._app = app
        self._review = review
        self._keys = keys
        self._renew = renew

    def show(self) -> str:
        """Show it. A sentence where it cannot be shown."""
        try:
            self._app.push_screen(CodebookScreen(self._review, self._keys, self._renew))
        except CannotOpen as error:
            return str(error)
        return ""


def _published(review: Review) -> Codebook | None:
    try:
        return review.in_force.codebook
    except CannotOpen:
        return None


def _to_mend(desk: Desk) -> Mapping[str, str]:
    """By field, why its wording should be mended, as far as the causes of settled differences tell."""
    return {
        one.field: f"Coders differed in {one.differed}: "
        + ", ".join(f"{count} {CAUSES[cause]}" for cause, count in one.causes.items())
        + ". Mend the wording."
        for one in causes(desk.matters())
        if one.to_mend
    }

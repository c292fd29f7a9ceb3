"""Making a file to send: to whom, what is in it, where it lies, and only then the writing."""

from collections.abc import Callable, Sequence
from pathlib import Path

from twofold.exchange.packets import packet_name
from twofold.exchange.sending import CannotSend, Sending, own_packet, packet_for, write_packet
from twofold.review.open import Review
from twofold.tui.pages.asks import Step
from twofold.tui.pages.bring_in_files import Files
from twofold.tui.pages.bring_in_sending import SendingPage
from twofold.tui.pages.choosing import Choice, Choosing
from twofold.tui.screens.bring_in import BringInScreen, NotDone, Work

_OWN = "own"
_TO = "to:"


class SendingOut:
    """``here`` is the folder in which the file lies unless another is chosen."""

    def __init__(self, screen: BringInScreen, review: Review, here: Path) -> None:
        self._screen = screen
        self._review = review
        self._folder = here
        self._page: SendingPage | None = None
        self._sending: Sending | None = None

    def start(self) -> None:
        """Ask to whom, where there is a choice; else work out what this person sends."""
        self._screen.flow = self
        people = self._review.plan.standing.people
        me = self._review.plan.standing.person(self._review.person)
        if me is None or "lead" not in me.roles:
            self._work_out("")
            return
        self._screen.ask(
            Choosing(
                "For whom is the file?",
                ["As the lead you send the plan, whole, at the start and whenever something changed."],
                [
                    *(
                        Choice(_TO + one.id, one.name, "the plan, and what is open for comparison")
                        for one in people
                        if one.id != me.id
                    ),
                    Choice(_OWN, "Your own work", "to another lead, or to a device of yours"),
                ],
            )
        )

    def begin(self, paths: Sequence[Path]) -> None:
        """Files are made here and not chosen."""

    def close(self) -> None:
        """Nothing is held."""

    def took(self, choice: str) -> None:
        """Work out the file for whoever was chosen."""
        if choice == _OWN or choice.startswith(_TO):
            self._work_out(choice.removeprefix(_TO) if choice != _OWN else "")

    def do(self, step: Step) -> None:
        """Write it, or choose another folder."""
        match step.name:
            case "elsewhere":
                words = "Choose the folder in which the file is to lie: a stick, or what you share."
                page = Files(self._folder, "A file to send", words, self._screen.keys, placing=True)
                self._screen.show(page, self._page)
                self._screen.look(page, self._folder)
            case "here":
                self._folder = step.paths[0]
                self._show()
            case "write packet":
                self._write()
            case _:
                pass

    def _work_out(self, to: str) -> None:
        def job(tell: Callable[[str], None]) -> Sending:
            try:
                return packet_for(self._review, to) if to else own_packet(self._review)
            except CannotSend as error:
                raise NotDone(str(error)) from error

        self._screen.do(Work("Working out what there is to send", job, self._worked_out))

    def _worked_out(self, sending: Sending) -> None:
        self._sending = sending
        self._show()

    def _show(self) -> None:
        if self._sending is not None:
            name = packet_name(self._review.title, self._sending.header, "*")
            self._page = SendingPage(self._sending, name, self._folder, self._screen.keys)
            self._screen.show(self._page)

    def _write(self) -> None:
        sending, folder = self._sending, self._folder
        if sending is None:
            return

        def job(tell: Callable[[str], None]) -> tuple[Path, int]:
            try:
                path = write_packet(self._review, sending, folder)
                return path, path.stat().st_size
            except CannotSend as error:
                raise NotDone(str(error)) from error
            except OSError as error:
                raise NotDone(f"The file could not be looked at once it was written: {error.strerror}.") from error

        self._screen.do(Work("Writing the file, and reading it back", job, self._written, writing=True))

    def _written(self, given: tuple[Path, int]) -> None:
        path, size = given
        self._screen.ask(
            Choosing(
                "Written, and read back.",
                [
                    path.name,
                    f"{size / 1024:,.0f} KiB, in {path.parent}",
                    "Send it by any way you like. On a stick it is safe once the system has let go of the stick.",
                ],
                [Choice("leave", "Done")],
            )
        )

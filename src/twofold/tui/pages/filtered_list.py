"""A list that is filtered as one types: the line that is typed, and what every key does meanwhile."""

from abc import abstractmethod

from twofold.tui.actions import Action, Where
from twofold.tui.form.drawn import Drawn
from twofold.tui.form.line import Line
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.filter_line import LONGEST, filter_line
from twofold.tui.pages.page import Keys, Page, key_name, typed_text
from twofold.values.plaintext import one_line


class FilteredList(Page):
    """A page with a filter above its list. ``while_filtering`` is the place of the table whose keys hold while one
    types, and ``invitation`` what may be typed."""

    while_filtering: Where
    invitation: str

    def __init__(self, keys: Keys | None = None) -> None:
        super().__init__(keys)
        self.filter = Line()
        self.filtering = False

    @abstractmethod
    def arrange(self) -> None:
        """List what fits the filter now."""

    @abstractmethod
    def take(self) -> Ask | None:
        """What is asked for where the line under the cursor is taken."""

    def paste(self, text: str) -> None:
        """Paste into the filter."""
        if self.filtering:
            self.narrow(self.filter.typed(one_line(text)[:LONGEST]))
        else:
            super().paste(text)

    def press(self, key: str, character: str | None = None) -> Ask | None:
        """Do what a key does here; while filtering, every character is text."""
        if not self.filtering:
            return super().press(key, character)
        self.said = ""
        text = typed_text(character)
        action = self.keys[self.while_filtering].get(key_name(key, character))
        if action is not None:
            return self._act_on_filter(action)
        if text and len(self.filter.text) < LONGEST:
            self.narrow(self.filter.typed(text))
        return None

    def _act_on_filter(self, action: Action) -> Ask | None:
        match action.id.rpartition(".")[2]:
            case "take":
                self.filtering = False
                return self.take()
            case "keep":
                self.filtering = False
            case "leave":
                self.filtering = False
                self.narrow(Line())
            case "down":
                self.move(1)
            case "up":
                self.move(-1)
            case "ten_down":
                self.move(self._page)
            case "ten_up":
                self.move(-self._page)
            case "rub_out":
                self.narrow(self.filter.acted("rub_out"))
            case "clear":
                self.narrow(Line())
            case _:
                pass
        return None

    def narrow(self, text: Line) -> None:
        """List what fits another filter."""
        self.filter = text
        self.arrange()

    def filter_drawn(self, width: int) -> Drawn | None:
        """The line of the filter, or nothing where nothing is typed or being typed."""
        if not self.filtering and not self.filter.text:
            return None
        return filter_line(self.filter.text, self.invitation, width, typing=self.filtering)

"""What keys do in the list of notes, while it is filtered, and while labels stand beside the lines."""

from twofold.tui.places import Where, at

NOTES = (
    at(Where.NOTES, "go", "enter", "go there", "go to the field at which the note stands"),
    at(Where.NOTES, "down", "j down", "down", "next note"),
    at(Where.NOTES, "up", "k up", "up", "note before"),
    at(Where.NOTES, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.NOTES, "ten_up", "pageup", "page up", "a page up"),
    at(Where.NOTES, "first", "home", "first", "first note"),
    at(Where.NOTES, "last", "end G", "last", "last note"),
    at(Where.NOTES, "resolve", "d", "resolved", "mark the note as resolved, or as open again"),
    at(Where.NOTES, "search", "/", "filter", "type to filter: study, field, words, open, resolved"),
    at(Where.NOTES, "labels", "f", "labels", "letters beside the notes in sight: type them to go there"),
    at(Where.NOTES, "order", "b", "order by", "order by study, or the newest first"),
    at(Where.NOTES, "undo", "ctrl+z", "undo", "take back the last mark, also after a restart"),
    at(Where.NOTES, "redo", "ctrl+y", "redo", "take back the undo"),
    at(Where.NOTES, "retry", "ctrl+r", "try again", "try again to save what could not be saved"),
    at(Where.NOTES, "rescue", "ctrl+w", "rescue copy", "write what could not be saved to a rescue copy"),
    at(Where.NOTES, "help", "?", "all keys", "the keys of where you are"),
    at(Where.NOTES, "back", "escape q", "back", "show all notes again; then back to where you came from"),
)

SIFTING = (
    at(Where.SIFTING, "take", "enter", "go there", "go to the field at which the marked note stands"),
    at(Where.SIFTING, "keep", "tab", "keep filter", "keep the filter and go to the list"),
    at(Where.SIFTING, "leave", "escape", "show all", "show all notes again"),
    at(Where.SIFTING, "down", "down", "next", "next note"),
    at(Where.SIFTING, "up", "up", "before", "note before"),
    at(Where.SIFTING, "rub_out", "backspace", "rub out", "remove the last character"),
    at(Where.SIFTING, "clear", "ctrl+u", "clear", "remove all that was typed"),
)

LABELS = (
    at(Where.LABELS, "leave", "escape", "leave", "leave without going anywhere"),
    at(Where.LABELS, "rub_out", "backspace", "rub out", "remove the first letter again"),
)

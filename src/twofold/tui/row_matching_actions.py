"""The actions of the screen on which outcome rows are matched; part of the one table of actions."""

from twofold.tui.places import Where, at

ROWS = (
    at(Where.ROWS, "take", "enter", "one outcome", "the rows that the line suggests, or the one you hold, are one"),
    at(Where.ROWS, "take_all", "*", "take all", "take everything that is suggested for this study"),
    at(Where.ROWS, "join", "m", "join by hand", "take up this row; at another coder's row, say that the two are one"),
    at(Where.ROWS, "part", "delete", "part", "this row is none of those that it was joined with"),
    at(Where.ROWS, "down", "j down", "down", "next line"),
    at(Where.ROWS, "up", "k up", "up", "line before"),
    at(Where.ROWS, "left", "left", "left", "to the list of the coder at the left"),
    at(Where.ROWS, "right", "right", "right", "to the list of the coder at the right"),
    at(Where.ROWS, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.ROWS, "ten_up", "pageup", "page up", "a page up"),
    at(Where.ROWS, "first", "home", "top", "to the top"),
    at(Where.ROWS, "previous", "[", "study before", "the study before with rows that are not matched"),
    at(Where.ROWS, "next", "]", "next study", "the next study with rows that are not matched"),
    at(Where.ROWS, "undo", "ctrl+z", "undo", "take back the last match of this study, also after a restart"),
    at(Where.ROWS, "help", "?", "all keys", "the keys of where you are"),
    at(Where.ROWS, "back", "escape q", "back", "let go of the row you hold; then back to where you came from"),
)

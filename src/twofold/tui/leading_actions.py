"""The actions of the pages on which a review is led; part of the one table of actions."""

from twofold.tui.places import Where, at

LEADING = (
    at(
        Where.LEADING, "go", "enter", "go on", "do what is marked: look into it, write in it, go on with what is chosen"
    ),
    at(Where.LEADING, "mark", "space m", "mark", "mark the study, or take the person in, or not"),
    at(Where.LEADING, "mark_all", "*", "mark all", "mark all studies that may be marked, or none"),
    at(Where.LEADING, "down", "j down", "down", "next line"),
    at(Where.LEADING, "up", "k up", "up", "line before"),
    at(Where.LEADING, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.LEADING, "ten_up", "pageup", "page up", "a page up"),
    at(Where.LEADING, "first", "home", "first", "first line"),
    at(Where.LEADING, "last", "end G", "last", "last line"),
    at(Where.LEADING, "labels", "f", "labels", "letters beside the lines in sight: type them to go there"),
    at(Where.LEADING, "help", "?", "all keys", "the keys of where you are"),
    at(Where.LEADING, "back", "escape q", "back", "back; nothing was written"),
)

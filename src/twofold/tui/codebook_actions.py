"""The actions of the codebook screen; part of the one table of actions."""

from twofold.tui.places import Where, at

CODEBOOK = (
    at(Where.CODEBOOK, "open", "enter", "open", "look into what is marked; change the marked line"),
    at(Where.CODEBOOK, "next", "space", "turn", "turn the marked line on or off, or to its next value"),
    at(Where.CODEBOOK, "add", "+", "add", "add a field, an option or a check behind the marked one"),
    at(Where.CODEBOOK, "section", "#", "new section", "add a section behind this one"),
    at(Where.CODEBOOK, "duplicate", "ctrl+d", "duplicate", "add a copy of what is marked"),
    at(Where.CODEBOOK, "move_down", "J shift+down", "move down", "move what is marked one place down"),
    at(Where.CODEBOOK, "move_up", "K shift+up", "move up", "move what is marked one place up"),
    at(Where.CODEBOOK, "delete", "delete", "delete", "delete what is marked; you are asked first"),
    at(Where.CODEBOOK, "undo", "ctrl+z", "undo", "take back the last change of the draft"),
    at(Where.CODEBOOK, "redo", "ctrl+y", "redo", "do again what was taken back"),
    at(Where.CODEBOOK, "publish", "P", "publish", "what changed, what becomes of earlier answers, and publish it"),
    at(Where.CODEBOOK, "problems", "!", "problems", "all that is wrong with the draft; enter goes there"),
    at(Where.CODEBOOK, "versions", "v", "versions", "what was published when, and what changed"),
    at(Where.CODEBOOK, "try", "T", "try", "try the draft on your studies in a place apart, or practise"),
    at(Where.CODEBOOK, "bring_in", "B", "bring in", "a template that ships with Twofold; or a codebook out of a file"),
    at(Where.CODEBOOK, "down", "j down", "down", "next line"),
    at(Where.CODEBOOK, "up", "k up", "up", "line before"),
    at(Where.CODEBOOK, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.CODEBOOK, "ten_up", "pageup", "page up", "a page up"),
    at(Where.CODEBOOK, "next_section", "tab", "next section", "next section"),
    at(Where.CODEBOOK, "section_before", "shift+tab", "section before", "section before"),
    at(Where.CODEBOOK, "first", "home", "top", "to the top"),
    at(Where.CODEBOOK, "last", "end G", "end", "to the end"),
    at(Where.CODEBOOK, "labels", "f", "labels", "letters beside the lines in sight: type them to go there"),
    at(Where.CODEBOOK, "help", "?", "all keys", "the keys of where you are"),
    at(Where.CODEBOOK, "back", "escape q", "back", "back to where you came from; what was changed is saved"),
)

PUBLISHING = (
    at(Where.PUBLISHING, "go", "enter", "say", "say what becomes of the earlier answers; go on with what is marked"),
    at(Where.PUBLISHING, "next", "space", "next", "the next thing that can be said of the marked field"),
    at(Where.PUBLISHING, "down", "j down", "down", "next line"),
    at(Where.PUBLISHING, "up", "k up", "up", "line before"),
    at(Where.PUBLISHING, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.PUBLISHING, "ten_up", "pageup", "page up", "a page up"),
    at(Where.PUBLISHING, "first", "home", "top", "to the top"),
    at(Where.PUBLISHING, "help", "?", "all keys", "the keys of where you are"),
    at(Where.PUBLISHING, "back", "escape q", "back", "one step back; nothing is published"),
)

"""The actions of the screens on which files come in and go out; part of the one table of actions."""

from twofold.tui.places import Where, at

FILES = (
    at(Where.FILES, "take", "enter", "choose", "look into the marked files or this one; go into a folder"),
    at(Where.FILES, "complete", "tab", "complete", "complete the name as far as it is clear"),
    at(Where.FILES, "mark", "space", "mark", "mark a file in the listing, to take several at once"),
    at(Where.FILES, "down", "down", "next", "next line"),
    at(Where.FILES, "up", "up", "before", "line before"),
    at(Where.FILES, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.FILES, "ten_up", "pageup", "page up", "a page up"),
    at(Where.FILES, "left", "left", "left", "one character left"),
    at(Where.FILES, "right", "right", "right", "one character right"),
    at(Where.FILES, "word_left", "ctrl+left", "word left", "one word left"),
    at(Where.FILES, "word_right", "ctrl+right", "word right", "one word right"),
    at(Where.FILES, "start", "home ctrl+a", "start", "to the start of the line"),
    at(Where.FILES, "end", "end ctrl+e", "end", "to the end of the line"),
    at(Where.FILES, "rub_out", "backspace", "rub out", "remove the character before"),
    at(Where.FILES, "delete", "delete", "delete", "remove the character after"),
    at(Where.FILES, "clear", "ctrl+u", "clear", "remove all before the cursor"),
    at(Where.FILES, "clear_rest", "ctrl+k", "clear rest", "remove all after the cursor"),
    at(Where.FILES, "help", "f1", "keys", "the keys of where you are"),
    at(Where.FILES, "leave", "escape", "back", "clear the line; then back"),
)

BRINGING = (
    at(Where.BRINGING, "go", "enter", "do it", "do what is marked: open it, choose it, go on"),
    at(Where.BRINGING, "down", "j down", "down", "next line"),
    at(Where.BRINGING, "up", "k up", "up", "line before"),
    at(Where.BRINGING, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.BRINGING, "ten_up", "pageup", "page up", "a page up"),
    at(Where.BRINGING, "first", "home", "top", "to the top"),
    at(Where.BRINGING, "previous", "[", "one before", "the question before"),
    at(Where.BRINGING, "next", "]", "next one", "the next question"),
    at(Where.BRINGING, "help", "?", "all keys", "the keys of where you are"),
    at(Where.BRINGING, "back", "escape q", "back", "back, or stop what is being read; nothing was written"),
)

"""The actions of the export screen; part of the one table of actions."""

from twofold.tui.places import Where, at

EXPORTING = (
    at(Where.EXPORTING, "write", "enter", "write it", "write what is marked into the folder that is named"),
    at(Where.EXPORTING, "mark", "space", "in or out", "take the file in or leave it out; turn the option on or off"),
    at(Where.EXPORTING, "report", "W", "report", "write the report of the whole review as one HTML page; asks where"),
    at(Where.EXPORTING, "down", "j down", "down", "next line"),
    at(Where.EXPORTING, "up", "k up", "up", "line before"),
    at(Where.EXPORTING, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.EXPORTING, "ten_up", "pageup", "page up", "a page up"),
    at(Where.EXPORTING, "first", "home", "top", "to the top"),
    at(Where.EXPORTING, "help", "?", "all keys", "the keys of where you are"),
    at(Where.EXPORTING, "back", "escape q", "back", "stop what is being written, nothing of it stays; then back"),
)

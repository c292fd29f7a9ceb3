"""The actions on studies as the lead keeps them, and on their papers; part of the one table of actions."""

from twofold.tui.places import Where, at

OF_THE_LIST = (
    at(Where.STUDIES, "reports", "v", "reports", "show the reports that belong to the study, or hide them"),
    at(Where.STUDIES, "mark", "m", "mark", "mark the study for what is done to several, or not, and go on"),
    at(Where.STUDIES, "mark_all", "*", "mark all", "mark all studies shown, or none"),
    at(Where.STUDIES, "data", "E", "study's data", "the study's own data: number, label, title, initiative, reports"),
    at(Where.STUDIES, "initiative", "I", "set initiative", "set the initiative of the marked studies, or of this one"),
    at(Where.STUDIES, "pdf", "P", "set PDF", "set the PDF of this study; of the marked ones by the names of files"),
)

DATA = (
    at(Where.DATA, "change", "enter", "change", "change the line under the cursor"),
    at(Where.DATA, "down", "j down", "down", "next line"),
    at(Where.DATA, "up", "k up", "up", "line before"),
    at(Where.DATA, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.DATA, "ten_up", "pageup", "page up", "a page up"),
    at(Where.DATA, "first", "home", "top", "to the top"),
    at(Where.DATA, "last", "end G", "end", "to the end"),
    at(Where.DATA, "outside", "o", "open PDF", "open the PDF or the DOI outside"),
    at(Where.DATA, "help", "?", "all keys", "the keys of where you are"),
    at(Where.DATA, "back", "escape q", "back", "back to the studies"),
)

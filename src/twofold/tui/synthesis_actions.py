"""The actions of the synthesis pages; part of the one table of actions."""

from twofold.tui.places import Where, at

SYNTHESIS = (
    at(Where.SYNTHESIS, "go", "enter", "studies", "the studies behind the marked cell; of a study, its coded rows"),
    at(
        Where.SYNTHESIS,
        "view",
        "tab",
        "next table",
        "directions, votes, harvest, engagement, lived experience, who coded it",
    ),
    at(Where.SYNTHESIS, "view_before", "shift+tab", "table before", "the table before"),
    at(Where.SYNTHESIS, "whose", "p", "whose", "from the consensus, from each coder, with what is open either way"),
    at(Where.SYNTHESIS, "round", "O", "other round", "the next round of which studies are open for comparison"),
    at(Where.SYNTHESIS, "down", "j down", "down", "next line"),
    at(Where.SYNTHESIS, "up", "k up", "up", "line before"),
    at(Where.SYNTHESIS, "left", "left", "left", "one column left"),
    at(Where.SYNTHESIS, "right", "right", "right", "one column right"),
    at(Where.SYNTHESIS, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.SYNTHESIS, "ten_up", "pageup", "page up", "a page up"),
    at(Where.SYNTHESIS, "first", "home", "top", "to the top"),
    at(Where.SYNTHESIS, "labels", "f", "labels", "letters beside the lines in sight: type them to go there"),
    at(Where.SYNTHESIS, "letters", "L", "letters", "letters instead of arrows, for terminals that lack them"),
    at(Where.SYNTHESIS, "help", "?", "all keys", "the keys of where you are"),
    at(Where.SYNTHESIS, "back", "escape q", "back", "back to where you came from"),
)

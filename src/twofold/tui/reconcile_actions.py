"""The actions of the screens on which differences are settled; part of the one table of actions."""

from twofold.tui.places import Action, Where, at

RECONCILING = (
    at(Where.RECONCILING, "open", "enter", "settle", "open the marked one; after each that is settled the next comes"),
    at(Where.RECONCILING, "step", "tab", "next step", "own slips, talking, or the third reader's"),
    at(Where.RECONCILING, "order", "b", "order by", "study by study, or field by field"),
    at(Where.RECONCILING, "search", "/", "filter", "type to filter: study, field, outcome, kind, settled or not"),
    at(Where.RECONCILING, "state", "v", "which", "those still open, those that wait, those settled, all"),
    at(Where.RECONCILING, "accept", "*", "all agree", "accept what all agree on, after a look at a sample if wished"),
    at(Where.RECONCILING, "cover", "h", "hide answers", "hide what the coders said until you have coded it yourself"),
    at(Where.RECONCILING, "mails", "Q", "ask authors", "the questions to the authors, as one mail for each study"),
    at(Where.RECONCILING, "rows", "R", "match rows", "say which outcome rows of the study are one"),
    at(Where.RECONCILING, "labels", "f", "labels", "letters beside the lines in sight: type them to go there"),
    at(Where.RECONCILING, "down", "j down", "down", "next line"),
    at(Where.RECONCILING, "up", "k up", "up", "line before"),
    at(Where.RECONCILING, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.RECONCILING, "ten_up", "pageup", "page up", "a page up"),
    at(Where.RECONCILING, "first", "home", "first", "to the first"),
    at(Where.RECONCILING, "last", "end G", "last", "to the last"),
    at(Where.RECONCILING, "undo", "ctrl+z", "undo", "take back what you settled last, also after a restart"),
    at(Where.RECONCILING, "redo", "ctrl+y", "redo", "take back the undo"),
    at(Where.RECONCILING, "help", "?", "all keys", "the keys of where you are"),
    at(Where.RECONCILING, "back", "escape q", "back", "show all again; then back to where you came from"),
)

_SETTLE = "Settle it"
_BESIDE = "Beside it"
_OWN = "Your own code"
_LATER = "Not now"
_LOOK = "Look and move"
_BACK = "Take back, leave"


def _at(name: str, keys: str, label: str, help_: str, group: str) -> Action:
    return Action(f"settling.{name}", tuple(keys.split()), Where.SETTLING, label, help_, group)


_OPTIONS = tuple(
    Action(
        f"settling.option_{number}",
        (str(number),),
        Where.SETTLING,
        "answer",
        "settle it with that option; tick it where several may be chosen; begin to write a number",
        _SETTLE,
        "answering",
    )
    for number in range(1, 10)
)

SETTLING = (
    _at("adopt_a", "a", "adopt A's", "what A says holds", _SETTLE),
    _at("adopt_b", "b", "adopt B's", "what B says holds", _SETTLE),
    _at("adopt_c", "c", "adopt C's", "what C says holds, where three coded it", _SETTLE),
    *_OPTIONS,
    _at("not_reported", "r", "not reported", "settle it as not reported", _SETTLE),
    _at("unclear", "u", "unclear", "settle it as unclear", _SETTLE),
    _at("not_applicable", "x", "not applicable", "settle it as not applicable", _SETTLE),
    _at("none_of_these", "-", "none of these", "none of these, where several may be chosen", _SETTLE),
    _at("type", "t", "write answer", "write a number, a date or a text as the answer", _SETTLE),
    _at("find", "/", "find option", "find an option of a long list by typing part of it", _SETTLE),
    _at("yes", "y", "yes", "yes: it is right, it still holds, keep the row, grant the proposal", _SETTLE),
    _at("no", "delete", "no", "no: drop the row, refuse the proposal, take back the question", _SETTLE),
    _at("other", "=", "the other", "of two decisions on the same, mark the other one", _SETTLE),
    _at("evidence", "e", "own evidence", "where you found it yourself: page, enter, the passage", _BESIDE),
    _at("reason", "n", "reason", "the reason: a short one by its number, or in your own words", _BESIDE),
    _at("cause", "w", "why", "why the coders differ: slip, wording, option, report, judgement", _BESIDE),
    _at("slip", "s", "my slip", "mine was a slip; then give the right answer", _OWN),
    _at("stand", "i", "I stand by it", "I stand by what I coded", _OWN),
    _at("cover", "h", "hide answers", "hide what the coders said until you have coded it yourself", _OWN),
    _at("defer", "d", "third reader", "put it off for a third reader, who sees no names", _LATER),
    _at("leave_open", "l", "leave open", "leave it open, as where nobody else can settle it", _LATER),
    _at("ask", "Q", "ask authors", "write a question to the authors; it waits for their reply", _LATER),
    _at("rows", "R", "match rows", "say which outcome rows of the study are one", _LATER),
    _at("next", "space", "next", "the next one, without settling this", _LOOK),
    _at("previous", "backspace", "one back", "back to the one before, settled or not", _LOOK),
    _at("next_study", "]", "next study", "the first of the next study", _LOOK),
    _at("previous_study", "[", "study before", "the first of the study before", _LOOK),
    _at("details", "enter", "more", "all texts in full, and what was said before; keep what is ticked", _LOOK),
    _at("neighbours", "v", "fields beside", "what each said in the fields beside it", _LOOK),
    _at("outside", "o", "open PDF", "open the PDF or the DOI outside", _LOOK),
    _at("down", "j down", "down", "scroll down", _LOOK),
    _at("up", "k up", "up", "scroll up", _LOOK),
    _at("ten_down", "pagedown", "page down", "scroll a page down", _LOOK),
    _at("ten_up", "pageup", "page up", "scroll a page up", _LOOK),
    _at("undo", "ctrl+z", "undo", "take back what you settled last, also after a restart", _BACK),
    _at("redo", "ctrl+y", "redo", "take back the undo", _BACK),
    _at("help", "?", "all keys", "the keys of where you are", _BACK),
    _at("back", "escape q", "to the list", "leave what is begun; then back to the list", _BACK),
)

ACCEPTING = (
    at(Where.ACCEPTING, "take", "enter", "accept", "accept what all agree on in this line; of a sample, look at one"),
    at(Where.ACCEPTING, "take_all", "*", "accept all", "accept everything that all agree on"),
    at(Where.ACCEPTING, "sample", "s", "look at some", "look at a tenth of it, drawn at random, before you accept"),
    at(Where.ACCEPTING, "order", "b", "order by", "study by study, or field by field"),
    at(Where.ACCEPTING, "down", "j down", "down", "next line"),
    at(Where.ACCEPTING, "up", "k up", "up", "line before"),
    at(Where.ACCEPTING, "ten_down", "pagedown", "page down", "a page down"),
    at(Where.ACCEPTING, "ten_up", "pageup", "page up", "a page up"),
    at(Where.ACCEPTING, "first", "home", "top", "to the top"),
    at(Where.ACCEPTING, "undo", "ctrl+z", "undo", "take back what was accepted last"),
    at(Where.ACCEPTING, "help", "?", "all keys", "the keys of where you are"),
    at(Where.ACCEPTING, "back", "escape q", "back", "back to where you came from"),
)

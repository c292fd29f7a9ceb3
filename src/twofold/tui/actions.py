"""The one table of actions: what a key does, where, and in which words.

Key dispatch, the hint line, the help page and the docs derive from it. A key is written as the character it
types (``S``, ``[``) or, where it types none, by its name (``tab``, ``ctrl+z``). Users rebind by id.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeAlias

from twofold.tui.bring_in_actions import BRINGING, FILES
from twofold.tui.codebook_actions import CODEBOOK, PUBLISHING
from twofold.tui.exporting_actions import EXPORTING
from twofold.tui.leading_actions import LEADING
from twofold.tui.note_actions import LABELS, NOTES, SIFTING
from twofold.tui.places import Action, KeyClash, Where
from twofold.tui.places import at as _at
from twofold.tui.reconcile_actions import ACCEPTING, RECONCILING, SETTLING
from twofold.tui.row_matching_actions import ROWS
from twofold.tui.study_actions import DATA, OF_THE_LIST
from twofold.tui.synthesis_actions import SYNTHESIS

__all__ = [
    "ACTIONS",
    "BY_ID",
    "Action",
    "Hint",
    "KeyClash",
    "Where",
    "digit_of",
    "key_of",
    "keymap",
    "keys_of",
    "spoken",
]


_ANSWER = "Answer"
_BESIDE = "Beside the answer"
_MOVE = "Move"
_ROWS = "Outcome rows"
_STUDY = "Study"
_WORK = "Take back, keep safe"


def _form(name: str, keys: str, label: str, help_: str, group: str, family: str = "") -> Action:
    return Action(f"form.{name}", tuple(keys.split()), Where.FORM, label, help_, group, family)


_OPTIONS = tuple(
    _form(
        f"option_{n}",
        str(n),
        "choose",
        "choose the option; toggle it where several may be chosen",
        _ANSWER,
        "option",
    )
    for n in range(1, 10)
)

_FORM = (
    *_OPTIONS,
    _form("not_reported", "r", "not reported", "not reported: the paper does not say", _ANSWER),
    _form("unclear", "u", "unclear", "unclear: the paper can be read in two ways", _ANSWER),
    _form("not_applicable", "x", "not applicable", "not applicable here", _ANSWER),
    _form(
        "none_of_these",
        "-",
        "none of these",
        "none of these, where several may be chosen; it is an answer",
        _ANSWER,
    ),
    _form("tick", "t", "tick", "the answer in words that a number field takes", _ANSWER),
    _form(
        "withdraw",
        "delete",
        "clear",
        "clear the answer; once more clears evidence, reason and confidence",
        _ANSWER,
    ),
    _form(
        "take",
        "=",
        "take one",
        "take one of two answers given on two devices; again takes the other",
        _ANSWER,
    ),
    _form(
        "evidence",
        "e",
        "evidence",
        "where it stands (report, page), enter, then the passage word for word",
        _BESIDE,
    ),
    _form("again", ".", "same evidence", "attach the last evidence again", _BESIDE),
    _form("why", "w", "why", "the reason for this answer", _BESIDE),
    _form("note", "n", "note", "a note to yourself and to the other coder", _BESIDE),
    _form("confidence", "c", "confidence", "how sure you are: low, medium, high, unsaid", _BESIDE),
    _form(
        "open",
        "enter",
        "open",
        "open or close the field: full texts, history; write in a text or number field",
        _MOVE,
    ),
    _form("next_field", "j down", "next", "next field", _MOVE),
    _form("previous_field", "k up", "previous", "field before", _MOVE),
    _form("next_section", "tab", "next section", "next section or outcome row", _MOVE),
    _form("previous_section", "shift+tab", "section before", "start of this section, then the one before", _MOVE),
    _form(
        "next_blank",
        "space",
        "next blank",
        "next blank field, then the next that still owes something",
        _MOVE,
    ),
    _form("last_field", "backspace", "last field", "back to the field you came from", _MOVE),
    _form("ten_down", "pagedown", "ten down", "ten fields on", _MOVE),
    _form("ten_up", "pageup", "ten up", "ten fields back", _MOVE),
    _form("first_field", "home", "first", "first field", _MOVE),
    _form("final_field", "end G", "last", "last field of the form", _MOVE),
    _form("jump", "g", "go to", "go to a field by typing part of its name", _MOVE),
    _form("labels", "f", "labels", "letters beside the fields in sight: type them to go there", _MOVE),
    _form("search", "/", "find", "in a long list of options, type to filter; elsewhere, find a study", _MOVE),
    _form("add_row", "+", "add row", "add an outcome row; it begins with its name", _ROWS),
    _form("remove_row", "D", "remove row", "remove the outcome row you are in; asks first", _ROWS),
    _form("study_before", "[", "study before", "previous study", _STUDY),
    _form("study_after", "]", "next study", "next study", _STUDY),
    _form("reference", "a", "abstract", "reference and abstract of the study", _STUDY),
    _form("outside", "o", "open PDF", "open the PDF or the DOI outside", _STUDY),
    _form("notes", "N", "notes", "the notes of all studies", _STUDY),
    _form("exclude", "!", "exclude", "propose to exclude the study, with a reason", _STUDY),
    _form("submit", "S", "submit", "check the study and submit it; reopen it when submitted", _STUDY),
    _form("undo", "ctrl+z", "undo", "take back the last step in this study, also after a restart", _WORK),
    _form("redo", "ctrl+y", "redo", "take back the undo", _WORK),
    _form("retry", "ctrl+r", "try again", "try again to save what could not be saved", _WORK),
    _form("rescue", "ctrl+w", "rescue copy", "write what could not be saved to a rescue copy", _WORK),
    _form("help", "? f1", "all keys", "the keys of where you are", _WORK),
    _form("back", "escape q", "back", "close what is open; from the form, back to the studies", _WORK),
)

_WRITING = (
    _at(Where.WRITING, "keep", "enter", "keep", "keep what you wrote"),
    _at(Where.WRITING, "keep_and_go_on", "tab", "keep, next field", "keep it and go to the next field"),
    _at(
        Where.WRITING,
        "leave",
        "escape",
        "leave as it was",
        "leave without keeping; ctrl+z right after brings it back",
    ),
    _at(Where.WRITING, "left", "left", "left", "one character left"),
    _at(Where.WRITING, "right", "right", "right", "one character right"),
    _at(Where.WRITING, "word_left", "ctrl+left", "word left", "one word left"),
    _at(Where.WRITING, "word_right", "ctrl+right", "word right", "one word right"),
    _at(Where.WRITING, "start", "home ctrl+a", "start", "to the start"),
    _at(Where.WRITING, "end", "end ctrl+e", "end", "to the end"),
    _at(Where.WRITING, "rub_out", "backspace", "rub out", "remove the character before"),
    _at(Where.WRITING, "delete", "delete", "delete", "remove the character after"),
    _at(Where.WRITING, "clear", "ctrl+u", "clear", "remove all before the cursor"),
    _at(Where.WRITING, "clear_rest", "ctrl+k", "clear rest", "remove all after the cursor"),
    _at(Where.WRITING, "help", "f1", "keys", "the keys of where you are"),
    _at(Where.WRITING, "undo", "ctrl+z", "undo", "take back the last change in this line"),
)

_PICKING = (
    _at(Where.PICKING, "take", "enter", "take", "take the marked one; with nothing typed, done"),
    _at(Where.PICKING, "take_and_go_on", "tab", "done, next field", "done, and on to the next field"),
    _at(Where.PICKING, "leave", "escape", "leave", "leave"),
    _at(Where.PICKING, "down", "down", "next", "next match"),
    _at(Where.PICKING, "up", "up", "before", "match before"),
    _at(Where.PICKING, "rub_out", "backspace", "rub out", "remove the last character"),
    _at(Where.PICKING, "clear", "ctrl+u", "clear", "remove all that was typed"),
    _at(Where.PICKING, "help", "f1", "keys", "the keys of where you are"),
)

_QUESTION = (
    _at(Where.QUESTION, "yes", "y", "yes", "yes"),
    _at(Where.QUESTION, "no", "n escape q", "no", "no; any other key also means no, and then does its work"),
)

_PAGE = (
    _at(Where.PAGE, "close", "escape q enter ? f1 a", "close", "back to the form"),
    _at(Where.PAGE, "down", "j down", "down", "scroll down"),
    _at(Where.PAGE, "up", "k up", "up", "scroll up"),
    _at(Where.PAGE, "ten_down", "pagedown space", "page down", "scroll a page down"),
    _at(Where.PAGE, "ten_up", "pageup backspace", "page up", "scroll a page up"),
    _at(Where.PAGE, "first", "home", "top", "to the top"),
    _at(Where.PAGE, "last", "end G", "end", "to the end"),
    _at(Where.PAGE, "outside", "o", "open PDF", "open the PDF or the DOI outside"),
)

_SUBMISSION = (
    _at(Where.SUBMISSION, "go", "enter", "go there", "go to the marked field"),
    _at(Where.SUBMISSION, "down", "j down", "down", "next line"),
    _at(Where.SUBMISSION, "up", "k up", "up", "line before"),
    _at(Where.SUBMISSION, "ten_down", "pagedown", "page down", "ten lines on"),
    _at(Where.SUBMISSION, "ten_up", "pageup", "page up", "ten lines back"),
    _at(Where.SUBMISSION, "first", "home", "top", "to the first line"),
    _at(Where.SUBMISSION, "last", "end G", "end", "to the last line"),
    _at(Where.SUBMISSION, "yes", "y", "whole paper read", "I read the whole paper: go on to submit"),
    _at(Where.SUBMISSION, "no", "n", "not the whole paper", "I did not read the whole paper: go on to submit"),
    _at(Where.SUBMISSION, "help", "? f1", "all keys", "the keys of where you are"),
    _at(Where.SUBMISSION, "leave", "escape q", "back", "back to the form"),
)

_HOME = (
    _at(Where.HOME, "go", "enter", "go there", "go to what is marked: on with coding, a study, a note"),
    _at(Where.HOME, "down", "j down", "down", "next line"),
    _at(Where.HOME, "up", "k up", "up", "line before"),
    _at(Where.HOME, "ten_down", "pagedown", "page down", "a page down"),
    _at(Where.HOME, "ten_up", "pageup", "page up", "a page up"),
    _at(Where.HOME, "first", "home", "top", "to the top"),
    _at(Where.HOME, "studies", "s", "studies", "the list of all studies"),
    _at(Where.HOME, "search", "/", "find", "find a study"),
    _at(Where.HOME, "notes", "N", "notes", "the notes of all studies"),
    _at(Where.HOME, "labels", "f", "labels", "letters beside the lines: type them to go there"),
    _at(Where.HOME, "keyboard", "K", "keyboard", "say whether the digits of your keyboard need shift"),
    _at(Where.HOME, "bring_in", "B", "bring in", "bring in references, or files that others sent; a dry run first"),
    _at(Where.HOME, "send", "M", "file to send", "make a file to send: your work to the lead, or the plan to somebody"),
    _at(Where.HOME, "lead", "O", "lead", "lead the review: release (open for comparison), assign, rounds (lead)"),
    _at(Where.HOME, "agreement", "A", "agreement", "how well the coders agree, once studies are open for comparison"),
    _at(Where.HOME, "reconcile", "D", "differences", "settle where the coders differ, once studies are open"),
    _at(Where.HOME, "synthesis", "Y", "synthesis", "what the studies say together: directions, levels, who coded it"),
    _at(Where.HOME, "codebook", "C", "codebook", "the codebook: look at it; as a lead change, try and publish it"),
    _at(Where.HOME, "export", "X", "export", "write tables for analysis: CSV with a data package"),
    _at(Where.HOME, "try", "T", "try", "practise, or run a pilot, apart from the record; from there, back"),
    _at(Where.HOME, "person", "p", "who", "say again who you are on this device"),
    _at(Where.HOME, "retry", "ctrl+r", "try again", "try again to save what could not be saved"),
    _at(Where.HOME, "rescue", "ctrl+w", "rescue copy", "write what could not be saved to a rescue copy"),
    _at(Where.HOME, "help", "?", "all keys", "the keys of where you are"),
    _at(Where.HOME, "leave", "q", "leave", "leave Twofold; all answers are saved"),
)

_STUDIES = (
    _at(Where.STUDIES, "code", "enter", "code", "code the study"),
    _at(Where.STUDIES, "down", "j down", "down", "next study"),
    _at(Where.STUDIES, "up", "k up", "up", "study before"),
    _at(Where.STUDIES, "ten_down", "pagedown", "page down", "a page down"),
    _at(Where.STUDIES, "ten_up", "pageup", "page up", "a page up"),
    _at(Where.STUDIES, "first", "home", "first", "first study"),
    _at(Where.STUDIES, "last", "end G", "last", "last study"),
    _at(Where.STUDIES, "next_open", "space", "next to code", "next study that is not submitted"),
    _at(Where.STUDIES, "search", "/", "filter", "type to filter: number, label, title, initiative, status"),
    _at(Where.STUDIES, "labels", "f", "labels", "letters beside the studies in sight: type them to go there"),
    _at(Where.STUDIES, "order", "b", "order by", "order by number, by label, by status"),
    _at(Where.STUDIES, "group", "i", "initiatives", "group by initiative, or not"),
    _at(Where.STUDIES, "bring_in", "B", "bring in", "bring in references, or files that others sent; a dry run first"),
    _at(Where.STUDIES, "outside", "o", "open PDF", "open the PDF or the DOI outside"),
    _at(Where.STUDIES, "retry", "ctrl+r", "try again", "try again to save what could not be saved"),
    _at(Where.STUDIES, "rescue", "ctrl+w", "rescue copy", "write what could not be saved to a rescue copy"),
    _at(Where.STUDIES, "help", "?", "all keys", "the keys of where you are"),
    _at(Where.STUDIES, "back", "escape q", "back", "show all studies again; then back to the first page"),
)

_FILTERING = (
    _at(Where.FILTERING, "take", "enter", "code", "code the marked study"),
    _at(Where.FILTERING, "keep", "tab", "keep filter", "keep the filter and go to the list"),
    _at(Where.FILTERING, "leave", "escape", "show all", "show all studies again"),
    _at(Where.FILTERING, "down", "down", "next", "next study"),
    _at(Where.FILTERING, "up", "up", "before", "study before"),
    _at(Where.FILTERING, "ten_down", "pagedown", "page down", "a page down"),
    _at(Where.FILTERING, "ten_up", "pageup", "page up", "a page up"),
    _at(Where.FILTERING, "rub_out", "backspace", "rub out", "remove the last character"),
    _at(Where.FILTERING, "clear", "ctrl+u", "clear", "remove all that was typed"),
)

_CHOOSING = (
    _at(Where.CHOOSING, "take", "enter", "choose", "choose the marked line"),
    _at(Where.CHOOSING, "down", "j down", "down", "next line"),
    _at(Where.CHOOSING, "up", "k up", "up", "line before"),
    _at(Where.CHOOSING, "back", "escape q", "back", "back without choosing"),
)

_AGREEMENT = (
    _at(Where.AGREEMENT, "go", "enter", "look into it", "look into the field, its pair of answers, its study"),
    _at(Where.AGREEMENT, "down", "j down", "down", "next line"),
    _at(Where.AGREEMENT, "up", "k up", "up", "line before"),
    _at(Where.AGREEMENT, "ten_down", "pagedown", "page down", "a page down"),
    _at(Where.AGREEMENT, "ten_up", "pageup", "page up", "a page up"),
    _at(Where.AGREEMENT, "first", "home", "top", "to the top"),
    _at(Where.AGREEMENT, "unfold", "space", "all fields", "show the other fields beside the primary items, or not"),
    _at(Where.AGREEMENT, "order", "b", "order by", "order as on the form, or the fields to reword first"),
    _at(Where.AGREEMENT, "round", "tab", "next round", "the next round of which studies are open for comparison"),
    _at(Where.AGREEMENT, "pair", "p", "whose", "between the next two coders, and after the last pair between all"),
    _at(
        Where.AGREEMENT,
        "suppose",
        "h",
        "what if",
        "what there were without the marked field, or if the marked two options were one",
    ),
    _at(Where.AGREEMENT, "look", "l", "where to look", "what to look at first: fields, options, studies, the course"),
    _at(Where.AGREEMENT, "report", "W", "write up", "a paragraph for the methods, and the points of GRRAS"),
    _at(Where.AGREEMENT, "rows", "R", "match rows", "say which outcome rows of the study are one"),
    _at(Where.AGREEMENT, "help", "?", "all keys", "the keys of where you are"),
    _at(Where.AGREEMENT, "back", "escape q", "back", "back to where you came from"),
)

ACTIONS: tuple[Action, ...] = (
    *_FORM,
    *_WRITING,
    *_PICKING,
    *_QUESTION,
    *_PAGE,
    *_SUBMISSION,
    *_HOME,
    *_STUDIES,
    *OF_THE_LIST,
    *_FILTERING,
    *_CHOOSING,
    *_AGREEMENT,
    *NOTES,
    *SIFTING,
    *LABELS,
    *FILES,
    *BRINGING,
    *DATA,
    *ROWS,
    *SYNTHESIS,
    *EXPORTING,
    *CODEBOOK,
    *PUBLISHING,
    *RECONCILING,
    *SETTLING,
    *ACCEPTING,
    *LEADING,
)
"""Every action, in the order in which help tells them."""

BY_ID: Mapping[str, Action] = MappingProxyType({action.id: action for action in ACTIONS})
"""The actions by their ids."""

Hint: TypeAlias = str | tuple[str, str] | tuple[str, str, str]
"""An action by its id; with words for this moment; and with the keys as they are to be shown."""

_SPOKEN = {
    "escape": "esc",
    "delete": "del",
    "pagedown": "page down",
    "pageup": "page up",
    "backspace": "backspace",
}


def keymap(own: Mapping[str, Iterable[str]] | None = None) -> Mapping[Where, Mapping[str, Action]]:
    """For each place, what every key does.

    ``own`` holds a user's keys by action id, in place of the default ones.

    Raises:
        KeyClash: an unknown id, or two actions of one place on the same key.
    """
    own = own or {}
    unknown = sorted(set(own) - set(BY_ID))
    if unknown:
        raise KeyClash(f"There is no action `{unknown[0]}`. `?` lists the actions of where you are.")
    made: dict[Where, dict[str, Action]] = {where: {} for where in Where}
    for action in ACTIONS:
        keys = made[action.where]
        for key in own.get(action.id, action.keys):
            if key in keys:
                raise KeyClash(f"The key `{key}` is wanted by `{keys[key].id}` and by `{action.id}`. Change one.")
            keys[key] = action
    return made


def keys_of(action_id: str, keys: Mapping[Where, Mapping[str, Action]]) -> tuple[str, ...]:
    """The keys of an action under a keymap, spoken as people write them.

    A family from its first to its last, each by its first key.
    """
    action = BY_ID[action_id]
    here = keys[action.where]
    if action.family:
        found = {one.id: key for key, one in reversed(tuple(here.items())) if one.family == action.family}
        first, last = min(found, default=""), max(found, default="")
        return (f"{spoken(found[first])}-{spoken(found[last])}",) if found else ()
    return tuple(spoken(key) for key, one in here.items() if one.id == action_id)


def key_of(action_id: str, keys: Mapping[Where, Mapping[str, Action]]) -> str:
    """The first key of an action under a keymap, as the table names it; empty where it has none."""
    return next((key for key, one in keys[BY_ID[action_id].where].items() if one.id == action_id), "")


def digit_of(key: str, keys: Mapping[Where, Mapping[str, Action]]) -> int:
    """The digit that a key stands for where one chooses by number: its own, or that of the option it answers with on
    the form; 0 for none."""
    if len(key) == 1 and key.isascii() and key.isdecimal():
        return int(key)
    action = keys[Where.FORM].get(key)
    return int(action.id.rpartition("_")[2]) if action is not None and action.family else 0


def spoken(key: str) -> str:
    """A key as people write it: ``escape`` is *esc*."""
    return _SPOKEN.get(key, key)

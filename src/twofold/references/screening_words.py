"""Words by which a column, a field or a note tells that it is about screening: who voted what, and why."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twofold.references.identity import words_of

_NAME = re.compile(
    r"inclu|exclu|maybe|vote|voting|decision|decid|screen|reviewer|reviewed|\brater|labell?|conflict|reason|"
    r"eligib|relevan|consensus|adjudic|arbiter|arbitra|verdict|judge?ment|undecided|einschlu|ausschlu|entscheid|"
    r"gutacht|\breview (?:status|decision|result|outcome|notes?|comments?)\b|^groups$|^comment \S|^general notes \S|"
    r"^ranking$|^read ?status$|^priority$"
)
_NO_SCREENING = re.compile(
    r"conflicts? of interests?|peer reviewed|reviewed (?:author|title|genre|item)s?|citation label"
)
_KINDS = (
    ("reason", re.compile(r"reason|grund")),
    ("label", re.compile(r"label|^groups$")),
    ("note", re.compile(r"note|comment|reviewer|reviewed")),
)
_SAYS = re.compile(
    r"(?<![a-z])(?:(?:in|ex)clu(?:de|ded|ir|[i\u00ed]d[oa]s?)|(?:aus|ein)geschlossen|"
    r"(?:aus|ein)schlie(?:\u00df|ss)en|maybe|undecided|(?:in)?eligible|unsure|voted?|votes|screened|"
    r"reviewers?[ _-]?[0-9a-c]|wrong (?:population|patients?|outcomes?|interventions?|comparators?|setting|route|"
    r"drug|dose|design|study|study design|publication|publication type|indication|language))(?![a-z])"
)
HINTS = (
    "clude", "cluir", "cluid", "clu\u00edd", "schl", "maybe", "undecided", "ligible", "unsure", "vote", "screened",
    "reviewer", "wrong ",
)  # fmt: skip
"""One of them is in every text that speaks of screening, whoever screened."""

_DECISIONS = frozenset(
    (
        "yes", "no", "y", "n", "accept", "accepted", "reject", "rejected", "relevant", "irrelevant", "pending", "in",
        "out", "keep", "drop", "discard", "inclus", "exclus", "incl", "excl", "inc", "exc",
    )
)  # fmt: skip
_BARE = _DECISIONS.union(
    (
        "0", "1", "2", "-1", "+", "?", "true", "false", "t", "f", "conflict", "conflicts", "resolved",
        "unclear", "uncertain", "unsure", "maybe", "agree", "disagree", "include", "included", "exclude", "excluded",
        "undecided", "unscreened", "i", "e", "m", "u", "ja", "nein", "vielleicht", "oui", "non", "si", "s\u00ed",
        "\u2713", "\u2714", "\u2717", "\u2718",
    )
)  # fmt: skip
_COUNTS = re.compile(
    r"\b(?:rank|no|nr|cited|cites|citations?|counts?|numbers?|times|total|pages?|refs|is|has|open access|oa|retracted|"
    r"refereed|peer reviewed|issue|supplement|version|series|section|edition|part|month|day|id)\b"
)
_NEARLY_ALL = 0.9
_NOTE = 1_000
"""What is longer is prose: of that, many a study says whom it included."""


@dataclass(frozen=True, slots=True)
class People:
    """Those who screen: by what they are called, and by the words of that. In small letters.

    One of the ``signs`` is in every text that names one of them.
    """

    called: tuple[str, ...] = ()
    words: frozenset[str] = frozenset()
    signs: tuple[str, ...] = ()
    marked: re.Pattern[str] | None = None


def people_called(names: Iterable[str]) -> People:
    """The people of these names and ids."""
    listed = tuple(dict.fromkeys(name.lower().strip() for name in names if name.strip()))
    words = frozenset(word for name in listed for word in words_of(name).split() if len(word) > 2)
    parts = frozenset(part for name in listed for part in name.split() if len(part) > 2)
    called = tuple(name for name in listed if " " in name)
    # A name alone may be an author's; before a colon it is the one who says what follows.
    pattern = "|".join(map(re.escape, sorted(parts)))
    marked = re.compile(rf"(?<!\w)(?:{pattern})\s*[:=]") if parts else None
    return People(called, words, tuple(sorted({*called, *parts})), marked)


def names_screening(name: str, people: People) -> bool:
    """True if a column or field is called after screening or after somebody who screens."""
    words = _NO_SCREENING.sub("", words_of(name))
    return bool(_NAME.search(words)) or not people.words.isdisjoint(words.split())


def kind_by_name(name: str) -> str:
    """What stands in a field that is called so: ``reason``, ``label``, ``note``, or else ``vote``."""
    words = words_of(name)
    return next((kind for kind, sign in _KINDS if sign.search(words)), "vote")


def speaks(low: str, people: People) -> bool:
    """True if a text in small letters says what somebody decided, or names somebody who screens."""
    return bool(
        _SAYS.search(low)
        or any(name in low for name in people.called)
        or (people.marked is not None and people.marked.search(low))
    )


def votes_alone(low: str) -> bool:
    """True if a line of a text in small letters is nothing but a vote."""
    return not _DECISIONS.isdisjoint([line.strip(" .;") for line in low.split("\n")])


def is_short(value: str) -> bool:
    """True for what may be a note; false for prose."""
    return len(value) <= _NOTE


def column_speaks(name: str, cells: Sequence[str], people: People) -> bool:
    """True if a column of which nobody knows what it is looks like screening, by its name or by what is in it.

    One short cell that says what was decided is enough, or nearly all cells being bare votes, such as ``1`` and ``0``
    in a column that is no count. A column without any cell says nothing.
    """
    if not cells:
        return False
    if names_screening(name, people):
        return True
    short = [cell for cell in cells if is_short(cell)]
    low = "\n".join(short).lower()
    if may_speak(low, people) and any(speaks(line.lower(), people) for line in short):
        return True
    if _COUNTS.search(words_of(name)):
        return False
    counted = Counter(cell.lower().strip(" .;\n") for cell in cells)
    filled = len(cells) - counted["-"] - counted[""]
    votes = sum(number for cell, number in counted.items() if cell in _BARE)
    return votes > 0 and votes >= _NEARLY_ALL * filled


def may_speak(low: str, people: People, hints: Sequence[str] = HINTS) -> bool:
    """False if ``speaks`` surely is; quick, also on long texts."""
    for hint in hints:
        if hint in low:
            return True
    return any(sign in low for sign in people.signs)

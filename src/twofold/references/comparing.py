"""Single fields of two records, compared as libraries write them: names, journals, pages, titles, abstracts."""

import re
import unicodedata
from difflib import SequenceMatcher

_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc\u00b4`]")
_UMLAUTS = re.compile("([aou])e")
_DIGITS = re.compile(r"\d+")
_LETTERS_AND_NUMBER = re.compile(r"([a-z]*)0*(\d+)")
_SMALL = frozenset({"the", "of", "and", "for", "in", "on", "de", "la"})
_ALIKE = 0.6
_NEARLY_THE_SAME = 0.9
_BEGINNING = 15
_TELLING_LETTERS = 4
_ENOUGH_WORDS = 20
_SHARED_WORDS = 0.25

UNLIKE, ALIKE, NEARLY = range(3)
"""How like each other two titles are: not, as titles of one topic are, and so that they may be one title."""


def words_of(text: str) -> str:
    """Small letters and digits without accents, one blank between words: ``Women's Circles`` is ``womens circles``."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    text = _APOSTROPHES.sub("", text.casefold().replace("&", " and "))
    return _NOT_WORD.sub(" ", text).strip()


def family_of(author: str) -> str:
    """The family name of 'Family, Given'; the whole name where there is no comma."""
    return author.partition(",")[0].strip()


def names_in(author: str) -> frozenset[str]:
    """The words of a family name, or of the whole name where nothing says which is which; ``ue`` is as good as ``ü``.
    An initial is no name, since many people share one."""
    words = words_of(family_of(author)).split()
    return frozenset(_UMLAUTS.sub(r"\1", word) for word in words if len(word) > 1) or frozenset(words)


def titles_alike(one: str, other: str) -> int:
    """``NEARLY``, ``ALIKE`` or ``UNLIKE`` for two titles without blanks; a title that is missing is like any other.

    Titles that differ in a number, as those of a supplement's abstracts do, are at most ``ALIKE``.
    """
    if not one or not other or one == other:
        return NEARLY
    short, long = sorted((one, other), key=len)
    if long.startswith(short) and len(short) >= _BEGINNING:
        return NEARLY
    first, second = sorted((one, other))
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE or (ratio := matcher.ratio()) < _ALIKE:
        return UNLIKE
    return NEARLY if ratio >= _NEARLY_THE_SAME and _DIGITS.findall(one) == _DIGITS.findall(other) else ALIKE


def journals_differ(one: str, other: str) -> bool:
    """Whether two journals are surely two: not where one may be short for the other."""
    some, others = (
        [word for word in words_of(name.partition("(")[0]).split() if word not in _SMALL] for name in (one, other)
    )
    if not some or not others:
        return False
    short, long = sorted((some, others), key=lambda words: (len(words), len("".join(words))))
    if len(short) == 1 and short[0] == "".join(word[0] for word in long):
        return False
    rest = iter(long)
    return not all(any(_may_be_short_for(word, each) for each in rest) for word in short)


def _may_be_short_for(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    letters = iter(long)
    return short[0] == long[0] and all(letter in letters for letter in short)


def places_differ(one: str, other: str) -> bool:
    """Whether two page ranges, volumes or issues begin with different numbers."""
    first, second = (_LETTERS_AND_NUMBER.search(text.casefold()) for text in (one, other))
    return first is not None and second is not None and first.groups() != second.groups()


def abstracts_differ(one: str, other: str) -> bool:
    """Whether two abstracts have hardly a telling word in common; short ones tell nothing."""
    if not one or not other or one == other:
        return False
    some, others = ({w for w in words_of(text).split() if len(w) >= _TELLING_LETTERS} for text in (one, other))
    least = min(len(some), len(others))
    return least >= _ENOUGH_WORDS and len(some & others) < _SHARED_WORDS * least


def is_beginning(one: str, other: str) -> bool:
    """Whether one text is only the beginning of the other, which goes on."""
    short, long = words_of(one), words_of(other)
    return len(short) < len(long) and long.startswith(short)

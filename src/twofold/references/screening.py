"""Votes, labels and notes of screening, cut out of records: coders must not see them."""

import codecs
import re
from collections.abc import Iterable, Mapping

from twofold.references.model import ScreeningNote

_SURE = re.compile(
    r"RAYYAN-(?:INCLUSION|LABELS?|EXCLUSION|NOTES?|RATINGS?|DECISIONS?)\b|\bUSER-NOTES\s*:|\bASReview_[a-z]",
    re.IGNORECASE,
)
_MARKER = re.compile(_SURE.pattern + r"|\bEXCLUSION-REASONS?\s*:|\bExclusion reasons?\s*:", re.IGNORECASE)
_RAYYAN_PART = re.compile(
    r"(RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|EXCLUSION-REASONS|USER-NOTES)\s*:\s*"
    r"(.*?)\s*(?=\|\s*(?:RAYYAN-|USER-NOTES|EXCLUSION-REASONS)|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_NAMED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*=>\s*(?:"((?:[^"\\]|\\.)*)"|\[([^\]]*)\])')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
_COVIDENCE_REASON = re.compile(r"Exclusion reasons?\s*:\s*([^;\n]*);?", re.IGNORECASE)
_ASREVIEW = re.compile(r"ASReview_\w+", re.IGNORECASE)
_WHAT = {
    "rayyan-inclusion": "vote",
    "rayyan-labels": "label",
    "rayyan-exclusion-reasons": "reason",
    "exclusion-reasons": "reason",
    "user-notes": "note",
}
# Substrings, because a pattern over a file of 20 MB takes longer than reading its records.
_SIGNS = (
    b"RAYYAN-", b"USER-NOTES", b"XCLUSION-REASON", b"ASReview_", b"xclusion reason", b"eppi-reviewer",
    b"rayyan-inclusion",
)  # fmt: skip
_RUNNING_TEXT = ("AB", "N2", "TI", "T1", "%X", "%T", "abstract", "title", "Abstract", "Title", "AbstractText")

Fields = list[tuple[str, str]]


def carries_marks(data: bytes) -> bool:
    """True if a file may hold any of the words by which screening tools mark their votes."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    return any(sign in data for sign in _SIGNS)


def cut(fields: Fields, always: Mapping[str, str]) -> tuple[Fields, tuple[ScreeningNote, ...]]:
    """The fields without what may carry votes, and what was cut.

    A field that holds a marker goes as a whole, also the harmless rest of it, because a vote may be worded in any
    way. Titles and abstracts lose only what follows the mark of a tool: they may well speak of exclusion. Fields
    named in ``always`` go in any case, as notes of the kind that it gives (``vote``, ``label``, ``reason``, ``note``).
    """
    kept: Fields = []
    notes: list[ScreeningNote] = []
    for tag, value in fields:
        if tag in always:
            notes.extend(notes_in(value, tag, always[tag]))
            continue
        running = tag.partition("[")[0].endswith(_RUNNING_TEXT)
        found = (_SURE if running else _MARKER).search(value)
        if not found:
            kept.append((tag, value))
        elif running:
            kept.append((tag, value[: found.start()].rstrip(" |;\n")))
            notes.extend(notes_in(value[found.start() :], tag))
        else:
            notes.extend(notes_in(value, tag))
    return kept, tuple(notes)


def notes_in(value: str, found_in: str, what: str = "note") -> list[ScreeningNote]:
    """What a cut field says, taken apart where its form is known; else one note of the kind ``what``."""
    if not value.strip():
        return []
    if _RAYYAN_PART.search(value):
        return list(_of_rayyan(value, found_in))
    if "asreview_" in value.lower():
        votes = [ScreeningNote("", "vote", word, found_in) for word in _ASREVIEW.findall(value)]
        rest = _ASREVIEW.sub("", value).strip(" .;\n")
        return [*votes, ScreeningNote("", "note", rest, found_in)] if rest else votes
    reasons = [reason.strip() for reason in _COVIDENCE_REASON.findall(value)]
    if reasons:
        rest = _COVIDENCE_REASON.sub("", value).strip(" ;\n")
        notes = [ScreeningNote("", "reason", reason, found_in) for reason in reasons if reason]
        return [*notes, ScreeningNote("", "note", rest, found_in)] if rest else notes
    return [ScreeningNote("", what, value.strip(), found_in)]


def _of_rayyan(value: str, found_in: str) -> Iterable[ScreeningNote]:
    parts = list(_RAYYAN_PART.finditer(value))
    before = value[: parts[0].start()].strip(" |\n")
    if before:
        yield ScreeningNote("", "note", before, found_in)
    for part in parts:
        what = _WHAT[part[1].lower()]
        said = part[2].strip(" |")
        named = list(_NAMED.finditer(said))
        for who, one, many in (match.groups() for match in named):
            texts = [one] if one is not None else _QUOTED.findall(many)
            for text in texts:
                yield ScreeningNote(_unescaped(who), what, _unescaped(text), found_in)
        if not named and said:
            pieces = said.split(",") if what in ("label", "reason") else [said]
            for piece in pieces:
                if piece.strip():
                    yield ScreeningNote("", what, piece.strip(), found_in)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)

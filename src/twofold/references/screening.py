"""Votes, labels and notes of screening, cut out of records: coders must not see them."""

import codecs
import re
from collections.abc import Iterable, Mapping

from twofold.references.cleaning import without_entities
from twofold.references.interpreting import Once, Plan, numbers_in
from twofold.references.model import ScreeningNote
from twofold.references.screening_words import (
    People,
    is_short,
    kind_by_name,
    may_speak,
    names_screening,
    speaks,
    votes_alone,
)

# In ASCII, so that small and capital letters are no other than those that a look at the bytes of a file finds.
_FLAGS = re.IGNORECASE | re.ASCII
_SPACE = "[\\s\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
_SURE = re.compile(
    rf"RAYYAN-(?:INCLUSION|LABELS?|EXCLUSION|NOTES?|RATINGS?|DECISIONS?)\b|\bUSER-NOTES{_SPACE}*:|\bASReview_[a-z]",
    _FLAGS,
)
_REASON = re.compile(rf"\bEXCLUSION(?:{_SPACE}|[_-])+REASONS?{_SPACE}*:", _FLAGS)
_RAYYAN_PART = re.compile(
    r"(RAYYAN-INCLUSION|RAYYAN-LABELS|RAYYAN-EXCLUSION-REASONS|EXCLUSION-REASONS|USER-NOTES)\s*:\s*"
    r"(.*?)\s*(?=\|\s*(?:RAYYAN-|USER-NOTES|EXCLUSION-REASONS)|\Z)",
    re.IGNORECASE | re.DOTALL,
)
# With bounds, because each quote or bracket that nothing closes would be followed to the end.
_NAMED = re.compile(r'"((?:[^"\\]|\\.){0,500}+)"\s*=>\s*(?:"((?:[^"\\]|\\.)*+)"|\[([^\]]{0,9999}+)\])')
_QUOTED = re.compile(r'"((?:[^"\\]|\\.){0,9999}+)"')
_COVIDENCE_REASON = re.compile(_REASON.pattern + r"\s*([^;\n]*);?", _FLAGS)
_TAG = re.compile(r"</?[a-z]{1,10}/?>")
_ASREVIEW = re.compile(r"ASReview_\w+", re.IGNORECASE)
_WHAT = {
    "rayyan-inclusion": "vote",
    "rayyan-labels": "label",
    "rayyan-exclusion-reasons": "reason",
    "exclusion-reasons": "reason",
    "user-notes": "note",
}
# `rayyan-`, `user-notes`, `eppi-reviewer` and `asreview_`, from the dash or line on, which is found sooner than a word.
_SIGNS_IN_FILE = (
    re.compile(rb"-(?:(?<=rayyan-)|(?<=user-)notes|(?<=eppi-)reviewer)"),
    re.compile(rb"_(?<=asreview_)"),
)
# Said of a file, whose lines may break anywhere, and of one record.
_REASON_IN_FILE = re.compile(rb"xclusion[^a-z]+reason")
_REASON_IN_RECORD = re.compile(r"xclusion[^a-z]+reason")
_RUNNING_TEXT = ("AB", "N2", "TI", "T1", "%X", "%T", "abstract", "title", "Abstract", "Title", "AbstractText")

Fields = list[tuple[str, str]]


def carries_marks(data: bytes) -> bool:
    """True if a file may hold any of the words by which screening tools mark their votes, in whatever letters."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    low = data.lower()
    return any(pattern.search(low) for pattern in (*_SIGNS_IN_FILE, _REASON_IN_FILE))


class Cutting:
    """Takes what may carry votes out of the records of one file.

    A field that holds a marker goes as a whole, also the harmless rest of it, because a vote may be worded in any
    way. Titles and abstracts lose only what follows the mark of a tool: they may well speak of exclusion. Fields
    named in ``always`` go in any case, as notes of the kind that it gives (``vote``, ``label``, ``reason``, ``note``).
    So do notes, keywords and fields that nobody knows, if they or their names speak of screening: ``looked_like``
    gathers the names of those.

    ``marked`` says that a tool's marks may be in the file. Each line of the fields ``lists`` is a field of its own,
    which is parted from the others only when nothing in them had to be cut.
    """

    def __init__(
        self,
        plan: Plan,
        always: Mapping[str, str],
        people: People,
        *,
        marked: bool = True,
        lists: frozenset[str] = frozenset(),
    ) -> None:
        self._plan = plan
        self._always = always
        self._people = people
        self._marked = marked
        self._lists = lists
        self._asked = {tag.lower() for tag in plan.asked()}
        self._how = Once(self._how_of)
        self._some_go = False  # once a field was seen that goes in any case
        self.looked_like: dict[str, None] = {}

    def cut(self, fields: Fields) -> tuple[Fields, tuple[ScreeningNote, ...]]:
        """The fields without what may carry votes, and what was cut. Quick where there is nothing to cut."""
        how = self._how
        if self._marked and _may_be_marked("\n".join([value for _, value in fields]).lower()):
            return self._each(fields, marked=True)
        said = [value for tag, value in fields if how[tag]]
        if said:
            low = "\n".join(said).lower()
            lined = self._lists and low.count("\n") >= len(said)
            if (
                lined
                or may_speak(low, self._people)
                or votes_alone(low)
                or (self._some_go and any(how[tag] in ("always", "named") for tag, _ in fields))
            ):
                return self._each(fields, marked=False)
        return fields, ()

    def _how_of(self, tag: str) -> str:
        """How a field is looked at: not at all, or it goes ``always``, for its name, or if it ``speaks``."""
        if tag in self._always or tag.lower() in self._always:
            self._some_go = True
            return "always"
        if tag in self._plan.free or tag.lower() in self._plan.free:
            return "speaks"
        if self._plan.named and tag.lower() not in self._asked:
            if names_screening(tag, self._people):
                self._some_go = True
                return "named"
            return "short"
        return ""

    def _each(self, fields: Fields, *, marked: bool) -> tuple[Fields, tuple[ScreeningNote, ...]]:
        kept: Fields = []
        notes: list[ScreeningNote] = []
        for tag, value in fields:
            how = self._how[tag]
            if how == "always":
                notes.extend(notes_in(value, tag, self._always.get(tag) or self._always[tag.lower()]))
            elif marked and (mark := self._mark_in(tag, value)):
                at = mark.start() if self._runs(tag) else 0
                if at:
                    kept.append((tag, value[:at].rstrip(" |;\n")))
                notes.extend(notes_in(value[at:], tag))
            elif how and self._looks_like(how, value):
                self.looked_like[tag] = None
                notes.extend(notes_in(value, tag, kind_by_name(tag) if how == "named" else "note"))
            elif tag in self._lists and "\n" in value:
                kept.extend((tag, item) for item in value.split("\n") if item.strip())
            else:
                kept.append((tag, value))
        return kept, tuple(notes)

    def _mark_in(self, tag: str, value: str) -> re.Match[str] | None:
        if not _may_be_marked(value.lower()):
            return None
        return _SURE.search(value) or (None if self._runs(tag) else _REASON.search(value))

    def _runs(self, tag: str) -> bool:
        plan = self._plan
        return tag in plan.titles or tag in plan.abstracts or tag.partition("[")[0].endswith(_RUNNING_TEXT)

    def _looks_like(self, how: str, value: str) -> bool:
        low = value.lower()
        return bool(value.strip()) and (
            how == "named" or ((how == "speaks" or is_short(value)) and (votes_alone(low) or speaks(low, self._people)))
        )


def _may_be_marked(low: str) -> bool:
    return (
        "rayyan-" in low
        or "user-notes" in low
        or "asreview_" in low
        or ("xclusion" in low and _REASON_IN_RECORD.search(low) is not None)
    )


def numbers_of(notes: Iterable[ScreeningNote]) -> Fields:
    """The DOIs and PMIDs that stand in what was cut, as fields: they tell nothing of votes, and much of the record."""
    return [(note.found_in, number) for note in notes for number in numbers_in(note.text)]


def notes_in(value: str, found_in: str, what: str = "note") -> list[ScreeningNote]:
    """What a cut field says, taken apart where its form is known; else one note of the kind ``what``."""
    if not value.strip():
        return []
    value = without_entities(value)
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
    said = value.split("\n") if what == "label" else [value]
    return [ScreeningNote("", what, each.strip(), found_in) for each in said if each.strip()]


def _of_rayyan(value: str, found_in: str) -> Iterable[ScreeningNote]:
    parts = list(_RAYYAN_PART.finditer(value))
    before = _TAG.sub(" ", value[: parts[0].start()]).strip(" |\n")
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
        # What stands behind the names is nobody's in so many words, and may be a vote all the same.
        rest = _TAG.sub(" ", _NAMED.sub("", said)).strip(" {},|\n") if named else ""
        if rest:
            yield ScreeningNote("", "note", rest, found_in)
        if not named and said:
            pieces = said.split(",") if what in ("label", "reason") else [said]
            for piece in pieces:
                if piece.strip():
                    yield ScreeningNote("", what, piece.strip(), found_in)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)

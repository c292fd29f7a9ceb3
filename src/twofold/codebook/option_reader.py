"""A list of options out of its TOML."""

from collections.abc import Mapping

from twofold.codebook.border import read_part
from twofold.codebook.draft import OptionDraft
from twofold.codebook.model import Option
from twofold.codebook.naming import RESERVED_OPTIONS, check_id
from twofold.codebook.problems import Ledger, Path, shown
from twofold.values.plaintext import normal

_OTHERS = frozenset(["other", "others", "other (text)", "other, please specify", "other (please specify)"])


def tidy(text: str) -> str:
    """Words out of the file: in NFC, with line ends and indents of the file as single blanks."""
    return normal(" ".join(text.split()))


def read_options(items: list[object], path: Path, subject: str, ledger: Ledger) -> tuple[Option, ...] | None:
    """The options that ``items`` hold, or None where an item is none; what is wrong goes into ``ledger``."""
    drafts = [
        _draft(item, (*path, place), f"option {place + 1} of {subject}", ledger) for place, item in enumerate(items)
    ]
    seen: set[str] = set()
    others = 0
    for place, draft in enumerate(drafts):
        if draft is None:
            continue
        at = (*path, place)
        if draft.value in seen:
            ledger.add(
                (*at, "value"),
                f"{subject} has two options with the value {shown(draft.value)}",
                "Rename one.",
            )
            continue
        seen.add(draft.value)
        check_id(draft.value, (*at, "value"), f"option {place + 1} of {subject}", RESERVED_OPTIONS, ledger)
        if not draft.label.strip():
            ledger.add(
                (*at, "label"),
                f"option {shown(draft.value)} of {subject} has an empty label",
                "Write a word or two.",
            )
        if draft.value == "other" or draft.label.strip().casefold() in _OTHERS:
            others += 1
            if others > 1:
                ledger.add(at, f"{subject} has more than one option for 'other'", "Keep one of them.")
    good = [draft for draft in drafts if draft is not None]
    return tuple(_option(draft) for draft in good) if len(good) == len(drafts) else None


def _draft(item: object, path: Path, subject: str, ledger: Ledger) -> OptionDraft | None:
    if isinstance(item, Mapping):
        return read_part(OptionDraft, item, path, subject, ledger)
    ledger.add(path, f"{subject} is not a table", 'Write it as { value = "an_id", label = "Its label" }.')
    return None


def _option(draft: OptionDraft) -> Option:
    return Option(
        id=draft.value,
        label=tidy(draft.label),
        help=tidy(draft.help),
        counts=tidy(draft.counts),
        does_not_count=tidy(draft.does_not_count),
        off_axis=draft.off_axis,
        reason=draft.reason,
    )

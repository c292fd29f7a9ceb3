"""One field out of its table, with its options, bounds and tick held against its type."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from twofold.codebook.border import read_part
from twofold.codebook.dates import date_is_before, is_date
from twofold.codebook.draft import FieldDraft, TickDraft
from twofold.codebook.model import EvidenceDemand, Field, FieldType, Option, Unit
from twofold.codebook.naming import RESERVED_FIELDS, RESERVED_OPTIONS, check_id
from twofold.codebook.numerals import plain_number
from twofold.codebook.option_reader import read_options, tidy
from twofold.codebook.problems import Ledger, Path, did_you_mean, shown

_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)
_HOW_TO_BOUND = {
    FieldType.INTEGER: "Write a whole number without quotation marks.",
    FieldType.NUMBER: "Write a number without quotation marks.",
    FieldType.DATE: 'Write a date in quotation marks: "2024-05-31", "2024-05" or "2024".',
}


def read_field(
    table: Mapping[str, object],
    path: Path,
    subject: str,
    section: str,
    unit: Unit,
    lists: Mapping[str, tuple[Option, ...] | None],
    ledger: Ledger,
) -> Field | None:
    """The field that ``table`` describes, still without its ``show_if``; None where its answers are unknown.

    ``lists`` has None for a list that is itself broken. Mistakes go into ``ledger``.
    """
    draft = read_part(FieldDraft, table, path, subject, ledger)
    if draft is None:
        items = table.get("options")
        if isinstance(items, list):
            read_options(items, (*path, "options"), subject, ledger)
        return None
    return _FieldReading(draft, path, subject, ledger).field(section, unit, lists)


class _FieldReading:
    """One field being read: its draft, where it stands and where mistakes go."""

    def __init__(self, draft: FieldDraft, path: Path, subject: str, ledger: Ledger) -> None:
        self.draft = draft
        self.kind = FieldType(draft.type)
        self.path = path
        self.subject = subject
        self.ledger = ledger

    def wrong(self, key: str, what: str, mend: str) -> None:
        self.ledger.add((*self.path, key), f"{self.subject} {what}", mend)

    def field(self, section: str, unit: Unit, lists: Mapping[str, tuple[Option, ...] | None]) -> Field | None:
        draft = self.draft
        check_id(draft.id, (*self.path, "id"), self.subject, RESERVED_FIELDS, self.ledger)
        self._flags()
        minimum, maximum = self._bounds()
        tick = self._tick()
        options = self._options(lists)
        if options is None:
            return None
        return Field(
            id=draft.id,
            label=tidy(draft.label),
            type=self.kind,
            section=section,
            unit=unit,
            options=options,
            help=tidy(draft.help),
            required=draft.required,
            primary=draft.primary,
            evidence=EvidenceDemand(draft.evidence),
            reason=draft.reason,
            reconcile=draft.reconcile,
            minimum=minimum,
            maximum=maximum,
            tick=tick,
        )

    def _flags(self) -> None:
        if not self.draft.label.strip():
            self.wrong("label", "has an empty label", "Write the question.")
        if self.draft.primary and not self.kind.has_options:
            self.wrong(
                "primary",
                f"is a primary item of type `{self.kind.value}`",
                "A primary item is compared option by option: make it nominal, ordinal or multi.",
            )
        if self.draft.reconcile and self.kind is not FieldType.TEXT:
            self.wrong(
                "reconcile",
                "says `reconcile`, which is for text",
                f"Take it out: answers of type `{self.kind.value}` are always compared.",
            )

    def _options(self, lists: Mapping[str, tuple[Option, ...] | None]) -> tuple[Option, ...] | None:
        given = self.draft.options
        if not self.kind.has_options:
            if given is not None:
                self.wrong(
                    "options",
                    f"has options, but its type is `{self.kind.value}`",
                    "Make it nominal, ordinal or multi, or take the options out.",
                )
            return ()
        if given is None or given == []:
            self.wrong(
                "options",
                f"is {self.kind.value} and has no options",
                'Add options = [ { value = "an_id", label = "Its label" } ].',
            )
            return None
        if isinstance(given, list):
            options = read_options(given, (*self.path, "options"), self.subject, self.ledger)
        elif isinstance(given, str) and given in lists:
            options = lists[given]
        else:
            self._unknown_list(given, lists)
            return None
        if options is not None:
            self._axis(options)
        return options

    def _unknown_list(self, given: object, lists: Mapping[str, object]) -> None:
        if isinstance(given, str):
            what = f"takes its options from the list {shown(given)}, which there is not"
            mend = did_you_mean(given, lists, "Add it under [lists], or write the options here.")
        else:
            what = "has `options` that are no list"
            mend = "Write the options in [ ... ], or the name of one of the [lists] in quotation marks."
        self.wrong("options", what, mend)

    def _axis(self, options: tuple[Option, ...]) -> None:
        if self.kind is FieldType.ORDINAL:
            if sum(not option.off_axis for option in options) < 2:
                self.wrong(
                    "options",
                    "is ordinal with fewer than two options in its order",
                    "Add some, or make it nominal.",
                )
            return
        for place, option in enumerate(options):
            if option.off_axis:
                at = (*self.path, "options") if isinstance(self.draft.options, str) else (*self.path, "options", place)
                kind = self.kind.value
                what = f"option `{option.id}` of {self.subject} says `off_axis`, but the field is {kind}"
                self.ledger.add(at, what, "Only an ordinal field has an axis: take it out.")

    def _tick(self) -> Option | None:
        given = self.draft.tick
        if given is None:
            return None
        path: Path = (*self.path, "tick")
        of = f"the tick of {self.subject}"
        if self.kind not in _NUMERIC:
            mend = "Only an integer or a number takes one: take it out."
            self.wrong("tick", f"has a tick, but its type is `{self.kind.value}`", mend)
        if not isinstance(given, Mapping):
            self.ledger.add(path, f"{of} is not a table", 'Write { value = "an_id", label = "Its label" }.')
            return None
        tick = read_part(TickDraft, given, path, of, self.ledger)
        if tick is None:
            return None
        check_id(tick.value, (*path, "value"), of, RESERVED_OPTIONS, self.ledger)
        if not tick.label.strip():
            self.ledger.add((*path, "label"), f"{of} has an empty label", "Write a word or two.")
        return Option(tick.value, tidy(tick.label))

    def _bounds(self) -> tuple[str, str]:
        low, high = self._bound("min", self.draft.min), self._bound("max", self.draft.max)
        if low and high:
            swapped = date_is_before(high, low) if self.kind is FieldType.DATE else Decimal(low) > Decimal(high)
            if swapped:
                self.wrong("min", f"has its minimum {low} above its maximum {high}", "Swap them, or mend one.")
        return low, high

    def _bound(self, key: str, bound: object) -> str:
        if bound is None:
            return ""
        if self.kind is FieldType.DATE:
            # TOML has dates of its own, which need no quotation marks.
            plain = isinstance(bound, date) and not isinstance(bound, datetime)
            text = str(bound) if plain or isinstance(bound, str) else ""
            if is_date(text):
                return text
        elif self.kind in _NUMERIC:
            number = plain_number(bound, whole=self.kind is FieldType.INTEGER)
            if number:
                return number
        mend = _HOW_TO_BOUND.get(self.kind, f"Take it out: a field of type `{self.kind.value}` has no bounds.")
        self.wrong(key, f"has `{key}` = {shown(bound)}", mend)
        return ""

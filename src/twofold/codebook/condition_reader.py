"""Conditions as tables of TOML, held against the fields they name."""

from collections.abc import Mapping
from dataclasses import dataclass

from twofold.codebook.model import (
    AboveField,
    AtLeast,
    Condition,
    Field,
    FieldIs,
    FieldType,
    Has,
    Joined,
    Not,
    OverRows,
    Unit,
)
from twofold.codebook.numerals import plain_number
from twofold.codebook.problems import Ledger, Path, did_you_mean, listed, shown

_STATES = ("answered", "off_scale", "has_quote", "has_note")
_TESTS = ("is", "in", "at_least", "above_field", *_STATES)
_JOINTS = ("all", "any", "at_least_n", "not")
_KEYS = ("field", "rows", "of", *_TESTS, *_JOINTS)
_NUMERIC = (FieldType.INTEGER, FieldType.NUMBER)
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Rule:
    """Whose condition is read: how messages name it, what it is asked of, and which fields it may look at.

    ``fields`` holds None for a field that is itself broken, so that one mistake is not told twice.
    ``earlier`` has the fields above the one that a ``show_if`` belongs to; a check may look at any.
    """

    subject: str
    unit: Unit
    fields: Mapping[str, Field | None]
    earlier: frozenset[str] | None
    ledger: Ledger


def read_condition(table: object, path: Path, rule: Rule) -> Condition | None:
    """The condition that ``table`` says, or None where it is broken, which is then in the rule's ledger."""
    return _Reader(rule).condition(table, path, inside_rows=False, depth=0)


class _Reader:
    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        # A broken field counts as one, for it may be.
        self.row_fields_seen = 0

    def wrong(self, path: Path, what: str, mend: str) -> None:
        self.rule.ledger.add(path, f"{self.rule.subject} {what}", mend)

    def condition(self, table: object, path: Path, inside_rows: bool, depth: int) -> Condition | None:
        if not isinstance(table, Mapping):
            self.wrong(
                path,
                "has a condition that is not a table",
                'Write it as { field = "a_field", is = "an_option" }.',
            )
            return None
        if depth > _DEEPEST:
            self.wrong(path, f"has conditions nested more than {_DEEPEST} deep", "Split it into several checks.")
            return None
        unknown = [key for key in table if key not in _KEYS]
        for key in unknown:
            otherwise = f"A condition knows {listed(_KEYS, 'and')}."
            self.wrong(
                (*path, key),
                f"has a condition with the unknown key {shown(key)}",
                did_you_mean(key, _KEYS, otherwise),
            )
        if unknown:
            return None
        if "rows" in table:
            return self._over_rows(table, path, inside_rows, depth)
        joints = [key for key in _JOINTS if key in table]
        if joints:
            return self._joined(table, joints, path, inside_rows, depth)
        return self._test(table, path, inside_rows)

    def _over_rows(self, table: Mapping[str, object], path: Path, inside_rows: bool, depth: int) -> Condition | None:
        if table["rows"] not in ("any", "all"):
            self.wrong((*path, "rows"), f"has `rows` = {shown(table['rows'])}", 'Write rows = "any" or rows = "all".')
            return None
        if inside_rows or self.rule.unit is Unit.ROW:
            where = "inside another `rows`" if inside_rows else "although its field is asked of each outcome row"
            self.wrong((*path, "rows"), f"uses `rows` {where}", "Take `rows` out: the rule looks at its own row.")
            return None
        before = self.row_fields_seen
        rest = {key: value for key, value in table.items() if key != "rows"}
        part = self.condition(rest, path, inside_rows=True, depth=depth + 1)
        if part is None:
            return None
        if self.row_fields_seen == before:
            self.wrong((*path, "rows"), "looks over the rows but names no field of theirs", "Take `rows` out.")
            return None
        return OverRows(part, every=table["rows"] == "all")

    def _joined(
        self, table: Mapping[str, object], joints: list[str], path: Path, inside_rows: bool, depth: int
    ) -> Condition | None:
        joint = joints[0]
        extra = [key for key in table if key != joint and not (joint == "at_least_n" and key == "of")]
        if extra:
            self.wrong(
                (*path, extra[0]),
                f"has a condition with both `{joint}` and {listed(extra, 'and')}",
                "Put each into a table of its own and join them with all = [...].",
            )
            return None
        if joint == "not":
            inner = self.condition(table["not"], (*path, "not"), inside_rows, depth + 1)
            return None if inner is None else Not(inner)
        key = "of" if joint == "at_least_n" else joint
        listing = table.get(key)
        if not isinstance(listing, list) or not listing:
            self.wrong(
                (*path, joint),
                f"has a condition in which `{key}` is not a list of conditions",
                f"Write {key} = [{{ ... }}, {{ ... }}].",
            )
            return None
        parts = [
            self.condition(part, (*path, key, place), inside_rows, depth + 1) for place, part in enumerate(listing)
        ]
        need = {"all": len(parts), "any": 1}.get(joint, table.get("at_least_n"))
        if isinstance(need, bool) or not isinstance(need, int) or not 1 <= need <= len(parts):
            self.wrong(
                (*path, "at_least_n"),
                f"wants at least {shown(need)} of {len(parts)} conditions",
                f"Write a whole number from 1 to {len(parts)}.",
            )
            return None
        good = tuple(part for part in parts if part is not None)
        return Joined(good, need) if len(good) == len(parts) else None

    def _test(self, table: Mapping[str, object], path: Path, inside_rows: bool) -> Condition | None:
        tests = [key for key in _TESTS if key in table]
        if "of" in table:
            self.wrong((*path, "of"), "has `of` without `at_least_n`", "Write at_least_n = 2, of = [...].")
            return None
        if "field" not in table:
            self.wrong(path, "has a condition that names no field", 'Add field = "the field\'s id".')
            return None
        if len(tests) != 1:
            what = "tests nothing" if not tests else f"has the tests {listed(tests, 'and')} in one condition"
            mend = (
                f"Add one of {listed(_TESTS)}."
                if not tests
                else "Put each into a table of its own and join them with all = [...]."
            )
            self.wrong(path, what, mend)
            return None
        field = self._field(table["field"], (*path, "field"), inside_rows)
        return None if field is None else self._one_test(field, tests[0], table[tests[0]], (*path, tests[0]))

    def _field(self, name: object, path: Path, inside_rows: bool) -> Field | None:
        fields = self.rule.fields
        if not isinstance(name, str) or name not in fields:
            mend = did_you_mean(name, fields, "Name a field of this codebook, or take the rule out.")
            self.wrong(path, f"names the field {shown(name)}, which there is not", mend)
            return None
        field = fields[name]
        if field is None:
            self.row_fields_seen += 1
            return None
        if self.rule.earlier is not None and name not in self.rule.earlier:
            self.wrong(
                path,
                f"looks at `{name}`, which does not stand above it in the form",
                f"Move `{name}` further up, or rest the rule on an earlier field.",
            )
            return None
        if field.unit is Unit.ROW:
            self.row_fields_seen += 1
            if self.rule.unit is Unit.STUDY and not inside_rows:
                self.wrong(
                    path,
                    f"looks at `{name}`, which is asked of each outcome row, without saying in which rows",
                    'Add rows = "any" or rows = "all" to the condition.',
                )
                return None
        return field

    def _one_test(self, field: Field, test: str, wanted: object, path: Path) -> Condition | None:
        if test in _STATES:
            if isinstance(wanted, bool):
                return Has(field.id, test, wanted)
            self.wrong(path, f"has `{test}` = {shown(wanted)}", "Write true or false, without quotation marks.")
            return None
        if test == "at_least":
            return self._at_least(field, wanted, path)
        if test == "above_field":
            return self._above(field, wanted, path)
        if test == "in" and (not isinstance(wanted, list) or not wanted):
            self.wrong(path, "has an `in` that is not a list of options", 'Write in = ["one", "other"].')
            return None
        values = wanted if isinstance(wanted, list) and test == "in" else [wanted]
        known = [value for value in values if self._option(field, value, path)]
        if len(known) < len(values):
            return None
        return FieldIs(field.id, tuple(dict.fromkeys(str(value) for value in known)))

    def _option(self, field: Field, value: object, path: Path) -> bool:
        known = [option.id for option in field.options] + ([field.tick.id] if field.tick else [])
        if not known:
            self.wrong(
                path,
                f"compares `{field.id}` with an option, but it is a field of type `{field.type.value}`",
                "Use `answered`, or `at_least` for a number.",
            )
            return False
        if value in known:
            return True
        mend = did_you_mean(value, known, f"Its options are {listed(known[:9], 'and')}.")
        self.wrong(path, f"names the option {shown(value)}, which `{field.id}` has not", mend)
        return False

    def _at_least(self, field: Field, wanted: object, path: Path) -> Condition | None:
        if field.type in _NUMERIC:
            number = plain_number(wanted)
            if number:
                return AtLeast(field.id, number)
            self.wrong(path, f"has `at_least` = {shown(wanted)} for the number `{field.id}`", "Write a plain number.")
            return None
        if field.type is not FieldType.ORDINAL:
            self.wrong(
                path,
                f"uses `at_least` on `{field.id}`, whose type `{field.type.value}` has no order",
                "Use `is` or `in`, or make the field ordinal.",
            )
            return None
        if not self._option(field, wanted, path):
            return None
        option = field.option(str(wanted))
        if option is not None and option.off_axis:
            self.wrong(
                path,
                f"uses `at_least` with `{option.id}`, which lies off the axis of `{field.id}`",
                "Name an option that has a place in the order.",
            )
            return None
        return AtLeast(field.id, str(wanted))

    def _above(self, field: Field, wanted: object, path: Path) -> Condition | None:
        # The row in which the first field stands is the row of the second, so `rows` covers both.
        other = self._field(wanted, path, inside_rows=field.unit is Unit.ROW)
        if other is None:
            return None
        for one in (field, other):
            if one.type not in _NUMERIC:
                self.wrong(
                    path,
                    f"uses `above_field` with `{one.id}`, which is no number but `{one.type.value}`",
                    "Compare two fields of type `integer` or `number`.",
                )
                return None
        return AboveField(field.id, other.id)

"""What is different between two versions of a codebook, in words, and of which fields the lead must say what becomes
of their earlier answers.

What cannot change a meaning goes through by itself: a wording, a new option of an unordered field, a wider bound.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from twofold.codebook.fingerprints import spelled
from twofold.codebook.model import Check, Codebook, Field, FieldType, Option, Section, Unit
from twofold.codebook.roles import ROLES


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in words without a full stop.

    ``field`` is the field it is about, if about one. ``asks`` says that it may change what earlier answers to that
    field mean, so that the lead has to say. ``instead`` says what to do where the change is never allowed.
    """

    words: str
    field: str = ""
    asks: bool = False
    instead: str = ""

    @property
    def allowed(self) -> bool:
        """Whether it can be published at all."""
        return not self.instead


def changes(old: Codebook, new: Codebook) -> tuple[Change, ...]:
    """Every difference between two versions, in the order of the new form; what was removed comes last.

    There is none exactly where ``fingerprints.everything`` is the same for both.
    """
    parts = (_head(old, new), _sections(old, new), _fields(old, new), _instruments(old, new), _synthesis(old, new))
    return (*(change for part in parts for change in part), *_checks(old.checks, new.checks))


def _head(old: Codebook, new: Codebook) -> Iterator[Change]:
    if old.id != new.id:
        yield Change(
            f"the codebook's id changed from `{old.id}` to `{new.id}`",
            instead=f"An id is for ever: write `{old.id}` again, and change the title as you like.",
        )
    yield from _text("the codebook", "title", old.title, new.title)
    yield from _text("the codebook", "version", old.version, new.version)
    if old.row_name != new.row_name:
        instead = f"Rows already coded are named by `{old.row_name}`: write it again." if old.row_name else ""
        yield Change(f"outcome rows are named by `{new.row_name}` instead of `{old.row_name}`", instead=instead)


def _sections(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {section.id: section for section in old.sections}
    after = {section.id: section for section in new.sections}
    for section in new.sections:
        if section.id not in before:
            yield Change(f"section `{section.id}` added")
        else:
            yield from _section(before[section.id], section)
    yield from (Change(f"section `{gone}` removed") for gone in before if gone not in after)
    if _reordered(list(before), list(after)):
        yield Change("the sections stand in another order")


def _section(old: Section, new: Section) -> Iterator[Change]:
    yield from _text(f"section `{new.id}`", "title", old.title, new.title)
    yield from _text(f"section `{new.id}`", "help", old.help, new.help)
    if old.unit is not new.unit:
        # Its fields are refused one by one where this touches any.
        yield Change(f"section `{new.id}` is now asked {_asked_of(new.unit)}")
    if _reordered([field.id for field in old.fields], [field.id for field in new.fields]):
        yield Change(f"the fields of section `{new.id}` stand in another order")


def _fields(old: Codebook, new: Codebook) -> Iterator[Change]:
    for field in new.fields:
        earlier = old.by_id.get(field.id)
        if earlier is None:
            yield Change(f"field `{field.id}` added", field.id)
        elif earlier != field:
            yield from _field(earlier, field)
    for gone in old.fields:
        if gone.id not in new.by_id:
            yield Change(f"field `{gone.id}` removed", gone.id, asks=True)


def _field(old: Field, new: Field) -> Iterator[Change]:
    name = f"field `{new.id}`"
    if old.section != new.section:
        yield Change(f"{name} moved from section `{old.section}` to `{new.section}`", new.id)
    if old.type is not new.type:
        yield Change(f"type of `{new.id}` changed from {old.type.value} to {new.type.value}", new.id, asks=True)
    if old.unit is not new.unit:
        words = f"{name} is asked {_asked_of(new.unit)} instead of {_asked_of(old.unit)}"
        yield Change(words, new.id, asks=True)
    if spelled(old.show_if) != spelled(new.show_if):
        yield Change(f"the rule by which `{new.id}` is asked (`show_if`) changed", new.id, asks=True)
    yield from _text(f"`{new.id}`", "label", old.label, new.label, new.id)
    yield from _text(f"`{new.id}`", "help", old.help, new.help, new.id)
    yield from _options(old, new)
    yield from _bounds(old, new)
    yield from _tick(old, new)
    for key in ("required", "primary", "reason", "reconcile"):
        if getattr(old, key) != getattr(new, key):
            yield Change(f"`{key}` of `{new.id}` is now {str(getattr(new, key)).lower()}", new.id)
    if old.evidence is not new.evidence:
        yield Change(f"`evidence` of `{new.id}` changed from {old.evidence.value} to {new.evidence.value}", new.id)


def _options(old: Field, new: Field) -> Iterator[Change]:
    before = {option.id: option for option in old.options}
    after = {option.id: option for option in new.options}
    ordinal = new.type is FieldType.ORDINAL
    for option in new.options:
        if option.id not in before:
            # Between two steps, but also beyond the last, a new one changes what its neighbours mean.
            on_scale = ordinal and not option.off_axis
            where = "to the scale of" if on_scale else "to"
            yield Change(f"option `{option.id}` added {where} `{new.id}`", new.id, asks=on_scale)
        else:
            yield from _option(new.id, before[option.id], option)
    for gone in before:
        if gone not in after:
            yield Change(f"option `{gone}` of `{new.id}` removed", new.id, asks=True)
    on_axis = [[option.id for option in one.options if not option.off_axis] for one in (old, new)]
    if ordinal and _reordered(*on_axis):
        yield Change(f"the order of the scale of `{new.id}` changed", new.id, asks=True)
    elif _reordered(list(before), list(after)):
        yield Change(f"the options of `{new.id}` stand in another order, and so under other keys", new.id)


def _option(field_id: str, old: Option, new: Option) -> Iterator[Change]:
    name = f"option `{new.id}` of `{field_id}`"
    if old.label != new.label:
        yield Change(f"{name} renamed from '{old.label}' to '{new.label}'", field_id)
    if old.off_axis != new.off_axis:
        words = f"{name} moved {'off' if new.off_axis else 'into'} the order of the scale"
        yield Change(words, field_id, asks=True)
    yield from _text(name, "help", old.help, new.help, field_id)
    yield from _text(name, "example that counts", old.counts, new.counts, field_id)
    yield from _text(name, "example that does not count", old.does_not_count, new.does_not_count, field_id)
    if old.reason != new.reason:
        yield Change(f"{name} {'now needs a reason' if new.reason else 'no longer needs a reason'}", field_id)


def _bounds(old: Field, new: Field) -> Iterator[Change]:
    before, after = (old.minimum, old.maximum), (new.minimum, new.maximum)
    if before == after or old.type is not new.type:
        return
    tighter = _excludes(new.minimum, old.minimum, new.type, low=True) or _excludes(
        new.maximum, old.maximum, new.type, low=False
    )
    yield Change(f"bounds of `{new.id}` changed from {_range(before)} to {_range(after)}", new.id, asks=tighter)


def _excludes(new: str, old: str, kind: FieldType, low: bool) -> bool:
    """Whether the new bound shuts out an answer that the old one let in."""
    if not new or not old:
        return bool(new)
    if kind is FieldType.DATE:
        first, second = (_first_day(new), _first_day(old)) if low else (_last_day(old), _last_day(new))
        return first > second
    return Decimal(new) > Decimal(old) if low else Decimal(new) < Decimal(old)


def _first_day(date: str) -> str:
    return (date + "-01-01")[:10]


def _last_day(date: str) -> str:
    # The 31st of a shorter month is no day, but it sorts where the last one does.
    return date + "-12-31"[len(date) - 4 :]


def _range(bounds: tuple[str, str]) -> str:
    return f"{bounds[0] or 'any'} to {bounds[1] or 'any'}"


def _tick(old: Field, new: Field) -> Iterator[Change]:
    if old.tick is None and new.tick is not None:
        yield Change(f"tick `{new.tick.id}` added to `{new.id}`", new.id)
    elif old.tick is not None and (new.tick is None or new.tick.id != old.tick.id):
        yield Change(f"tick `{old.tick.id}` of `{new.id}` removed", new.id, asks=True)
    elif old.tick is not None and new.tick is not None:
        yield from _text(f"the tick of `{new.id}`", "label", old.tick.label, new.tick.label, new.id)


def _instruments(old: Codebook, new: Codebook) -> Iterator[Change]:
    before = {one.id: one for one in old.instruments}
    after = {one.id: one for one in new.instruments}
    for key, one in after.items():
        earlier = before.get(key)
        name = f"instrument `{key}`"
        if earlier is None:
            yield Change(f"{name} added")
            continue
        for what in ("title", "section", "overall", "tool", "citation", "wording"):
            yield from _text(name, what, getattr(earlier, what), getattr(one, what))
        if dict(earlier.levels) != dict(one.levels):
            yield Change(f"what the answers of {name} come to changed")
        if earlier.worst_domain != one.worst_domain:
            yield Change(f"{name} {'takes' if one.worst_domain else 'no longer takes'} the worst domain as its overall")
    yield from (Change(f"instrument `{gone}` removed") for gone in before if gone not in after)
    if _reordered(list(before), list(after)):
        yield Change("the instruments stand in another order")


def _synthesis(old: Codebook, new: Codebook) -> Iterator[Change]:
    for role in ROLES.values():
        before, after = (one.synthesis.fields.get(role.id) for one in (old, new))
        if before != after:
            yield Change(f"{role.words} is {_declared(after)} in the synthesis, and was {_declared(before)}")
        told, tells = (one.synthesis.means.get(role.id) for one in (old, new))
        if (None if told is None else dict(told)) != (None if tells is None else dict(tells)):
            yield Change(f"what the options of {role.words} mean in the synthesis changed")


def _declared(name: str | None) -> str:
    return "not declared" if name is None else f"`{name}`" if name else "no field"


def _checks(old: Sequence[Check], new: Sequence[Check]) -> Iterator[Change]:
    before, after = {check.id: check for check in old}, {check.id: check for check in new}
    for check in new:
        name = f"check `{check.id}`"
        earlier = before.get(check.id)
        if earlier is None:
            yield Change(f"{name} added")
            continue
        yield from _text(name, "wording", earlier.say, check.say)
        if earlier.level is not check.level:
            yield Change(f"{name} now {'blocks' if check.level == 'block' else 'warns'}")
        if earlier.field != check.field:
            yield Change(f"{name} speaks at `{check.field}` instead of `{earlier.field}`")
        if spelled(earlier.when) != spelled(check.when):
            yield Change(f"the condition of {name} changed")
    yield from (Change(f"check `{gone}` removed") for gone in before if gone not in after)
    if _reordered(list(before), list(after)):
        yield Change("the checks stand in another order")


def _text(owner: str, what: str, old: str, new: str, field: str = "") -> Iterator[Change]:
    if old != new:
        how = "changed" if old and new else "added" if new else "removed"
        yield Change(f"{what} of {owner} {how}", field)


def _reordered(old: Iterable[str], new: Iterable[str]) -> bool:
    """Whether those that both have stand in another order."""
    old, new = list(old), list(new)
    return [one for one in old if one in new] != [one for one in new if one in old]


def _asked_of(unit: Unit) -> str:
    return "once a study" if unit is Unit.STUDY else "of each outcome row"

"""What the lead has to say of each changed field before a new version of a codebook is published."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from twofold.codebook.carrying import Carry, Rule
from twofold.codebook.changes import Change, changes
from twofold.codebook.model import Codebook


class BadRule(ValueError):
    """A rule that does not go with the change; the message says why and what to say instead."""


@dataclass(frozen=True, slots=True)
class ChangedField:
    """A field that differs between two versions, in words, and what may be said of its earlier answers.

    ``must`` says that it cannot be published before something is said. ``gone`` are options that it no longer has,
    ``options`` those that it has now, ``before`` those that it had.
    """

    field: str
    words: tuple[str, ...]
    must: bool
    choices: tuple[Carry, ...]
    gone: tuple[str, ...] = ()
    options: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    def check(self, rule: Rule) -> None:
        """Whether the rule can be carried out.

        Raises:
            BadRule: it cannot.
        """
        if rule.carry not in self.choices:
            may = " or ".join(one.value for one in self.choices)
            raise BadRule(
                f"`{self.field}` changed so that its earlier answers cannot go on as {rule.carry}; say {may}."
            )
        if rule.carry is not Carry.MAPPED:
            return
        for old, new in rule.options.items():
            if old not in self.before:
                had = ", ".join(self.before)
                raise BadRule(f"`{self.field}` had no option `{old}` to map from. It had: {had}.")
            if new not in self.options:
                raise BadRule(
                    f"`{self.field}` has no option `{new}` to map `{old}` to. It has: {', '.join(self.options)}."
                )
        missing = [one for one in self.gone if one not in rule.options]
        if missing:
            raise BadRule(
                f"`{self.field}`: nothing is said of its earlier option `{missing[0]}`. Map it to one of "
                f"{', '.join(self.options)}, or say that the meaning changed: a split has to be coded again."
            )
        if not rule.options:
            raise BadRule(f"`{self.field}` is to be mapped, but no option is. Name at least one.")


def changed_fields(old: Codebook, new: Codebook) -> tuple[ChangedField, ...]:
    """The fields that differ between two versions, in the order of the new form, those that were removed last."""
    by_field: dict[str, list[Change]] = {}
    for one in changes(old, new):
        by_field.setdefault(one.field, []).append(one)
    removed = [one.id for one in old.fields if one.id not in new.by_id]
    return tuple(_changed(old, new, one, by_field[one]) for one in (*new.by_id, *removed) if one in by_field)


def _changed(old: Codebook, new: Codebook, field_id: str, found: Iterable[Change]) -> ChangedField:
    found = list(found)
    now = new.by_id.get(field_id)
    before = old.by_id.get(field_id)
    if now is None:
        return ChangedField(field_id, tuple(one.words for one in found), must=True, choices=(Carry.MEANING,))
    options = tuple(one.id for one in now.options)
    gone = () if before is None else tuple(one.id for one in before.options if now.option(one.id) is None)
    choices = [Carry.MEANING]
    if before is None or before.unit is now.unit:
        if before is not None and before.type.has_options and now.type.has_options:
            choices.insert(0, Carry.MAPPED)
        if before is None or before.type is now.type:
            choices.insert(0, Carry.WORDING)
    return ChangedField(
        field_id,
        tuple(one.words for one in found),
        any(one.asks for one in found),
        tuple(choices),
        gone,
        options,
        () if before is None else tuple(one.id for one in before.options),
    )


def checked(wanted: Iterable[ChangedField], rules: Mapping[str, Rule]) -> tuple[Rule, ...]:
    """The rules to publish, in the order of the form.

    Raises:
        BadRule: one does not fit, is missing, or is about a field that has not changed.
    """
    wanted = tuple(wanted)
    changed = {one.field for one in wanted}
    for field_id in rules:
        if field_id not in changed:
            raise BadRule(f"`{field_id}` is no field that changed, so there is nothing to say of its earlier answers.")
    missing = [one for one in wanted if one.must and one.field not in rules]
    if missing:
        listed = "\n".join(
            f"  {'; '.join(one.words)}. Say of `{one.field}`: {' or '.join(each.value for each in one.choices)}."
            for one in missing
        )
        raise BadRule(f"Say what becomes of the earlier answers:\n{listed}")
    for one in wanted:
        if one.field in rules:
            one.check(rules[one.field])
    return tuple(rules[one.field] for one in wanted if one.field in rules)

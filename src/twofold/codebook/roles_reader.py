"""What a codebook declares under ``[synthesis]``."""

from collections.abc import Container, Iterable, Mapping

from twofold.codebook.model import Field, SynthesisRoles
from twofold.codebook.problems import Ledger, Path, did_you_mean, listed, shown
from twofold.codebook.roles import ROLES, Role, kind_words

MEANS = "means"
_PATH: Path = ("synthesis",)


def read_roles(table: object, fields: Mapping[str, Field | None], ledger: Ledger) -> SynthesisRoles:
    """The declaration in ``table``, the parts of it that hold; mistakes go into ``ledger``.

    ``fields`` has every field by its id, with None for one that is itself broken.
    """
    if not isinstance(table, Mapping):
        ledger.add(_PATH, "`synthesis` is not a table", 'Write [synthesis] and below it, such as direction = "...".')
        return SynthesisRoles()
    named: dict[str, str] = {}
    for key, value in table.items():
        if key == MEANS:
            continue
        role = ROLES.get(key)
        if role is None:
            mend = did_you_mean(key, ROLES, f"Known are {listed((*ROLES, MEANS), 'and')}.")
            ledger.add((*_PATH, key), f"[synthesis] has the unknown key {shown(key)}", mend)
        elif not isinstance(value, str):
            what = f"[synthesis] does not name a field for `{key}`"
            ledger.add((*_PATH, key), what, f'Write the id of one in quotation marks, or {key} = "" for none.')
        elif value == "" or _is_fit(role, value, fields, ledger):
            named[key] = value
    _one_role_each(named, table.keys(), fields, ledger)
    means = _means(table.get(MEANS, {}), named, table.keys() - named.keys(), fields, ledger)
    for key, name in named.items():
        _means_something(ROLES[key], fields.get(name), means.get(key), ledger)
    return SynthesisRoles(named, means)


def _is_fit(role: Role, name: str, fields: Mapping[str, Field | None], ledger: Ledger) -> bool:
    at: Path = (*_PATH, role.id)
    if name not in fields:
        fitting = [one.id for one in fields.values() if one is not None and role.fits(one)]
        what = f"[synthesis] names {shown(name)} as {role.words}, and there is no such field"
        ledger.add(at, what, did_you_mean(name, fitting, f"Name {role.demand}."))
        return False
    found = fields[name]
    if found is not None and not role.fits(found):
        what = f"[synthesis] names `{name}` as {role.words}, and that is {kind_words(found)}"
        ledger.add(at, what, f"Name {role.demand}.")
        return False
    return True


def _one_role_each(
    named: Mapping[str, str], told: Container[str], fields: Mapping[str, Field | None], ledger: Ledger
) -> None:
    """Say of each role that its field plays another one: a declared one above it, or one by its usual id."""
    usual = {
        role.usual: role
        for role in ROLES.values()
        if role.id not in told and (found := fields.get(role.usual)) is not None and role.fits(found)
    }
    first: dict[str, Role] = {}
    for key, name in named.items():
        if not name:
            continue
        role, at = ROLES[key], (*_PATH, key)
        names = f"[synthesis] names `{name}` as {role.words}"
        if name in first:
            what = f"{names}, and as {first[name].words} as well"
            mend = f'A field plays one role. Name another field for one of the two, or none: {key} = "".'
            ledger.add(at, what, mend)
        elif name in usual:
            other = usual[name]
            what = f"{names}, and by its usual id it is {other.words}"
            mend = f'A field plays one role. Name another field here, or for `{other.id}`, or none: {other.id} = "".'
            ledger.add(at, what, mend)
        first.setdefault(name, role)


def _means(
    given: object,
    named: Mapping[str, str],
    refused: Container[str],
    fields: Mapping[str, Field | None],
    ledger: Ledger,
) -> Mapping[str, Mapping[str, str]]:
    at: Path = (*_PATH, MEANS)
    if not isinstance(given, Mapping):
        ledger.add(
            at, "`synthesis.means` is not a table", "Write [synthesis.means.direction] and below it the options."
        )
        return {}
    made: dict[str, Mapping[str, str]] = {}
    for key, options in given.items():
        role = ROLES.get(key)
        if role is None or not role.meanings:
            mend = did_you_mean(key, _telling(), f"Options have a meaning in {listed(_telling(), 'and')}.")
            ledger.add((*at, key), f"[synthesis] tells what options mean in {shown(key)}, where none has to", mend)
        elif not isinstance(options, Mapping):
            mend = f"Write [synthesis.means.{key}] and below it the options."
            ledger.add((*at, key), f"`synthesis.means.{key}` is not a table", mend)
        elif key not in refused:
            name = named.get(key, role.usual)
            found = fields.get(name)
            if found is not None and not role.fits(found):
                mend = f'Add {key} = "..." under [synthesis], with the id of {role.demand}.'
                ledger.add((*at, key), f"{role.why_not(found)}, and [synthesis] tells what its options mean", mend)
            elif name in fields:
                made[key] = _of_role(role, options, found, ledger)
            else:
                what = f"[synthesis] tells what the options of {role.words} mean, and names no field for it"
                ledger.add((*at, key), what, f'Add {key} = "..." under [synthesis].')
    return made


def _telling() -> Iterable[str]:
    return [one.id for one in ROLES.values() if one.meanings]


def _of_role(role: Role, options: Mapping[str, object], found: Field | None, ledger: Ledger) -> Mapping[str, str]:
    at: Path = (*_PATH, MEANS, role.id)
    made: dict[str, str] = {}
    for option, meaning in options.items():
        if found is not None and found.option(option) is None:
            known = [one.id for one in found.options]
            mend = did_you_mean(option, known, f"Name an option of `{found.id}`.")
            ledger.add((*at, option), f"`{found.id}`, {role.words}, has no option {shown(option)}", mend)
        elif meaning not in role.meanings:
            what = f"the option `{option}` of {role.words} cannot mean {shown(meaning)}"
            ledger.add((*at, option), what, did_you_mean(meaning, role.meanings, f"Write {listed(role.meanings)}."))
        else:
            made[option] = str(meaning)
    if len(made) > 1 and len(role.meanings) == 1 and not role.must:
        what = f"two options of {role.words} mean `{role.meanings[0]}`"
        ledger.add(at, what, "One level alone can mean that nobody was involved: leave the other out.")
    return made


def _means_something(role: Role, found: Field | None, told: Mapping[str, str] | None, ledger: Ledger) -> None:
    if found is None or told is not None or not role.meanings or not role.must:
        return
    if not any(one.id in role.usually for one in found.options):
        what = f"[synthesis] does not say what the options of `{found.id}`, {role.words}, mean"
        ledger.add(
            (*_PATH, role.id),
            what,
            f"Add [synthesis.means.{role.id}] and below it, for each option that means one of {listed(role.meanings)},"
            f' a line such as {found.options[0].id} = "{role.meanings[0]}".',
        )

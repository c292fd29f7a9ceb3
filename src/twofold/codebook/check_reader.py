"""One check out of its table."""

from collections.abc import Mapping

from twofold.codebook.border import read_part
from twofold.codebook.condition_reader import Rule, read_condition
from twofold.codebook.draft import CheckDraft
from twofold.codebook.model import Check, Field, Level
from twofold.codebook.naming import RESERVED_CHECKS, check_id
from twofold.codebook.option_reader import tidy
from twofold.codebook.problems import Ledger, Path, did_you_mean, shown


def read_check(
    table: Mapping[str, object], path: Path, subject: str, fields: Mapping[str, Field | None], ledger: Ledger
) -> Check | None:
    """The check that ``table`` describes, or None; mistakes go into ``ledger``.

    ``fields`` holds None for a field that is itself broken, so that no more is said about it here.
    """
    draft = read_part(CheckDraft, table, path, subject, ledger)
    if draft is None:
        return None
    check_id(draft.id, (*path, "id"), subject, RESERVED_CHECKS, ledger)
    if not draft.say.strip():
        ledger.add((*path, "say"), f"{subject} has an empty `say`", "Write what the coder is to be told.")
    if draft.field not in fields:
        mend = did_you_mean(draft.field, fields, "Name the field at which the check speaks.")
        what = f"{subject} names the field {shown(draft.field)}, which there is not"
        ledger.add((*path, "field"), what, mend)
        return None
    field = fields[draft.field]
    if field is None:
        return None
    when = read_condition(draft.when, (*path, "when"), Rule(subject, field.unit, fields, None, ledger))
    return None if when is None else Check(draft.id, field.id, Level(draft.level), tidy(draft.say), when)

"""What pydantic found wrong with one part of the file, said so that the person who wrote it can mend it."""

from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from twofold.codebook.problems import Ledger, Path, did_you_mean, listed, shown

_Draft = TypeVar("_Draft", bound=BaseModel)


def read_part(
    model: type[_Draft], table: Mapping[str, object], path: Path, subject: str, ledger: Ledger
) -> _Draft | None:
    """``table`` as ``model``, whose fields are all plain, or None with every mistake in ``ledger``."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        for details in error.errors(include_url=False, include_context=False):
            key = str(details["loc"][0])
            what, mend = _told(model, details, key)
            ledger.add((*path, key), f"{subject} {what}", mend)
        return None


def _told(model: type[BaseModel], error: ErrorDetails, key: str) -> tuple[str, str]:
    value = error["input"]
    match error["type"]:
        case "missing":
            return f"has no `{key}`", f'Add {key} = "...".' if key != "when" else "Add when = { ... }."
        case "extra_forbidden":
            known = [info.alias or name for name, info in model.model_fields.items()]
            return (
                f"has the unknown key {shown(key)}",
                did_you_mean(key, known, f"Known are {listed(known, 'and')}."),
            )
        case "literal_error":
            allowed = [str(word) for word in getattr(model.model_fields[key].annotation, "__args__", ())]
            return (
                f"has the unknown {key} {shown(value)}",
                did_you_mean(value, allowed, f"Write one of {listed(allowed)}."),
            )
        case "bool_type":
            return f"has {_as_written(key, value)}", "Write true or false, without quotation marks."
        case _:
            return f"has {_as_written(key, value)}", f'Write text in quotation marks, as in {key} = "text".'


def _as_written(key: str, value: object) -> str:
    if isinstance(value, list | Mapping):
        return f"a {'list' if isinstance(value, list) else 'table'} for `{key}`"
    return f"`{key}` = {shown(str(value).lower() if isinstance(value, bool) else value)}"

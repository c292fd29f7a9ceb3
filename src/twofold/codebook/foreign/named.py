"""What a survey form calls its fields and options, so that its conditions can be read in our names."""

from collections.abc import Mapping, Sequence

from twofold.codebook.foreign.expressions import Answers, NotTranslated, read_expression
from twofold.codebook.model import Option


class Named:
    """The fields met so far: our id of each by its name there, and our options by their codes there."""

    def __init__(self, notes: list[str]) -> None:
        self._notes = notes
        self._ids: dict[str, str] = {}
        self._codes: dict[str, Mapping[str, str]] = {}
        self._ordered: dict[str, Sequence[str]] = {}

    def put(self, name: str, field_id: str, by_code: Mapping[str, str], options: Sequence[Option]) -> None:
        """Remember a field."""
        self._ids[name], self._codes[name] = field_id, by_code
        self._ordered[name] = [one.id for one in options]

    def rule(self, text: str, field_id: str) -> Mapping[str, object] | None:
        """A condition as a table of TOML; nothing where there is none, or none that can be said, which is noted."""
        if not text:
            return None
        try:
            return read_expression(
                text,
                Answers(
                    lambda name: self._ids.get(name, name),
                    lambda name, code: self._codes.get(name, {}).get(code, code),
                    lambda name: self._ordered.get(name, ()),
                ),
            )
        except NotTranslated as error:
            self._notes.append(f"`{field_id}` is always asked: of its rule, {error}.")
            return None

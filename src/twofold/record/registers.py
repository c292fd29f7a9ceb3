"""Current answers: a register holds what one person wrote of one thing, and its current documents are those that
no other document of the register replaces. No clock takes part."""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from twofold.record.document import Document

Made = TypeVar("Made", bound=Document)
Where = TypeVar("Where", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Register(Generic[Made]):
    """The current documents by id, in the order of their ids. ``gap`` says that a replaced one is not here."""

    current: Mapping[str, Made]
    gap: bool = False

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that the next document of this register has to replace."""
        return tuple(self.current)


def registers(documents: Iterable[tuple[Where, str, Made]]) -> dict[Where, Register[Made]]:
    """The registers of documents given as (register, id, document), in any order."""
    grouped: dict[Where, dict[str, Made]] = {}
    for place, key, document in documents:
        grouped.setdefault(place, {})[key] = document
    made: dict[Where, Register[Made]] = {}
    for place, members in grouped.items():
        if len(members) == 1 and not any(one.replaces for one in members.values()):
            # Most studies were never changed, and there are thousands of them.
            made[place] = Register(members)
            continue
        replaced = {old for one in members.values() for old in one.replaces}
        made[place] = Register(
            {key: members[key] for key in sorted(members) if key not in replaced},
            gap=not replaced <= members.keys(),
        )
    return made

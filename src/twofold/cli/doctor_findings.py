"""One thing that the doctor found, and the parts in which they are told."""

from dataclasses import dataclass

from twofold.values.canonical import Json


@dataclass(frozen=True, slots=True)
class Found:
    """One thing: ``value`` for programs, ``words`` for people where the value does not speak for itself.

    ``wrong`` is a sentence with the way out where it stands in the way of working.
    """

    id: str
    label: str
    value: Json
    words: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """Things of one kind under a heading."""

    id: str
    heading: str
    found: tuple[Found, ...]

"""Worked examples that a codebook carries: made-up studies to practise on, with the right answers and their reasons."""

from dataclasses import dataclass

from twofold.values.answers import Answer


@dataclass(frozen=True, slots=True)
class Keyed:
    """The right answer to one field, the passage that shows it, and why; ``row`` names an outcome row of the study.

    There is no passage where the study is silent.
    """

    field: str
    answer: Answer
    passage: str
    why: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class PracticeStudy:
    """A made-up study: its text to read, the outcome rows that are to be coded, by name, and the answer key."""

    label: str
    title: str
    text: str
    rows: tuple[str, ...]
    key: tuple[Keyed, ...]


@dataclass(frozen=True, slots=True)
class Practice:
    """The examples that go with the codebook of that id."""

    codebook: str
    studies: tuple[PracticeStudy, ...]

"""What the pages on which a review is led ask of the app."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Aim: TypeAlias = Literal["open", "hand", "round"]
"""What studies are marked for: to be opened for comparison, given to people, or made a calibration round."""


class LeadAsk:
    """Anything that a page may ask for that a lead does."""


@dataclass(frozen=True, slots=True)
class ShowLeading(LeadAsk):
    """Show a page: the first of them, who codes what, the rounds, or who submitted what when."""

    page: Literal["", "assigning", "rounds", "proof"] = ""


@dataclass(frozen=True, slots=True)
class ChooseStudies(LeadAsk):
    """Let studies be marked for an aim."""

    aim: Aim


@dataclass(frozen=True, slots=True)
class Marked(LeadAsk):
    """These studies were marked for an aim."""

    aim: Aim
    studies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FillSample(LeadAsk):
    """Ask for the share of studies that two people code."""


@dataclass(frozen=True, slots=True)
class Filled(LeadAsk):
    """A form was filled in: for what, over which studies, what was written by line, and what was taken in."""

    form: Literal["sample", "hand", "round"]
    studies: tuple[str, ...]
    written: tuple[tuple[str, str], ...]
    taken: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AssignEveryone(LeadAsk):
    """Propose that everyone codes everything."""


@dataclass(frozen=True, slots=True)
class CloseRound(LeadAsk):
    """Propose to close a calibration round, with its own record kept or its studies coded afresh."""

    round: str
    keep: bool


@dataclass(frozen=True, slots=True)
class WriteIt(LeadAsk):
    """Write what was proposed."""

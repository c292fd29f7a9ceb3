"""What a person chose for an export, and what an export cannot be made from."""

from dataclasses import dataclass


class CannotExport(Exception):
    """An export that was not made; the message is a sentence with the way out. Nothing was written or replaced."""


class BadChoice(CannotExport):
    """A table, person or round was named that this review does not have."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What is written and how.

    ``only`` are the names of tables, all where it is empty. ``who`` are the people whose codes go out, everybody whom
    the exporting person may see where it is empty; a consensus is never made anew for some of its coders. ``round`` is
    the one round that is taken; where it is empty all are, and the files of one row a study take each study in the
    round in which it is coded now. ``excel_safe`` puts an apostrophe before text that a spreadsheet would run.
    """

    only: tuple[str, ...] = ()
    who: tuple[str, ...] = ()
    round: str = ""
    bom: bool = True
    excel_safe: bool = False

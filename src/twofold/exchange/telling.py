"""What became of files that were sent, in words."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from twofold.exchange.examining import Fate, LogAccount
from twofold.exchange.receiving import FileAccount, Receiving
from twofold.values.counting import count_of

_OTHERS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "reviews": ("version of the people and settings", "versions of the people and settings"),
        "studies": ("study", ""),
        "initiatives": ("initiative", ""),
        "reports": ("report", ""),
        "repeats": ("record known to be a report", "records known to be reports"),
        "imports": ("import", ""),
        "row_lists": ("list of outcomes for all", "lists of outcomes for all"),
        "codebooks": ("codebook", ""),
        "practices": ("set of examples to practise on", "sets of examples to practise on"),
        "rounds": ("calibration round", ""),
        "assignments": ("assignment", ""),
        "releases": ("opening for comparison", "openings for comparison"),
        "same_as": ("word that two studies are one", "words that two studies are one"),
        "screening": ("vote or note of screening", "votes and notes of screening"),
        "rows": ("outcome added or removed", "outcomes added or removed"),
        "reopenings": ("study reopened", "studies reopened"),
        "exclusions": ("proposal to exclude", "proposals to exclude"),
        "note_marks": ("note resolved or opened again", "notes resolved or opened again"),
        "alignments": ("match of outcomes", "matches of outcomes"),
        "decisions": ("decision", ""),
        "stands": ("“I stand by it”", "“I stand by it”"),
        "queries": ("question to authors", "questions to authors"),
        "study_decisions": ("decision about a study", "decisions about studies"),
    }
)
"""What the tables hold, in words of the screens: one, and several where the plural is not plain."""


def of_whom(one: FileAccount) -> str:
    """From whom a file is, to whom, and of which day; nothing for one that does not say."""
    if one.header is None:
        return ""
    to = f" to {one.header.to}" if one.header.to else ""
    return f"from {one.header.person}{to}, {one.header.date}"


def log_words(log: LogAccount) -> tuple[str, ...]:
    """What is told of one log: what is new in it and what becomes of it, then what is worth knowing. A log of the plan
    is told by what it changes."""
    what = f"{log.kind} log of {log.person}" if log.person else "a log"
    if log.kind == "extract":
        what = f"what {log.person} opened for comparison"
    counts = [count_of(log.codes, "code")] if log.codes else []
    counts += [count_of(log.submissions, "submission")] if log.submissions else []
    counts += [count_of(number, *_OTHERS.get(table, (table, table))) for table, number in log.others.items()]
    new = f": {', '.join(counts)} new" if counts else ""
    first = {
        Fate.TAKEN: f"{what}{new or ': nothing new that counts'}",
        Fate.KNOWN: f"{what}: known already",
        Fate.WAITS: f"{what}{new}: waits: {log.why}.",
        Fate.REFUSED: f"{what}: refused: {log.why}.",
    }[log.fate]
    return (first, *(f"{one}." for one in log.notes))


def beside(found: Receiving) -> Iterator[str]:
    """What whoever receives is told beside the files: what they are not shown, and files that were made for others."""
    review = found.review
    for one in found.accounts:
        if one.header is not None and one.header.to not in ("", review.person):
            yield f"{one.name} was made for {one.header.to}. What you may not see yet is not shown to you."
    person = review.plan.standing.person(review.person)
    if (person is None or "lead" not in person.roles) and any(
        log.kind == "work" and log.person != review.person for log in found.logs(Fate.TAKEN)
    ):
        yield "What others coded is not shown to you before the lead opens it for comparison; only a lead needs it."

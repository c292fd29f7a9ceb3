"""Answers and what stands beside them in words, as the form says them. The texts are raw.

Drawing makes them safe.
"""

from collections.abc import Iterator, Sequence

from twofold.codebook.model import Field
from twofold.review.views import Report
from twofold.values.answers import Answer, Blank, Chosen, OffScale, Value
from twofold.values.coded import Coded, Evidence

NONE_OF_THESE = "none of these"
_LONG = 60


def answer_words(field: Field, answer: Answer) -> str:
    """The answer by its labels; empty for a blank.

    An option that the codebook lacks is told by its id in quotes.
    """
    match answer:
        case Value(text):
            return _option_words(field, text)
        case Chosen(options) if not options:
            return NONE_OF_THESE
        case Chosen(options):
            known = [option.id for option in field.options if option.id in options]
            return ", ".join(_option_words(field, one) for one in [*known, *sorted(options.difference(known))])
        case OffScale():
            return answer.words
        case Blank():
            return ""


def _option_words(field: Field, text: str) -> str:
    if field.type.has_options:
        option = field.option(text)
        return option.label if option else f"“{text}”"
    if field.tick is not None and text == field.tick.id:
        return field.tick.label
    return text


def said(field: Field, answer: Answer) -> str:
    """The answer as a message says it: never empty, never long."""
    return short(answer_words(field, answer)) or "blank"


def about(field: Field, words: str) -> str:
    """Words about a field that is not under the cursor any more; its label may be a question."""
    label = short(field.label, 48)
    return f"{label}{' ' if label.endswith(('?', '.')) else ': '}{words}"


def short(text: str, longest: int = _LONG) -> str:
    """``text`` cut to ``longest`` characters, with an ellipsis where it was cut."""
    return text if len(text) <= longest else text[: longest - 3].rstrip() + "..."


def row_name(coded: Coded, listed: str) -> str:
    """What an outcome row is called: its own naming answer, else what the lead listed it as."""
    named = coded.answer.text if isinstance(coded.answer, Value) else ""
    return named or listed or "unnamed row"


def place_words(evidence: Evidence, reports: Sequence[Report]) -> str:
    """Where an answer was found: the report where there are several, then the place."""
    where = f"p. {evidence.place}" if evidence.place[:1].isdigit() else evidence.place
    if len(reports) < 2:
        return where
    label = next((name for report, name in report_names(reports) if report.key == evidence.report), "")
    return ", ".join(part for part in (label, where) if part)


def report_names(reports: Sequence[Report]) -> Iterator[tuple[Report, str]]:
    """Each report with what tells it apart from the others: its label and, where several bear one, its journal or the
    beginning of its title."""
    for report in reports:
        alike = [one for one in reports if one.label == report.label]
        if len(alike) == 1:
            yield report, report.label
            continue
        journals = {one.journal for one in alike}
        apart = report.journal if len(journals) == len(alike) and report.journal else short(report.title, 24)
        yield report, f"{report.label} ({apart})" if apart else report.label


def letter(number: int) -> str:
    """The letter by which the report at ``number`` from 0 is named while one writes.

    Letters are never page numbers.
    """
    return chr(ord("a") + number) if number < 26 else ""


def written_place(evidence: Evidence, reports: Sequence[Report]) -> str:
    """The evidence's place in the form in which ``read_place`` reads it."""
    for number, report in enumerate(reports):
        if report.key == evidence.report and len(reports) > 1:
            return ", ".join(part for part in (letter(number) or report.label, evidence.place) if part)
    return evidence.place


def read_place(text: str, reports: Sequence[Report]) -> tuple[str, str]:
    """What was written as *report, page*: the report's key and the place.

    Only with several reports has it to be named: what stands before the first comma is its letter, or the
    beginning of its label; the report stays open where that names none.
    """
    if len(reports) < 2:
        return "", text
    first, _, rest = text.partition(",")
    wanted = first.strip().casefold()
    for number, report in enumerate(reports):
        if wanted == letter(number):
            return report.key, rest.strip()
    key = _by_label(wanted, reports)
    return (key, rest.strip()) if key else ("", text)


def _by_label(wanted: str, reports: Sequence[Report]) -> str:
    if len(wanted) < 3:
        return ""
    found = [report.key for report in reports if report.label.casefold().startswith(wanted)]
    return found[0] if len(found) == 1 else ""


LOOKED_IN = ("abstract", "methods", "whole paper", "supplements")
"""Where one may have looked for what is not reported; the first letter stands for each."""


def looked_in(text: str) -> str:
    """``text`` with a lone first letter written out: *w* is *whole paper*."""
    found = [words for words in LOOKED_IN if words[0] == text.casefold()]
    return found[0] if found else text

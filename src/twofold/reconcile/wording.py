"""Answers, decisions and stands in the words of people."""

from collections.abc import Mapping

from twofold.codebook.model import Field
from twofold.record.decision_documents import DecisionDocument, StandDocument
from twofold.values.answers import Answer, Blank, Chosen, OffScale, Value

CAUSES: Mapping[str, str] = {
    "slip": "slip",
    "wording": "wording unclear",
    "option-missing": "option missing",
    "report-unclear": "report unclear",
    "judgement": "genuine judgement",
}
"""Why two coders differ, in words by what stands in files."""


def answer_words(field: Field, answer: Answer) -> str:
    """An answer as people read it: labels of options, words for what is off the scale."""
    match answer:
        case Value(text):
            option = field.option(text)
            if option is not None:
                return option.label
            return field.tick.label if field.tick is not None and text == field.tick.id else text
        case Chosen(options):
            chosen = [one.label for one in field.options if one.id in options]
            strange = sorted(options.difference(one.id for one in field.options))
            return ", ".join((*chosen, *strange)) or "none of these"
        case OffScale():
            return answer.words
        case Blank():
            return "blank"


def decision_words(field: Field, one: DecisionDocument) -> str:
    """What a decision said, by whom and when."""
    who = f"{one.by}, {one.at[:10]}"
    tail = "".join(
        (
            f" - {one.reason}" if one.reason else "",
            f" [{CAUSES[one.cause]}]" if one.cause else "",
            f" (source: {one.source})" if one.source else "",
        )
    )
    if one.undoes is not None:
        return f"undone ({who})"
    if one.withdrawn:
        return f"taken back ({who})"
    if one.how == "deferred":
        return f"put off for a third reader ({who}){tail}"
    if one.how == "open":
        return f"left open ({who}){tail}"
    how = {"author-reply": "the authors' reply"}.get(one.how, one.how)
    return f"{answer_words(field, one.answer)}, {how} ({who}){tail}"


def stand_words(field: Field, one: StandDocument) -> str:
    """What a coder said of the own code, and when."""
    who = f"{one.by}, {one.at[:10]}"
    reason = f" - {one.reason}" if one.reason else ""
    if one.slip:
        return f"a slip of {one.by}'s; right is {answer_words(field, one.answer)} ({who}){reason}"
    if one.code is None and not isinstance(one.answer, Blank):
        return f"asked later: {answer_words(field, one.answer)} ({who}){reason}"
    return f"{one.by} stands by it ({who}){reason}"

"""Practising: the worked examples of a codebook, coded in a place apart, and how the answers compare with the key."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from twofold.codebook.conditions import asked
from twofold.codebook.model import Codebook, Field
from twofold.codebook.practice import Keyed, Practice, PracticeStudy
from twofold.codebook.practice_reader import PRACTICE_FILE, read_practice
from twofold.codebook.problems import BadCodebook
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.record.disagreements import Kind, difference, same_answer
from twofold.record.document import Document
from twofold.record.plan_documents import PersonEntry, ReportDocument, RowListDocument, StudyDocument
from twofold.review.apart_runs import CannotRun, begin, kept, lay_down
from twofold.review.open import CannotOpen, Review
from twofold.review.pen import Pen
from twofold.review.practice_examples import BadExamples, own_examples, published_examples
from twofold.review.views import State
from twofold.store.apart import Apart, apart_folder, kind_of
from twofold.store.append import cause_of
from twofold.values.answers import Answer
from twofold.values.coded import Place, Sheet
from twofold.values.resources import shipped

PERSON = PersonEntry(id="you", name="You", roles=("reviewer",))
"""Who practises."""

_NO_EXAMPLES = "This review's codebook carries no examples of its own, so these are for the default codebook."
_NOT_FITTING = (
    "The examples that the lead published are for an earlier version of this review's codebook, so these are for the"
    " default codebook."
)


class Verdict(StrEnum):
    """How an answer stands to the right one."""

    RIGHT = "right"
    STEP = "one step apart"
    OTHER = "other"
    BLANK = "left blank"
    NOT_ASKED = "not asked here"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one field: the answer given, the right one, how they stand to each other, the passage and why."""

    place: Place
    field: Field
    row: str
    given: Answer
    right: Answer
    verdict: Verdict
    passage: str
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """What is practised on: a codebook and the examples that go with it, as text and as read. ``told`` is a sentence
    where the examples are not of the review's own codebook."""

    codebook_text: str
    practice_text: str
    codebook: Codebook
    practice: Practice
    told: str = ""


def source_for(review: Review | None) -> Source:
    """The examples beside the review's `codebook.toml`, or those that a lead published, with its codebook in force.

    Else those that ship with Twofold, with the review's codebook as far as they fit it, or the default one.

    Raises:
        CannotRun: the review's own examples have a mistake; each is named with its line.
    """
    shipped_text = (shipped("sample_data") / "practice" / PRACTICE_FILE).read_text("utf-8")
    if review is not None and review.plan.codebook is not None:
        text, book = review.plan.codebook[1].text, review.in_force.codebook
        own, published = _own_examples(review), published_examples(review)
        for examples in filter(None, (own, published, shipped_text)):
            try:
                return Source(text, examples, book, read_practice(examples, book))
            except BadCodebook as error:
                if examples is own:
                    raise CannotRun(str(error)) from error
        told = _NOT_FITTING if published else _NO_EXAMPLES
    else:
        told = ""
    text = default_codebook_text()
    book = read_codebook(text)
    return Source(text, shipped_text, book, read_practice(shipped_text, book), told)


def practice_place(source: Source) -> Path:
    """Where this device keeps the practice on these examples with this codebook."""
    both = hashlib.sha256(f"{source.codebook_text}\0{source.practice_text}".encode()).hexdigest()
    return apart_folder(Apart.PRACTICE, f"{source.codebook.id}-{both[:12]}")


def begin_practice(source: Source) -> Path:
    """The place to practise in, made unless it is there; what was answered before is still in it.

    Raises:
        CannotRun: it could not be made.
    """
    folder = practice_place(source)
    begin(folder, f"Practice: {source.codebook.title}", PERSON, source.codebook_text)
    try:
        (folder / PRACTICE_FILE).write_text(source.practice_text, encoding="utf-8")
    except OSError as error:
        raise CannotRun(f"`{folder}` could not be written: {cause_of(error)}.") from error
    with kept(folder) as review:
        if len(review.plan.studies) < len(source.practice.studies):
            lay_down(review, partial(_documents, practice=source.practice))
    return folder


def practice_in(review: Review) -> Practice | None:
    """The examples of the practice that is open; ``None`` where a review, or a pilot, is.

    Raises:
        CannotRun: they are no longer there.
    """
    if kind_of(review.folder) is not Apart.PRACTICE:
        return None
    try:
        return read_practice(_own_examples(review), review.in_force.codebook)
    except (BadCodebook, CannotOpen) as error:
        raise CannotRun(f"The answer key cannot be read. {error}") from error


def feedback(review: Review, practice: Practice, study: str) -> tuple[Told, ...]:
    """What is to be told of a practice study: nothing before it is submitted, then every field of the key.

    The order is that of the form.
    """
    if review.state_of(study) is not State.SUBMITTED:
        return ()
    example = practice.studies[list(review.plan.studies).index(study)]
    listed = {one.name: one.row for one in review.plan.listed.get(study, ()) if not one.removed}
    session = review.session(study)
    keys = {(listed.get(one.row) if one.row else None, one.field): one for one in example.key}
    return tuple(compared(session.codebook, session.sheet, keys))


def compared(codebook: Codebook, sheet: Sheet, keys: dict[Place, Keyed]) -> Iterator[Told]:
    """Each keyed place in the order of the form, with how the sheet's answer stands to the right one."""
    wanted = frozenset(asked(codebook, sheet))
    order = {one.id: place for place, one in enumerate(codebook.fields)}
    for place in sorted(keys, key=lambda one: (one[0] or "", order[one[1]])):
        one, field = keys[place], codebook.by_id[place[1]]
        given = sheet.at(field.id, place[0])
        verdict = verdict_of(field, given.answer, one.answer)
        if place not in wanted:
            verdict = Verdict.NOT_ASKED
        elif not given.answered:
            verdict = Verdict.BLANK
        yield Told(place, field, one.row, given.answer, one.answer, verdict, one.passage, one.why)


def verdict_of(field: Field, given: Answer, right: Answer) -> Verdict:
    """How an answer that was given stands to the right one."""
    if same_answer(field, given, right):
        return Verdict.RIGHT
    return Verdict.STEP if difference(field, given, right) is Kind.ADJACENT else Verdict.OTHER


def summary(told: Sequence[Told]) -> str:
    """How many answers were right, in words."""
    counts = {one: sum(each.verdict is one for each in told) for one in Verdict}
    parts = [f"{one.value}: {counts[one]}" for one in list(Verdict)[1:] if counts[one]]
    return "; ".join([f"{counts[Verdict.RIGHT]} of {len(told)} right", *parts])


def _own_examples(review: Review) -> str:
    try:
        return own_examples(review)
    except BadExamples as error:
        raise CannotRun(str(error)) from error


def _documents(pen: Pen, practice: Practice) -> list[Document]:
    """The studies with their texts and rows. Their keys are their places, so that laying them down twice is no harm."""
    made: list[Document] = []
    for number, one in enumerate(practice.studies, 1):
        made += _study(pen, number, one)
    return made


def _study(pen: Pen, number: int, one: PracticeStudy) -> Iterator[Document]:
    key = f"{number:016x}"
    yield pen.document(StudyDocument, study=key, number=f"S{number:03}", label=one.label, title=one.title)[1]
    yield pen.document(ReportDocument, report=key, study=key, title=one.title, abstract=one.text)[1]
    for place, row in enumerate(one.rows, 1):
        yield pen.document(RowListDocument, study=key, row=f"{number:08x}{place:08x}", name=row)[1]

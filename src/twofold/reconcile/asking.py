"""Questions to the authors of a study: asked at an item, collected into one mail a study, answered by a decision."""

from collections.abc import Iterator
from dataclasses import dataclass

from twofold.reconcile.deciding import decision, kept, ready
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import view_of
from twofold.reconcile.matter import Matter
from twofold.reconcile.queue import Item, State
from twofold.reconcile.wording import answer_words
from twofold.record.consensus import How
from twofold.record.decision_documents import QueryDocument
from twofold.review.leading import Proposed, Refused
from twofold.values.answers import BLANK, Answer
from twofold.values.coded import NO_EVIDENCE
from twofold.values.plaintext import normal, one_line


@dataclass(frozen=True, slots=True)
class Question:
    """A question that waits for the authors."""

    field: str
    field_label: str
    row_name: str
    text: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Mail:
    """All questions on one study, and a mail that asks them."""

    study: str
    number: str
    label: str
    questions: tuple[Question, ...]
    text: str


def ask(desk: Desk, item: Item, question: str) -> Proposed:
    """Let an item wait for the authors. A question asked there before is replaced.

    Raises:
        Refused: it is not theirs to settle, it is settled, or the question is empty or too long.
    """
    one = ready(desk, item)
    settled = one.matter.settled(one.place)
    if one.item.state is State.SETTLED:
        raise Refused("It is settled. Undo that first, if the authors are to be asked.")
    text = normal(question.strip())
    if not 0 < len(text) <= 65_536:
        raise Refused("Write the question to the authors, of at most 65,536 characters.")
    return _query(
        one.item,
        one.pen.document(
            QueryDocument,
            round=one.matter.round,
            study=one.matter.study,
            row=one.place[0],
            field=one.place[1],
            question=text,
            replaces=() if settled is None or settled.query is None else (settled.query[0],),
        )[1],
        "waits for the authors",
    )


def withdraw_question(desk: Desk, item: Item) -> Proposed:
    """Take a question to the authors back; the item is open again.

    Raises:
        Refused: it is not theirs to settle, or nothing is asked there.
    """
    one = ready(desk, item)
    settled = one.matter.settled(one.place)
    if settled is None or settled.query is None:
        raise Refused("The authors are not asked this.")
    key, asked = settled.query
    return _query(
        one.item,
        one.pen.document(
            QueryDocument,
            round=one.matter.round,
            study=one.matter.study,
            row=one.place[0],
            field=one.place[1],
            question=asked.question,
            withdrawn=True,
            replaces=(key,),
        )[1],
        "no longer waits for the authors",
    )


def reply(desk: Desk, item: Item, answer: Answer, source: str, *, reason: str = "") -> Proposed:
    """Settle an item by what the authors replied; ``source`` says where the reply stands.

    Raises:
        Refused: it is not theirs to settle, the answer is blank, or no source is named.
    """
    one = ready(desk, item)
    if not source.strip():
        raise Refused("Say where the reply stands, such as the sender and date of the mail.")
    if answer == BLANK:
        raise Refused("Give the answer that follows from the reply.")
    sides = view_of(desk, one.item).sides
    made = decision(
        one, answer, "author-reply", kept(one, sides, answer, NO_EVIDENCE), reason, "report-unclear", source
    )
    said = answer_words(one.matter.field(one.place), answer)
    return Proposed((f"{one.item.number} {one.item.field_label}: {said}, the authors' reply",), (made,))


def _query(item: Item, made: QueryDocument, words: str) -> Proposed:
    return Proposed((f"{item.number} {item.field_label}: {words}",), (made,))


def mails(desk: Desk) -> tuple[Mail, ...]:
    """One mail for each study that waits for its authors, in the order of their numbers. No coder is named in it."""
    made: list[Mail] = []
    for matter in desk.matters():
        questions = () if matter.blind else tuple(_questions(matter))
        if questions:
            planned = desk.review.plan.studies[matter.study]
            made.append(Mail(matter.study, matter.number, matter.label, questions, _text(planned.title, questions)))
    return tuple(made)


def _questions(matter: Matter) -> Iterator[Question]:
    for place, one in matter.consensus.settled.items():
        if one.how is How.WAITING and one.query is not None:
            asked = one.query[1]
            yield Question(
                place[1], matter.field(place).label, matter.row_name(place[0]), asked.question, asked.by, asked.at
            )


def _text(title: str, questions: tuple[Question, ...]) -> str:
    asked = "\n\n".join(
        f"{number}. {one_line(one.field_label)}{f' ({one_line(one.row_name)})' if one.row_name else ''}\n{one.text}"
        for number, one in enumerate(questions, 1)
    )
    return (
        f"Your study: {one_line(title)}\n\nDear authors,\n\nwe include your study in a review and could not tell the"
        f" following from the report. Could you help us?\n\n{asked}\n\nWith kind regards\n"
    )

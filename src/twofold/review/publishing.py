"""Publishing what the lead has drafted: what changes, what becomes of earlier answers, the documents that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from twofold.codebook.carrying import Carry, Rule
from twofold.codebook.changes import changes
from twofold.codebook.fingerprints import everything, meaning
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.rules import BadRule, ChangedField, changed_fields, checked
from twofold.codebook.toml_reader import read_codebook
from twofold.record.document import Document
from twofold.record.plan_documents import CodebookDocument, PersonEntry, ReviewDocument, ReviewSettings
from twofold.review.open import Review
from twofold.review.pen import NotWritten
from twofold.review.practice_examples import NO_EXAMPLES, BadExamples, DraftedExamples, as_document, drafted_examples
from twofold.review.review_file import BadReviewFile, read_review_file
from twofold.review.versions import carry_rule, rules_of
from twofold.store.append import cause_of
from twofold.store.place import CODEBOOK_FILE, REVIEW_FILE
from twofold.values.plaintext import normal

NO_RULES: Mapping[str, Rule] = MappingProxyType({})


_NOTHING = "Nothing was published; coding goes on with what is in force."


class CannotPublish(Exception):
    """A draft that was not published; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication would change, in words, and the documents that do it."""

    words: tuple[str, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """The codebook as drafted: its text and what it says, how it differs from what is in force, in words, the fields of
    whose earlier answers something can or must be said, and what becomes of the examples to practise on."""

    text: str
    book: Codebook
    changes: tuple[str, ...]
    fields: tuple[ChangedField, ...]
    examples: DraftedExamples = NO_EXAMPLES

    @property
    def words(self) -> tuple[str, ...]:
        """All that publishing it would do; nothing where it is the very text that is published."""
        return self.changes + self.examples.words


def draft_of(review: Review) -> Draft:
    """The drafted codebook and its examples to practise on, against what is in force.

    Raises:
        CannotPublish: the draft has a mistake, or changes what can never change.
    """
    draft = _codebook_draft(review)
    try:
        examples = drafted_examples(review, draft.book)
        # Without a change of either there is nothing new to say of published examples that do not fit.
        return replace(draft, examples=examples) if draft.changes or examples.text is not None else draft
    except BadExamples as error:
        raise CannotPublish(f"{error}\n{_NOTHING}") from error


def _codebook_draft(review: Review) -> Draft:
    path = review.folder / CODEBOOK_FILE
    try:
        text = normal(path.read_text("utf-8-sig"))
        book = read_codebook(text)
    except BadCodebook as error:
        raise CannotPublish(f"{error}\n{_NOTHING}") from error
    except OSError as error:
        raise CannotPublish(f"`{CODEBOOK_FILE}` could not be read: {cause_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise CannotPublish(f"`{CODEBOOK_FILE}` is not UTF-8 text. Save it as UTF-8.") from error
    if len(text) > 2_000_000 or len(book.version) > 500:
        raise CannotPublish(
            f"`{CODEBOOK_FILE}`: its text or its version is longer than Twofold keeps. Shorten it.\n{_NOTHING}"
        )
    in_force = [review.plan.codebooks[key] for key in review.plan.current_codebooks]
    if len(in_force) == 1 and in_force[0].text == text:
        return Draft(text, book, (), ())
    # There are two where two leads published unknown to each other, and the answers of both must keep their meaning.
    try:
        before = [read_codebook(one.text, "the published codebook") for one in in_force]
    except BadCodebook as error:
        raise CannotPublish(f"The published codebook cannot be read by this Twofold. {error}") from error
    found = [one for each in before for one in changes(each, book)]
    refused = [f"{one.words}. {one.instead}" for one in found if not one.allowed]
    if refused:
        raise CannotPublish("\n".join([*dict.fromkeys(refused), "Nothing was published."]))
    settled = ["of two codebooks, this one holds"] if len(in_force) > 1 else []
    words = settled + list(dict.fromkeys(one.words for one in found))
    fields: dict[str, ChangedField] = {}
    once = _once_changed(review)
    for one in (one for each in before for one in changed_fields(each, book)):
        if one.field not in fields or one.must:
            # Whatever is changed back, or on, after a meaning was said to change, may change it again.
            fields[one.field] = replace(one, must=one.must or one.field in once)
    return Draft(
        text,
        book,
        tuple(words) or ("the codebook's text changed, and nothing that it says",),
        tuple(fields[one] for one in dict.fromkeys((*book.by_id, *fields)) if one in fields),
    )


def _once_changed(review: Review) -> set[str]:
    """The fields whose answers an earlier publication did not let go on as they were."""
    return {
        rule.field
        for document in review.plan.codebooks.values()
        for rule in rules_of(document).values()
        if rule.carry is not Carry.WORDING
    }


def drafted(review: Review, rules: Mapping[str, Rule] = NO_RULES) -> Publication:
    """What `publish` would do now: the drafts in the folder against what is in force.

    ``rules`` say, by field, what becomes of earlier answers.

    Raises:
        CannotPublish: a draft has a mistake, a rule is missing or does not fit, or this person is no lead.
    """
    person = review.plan.standing.person(review.person)
    if person is None or "lead" not in person.roles:
        raise CannotPublish(f"Only a lead publishes. You are `{review.person}` here.")
    if review.pen is None:
        raise CannotPublish(review.why_read_only)
    words, documents = _of_review(review)
    draft = draft_of(review)
    try:
        said = checked(draft.fields, rules)
    except BadRule as error:
        raise CannotPublish(f"{error}\nNothing was published.") from error
    if draft.changes:
        words += draft.changes
        words += [f"`{one.field}`: {one.carry.words}" for one in said]
        documents.append(
            review.pen.document(
                CodebookDocument,
                text=draft.text,
                version=draft.book.version,
                meaning=meaning(draft.book),
                everything=everything(draft.book),
                rules=tuple(carry_rule(one) for one in said),
                replaces=review.plan.current_codebooks,
            )[1]
        )
    words += draft.examples.words
    if draft.examples.text is not None:
        documents.append(as_document(review, draft.examples.text))
    return Publication(tuple(words), tuple(documents))


def _of_review(review: Review) -> tuple[list[str], list[Document]]:
    """What the draft of title, people and settings changes."""
    assert review.pen is not None
    try:
        draft = read_review_file(review.folder)
    except BadReviewFile as error:
        raise CannotPublish(f"{error}\n{_NOTHING}") from error
    standing = review.plan.standing
    if (
        draft.title == standing.title
        and draft.settings == standing.settings
        and _by_id(draft.people) == _by_id(standing.people)
        and not standing.clash
    ):
        return [], []
    gone = {one.id for one in standing.people} - {one.id for one in draft.people}
    if gone:
        raise CannotPublish(
            f"`{sorted(gone)[0]}` is no longer in `{REVIEW_FILE}`. A person who has been of a review stays in it;"
            " put the entry back."
        )
    words = _people_words(standing.title, standing.people, draft.title, draft.people)
    words += _settings_words(standing.settings, draft.settings)
    words += ["of two lists of people, this one holds"] if standing.clash else []
    document = review.pen.document(
        ReviewDocument,
        title=draft.title,
        people=draft.people,
        settings=draft.settings,
        replaces=standing.current,
    )[1]
    return words, [document]


def publish(review: Review, publication: Publication) -> None:
    """Write a publication, on disk when this returns.

    Raises:
        CannotPublish: it could not be saved.
    """
    if review.pen is None:
        raise CannotPublish(review.why_read_only)
    if not publication.documents:
        return
    try:
        review.pen.put_now(publication.documents)
    except NotWritten as error:
        raise CannotPublish(f"Nothing was published. {error}") from error
    review.take_in()


def _by_id(people: Sequence[PersonEntry]) -> dict[str, tuple[str, frozenset[str]]]:
    return {one.id: (one.name, frozenset(one.roles)) for one in people}


def _people_words(old_title: str, old: Sequence[PersonEntry], new_title: str, new: Sequence[PersonEntry]) -> list[str]:
    said = [] if old_title == new_title else [f"the title is now “{new_title}”"]
    before = _by_id(old)
    for one in new:
        if one.id not in before:
            said.append(f"`{one.id}` ({one.name}) joins as {' and '.join(one.roles)}")
        elif before[one.id] != (one.name, frozenset(one.roles)):
            said.append(f"`{one.id}` is now {one.name}, {' and '.join(one.roles)}")
    return said


def _settings_words(old: ReviewSettings, new: ReviewSettings) -> list[str]:
    if old == new:
        return []
    return [
        "submissions say from now on in how many minutes a study was coded"
        if new.minutes_in_exports
        else "submissions no longer say in how many minutes a study was coded"
    ]

"""The change log of a codebook: every publication, what it changed, and what was said of earlier answers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from twofold.codebook.carrying import Carry, Rule
from twofold.codebook.changes import changes
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.record.plan_documents import CodebookDocument
from twofold.review.plan import Plan
from twofold.review.versions import rules_of


@dataclass(frozen=True, slots=True)
class Published:
    """One publication: the document's id, the version in words, day and lead, what changed, and what was said of the
    answers given before it. ``in_force`` says that coding uses it now."""

    id: str
    version: str
    day: str
    by: str
    changes: tuple[str, ...]
    rules: tuple[str, ...]
    in_force: bool


def publications(plan: Plan) -> tuple[Published, ...]:
    """Every publication of the review's codebook, the first one first."""
    books = plan.codebooks
    in_force = "" if plan.codebook is None else plan.codebook[0]
    order = sorted(books, key=lambda key: (_depth(books, key), books[key].at, key))
    return tuple(
        Published(
            key,
            books[key].version,
            books[key].at[:10],
            _name(plan, books[key].by),
            tuple(dict.fromkeys(_changes(books, key))),
            tuple(f"`{one.field}`: {_said(one)}" for one in rules_of(books[key]).values()),
            key == in_force,
        )
        for key in order
    )


def book_called(plan: Plan, version: str) -> Codebook | None:
    """The codebook last published under that version; ``None`` where none was.

    Raises:
        BadCodebook: this Twofold cannot read it.
    """
    named = [one.id for one in publications(plan) if one.version == version]
    return read_codebook(plan.codebooks[named[-1]].text, "the published codebook") if named else None


def _name(plan: Plan, person: str) -> str:
    found = plan.standing.person(person)
    return person if found is None else found.name


def _depth(books: Mapping[str, CodebookDocument], key: str) -> int:
    """How many publications lie before one, along the longest line of them."""
    depths: dict[str, int] = {}
    waiting = [key]
    while waiting:
        one = waiting[-1]
        before = [old for old in books[one].replaces if old in books]
        missing = [old for old in before if old not in depths]
        if missing:
            waiting += missing
            continue
        depths[one] = 1 + max((depths[old] for old in before), default=0)
        waiting.pop()
    return depths[key]


def _changes(books: Mapping[str, CodebookDocument], key: str) -> Iterator[str]:
    try:
        after = read_codebook(books[key].text, "a published codebook")
        for old in books[key].replaces:
            if old in books:
                for one in changes(read_codebook(books[old].text, "an earlier codebook"), after):
                    yield one.words
    except BadCodebook:
        yield "This Twofold cannot read one of the two versions, so what changed is not told"


def _said(rule: Rule) -> str:
    pairs = ", ".join(f"`{old}` is now `{new}`" for old, new in rule.options.items())
    return f"{rule.carry.words} ({pairs})" if rule.carry is Carry.MAPPED and pairs else rule.carry.words

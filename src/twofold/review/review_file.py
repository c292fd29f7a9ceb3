"""`review.toml`, the lead's draft of title and people: read with sentences for what is wrong, and written anew."""

import json
import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from twofold.record.document import Role
from twofold.record.plan_documents import PersonEntry, ReviewSettings
from twofold.store.append import cause_of
from twofold.store.place import REVIEW_FILE
from twofold.values.plaintext import one_line, visible

_ROLES: tuple[Role, ...] = ("lead", "reviewer", "arbiter")
_PERSON = re.compile(r"[a-z][a-z0-9-]{0,31}")
_LONGEST = 500


class BadReviewFile(Exception):
    """A draft that cannot be published; the message is a sentence with the way out."""


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """What the lead wrote down: the title, the people and the settings."""

    title: str
    people: tuple[PersonEntry, ...]
    settings: ReviewSettings


class _Person(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    id: str
    name: str
    roles: list[str]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)
    format: int
    review: str
    title: str
    people: list[_Person]
    settings: ReviewSettings = ReviewSettings()


def read_review_file(folder: Path) -> ReviewDraft:
    """The draft in a review folder.

    Raises:
        BadReviewFile: it cannot be read, or says something that cannot be published.
    """
    path = folder / REVIEW_FILE
    try:
        text = path.read_text("utf-8-sig")
        content = _File.model_validate(tomllib.loads(text))
    except OSError as error:
        raise BadReviewFile(f"`{path}` could not be read: {cause_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise BadReviewFile(f"`{path}` is not UTF-8 text. Save it as UTF-8.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadReviewFile(f"`{REVIEW_FILE}` is not proper TOML: {error}. Mend that line.") from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise BadReviewFile(f"`{REVIEW_FILE}`: `{where}`: {first['msg']}.") from error
    try:
        people = checked_people([(one.id, one.name, one.roles) for one in content.people])
        return ReviewDraft(checked_title(content.title), people, content.settings)
    except BadReviewFile as error:
        raise BadReviewFile(f"`{REVIEW_FILE}`: {error}") from error


def checked_title(given: str) -> str:
    """The title of a review as it is kept.

    Raises:
        BadReviewFile: there is none, or it is too long.
    """
    title = one_line(given)
    if not title:
        raise BadReviewFile("The review has no title. Give it one; it may be changed at any time.")
    if len(title) > _LONGEST:
        raise BadReviewFile(f"The title has {len(title)} characters; {_LONGEST} are kept. Shorten it.")
    return title


def checked_people(given: Sequence[tuple[str, str, Sequence[str]]]) -> tuple[PersonEntry, ...]:
    """People from (id, name, roles).

    Raises:
        BadReviewFile: an id that is none or stands twice, an unknown role, or no lead.
    """
    people: list[PersonEntry] = []
    for key, name, roles in given:
        if not _PERSON.fullmatch(key):
            raise BadReviewFile(
                f"`{visible(key)}` cannot be a person's id. Use small letters, digits and hyphens, beginning with a"
                " letter, such as `anna` or `anna-b`."
            )
        if any(one.id == key for one in people):
            raise BadReviewFile(f"Two people have the id `{key}`. Give one of them another, such as `{key}-2`.")
        unknown = [one for one in roles if one not in _ROLES]
        if unknown:
            raise BadReviewFile(f"`{visible(unknown[0])}` is no role. The roles are: {', '.join(_ROLES)}.")
        wanted = tuple(role for role in _ROLES if role in roles)
        if not wanted:
            raise BadReviewFile(f"`{key}` has no role. Give at least one of: {', '.join(_ROLES)}.")
        called = one_line(name) or key
        if len(called) > _LONGEST:
            raise BadReviewFile(f"The name of `{key}` has {len(called)} characters; {_LONGEST} are kept. Shorten it.")
        twice = next((one.id for one in people if one.name.casefold() == called.casefold()), "")
        if twice:
            raise BadReviewFile(
                f"`{twice}` and `{key}` are both called {called}. People are told apart by their names on the screens:"
                " add an initial or a place to one of them."
            )
        people.append(PersonEntry(id=key, name=called, roles=wanted))
    if not any("lead" in one.roles for one in people):
        raise BadReviewFile("Nobody has the role `lead`. A review needs one: the lead publishes and releases.")
    return tuple(people)


def id_for(name: str, taken: Sequence[str] = ()) -> str:
    """An id made from a person's name: the first word in plain small letters, numbered if it is taken."""
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z][a-z0-9]*", plain)
    start = (words[0] if words else "person")[:28]
    made, number = start, 2
    while made in taken:
        made, number = f"{start}-{number}", number + 1
    return made


def review_file_text(review: str, title: str, people: Sequence[PersonEntry]) -> str:
    """The text of a `review.toml`."""
    entries = "\n".join(
        f"[[people]]\nid = {_quoted(one.id)}\nname = {_quoted(one.name)}\n"
        f"roles = [{', '.join(map(_quoted, one.roles))}]\n"
        for one in people
    )
    return f"""# This review. Change the title and the people here, then run `twofold publish` for it to count.

format = 1
review = {_quoted(review)}  # which review this is; never change it
title = {_quoted(title)}

# A person's id is for ever: it stands in every answer. Names and roles may change.
# Roles: "lead" publishes, assigns and releases; "reviewer" codes; "arbiter" settles what others coded.

{entries}
# Whether a submission says in how many minutes the study was coded, so that exports can tell. The times themselves
# never leave a person's device. The app tells everyone before they submit.
[settings]
minutes_in_exports = false
"""


def _quoted(text: str) -> str:
    return json.dumps(visible(text), ensure_ascii=False)

"""Commands of the lead: publishing the drafts."""

from collections.abc import Sequence
from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.codebook.carrying import Carry, Rule
from twofold.review.publishing import CannotPublish, drafted
from twofold.review.publishing import publish as write_publication
from twofold.values.plaintext import visible


def publish(
    folder: Path | None,
    person: str,
    wording: Sequence[str],
    mapped: Sequence[str],
    changed: Sequence[str],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Publish what changed in the drafts, or say what would be.

    ``wording`` and ``changed`` are fields whose earlier answers mean what they meant, or no longer do; ``mapped`` says
    which option an earlier one is now, as `field:old=new`.
    """
    rules = rules_said(wording, mapped, changed)
    review = open_review(folder, person, writing=True)
    try:
        publication = drafted(review, rules)
        if publication.documents and not dry_run:
            write_publication(review, publication)
    except CannotPublish as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    if as_json:
        print_json(
            "publish",
            {"changes": list(publication.words), "published": bool(publication.documents) and not dry_run},
        )
        return
    for words in publication.words:
        say(f"  {visible(words)}")
    if not publication.documents:
        say("The drafts say what is already in force. Nothing to publish.")
    else:
        say("Nothing was written." if dry_run else "Published. Reviewers get it with your plan log.")


def rules_said(wording: Sequence[str], mapped: Sequence[str], changed: Sequence[str]) -> dict[str, Rule]:
    """The rules that the options of the command say, by field; a usage error where two speak of one field."""
    rules: dict[str, Rule] = {}
    options: dict[str, dict[str, str]] = {}
    for one in mapped:
        field, colon, pair = one.partition(":")
        old, equals, new = pair.partition("=")
        if not (field and colon and old and equals and new):
            fail(f"`--map {one}`: write it as FIELD:OLD=NEW, such as `design:cohort=observational`.", Exit.USAGE)
        options.setdefault(field, {})[old] = new
    said = [(field, Carry.WORDING) for field in wording] + [(field, Carry.MEANING) for field in changed]
    for field, carry in [*said, *((field, Carry.MAPPED) for field in options)]:
        if field in rules:
            fail(f"`{field}` cannot be both {rules[field].carry} and {carry}. Say one of them.", Exit.USAGE)
        rules[field] = Rule(field, carry, options.get(field, {}))
    return rules

"""Templates listed, and put behind the drafted codebook."""

from pathlib import Path

from twofold.cli.codebooks import folder_of_review
from twofold.cli.exits import Exit, fail, print_json, say
from twofold.codebook.model import FieldIs, Unit
from twofold.codebook.templates import CannotAdd, added, template, templates
from twofold.review.drafting import write_draft
from twofold.store.append import cause_of
from twofold.store.place import CODEBOOK_FILE
from twofold.values.counting import count_of
from twofold.values.plaintext import normal


def show_templates(*, as_json: bool) -> None:
    """Print every template."""
    found = templates()
    if as_json:
        print_json(
            "templates",
            {
                "templates": [
                    {
                        "name": one.name,
                        "title": one.title,
                        "fields": one.fields,
                        "citation": one.citation,
                        "wording": one.wording,
                    }
                    for one in found
                ]
            },
        )
        return
    width = max(len(one.name) for one in found)
    for one in found:
        say(f"{one.name:<{width}}  {one.title}, {count_of(one.fields, 'field')}")
        if one.citation:
            say(f"{'':<{width}}  {one.citation}; {one.wording}")


def add_to_draft(name: str, when: str, unit: str, folder: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Put a template behind the draft, whose text stays as it is."""
    target = folder_of_review(folder) / CODEBOOK_FILE
    if unit and unit not in set(Unit):
        fail(f"`{unit}` is no unit. Say study or row.", Exit.USAGE)
    try:
        before = normal(target.read_text("utf-8-sig"))
        part = template(name)
        text = added(before, part, _rule(when), Unit(unit) if unit else None)
        if not dry_run:
            write_draft(target, text, keep=False)
    except CannotAdd as error:
        fail(str(error), Exit.REFUSED)
    except OSError as error:
        fail(f"`{target}`: {cause_of(error)}.", Exit.REFUSED)
    except UnicodeDecodeError:
        fail(f"`{target}` is not UTF-8 text. Save it as UTF-8.", Exit.REFUSED)
    if as_json:
        fields = [one.id for one in part.fields]
        print_json("template-add", {"template": name, "fields": list(fields), "written": not dry_run})
        return
    say(f"{part.title}: {count_of(len(part.fields), 'field')} put behind the draft.")
    say("Nothing was written." if dry_run else "Look it over and run `twofold publish`.")


def _rule(when: str) -> FieldIs | None:
    if not when:
        return None
    field, equals, values = when.partition("=")
    found = tuple(one.strip() for one in values.split(",") if one.strip())
    if not (field.strip() and equals and found):
        fail(f"`--when {when}`: write it as FIELD=A,B, such as `design=rct,cluster_rct`.", Exit.USAGE)
    return FieldIs(field.strip(), found)

"""What reconciling taught: feedback for reviewers, fields to be mended, and questions to authors."""

import csv
from collections.abc import Sequence
from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.reconciling import desk
from twofold.export.choices import CannotExport
from twofold.export.replacing import replacing_file
from twofold.reconcile.asking import mails
from twofold.reconcile.causes import causes
from twofold.reconcile.feedback import Feedback, as_text, feedback_for
from twofold.reconcile.wording import CAUSES
from twofold.store.named_files import MayNotWrite, named_place
from twofold.values.plaintext import visible

_MOST = 5


def feedback(folder: Path | None, person: str, round_id: str, *, of: str, table: Path | None, as_json: bool) -> None:
    """Where a reviewer's codes differed from what holds now: one's own, or for a lead everybody's."""
    with desk(folder, person, round_id, writing=False) as found:
        review = found.review
        matters = found.matters()
        coders = sorted({who for one in matters for who in one.coders})
        is_lead = "lead" in review.plan.standing.held.get(review.person, frozenset())
        if of and of != review.person and not is_lead:
            fail("Feedback on others is the lead's to hand out. Leave --of out for your own.", Exit.REFUSED)
        if of and of not in coders:
            fail(f"`{visible(of)}` has no codes that are open for comparison to you.", Exit.USAGE)
        wanted = [of] if of else coders if is_lead else [review.person]
        packs = [feedback_for(one, matters) for one in wanted]
        notes = found.waiting_words()
    if table is not None:
        _write(table, packs)
    if as_json:
        print_json(
            "feedback",
            {
                "reviewers": [
                    {
                        "person": one.person,
                        "compared": one.compared,
                        "differing": [
                            {
                                "field": each.field,
                                "study": each.number,
                                "row": each.row_name,
                                "said": each.said,
                                "holds": each.holds,
                                "how": each.how,
                                "reason": each.why,
                                "cause": each.cause,
                            }
                            for each in one.lessons
                        ],
                    }
                    for one in packs
                ]
            },
        )
        return
    if table is not None:
        say(f"Written to {table}.")
        return
    for one in packs:
        say(as_text(one))
    for sentence in notes:
        say(visible(sentence))


def _write(path: Path, packs: Sequence[Feedback]) -> None:
    try:
        with (
            replacing_file(named_place(path)) as new,
            new.open("x", encoding="utf-8-sig", newline="") as file,
        ):
            writer = csv.writer(file)
            writer.writerow(("person", "field", "study", "row", "said", "holds", "how", "reason", "cause"))
            for one in packs:
                for each in one.lessons:
                    where = (one.person, each.field, each.number, each.row_name)
                    writer.writerow((*where, each.said, each.holds, each.how, each.why, each.cause))
    except MayNotWrite as error:
        fail(str(error), Exit.REFUSED)
    except CannotExport as error:
        fail(str(error))


def why(folder: Path | None, person: str, round_id: str, *, as_json: bool) -> None:
    """Which fields are to be mended, with the causes given and the pairs of answers."""
    with desk(folder, person, round_id, writing=False) as found:
        ranked = causes(found.matters())
        notes = found.waiting_words()
    if as_json:
        print_json(
            "causes",
            {
                "fields": [
                    {
                        "field": one.field,
                        "label": one.label,
                        "differed": one.differed,
                        "to_mend": one.to_mend,
                        "causes": dict(one.causes),
                        "pairs": [[first, second, count] for first, second, count in one.pairs],
                    }
                    for one in ranked
                ]
            },
        )
        return
    for one in ranked:
        told = ", ".join(f"{count} {CAUSES[cause]}" for cause, count in one.causes.items()) or "no cause given"
        say(f"{one.field}: coders differed in {one.differed}; {told}")
        for first, second, count in one.pairs[:_MOST]:
            say(f"  {count:>4}  {visible(first)}{f' / {visible(second)}' if second else ' chosen by one alone'}")
    if not ranked:
        say("No two coders differ on what is open for comparison to you.")
    for sentence in notes:
        say(visible(sentence))


def questions(folder: Path | None, person: str, round_id: str, *, as_json: bool) -> None:
    """What waits for the authors, as one mail for each study."""
    with desk(folder, person, round_id, writing=False) as found:
        asked = mails(found)
    if as_json:
        print_json(
            "questions",
            {
                "studies": [
                    {
                        "study": one.number,
                        "label": one.label,
                        "questions": [
                            {
                                "field": each.field,
                                "row": each.row_name,
                                "question": each.text,
                                "by": each.by,
                                "at": each.at,
                            }
                            for each in one.questions
                        ],
                        "mail": one.text,
                    }
                    for one in asked
                ]
            },
        )
        return
    for one in asked:
        say(f"--- {one.number} {visible(one.label)}: {len(one.questions)} to ask")
        say(one.text)
    if not asked:
        say("Nothing waits for authors.")

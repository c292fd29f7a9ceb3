"""The list of disagreements, and decisions that were made in a meeting."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import ItemView, view_of
from twofold.reconcile.meeting import BadTable, Meeting, read_meeting, table_of
from twofold.reconcile.queue import Choice, Item, ItemKind, Order, Stage, State
from twofold.record.disagreements import Kind
from twofold.review.leading import Refused, study_keys
from twofold.review.open import CannotOpen
from twofold.store.append import cause_of
from twofold.store.named_files import MayNotWrite, named_place
from twofold.values.answers import answer_to_json
from twofold.values.canonical import Json
from twofold.values.counting import count_of
from twofold.values.plaintext import visible

KINDS = (*(one.value for one in ItemKind if one is not ItemKind.DISAGREEMENT), *(one.value for one in Kind))


@contextmanager
def desk(folder: Path | None, person: str, round_id: str, *, writing: bool) -> Iterator[Desk]:
    """The desk of a person with all released studies taken in. Where it cannot be, the command ends with a sentence."""
    review = open_review(folder, person, writing=writing)
    try:
        review.look()
        review.take_in()
        if round_id and round_id != "main" and round_id not in review.plan.rounds:
            fail(f"There is no round `{visible(round_id)}`. Leave --round out for the main one.", Exit.USAGE)
        found = Desk(review, round_id)
        for _ in found.load():
            pass
        yield found
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()


def disagreements(
    folder: Path | None,
    person: str,
    round_id: str,
    *,
    studies: Sequence[str],
    fields: Sequence[str],
    kinds: Sequence[str],
    stage: str,
    every: bool,
    by_field: bool,
    table: Path | None,
    as_json: bool,
) -> None:
    """List what is to be settled, or write it as a table to be filled in."""
    if unknown := [one for one in kinds if one not in KINDS]:
        fail(f"There is no kind `{visible(unknown[0])}`. Choose of: {', '.join(KINDS)}.", Exit.USAGE)
    if stage and stage not in tuple(Stage):
        fail(f"There is no step `{visible(stage)}`. Choose one of: {', '.join(Stage)}.", Exit.USAGE)
    with desk(folder, person, round_id, writing=False) as found:
        try:
            keys = study_keys(found.review, studies)
        except Refused as error:
            fail(str(error), Exit.USAGE)
        if strange := [one for one in fields if one not in found.codebook.by_id]:
            fail(f"`{visible(strange[0])}` is no field of the codebook.", Exit.USAGE)
        items = [
            one
            for one in found.items(
                Choice(
                    Stage(stage) if stage else None,
                    keys,
                    tuple(fields),
                    (),
                    (),
                    () if every else (State.OPEN, State.HELD, State.LEFT_OPEN, State.DEFERRED, State.WAITING),
                ),
                Order.FIELD if by_field else Order.STUDY,
            )
            if not kinds or one.kind in kinds or (one.kind is ItemKind.DISAGREEMENT and one.difference in kinds)
        ]
        if table is not None:
            _write(table, table_of(found, items))
        if as_json:
            print_json("disagreements", _listed(found, items))
        elif table is not None:
            say(f"{count_of(len(items), 'item')} in {table}. Fill in `decision`; `twofold decide {table}` takes it.")
        else:
            _print(found, items)


def _print(found: Desk, items: Sequence[Item]) -> None:
    study = ""
    for one in items:
        view = view_of(found, one)
        if one.key.study != study:
            study = one.key.study
            say(f"{one.number} {visible(one.label)}")
        row = f" [{visible(one.row_name)}]" if one.row_name else ""
        what = one.difference.words if one.difference and one.kind is ItemKind.DISAGREEMENT else one.kind.words
        held = {State.HELD: ", once that is settled", State.LEFT_OPEN: ", left open"}.get(one.state, "")
        say(f"  {one.key.field or 'study'}{row}: {what}{held}")
        for side in view.sides:
            name = f"{side.letter} {side.name}".rstrip()
            place = f"  ({visible(side.now.evidence.place)})" if side.now.evidence.place else ""
            say(f"      {name}: {visible(side.answer)}{place}")
        for line in (*view.said, *view.hints, *filter(None, [view.settled])):
            say(f"      {visible(line)}")
    counts = Counter(one.kind.words for one in items)
    if items:
        say("")
        say(", ".join(f"{words}: {count}" for words, count in counts.most_common()))
    say(f"{found.progress().words}.")
    for sentence in found.waiting_words():
        say(visible(sentence))


def _listed(found: Desk, items: Sequence[Item]) -> dict[str, Json]:
    progress = found.progress()
    return {
        "review": found.review.id,
        "items": [_item(view_of(found, one)) for one in items],
        "settled": progress.settled,
        "open": progress.open,
        "deferred": progress.deferred,
        "waiting": progress.waiting,
        "notes": list(found.waiting_words()),
    }


def _item(view: ItemView) -> Json:
    one = view.item
    return {
        "study": one.number,
        "label": one.label,
        "row": one.row_name,
        "field": one.key.field,
        "kind": one.kind.value,
        "difference": None if one.difference is None else one.difference.value,
        "state": one.state.value,
        "how": None if one.how is None else one.how.value,
        "blocks": one.blocks,
        "mine": one.mine,
        "blind": one.blind,
        "sides": [
            {
                "letter": side.letter,
                "person": side.name,
                "asked": side.asked,
                "answer": answer_to_json(side.coded.answer),
                "now": answer_to_json(side.now.answer),
                "report": side.now.evidence.report,
                "place": side.now.evidence.place,
                "quote": side.now.evidence.quote,
                "reason": side.now.reason,
                "confidence": None if side.now.confidence is None else side.now.confidence.value,
                "stands": side.stood,
            }
            for side in view.sides
        ],
        "evidence": view.evidence,
        "hints": list(view.hints),
        "said": list(view.said),
        "settled": view.settled,
    }


def _write(path: Path, text: str) -> None:
    try:
        with named_place(path, keeping="may hold decisions").open("x", encoding="utf-8-sig", newline="") as file:
            file.write(text)
    except MayNotWrite as error:
        fail(str(error), Exit.REFUSED)
    except OSError as error:
        fail(f"`{path}` could not be written: {cause_of(error)}.")


def decide(
    file: Path, folder: Path | None, person: str, round_id: str, *, sound_ones: bool, dry_run: bool, as_json: bool
) -> None:
    """Take the decisions of a filled-in table: all of them, or none; with ``sound_ones``, those that can be taken."""
    try:
        text = file.read_text("utf-8-sig")
    except OSError as error:
        fail(f"`{file}` could not be read: {cause_of(error)}.")
    except UnicodeDecodeError:
        fail(f"`{file}` is not UTF-8 text. Save it as CSV UTF-8.", Exit.REFUSED)
    with desk(folder, person, round_id, writing=True) as found:
        try:
            meeting = read_meeting(found, text)
            whole = sound_ones or not meeting.refused
            if whole and not dry_run:
                found.carry_out(meeting.proposed)
        except BadTable as error:
            fail(f"`{file}`: {error}", Exit.REFUSED)
        except Refused as error:
            fail(str(error), Exit.REFUSED)
    written = whole and not dry_run and bool(meeting.proposed.documents)
    _told(file, meeting, written=written, dry_run=dry_run, as_json=as_json)
    if meeting.refused:
        raise SystemExit(Exit.FINDINGS if sound_ones else Exit.REFUSED)


def _told(file: Path, meeting: Meeting, *, written: bool, dry_run: bool, as_json: bool) -> None:
    if as_json:
        print_json(
            "decide",
            {
                "lines": [{"line": one.line, "words": one.words, "refused": one.refused} for one in meeting.entered],
                "decided": len(meeting.entered) - len(meeting.refused),
                "refused": len(meeting.refused),
                "written": written,
            },
        )
        return
    for one in meeting.entered:
        said = f"{file.name}, line {one.line}: refused: {one.words}" if one.refused else f"  {one.words}"
        say(visible(said))
    if written:
        say(f"{count_of(len(meeting.proposed.documents), 'decision')} saved.")
    elif meeting.refused and not dry_run:
        say("Nothing was written. Mend those lines, or take the others with --sound-ones.")
    else:
        say("Nothing was written." if meeting.entered else "No line has a decision; nothing was written.")

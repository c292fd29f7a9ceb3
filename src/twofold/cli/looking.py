"""Commands that read: where the review stands, one's own codes of a study, and the state of the logs."""

from collections import Counter
from pathlib import Path
from typing import cast

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.exchange.storing import waiting
from twofold.review.checking import CheckedLog, check_logs
from twofold.review.identity import remembered_person, review_of
from twofold.review.open import CannotOpen, Review
from twofold.review.querying import codes_of
from twofold.review.releasing import candidates
from twofold.review.third_readers import third_reader_words
from twofold.review.views import State, StudyCard
from twofold.review.visibility import may_see
from twofold.store.append import cause_of
from twofold.store.folder import Logs, NoReview
from twofold.store.place import find_review
from twofold.values.answers import Answer, Blank, Chosen, OffScale, Value, answer_to_json
from twofold.values.canonical import Json
from twofold.values.counting import count_of
from twofold.values.plaintext import visible


def status(folder: Path | None, person: str, *, as_json: bool) -> None:
    """Print where the review stands for this person."""
    review = open_review(folder, person, writing=False)
    try:
        standings = [(card, review.standing(card.key)) for card in review.cards()]
        progress = review.progress()
        ready = _ready_to_open(review)
        aside = (*waiting(review), *third_reader_words(review))
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)
    if as_json:
        content: dict[str, Json] = {
            "review": review.id,
            "title": review.title,
            "person": review.person,
            "studies": [
                {
                    "number": card.number,
                    "label": card.label,
                    "state": one.state.name.lower(),
                    "answered": one.answered,
                    "asked": one.asked,
                    "to_settle": one.conflicts,
                    "submitted_at": one.submitted_at,
                }
                for card, one in standings
            ],
            "people": [
                {
                    "person": one.person,
                    "arrived": one.arrived,
                    "submitted": one.submitted,
                    "begun": one.begun,
                    "studies": one.total,
                }
                for one in progress
            ],
            "told": list(review.told),
            "waiting": list(aside),
            **({} if ready is None else {"ready_to_open": list(ready)}),
        }
        print_json("status", content)
        return
    say(visible(review.title))
    say(f"You are {review.person}.")
    counts = Counter(one.state for _, one in standings)
    for state in State:
        if counts[state]:
            say(f"  {counts[state]:>5}  {state.value}")
    if not standings:
        say("  No studies yet. The lead brings them in with `twofold import FILE`.")
    for one in progress:
        say(f"{visible(one.name)} ({one.person}): {one.words_for(review.person)}")
    key = review.next_to_code()
    if key is not None:
        card = next(card for card, _ in standings if card.key == key)
        say(f"Next: {card.number} {visible(card.label)} ({review.standing(key).words})")
    if ready:
        shown = f"{', '.join(ready[:8])}{' …' if len(ready) > 8 else ''}"
        say(f"Ready to be opened for comparison: {len(ready)} ({shown}). `twofold release --ready` opens them.")
    for sentence in (*review.told, *aside):
        say(visible(sentence))


def _ready_to_open(review: Review) -> tuple[str, ...] | None:
    """The numbers of the studies that a lead may open for comparison now; nothing for who is no lead."""
    person = review.plan.standing.person(review.person)
    if person is None or "lead" not in person.roles:
        return None
    return tuple(one.number for one in candidates(review) if not one.why_not)


def codes(study: str, folder: Path | None, person: str, *, history: bool, as_json: bool) -> None:
    """Print this person's codes of a study."""
    review = open_review(folder, person, writing=False)
    card = study_called(review, study)
    try:
        found = codes_of(review, card.key, history=history)
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)
    except OSError as error:
        fail(f"Your log could not be read: {cause_of(error)}.")
    if as_json:
        print_json(
            "codes",
            {
                "study": card.number,
                "label": card.label,
                "person": review.person,
                "codes": [
                    {
                        "id": one.id,
                        "field": one.document.field,
                        "row": one.document.row,
                        "answer": answer_to_json(one.document.answer),
                        "evidence": None
                        if one.document.evidence is None
                        else cast(Json, one.document.evidence.model_dump()),
                        "reason": one.document.reason,
                        "note": one.document.note,
                        "confidence": one.document.confidence,
                        "at": one.document.at,
                        "current": one.current,
                    }
                    for one in found
                ],
            },
        )
        return
    current = count_of(sum(one.current for one in found), "current code")
    say(f"{card.number} {visible(card.label)}: {current} of {review.person}")
    width = max((len(one.document.field) for one in found), default=0)
    for one in found:
        row = f" [{one.document.row[:4]}]" if one.document.row else ""
        mark = " " if one.current else "·"
        say(f"{mark} {one.document.field:<{width}}{row}  {visible(answer_words(one.document.answer))}")
        coded = one.document.coded
        if coded.evidence:
            say(f"      {visible(coded.evidence.place)} “{visible(coded.evidence.quote)}”")
        if coded.reason:
            say(f"      because: {visible(coded.reason)}")
        if coded.note:
            say(f"      note: {visible(coded.note)}")
    for sentence in third_reader_words(review, [card.key]):
        say(sentence)


def log_check(folder: Path | None, *, as_json: bool) -> None:
    """Check every line of every log, and say what was found."""
    place = folder or find_review(Path.cwd())
    if place is None:
        fail("There is no review here. Name it with --review.", Exit.USAGE)
    try:
        review, broken = review_of(place)
    except NoReview as error:
        fail(str(error), Exit.REFUSED)
    logs = Logs(place, review)
    found = check_logs(logs)
    findings = [*filter(None, [broken]), *found.findings]
    person = remembered_person(review)
    if as_json:
        print_json(
            "log-check",
            {
                "review": logs.review,
                "logs": [
                    {
                        "file": one.name,
                        "person": one.person,
                        "kind": one.kind,
                        "lines": one.lines,
                        "last_line": one.head.line,
                        "digest": one.head.digest if digest_is_visible(one, person) else None,
                        "unfinished_bytes": one.tail,
                        "findings": list(one.findings),
                    }
                    for one in found.logs
                ],
                "findings": findings,
            },
        )
    else:
        for one in found.logs:
            say(f"{one.name}: {count_of(one.lines, 'line')}, {'no damage' if not one.findings else 'see below'}")
            for sentence in one.findings:
                say(f"  {visible(sentence)}")
        for sentence in findings:
            say(visible(sentence))
        say(
            "Digests find damage and careless edits, not somebody who recomputes them; a log whose end is missing is"
            " only an older copy, unless another log has seen more."
        )
    if findings or any(one.findings for one in found.logs):
        raise SystemExit(Exit.FINDINGS)


def digest_is_visible(log: CheckedLog, person: str) -> bool:
    """Whether the digest of a log's last line may be shown: it follows from every code in the log."""
    return log.kind == "plan" or may_see(person, log.person, released=False, owes=True)


def study_called(review: Review, study: str) -> StudyCard:
    """The study with that number or label; where there is none, or several, the command ends with a sentence."""
    wanted = study.casefold()
    found = [card for card in review.cards() if wanted in (card.number.casefold(), card.label.casefold())]
    if len(found) != 1:
        fail(f"No study is called `{visible(study)}`. Give its number, such as S012.", Exit.USAGE)
    return found[0]


def answer_words(answer: Answer) -> str:
    """The answer as a line of a command tells it."""
    match answer:
        case Value(text):
            return text
        case Chosen(options):
            return ", ".join(sorted(options)) or "(none of these)"
        case OffScale():
            return answer.words
        case Blank():
            return "(blank)"

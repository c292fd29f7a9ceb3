"""Commands of the lead on who codes what, calibration rounds, and opening studies for comparison."""

from collections.abc import Callable, Sequence
from pathlib import Path

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.record.document import MAIN_ROUND, Document
from twofold.review.assigning import propose, propose_everyone, propose_sample
from twofold.review.leading import Proposed, Refused, carry_out, study_keys
from twofold.review.listing_rows import propose_rows
from twofold.review.open import CannotOpen, Review
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_closing, propose_round
from twofold.review.same_studies import propose_apart, propose_same
from twofold.values.plaintext import visible


def everyone(folder: Path | None, person: str, *, dry_run: bool, as_json: bool) -> None:
    """Everyone codes everything."""
    act(folder, person, "assign", propose_everyone, dry_run=dry_run, as_json=as_json)


def sample(
    folder: Path | None, person: str, people: str, share: int, seed: int, *, dry_run: bool, as_json: bool
) -> None:
    """A random share is coded twice."""
    who = _named(people)
    act(
        folder,
        person,
        "assign",
        lambda review: propose_sample(review, who, share, seed),
        dry_run=dry_run,
        as_json=as_json,
    )


def hand(folder: Path | None, person: str, given: Sequence[str], *, dry_run: bool, as_json: bool) -> None:
    """Studies go to the people named."""
    wanted: list[tuple[str, tuple[str, ...]]] = []
    for one in given:
        study, sign, people = one.partition("=")
        if not sign or not study:
            fail(f"`{visible(one)}` is no assignment. Write STUDY=PEOPLE, such as S001=anna,ben.", Exit.USAGE)
        wanted.append((study, _named(people)))
    act(folder, person, "assign", lambda review: _by_hand(review, wanted), dry_run=dry_run, as_json=as_json)


def open_round(
    folder: Path | None,
    person: str,
    name: str,
    studies: Sequence[str],
    people: str,
    raw: int,
    *,
    all_discussed: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Open a calibration round."""
    who = _named(people)
    act(
        folder,
        person,
        "round",
        lambda review: propose_round(review, name, study_keys(review, studies), who, raw, all_discussed=all_discussed),
        dry_run=dry_run,
        as_json=as_json,
    )


def close_round(folder: Path | None, person: str, name: str, *, keep: bool, dry_run: bool, as_json: bool) -> None:
    """Close a calibration round."""
    act(
        folder,
        person,
        "round",
        lambda review: _closing(review, name, keep=keep),
        dry_run=dry_run,
        as_json=as_json,
    )


def _closing(review: Review, name: str, *, keep: bool) -> Proposed:
    """The closing, told after how the round came out. A rule that is not met stops nobody: the lead decides."""
    from twofold.comparison.calibration import calibration_of

    proposed = propose_closing(review, name, keep=keep)
    found = calibration_of(review, name)
    words = proposed.words if found.met else (*proposed.words, "closed although the rule is not met")
    return Proposed((*found.sentences, *words), proposed.documents)


def round_status(folder: Path | None, person: str, name: str, *, as_json: bool) -> None:
    """A calibration round against its rule; ends with 3 where the rule is not met."""
    from twofold.agreement import BadCodes
    from twofold.comparison.calibration import calibration_of

    review = open_review(folder, person, writing=False)
    try:
        review.look()
        review.take_in()
        if name not in review.plan.rounds:
            known = ", ".join(sorted(review.plan.rounds)) or "none so far"
            fail(f"There is no round `{visible(name)}`. The rounds of this review: {known}.", Exit.USAGE)
        found = calibration_of(review, name)
        state = review.plan.round(name).state
    except (CannotOpen, BadCodes) as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    if as_json:
        print_json(
            "round",
            {
                "round": found.round,
                "name": found.name,
                "state": state,
                "rule": None
                if found.least is None
                else {"raw_agreement": found.least, "all_discussed": found.all_discussed},
                "studies": found.studies,
                "compared": found.compared,
                "agreed": found.agreed,
                "units": found.units,
                "items": [{"field": one.field, "agreed": one.agreed, "units": one.units} for one in found.items],
                "disagreements": found.disagreements,
                "undiscussed": found.undiscussed,
                "met": found.met,
            },
        )
    else:
        say(f"Round “{visible(found.name)}”, {'open' if state == 'open' else 'closed'}.")
        for sentence in found.sentences:
            say(f"  {visible(sentence)}")
    if not found.met:
        raise SystemExit(Exit.FINDINGS)


def release(
    folder: Path | None,
    person: str,
    studies: Sequence[str],
    round_id: str,
    *,
    ready: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Open studies for comparison; of a whole round those that are ``ready``, if so asked."""
    act(
        folder,
        person,
        "release",
        lambda review: propose_release(review, study_keys(review, studies), round_id or MAIN_ROUND, ready=ready),
        dry_run=dry_run,
        as_json=as_json,
    )


def same(folder: Path | None, person: str, studies: Sequence[str], *, dry_run: bool, as_json: bool) -> None:
    """Two studies are one; of one study alone, that it stands alone again."""

    def proposal(review: Review) -> Proposed:
        keys = study_keys(review, studies)
        return propose_apart(review, keys[0]) if len(studies) == 1 else propose_same(review, keys[0], keys[-1])

    if len(studies) > 2:
        fail("Name two studies, the one to keep last; or one, to take it apart from others again.", Exit.USAGE)
    act(folder, person, "same", proposal, dry_run=dry_run, as_json=as_json)


def _by_hand(review: Review, wanted: Sequence[tuple[str, tuple[str, ...]]]) -> Proposed:
    by_round: dict[str, dict[str, tuple[str, ...]]] = {}
    for study, people in wanted:
        key = study_keys(review, [study])[0]
        by_round.setdefault(review.plan.round_of(key), {})[key] = people
    words: list[str] = []
    documents: list[Document] = []
    for round_id, given in by_round.items():
        proposed = propose(review, round_id, given, "by hand")
        words += proposed.words
        documents += proposed.documents
    return Proposed(tuple(words), tuple(documents))


def list_rows(
    folder: Path | None,
    person: str,
    study: str,
    names: Sequence[str],
    *,
    remove: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """The lead lists outcome rows for a study."""

    def proposal(review: Review) -> Proposed:
        (key,) = study_keys(review, [study])
        return propose_rows(review, key, names, remove=remove)

    act(folder, person, "rows", proposal, dry_run=dry_run, as_json=as_json)


def _named(people: str) -> tuple[str, ...]:
    return tuple(sorted({one.strip() for one in people.split(",") if one.strip()}))


def act(
    folder: Path | None,
    person: str,
    schema: str,
    proposal: Callable[[Review], Proposed],
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Carry out what is proposed, or only say it; a refusal ends the command."""
    review = open_review(folder, person, writing=True)
    try:
        # What others have begun and submitted stands in their logs, which opening a review does not read.
        review.look()
        review.take_in()
        proposed = proposal(review)
        if not dry_run:
            carry_out(review, proposed.documents)
    except Refused as error:
        fail(_sentence(error), Exit.REFUSED)
    finally:
        review.close()
    if as_json:
        print_json(
            schema,
            {
                "changes": list(proposed.words),
                "documents": len(proposed.documents),
                "written": bool(proposed.documents) and not dry_run,
            },
        )
        return
    for words in proposed.words:
        say(f"  {visible(words)}")
    if not proposed.documents:
        say("Nothing changes; nothing was written.")
    else:
        say("Nothing was written." if dry_run else "Saved. It reaches the others with `twofold send --to`.")


def _sentence(error: Refused) -> str:
    return "\n".join(visible(line) for line in str(error).splitlines())

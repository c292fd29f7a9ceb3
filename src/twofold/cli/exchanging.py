"""Commands that move copies about and show what they are worth: send, receive, verify."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.looking import digest_is_visible
from twofold.cli.opening import open_review
from twofold.exchange.examining import Fate
from twofold.exchange.joining import join
from twofold.exchange.receiving import CannotReceive, Receiving, receiving
from twofold.exchange.sending import CannotSend, own_packet, packet_for, place_for_packets, write_packet
from twofold.exchange.storing import waiting
from twofold.exchange.telling import beside, log_words, of_whom
from twofold.exchange.verifying import Proof, Verified, seen_words
from twofold.exchange.verifying import verify as verified
from twofold.review.open import CannotOpen, Review
from twofold.review.same_studies import same_by_doi
from twofold.store.append import cause_of
from twofold.store.named_files import MayNotWrite, check_outside
from twofold.store.place import find_review
from twofold.values.canonical import Json
from twofold.values.counting import count_of
from twofold.values.plaintext import visible

if TYPE_CHECKING:
    from twofold.review.checking import CheckedLog


def send(folder: Path | None, person: str, to: str, out: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Make a packet: one's own, or the lead's for somebody."""
    review = open_review(folder, person, writing=False)
    path: Path | None = None
    out = place_for_packets(review.folder) if out is None else out
    try:
        check_outside(out)
        sending = packet_for(review, to) if to else own_packet(review)
        if not dry_run:
            out.mkdir(parents=True, exist_ok=True)
            path = write_packet(review, sending, out)
    except (CannotSend, MayNotWrite) as error:
        fail(str(error), Exit.REFUSED)
    except OSError as error:
        fail(f"`{out}` could not be made: {cause_of(error)}.")
    finally:
        review.close()
    if as_json:
        content: dict[str, Json] = {
            "file": None if path is None else str(path),
            "person": sending.header.person,
            "to": sending.header.to or None,
            "purpose": sending.header.purpose,
            "logs": sending.header.parts,
            "submitted": sending.header.submitted,
            "contains": list(sending.words),
        }
        print_json("send", content)
        return
    for words in sending.words:
        say(f"  {visible(words)}")
    if path is None:
        say("Nothing was written.")
    else:
        say(f"Written and read back: {visible(str(path))} ({path.stat().st_size / 1024:,.0f} KiB)")
        say("Send it by any way you like. On a stick it is safe once the system has let go of the stick.")


def receive(
    files: Sequence[Path],
    folder: Path | None,
    person: str,
    into: Path | None,
    *,
    add_people: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take what others sent, after saying what that is."""
    if into is not None:
        _join(into, files, dry_run=dry_run)
        folder = into
    elif folder is None and find_review(Path.cwd()) is None:
        fail(
            "There is no review here. Go to its folder or name it with --review; if this packet invites you to one,"
            " `twofold receive FILE --into FOLDER` makes its folder.",
            Exit.USAGE,
        )
    review = open_review(folder, person, writing=True) if add_people else _for_reading(folder, person)
    try:
        with receiving(review, files, adding_people=add_people) as found:
            if not dry_run:
                found.take()
            pairs = [] if dry_run or not found.plan else list(same_by_doi(review))
            if as_json:
                print_json("receive", _receiving_json(found, taken=not dry_run))
            else:
                _print(found, dry_run=dry_run)
                for pair in pairs:
                    say(
                        f"{pair.study} and {pair.same_as} have the DOI {visible(pair.doi)}. If they are one study, the"
                        f" lead says so: `twofold same {pair.study} {pair.same_as}`."
                    )
            refused = any(one.refused or one.cut for one in found.accounts) or bool(found.logs(Fate.REFUSED))
    except CannotReceive as error:
        fail(str(error), Exit.REFUSED)
    finally:
        review.close()
    if refused:
        raise SystemExit(Exit.FINDINGS)


def _join(folder: Path, files: Sequence[Path], *, dry_run: bool) -> None:
    if dry_run:
        fail("--into makes the folder of a review, so there is nothing to try out. Leave --dry-run out.", Exit.USAGE)
    try:
        join(folder, files)
    except CannotReceive as error:
        fail(str(error), Exit.REFUSED)


def _for_reading(folder: Path | None, person: str) -> Review:
    """The review, as nobody's where nobody was named: taking what arrived is the same for everyone."""
    place = folder or find_review(Path.cwd())
    try:
        review = Review(place or Path.cwd())
        who = person or review.remembered_person()
        if who:
            review.become(who, writing=False)
    except CannotOpen as error:
        fail(str(error), Exit.REFUSED)
    return review


def _print(found: Receiving, *, dry_run: bool) -> None:
    for words in () if found.joining is None else found.joining.words:
        say(visible(words))
    for one in found.accounts:
        whom = of_whom(one)
        say(visible(f"{one.name}: {whom}" if whom else one.name))
        if one.refused:
            say(f"  refused: {visible(one.refused)}")
        for log in one.logs:
            first, *others = log_words(log)
            say(f"  {visible(first)}")
            for words in others:
                say(f"    {visible(words)}")
        if one.cut:
            say(f"  {one.cut}")
    for words in found.plan:
        say(f"plan: {visible(words)}")
    for words in beside(found):
        say(visible(words))
    taken = len(found.logs(Fate.TAKEN))
    if dry_run:
        say(f"{count_of(taken, 'log')} would be taken. Nothing was written.")
    else:
        say(f"{count_of(taken, 'log')} taken." if taken else "Nothing new.")
        if found.told:
            say(found.told)


def _receiving_json(found: Receiving, *, taken: bool) -> Mapping[str, Json]:
    return {
        "taken": taken,
        "files": [
            {
                "file": one.name,
                "person": None if one.header is None else one.header.person,
                "to": None if one.header is None else one.header.to or None,
                "date": None if one.header is None else one.header.date,
                "refused": one.refused or None,
                "cut": one.cut or None,
                "logs": [
                    {
                        "person": log.person,
                        "kind": log.kind,
                        "fate": log.fate.name.lower(),
                        "why": log.why or None,
                        "codes": log.codes,
                        "submissions": log.submissions,
                        "others": dict(log.others),
                        "notes": list(log.notes),
                    }
                    for log in one.logs
                ],
            }
            for one in found.accounts
        ],
        "plan": list(found.plan),
        "people_added": [] if found.joining is None else list(found.joining.words),
    }


def verify(folder: Path | None, person: str, *, as_json: bool) -> None:
    """Check everything and print the proof."""
    review = open_review(folder, person, writing=False)
    found = verified(review)
    aside = waiting(review)
    review.close()
    if as_json:
        print_json("verify", _verified_json(review, found, aside))
    else:
        for log in found.checked.logs:
            say(f"{log.name}: {_state_of(log)}")
            for sentence in log.findings:
                say(f"  {visible(sentence)}")
        for sentence in (*found.checked.findings, *found.findings, *aside):
            say(visible(sentence))
        for proof in found.proofs:
            say(visible(_proof_words(proof)))
        say(
            "Digests find damage and careless edits, not somebody who recomputes them. A log whose end is missing is an"
            " older copy and looks like one, unless another log, or a receipt of this device, knows of more."
        )
    if not found.sound:
        raise SystemExit(Exit.FINDINGS)


def _state_of(log: "CheckedLog") -> str:
    return f"{count_of(log.lines, 'line')} of {log.person}, {'no damage' if not log.findings else 'see below'}"


def _proof_words(one: Proof) -> str:
    round_words = "" if one.round == "main" else f" (round {one.round})"
    number = f" ({count_of(one.number, 'answer')})" if one.number else ""
    book = f", codebook {one.codebook}" if one.codebook else ""
    seen = f", having seen {', '.join(seen_words(one.seen))}" if one.seen else ""
    return f"{one.study}{round_words}  {one.at}  {one.person}: {one.what}{number}{book}{seen}"


def _verified_json(review: Review, found: Verified, aside: Sequence[str]) -> Mapping[str, Json]:
    return {
        "review": review.id,
        "sound": found.sound,
        "logs": [
            {
                "file": one.name,
                "person": one.person,
                "kind": one.kind,
                "lines": one.lines,
                "last_line": one.head.line,
                "digest": one.head.digest if digest_is_visible(one, review.person) else None,
                "unfinished_bytes": one.tail,
                "findings": list(one.findings),
            }
            for one in found.checked.logs
        ],
        "findings": [*found.checked.findings, *found.findings],
        "waiting": list(aside),
        "proof": [
            {
                "study": one.study,
                "round": one.round,
                "person": one.person,
                "what": one.what,
                "at": one.at,
                "codebook": one.codebook or None,
                "answers": one.number or None,
                "seen": [{"person": each.person or None, "kind": each.kind, "line": each.line} for each in one.seen],
            }
            for one in found.proofs
        ],
    }

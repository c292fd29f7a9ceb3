"""Evidence: first where it stands, then the passage. And confidence, which stands beside it."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from twofold.tui.form.board import Board
from twofold.tui.form.change import NO_CHANGE, Change, refused
from twofold.tui.form.line import line_of
from twofold.tui.form.opened import LONGEST_PROSE, Kind, Writing
from twofold.tui.form.words import letter, looked_in, place_words, read_place, short, written_place
from twofold.tui.form.writing import begin, closed, typed
from twofold.values.answers import OffScale
from twofold.values.coded import NO_EVIDENCE, Confidence, Evidence, Place
from twofold.values.plaintext import mended_paste, normal, one_line

_LONGEST_PLACE_PASTED = 60
_CONFIDENCE = (None, Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH)


def begin_evidence(board: Board, place: Place) -> Change:
    """Open the line of the place; the quote follows it."""
    evidence = board.at(place).evidence
    line = line_of(written_place(evidence, board.study.reports))
    pasted = (evidence.verbatim,) if evidence.verbatim else ()
    return begin(board, Writing(Kind.WHERE, place, line, quote=evidence.quote, pasted=pasted))


def keep_where(board: Board, writing: Writing, place: Place, go_on: bool) -> Change:
    """Keep the place and go on to the quote; what is not reported has none."""
    if go_on or board.at(place).answer is OffScale.NOT_REPORTED:
        return _keep(board, place, writing.line.text, writing.quote, writing.pasted, go_on)
    board.over = replace(
        writing,
        kind=Kind.QUOTE,
        line=line_of(writing.quote),
        began=writing.quote,
        past=(),
        where=writing.line.text,
    )
    return NO_CHANGE


def keep_quote(board: Board, writing: Writing, place: Place, go_on: bool) -> Change:
    """Keep the place with its quote."""
    return _keep(board, place, writing.where, writing.line.text, writing.pasted, go_on)


def leave_quote(board: Board, writing: Writing, place: Place) -> Change:
    """Leave the quote as it was; the place was kept by its own ``enter``."""
    evidence = board.at(place).evidence
    if writing.line.text != writing.began:
        board.dropped = writing
    pasted = (evidence.verbatim,) if evidence.verbatim else ()
    return _keep(board, place, writing.where, evidence.quote, pasted, go_on=False)


def _keep(board: Board, place: Place, where: str, quote: str, pasted: tuple[str, ...], go_on: bool) -> Change:
    before = board.at(place)
    written = one_line(where)
    if before.answer is OffScale.NOT_REPORTED:
        written = looked_in(written)
    report, found = read_place(written, board.study.reports)
    kept = one_line(quote)
    mended = kept and any(mended_paste(piece) != piece for piece in pasted)
    evidence = Evidence(report, found, kept, "\n".join(pasted) if mended else "")
    if len(board.study.reports) == 1:
        evidence = replace(evidence, report=board.study.reports[0].key) if found or kept else NO_EVIDENCE
    board.over = None
    if evidence == before.evidence:
        return closed(board, place, go_on, NO_CHANGE)
    save = board.put(place, replace(before, evidence=evidence))
    if not evidence:
        return closed(board, place, go_on, Change((save,), "The evidence is removed. ctrl+z brings it back."))
    board.last_evidence = evidence
    which = ""
    if found and not report and len(board.study.reports) > 1 and before.answer is not OffScale.NOT_REPORTED:
        which = f" Of which report? Begin the place with its letter, as in {letter(0)} {found}."
    return closed(board, place, go_on, Change((save,), f"Evidence kept: {_told(board, evidence)}.{which}"))


def _told(board: Board, evidence: Evidence) -> str:
    where = place_words(evidence, board.study.reports) or "no place"
    words = len(evidence.quote.split())
    return f"{short(where)}, {words} word{'' if words == 1 else 's'} quoted" if words else short(where)


def again(board: Board, place: Place) -> Change:
    """Attach the last evidence of this study once more."""
    if not board.last_evidence:
        return refused("No evidence was attached in this study yet. e attaches some.")
    before = board.at(place)
    if before.evidence == board.last_evidence:
        return Change(message=f"This evidence is attached already: {_told(board, before.evidence)}.")
    save = board.put(place, replace(before, evidence=board.last_evidence))
    was = f"was {_told(board, before.evidence)}, now " if before.evidence else ""
    return Change((save,), f"Evidence: {was}{_told(board, board.last_evidence)}.")


def paste_where(board: Board, writing: Writing, text: str) -> Change:
    """Put a pasted place into the line. A pasted passage is taken for the quote, which comes next."""
    mended = mended_paste(text)
    if len(mended) <= _LONGEST_PLACE_PASTED:
        return typed(board, writing, mended)
    return _hold(board, writing, text, mended)


def paste_quote(board: Board, writing: Writing, text: str) -> Change:
    """Put a pasted passage into the quote, mended, and remember it verbatim."""
    pasted = (*writing.pasted, normal(text).strip())
    if sum(map(len, pasted)) > LONGEST_PROSE:
        return refused(
            f"All that was pasted here would be above {LONGEST_PROSE:,} characters. Quote a shorter passage."
        )
    change = typed(board, writing, mended_paste(text))
    if isinstance(board.over, Writing) and change is NO_CHANGE:
        board.over = replace(board.over, pasted=pasted)
    return change


def paste_at(board: Board, place: Place, text: str) -> Change:
    """Begin the evidence of a field with a passage that was pasted onto it."""
    begin_evidence(board, place)
    writing = board.over
    return _hold(board, writing, text, mended_paste(text)) if isinstance(writing, Writing) else NO_CHANGE


def _hold(board: Board, writing: Writing, text: str, mended: str) -> Change:
    board.over = replace(writing, quote=mended, pasted=(normal(text).strip(),))
    return Change(message=f"Taken as the quote: {short(mended)} Now say where it stands.")


def confidence(board: Board, place: Place) -> Change:
    """Step the confidence from unsaid over low and medium to high, and back to unsaid."""
    before = board.at(place)
    now = _CONFIDENCE[(_CONFIDENCE.index(before.confidence) + 1) % len(_CONFIDENCE)]
    save = board.put(place, replace(before, confidence=now))
    return Change((save,), f"Confidence: {now.value if now else 'unsaid'}.")


ACTS: Mapping[str, Callable[[Board, Place], Change]] = {
    "form.evidence": begin_evidence,
    "form.again": again,
    "form.confidence": confidence,
}
"""What stands beside the answer of the field under the cursor."""

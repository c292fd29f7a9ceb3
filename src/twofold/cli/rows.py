"""Outcome rows on the command line: what each coder listed, which rows may be one, and saying that they are."""

from collections.abc import Sequence
from pathlib import Path

from twofold.cli.assigning import act
from twofold.cli.exits import Exit, fail, print_json, say
from twofold.cli.opening import open_review
from twofold.codebook.model import Codebook
from twofold.record.matching import ListedRow, joined
from twofold.review.aligning import propose_alignment, propose_undoing
from twofold.review.leading import Proposed, Refused, study_keys
from twofold.review.open import Review
from twofold.review.row_lists import RowLists, in_words, rows_of, with_rows
from twofold.values.canonical import Json
from twofold.values.plaintext import visible

_NONE = "No study that is open for comparison has outcome rows."


def show_rows(folder: Path | None, person: str, *, as_json: bool) -> None:
    """The rows of every released study by person, how far the lists agree, and which rows may be one."""
    review = open_review(folder, person, writing=False)
    try:
        review.look()
        review.take_in()
        found = with_rows(review)
    finally:
        review.close()
    if as_json:
        print_json("rows", {"studies": [_json(one) for one in found]})
        return
    for one in found:
        _print(one, review.in_force.codebook)
    if not found:
        say(_NONE)
    elif any(one.suggestions for one in found):
        say("`twofold rows match STUDY --accept-suggestions` takes what is suggested; STUDY ROW ROW says it by hand.")


def match_rows(
    folder: Path | None,
    person: str,
    study: str,
    rows: Sequence[str],
    *,
    accept: bool,
    undo: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Say that rows are one outcome, take every suggestion, or take the last word back."""
    if (len(rows) > 0) + accept + undo != 1:
        fail("Name the rows that are one outcome, or say --accept-suggestions, or --undo.", Exit.USAGE)

    def proposal(review: Review) -> Proposed:
        (key,) = study_keys(review, [study])
        if undo:
            return propose_undoing(review, key)
        found = rows_of(review, key)
        sets = found.accepted() if accept else joined(found.sets, [_row(found, one) for one in rows])
        return propose_alignment(review, key, sets)

    act(folder, person, "rows-match", proposal, dry_run=dry_run, as_json=as_json)


def _row(found: RowLists, name: str) -> str:
    """The key of the row that is called so, such as *anna:2*, or that has that key.

    Raises:
        Refused: there is no such row in this study.
    """
    for (_, key), called in found.names.items():
        if name in (called, key):
            return key
    raise Refused(
        f"{found.number} has no row `{name}`. `twofold rows` lists them; name one as PERSON:NUMBER, such as anna:2."
    )


def _print(one: RowLists, codebook: Codebook) -> None:
    say(f"{one.number} {visible(one.label)}. {one.sentence}")
    if one.clash:
        say("  Two people matched these rows differently, unknown to each other. Match them once more to settle it.")
    for outcome in one.outcomes:
        say("  " + "  =  ".join(_words(one, row, codebook) for row in outcome))
    for pair in one.suggestions:
        ends = " and ".join(one.names[row.person, row.key] for row in (pair.one, pair.other))
        say(f"  suggested: {ends} are {pair.likeness} ({pair.reasons})")
    say()


def _words(one: RowLists, row: ListedRow, codebook: Codebook) -> str:
    row = in_words(codebook, row)
    beside = ", ".join(part for part in (row.measure, row.domain, row.time) if part)
    told = f"{one.names[row.person, row.key]} {row.name or 'unnamed row'}"
    return visible(f"{told} ({beside})" if beside else told)


def _json(one: RowLists) -> Json:
    found = one.overlap
    return {
        "number": one.number,
        "label": one.label,
        "people": list(one.people),
        "overlap": {
            "outcomes": found.outcomes,
            "shared": found.shared,
            "alone": {who: list(keys) for who, keys in found.alone.items()},
        },
        "rows": [
            {
                "row": one.names[row.person, row.key],
                "key": row.key,
                "person": row.person,
                "name": row.name,
                "measure": row.measure,
                "domain": row.domain,
                "time": row.time,
            }
            for row in one.rows
        ],
        "matched": [list(keys) for keys in one.sets],
        "matched_in_two_ways": one.clash,
        "suggestions": [
            {
                "rows": [one.names[row.person, row.key] for row in (pair.one, pair.other)],
                "likeness": pair.score,
                "why": list(pair.why),
                "unlike": list(pair.unlike),
            }
            for pair in one.suggestions
        ],
    }

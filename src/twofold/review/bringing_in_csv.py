"""The questions of an import as a table to decide in, and the decisions read back from it."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from twofold.review.bringing_in_account import CannotBringIn
from twofold.review.bringing_in_questions import Question
from twofold.store.append import cause_of
from twofold.values.plaintext import visible

HEADERS = ("decision", "decide_one_of", "kind", "why", "file", "line", "this", "that", "question")
_MOST = 50_000_000


def questions_as_csv(asked: Sequence[Question]) -> str:
    """A table with one row per question: what stands in ``decision`` now is what happens if nothing is changed."""
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    writer.writerow(HEADERS)
    for one in asked:
        choices = [name for name, _ in one.kind.choices]
        if one.field:
            this, that = f"{one.field} in the file: {one.new}", f"{one.cards[0].where}: {one.known}"
        else:
            this, *others = (
                f"{each.where}: {'; '.join(text for _, text in each.fields if text)}" for each in one.cards
            )
            that = " | ".join(others)
        writer.writerow(
            [one.stands, " or ".join(choices), one.kind.value, one.why, one.file, one.line, this, that, one.id]
        )
    return made.getvalue()


def decisions_in(path: Path) -> dict[str, str]:
    """What was decided in such a table, by the ids of the questions. Empty decisions are none.

    Raises:
        CannotBringIn: it cannot be read, or is no such table.
    """
    try:
        if path.stat().st_size > _MOST:
            raise CannotBringIn(f"`{path.name}` is larger than any table of decisions. Name another file.")
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise CannotBringIn(f"`{path}` could not be read: {cause_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise CannotBringIn(f"`{path}` is not UTF-8 text. Save it as CSV in UTF-8.") from error
    decided: dict[str, str] = {}
    # Spreadsheets of many countries save with semicolons.
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";" if text[:200].count(";") > 4 else ",")
    places: dict[str, int] = {}
    try:
        for row in reader:
            if not places:
                places = {name.strip(): place for place, name in enumerate(row)}
                if not {"decision", "question"} <= places.keys():
                    raise CannotBringIn(
                        f"`{path.name}` has no columns `decision` and `question`. Make it with `twofold import FILE"
                        f" --dry-run --questions {path.name}`, and change its decisions."
                    )
                continue
            if len(row) <= max(places["decision"], places["question"]):
                if any(cell.strip() for cell in row):
                    raise CannotBringIn(f"`{path.name}`, line {reader.line_num}: cells are missing. Make it anew.")
                continue
            decision, question = row[places["decision"]].strip(), row[places["question"]].strip()
            if decision and decided.setdefault(question, decision) != decision:
                raise CannotBringIn(
                    f"`{path.name}`, line {reader.line_num}: `{visible(question)}` is decided twice, and otherwise."
                )
    except csv.Error as error:
        raise CannotBringIn(f"`{path.name}`, line {reader.line_num}: {error}. Save it as CSV again.") from error
    return decided

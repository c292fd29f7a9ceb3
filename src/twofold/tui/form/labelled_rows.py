"""The rows of the form with the label of each field beside it."""

from dataclasses import replace

from twofold.tui.form.layout import Row
from twofold.tui.jump_labels import Labels
from twofold.tui.margin_labels import labelled
from twofold.values.coded import Place


def with_labels(rows: tuple[Row, ...], labels: Labels[Place]) -> tuple[Row, ...]:
    """The rows with the label of each field beside its first one; headings have none."""
    told: set[Place] = set()
    made: list[Row] = []
    for row in rows:
        label = "" if row.place is None or row.heading or row.place in told else labels.beside(row.place)
        if row.place is not None and not row.heading:
            told.add(row.place)
        made.append(replace(row, drawn=labelled(row.drawn, label)))
    return tuple(made)

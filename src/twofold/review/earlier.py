"""What a person answered before, in the order in which it was given.

The clock shows whole seconds and may be wrong, so that the order follows first from what replaced what.
"""

import heapq
from collections.abc import Iterable, Mapping, Sequence

from twofold.record.document import Document
from twofold.record.work_documents import CodeDocument, RowDocument
from twofold.review.views import Changed
from twofold.values.answers import Answer, Chosen, is_answered
from twofold.values.coded import Place, RowKey, Sheet


def codes_in_order(documents: Mapping[str, Document]) -> tuple[tuple[str, CodeDocument], ...]:
    """The codes as (id, document): each behind those it replaces, and otherwise by the time their clocks showed."""
    codes = {key: one for key, one in documents.items() if isinstance(one, CodeDocument)}
    waits_for = {key: sum(old in codes for old in one.replaces) for key, one in codes.items()}
    followers: dict[str, list[str]] = {}
    for key, one in codes.items():
        for old in one.replaces:
            followers.setdefault(old, []).append(key)
    ready = [(codes[key].at, key) for key, waiting in waits_for.items() if not waiting]
    heapq.heapify(ready)
    made: list[tuple[str, CodeDocument]] = []
    while ready:
        _, key = heapq.heappop(ready)
        made.append((key, codes[key]))
        for following in followers.get(key, ()):
            waits_for[following] -= 1
            if not waits_for[following]:
                heapq.heappush(ready, (codes[following].at, following))
    return tuple(made)


def rows_in_order(
    rows: Sequence[RowKey],
    listed: Sequence[RowKey],
    documents: Mapping[str, Document],
    own_lines: Iterable[Iterable[tuple[str, Document]]],
) -> tuple[RowKey, ...]:
    """The rows with the lead's first, and then the person's own in the order in which they were added.

    That is told by the clock and, within one second, by the lines of this log. A row that was removed and has come back
    stands where it stood.
    """
    own = [row for row in rows if row not in listed]
    if len(own) > 1:
        added: dict[RowKey, str] = {}
        for one in documents.values():
            if isinstance(one, RowDocument):
                added[one.row] = min(one.at, added.get(one.row, one.at))
        lines: dict[RowKey, int] = {}
        for number, line in enumerate(own_lines):
            for _, one in line:
                if isinstance(one, RowDocument):
                    lines.setdefault(one.row, number)
        own.sort(key=lambda row: (added.get(row, ""), lines.get(row, len(lines)), row))
    return (*(row for row in rows if row in listed), *own)


def changed_answers(documents: Mapping[str, Document], places: Iterable[Place], sheet: Sheet) -> tuple[Changed, ...]:
    """The places whose first answer was another than the one that stands; what was undone is no first answer."""
    undone = {one.undoes for one in documents.values() if isinstance(one, CodeDocument)}
    first: dict[Place, CodeDocument] = {}
    for key, one in codes_in_order(documents):
        if one.undoes is None and key not in undone and one.coded.answered:
            first.setdefault((one.row, one.field), one)
    return tuple(
        Changed(place, first[place].answer, sheet.at(place[1], place[0]).answer)
        for place in places
        if place in first and _was_changed(first[place].answer, sheet.at(place[1], place[0]).answer)
    )


def _was_changed(first: Answer, now: Answer) -> bool:
    """Whether the answer was changed and not only gone on with, as a set is by choosing one more option."""
    if isinstance(first, Chosen) and isinstance(now, Chosen):
        return not first.options <= now.options
    return is_answered(now) and now != first

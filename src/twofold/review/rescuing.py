"""What could not be saved: written to a rescue copy on this device, and taken up again at the next opening, once."""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from twofold.review.pen import Pen
from twofold.store.append import NotSaved
from twofold.store.device import Kind
from twofold.store.own import OwnLogs
from twofold.store.rescue import forget_rescue, other_folder, rescued, write_rescue
from twofold.store.savequeue import Waiting


def keep(own: OwnLogs, waiting: Sequence[Waiting]) -> str:
    """Write what waits to a rescue copy. A sentence that says where it lies, or why there is none."""
    if not waiting:
        return "Nothing is waiting to be saved."
    try:
        # An older copy whose every document is saved by now, or stands in the new one, has done its work.
        kept = {one.id for each in waiting for one in each.documents}
        older = [
            path
            for path, kind, transactions, whole in rescued(own)
            if whole and {one.id for line in transactions for one in line} <= kept | _held(own, kind)
        ]
        paths = write_rescue(own, waiting)
        for path in older:
            _set_aside(own, path)
    except (NotSaved, OSError) as error:
        return f"The rescue copy could not be written either. {error}"
    return (
        f"{len(waiting)} unsaved answer(s) are in {' and '.join(f'`{path}`' for path in paths)}. They are taken up by"
        " themselves when you open this review in this folder again."
    )


def take_up(own: OwnLogs, pen: Pen) -> list[str]:
    """Save what stands in the rescue copies of this device and is in no log yet. Sentences for the person."""
    told: list[str] = []
    try:
        for path, kind, transactions, whole in rescued(own):
            elsewhere = other_folder(path, own.logs.folder)
            if elsewhere is not None:
                told.append(
                    f"{len(transactions)} answer(s) that could not be saved in `{elsewhere}`, another copy of this"
                    f" review, wait in the rescue copy `{path}`. Open the review there to take them up."
                )
                continue
            held = _held(own, kind)
            missing = [line for line in transactions if not {one.id for one in line} <= held]
            for line in missing:
                pen.queue.put(kind, line)
            if not pen.queue.drain():
                told.append(
                    f"{len(missing)} answer(s) from a rescue copy are shown here and not saved yet: {pen.queue.stopped}"
                )
                continue
            if whole:
                _set_aside(own, path)
            else:
                told.append(
                    f"The rescue copy `{path}` is damaged. What is intact in it was taken; it stays where it is."
                )
            if missing:
                told.append(f"{len(missing)} answer(s) from a rescue copy were taken up and are saved now.")
    except OSError as error:
        told.append(f"A rescue copy on this device could not be read: {error}. It stays where it is.")
    return told


def _held(own: OwnLogs, kind: Kind) -> set[str]:
    # With this comes TinyDB, and hardly ever is there a rescue copy to hold against the logs.
    from twofold.store.journal import documents_in

    held: set[str] = set()
    for found in list(own.logs.scans.values()):
        if found.header.person == own.person and found.header.kind == kind:
            held.update(one.id for one in documents_in(found.path))
    return held


def _set_aside(own: OwnLogs, path: Path) -> None:
    with contextlib.suppress(OSError):
        own.device.set_aside(path.name, path.read_bytes())
        forget_rescue(path)

"""A log as a TinyDB database: documents are added and never changed.

TinyDB's own storages write the whole file anew at every change and can lose it in doing so. Here ``append`` is the
only way in, and TinyDB's tree is built only when a query asks for it.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from twofold.record.lines import Body, DamagedLine, Written, decode_line, written
from twofold.record.tables import read_document

Tree = dict[str, dict[str, dict[str, Any]]]


class Refused(TypeError):
    """Something that would change or remove what was written."""


def _refuse(*_: object, **__: object) -> NoReturn:
    raise Refused("A log is only ever added to. Write a document that replaces the old one.")


def documents_in(path: Path) -> Iterator[Written]:
    """Every document of the intact lines of a log, in their order.

    Raises:
        OSError: the log cannot be read.
    """
    with path.open("rb") as file:
        for raw in file:
            yield from _documents_of(raw)


def _documents_of(raw: bytes) -> tuple[Written, ...]:
    try:
        return decode_line(raw).documents if raw.endswith(b"\n") else ()
    except DamagedLine:
        return ()


class Journal(Storage):
    """TinyDB storage over one log. Without an ``appender`` it is for reading alone."""

    def __init__(self, path: Path, appender: Callable[[tuple[Written, ...]], None] | None = None) -> None:
        self.path = path
        self._appender = appender
        self._tree: Tree = {}
        self._ids: set[str] = set()
        self._taken = 0

    def append(self, transaction: Iterable[Written]) -> None:
        """Add the documents as one line, and return when it is on the disk.

        Raises:
            Refused: the log was opened for reading.
            NotSaved: it did not reach the disk.
        """
        if self._appender is None:
            raise Refused(f"`{self.path.name}` was opened for reading.")
        self._appender(tuple(transaction))

    def read(self) -> Tree | None:
        """TinyDB's tree: table, running number, document. Each document also holds its ``id``.

        Only what was added since the last call is read. A line that stands in the log twice counts once.

        Raises:
            OSError: the log cannot be read.
        """
        with self.path.open("rb") as file:
            if os.fstat(file.fileno()).st_size < self._taken:
                self._tree, self._ids, self._taken = {}, set(), 0
            file.seek(self._taken)
            for raw in file:
                if not raw.endswith(b"\n"):
                    break
                self._taken += len(raw)
                for one in _documents_of(raw):
                    if one.id not in self._ids:
                        self._ids.add(one.id)
                        table = self._tree.setdefault(one.table, {})
                        table[str(len(table) + 1)] = {**one.body, "id": one.id}
        return self._tree or None

    write = _refuse


class LogTable(Table):
    """A table that only grows. ``insert`` and ``insert_multiple`` append; everything else refuses."""

    def search(self, cond: QueryLike) -> list[Document]:
        """The documents that match. The log may have grown without this table being told, so nothing is cached."""
        self.clear_cache()
        return super().search(cond)

    def insert(self, document: Mapping[Any, Any]) -> int:
        """Add one document and give its running number in this log.

        Raises:
            NotCanonical, BadDocument: it is no document of this table; nothing is written.
        """
        return self.insert_multiple([document])[0]

    def insert_multiple(self, documents: Iterable[Mapping[Any, Any]]) -> list[int]:
        """Add documents as one line and give their running numbers in this log.

        Raises:
            NotCanonical, BadDocument: one is no document of this table; nothing is written.
        """
        made = tuple(written(self.name, cast(Body, dict(one))) for one in documents)
        for one in made:
            read_document(one)
        pending = cast(_Pending, self._storage)
        before = len(self) + pending.held_of(self.name)
        pending.append(made)
        return list(range(before + 1, before + 1 + len(made)))

    update = _refuse
    update_multiple = _refuse
    upsert = _refuse
    remove = _refuse
    truncate = _refuse
    # TinyDB's own way to any change, which it also takes for `persist_empty`: it alters the tree before it writes.
    _update_table = _refuse


class _Pending(Storage):
    """Stands between the tables and the journal, so that a transaction over several tables is one line."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._held: list[Written] | None = None

    def read(self) -> Tree | None:
        return self._journal.read()

    write = _refuse

    def held_of(self, table: str) -> int:
        return sum(one.table == table for one in self._held or ())

    def append(self, documents: Iterable[Written]) -> None:
        if self._held is None:
            self._journal.append(documents)
        else:
            self._held.extend(documents)

    @contextmanager
    def together(self) -> Iterator[None]:
        if self._held is not None:
            raise Refused("A transaction is already open in this log.")
        self._held = []
        try:
            yield
            held, self._held = self._held, None
            if held:
                self._journal.append(held)
        finally:
            self._held = None


class LogDatabase(TinyDB):
    """A log opened with TinyDB's queries. Tables grow, the database is never dropped."""

    table_class = LogTable

    def __init__(self, journal: Journal) -> None:
        self._pending = _Pending(journal)
        super().__init__(storage=lambda: self._pending)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inserted inside, into whichever tables, is one line; on an error, nothing is written.

        Queries see it when it is on the disk, not before.
        """
        with self._pending.together():
            yield

    drop_table = _refuse
    drop_tables = _refuse

"""What a review's logs hold, document by document."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from twofold.record.document import Document
from twofold.record.tables import read_document
from twofold.store.journal import documents_in


def documents_of(folder: Path, table: str) -> Iterator[Document]:
    """Every document of one table, in the order of the logs and their lines."""
    for path in sorted((folder / "logs").iterdir()):
        yield from (read_document(one) for one in documents_in(path) if one.table == table)


def all_but_imports(folder: Path) -> Counter[tuple[str, str]]:
    """Every document but the accounts of imports, of which each import that is carried out leaves one."""
    logs = sorted((folder / "logs").iterdir())
    return Counter((one.table, one.id) for path in logs for one in documents_in(path) if one.table != "imports")

"""Appending a line to a log so that it is on the disk before anyone is told *saved*.

One write, then fsync. Where either fails the file is cut back to its old length and nothing is told as saved. After a
failed fsync the system may hold pages for clean that never reached the disk, so such a log is never written again:
its writer goes on in a new one.
"""

import contextlib
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from twofold.record.headers import Header, header_body
from twofold.record.lines import MAX_LINE, Head, Written, encode_line


class NotSaved(Exception):
    """A line did not reach the disk. The message is a sentence; ``abandoned`` says that the log must not go on."""

    def __init__(self, sentence: str, *, abandoned: bool) -> None:
        super().__init__(sentence)
        self.abandoned = abandoned


class Appender:
    """The one writer of a log file. Use it under the lock of its person."""

    def __init__(self, path: Path, head: Head, size: int) -> None:
        """Go on in a log whose last intact line is ``head`` and whose length is ``size`` bytes."""
        self.path = path
        self.head = head
        self.size = size
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0))

    @classmethod
    def create(cls, path: Path, header: Header) -> "Appender":
        """Begin a new log with its header.

        Raises:
            NotSaved: it could not be written.
        """
        line, digest = encode_line(0, "", (), header_body(header))
        try:
            # Only the folder of the logs is made: where the review itself was moved or removed, nothing is begun anew.
            path.parent.mkdir(exist_ok=True)
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as error:
            raise NotSaved(_sentence(path, error), abandoned=True) from error
        try:
            try:
                _write_all(file, line)
                sync(file)
            finally:
                os.close(file)
            sync_folder(path.parent)
            sync_folder(path.parent.parent)
            return cls(path, Head(header.log, 0, digest), len(line))
        except OSError as error:
            with contextlib.suppress(OSError):
                path.unlink()
            raise NotSaved(_sentence(path, error), abandoned=True) from error

    def prepare(self, documents: Sequence[Written]) -> tuple[bytes, Head]:
        """The line that ``commit`` would append for these documents, and the head it would leave.

        Raises:
            NotSaved: the line would be too long to be read again.
        """
        number = self.head.line + 1
        line, digest = encode_line(number, self.head.digest, documents)
        if len(line) > MAX_LINE:
            raise NotSaved(
                f"`{self.path.name}` was not written: {len(line):,} bytes at once are more than any reader takes."
                " Bring it in in smaller parts.",
                abandoned=False,
            )
        return line, Head(self.head.log, number, digest)

    def commit(self, line: bytes, head: Head) -> None:
        """Append a prepared line and wait until it is on the disk.

        Raises:
            NotSaved: it is not; the file is as it was, or the log is abandoned.
        """
        if not self._is_as_left():
            raise NotSaved(
                f"`{self.path.name}` was changed, moved or removed by something else while Twofold had it open."
                " Saving again goes to a new log file.",
                abandoned=True,
            )
        try:
            _write_all(self._file, line)
        except OSError as error:
            abandoned = not self._cut_back()
            raise NotSaved(_sentence(self.path, error), abandoned=abandoned) from error
        try:
            sync(self._file)
        except OSError as error:
            doubt = "" if self._cut_back() else " It may be on the disk all the same: open the review again to see."
            raise NotSaved(_sentence(self.path, error) + doubt, abandoned=True) from error
        self.size += len(line)
        self.head = head

    def close(self) -> None:
        """Let go of the file. A write that hangs in another thread then fails, and touches no file opened since."""
        file, self._file = self._file, -1
        os.close(file)

    def _is_as_left(self) -> bool:
        try:
            mine, named = os.fstat(self._file), self.path.stat()
        except OSError:
            return False
        return mine.st_size == self.size and (mine.st_dev, mine.st_ino) == (named.st_dev, named.st_ino)

    def _cut_back(self) -> bool:
        try:
            os.ftruncate(self._file, self.size)
            sync(self._file)
        except OSError:
            return False
        return True


def _write_all(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        done = os.write(file, view)
        if done == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        view = view[done:]


def sync(file: int) -> None:
    """Wait until the file is on the disk itself; on macOS an fsync alone does not promise that."""
    if sys.platform == "darwin":
        import fcntl

        fcntl.fcntl(file, fcntl.F_FULLFSYNC)
    else:
        os.fsync(file)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk. Windows cannot do this and does not need it."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


_CAUSES = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "your share of the disk is used up",
    errno.EFBIG: "a limit on the size of files was reached",
    errno.EROFS: "the disk is read-only",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EIO: "the disk reported an error",
    errno.ENOENT: "it is not there",
}


def cause_of(error: OSError) -> str:
    """Why a file operation failed, in words."""
    known = _CAUSES.get(error.errno) if error.errno is not None else None
    return known or (error.strerror or str(error)).lower()


def _sentence(path: Path, error: OSError) -> str:
    return f"`{path.parent.name}/{path.name}` could not be written: {cause_of(error)}."

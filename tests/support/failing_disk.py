"""A disk that fails on demand: the k-th write or fsync of a test gives an error, or writes only a part."""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

true_write = os.write
true_fsync = os.fsync
true_truncate = os.ftruncate


@dataclass
class FailingDisk:
    """Counts the file operations, and lets those fail that ``fails`` names by their number, from 1 on."""

    fails: Callable[[int, str], int] = lambda _number, _name: 0
    short: int | None = None
    done: list[str] = field(default_factory=list)

    def _next(self, name: str) -> int:
        self.done.append(name)
        return self.fails(len(self.done), name)

    def write(self, file: int, data: Any) -> int:
        """``os.write``, or a part of it and the error at the next call, or the error at once."""
        if error := self._next("write"):
            if self.short:
                true_write(file, bytes(data)[: self.short])
            raise OSError(error, os.strerror(error))
        return true_write(file, data)

    def fsync(self, file: int) -> None:
        """``os.fsync``, or the error."""
        if error := self._next("fsync"):
            raise OSError(error, os.strerror(error))
        true_fsync(file)

    def ftruncate(self, file: int, size: int) -> None:
        """``os.ftruncate``, or the error."""
        if error := self._next("ftruncate"):
            raise OSError(error, os.strerror(error))
        true_truncate(file, size)

    def install(self, patch: pytest.MonkeyPatch) -> "FailingDisk":
        """Put this in the place of the true operations until the test ends."""
        patch.setattr(os, "write", self.write)
        patch.setattr(os, "fsync", self.fsync)
        patch.setattr(os, "ftruncate", self.ftruncate)
        return self


def one(number: int, error: int = errno.EIO) -> Callable[[int, str], int]:
    """That operation fails, and no other."""
    return lambda at, _name: error if at == number else 0


def every_from(number: int, error: int = errno.EIO) -> Callable[[int, str], int]:
    """That operation and all after it fail."""
    return lambda at, _name: error if at >= number else 0

"""A copy of the demo that ships with Twofold, whole or not at all."""

import secrets
import shutil
from pathlib import Path

from twofold.values.resources import shipped


def copy_demo(folder: Path) -> None:
    """Copy the demo to ``folder``, which is not there yet.

    Raises:
        OSError: it could not be copied; nothing of it is left behind.
    """
    copy = folder.parent / f".{folder.name}.{secrets.token_hex(4)}"
    try:
        shutil.copytree(shipped("sample_data") / "demo", copy)
        copy.replace(folder)
    finally:
        shutil.rmtree(copy, ignore_errors=True)

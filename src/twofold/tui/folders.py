"""Looking into folders, for a person to choose from; slow disks are looked at in a thread."""

from datetime import datetime
from pathlib import Path

from twofold.store.append import cause_of
from twofold.tui.pages.bring_in_listing import Entry

_MOST_LISTED = 2_000


def listing_of(folder: Path) -> tuple[tuple[Entry, ...], str]:
    """What lies in a folder, folders first, or a sentence why that cannot be told."""
    try:
        found: list[Entry] = []
        for one in folder.iterdir():
            try:
                state = one.stat()
            except OSError:
                continue
            changed = datetime.fromtimestamp(state.st_mtime).strftime("%Y-%m-%d")
            if one.is_dir():
                found.append(Entry(one.name, folder=True))
            elif one.is_file():
                found.append(Entry(one.name, size=state.st_size, changed=changed))
            if len(found) >= _MOST_LISTED:
                break
    except (OSError, ValueError) as error:
        why = cause_of(error) if isinstance(error, OSError) else "it is no name of a folder"
        return (), f"{folder} cannot be looked into: {why}."
    found.sort(key=lambda one: (not one.folder, one.name.casefold(), one.name))
    above = [Entry("..", folder=True)] if folder.parent != folder else []
    return (*above, *found), ""


def kind_of(path: Path) -> str:
    """``folder`` or ``file``, or nothing where there is neither."""
    try:
        return "folder" if path.is_dir() else "file" if path.exists() else ""
    except (OSError, ValueError):
        return ""


def plain(folder: Path) -> Path:
    """The folder without steps up and down in it."""
    try:
        return folder.resolve()
    except (OSError, RuntimeError, ValueError):
        return folder

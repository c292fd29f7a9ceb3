"""What the doctor finds without a review: versions, the terminal, and Twofold's own folder on this device."""

import os
import platform
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from twofold import __version__
from twofold.cli.doctor_disk import free_space, is_from_elsewhere, kind_of_disk, time_to_save
from twofold.cli.doctor_findings import Found
from twofold.store.device import data_folder

SIGNS = "●◐○━─├┤┊≠·“”‘’▲△▼▽▶▷◆◇"
"""The signs beyond ASCII that the screens draw with."""

_PACKAGES = ("textual", "rich", "tinydb", "pydantic", "typer", "filelock", "platformdirs", "textual-serve")
_NARROW = (80, 24)


def versions_found() -> tuple[Found, ...]:
    """Twofold, Python, the system, and the packages that Twofold stands on."""
    system = f"{platform.system()} {platform.release()} on {platform.machine()}"
    return (
        Found("version", "Twofold", __version__),
        Found("python", "Python", f"{platform.python_implementation()} {platform.python_version()}"),
        Found("system", "System", system),
        *(Found(name.replace("-", "_"), name, _version(name), _version(name) or "not installed") for name in _PACKAGES),
    )


def terminal_found() -> tuple[Found, ...]:
    """What can be known of the terminal without drawing on it."""
    term, dumb = os.environ.get("TERM", ""), os.environ.get("TERM", "") == "dumb"
    typed, shown = sys.stdin.isatty(), sys.stdout.isatty()
    size = shutil.get_terminal_size((0, 0)) if shown else os.terminal_size((0, 0))
    narrow = shown and (size.columns < _NARROW[0] or size.lines < _NARROW[1])
    return (
        Found("input", "Keys come from a terminal", typed),
        Found("output", "Output goes to a terminal", shown),
        Found(
            "term",
            "TERM",
            term,
            term or "not set",
            "This terminal cannot draw a screen (TERM=dumb). `twofold code --plain` codes line by line."
            if dumb and shown
            else "",
        ),
        Found("program", "Terminal program", os.environ.get("TERM_PROGRAM") or None),
        Found("inside", "Inside tmux or screen", "TMUX" in os.environ or term.startswith(("screen", "tmux"))),
        Found("over_ssh", "Over SSH", "SSH_CONNECTION" in os.environ or "SSH_TTY" in os.environ),
        Found("colours", "Colours", *_colours(term)),
        Found("no_color", "NO_COLOR", "NO_COLOR" in os.environ, "set" if "NO_COLOR" in os.environ else "not set"),
        Found("theme", "TEXTUAL_THEME", os.environ.get("TEXTUAL_THEME") or None, _set("TEXTUAL_THEME")),
        Found(
            "size",
            "Size",
            [size.columns, size.lines] if shown else None,
            f"{size.columns} columns, {size.lines} lines" + (": narrow, below 80 x 24" if narrow else "")
            if shown
            else "no terminal to measure",
        ),
        Found("encoding", "Encoding", sys.stdout.encoding),
        Found("language", "Language settings", _set("LC_ALL") if os.environ.get("LC_ALL") else _set("LANG")),
        _signs(),
    )


def data_folder_found() -> tuple[Found, ...]:
    """Where Twofold keeps its identity, locks and rescue copies, and whether a save reaches the disk there."""
    folder = data_folder()
    taken, why_not = time_to_save(folder)
    kind = kind_of_disk(folder.resolve())
    wrong = ""
    if taken is None:
        wrong = (
            f"Twofold's own folder cannot be written ({why_not}), so answers cannot be saved here. Make it writable, or"
            " name another one with TWOFOLD_HOME."
        )
    elif is_from_elsewhere(kind):
        wrong = (
            f"Twofold's own folder lies on a disk of another machine ({kind}), where locks may not hold. Name a folder"
            " on this machine with TWOFOLD_HOME."
        )
    return (
        Found("place", "Where", "TWOFOLD_HOME" if "TWOFOLD_HOME" in os.environ else _from_home(folder)),
        Found("there", "There already", folder.is_dir()),
        Found("writable", "Can be written", taken is not None, wrong=wrong),
        Found(
            "save_microseconds",
            "A save reaches the disk in",
            None if taken is None else round(taken * 1000),
            "unknown" if taken is None else f"{taken:.1f} ms, the middle one of five",
        ),
        Found("file_system", "File system", kind or None),
        free_found(folder),
    )


def free_found(folder: Path) -> Found:
    """How much room there is where ``folder`` is, or will be."""
    there = next((one for one in (folder, *folder.parents) if one.is_dir()), folder)
    free = free_space(there)
    words = "unknown" if free is None else f"{free / 1e9:,.1f} GB"
    full = free is not None and free < 20_000_000
    wrong = "There is next to no room left on the disk. Make room before you code on." if full else ""
    return Found("free_bytes", "Room on the disk", free, words, wrong)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _set(name: str) -> str:
    return os.environ.get(name) or "not set"


def _colours(term: str) -> tuple[str, str]:
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        return "truecolor", "16 million, as COLORTERM says"
    if "256color" in term:
        return "256", "256, as TERM says"
    return ("none", "none, as TERM says") if term in ("", "dumb") else ("16", "16, going by TERM")


def _signs() -> Found:
    encoding = sys.stdout.encoding or "ascii"
    missing = [sign for sign in SIGNS if not _encodes(sign, encoding)]
    if not missing:
        return Found("signs", "Signs; each should be one clean sign", value=True, words=SIGNS)
    return Found(
        "signs",
        "Signs that the screens draw with",
        value=False,
        words=f"{len(missing)} of {len(SIGNS)} cannot be written in {encoding}",
        wrong=f"This terminal's encoding ({encoding}) lacks signs that the screens draw with. Set it to UTF-8, for"
        " example with LC_ALL=C.UTF-8.",
    )


def _encodes(sign: str, encoding: str) -> bool:
    try:
        sign.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _from_home(folder: Path) -> str:
    """The folder told from the home folder on, so that nobody's user name is in it."""
    try:
        return f"~/{folder.relative_to(Path.home()).as_posix()}"
    except ValueError:
        return "outside the home folder"

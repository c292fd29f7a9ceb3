"""`twofold keys`: the table of keys in force, and a file to begin with for one's own."""

from collections.abc import Iterator
from itertools import groupby

from twofold.cli.exits import Exit, fail, print_json, say, warn
from twofold.store.append import cause_of
from twofold.tui.actions import ACTIONS, Action, keys_of
from twofold.tui.keyboard import DIGITS, said_keyboard
from twofold.tui.own_keys import FILE, OwnKeys, config_folder, keys_in_force

_HEAD = """\
# Your own keys. Take the # away before a line and put your key between the quotes, or several: ["0", "f5"].
# A key is what it types, such as "0", "F" or "[", or its name: "f5", "tab", "page down", "ctrl+g".
# Within one place no two acts may have the same key. `twofold keys` shows what holds, and what is wrong here.
"""


def keys(*, as_json: bool) -> None:
    """Print which key does what, as it holds for this user. Ends with 3 where the file of own keys has a mistake."""
    found, folder = keys_in_force(), config_folder()
    keyboard = said_keyboard(folder) or DIGITS
    if as_json:
        print_json(
            "keys",
            {
                "file": str(folder / FILE),
                "keyboard": keyboard.id,
                "problems": list(found.problems),
                "keys": [
                    {
                        "id": action.id,
                        "where": action.where.value,
                        "keys": list(_keys(action, found)),
                        "own": action.id in found.own,
                        "help": action.help,
                    }
                    for action in ACTIONS
                ],
            },
        )
    else:
        for line in _lines(found):
            say(line)
        state = f"{len(found.own)} of them are your own" if found.own else "`twofold keys --write` makes one"
        say()
        say(f"Your own keys: {folder / FILE} ({state}). Keyboard: {keyboard.name}.")
        for problem in found.problems:
            warn(problem)
    if found.problems:
        raise SystemExit(Exit.FINDINGS)


def write_keys(*, dry_run: bool) -> None:
    """Write a file to begin with, in which every line is a comment. One that is there is never touched."""
    path = config_folder() / FILE
    if path.exists():
        fail(f"`{path}` is there already and was not touched. Edit it, or move it away first.", Exit.REFUSED)
    text = _HEAD + "".join(_starting_lines())
    if dry_run:
        say(text)
        say(f"Nothing was written. Without --dry-run this goes to {path}.")
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        fail(f"`{path}` could not be written: {cause_of(error)}.")
    say(f"Written: {path}. Every line of it is a comment until you take the # away.")


def _keys(action: Action, found: OwnKeys) -> tuple[str, ...]:
    return tuple(key for key, one in found.table[action.where].items() if one.id == action.id)


def _lines(found: OwnKeys) -> Iterator[str]:
    for where, members in groupby(ACTIONS, key=lambda action: action.where):
        yield ""
        yield where.heading
        told: set[str] = set()
        for action in members:
            if not action.family or action.family not in told:
                told.add(action.family)
                own = "own " if action.id in found.own else "    "
                shown = "  ".join(keys_of(action.id, found.table))
                yield f"  {own}{shown:<20} {action.id:<26} {action.help}"


def _starting_lines() -> Iterator[str]:
    for where, members in groupby(ACTIONS, key=lambda action: action.where):
        yield f"\n# {where.heading}\n[{where.value}]\n"
        for action in members:
            name = action.id.partition(".")[2]
            shown = ", ".join(_quoted(key) for key in action.keys)
            yield f"# {name} = {shown if len(action.keys) == 1 else f'[{shown}]'}  # {action.help}\n"


def _quoted(key: str) -> str:
    return "'\"'" if key == '"' else f'"{key}"'

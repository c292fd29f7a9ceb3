"""The line of every key, also in the odd corners of TOML."""

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from twofold.codebook.lines import lines_of
from twofold.codebook.templates import default_codebook_text

ODD = '''\
# a comment with [[brackets]] and "quotes"
format = 1
[codebook]                     # = {
id = "a # no comment"
"quoted key" = 'C:\\'
help = """
[[section]]
id = "not a key" ""
"""
deep.er = { a = 1, b = [ { c = "}" }, [ 1,
  2 ] ] }

[[section]]
id = """one line"""
  [[section.field]]
  options = [
    { value = "a" }, { value = "b" },
    # { value = "none" },
    { value = "c", x = { y = 1 } },
  ]
  [[section.field]]
  id = 'second'

[[section]]
  [[section.field]]
  id = 1979-05-27T07:32:00Z
last = """ends in quotes"""""
end = true'''

EXPECTED = {
    ("format",): 2,
    ("codebook",): 3,
    ("codebook", "id"): 4,
    ("codebook", "quoted key"): 5,
    ("codebook", "help"): 6,
    ("codebook", "deep"): 10,
    ("codebook", "deep", "er"): 10,
    ("codebook", "deep", "er", "a"): 10,
    ("codebook", "deep", "er", "b"): 10,
    ("codebook", "deep", "er", "b", 0): 10,
    ("codebook", "deep", "er", "b", 0, "c"): 10,
    ("codebook", "deep", "er", "b", 1): 10,
    ("codebook", "deep", "er", "b", 1, 0): 10,
    ("codebook", "deep", "er", "b", 1, 1): 11,
    ("section",): 13,
    ("section", 0): 13,
    ("section", 0, "id"): 14,
    ("section", 0, "field"): 15,
    ("section", 0, "field", 0): 15,
    ("section", 0, "field", 0, "options"): 16,
    ("section", 0, "field", 0, "options", 0): 17,
    ("section", 0, "field", 0, "options", 0, "value"): 17,
    ("section", 0, "field", 0, "options", 1): 17,
    ("section", 0, "field", 0, "options", 1, "value"): 17,
    ("section", 0, "field", 0, "options", 2): 19,
    ("section", 0, "field", 0, "options", 2, "value"): 19,
    ("section", 0, "field", 0, "options", 2, "x"): 19,
    ("section", 0, "field", 0, "options", 2, "x", "y"): 19,
    ("section", 0, "field", 1): 21,
    ("section", 0, "field", 1, "id"): 22,
    ("section", 1): 24,
    ("section", 1, "field"): 25,
    ("section", 1, "field", 0): 25,
    ("section", 1, "field", 0, "id"): 26,
    ("section", 1, "field", 0, "last"): 27,
    ("section", 1, "field", 0, "end"): 28,
}


def paths(value: object, path: tuple[str | int, ...] = ()) -> set[tuple[str | int, ...]]:
    """Every path in parsed TOML, apart from the empty one."""
    found: set[tuple[str | int, ...]] = {path} if path else set()
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found |= paths(item, (*path, key))
    return found


def test_every_path_of_an_odd_file_has_its_line() -> None:
    assert lines_of(ODD) == EXPECTED
    assert paths(tomllib.loads(ODD)) == set(EXPECTED)


def test_windows_line_ends_do_not_move_lines() -> None:
    assert lines_of(ODD.replace("\n", "\r\n")) == EXPECTED


def test_every_path_of_the_starter_codebook_has_a_line_that_shows_its_key() -> None:
    text = default_codebook_text()
    rows = text.splitlines()
    lines = lines_of(text)
    assert set(lines) == paths(tomllib.loads(text))
    for path, line in lines.items():
        key = path[-1]
        if isinstance(key, str):
            assert key in rows[line - 1], path


@given(st.text(alphabet="[]{}='\"#\n\\a.,- 1", max_size=60))
def test_any_text_is_scanned_without_a_fault_and_within_its_lines(text: str) -> None:
    assert all(1 <= line <= text.count("\n") + 1 for line in lines_of(text).values())


@given(st.text(alphabet="[]{}='\"#\n\\a.,- 1", max_size=40))
def test_what_tomllib_accepts_has_all_its_paths(text: str) -> None:
    try:
        parsed = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    assert paths(parsed) <= set(lines_of(text))

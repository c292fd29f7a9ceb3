"""Whatever a hand or a disk does to a codebook file, reading it ends in a codebook or in sentences."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from twofold.codebook.fingerprints import everything, meaning
from twofold.codebook.problems import BadCodebook, Problem
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook

# The starter codebook without its list of countries and its comments: every kind of thing is still in it.
TEXT = re.sub(r"(?s)countries = \[.*\n  (?=\{ value = \"other\")", "countries = [ ", default_codebook_text())
TEXT = re.sub(r"(?m)^#.*\n", "", TEXT)
LINES = TEXT.splitlines(keepends=True)
TOKENS = re.findall(r'"[^"\n]*"|[a-z_]+|[\[\]{}=,]|\n', TEXT)

pieces = st.one_of(
    st.sampled_from(
        ['"', "'", "[", "]", "{", "}", "=", ",", ".", "#", "\n", "\\", '"""', "[[", "]]", "true", "1", "-1.5"]
    ),
    st.sampled_from(["\x00", "\ufeff", "\ud800", "\u202e", "e\u0301", "nan", "0xffff", "1979-05-27", "07:32:00"]),
    st.sampled_from(TOKENS),
    st.text(max_size=5),
)


def problems_of(text: str) -> tuple[Problem, ...]:
    try:
        codebook = read_codebook(text)
    except BadCodebook as bad:
        problems = bad.problems
        assert problems
        return problems
    assert len(meaning(codebook)) == len(everything(codebook)) == 32
    return ()


def read_or_told(text: str) -> None:
    problems = problems_of(text)
    lines = [problem.line for problem in problems]
    assert lines == sorted(lines)
    assert all(1 <= line <= text.count("\n") + 1 for line in lines)
    assert all(str(problem).endswith((".", "?")) for problem in problems)


def test_the_text_to_be_damaged_is_good() -> None:
    assert len(read_codebook(TEXT).fields) == 66


@given(at=st.integers(0, len(TEXT)), cut=st.integers(0, 30), piece=pieces)
@settings(max_examples=60)
def test_a_piece_put_in_or_taken_out_anywhere(at: int, cut: int, piece: str) -> None:
    read_or_told(TEXT[:at] + piece + TEXT[at + cut :])


@given(line=st.integers(0, len(LINES) - 1), other=st.integers(0, len(LINES) - 1))
@settings(max_examples=50)
def test_two_lines_changing_places(line: int, other: int) -> None:
    lines = list(LINES)
    lines[line], lines[other] = lines[other], lines[line]
    read_or_told("".join(lines))


@given(token=st.sampled_from(sorted(set(TOKENS) - {"\n"})), piece=pieces, which=st.integers(0, 200))
@settings(max_examples=60)
@example(token='"study"', piece="1", which=0)
def test_one_word_changed_for_another(token: str, piece: str, which: int) -> None:
    places = [match.start() for match in re.finditer(re.escape(token), TEXT)]
    if places:
        at = places[which % len(places)]
        read_or_told(TEXT[:at] + piece + TEXT[at + len(token) :])


@given(st.integers(0, len(TEXT)))
@settings(max_examples=50)
def test_a_file_that_breaks_off(end: int) -> None:
    read_or_told(TEXT[:end])


json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "value", "field", "is", "all", "rows", "not"]), inner, max_size=3)
    ),
    max_leaves=8,
)


def as_toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "[" + ", ".join(as_toml(item) for item in value) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {as_toml(item)}" for key, item in value.items()) + " }"
    return '"' + "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in str(value or "")) + '"'


KEYS = [
    *(
        "id",
        "label",
        "type",
        "help",
        "required",
        "primary",
        "evidence",
        "reason",
        "reconcile",
        "min",
        "max",
        "tick",
    ),
    *("show_if", "options", "value", "counts", "off_axis", "title", "unit", "field", "level", "when", "say"),
    *("version", "row_name", "section", "check", "lists", "codebook", "format"),
]


@given(key=st.sampled_from(KEYS), value=json_like, which=st.integers(0, 200))
@settings(max_examples=150)
def test_any_key_with_any_kind_of_value(key: str, value: object, which: int) -> None:
    """Each key of the small file below is given a value that nobody would write."""
    if key in ("section", "check", "lists", "codebook", "format"):
        rest = SMALL if key == "format" else re.sub(rf"(?ms)^\[+{key}\b.*?(?=^\[+(?!section\.)|\Z)", "", SMALL)
        return read_or_told(rest.replace("format = 1\n", f"format = 1\n{key} = {as_toml(value)}\n"))
    places = list(re.finditer(rf"(?m)\b{key} = ", SMALL))
    if not places:
        return read_or_told(SMALL.replace('label = "A"', f'label = "A"\n{key} = {as_toml(value)}'))
    place = places[which % len(places)]
    end = re.compile(r"\"[^\"\n]*\"|true|1|\[[^\]]*\]|\{[^}]*\}").match(SMALL, place.end())
    assert end is not None
    return read_or_told(SMALL[: place.end()] + as_toml(value) + SMALL[end.end() :])


SMALL = """\
format = 1
[codebook]
id = "c"
title = "T"
version = "1"
row_name = "name"
[lists]
two = [{ value = "x", label = "X" }, { value = "y", label = "Y" }]
[[section]]
id = "s"
title = "S"
unit = "study"
[[section.field]]
id = "a"
label = "A"
type = "ordinal"
required = true
options = [{ value = "x", label = "X", off_axis = true },
  { value = "y", label = "Y" }, { value = "z", label = "Z" }]
[[section.field]]
id = "b"
label = "B"
type = "integer"
min = 1
tick = { value = "t", label = "T" }
show_if = { field = "a", is = "x" }
[[section]]
id = "r"
title = "R"
unit = "row"
[[section.field]]
id = "name"
label = "N"
type = "text"
[[check]]
id = "k"
field = "a"
level = "warn"
say = "S."
when = { rows = "any", field = "name", answered = true }
"""

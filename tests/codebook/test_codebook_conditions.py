"""Which fields are asked, and when a condition holds."""

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.codebook.conditions import asked, holds
from twofold.codebook.findings import findings
from twofold.codebook.model import (
    AboveField,
    AtLeast,
    Codebook,
    Condition,
    Field,
    FieldIs,
    FieldType,
    Has,
    Joined,
    Not,
    OverRows,
    Unit,
)
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.values.answers import BLANK, Answer, Chosen, OffScale, Value
from twofold.values.coded import Coded, Evidence, Place, Sheet

CHAIN = """
format = 1
[codebook]
id = "chain"
title = "Fields that rest on fields that rest on fields"
version = "1"
row_name = "name"

[lists]
yn = [{ value = "yes", label = "Yes" }, { value = "no", label = "No" }]

[[section]]
id = "study"
title = "Study"
field = [
  { id = "first", label = "First", type = "nominal", options = "yn" },
  { id = "second", label = "2", type = "nominal", options = "yn", show_if = { field = "first", is = "yes" } },
  { id = "third", label = "3", type = "nominal", options = "yn", show_if = { field = "second", is = "yes" } },
  { id = "unless", label = "4", type = "text", show_if = { not = { field = "second", is = "yes" } } },
  { id = "empty", label = "5", type = "text", show_if = { field = "second", answered = false } },
  { id = "either", label = "6", type = "text", show_if = { any = [
    { field = "second", is = "yes" }, { field = "first", is = "no" } ] } },
]

[[section]]
id = "rows"
title = "Rows"
unit = "row"
field = [
  { id = "name", label = "Name", type = "text" },
  { id = "good", label = "G", type = "nominal", options = "yn", show_if = { field = "first", is = "yes" } },
  { id = "why", label = "Why", type = "text", show_if = { field = "good", is = "yes" } },
]

[[section]]
id = "end"
title = "End"
field = [
  { id = "any_good", label = "7", type = "text", show_if = { rows = "any", field = "good", is = "yes" } },
  { id = "all_good", label = "8", type = "text", show_if = { rows = "all", field = "good", is = "yes" } },
]
"""


@pytest.fixture(scope="module")
def chain() -> Codebook:
    return read_codebook(CHAIN)


def sheet_of(
    answers: Mapping[str, Answer | Coded] | Mapping[tuple[str, str], Answer | Coded],
    rows: tuple[str, ...] = (),
) -> Sheet:
    codes: dict[Place, Coded] = {}
    for key, answer in answers.items():
        place = (None, key) if isinstance(key, str) else key
        codes[place] = answer if isinstance(answer, Coded) else Coded(answer)
    return Sheet(codes, rows)


def chain_sheet(first: str) -> Sheet:
    answers: dict[Place, str] = {(None, "first"): first, (None, "second"): "yes", ("r", "good"): "yes"}
    return Sheet({place: Coded(Value(answer)) for place, answer in answers.items()}, ("r",))


def shown(codebook: Codebook, sheet: Sheet, field: str, row: str | None = None) -> bool:
    return (row, field) in asked(codebook, sheet)


def test_places_come_in_the_order_of_the_form_and_rows_one_after_the_other(small: Codebook) -> None:
    assert asked(small, Sheet(rows=("r2", "r1"))) == (
        (None, "design"),
        (None, "level"),
        (None, "who"),
        (None, "n_all"),
        (None, "share"),
        (None, "began"),
        (None, "remarks"),
        ("r2", "outcome"),
        ("r2", "direction"),
        ("r1", "outcome"),
        ("r1", "direction"),
    )


def test_a_field_is_asked_once_its_rule_holds(small: Codebook) -> None:
    assert not shown(small, sheet_of({"level": Value("low")}), "part")
    assert shown(small, sheet_of({"level": Value("middle")}), "part")
    assert shown(small, sheet_of({"level": Value("high")}), "part")
    assert not shown(small, sheet_of({"level": Value("apart")}), "part")
    assert not shown(small, sheet_of({"level": OffScale.UNCLEAR}), "part")


def test_a_rule_over_rows_looks_at_the_rows_there_are(small: Codebook) -> None:
    worse = {("r1", "direction"): Value("worse")}
    assert shown(small, sheet_of(worse, ("r0", "r1")), "concern")
    assert not shown(small, sheet_of(worse, ("r0",)), "concern")
    assert not shown(small, sheet_of(worse), "concern")


def test_what_rests_on_a_field_that_is_not_asked_is_not_asked(chain: Codebook) -> None:
    hidden = chain_sheet("no")
    for field in ("second", "third", "unless", "empty", "any_good", "all_good"):
        assert not shown(chain, hidden, field), field
    assert not shown(chain, hidden, "why", "r")
    visible = chain_sheet("yes")
    for field in ("second", "third", "any_good", "all_good"):
        assert shown(chain, visible, field), field
    assert shown(chain, visible, "why", "r")


def test_one_certain_part_is_enough_for_any(chain: Codebook) -> None:
    assert shown(chain, sheet_of({"first": Value("no"), "second": Value("yes")}), "either")
    assert not shown(chain, sheet_of({}), "either")


def test_a_blank_answer_holds_only_where_its_absence_is_wanted(chain: Codebook) -> None:
    sheet = sheet_of({"first": Value("yes")})
    assert shown(chain, sheet, "empty")
    assert shown(chain, sheet, "unless")
    assert not shown(chain, sheet, "third")


QUOTED = Coded(Value("low"), Evidence(quote="so it was"), note="odd")


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        (FieldIs("who", ("carers",)), {"who": Chosen(frozenset(["carers", "residents"]))}, True),
        (FieldIs("who", ("carers",)), {"who": Chosen(frozenset(["residents"]))}, False),
        (FieldIs("who", ("carers",)), {"who": Chosen(frozenset())}, False),
        (FieldIs("design", ("rct", "cohort")), {"design": Value("cohort")}, True),
        (FieldIs("design", ("rct",)), {"design": OffScale.NOT_REPORTED}, False),
        (AtLeast("n_all", "100"), {"n_all": Value("99")}, False),
        (AtLeast("n_all", "100"), {"n_all": Value("100")}, True),
        (AtLeast("n_all", "100"), {"n_all": Value("not a number")}, False),
        (AtLeast("share", "0.5"), {"share": Value("0.50")}, True),
        (AtLeast("level", "middle"), {"level": Value("an option of another version")}, False),
        (
            AboveField("n_group", "n_all"),
            {"design": Value("rct"), "n_group": Value("10"), "n_all": Value("9")},
            True,
        ),
        (
            AboveField("n_group", "n_all"),
            {"design": Value("rct"), "n_group": Value("9"), "n_all": Value("9")},
            False,
        ),
        (
            AboveField("n_group", "n_all"),
            {"design": Value("rct"), "n_group": Value("not_split"), "n_all": Value("9")},
            False,
        ),
        (AboveField("n_group", "n_all"), {"design": Value("rct"), "n_group": Value("10")}, False),
        (Has("level", "answered"), {"level": OffScale.UNCLEAR}, True),
        (Has("level", "answered"), {}, False),
        (Has("level", "answered", wanted=False), {}, True),
        (Has("level", "off_scale"), {"level": OffScale.UNCLEAR}, True),
        (Has("level", "off_scale"), {"level": Value("low")}, False),
        (Has("level", "has_quote"), {"level": QUOTED}, True),
        (Has("level", "has_quote", wanted=False), {"level": QUOTED}, False),
        (Has("level", "has_note"), {"level": QUOTED}, True),
        (Has("level", "has_note"), {"level": Coded(note="odd")}, False),
        (Not(Has("level", "answered")), {}, True),
        (Joined((Has("level", "answered"), Has("design", "answered")), 2), {"level": Value("low")}, False),
        (Joined((Has("level", "answered"), Has("design", "answered")), 1), {"level": Value("low")}, True),
        (OverRows(Has("direction", "answered"), every=True), {}, False),
    ],
)
def test_a_condition_holds_as_its_words_say(
    condition: Condition, answers: dict[str, Answer | Coded], expected: bool, small: Codebook
) -> None:
    assert holds(condition, small, sheet_of(answers)) is expected


def test_all_rows_and_any_row_differ(small: Codebook) -> None:
    sheet = sheet_of({("a", "direction"): Value("worse"), ("b", "direction"): Value("better")}, ("a", "b"))
    worse = FieldIs("direction", ("worse",))
    assert holds(OverRows(worse, every=False), small, sheet)
    assert not holds(OverRows(worse, every=True), small, sheet)
    assert holds(worse, small, sheet, "a")
    assert not holds(worse, small, sheet, "b")


def test_a_condition_on_a_field_that_is_not_asked_never_holds(small: Codebook) -> None:
    sheet = sheet_of({"level": Value("low"), "part": Value("led")})
    for condition in (Has("part", "answered"), Has("part", "answered", wanted=False), Not(Has("part", "answered"))):
        assert not holds(condition, small, sheet)


def any_answer(field: Field, chance: random.Random) -> Answer:
    off: list[Answer] = [BLANK, *OffScale]
    if field.type is FieldType.MULTI:
        ids = [option.id for option in field.options]
        return chance.choice([*off, Chosen(frozenset(chance.sample(ids, chance.randint(0, len(ids)))))])
    if field.options:
        return chance.choice([*off, *(Value(option.id) for option in field.options)])
    return chance.choice([*off, Value(str(chance.randint(0, 500)))])


def any_sheet(codebook: Codebook, chance: random.Random) -> Sheet:
    rows = tuple(f"r{number}" for number in range(chance.randint(0, 3)))
    codes = {
        (row, field.id): Coded(any_answer(field, chance), note=chance.choice(["", "a note"]))
        for field in codebook.fields
        for row in (rows if field.unit is Unit.ROW else (None,))
    }
    return Sheet(codes, rows)


@given(seed=st.integers(0, 2**32), which=st.sampled_from(["chain", "default"]))
def test_codes_of_fields_that_are_not_asked_make_no_difference(seed: int, which: str) -> None:
    codebook = BOTH[which]
    chance = random.Random(seed)
    sheet = any_sheet(codebook, chance)
    places = set(asked(codebook, sheet))
    other = any_sheet(codebook, random.Random(seed + 1))
    mixed = {
        place: (coded if place in places else other.at(place[1], place[0])) for place, coded in sheet.codes.items()
    }
    changed = Sheet(mixed, sheet.rows)
    assert asked(codebook, changed) == asked(codebook, sheet)
    assert findings(codebook, changed) == findings(codebook, sheet)


@given(seed=st.integers(0, 2**32))
def test_a_field_without_a_rule_is_always_asked(seed: int) -> None:
    codebook = BOTH["default"]
    sheet = any_sheet(codebook, random.Random(seed))
    places = asked(codebook, sheet)
    assert len(places) == len(set(places))
    for field in codebook.fields:
        if field.show_if is None:
            assert all((row, field.id) in places for row in (sheet.rows if field.unit is Unit.ROW else (None,)))


BOTH = {"chain": read_codebook(CHAIN), "default": read_codebook(default_codebook_text())}

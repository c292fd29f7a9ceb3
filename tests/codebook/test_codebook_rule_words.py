"""Rules in words: every kind of condition is told by questions and labels, never by ids."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.codebook.model import (
    AboveField,
    AtLeast,
    Codebook,
    Condition,
    FieldIs,
    Has,
    Joined,
    Not,
    OverRows,
)
from twofold.codebook.rule_words import rule_words
from twofold.codebook.templates import default_codebook_text, template, templates
from twofold.codebook.toml_reader import read_codebook

BOOK = read_codebook(default_codebook_text())
NEED, DESIGN = (
    "“Need: what part had the community in saying what is needed?”",
    "“What is the strongest quantitative design?”",
)
WAY, GROUP = "“Which way does the result point?”", "“How many of them in the intervention group?”"
MONTHS = "“How many months since the programme began?”"
PRE_POST = "‘Pre-post without control’"
COUNTRY, TOTAL = "“In which country or countries?”", "“How many people were analysed in all?”"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (FieldIs("design", ("rct",)), f"{DESIGN} is ‘RCT’"),
        (FieldIs("design", ("rct", "cohort", "pre_post")), f"{DESIGN} is ‘RCT’, ‘Cohort’ or {PRE_POST}"),
        (FieldIs("country", ("zwe",)), f"{COUNTRY} includes ‘Zimbabwe’"),
        (FieldIs("time_months", ("end_of_programme",)), f"{MONTHS} is ‘end of programme’"),
        (AtLeast("phase_need", "consulted"), f"{NEED} is ‘Consulted’ or a step above it"),
        (AtLeast("phase_need", "led"), f"{NEED} is ‘Led’"),
        (AtLeast("n_total", "50"), f"{TOTAL} is 50 or more"),
        (AboveField("n_intervention", "n_total"), f"the number of {GROUP} is above that of {TOTAL}"),
        (Has("design", "answered"), f"{DESIGN} has an answer"),
        (Has("design", "answered", wanted=False), f"{DESIGN} is blank"),
        (Has("design", "off_scale"), f"{DESIGN} is not reported, unclear or not applicable"),
        (Not(Has("design", "has_quote")), f"{DESIGN} has no quote"),
        (Not(FieldIs("country", ("zwe",))), f"{COUNTRY} does not include ‘Zimbabwe’"),
        (Not(Not(FieldIs("design", ("rct",)))), f"{DESIGN} is ‘RCT’"),
        (Not(AtLeast("n_total", "50")), f"it does not hold that {TOTAL} is 50 or more"),
        (
            OverRows(FieldIs("direction", ("worse",)), every=False),
            f"in at least one outcome row {WAY} is ‘Worse (even if not significant)’",
        ),
        (OverRows(Has("direction", "answered"), every=True), f"in every outcome row {WAY} has an answer"),
    ],
)  # fmt: skip
def test_a_condition_is_told_by_question_and_label(condition: Condition, words: str) -> None:
    assert rule_words(condition, BOOK) == words


def test_joints_say_how_many_must_hold() -> None:
    one, two, three = Has("design", "answered"), Has("n_total", "answered"), Has("country", "answered")
    told = [rule_words(part, BOOK) for part in (one, two, three)]
    assert rule_words(Joined((one, two, three), 3), BOOK) == ", and ".join(told)
    assert rule_words(Joined((one, two), 1), BOOK) == ", or ".join(told[:2])
    itemised = f"(1) {told[0]}; (2) {told[1]}; (3) {told[2]}"
    assert rule_words(Joined((one, two, three), 2), BOOK) == f"at least 2 of these hold: {itemised}"
    assert rule_words(Not(Joined((one, two, three), 2)), BOOK) == f"fewer than 2 of these hold: {itemised}"
    assert rule_words(Not(Joined((one, two, three), 1)), BOOK) == f"none of these holds: {itemised}"


def test_a_joint_within_another_is_set_off_by_brackets() -> None:
    one, two = FieldIs("design", ("rct",)), Has("n_total", "answered")
    inner = Joined((one, two), 1)
    assert rule_words(Joined((inner, two), 2), BOOK) == (
        f"[{DESIGN} is ‘RCT’, or {TOTAL} has an answer], and {TOTAL} has an answer"
    )


def rules(book: Codebook) -> Iterator[Condition]:
    yield from (one.show_if for one in book.fields if one.show_if is not None)
    yield from (one.when for one in book.checks)


def test_every_rule_that_ships_can_be_said() -> None:
    books = [BOOK, *(template(one.name) for one in templates())]
    told = [rule_words(one, book) for book in books for one in rules(book)]
    assert len(told) > 15
    assert all("“" in one and "None" not in one.replace("‘None’", "") for one in told)


SIMPLE = st.one_of(
    st.builds(FieldIs, st.just("design"), st.sampled_from([("rct",), ("cohort", "rct")])),
    st.builds(AtLeast, st.just("phase_need"), st.sampled_from(["none", "consulted", "led"])),
    st.builds(AboveField, st.just("n_intervention"), st.just("n_total")),
    st.builds(Has, st.just("country"), st.sampled_from(["answered", "off_scale", "has_quote"]), st.booleans()),
)


def _joined(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=3).map(tuple)
    joints = parts.flatmap(lambda given: st.builds(Joined, st.just(given), st.integers(1, len(given))))
    return st.one_of(joints, st.builds(Not, inner), st.builds(OverRows, inner, st.booleans()))


@given(st.recursive(SIMPLE, _joined, max_leaves=8))
def test_any_rule_is_one_line_with_its_brackets_closed_and_twice_denied_it_is_itself(rule: Condition) -> None:
    words = rule_words(rule, BOOK)
    assert words == " ".join(words.split())
    for opening, closing in ("[]", "()", "“”", "‘’"):
        assert words.count(opening) == words.count(closing)
    assert rule_words(Not(Not(rule)), BOOK) == words
    assert "`" not in words
    assert rule_words(Not(rule), BOOK) != words

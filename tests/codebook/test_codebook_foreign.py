"""Codebooks come and go in the forms of other tools: whole where we wrote them, and with every loss told elsewhere."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.codebook.foreign.expressions import Answers, NotTranslated, read_expression
from twofold.codebook.foreign.headers import read_headers
from twofold.codebook.foreign.redcap import HEADER, read_redcap, redcap_of
from twofold.codebook.foreign.sketch import Unusable
from twofold.codebook.foreign.table import read_table, table_of
from twofold.codebook.foreign.xlsform import read_xlsform, xlsform_of
from twofold.codebook.model import AtLeast, Codebook, FieldIs, FieldType, Has, Joined, Not, Unit
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.codebook.writing import codebook_text, text

SURVEY = {
    "survey": [
        ["type", "name", "label::English (en)", "hint", "required", "relevant", "constraint"],
        ["start", "start", "", "", "", "", ""],
        ["begin group", "about", "About the study", "", "", "", ""],
        ["select_one designs", "design", "Which design?", "The strongest.", "yes", "", ""],
        ["select_multiple people", "who", "Who took part?", "", "", "${design} = 'rct'", ""],
        ["integer", "n", "How many?", "", "true()", "not(selected(${who}, 'carers'))", ". >= 1 and . <= 5000"],
        ["text", "why", "Why so few?", "", "", "${n} < 20 or ${design} != ''", ""],
        ["geopoint", "place", "Where on the map?", "", "", "", ""],
        ["text", "odd", "Odd?", "", "", "count-selected(${who}) > 1", ""],
        ["end group", "", "", "", "", "", ""],
        ["begin repeat", "outcomes", "Outcomes", "", "", "", ""],
        ["select_one ways", "way", "Which way?", "", "", "", ""],
        ["end repeat", "", "", "", "", "", ""],
    ],
    "choices": [
        ["list_name", "name", "label::English (en)"],
        *[["designs", one, one.upper()] for one in ("rct", "cohort")],
        *[["people", one, one.title()] for one in ("carers", "residents")],
        ["ways", "1", "Worse"],
        ["ways", "2", "Better"],
    ],
}
DICTIONARY = [
    list(HEADER),
    ["record_id", "about", "", "text", "Record", *[""] * 13],
    ["design", "about", "About <b>the study</b>", "radio", "Which design?", "1, RCT | 2, Cohort, matched", *[""] * 12],
    ["who", "about", "", "checkbox", "Who?", "a, Carers | b, Residents", "Tick all.", *[""] * 5, "y", *[""] * 5],
    ["n", "about", "", "text", "How many?", "", "", "integer", "1", "5000", "", "[design] = '1'", *[""] * 6],
    ["why", "about", "", "notes", "Why?", *[""] * 6, "[who(a)] = '1' and [n] >= 20", *[""] * 6],
    ["sure", "second", "", "yesno", "Sure?", *[""] * 13],
    ["sum", "second", "", "calc", "Sum", "[n]*2", *[""] * 12],
]


@pytest.fixture(params=["small", "default"])
def book(request: pytest.FixtureRequest, small: Codebook, default: Codebook) -> Codebook:
    return small if request.param == "small" else default


def test_a_written_codebook_is_read_back_as_the_same(book: Codebook) -> None:
    assert read_codebook(codebook_text(book, "Two lines\nof comment")) == book


@given(st.text(max_size=60))
def test_any_text_can_stand_in_a_written_codebook(words: str) -> None:
    label = " ".join(words.split()) or "x"
    try:
        made = read_codebook(
            f'format = 1\n[codebook]\nid = "b"\ntitle = {text(label)}\nversion = "1"\n'
            f'[[section]]\nid = "s"\ntitle = "S"\n[[section.field]]\nid = "f"\nlabel = {text(label)}\ntype = "text"\n'
        )
    except BadCodebook:
        assert any("\ud800" <= one <= "\udfff" for one in label)
        return
    assert read_codebook(codebook_text(made)) == made


def test_our_own_table_xlsform_and_dictionary_bring_every_field_back_whole(book: Codebook) -> None:
    rows, lost = table_of(book)
    assert len(lost) == bool(book.checks) + bool(book.instruments) + any(one.help for one in book.sections)
    sheets, _ = xlsform_of(book)
    dictionary, _ = redcap_of(book)
    for converted in (read_table(rows, "T"), read_xlsform(sheets, "T"), read_redcap(dictionary, "T")):
        assert [(one.id, one) for one in converted.book.fields] == [(one.id, one) for one in book.fields]
        assert converted.book.row_name == book.row_name
        named = (converted.book.id, converted.book.title, converted.book.version)
        assert named == (book.id, book.title, book.version), "what comes back is the same codebook"
        assert read_codebook(converted.text) == converted.book


def test_what_a_form_cannot_say_is_told(default: Codebook) -> None:
    for _, notes in (xlsform_of(default), redcap_of(default)):
        told = " ".join(notes)
        assert "Not reported" in told
        assert "5 checks" in told
        assert "end of programme" in told


def test_instruments_and_the_help_of_sections_are_carried_or_told(default: Codebook) -> None:
    assert default.instruments
    helped = [one.help for one in default.sections]
    assert any(helped)
    for _, notes in (table_of(default), redcap_of(default)):
        assert any("the help of section `setting`" in one for one in notes)
    sheets, notes = xlsform_of(default)
    assert [one.help for one in read_xlsform(sheets, "T").book.sections] == helped
    for told in (table_of(default)[1], redcap_of(default)[1], notes):
        assert any("what makes an appraisal of `starter`" in one for one in told)


def test_what_a_data_dictionary_loses_is_told_field_by_field() -> None:
    made = read_redcap(
        [
            list(HEADER),
            ["study_id", "about", "", "text", "Id as in the registry", *[""] * 13],
            ["d", "about", "", "text", "Date?", "", "", "date_dmy", "2010-01-01", "today", *[""] * 8],
            ["t", "about", "", "text", "Time?", "", "", "time", "08:00", "17:00", *[""] * 8],
            ["m", "about", "", "text", "Mail?", "", "", "email", *[""] * 10],
            ["age", "about", "", "text", "Age?", "", "", "integer", "[n]", "99", *[""] * 8],
            ["said", "about", "", "descriptive", "Read the handbook", *[""] * 13],
        ],
        "Dictionary",
    )
    fields = made.book.by_id
    assert (fields["d"].minimum, fields["d"].maximum) == ("2010-01-01", "")
    assert (fields["age"].minimum, fields["age"].maximum) == ("", "99")
    told = "\n".join(made.notes)
    for words in (
        "`study_id` (“Id as in the registry”) stands first", "`d` has no upper bound here: `today`",
        "`t` takes any text", "`t` has no lower bound here: `08:00`", "`m` takes any text here: its validation `email`",
        "`age` has no lower bound here: `[n]`", "left out: “Read the handbook”",
    ):  # fmt: skip
        assert words in told


def test_what_a_survey_form_loses_is_told_field_by_field() -> None:
    made = read_xlsform(
        {
            "survey": [
                ["type", "name", "label", "constraint"],
                ["integer", "n", "N?", ". > 0 and . < 100"],
                ["decimal", "x", "X?", ". > 0 and . <= 9.5"],
                ["select_one designs or_other", "design", "Design?", ""],
                ["note", "first", "Read this first", ""],
                ["text", "w", "W?", 'regex(., "^[0-9]+$")'],
                ["date", "d", "D?", ". >= date('2010-01-01') and . <= today()"],
            ],
            "choices": [["list_name", "name", "label"], ["designs", "a", "A"], ["designs", "b", "B"]],
        },
        "Form",
    )
    bounds = {one.id: (one.minimum, one.maximum) for one in made.book.fields}
    assert (bounds["n"], bounds["x"], bounds["d"]) == (("1", "99"), ("", "9.5"), ("2010-01-01", ""))
    told = "\n".join(made.notes)
    for words in (
        "constraint of `x`, `. > 0` is not", "`design` also takes any other answer", "left out: “Read this first”",
        "constraint of `w`, `regex(", "constraint of `d`, `. <= today()` is not",
    ):  # fmt: skip
        assert words in told
    assert "constraint of `n`" not in told


def test_a_survey_form_becomes_sections_choices_bounds_and_rules() -> None:
    made = read_xlsform(SURVEY, "Our form")
    fields = made.book.by_id
    assert [(one.id, one.unit) for one in made.book.sections] == [("about", Unit.STUDY), ("outcomes", Unit.ROW)]
    assert list(fields) == ["design", "who", "n", "why", "odd", "outcome_name", "way"]
    assert (fields["design"].type, fields["design"].required, fields["design"].help) == (
        FieldType.NOMINAL,
        True,
        "The strongest.",
    )
    assert (fields["n"].minimum, fields["n"].maximum) == ("1", "5000")
    assert fields["who"].show_if == FieldIs("design", ("rct",))
    assert fields["n"].show_if == Not(FieldIs("who", ("carers",)))
    assert fields["why"].show_if == Joined((Not(AtLeast("n", "20")), Has("design", "answered")), 1)
    assert [one.id for one in fields["way"].options] == ["worse", "better"]
    assert fields["odd"].show_if is None
    told = "\n".join(made.notes)
    for word in ("`place` is of type `geopoint`", "`odd` is always asked", "`outcome_name` was added"):
        assert word in told


def test_a_data_dictionary_becomes_sections_choices_bounds_and_rules() -> None:
    made = read_redcap(DICTIONARY, "Dictionary")
    fields = made.book.by_id
    assert [one.title for one in made.book.sections] == ["About the study", "Second"]
    assert list(fields) == ["design", "who", "n", "why", "sure"]
    assert [(one.id, one.label) for one in fields["design"].options] == [
        ("rct", "RCT"),
        ("cohort_matched", "Cohort, matched"),
    ]
    assert fields["n"].show_if == FieldIs("design", ("rct",))
    assert fields["why"].show_if == Joined((FieldIs("who", ("a",)), AtLeast("n", "20")), 2)
    assert fields["who"].required
    assert any("`sum` is of type `calc`" in one for one in made.notes)


def test_a_spreadsheet_with_its_own_column_names_becomes_a_codebook() -> None:
    made = read_table(
        [
            ["Domain", "Question", "Answer type", "Option", "Required"],
            ["Setting", "Which country?", "free text", "", "yes"],
            ["Design", "Which design?", "single", "RCT", ""],
            ["", "", "", "Cohort", ""],
            ["Design", "Who?", "multiple", "Carers", ""],
            ["", "", "", "Residents", ""],
            ["Design", "How sure?", "stars", "", ""],
        ],
        "Sheet",
    )
    assert [(one.id, one.type.value, len(one.options)) for one in made.book.fields] == [
        ("which_country", "text", 0),
        ("which_design", "nominal", 2),
        ("who", "multi", 2),
        ("how_sure", "text", 0),
    ]
    assert [one.title for one in made.book.sections] == ["Setting", "Design"]
    assert any("`stars`, which is not known" in one for one in made.notes)


def test_the_headers_of_an_extraction_form_become_a_first_draft() -> None:
    header = ["Author", "Year", "n randomised", "Blinded? (yes / no / unclear)", "Funding", "Funding"]
    made = read_headers([header], "Form")
    assert [(one.id, one.type.value) for one in made.book.fields] == [
        ("n_randomised", "integer"),
        ("blinded", "nominal"),
        ("funding", "text"),
        ("funding_2", "text"),
    ]
    assert any("Author, Year" in one for one in made.notes)


@pytest.mark.parametrize(
    "read",
    [
        lambda: read_xlsform({"choices": [["name"]]}, "x"),
        lambda: read_xlsform({"survey": [["type", "name"]]}, "x"),
        lambda: read_redcap([["a", "b"], ["1", "2"]], "x"),
        lambda: read_table([["colour"], ["red"]], "x"),
        lambda: read_headers([], "x"),
        lambda: read_headers([["", "Title"]], "x"),
    ],
)
def test_what_is_no_codebook_is_refused_with_a_sentence(read: object) -> None:
    assert callable(read)
    with pytest.raises(Unusable, match=r"\."):
        read()


PLAIN = Answers(lambda name: name, lambda _, code: code, lambda name: ("low", "mid", "high") if name == "level" else ())


@pytest.mark.parametrize(
    ("said", "table"),
    [
        ("${level} > 'low'", {"field": "level", "in": ["mid", "high"]}),
        ("${level} <= 'mid'", {"not": {"field": "level", "in": ["high"]}}),
        ("[a] = '1' or ([b] = '2' and [c] <> '')", None),
        ("[n] > [m]", {"field": "n", "above_field": "m"}),
        ("[box(3)] != '1'", {"not": {"field": "box", "is": "3"}}),
    ],
)
def test_conditions_of_both_forms_are_understood(said: str, table: object) -> None:
    found = read_expression(said, PLAIN)
    assert found == table or (table is None and list(found) == ["any"])


@pytest.mark.parametrize(
    "said", ["", "[a] =", "[a] = '1' [b]", "sum([a]) = 1", "(((", "[a] ~ 1", "[n] < [m]", "not [a]"]
)
def test_a_condition_that_has_no_equal_says_which_part(said: str) -> None:
    with pytest.raises(NotTranslated):
        read_expression(said, PLAIN)


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_no_sheet_breaks_a_reader(seed: int) -> None:
    chance = random.Random(seed)
    words = [
        *HEADER,
        "type",
        "name",
        "label",
        "field",
        "option",
        "select_one x",
        "begin repeat",
        "end group",
        "1, a | b",
    ]
    words += ["", "x" * 300, "[a", "${", "{ type = 1 }", '{ type = "ordinal" }', "=1+1", "\x1b[2J", "Ω", "- - -"]
    rows = [[chance.choice(words) for _ in range(chance.randint(0, 6))] for _ in range(chance.randint(0, 12))]
    for read in (read_table, read_redcap, read_headers):
        try:
            made = read(rows, "Random")
        except Unusable:
            continue
        assert read_codebook(made.text) == made.book
    try:
        assert read_xlsform({"survey": rows, "choices": rows}, "Random").book.fields
    except Unusable:
        return


def test_bounds_of_what_has_none_are_left_out_with_a_note() -> None:
    made = read_table([["field", "label", "type", "min"], ["a", "A", "text", "0"], ["n", "N", "integer", "0"]], "Sheet")
    assert [(one.id, one.minimum) for one in made.book.fields] == [("a", ""), ("n", "0")]
    assert made.notes == ("`a` is of type text, which has no bounds: its `min` and `max` are left out.",)

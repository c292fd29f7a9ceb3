"""Every mistake in a codebook file is told with its line, what is wrong and how to mend it."""

import pytest

from twofold.codebook.model import (
    AtLeast,
    Check,
    Codebook,
    EvidenceDemand,
    FieldIs,
    FieldType,
    Has,
    Joined,
    Level,
    Not,
    Option,
    OverRows,
    Unit,
)
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook

KNOWN_FIELD = "Name a field of this codebook, or take the rule out."


def told(text: str, name: str = "codebook.toml") -> list[str]:
    with pytest.raises(BadCodebook) as caught:
        read_codebook(text, name)
    return [str(problem) for problem in caught.value.problems]


def line_of(text: str, fragment: str) -> int:
    assert text.count(fragment) == 1, f"{fragment!r} must stand once in the text"
    return text[: text.index(fragment)].count("\n") + 1


def test_a_good_file_gives_the_whole_codebook(small: Codebook) -> None:
    assert (small.id, small.title, small.version, small.row_name) == (
        "small",
        "A small codebook",
        "1.0",
        "outcome",
    )
    assert [section.id for section in small.sections] == ["about", "results", "verdict"]
    assert [field.id for field in small.row_fields] == ["outcome", "direction"]
    level = small.by_id["level"]
    assert (level.type, level.primary, level.evidence) == (FieldType.ORDINAL, True, EvidenceDemand.QUOTE)
    assert level.options[0] == Option("low", "Low", counts="this", does_not_count="that")
    assert level.options[3].off_axis
    assert small.by_id["direction"].unit is Unit.ROW
    assert small.by_id["part"].options == small.lists["parts"]
    assert small.by_id["design"].options[2].reason
    bounds = {key: (small.by_id[key].minimum, small.by_id[key].maximum) for key in ("n_all", "share", "began")}
    assert bounds == {"n_all": ("1", "5000"), "share": ("0", "1.5"), "began": ("1990-01-01", "")}
    assert small.by_id["n_group"].tick == Option("not_split", "groups not split")


def test_conditions_are_read_as_the_tables_say(small: Codebook) -> None:
    assert small.by_id["part"].show_if == AtLeast("level", "middle")
    assert small.by_id["n_group"].show_if == FieldIs("design", ("rct", "other"))
    assert small.by_id["concern"].show_if == OverRows(FieldIs("direction", ("worse",)), every=False)
    assert small.checks[1] == Check(
        "better_needs_level",
        "direction",
        Level.BLOCK,
        "Say the level first.",
        Joined((FieldIs("direction", ("better",)), Not(Has("level", "answered"))), 2),
    )


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(small_text: str, small: Codebook) -> None:
    assert read_codebook("\ufeff" + small_text.replace("\n", "\r\n")) == small


def test_help_over_several_lines_is_one_paragraph(small_text: str) -> None:
    text = small_text.replace('label = "Design?"', 'label = "Design?"\n  help = """\n  One line\n  and another."""')
    assert read_codebook(text).by_id["design"].help == "One line and another."


def test_text_is_kept_in_nfc(small_text: str) -> None:
    text = small_text.replace('label = "Carers"', 'label = "Beje\u0301"')
    assert read_codebook(text).by_id["who"].options[1].label == "Bej\u00e9"


ONE_MISTAKE = {
    "two options with one value": (
        ('value = "cohort"', 'value = "rct"'),
        'label = "Cohort"',
        "field `design` has two options with the value `rct`. Rename one.",
    ),
    "two fields with one id": (
        ('id = "share"', 'id = "n_all"'),
        'id = "n_all"\n  label = "Share?"',
        "there is already a field `n_all`. Rename one.",
    ),
    "two sections with one id": (
        ('id = "verdict"', 'id = "about"'),
        'id = "about"\ntitle = "Verdict"',
        "there is already a section `about`. Rename one.",
    ),
    "two checks with one id": (
        ('id = "better_needs_level"', 'id = "group_above_all"'),
        'id = "group_above_all"\nfield = "direction"',
        "there is already a check `group_above_all`. Rename one.",
    ),
    "an unknown type": (
        ('type = "integer"\n  min', 'type = "interger"\n  min'),
        '"interger"',
        "field `n_all` has the unknown type `interger`. Did you mean `integer`?",
    ),
    "a type like nothing known": (
        ('type = "integer"\n  min', 'type = "xyz"\n  min'),
        '"xyz"',
        "field `n_all` has the unknown type `xyz`. Write one of `nominal`, `ordinal`, `multi`, `integer`, "
        "`number`, `text` or `date`.",
    ),
    "an unknown unit": (
        ('unit = "row"', 'unit = "rows"'),
        'unit = "rows"',
        "section `results` has the unknown unit `rows`. Did you mean `row`?",
    ),
    "an unknown level": (
        ('level = "warn"', 'level = "warning"'),
        'level = "warning"',
        "check `group_above_all` has the unknown level `warning`. Did you mean `warn`?",
    ),
    "an unknown demand": (
        ('evidence = "place"', 'evidence = "page"'),
        'evidence = "page"',
        "field `design` has the unknown evidence `page`. Did you mean `place`?",
    ),
    "an unknown key of a field": (
        ('label = "Share?"', 'label = "Share?"\n  requird = true'),
        "requird",
        "field `share` has the unknown key `requird`. Did you mean `required`?",
    ),
    "an unknown key of an option": (
        ('value = "cohort", label = "Cohort"', 'value = "cohort", label = "Cohort", hlep = "h"'),
        "hlep",
        "option 2 of field `design` has the unknown key `hlep`. Did you mean `help`?",
    ),
    "an unknown key at the top": (
        ("format = 1\n", "format = 1\nchecks = 3\n"),
        "checks = 3",
        "the file has the unknown key `checks`. Did you mean `check`?",
    ),
    "an unknown key of the head": (
        ('version = "1.0"', 'version = "1.0"\nauthor = "x"'),
        'author = "x"',
        "the codebook has the unknown key `author`. Known are `id`, `title`, `version` and `row_name`.",
    ),
    "an option without a value": (
        ('{ value = "cohort", label', "{ label"),
        'label = "Cohort"',
        'option 2 of field `design` has no `value`. Add value = "...".',
    ),
    "an option that is no table": (
        ('{ value = "cohort", label = "Cohort" }', '"a cohort"'),
        '"a cohort"',
        'option 2 of field `design` is not a table. Write it as { value = "an_id", label = "Its label" }.',
    ),
    "an option without a label": (
        (', label = "Cohort"', ""),
        '{ value = "cohort"',
        'option 2 of field `design` has no `label`. Add label = "...".',
    ),
    "two others": (
        ('value = "cohort", label = "Cohort"', 'value = "something", label = "Other"'),
        '{ value = "other"',
        "field `design` has more than one option for 'other'. Keep one of them.",
    ),
    "options on a text field": (
        ("reconcile = true", 'options = "parts"'),
        'options = "parts"\n\n[[section]]',
        "field `remarks` has options, but its type is `text`. Make it nominal, ordinal or multi, or take the "
        "options out.",
    ),
    "an unknown list": (
        (
            'options = "parts"\n  show_if = { field = "level"',
            'options = "part"\n  show_if = { field = "level"',
        ),
        'options = "part"\n',
        "field `part` takes its options from the list `part`, which there is not. Did you mean `parts`?",
    ),
    "a primary text": (
        ("reconcile = true", "primary = true"),
        "primary = true\n\n",
        "field `remarks` is a primary item of type `text`. A primary item is compared option by option: make "
        "it nominal, ordinal or multi.",
    ),
    "reconcile on a choice": (
        ('evidence = "place"', "reconcile = true"),
        "reconcile = true\n  options",
        "field `design` says `reconcile`, which is for text. Take it out: answers of type `nominal` are "
        "always "
        "compared.",
    ),
    "a minimum above the maximum": (
        ("min = 1\n", "min = 6000\n"),
        "min = 6000",
        "field `n_all` has its minimum 6000 above its maximum 5000. Swap them, or mend one.",
    ),
    "a minimum in quotation marks": (
        ("min = 1\n", 'min = "1"\n'),
        'min = "1"',
        "field `n_all` has `min` = `1`. Write a whole number without quotation marks.",
    ),
    "a bound on a text": (
        ("reconcile = true", "max = 10"),
        "max = 10",
        "field `remarks` has `max` = `10`. Take it out: a field of type `text` has no bounds.",
    ),
    "a date that is none": (
        ("min = 1990-01-01", 'min = "1990-13"'),
        "1990-13",
        'field `began` has `min` = `1990-13`. Write a date in quotation marks: "2024-05-31", "2024-05" or "2024".',
    ),
    "a tick on a text": (
        ("reconcile = true", 'tick = { value = "a", label = "b" }'),
        'tick = { value = "a"',
        "field `remarks` has a tick, but its type is `text`. Only an integer or a number takes one: take it out.",
    ),
    "off axis in a nominal field": (
        ('label = "Cohort"', 'label = "Cohort", off_axis = true'),
        'label = "Cohort"',
        "option `cohort` of field `design` says `off_axis`, but the field is nominal. Only an ordinal "
        "field has "
        "an axis: take it out.",
    ),
    "an ordinal field with one step": (
        ('label = "Better"', 'label = "Better", off_axis = true'),
        'options = [\n    { value = "worse"',
        "field `direction` is ordinal with fewer than two options in its order. Add some, or make it nominal.",
    ),
    "a flag in quotation marks": (
        ("primary = true", 'primary = "yes"'),
        'primary = "yes"',
        "field `level` has `primary` = `yes`. Write true or false, without quotation marks.",
    ),
    "a version without quotation marks": (
        ('version = "1.0"', "version = 1.0"),
        "version = 1.0",
        'the codebook has `version` = `1.0`. Write text in quotation marks, as in version = "text".',
    ),
    "an id with a capital": (
        ('id = "share"', 'id = "Share"'),
        'id = "Share"',
        "field `Share` has the id `Share`. Begin with a small letter a-z and go on with small letters, "
        "digits "
        "and _, at most 48 in all.",
    ),
    "an id with three underscores": (
        ('value = "cohort"', 'value = "co___hort"'),
        "co___hort",
        "option 2 of field `design` has the id `co___hort`, which holds ___. Three underscores part field "
        "from "
        "option in exports: use one.",
    ),
    "an id too long": (
        ('id = "share"', f'id = "{"s" * 49}"'),
        "s" * 49,
        f"field `{'s' * 49}` has the id `{'s' * 49}`. Begin with a small letter a-z and go on with small "
        "letters, "
        "digits and _, at most 48 in all.",
    ),
    "a reserved field id": (
        ('id = "share"', 'id = "reviewer"'),
        'id = "reviewer"',
        "field `reviewer` has the id `reviewer`, which Twofold keeps for itself. Choose another id.",
    ),
    "a reserved option value": (
        ('value = "cohort"', 'value = "nap"'),
        'value = "nap"',
        "option 2 of field `design` has the id `nap`, which Twofold keeps for itself. Choose another id.",
    ),
    "a section without fields": (
        (
            '[[section]]\nid = "about"',
            '[[section]]\nid = "empty"\ntitle = "Empty"\n\n[[section]]\nid = "about"',
        ),
        '[[section]]\nid = "empty"',
        "section `empty` has no fields. Add a [[section.field]] below it, or delete it.",
    ),
    "one bracket for a check": (
        ('[[check]]\nid = "group_above_all"', '[[chek]]\nid = "group_above_all"'),
        "[[chek]]",
        "the file has the unknown key `chek`. Did you mean `check`?",
    ),
    "a field outside a section": (
        ('[[section]]\nid = "about"', '[[field]]\nid = "x"\n\n[[section]]\nid = "about"'),
        "[[field]]",
        "the file has the unknown key `field`. A field belongs to a section: write [[section.field]].",
    ),
    "no name for rows": (
        ('row_name = "outcome"\n', ""),
        "[codebook]",
        'the codebook does not say which field names an outcome row. Add row_name = "..." to [codebook], '
        "with the "
        "id of a text field asked of each row.",
    ),
    "a name of rows that is no field": (
        ('row_name = "outcome"', 'row_name = "outcom"'),
        'row_name = "outcom"',
        "`row_name` names the field `outcom`, which there is not. Did you mean `outcome`?",
    ),
    "a name of rows that is asked of the study": (
        ('row_name = "outcome"', 'row_name = "remarks"'),
        'row_name = "remarks"',
        "`row_name` names `remarks`, which is not a text field asked of each row. Name a field of type "
        "`text` in a "
        'section with unit = "row".',
    ),
    "an empty label": (
        ('label = "Share?"', 'label = " "'),
        'label = " "',
        "field `share` has an empty label. Write the question.",
    ),
    "a newer format": (
        ("format = 1\n", "format = 2\n"),
        "format = 2",
        "format `2` belongs to a newer Twofold. Update Twofold.",
    ),
    "no format": (
        ("format = 1\n", "\n"),
        "\n\n[codebook]",
        "the file does not say its format. Write format = 1 on its first line.",
    ),
}

ONE_WRONG_RULE = {
    "a show_if that names no field of the codebook": (
        ('{ field = "level", at_least = "middle" }', '{ field = "leval", at_least = "middle" }'),
        'show_if = { field = "leval"',
        "`show_if` of field `part` names the field `leval`, which there is not. Did you mean `level`?",
    ),
    "a show_if that names no option of the field": (
        ('in = ["rct", "other"]', 'in = ["rct", "othr"]'),
        '"othr"',
        "`show_if` of field `n_group` names the option `othr`, which `design` has not. Did you mean `other`?",
    ),
    "a check that names no field of the codebook": (
        ('above_field = "n_all"', 'above_field = "zzz"'),
        'above_field = "zzz"',
        f"check `group_above_all` names the field `zzz`, which there is not. {KNOWN_FIELD}",
    ),
    "a check that speaks nowhere": (
        ('field = "n_group"\nlevel', 'field = "n_grup"\nlevel'),
        'field = "n_grup"',
        "check `group_above_all` names the field `n_grup`, which there is not. Did you mean `n_group`?",
    ),
    "at_least on a field without order": (
        ('in = ["rct", "other"]', 'at_least = "rct"'),
        'at_least = "rct"',
        "`show_if` of field `n_group` uses `at_least` on `design`, whose type `nominal` has no order. Use "
        "`is` or "
        "`in`, or make the field ordinal.",
    ),
    "at_least with an option off the axis": (
        ('at_least = "middle"', 'at_least = "apart"'),
        'at_least = "apart"',
        "`show_if` of field `part` uses `at_least` with `apart`, which lies off the axis of `level`. Name "
        "an option "
        "that has a place in the order.",
    ),
    "at_least on a number without a number": (
        ('{ field = "level", at_least = "middle" }', '{ field = "n_all", at_least = "two" }'),
        'at_least = "two"',
        "`show_if` of field `part` looks at `n_all`, which does not stand above it in the form. Move "
        "`n_all` further "
        "up, or rest the rule on an earlier field.",
    ),
    "a row field without rows": (
        ('rows = "any", ', ""),
        'show_if = { field = "direction"',
        "`show_if` of field `concern` looks at `direction`, which is asked of each outcome row, without "
        "saying in "
        'which rows. Add rows = "any" or rows = "all" to the condition.',
    ),
    "rows that are neither any nor all": (
        ('rows = "any"', 'rows = "some"'),
        'rows = "some"',
        '`show_if` of field `concern` has `rows` = `some`. Write rows = "any" or rows = "all".',
    ),
    "rows over a field of the study": (
        ('rows = "any", field = "direction", is = "worse"', 'rows = "any", field = "design", is = "rct"'),
        'rows = "any"',
        "`show_if` of field `concern` looks over the rows but names no field of theirs. Take `rows` out.",
    ),
    "rows in a rule of a row field": (
        (
            '{ all = [ { field = "direction", is = "better" }',
            '{ all = [ { rows = "all", field = "direction", is = "better" }',
        ),
        'rows = "all"',
        "check `better_needs_level` uses `rows` although its field is asked of each outcome row. Take "
        "`rows` out: the "
        "rule looks at its own row.",
    ),
    "a rule that looks at itself": (
        ('{ field = "level", at_least = "middle" }', '{ field = "part", at_least = "led" }'),
        'show_if = { field = "part"',
        "`show_if` of field `part` looks at `part`, which does not stand above it in the form. Move `part` "
        "further up, "
        "or rest the rule on an earlier field.",
    ),
    "a rule that looks further down": (
        ('{ field = "level", at_least = "middle" }', '{ field = "share", answered = true }'),
        'show_if = { field = "share"',
        "`show_if` of field `part` looks at `share`, which does not stand above it in the form. Move "
        "`share` further "
        "up, or rest the rule on an earlier field.",
    ),
    "a state that is neither true nor false": (
        ("answered = true", 'answered = "yes"'),
        'answered = "yes"',
        "check `better_needs_level` has `answered` = `yes`. Write true or false, without quotation marks.",
    ),
    "a condition that tests nothing": (
        ('{ field = "level", at_least = "middle" }', '{ field = "level" }'),
        'show_if = { field = "level" }',
        "`show_if` of field `part` tests nothing. Add one of `is`, `in`, `at_least`, `above_field`, "
        "`answered`, "
        "`off_scale`, `has_quote` or `has_note`.",
    ),
    "a condition with two tests": (
        (
            '{ field = "level", at_least = "middle" }',
            '{ field = "level", at_least = "middle", has_quote = true }',
        ),
        "has_quote",
        "`show_if` of field `part` has the tests `at_least` and `has_quote` in one condition. Put each "
        "into a table of "
        "its own and join them with all = [...].",
    ),
    "a condition without a field": (
        ('{ field = "level", at_least = "middle" }', '{ at_least = "middle" }'),
        'show_if = { at_least = "middle" }',
        '`show_if` of field `part` has a condition that names no field. Add field = "the field\'s id".',
    ),
    "a condition with an unknown key": (
        ('{ field = "level", at_least = "middle" }', '{ field = "level", at_last = "middle" }'),
        "at_last",
        "`show_if` of field `part` has a condition with the unknown key `at_last`. Did you mean `at_least`?",
    ),
    "a condition that is text": (
        ('{ field = "level", at_least = "middle" }', '"level >= middle"'),
        "level >= middle",
        "`show_if` of field `part` has a condition that is not a table. Write it as "
        '{ field = "a_field", is = "an_option" }.',
    ),
    "more wanted than there are": (
        (
            '{ field = "level", at_least = "middle" }',
            '{ at_least_n = 2, of = [{ field = "level", is = "low" }] }',
        ),
        "at_least_n",
        "`show_if` of field `part` wants at least `2` of 1 conditions. Write a whole number from 1 to 1.",
    ),
    "all that is no list": (
        ('{ field = "level", at_least = "middle" }', '{ all = { field = "level", is = "low" } }'),
        "{ all = { field",
        "`show_if` of field `part` has a condition in which `all` is not a list of conditions. Write "
        "all = [{ ... }, { ... }].",
    ),
    "two joints in one table": (
        (
            '{ field = "level", at_least = "middle" }',
            '{ any = [{ field = "level", is = "low" }], field = "design" }',
        ),
        "{ any = [",
        "`show_if` of field `part` has a condition with both `any` and `field`. Put each into a table of "
        "its own and "
        "join them with all = [...].",
    ),
    "an option of a text": (
        (
            '{ all = [ { field = "direction", is = "better" }',
            '{ all = [ { field = "remarks", is = "better" }',
        ),
        'field = "remarks", is',
        "check `better_needs_level` compares `remarks` with an option, but it is a field of type `text`. Use "
        "`answered`, or `at_least` for a number.",
    ),
    "above_field with a choice": (
        ('above_field = "n_all"', 'above_field = "design"'),
        'above_field = "design"',
        "check `group_above_all` uses `above_field` with `design`, which is no number but `nominal`. "
        "Compare two "
        "fields of type `integer` or `number`.",
    ),
    "a check without a condition": (
        ('when = { field = "n_group", above_field = "n_all" }\n', ""),
        '[[check]]\nid = "group_above_all"',
        "check `group_above_all` has no `when`. Add when = { ... }.",
    ),
    "a check with the name of a built-in demand": (
        ('id = "group_above_all"', 'id = "required"'),
        'id = "required"',
        "check `required` has the id `required`, which Twofold keeps for itself. Choose another id.",
    ),
}


@pytest.mark.parametrize("mistake", ONE_MISTAKE | ONE_WRONG_RULE)
def test_one_mistake_is_told_with_its_line_and_the_way_out(mistake: str, small_text: str) -> None:
    (old, new), fragment, sentence = (ONE_MISTAKE | ONE_WRONG_RULE)[mistake]
    assert small_text.count(old) == 1, f"{old!r} must stand once in the small codebook"
    text = small_text.replace(old, new)
    assert told(text) == [f"`codebook.toml`, line {line_of(text, fragment)}: {sentence}"]


def test_a_choice_without_options_is_told(small_text: str) -> None:
    text = small_text.replace('options = "parts"\n  show_if = { rows', "show_if = { rows")
    line = line_of(text, '[[section.field]]\n  id = "concern"')
    assert told(text) == [
        f"`codebook.toml`, line {line}: field `concern` is nominal and has no options. "
        'Add options = [ { value = "an_id", label = "Its label" } ].'
    ]


BROKEN_TOML = {
    "a missing quotation mark": ('title = "About"', 'title = "About', "title = ", "quotation mark"),
    "a missing equals sign": ('label = "Share?"', 'label "Share?"', 'label "Share?"', "equals sign"),
    "a key twice": ('label = "Share?"', 'label = "Share?"\n  label = "S"', 'label = "S"', "twice"),
    "a table twice": ("[lists]", "[codebook]\n[lists]", "[codebook]\n[lists]", "twice"),
}


@pytest.mark.parametrize("mistake", BROKEN_TOML)
def test_wrong_toml_is_told_with_its_line(mistake: str, small_text: str) -> None:
    old, new, fragment, hint = BROKEN_TOML[mistake]
    text = small_text.replace(old, new, 1)
    (sentence,) = told(text)
    line = text[: text.index(fragment if mistake != "a missing quotation mark" else new)].count("\n") + 1
    assert sentence.startswith(f"`codebook.toml`, line {line}: this is not TOML (")
    assert hint in sentence


def test_a_file_that_breaks_off_is_told_with_its_last_line(small_text: str) -> None:
    text = small_text[: small_text.index('    { value = "cohort"')]
    (sentence,) = told(text)
    assert sentence.startswith(f"`codebook.toml`, line {text.count(chr(10))}: this is not TOML (")


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines(small_text: str) -> None:
    text = (
        small_text.replace('above_field = "n_all"', 'above_field = "n_alll"')
        .replace('value = "cohort"', 'value = "rct"')
        .replace('type = "date"', 'type = "day"')
        .replace('at_least = "middle"', 'at_least = "midle"')
    )
    sentences = told(text)
    assert len(sentences) == 4
    assert [problem.split(": ", 1)[1].split(" ")[1] for problem in sentences] == [
        "`design`",
        "of",
        "`began`",
        "`group_above_all`",
    ]


def test_a_broken_field_does_not_make_the_rules_that_name_it_wrong(small_text: str) -> None:
    text = small_text.replace('type = "integer"\n  min', 'type = "whole"\n  min')
    (sentence,) = told(text)
    assert "field `n_all` has the unknown type `whole`" in sentence


def test_a_broken_field_still_has_its_options_looked_at(small_text: str) -> None:
    text = small_text.replace('type = "nominal"\n  required', 'type = "nominel"\n  required')
    text = text.replace('value = "cohort"', 'value = "rct"')
    assert [sentence.split(": ", 1)[1] for sentence in told(text)] == [
        "field `design` has the unknown type `nominel`. Did you mean `nominal`?",
        "field `design` has two options with the value `rct`. Rename one.",
    ]


def test_the_given_name_of_the_file_stands_in_the_message() -> None:
    assert told("format = 1", "my draft.toml")[0].startswith("`my draft.toml`, line 1: ")


def test_an_empty_file_is_told_what_it_lacks() -> None:
    assert told("") == [
        "`codebook.toml`, line 1: the file does not say its format. Write format = 1 on its first line."
    ]
    assert told("format = 1\n") == [
        "`codebook.toml`, line 1: the file has no [codebook] table. Add one with id, title and version.",
        "`codebook.toml`, line 1: the codebook has no sections. Add a [[section]] with a [[section.field]].",
    ]


def test_what_stands_in_a_message_out_of_the_file_is_short_and_inert(small_text: str) -> None:
    text = small_text.replace('id = "share"', 'id = "\\u001b[31m' + "x" * 5000 + '"')
    (sentence,) = told(text)
    assert "\x1b" not in sentence
    assert len(sentence) < 400


@pytest.mark.parametrize(
    "bound",
    ["0x" + "f" * 5000, "1e999999999999999999", "nan", "inf", "1e400", "07:32:00", "1979-05-27T07:32:00Z"],
)
def test_a_monstrous_bound_is_a_mistake_like_others(bound: str, small_text: str) -> None:
    assert told(small_text.replace("max = 1.5", f"max = {bound}"))


def test_brackets_nested_too_deep_are_a_mistake_like_others() -> None:
    (sentence,) = told("format = " + "[" * 5000 + "]" * 5000)
    assert sentence.startswith("`codebook.toml`, line 1: this is not TOML (")
    deep = "{ not = " * 40 + '{ field = "a", is = "b" }' + " }" * 40
    text = (
        'format = 1\n[codebook]\nid = "c"\ntitle = "t"\nversion = "1"\n[[section]]\nid = "s"\ntitle = "t"\n'
        '[[section.field]]\nid = "a"\nlabel = "a"\ntype = "nominal"\noptions = [{ value = "b", label = "b" '
        "}]\n"
        f'[[section.field]]\nid = "d"\nlabel = "d"\ntype = "text"\nshow_if = {deep}\n'
    )
    assert told(text) == [
        "`codebook.toml`, line 18: `show_if` of field `d` has conditions nested more than 8 deep. "
        "Split it into several checks."
    ]

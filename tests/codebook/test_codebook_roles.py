"""What feeds the synthesis is declared in the codebook, checked with sentences, and kept wherever the codebook goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.codebook.changes import changes
from twofold.codebook.editing import with_value
from twofold.codebook.fingerprints import everything, meaning
from twofold.codebook.model import Codebook
from twofold.codebook.problems import BadCodebook
from twofold.codebook.roles import ROLES, meanings_of, played_by, roles_by_field
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.codebook.writing import codebook_text

BOOK = """\
format = 1
[codebook]
id = "own"
title = "A fictional codebook with words of its own"
version = "1"
row_name = "measured"
[[section]]
id = "about"
title = "About"
  [[section.field]]
  id = "kind_of_trial"
  label = "Kind of trial?"
  type = "nominal"
  options = [ { value = "drawn", label = "Drawn by lot" }, { value = "chosen", label = "Chosen" } ]
  [[section.field]]
  id = "people"
  label = "How many?"
  type = "integer"
[[section]]
id = "results"
title = "Results"
unit = "row"
  [[section.field]]
  id = "measured"
  label = "What was measured?"
  type = "text"
  [[section.field]]
  id = "area"
  label = "Area?"
  type = "nominal"
  options = [ { value = "health", label = "Health" }, { value = "work", label = "Work" } ]
  [[section.field]]
  id = "effect"
  label = "Which way?"
  type = "nominal"
  options = [ { value = "up", label = "Up" }, { value = "down", label = "Down" }, { value = "both", label = "Both" } ]
"""
DECLARED = """
[synthesis]
domain = "area"
direction = "effect"
design = "kind_of_trial"
n_total = "people"
engagement = ""

[synthesis.means.direction]
up = "better"
down = "worse"
both = "mixed"

[synthesis.means.design]
drawn = "randomised"
"""


@pytest.fixture(name="book", scope="module")
def _book() -> Codebook:
    return read_codebook(BOOK + DECLARED)


def field_of(book: Codebook, role: str) -> str:
    found = played_by(book, ROLES[role])
    return "" if found is None else found.id


def told(declared: str) -> list[str]:
    with pytest.raises(BadCodebook) as refused:
        read_codebook(BOOK + declared, "codebook.toml")
    return [str(one) for one in refused.value.problems]


def test_a_field_of_any_name_plays_the_role_that_it_is_declared_for(book: Codebook) -> None:
    assert [field_of(book, one) for one in ("domain", "direction", "design", "n_total")] == [
        "area",
        "effect",
        "kind_of_trial",
        "people",
    ]
    assert dict(meanings_of(book, ROLES["direction"])) == {"up": "better", "down": "worse", "both": "mixed"}
    assert field_of(book, "engagement") == "", "an empty id says that no field plays it"


def test_the_fields_of_the_default_codebook_play_their_roles_without_a_declaration() -> None:
    book = read_codebook(default_codebook_text())
    assert not book.synthesis.fields
    assert {one.id: field_of(book, one.id) for one in ROLES.values()} == {one.id: one.usual for one in ROLES.values()}
    for role in ROLES.values():
        found = played_by(book, role)
        assert found is not None
        assert role.fits(found), role.id
        assert set(role.usually.values()) <= set(role.meanings), role.id


def test_an_empty_id_takes_a_role_from_the_field_with_the_usual_id() -> None:
    text = f'{default_codebook_text()}\n[synthesis]\ndesign = ""\n'
    assert field_of(read_codebook(text), "design") == ""


def test_a_declaration_comes_back_from_its_text(book: Codebook) -> None:
    again = read_codebook(codebook_text(book))
    assert again.synthesis == book.synthesis
    assert changes(book, again) == ()


def test_a_role_changes_everything_and_no_meaning(book: Codebook) -> None:
    bare = read_codebook(BOOK)
    assert meaning(bare) == meaning(book)
    assert everything(bare) != everything(book)
    said = [one.words for one in changes(bare, book)]
    assert "the direction of an outcome row is `effect` in the synthesis, and was not declared" in said
    assert "the level of engagement is no field in the synthesis, and was not declared" in said
    assert "what the options of the design of a study mean in the synthesis changed" in said
    assert not any(one.asks or not one.allowed for one in changes(bare, book)), "no earlier answer is asked about"


@pytest.mark.parametrize("line", DECLARED.strip().splitlines())
def test_whatever_line_of_a_declaration_is_taken_out_is_told_as_a_change(book: Codebook, line: str) -> None:
    if line.startswith("[") or not line or line == 'direction = "effect"' or line == 'design = "kind_of_trial"':
        return
    less = read_codebook(BOOK + DECLARED.replace(f"{line}\n", "", 1))
    assert everything(less) != everything(book)
    assert changes(book, less)


def test_an_empty_table_declares_nothing() -> None:
    assert everything(read_codebook(f"{BOOK}[synthesis]\n")) == everything(read_codebook(BOOK))


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        ('[synthesis]\ndirektion = "effect"\n', ("line 38", "unknown key `direktion`", "`direction`")),
        (
            '[synthesis]\ndomain = "aera"\n',
            ("line 38", "`aera` as the domain of an outcome row", "Did you mean `area`?"),
        ),
        (
            '[synthesis]\ndomain = "people"\n',
            ("integer field asked once a study", "one option is chosen, asked of each outcome row"),
        ),
        ('[synthesis]\nn_total = "area"\n', ("asked of each outcome row", "whole numbers, asked once a study")),
        ("[synthesis]\ndomain = 3\n", ("does not name a field for `domain`", 'domain = "" for none')),
        ("synthesis = 1\n", ("unknown key",)),
        ('[synthesis]\ndirection = "effect"\n', ("does not say what the options of `effect`", 'up = "better"')),
        (
            '[synthesis]\ndirection = "effect"\n[synthesis.means.direction]\nupp = "better"\n',
            ("line 40", "has no option `upp`", "Did you mean `up`?"),
        ),
        (
            '[synthesis]\ndirection = "effect"\n[synthesis.means.direction]\nup = "good"\n',
            ("line 40", "`up` of the direction of an outcome row cannot mean `good`", "`better`, `worse`"),
        ),
        ('[synthesis.means.direction]\nup = "better"\n', ("names no field for it", 'Add direction = "..."')),
        ('[synthesis.means.domain]\nhealth = "x"\n', ("where none has to", "`direction`")),
        ("[synthesis]\nmeans = 1\n", ("`synthesis.means` is not a table", "[synthesis.means.direction]")),
        ("[synthesis.means]\ndirection = 1\n", ("`synthesis.means.direction` is not a table",)),
    ],
)
def test_what_is_wrong_with_it_is_said_with_its_line_and_the_way_out(declared: str, words: tuple[str, ...]) -> None:
    said = "\n".join(told(declared) if not declared.startswith("synthesis =") else told(f"[other]\n{declared}"))
    for one in words:
        assert one in said
    assert "codebook.toml" in said


def test_something_else_under_its_name_is_no_table() -> None:
    with pytest.raises(BadCodebook, match=r"`synthesis` is not a table"):
        read_codebook(f"synthesis = 3\n{BOOK}")


def test_two_levels_cannot_both_mean_that_nobody_was_involved() -> None:
    own = 'engagement = "kind_of_trial"\n[synthesis.means.engagement]\ndrawn = "none"\nchosen = "none"\n'
    assert "two options of the level of engagement mean `none`" in told(f"[synthesis]\n{own}")[0]


def test_a_role_is_declared_in_a_text_without_any_and_everything_else_stays() -> None:
    made = with_value(BOOK, ("synthesis", "domain"), "area")
    assert made.startswith(BOOK)
    assert field_of(read_codebook(made), "domain") == "area"
    more = with_value(made, ("synthesis", "means", "direction", "up"), "better")
    more = with_value(more, ("synthesis", "direction"), "effect")
    assert dict(read_codebook(more).synthesis.means["direction"]) == {"up": "better"}
    assert with_value(BOOK, ("synthesis", "domain"), None) == BOOK


@pytest.mark.parametrize(
    ("declared", "words"),
    [
        (
            'domain = "area"\nresult = "area"\n',
            ("line 39", "`area` as the result of an outcome row as printed", "the domain of an outcome row as well"),
        ),
        ('comparison = "measured"\np = "measured"\n', ("line 39", "what an outcome row compares as well", 'p = ""')),
        ('n_total = "people"\nn_intervention = "people"\n', ("line 39", "the people of a study as well")),
    ],
)
def test_a_field_that_is_declared_for_two_roles_is_told_with_the_line_of_the_second(
    declared: str, words: tuple[str, ...]
) -> None:
    (said,) = told(f"[synthesis]\n{declared}")
    for one in (*words, "A field plays one role"):
        assert one in said


def test_three_roles_on_one_field_are_told_twice() -> None:
    said = told('[synthesis]\ncomparison = "measured"\np = "measured"\nresult = "measured"\n')
    assert ["line 39" in said[0], "line 40" in said[1], len(said)] == [True, True, 2]


def test_a_field_that_plays_a_role_by_its_usual_id_cannot_be_declared_for_another() -> None:
    with pytest.raises(BadCodebook) as refused:
        read_codebook(f'{default_codebook_text()}\n[synthesis]\ndomain = "outcome_evidence"\n')
    (said,) = [str(one) for one in refused.value.problems]
    for one in (
        "names `outcome_evidence` as the domain of an outcome row",
        "by its usual id it is the kind of evidence of an outcome row",
        'evidence = ""',
    ):
        assert one in said


def test_two_roles_may_swap_their_usual_fields() -> None:
    swapped = 'engagement = "lived_experience_level"\nlived_experience = "engagement_level"\n'
    book = read_codebook(f"{default_codebook_text()}\n[synthesis]\n{swapped}")
    assert field_of(book, "engagement") == "lived_experience_level"
    given_away = 'domain = "outcome_evidence"\nevidence = ""\n'
    book = read_codebook(f"{default_codebook_text()}\n[synthesis]\n{given_away}")
    assert (field_of(book, "domain"), field_of(book, "evidence")) == ("outcome_evidence", "")


def test_a_field_with_a_usual_id_plays_the_role_only_where_it_fits() -> None:
    as_design = BOOK.replace('id = "kind_of_trial"', 'id = "design"')
    assert field_of(read_codebook(as_design), "design") == "design"
    several = as_design.replace('type = "nominal"', 'type = "multi"', 1)
    assert field_of(read_codebook(several), "design") == ""
    other = 'result = "measured"\nengagement = "design"\n'
    assert field_of(read_codebook(f'{as_design}[synthesis]\ndesign = ""\n{other}'), "engagement") == "design"
    with pytest.raises(BadCodebook, match="`design` is a multi field asked once a study, so it cannot be the design"):
        read_codebook(f'{several}[synthesis.means.design]\ndrawn = "randomised"\n')


def test_an_article_stands_as_it_should_before_a_kind_of_field() -> None:
    assert "is an integer field asked once a study" in told('[synthesis]\ndomain = "people"\n')[0]


FITTING = {
    one.id: ["", *(field.id for field in read_codebook(default_codebook_text()).fields if one.fits(field))]
    for one in ROLES.values()
}


@given(data=st.data())
def test_whatever_is_declared_it_is_refused_or_each_field_plays_one_role(data: st.DataObject) -> None:
    roles = data.draw(st.lists(st.sampled_from(list(ROLES)), unique=True, max_size=4))
    named = {role: data.draw(st.sampled_from(FITTING[role])) for role in roles}
    means = "".join(f"[synthesis.means.{role}]\n" for role, field in named.items() if field and ROLES[role].meanings)
    lines = "".join(f'{role} = "{field}"\n' for role, field in named.items())
    effective = [field for role in ROLES.values() if (field := named.get(role.id, role.usual))]
    text = f"{default_codebook_text()}\n[synthesis]\n{lines}{means}"
    if len(set(effective)) == len(effective):
        assert len(roles_by_field(read_codebook(text))) == len(effective)
    else:
        with pytest.raises(BadCodebook, match="A field plays one role"):
            read_codebook(text)

"""Every template that ships is a sound codebook, goes into another one whole, and holds no wording it may not."""

import pytest

from twofold.codebook.model import Codebook, Concern, FieldIs, Joined, Unit
from twofold.codebook.templates import CannotAdd, added, default_codebook_text, template, templates
from twofold.codebook.toml_reader import read_codebook

NAMES = [one.name for one in templates()]
APPRAISALS = [name for name in NAMES if template(name).instruments]


@pytest.mark.parametrize("name", NAMES)
def test_a_template_goes_behind_the_starter_codebook_and_leaves_its_text_alone(name: str) -> None:
    text = default_codebook_text()
    made = added(text, template(name))
    assert made.startswith(text.rstrip())
    book, before, part = read_codebook(made), read_codebook(text), template(name)
    assert book.fields == (*before.fields, *part.fields)
    assert book.instruments == (*before.instruments, *part.instruments)
    assert book.checks == before.checks
    with pytest.raises(CannotAdd, match="already"):
        added(made, part)


def test_all_of_them_go_into_one_codebook() -> None:
    text = default_codebook_text()
    for name in NAMES:
        text = added(text, template(name))
    assert len(read_codebook(text).instruments) == 1 + len(APPRAISALS)


@pytest.mark.parametrize("name", APPRAISALS)
def test_every_answer_of_an_instrument_comes_to_a_level_and_its_source_is_named(name: str) -> None:
    book = template(name)
    (one,) = book.instruments
    assert one.citation
    assert one.wording.startswith("http")
    for field in book.domains_of(one):
        if field.id != "mmat_category":
            assert {option.id for option in field.options} <= set(one.levels)
    assert set(one.levels.values()) <= set(Concern)


def test_an_instrument_is_asked_of_the_designs_it_is_for() -> None:
    when = FieldIs("design", ("rct", "cluster_rct"))
    book = read_codebook(added(default_codebook_text(), template("rob2"), when))
    assert {book.by_id[f"rob2_{number}"].show_if for number in range(1, 6)} == {when}
    mixed = read_codebook(added(default_codebook_text(), template("mmat_2018"), when))
    assert mixed.by_id["mmat_1_1"].show_if == Joined((when, FieldIs("mmat_category", ("qualitative",))), 2)


def test_an_instrument_can_be_asked_of_each_outcome_row(small: Codebook) -> None:
    book = read_codebook(added(default_codebook_text(), template("rob2"), unit=Unit.ROW))
    assert book.by_id["rob2_overall"].unit is Unit.ROW
    bare = 'format = 1\n[codebook]\nid = "b"\ntitle = "B"\nversion = "1"\n[[section]]\nid = "s"\ntitle = "S"\n'
    bare += '[[section.field]]\nid = "f"\nlabel = "F?"\ntype = "text"\n'
    assert read_codebook(added(bare, template("rob2"))).by_id["rob2_1"].unit is Unit.STUDY
    with pytest.raises(CannotAdd, match="no outcome rows"):
        added(bare, template("rob2"), unit=Unit.ROW)


def test_what_does_not_fit_is_refused_with_the_reason() -> None:
    with pytest.raises(CannotAdd, match="There are: active_involvement"):
        template("grade")
    with pytest.raises(CannotAdd, match="mended first"):
        added("format = 1", template("chime"))
    with pytest.raises(CannotAdd, match="`tombola`, which `design` has not"):
        added(default_codebook_text(), template("rob2"), FieldIs("design", ("tombola",)))


@pytest.mark.parametrize("name", [name for name in APPRAISALS if not name.startswith("nih_")])
def test_items_of_protected_instruments_have_numbers_and_names_but_no_wording(name: str) -> None:
    for field in template(name).fields:
        assert len(field.label) < 70
        assert not field.help

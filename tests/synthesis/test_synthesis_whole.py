"""The whole synthesis: who votes and who does not, by panel, level and initiative; and its laws."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_syntheses import DOMAINS, ENGAGEMENT, QUESTION, made, many_studies, rows, study

from twofold.synthesis import (
    Coded,
    Column,
    Direction,
    Evidence,
    LeftOut,
    Panel,
    Study,
    Synthesis,
    Votes,
    involvement_words,
    left_out_words,
    synthesise,
)


def votes(found: Synthesis, domain: str = "symptoms") -> Votes:
    return next(one for one in found.votes if one.domain == domain)


def test_only_comparisons_between_groups_vote_and_every_other_study_is_told_with_its_reason() -> None:
    found = votes(
        made(
            study(1, rows("+")),
            study(2, rows("-")),
            study(3, rows("0")),
            study(4, rows("+-")),
            study(5, rows("u")),
            study(6, rows("+", evidence=Evidence.PRE_POST)),
            study(7, rows("+", evidence=Evidence.QUALITATIVE)),
            study(8, rows("+", domain="wellbeing")),
        )
    )
    assert (found.better, found.worse) == (("key001",), ("key002",))
    assert dict(found.left_out) == {
        LeftOut.NO_CHANGE: ("key003",),
        LeftOut.CONFLICTING: ("key004",),
        LeftOut.NO_DIRECTION: ("key005",),
        LeftOut.NOT_BETWEEN_GROUPS: ("key006",),
        LeftOut.QUALITATIVE: ("key007",),
    }
    assert found.total == 7
    assert left_out_words(found).startswith("1 no change, 1 conflicting, 1 no direction, 1 not between groups")


def test_one_vote_an_initiative_joins_its_studies_and_leaves_single_ones_alone() -> None:
    found = made(
        study(1, rows("+"), initiative="The Well"),
        study(2, rows("+"), initiative="The Well"),
        study(3, rows("-"), initiative="Open Door"),
        study(4, rows("+"), initiative="Open Door"),
        study(5, rows("-")),
        study(6, rows("---", evidence=Evidence.PRE_POST), initiative="The Well"),
    )
    (joined,) = found.by_initiative
    assert (joined.better, joined.worse) == (("The Well",), ("key005",))
    assert joined.left_out == {LeftOut.CONFLICTING: ("Open Door",)}
    assert (votes(found).test.better, votes(found).test.worse) == (3, 2)


def test_an_initiative_whose_studies_conflict_in_themselves_is_in_conflict() -> None:
    (joined,) = made(study(1, rows("+-"), initiative="A"), study(2, rows("0"), initiative="A")).by_initiative
    assert joined.left_out == {LeftOut.CONFLICTING: ("A",)}


def test_panels_and_levels_share_out_the_votes_of_all() -> None:
    found = many_studies(60)
    for number, one in enumerate(found.votes):
        for parts in (found.by_panel.values(), found.by_engagement.values(), found.by_lived_experience.values()):
            assert sum(part[number].test.better for part in parts) == one.test.better
            assert sum(part[number].total for part in parts) == one.total
    assert sum(len(found.panel(one)) for one in Panel) == 60


def test_none_and_not_reported_stand_side_by_side_and_are_summed() -> None:
    found = made(
        study(1, rows("+"), lived="none"),
        study(2, rows("+"), lived="NR"),
        study(3, rows("+"), lived="NR"),
        study(4, rows("+"), lived="led"),
        study(5, rows("+"), lived="UC"),
    ).lived_experience
    assert (found.none, found.not_reported, found.no_reported_involvement, found.total) == (1, 2, 3, 5)
    assert involvement_words(found) == "none 1, not reported 2: no reported involvement in 3 of 5 studies"


def test_a_question_without_a_level_for_none_has_no_such_sum_and_says_so() -> None:
    found = made(study(1, rows("+"), engagement="NR")).engagement
    assert (found.none, found.no_reported_involvement, found.not_reported) == (None, None, 1)
    assert "has no level that means none" in found.why


def test_the_matrix_counts_studies_initiatives_and_rows_and_leaves_gaps() -> None:
    found = made(
        study(1, rows("++"), initiative="A"),
        study(2, rows("+", evidence=Evidence.QUALITATIVE), initiative="A"),
        study(3, rows("+", domain="wellbeing"), engagement="low"),
    ).engagement_matrix
    cell = found.cells["high", "symptoms"]
    assert (cell.studies, cell.initiatives, cell.rows) == (("key001", "key002"), 1, 3)
    assert ("low", "symptoms") not in found.cells
    assert found.answers == ("low", "medium", "high", "led")


def test_the_harvest_keeps_no_change_and_conflicting_apart_in_one_column() -> None:
    found = made(
        study(1, rows("+"), engagement="led"),
        study(2, rows("+"), engagement="low"),
        study(3, rows("0")),
        study(4, rows("+-")),
        study(5, rows("-")),
        study(6, rows("u")),
    ).harvests[0]
    assert [one.level for one in found.bars[Column.BENEFIT]] == ["low", "led"]
    assert {one.state for one in found.bars[Column.NEITHER]} == {Direction.NO_CHANGE, Direction.CONFLICTING}
    assert [one.study for one in found.bars[Column.HARM]] == ["key005"]
    assert found.without == {LeftOut.NO_DIRECTION: ("key006",)}


def test_domains_come_as_the_codebook_has_them_and_rows_without_one_are_counted() -> None:
    lost = replace(rows("+")[0], domain=None)
    found = made(study(1, rows("+", domain="access"), rows("+"), [lost]))
    assert [one.id for one in found.domains] == ["symptoms", "access"]
    assert found.rows_without_domain == 1


def test_nothing_at_all_gives_an_empty_synthesis() -> None:
    found = synthesise([], QUESTION)
    assert (found.studies, found.domains, found.votes) == ((), (), ())
    assert found.lived_experience.no_reported_involvement == 0


MARKS = st.text("+-0u", min_size=1, max_size=5)
STUDIES = st.lists(
    st.tuples(
        st.lists(
            st.tuples(MARKS, st.sampled_from([one.id for one in DOMAINS]), st.sampled_from([*Evidence, None])),
            max_size=3,
        ),
        st.sampled_from(["", "A", "B"]),
        st.sampled_from([one.id for one in ENGAGEMENT.levels]),
        st.sampled_from(list(Panel)),
    ),
    max_size=9,
).map(
    lambda drawn: [
        study(number, *(rows(*one) for one in some), initiative=initiative, engagement=level, panel=panel)
        for number, (some, initiative, level, panel) in enumerate(drawn, 1)
    ]
)


@given(STUDIES, st.randoms(use_true_random=False))
def test_the_order_of_studies_and_of_rows_does_not_matter(studies: list[Study], draw: object) -> None:
    mixed = [replace(one, rows=tuple(reversed(one.rows))) for one in studies]
    draw.shuffle(mixed)  # type: ignore[attr-defined]
    first, second = synthesise(studies, QUESTION), synthesise(mixed, QUESTION)
    assert (first.votes, first.by_initiative, first.all_rows) == (second.votes, second.by_initiative, second.all_rows)
    assert first.cells == second.cells
    assert first.harvests == second.harvests


MIRROR = {Coded.BETTER: Coded.WORSE, Coded.WORSE: Coded.BETTER}


@given(STUDIES)
def test_mirrored_codes_mirror_the_result(studies: list[Study]) -> None:
    def turned(one: Study) -> Study:
        return replace(
            one,
            rows=tuple(
                replace(row, direction=None if row.direction is None else MIRROR.get(row.direction, row.direction))
                for row in one.rows
            ),
        )

    first, second = made(*studies), made(*map(turned, studies))
    for some, others in (
        (first.votes, second.votes),
        (first.by_initiative, second.by_initiative),
        (first.all_rows, second.all_rows),
    ):
        for one, other in zip(some, others, strict=True):
            assert (one.better, one.worse, one.left_out) == (other.worse, other.better, other.left_out)
            assert one.test.p == other.test.p
            if one.test.share is not None and other.test.share is not None:
                assert one.test.share == pytest.approx(1 - other.test.share)


@given(STUDIES)
def test_every_study_with_a_row_in_a_domain_is_accounted_for_once(studies: list[Study]) -> None:
    found = made(*studies)
    for one in found.votes:
        having = {each.key for each in studies if any(row.domain == one.domain for row in each.rows)}
        told = [*one.better, *one.worse, *(name for names in one.left_out.values() for name in names)]
        assert sorted(told) == sorted(having)

"""Titles that are nearly the same: all of them, or it is said that not all were looked at. All records are made up."""

import random
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.references import Matches, Reference, Source, indexing, known_from, likeness, match
from twofold.references.identity import conflict, identity, sameness
from twofold.references.likeness import NEAR, Titled, alike, is_short

SOURCE = Source("made-up.ris", "0" * 64, "RIS", "", 1, 1, 9)
FEW = [
    "depression", "women", "editorial", "letter", "study", "anxiety", "carers", "health", "letters", "editorials",
    "reply", "erratum", "community", "trial", "pilot", "review", "response", "comment", "preface", "abstracts", "men",
    "children", "stress", "sleep", "pain", "ageing", "youth", "obesity", "asthma", "stroke", "cancer", "diabetes",
    "dementia", "autism", "housing", "poverty", "schools", "peers", "introduction", "engagement",
]  # fmt: skip


def ref(title: str, year: int | None = 2016, author: str = "Doe, Jane", doi: str = "", pmid: str = "") -> Reference:
    return Reference(
        title, (author,) if author else (), year, "", "", "", "", doi, "", pmid, "", "article", "", "", "", "", (), (),
        (), (), SOURCE,
    )  # fmt: skip


def pairs(records: Sequence[Titled], new: int) -> set[tuple[int, int]]:
    return {
        (min(i, j), max(i, j))
        for found in alike(records, new)
        for i in found.some
        for j in found.others
        if min(i, j) < new
    }


def by_hand(records: Sequence[Titled], new: int) -> set[tuple[int, int]]:
    """The same, letter by letter for every pair."""
    found = set()
    for (i, (one, here)), (j, (two, there)) in combinations(enumerate(records), 2):
        near = here is None or there is None or abs(here - there) <= 2
        digits = [[part for part in text.split() if part.isdigit()] for text in (one, two)]
        apart = is_short(one) and is_short(two) and digits[0] != digits[1]
        if i < new and one and two and one != two and near and not apart:
            ratio = SequenceMatcher(None, *sorted((one, two)), autojunk=False).ratio()
            if ratio >= NEAR:
                found.add((i, j))
    return found


def mutated(title: str, order: random.Random) -> str:
    letters = list(title)
    for _ in range(order.randint(0, 1 + len(letters) // 12)):
        at = order.randrange(len(letters))
        if letters[at].isalpha():
            letters[at] = order.choice(["", "e", "s", letters[at] * 2])
    return " ".join("".join(letters).split())


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 30))
def test_no_pair_is_lost_by_the_bounds(seed: int, new: int) -> None:
    order = random.Random(seed)
    stems = [" ".join(order.choices([*FEW, "12", "13"], k=order.randint(1, 9))) for _ in range(6)]
    records = [(mutated(order.choice(stems), order), order.choice([None, 2010, 2011, 2014])) for _ in range(30)]
    assert pairs(records, new) == by_hand(records, new)


@pytest.mark.parametrize(("short", "long"), [("a" * 9, "a" * 11), ("abcdefghi", "abcdefghixy"), ("ab" * 9, "ab" * 11)])
def test_a_pair_at_the_very_bound_is_found(short: str, long: str) -> None:
    assert SequenceMatcher(None, short, long).ratio() == NEAR
    assert pairs([(short, 2000), (long, 2000)], 1) == {(0, 1)}


def test_of_too_many_short_titles_those_that_differ_at_one_end_are_found_and_it_is_said(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order = random.Random(3)
    titles = sorted({" ".join(order.sample(FEW, 3)) for _ in range(800)})
    records = [(title, 2010) for title in titles]
    records += [(f"{title}s", 2010) for title in titles[::50]] + [(f"x{title}", 2010) for title in titles[::50]]
    every = pairs(records, len(records))
    wanted = {pair for pair in every if pair[1] >= len(titles) and records[pair[0]][0] in records[pair[1]][0]}
    assert len(wanted) >= 32
    assert match([ref(*each) for each in records], []).left_out == ""

    monkeypatch.setattr(likeness, "MOST_SHORT", 500)
    assert wanted <= pairs(records, len(records)) <= every
    said = match([ref(*each) for each in records], []).left_out
    assert said.startswith(f"Of {len(records)} records with titles of few words")
    assert said.endswith("A record with the same number, DOI, PMID, or title and year is found among all.")


def test_longer_titles_are_compared_with_all_however_many_short_ones_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(likeness, "MOST_SHORT", 2)
    records = [("gardens alleys neighbourhoods wellbeing", 2010), ("gardens alleys and neighbourhoods wellbeing", 2010)]
    records += [(word, 2010) for word in FEW]
    assert (0, 1) in pairs(records, 1)
    assert (0, 1) in pairs(records[1::-1], 1)


def test_short_titles_that_differ_in_a_number_are_two_and_long_ones_are_put_side_by_side() -> None:
    assert match([ref("Editorial 2011"), ref("Editorial 2012", author="Roe, R")], []).near == ()
    titles = (f"A fictional cohort of carers and their choirs: part {part}" for part in (1, 2))
    assert len(match([ref(title) for title in titles], []).near) == 1


def test_one_title_by_different_people_is_as_many_studies_though_they_share_an_initial() -> None:
    assert match([ref("Editorial", author="Doe, Jane"), ref("Editorial", author="Roe, Jane")], []).new == (0, 1)
    assert match([ref("Editorial", author="Doe, J"), ref("Editorial", author="Doe, Jane")], []).repeated


def test_a_yearly_editorial_is_not_one_study_though_each_is_within_a_year_of_the_next() -> None:
    found = match([ref("Editorial", year) for year in range(2010, 2020)], [])
    assert len(found.new) == 10
    assert found.repeated == ()
    assert len(found.near) >= 9


crowd = st.builds(
    ref,
    title=st.sampled_from(["Editorial", "Editorial!", "A made-up title of seven whole words", "Letter"]),
    year=st.sampled_from([None, 2000, 2001, 2003]),
    author=st.sampled_from(["", "Doe, J", "Roe, R", "Doe Roe, J"]),
    doi=st.sampled_from(["", "", "10.1234/a", "10.1234/b"]),
    pmid=st.sampled_from(["", "", "1", "2"]),
)


@pytest.mark.parametrize("many", [1, 2, 40])
@settings(max_examples=150, deadline=None)
@given(old=st.lists(crowd, min_size=4, max_size=14), record=crowd)
def test_what_is_certainly_there_is_found_however_many_bear_its_title(
    many: int, old: list[Reference], record: Reference
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "MANY", many)
        found = match([record], [known_from(str(at), one) for at, one in enumerate(old)])
    this, them = identity(record, ()), [identity(one, ()) for one in old]
    certain = {str(at) for at, one in enumerate(them) if sameness(this, one) is not None}
    if certain:
        assert found.already_there[0].key in certain
    else:
        assert found.new == (0,)


@pytest.mark.parametrize("many", [1, 3, 40])
@settings(max_examples=150, deadline=None)
@given(records=st.lists(crowd, min_size=3, max_size=14), order=st.randoms(use_true_random=False))
def test_a_crowd_of_one_title_comes_in_once_and_adds_nothing_again(
    many: int, records: list[Reference], order: random.Random
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexing, "MANY", many)
        found = match(records, [])
        known = [known_from(str(at), records[at]) for at in found.new]
        order.shuffle(records)
        assert match(records, known).new == () or _only_rivals(match(records, known), records)


def _only_rivals(found: Matches, records: list[Reference]) -> bool:
    """Whether each of the new ones has another number than what took its study."""
    there = [identity(records[one.index], ()) for one in found.already_there]
    return all(any(conflict(identity(records[at], ()), one) for one in there) for at in found.new)


KINDS: dict[str, Callable[[random.Random, int], str]] = {
    "few": lambda order, _: " ".join(order.choices(FEW, k=order.randint(1, 3))),
    "same": lambda order, _: "Depression",
    "numbered": lambda order, at: f"Study {at}",
}


@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_short_titles_are_matched_without_comparing_all_with_all(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "MOST_SHORT", 1_000)
    compared = []
    monkeypatch.setattr(
        likeness, "SequenceMatcher", lambda *args, **kw: compared.append(1) or SequenceMatcher(*args, **kw)
    )
    order = random.Random(7)
    records = [
        ref(KINDS[kind](order, at), order.randint(2000, 2024), f"{order.choice(FEW)}{at % 977}, A")
        for at in range(4_000)
    ]
    found = match(records, [])
    assert len(compared) < 20 * len(records)
    assert len(found.new) + len(found.repeated) == len(records)

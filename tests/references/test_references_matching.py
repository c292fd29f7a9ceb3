"""Which references are there already, which are new, which look alike. All records are made up."""

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from twofold.references import (
    Known,
    Matches,
    Reference,
    Source,
    known_from,
    labels,
    match,
    read_references,
    write_ris,
)

SOURCE = Source("made-up.ris", "0" * 64, "RIS", "", 1, 1, 9)


def ref(title="A made-up trial of community engagement", year=2016, **fields) -> Reference:
    blank = {
        "title": title, "authors": ("Doe, Jane",), "year": year, "journal": "", "volume": "", "issue": "", "pages": "",
        "doi": "", "doi_found_in": "", "pmid": "", "abstract": "", "kind": "article", "url": "", "language": "",
        "source_id": "", "study_label": "", "registry_ids": (), "raw": (), "screening": (), "flags": (),
        "source": SOURCE,
    }  # fmt: skip
    return Reference(**{**blank, **fields})


def one(new: Reference, known: Reference) -> Matches:
    return match([new], [known_from("S1", known)])


class TestAlreadyThere:
    @pytest.mark.parametrize(
        ("new", "known", "how"),
        [
            (ref("Made-up one", doi="10.1234/a"), ref("Made-up one", 1999, doi="10.1234/a"), "same DOI"),
            (ref("Made-up one", pmid="7"), ref("Made-up one", 1999, pmid="7", doi="10.1234/a"), "same PMID"),
            (ref(source_id="rayyan:7"), ref(source_id="rayyan:7"), "same source number"),
            (ref(), ref(), "same title and year"),
            (ref(year=2015), ref(year=2016), "same title and year"),
            (ref(year=None), ref(), "same title and year"),
            (ref("A Made-Up TRIAL of {community} engagement."), ref(), "same title and year"),
            (ref("Women\u2019s caf\u00e9s & peers"), ref("Womens cafes and peers"), "same title and year"),
            (ref("", doi="10.1234/a"), ref(doi="10.1234/a"), "same DOI"),
            (ref("A made-up trial of community engagement: a part", doi="10.1234/a"), ref(doi="10.1234/a"), "same DOI"),
        ],
    )  # fmt: skip
    def test_by_each_rule(self, new, known, how):
        found = one(new, known)
        assert [there.how for there in found.already_there] == [how]
        assert found.already_there[0].key == "S1"
        assert found.new == ()

    @pytest.mark.parametrize(
        ("new", "known"),
        [
            (ref(year=2014), ref(year=2016)),
            (ref(doi="10.1234/a"), ref(doi="10.1234/b")),
            (ref(pmid="1"), ref(pmid="2")),
            (ref("One thing", doi="10.1234/suppl"), ref("Quite another matter", doi="10.1234/suppl")),
            (ref("One thing", source_id="covidence:1"), ref("Quite another matter", source_id="covidence:1")),
            (ref("Editorial", authors=("Doe, J",)), ref("Editorial", authors=("Roe, R",))),
            (ref("", doi=""), ref("", doi="")),
            (ref("Something else entirely"), ref()),
        ],
    )
    def test_and_not_beyond_them(self, new, known):
        assert one(new, known).new == (0,)

    def test_differences_are_offered_and_what_the_file_leaves_out_is_none(self):
        found = one(
            ref(doi="10.1234/a", pages="1-9", year=2017),
            ref(doi="10.1234/a", journal="J Nothing", pages="1-8"),
        )
        (there,) = found.already_there
        assert [(d.field, d.known, d.new) for d in there.differences] == [
            ("year", "2016", "2017"),
            ("pages", "1-8", "1-9"),
        ]

    def test_differing_authors_are_told_by_family(self):
        found = one(ref(authors=("Doe, J.", "Roe, R.")), ref(authors=("Doe, Jane",)))
        assert found.already_there[0].differences[0].field == "authors"
        assert one(ref(authors=("Doe, J.",)), ref()).already_there[0].differences == ()

    def test_the_best_of_several_is_taken(self):
        known = [
            Known("S1", title="Made-up twin title of five words", year=2016),
            Known("S2", title="Made-up twin title of five words", year=2016, volume="4"),
        ]
        (there,) = match([ref("Made-up twin title of five words", volume="4")], known).already_there
        assert there.key == "S2"

    def test_two_references_with_different_dois_cannot_both_be_one_study(self):
        new = [ref(doi="10.1234/a"), ref(doi="10.1234/b")]
        found = match(new, [known_from("S1", ref())])
        assert len(found.already_there) == 1
        assert len(found.new) == 1
        assert found.near[0].key == "S1"

    def test_a_reference_is_there_if_it_is_the_same_as_one_that_is(self):
        new = [ref("Made-up one", 2016, doi="10.1234/a", pmid="7"), ref("Made-up one", 1990, pmid="7")]
        found = match(new, [known_from("S1", ref("Made-up one", 2016, doi="10.1234/a"))])
        assert [there.index for there in found.already_there] == [0, 1]


class TestWithinOneFile:
    def test_the_fuller_record_is_kept(self):
        found = match([ref(), ref(doi="10.1234/a", journal="J"), ref(year=2017)], [])
        assert found.new == (1,)
        assert {(r.index, r.of) for r in found.repeated} == {(0, 1), (2, 1)}

    def test_a_title_does_not_join_what_two_dois_part(self):
        found = match([ref(doi="10.1234/a"), ref(), ref(doi="10.1234/b")], [])
        assert len(found.new) == 2
        assert {found.new[0], found.new[1]} == {0, 2}


class TestNear:
    def test_titles_nearly_the_same(self):
        found = one(ref("A made-up trial of community engagements"), ref())
        assert [(n.key, n.why) for n in found.near] == [("S1", "titles nearly the same")]
        assert 0.9 <= found.near[0].likeness < 1

    def test_within_the_file(self):
        found = match([ref(), ref("A made-up trial of communty engagement")], [])
        assert [(n.index, n.other) for n in found.near] == [(0, 1)]

    @pytest.mark.parametrize(
        ("new", "known", "why"),
        [
            (ref(doi="10.1234/a"), ref(doi="10.1234/b"), "same title, but the DOI differs"),
            (ref(year=2014), ref(), "same title, but the year differs"),
            (ref("One thing", doi="10.1/s"), ref("Quite another matter", doi="10.1/s"), "same DOI, but unlike titles"),
            (ref("A made-up trial of community engagement: results of a long and winding study in four places"), ref(),
             "one title goes on where the other ends"),
        ],
    )  # fmt: skip
    def test_what_is_suspicious_is_put_side_by_side(self, new, known, why):
        found = one(new, known)
        assert found.new == (0,)
        assert [(n.key, n.why) for n in found.near] == [("S1", why)]

    def test_years_far_apart_are_not_near(self):
        assert one(ref(year=2001), ref(year=2016)).near == ()


class TestGroups:
    def test_covidence_studies_and_trial_numbers(self):
        new = [
            ref(
                "Made-up main results",
                study_label="Doe 2016",
                source_id="covidence:14",
                registry_ids=("NCT01234567",),
            ),
            ref("Quite another made-up paper", study_label="Doe 2016", source_id="covidence:14"),
            ref("Unrelated things altogether", registry_ids=("NCT07654321",)),
        ]
        known = [Known("S9", title="The protocol", registry_ids=("NCT01234567",))]
        assert [(g.why, g.indices, g.keys) for g in match(new, known).groups] == [
            ("same Covidence number 14", (0, 1), ()),
            ("same study Doe 2016", (0, 1), ()),
            ("same trial number NCT01234567", (0,), ("S9",)),
        ]


LIBRARY = [
    ref(f"Made-up study number {name} of something", 2000 + number, authors=(f"{name.title()}, A", "Roe, R"),
        journal="J Nothing",
        volume=str(number), doi=f"10.1234/{name}" if number % 2 else "", pages=f"{number}-{number + 5}")
    for number, name in enumerate(["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf"], 1)
]  # fmt: skip


def as_bibtex(references) -> str:
    return "".join(
        f"@article{{k{i},\n title={{{r.title}}},\n author={{{' and '.join(r.authors)}}},\n year={{{r.year}}},\n"
        f" journal={{{r.journal}}},\n volume={{{r.volume}}},\n"
        f" pages={{{r.pages.replace('-', '--')}}},\n doi={{{r.doi}}}\n}}\n"
        for i, r in enumerate(references)
    )


def as_csv(references) -> str:
    rows = [
        f'"{r.title}","{"; ".join(r.authors)}",{r.year},{r.journal},{r.volume},{r.pages},{r.doi}' for r in references
    ]
    return "\n".join(["Title,Authors,Year,Journal,Volume,Pages,DOI", *rows])


def as_json(references) -> str:
    import json

    return json.dumps(
        [
            {"title": r.title, "author": [{"family": a.split(", ")[0], "given": a.split(", ")[1]} for a in r.authors],
             "issued": {"date-parts": [[r.year]]}, "container-title": r.journal, "volume": r.volume,
             "page": r.pages, "DOI": r.doi}
            for r in references
        ]
    )  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.permutations([write_ris, as_bibtex, as_csv, as_json]), st.randoms(use_true_random=False))
def test_one_library_in_four_formats_in_any_order_gives_one_set(writers, order):
    known: list[Known] = []
    for writer in writers:
        library = list(LIBRARY)
        order.shuffle(library)
        reading = read_references(writer(library).encode(), "made-up")
        assert reading.accounted
        found = match(reading.references, known)
        # A table without that column says nothing of the kind of publication, and other formats add it.
        assert {one.field for there in found.already_there for one in there.differences} <= {"kind"}
        known += [known_from(f"S{len(known) + n}", reading.references[index]) for n, index in enumerate(found.new)]
    assert sorted(study.title for study in known) == sorted(reference.title for reference in LIBRARY)


WORDS = ["one", "two", "three four five six", "three four five sixx"]
records = st.builds(
    ref,
    title=st.sampled_from(["", *WORDS]),
    year=st.sampled_from([None, 2000, 2001, 2002]),
    doi=st.sampled_from(["", "10.1234/a", "10.1234/b"]),
    pmid=st.sampled_from(["", "1", "2"]),
    source_id=st.sampled_from(["", "rayyan:1", "covidence:1"]),
    authors=st.sampled_from([(), ("Doe, J",), ("Roe, R",)]),
)


def essence(found: Matches, new, known) -> tuple:
    """A result without places: only contents."""

    def content(r: Reference) -> tuple:
        return (r.title, str(r.year), r.doi, r.pmid, r.source_id, r.authors)

    return (
        sorted(content(new[i]) for i in found.new),
        sorted((content(new[t.index]), t.key, t.how) for t in found.already_there),
        sorted((content(new[r.index]), content(new[r.of])) for r in found.repeated),
        sorted(
            (*sorted([content(new[n.index]), (n.key,) if n.key else content(new[n.other])]), n.why) for n in found.near
        ),
    )  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(records, max_size=6), st.lists(records, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_records_does_not_matter(new, old, order):
    known = [known_from(f"S{number}", record) for number, record in enumerate(old)]
    before = essence(match(new, known), new, known)
    shuffled, others = list(new), list(known)
    order.shuffle(shuffled)
    order.shuffle(others)
    assert essence(match(shuffled, others), shuffled, others) == before


@settings(max_examples=200, deadline=None)
@given(st.lists(records, max_size=6))
def test_bringing_a_file_in_again_adds_nothing(new):
    first = match(new, [])
    placed = [*first.new, *(r.index for r in first.repeated), *(t.index for t in first.already_there)]
    assert sorted(placed) == list(range(len(new)))
    known = [known_from(f"S{index}", new[index]) for index in first.new]
    identified = [i for i in first.new if new[i].title or new[i].doi or new[i].pmid or new[i].source_id]
    assert not set(match(new, known).new) & set(identified)


FIRST, LAST = "ba ke li mo nu pra sti tor vel wan", "ble cking dle gy lism ness ous rt sion tive"


def test_five_hundred_against_five_hundred_takes_well_under_a_second():
    order = random.Random(1)
    words = [f"{a}{b}" for a in FIRST.split() for b in LAST.split()]
    titles = [" ".join(order.choices(words, k=12)) for _ in range(1_000)]
    new = [ref(title) for title in titles[:500]]
    known = [known_from(f"S{number}", ref(title)) for number, title in enumerate(titles[500:])]
    new[3] = replace(new[3], title=known[7].title + "s")
    started = time.process_time()
    found = match(new, known)
    assert time.process_time() - started < 2
    assert [(n.index, n.key) for n in found.near] == [(3, "S7")]


class TestLabels:
    def test_author_and_year_then_letters_by_content(self):
        studies = [
            ref("Beta title"),
            ref("Alpha title"),
            ref("Gamma", 2017),
            ref("Zeta", authors=("van der Berg, P",)),
        ]
        assert labels(studies) == ("Doe 2016b", "Doe 2016a", "Doe 2017", "van der Berg 2016")
        assert labels(studies[::-1]) == ("van der Berg 2016", "Doe 2017", "Doe 2016a", "Doe 2016b")

    def test_what_is_taken_keeps_its_label(self):
        assert labels([ref()], taken=["Doe 2016"]) == ("Doe 2016b",)
        assert labels([ref()], taken=["Doe 2016a", "Doe 2016b"]) == ("Doe 2016c",)
        assert labels([ref("One"), ref("Two")], taken=["Doe 2016"]) == ("Doe 2016b", "Doe 2016c")

    def test_without_author_or_year(self):
        assert labels([ref("A made-up title without people", None, authors=())]) == ("A made-up title n.d.",)
        assert labels([ref("", None, authors=())]) == ("Untitled n.d.",)

    def test_letters_go_on_after_z(self):
        given_labels = labels([ref(f"Title {number:03}") for number in range(30)])
        assert given_labels[0] == "Doe 2016a"
        assert given_labels[25:28] == ("Doe 2016z", "Doe 2016aa", "Doe 2016ab")

    @given(st.lists(records, max_size=8), st.sets(st.sampled_from(["Doe 2000", "Doe 2000a", "Roe 2001b"])))
    def test_no_two_are_alike(self, studies, taken):
        found = labels(studies, taken)
        assert len(set(found)) == len(studies)
        assert not set(found) & taken


def test_matching_can_be_stopped_while_it_goes_on():
    class StoppedError(Exception):
        pass

    calls = []

    def watch() -> None:
        calls.append(1)
        if len(calls) > 3:
            raise StoppedError

    records = [ref(f"A made-up title number {number} of many") for number in range(20)]
    with pytest.raises(StoppedError):
        match(records, [], watch)
    assert len(calls) == 4

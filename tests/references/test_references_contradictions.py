"""What speaks against two records being one: a person is asked, nothing is dropped. All is made up."""

import pytest

from twofold.references import Reference, Source, known_from, match
from twofold.references.comparing import abstracts_differ, journals_differ, names_in, places_differ
from twofold.references.identity import apart, contradicts, identifies, identity, sameness

SOURCE = Source("made-up.ris", "0" * 64, "RIS", "", 1, 1, 9)
KENYA = "Peer support for perinatal depression in rural Kenya: a made-up cluster randomised trial"
NEPAL = "Peer support for adolescent anxiety in urban Nepal: a made-up cluster randomised trial"
GARDEN = "seeds soil spade hedge fence path bench flower stone water wheel barrow shade light roots leaves rain frost"
CHOIR = "voice chord tenor piano score stage applause rehearsal conductor breath melody refrain verse tempo alto bass"


def ref(title: str, year: int | None = 2018, author: str = "Doe, J.", **fields: object) -> Reference:
    blank: dict[str, object] = dict.fromkeys(Reference.__dataclass_fields__, "")
    blank |= {"registry_ids": (), "raw": (), "screening": (), "flags": (), "source": SOURCE}
    return Reference(**{**blank, "title": title, "year": year, "authors": (author,) if author else (), **fields})  # type: ignore[arg-type]


def certain(one: Reference, other: Reference) -> bool:
    found = sameness(identity(one, (one.source_id,), one.raw), identity(other, (other.source_id,), other.raw))
    back = sameness(identity(other, (other.source_id,), other.raw), identity(one, (one.source_id,), one.raw))
    assert found == back
    return found is not None


@pytest.mark.parametrize("number", ["covidence:14", "asreview:0", "eppi:77123456", "accession:101", "given:7"])
def test_a_number_that_a_project_gave_does_not_make_two_studies_of_one_topic_one(number: str) -> None:
    one = ref(KENYA, 2018, "Doe, J.", source_id=number, doi="10.5555/kenya.1")
    other = ref(NEPAL, 2023, "Rai, P.", source_id=number, doi="10.5555/nepal.2")
    assert not certain(one, other)
    found = match([other], [known_from("S1", one)])
    assert (found.new, found.near) == ((0,), ())


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"title": KENYA.replace("randomised", "randomized")},
        {"title": "Peer support in perinatal depression: a cluster trial in rural Kenya"},
    ],
)
def test_such_a_number_counts_where_the_title_or_the_people_and_the_year_agree(change: dict[str, object]) -> None:
    one = ref(KENYA, source_id="covidence:14")
    assert certain(one, ref(**{"title": KENYA, "source_id": "covidence:14", **change}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("number", "worldwide"),
    [
        ("covidence:14", False),
        ("asreview:12345678", False),
        ("eppi:102199191", False),
        ("accession:101", False),
        ("accession:WOS:000412345600001", True),
        ("accession:CN-01234567", True),
        ("rayyan:123456789", True),
        ("zotero:ABCD2345", True),
        ("zotero:doe2019", False),
        ("file:ac8acf7419b5e072:1", True),
    ],
)
def test_which_numbers_are_those_of_one_record_in_the_world(number: str, worldwide: bool) -> None:
    assert identifies(number) is worldwide


ABSTRACTS = (
    ref("P-101 Peer support for perinatal depression in rural Kenya: a made-up pilot trial", 2020, "Doe, J",
        doi="10.5555/supplement.2020", pages="S101", journal="Fict J Suppl"),
    ref("P-117 Peer support for postnatal anxiety in rural Ghana: a made-up pilot trial", 2020, "Mensah, K",
        doi="10.5555/supplement.2020", pages="S117", journal="Fict J Suppl"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        (*ABSTRACTS, "same DOI, but the title differs, the first author differs, the pages differ"),
        (
            ref(ABSTRACTS[0].title, 2019, doi="10.5555/s.1", pmid="39000201"),
            ref(ABSTRACTS[1].title, 2020, "Mensah, K.", doi="10.5555/s.1", pmid="39000202"),
            "same DOI, but the title differs, the PMID differs, the first author differs, the year differs",
        ),
        (
            ref("Community engagement in mental health research", 2019, "Doe, Jane", journal="Fictional Journal A"),
            ref("Community engagement in mental health research", 2020, "Okafor, Chi", journal="Other Journal B"),
            "same title, but the first author differs, the year differs, the journal differs",
        ),
        (
            ref("Response to letter to the editor", 2019, "Ross, Ann", journal="Journal C", pages="4"),
            ref("Response to letter to the editor", 2019, "Zhao, Li", journal="Journal D", pages="77"),
            "same title, but the first author differs, the journal differs, the pages differ",
        ),
        (
            ref("A made-up cluster trial of peer support", 2019, journal="Abstracts of a made-up congress", pages="S12",
                kind="conference"),
            ref("A made-up cluster trial of peer support", 2020, journal="Fictional Journal of Medicine", volume="12",
                pages="100-120", kind="article", doi="10.5555/paper.12"),
            "same title, but the year differs, the journal differs, the pages differ,"
            " one is an article, the other a conference abstract",
        ),
        (
            ref(KENYA, abstract=f"{GARDEN} orchard meadow pergola trowel compost"),
            ref(KENYA, abstract=f"{CHOIR} lyric song hymn choir stave whistle"),
            "same title, but the abstract is another one",
        ),
    ],
)  # fmt: skip
def test_where_something_contradicts_it_nothing_is_dropped_and_a_question_says_what(
    one: Reference, other: Reference, why: str
) -> None:
    found = match([one, other], [])
    assert (found.new, found.repeated) == ((0, 1), ())
    assert [near.why for near in found.near] == [why]
    again = match([other], [known_from("S1", one)])
    assert (again.already_there, [near.why for near in again.near]) == ((), [why])


def test_the_fields_are_compared_as_libraries_write_them() -> None:
    for one, other in (
        ("J Affect Disord", "Journal of Affective Disorders"),
        ("Proc Natl Acad Sci", "Proceedings of the National Academy of Sciences"),
        ("The Lancet", "Lancet (London, England)"),
        ("BMJ", "British Medical Journal"),
        ("", "Other Journal B"),
    ):
        assert not journals_differ(one, other)
        assert not journals_differ(other, one)
    assert journals_differ("Journal C", "Journal D")
    assert journals_differ("Abstracts of a made-up congress", "Fictional Journal of Medicine")
    assert not names_in("Müller, A").isdisjoint(names_in("Mueller, Anna"))
    assert not names_in("Zhao Li").isdisjoint(names_in("Zhao, Li"))
    assert names_in("Doe, J").isdisjoint(names_in("Mensah, J"))
    assert places_differ("S101", "S117-S118")
    assert not places_differ("12-19", "0012-9")
    assert not places_differ("", "12")
    many = " ".join(f"{word}{number}" for number, word in enumerate((GARDEN + " " + GARDEN).split()))
    assert abstracts_differ(many, many.replace("e", "u").replace("a", "o"))
    assert not abstracts_differ("Short made-up text.", "Another one, also short.")


def test_what_says_nothing_contradicts_nothing() -> None:
    one, other = identity(ref(KENYA, doi="10.5555/k"), ()), identity(ref(KENYA, None, ""), ())
    assert contradicts(one, other) == ()
    assert not apart(one, other)


def test_two_contradicting_records_are_not_joined_by_a_third_that_says_little() -> None:
    first, second = ABSTRACTS
    found = match([first, ref("", None, "", doi="10.5555/supplement.2020"), second], [])
    assert len(found.new) == 2
    assert {0, 2} == set(found.new)


STUB = (
    ("rec-number", "0"),
    ("authors/author", "Doe, Jane"),
    ("dates/year", "2010"),
    ("url", "internal-pdf://stub0.pdf"),
)


def test_a_record_without_a_title_is_known_again_by_its_whole_content_in_another_export() -> None:
    known = [known_from("S1", ref("", 2010, "Doe, Jane", raw=STUB, source_id="file:aaaaaaaaaaaaaaaa:1"))]
    again = match([ref("", 2010, "Doe, Jane", raw=STUB[::-1], source_id="file:bbbbbbbbbbbbbbbb:1")], known)
    assert [(one.key, one.how) for one in again.already_there] == [("S1", "no title, and the same content")]
    other = (*STUB[:3], ("url", "internal-pdf://another.pdf"))
    asked = match([ref("", 2010, "Doe, Jane", raw=other, source_id="file:bbbbbbbbbbbbbbbb:1")], known)
    assert asked.new == (0,)
    assert [(near.key, near.why) for near in asked.near] == [("S1", "one has no title; the same first author and year")]


def test_two_records_of_one_file_without_a_title_are_asked_about_however_alike() -> None:
    stubs = [ref("", 2010, "Doe, Jane", raw=STUB, source_id=f"file:aaaaaaaaaaaaaaaa:{at}") for at in (1, 2)]
    found = match(stubs, [])
    assert (found.new, found.repeated) == ((0, 1), ())
    assert [near.why for near in found.near] == ["no title, and the same content"]

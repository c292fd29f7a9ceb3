"""The shipped file of real records: what the first import of a newcomer reads."""

from pathlib import Path

import pytest

from twofold.references import Reading, known_from, labels, match, read_references, write_ris

SAMPLE = Path(__file__).parents[2] / "sample_data" / "references" / "community-mental-health.ris"
UNVERIFIED = "Title not verified; short description instead."


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_references(SAMPLE.read_bytes(), SAMPLE.name)


def test_fifteen_records_without_a_warning(reading):
    assert reading.accounted
    assert (len(reading.references), reading.counted) == (15, 15)
    assert reading.warnings == ()
    assert all(reference.flags == () and reference.screening == () for reference in reading.references)


def test_the_reports_are_those_that_were_chosen(reading):
    assert [reference.doi or reference.pmid for reference in reading.references] == [
        "10.1001/jama.2016.19102", "10.1186/s13033-016-0071-9", "10.1186/s13033-015-0013-y", "16681130",
        "10.1186/s12905-019-0744-z", "10.1080/01459740.2020.1722122", "10.1186/s13033-016-0113-3",
        "10.1007/s11606-013-2484-3", "10.3122/jabfm.2016.03.150306", "10.1007/s10597-012-9586-y",
        "10.1353/hpu.0.0345", "10.1017/gmh.2023.38", "10.1186/s13033-021-00438-2", "10.5694/mja2.52354",
        "10.1155/2011/621426",
    ]  # fmt: skip


def test_labels_are_unlike_each_other(reading):
    assert labels(reading.references) == (
        "Chibanda 2016", "Abas 2016", "Chibanda 2015", "Chung 2006", "Chomat 2019", "Kottai 2020",
        "Shields-Zeeman 2017", "Wells 2013", "Lam 2016", "Khodyakov 2013", "Chung 2010", "Bailie 2023", "Tewari 2021",
        "Dudgeon 2024", "Rao 2011",
    )  # fmt: skip


def test_records_hold_no_abstracts_and_say_where_a_title_is_not_verified(reading):
    assert all(reference.abstract == "" for reference in reading.references)
    marked = [
        label
        for label, r in zip(labels(reading.references), reading.references, strict=True)
        if ("N1", UNVERIFIED) in r.raw
    ]
    assert marked == ["Bailie 2023", "Rao 2011"]


def test_bringing_it_in_again_from_our_own_export_adds_nothing(reading):
    known = [known_from(str(number), reference) for number, reference in enumerate(reading.references)]
    again = read_references(write_ris(reading.references).encode(), "again.ris")
    found = match(again.references, known)
    assert found.new == ()
    assert [there.differences for there in found.already_there] == [()] * 15
    assert match(reading.references, []).near == ()

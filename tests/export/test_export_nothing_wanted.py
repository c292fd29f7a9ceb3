"""Of a row that was dropped nothing is open any more, nor of what the settled answers ask no longer."""

from pathlib import Path

import pytest
from compared_reviews import match_rows, release
from exported_folders import exported, rows_of
from opened_reviews import opened, study_keys, with_studies
from reconciled_reviews import desk_of, item, reviewed
from synthesis_reviews import BESIDE, CODEBOOK

from twofold.comparison.synthesised import synthesised
from twofold.reconcile.deciding import drop_row, third_value
from twofold.review.session import Session
from twofold.store.device import new_key
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded

Sides = dict[tuple[str, str], tuple[str, str, str]]


def sides(folder: Path, out: Path) -> Sides:
    """Of the first study, by row and field: the consensus, how it came, and whether it is settled."""
    exported(folder, out)
    found = {}
    for table in ("codes_side", "disagreements"):
        for one in rows_of(out, table):
            if one["study"] == "S001":
                place = one["row_name"], one["field"]
                said = one["consensus"], one["how"], one["settled"]
                assert found.setdefault(place, said) == said, "the two files say the same"
    return found


def test_what_is_not_wanted_any_more_is_not_open(tmp_path: Path) -> None:
    rows = {"pain": "better", "sleep": "worse"}
    anna = ({"design": "rct", "level": "high", "part": "yes", "rows": rows}, {"design": "rct"}, {"design": "rct"})
    ben = ({"design": "rct", "level": "low"}, {"design": "rct"}, {"design": "rct"})
    folder = reviewed(tmp_path / "r", anna=anna, ben=ben)
    before = sides(folder, tmp_path / "1")
    assert before["", "part"] == before["pain", "direction"] == ("", "open", "0"), "either may yet be wanted"
    with desk_of(folder) as desk:
        desk.carry_out(third_value(desk, item(desk, 0, "level"), Value("low"), reason="p. 3"))
        desk.carry_out(drop_row(desk, item(desk, 0, "outcome", "pain"), reason="no outcome"))
    after = sides(folder, tmp_path / "2")
    assert after["", "level"] == ("low", "discussed", "1")
    assert after["", "part"] == ("NASK", "not asked", "1")
    assert after["pain", "direction"] == ("NASK", "row dropped", "1")
    assert after["pain", "outcome"] == ("", "discussed", "1")
    assert after["sleep", "direction"] == ("", "open", "0"), "nobody decided of that row"


@pytest.fixture
def one_more(tmp_path: Path) -> Path:
    """A review that feeds a synthesis: anna alone lists an outcome of the first study, both one of the second."""

    def row(session: Session, name: str, domain: str) -> None:
        key = new_key()
        session.add_row(key, Coded(Value(name)))
        given = {"outcome_domain": domain, "outcome_evidence": "between_groups", "counts_in_synthesis": "yes"}
        for field, answer in {**given, "direction": "better"}.items():
            session.save((key, field), Coded(Value(answer)))

    folder = with_studies(tmp_path / "r", codebook=CODEBOOK)
    for who in ("anna", "ben"):
        with opened(folder, who) as review:
            for place, key in enumerate(study_keys(review)):
                session = review.session(key)
                for field, given in BESIDE.items():
                    session.save((None, field), Coded(OffScale(given) if given == "NR" else Value(given)))
                if place == 0 and who == "anna":
                    row(session, "extra", "wellbeing")
                if place == 1:
                    row(session, "the same", "access_to_care")
                assert session.submit(whole_paper=True) == ""
    release(folder)
    match_rows(folder, 1, "the same")
    return folder


def test_a_dropped_row_does_not_come_back_with_what_is_open(one_more: Path, tmp_path: Path) -> None:
    with opened(one_more) as review:
        found = synthesised(review)
        source = found.source("open:anna")
        assert source is not None
        assert source.open
        assert [one.domain for one in source.synthesis.votes] == ["wellbeing", "access_to_care"]
    with desk_of(one_more) as desk:
        desk.carry_out(drop_row(desk, item(desk, 0, "outcome_name", "extra"), reason="no outcome"))
    with opened(one_more) as review:
        found = synthesised(review)
    assert [(one.id, one.open) for one in found.sources] == [("consensus", 0), ("anna", 0), ("ben", 0)]
    exported(one_more, tmp_path / "out")
    sources = {(one["domain"], one["source"]) for one in rows_of(tmp_path / "out", "directions")}
    assert sources == {("wellbeing", "coder"), ("access_to_care", "consensus"), ("access_to_care", "coder")}

"""What must not be taken for settled: a study of which a sheet is not here, a row that nothing is decided of or that
was matched in two ways, and a code of another meaning; and what a new codebook leaves alone."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from compared_reviews import QUOTE, Answers, code, match_rows, release
from exported_folders import exported, rows_of
from opened_reviews import PEOPLE, carry, on_device, opened, study_keys, with_studies
from reconciled_reviews import EVERY, desk_of, item, reviewed, study_keys_of

from twofold.codebook.carrying import Carry, Rule
from twofold.comparison.released import compared, disagreements_of
from twofold.comparison.settled import consensus_of
from twofold.reconcile.deciding import drop_row, keep_row, third_value
from twofold.reconcile.item import view_of
from twofold.reconcile.own_code import slip
from twofold.reconcile.queue import ItemKind, State
from twofold.record.consensus import How
from twofold.record.plan_documents import PersonEntry
from twofold.report.writing import make_report
from twofold.review.aligning import listed_rows, propose_alignment
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.review.publishing import drafted, publish
from twofold.review.releasing import propose_release
from twofold.values.answers import Value
from twofold.values.coded import Coded

PLAIN: Answers = {"design": "rct", "level": "low"}
SAME = (PLAIN,) * 3
IN_THOUSANDS = ('label = "How many?"', 'label = "How many?"\n  help = "in thousands"')
EXTRA = """
  [[section.field]]
  id = "{}"
  label = "Extra?"
  type = "nominal"
  options = [{{ value = "a", label = "A" }}]
"""
BEFORE_RESULTS = '[[section]]\nid = "results"'


def republish(folder: Path, version: str, rules: Mapping[str, Rule], *changes: tuple[str, str]) -> None:
    path = folder / "codebook.toml"
    text = path.read_text("utf-8")
    before = text[text.index('version = "') :].split("\n")[0]
    for old, new in (*changes, (before, f'version = "{version}"')):
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    with opened(folder) as review:
        publish(review, drafted(review, rules))


def meaning(field: str) -> dict[str, Rule]:
    return {field: Rule(field, Carry.MEANING)}


def state(folder: Path, out: Path) -> tuple[str, str]:
    """What the export says of the first study: its state, and how many places are open."""
    exported(folder, out)
    one = rows_of(out, "consensus_wide")[0]
    return one["study_state"], one["open_places"]


def side(out: Path, field: str, study: str = "S001") -> list[tuple[str, str, str]]:
    found = (one for one in rows_of(out, "codes_side") if one["field"] == field and one["study"] == study)
    return [(one["consensus"], one["how"], one["agree"]) for one in found]


def report_of(folder: Path) -> str:
    with opened(folder, writing=False) as review:
        return make_report(review, "main", lambda done, total: None).text


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """Three coders, of whom dora alone differs; cleo is to arbitrate."""
    dora = PersonEntry(id="dora", name="Dora Lind", roles=("reviewer",))
    folder = with_studies(tmp_path / "three", people=(*PEOPLE, dora))
    code(folder, "anna", SAME)
    code(folder, "ben", SAME)
    code(folder, "dora", ({"design": "cohort", "level": "high", "part": "yes"},) * 3)
    release(folder)
    return folder


def without_dora(folder: Path) -> Path:
    copy = folder.with_name("without")
    shutil.copytree(folder, copy)
    gone = [one for one in (copy / "logs").iterdir() if one.name.startswith("dora.")]
    assert gone
    for one in gone:
        one.unlink()
    return copy


def test_while_a_sheet_that_was_opened_is_not_here_nothing_of_the_study_holds(three: Path, tmp_path: Path) -> None:
    copy = without_dora(three)
    with opened(copy, writing=False) as review:
        one = next(compared(review))
        assert one.absent == "the sheet of dora is not here"
        made = consensus_of(review, one)
        assert {each.how for each in made.settled.values()} == {How.OPEN}
        assert {each.changed for each in made.settled.values()} == {one.absent}
        assert made.sheet.codes == {}
    how, places = state(copy, tmp_path / "out")
    assert (how, int(places) > 0) == ("a sheet is not here", True)
    assert side(tmp_path / "out", "design") == [("", "open", "")]
    assert rows_of(tmp_path / "out", "codes_side")[0]["reason"] == "the sheet of dora is not here"
    with desk_of(copy) as desk:
        assert desk.items(EVERY) == ()
        assert any("S001: the sheet of dora is not here" in each for each in desk.waiting_words())
    assert "S001: the sheet of dora is not here, so nothing of it holds." in report_of(copy)
    assert "In 3 studies a sheet is not here, so that figures rest on the others: in S001 the sheet" in report_of(copy)
    carry(three, copy)
    assert state(copy, tmp_path / "after") == ("open", "2")


def test_an_arbiter_stays_blind_while_a_sheet_is_not_here(three: Path, tmp_path: Path) -> None:
    copy = without_dora(three)
    with on_device(tmp_path / "other"), opened(copy, "cleo", writing=False) as review:
        key = study_keys(review)[0]
        assert review.is_blind(key)
        assert [review.is_visible(key, who, "main") for who in ("anna", "ben", "dora")] == [False] * 3


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """Two coders who agree, but that anna listed an outcome in the first study that ben did not."""
    return reviewed(tmp_path / "r", anna=({**PLAIN, "rows": {"pain": "better"}}, PLAIN, PLAIN), ben=SAME)


def test_a_row_that_nothing_is_decided_of_is_open_everywhere(listed: Path, tmp_path: Path) -> None:
    assert state(listed, tmp_path / "before") == ("open", "1")
    told = report_of(listed)
    assert "1 answer without a consensus, in 1 study: S001." in told
    assert "Nothing is open." not in told
    assert "Every answer that is asked for is settled." not in told
    with desk_of(listed) as desk:
        desk.carry_out(drop_row(desk, item(desk, 0, "outcome", "pain"), reason="no outcome"))
    assert state(listed, tmp_path / "after") == ("settled", "0")
    assert "Nothing is open." in report_of(listed)


def test_a_kept_row_whose_name_means_something_else_now_is_open_again(listed: Path, tmp_path: Path) -> None:
    with desk_of(listed) as desk:
        desk.carry_out(keep_row(desk, item(desk, 0, "outcome", "pain"), reason="an outcome"))
    assert state(listed, tmp_path / "kept") == ("settled", "0")
    changed = ('label = "Which outcome?"', 'label = "Which outcome?"\n  help = "total score"')
    republish(listed, "2.0", meaning("outcome"), changed)
    assert state(listed, tmp_path / "stale") == ("open", "1")


def test_codes_of_two_meanings_are_no_disagreement_and_a_release_says_who_is_to_code_again(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    for who in ("anna", "ben"):
        code(folder, who, ({**PLAIN, "n_all": "50"},) * 3)
    republish(folder, "2.0", meaning("n_all"), IN_THOUSANDS)
    with opened(folder) as review:
        for key in study_keys(review):
            session = review.session(key)
            session.save((None, "n_all"), Coded(Value("7"), QUOTE))
            assert session.submit(whole_paper=True) == ""
        proposed = propose_release(review)
        assert "S001 by ben (n_all), S002 by ben (n_all), S003 by ben (n_all)" in proposed.words[-1]
        assert "anna" not in proposed.words[-1]
        carry_out(review, proposed.documents)
        for one in compared(review):
            assert disagreements_of(review, one) == ()
            assert consensus_of(review, one).settled[None, "n_all"].how is How.OPEN
    exported(folder, tmp_path / "out")
    assert side(tmp_path / "out", "n_all") == [("", "open", "")]
    assert rows_of(tmp_path / "out", "disagreements") == []
    with desk_of(folder) as desk:
        assert all(one.kind is not ItemKind.DISAGREEMENT for one in desk.items(EVERY))
        said = view_of(desk, item(desk, 0, "n_all")).said
        assert any("its coder codes it again" in one for one in said)


def test_rows_that_two_people_matched_differently_are_open_until_somebody_matches_them_again(tmp_path: Path) -> None:
    two = {"pain at 6": "better", "pain at 12": "worse", "sleep B": "better"}
    anna = ({**PLAIN, "rows": {"pain": "better", "sleep A": "better"}}, PLAIN, PLAIN)
    folder = reviewed(tmp_path / "r", anna=anna, ben=({**PLAIN, "rows": two}, PLAIN, PLAIN))
    match_rows(folder, 0, "sleep A", "sleep B")
    other = tmp_path / "other"
    shutil.copytree(folder, other)

    def also(where: Path, who: str, name: str) -> None:
        with opened(where, who) as review:
            review.look()
            key = study_keys(review)[0]
            rows = {one.name: one.key for one in listed_rows(review, key)}
            sets = [[rows["sleep A"], rows["sleep B"]], [rows["pain"], rows[name]]]
            carry_out(review, propose_alignment(review, key, sets).documents)

    also(folder, "anna", "pain at 6")
    with on_device(tmp_path / "device"):
        also(other, "ben", "pain at 12")
    carry(other, folder)
    assert state(folder, tmp_path / "out")[0] == "open"
    rows = {one["row_label"]: (one["row_state"], one["listed_by"]) for one in rows_of(tmp_path / "out", "outcomes")}
    assert rows["pain"] == ("open", "anna")
    assert rows["pain at 6"] == rows["pain at 12"] == ("open", "ben")
    assert rows.pop("sleep A", rows.pop("sleep B", ())) == ("kept", "anna|ben"), "what both said holds"
    assert "Outcome rows matched in two ways, to be matched once more, in S001." in report_of(folder)
    with desk_of(folder) as desk:
        pain = item(desk, 0, "outcome", "pain")
        assert (pain.kind, pain.state) == (ItemKind.UNMATCHED_ROW, State.OPEN)
        assert any("matched twice" in one for one in view_of(desk, pain).said)
        desk.carry_out(drop_row(desk, pain, reason="no outcome"))
        place = (pain.key.row, "outcome")
        assert place in desk.matter(study_keys_of(desk)[0]).consensus.open, "a word on one row matches nothing"
    also(folder, "anna", "pain at 6")
    exported(folder, tmp_path / "after")
    after = {one["row_label"]: one["listed_by"] for one in rows_of(tmp_path / "after", "outcomes")}
    assert sorted(after.values()) == ["anna|ben", "anna|ben", "ben"]


def test_a_field_that_came_later_and_that_no_rule_asks_again_leaves_a_settled_study_settled(tmp_path: Path) -> None:
    with_row = ({**PLAIN, "rows": {"pain": "better"}}, PLAIN, PLAIN)
    folder = reviewed(tmp_path / "r", anna=with_row, ben=with_row)
    match_rows(folder, 0, "pain")
    assert state(folder, tmp_path / "before") == ("settled", "0")
    republish(folder, "1.1", {}, (BEFORE_RESULTS, f"{EXTRA.format('extra')}\n{BEFORE_RESULTS}"))
    assert state(folder, tmp_path / "study") == ("settled", "0")
    assert rows_of(tmp_path / "study", "consensus_wide")[0]["extra"] == "NASK"
    republish(folder, "1.2", {}, ("[[check]]", f"{EXTRA.format('row_extra')}\n[[check]]"))
    assert state(folder, tmp_path / "row") == ("settled", "0")
    assert rows_of(tmp_path / "row", "outcomes")[0]["row_extra"] == "NASK"
    assert rows_of(tmp_path / "row", "disagreements") == []


def test_a_field_that_came_later_and_is_to_be_coded_everywhere_is_open(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r", anna=SAME, ben=SAME)
    republish(folder, "2.0", meaning("extra"), (BEFORE_RESULTS, f"{EXTRA.format('extra')}\n{BEFORE_RESULTS}"))
    assert state(folder, tmp_path / "out") == ("open", "1")


RENAMED = ('{ value = "other", label = "Other", reason = true }', '{ value = "else", label = "Else", reason = true }')
MAPPED = {"design": Rule("design", Carry.MAPPED, {"other": "else"})}


def cohort_and_rct(tmp_path: Path) -> Path:
    return reviewed(tmp_path / "r", anna=({**PLAIN, "design": "cohort"}, PLAIN, PLAIN), ben=SAME)


def design_of(review: Review) -> tuple[How, object]:
    one = consensus_of(review, next(compared(review))).settled[None, "design"]
    return one.how, one.coded.answer


@pytest.mark.parametrize(("given", "now"), [("cohort", "cohort"), ("other", "else")])
def test_a_mapping_carries_an_owned_slip_by_its_answer(tmp_path: Path, given: str, now: str) -> None:
    folder = cohort_and_rct(tmp_path)
    if given == "other":
        with desk_of(folder) as desk:
            desk.carry_out(slip(desk, item(desk, 0, "design"), Value(given), reason="misread"))
    with desk_of(folder, "ben") as desk:
        desk.carry_out(slip(desk, item(desk, 0, "design"), Value(given), reason="misread"))
    republish(folder, "2.0", MAPPED, RENAMED)
    with opened(folder, writing=False) as review:
        assert design_of(review) == (How.SLIP, Value(now))


@pytest.mark.parametrize(("given", "how"), [("cohort", How.DISCUSSED), ("other", How.STALE)])
def test_a_mapping_leaves_a_decision_that_it_does_not_touch(tmp_path: Path, given: str, how: How) -> None:
    folder = cohort_and_rct(tmp_path)
    with desk_of(folder) as desk:
        desk.carry_out(third_value(desk, item(desk, 0, "design"), Value(given), reason="talked over"))
    republish(folder, "2.0", MAPPED, RENAMED)
    with opened(folder, writing=False) as review:
        assert design_of(review)[0] is how


def test_what_only_the_later_of_two_sheets_was_asked_stands_as_coded_alone(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", SAME)
    republish(folder, "1.1", {}, (BEFORE_RESULTS, f"{EXTRA.format('extra')}\n{BEFORE_RESULTS}"))
    code(folder, "ben", ({**PLAIN, "extra": "a"},) * 3)
    release(folder)
    assert state(folder, tmp_path / "out") == ("settled", "0")
    assert side(tmp_path / "out", "extra") == [("a", "coded alone", "")]
    assert rows_of(tmp_path / "out", "disagreements") == []
    with desk_of(folder) as desk:
        assert all(one.key.field != "extra" for one in desk.items(EVERY))

"""From the codes of a review to its synthesis: from whom, what is open, what is missing, and whether it hangs on it."""

from pathlib import Path

import pytest
from compared_reviews import release
from opened_reviews import CODEBOOK as WITHOUT_OUTCOMES
from opened_reviews import PEOPLE, opened, study_keys, with_studies
from synthesis_reviews import ANNA, BEN, CODEBOOK, SECRET, coded, listed, synthesis_review, unreleased_review

from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook
from twofold.comparison.appraised import appraisals
from twofold.comparison.feeding import feeds_of, gaps, question_of, what_is_missing
from twofold.comparison.gathering import gather
from twofold.comparison.released import coded_alone, compared, opened_study
from twofold.comparison.settled import consensus_of
from twofold.comparison.study_inputs import study_of
from twofold.comparison.synthesised import CONSENSUS, TOWARDS, Synthesised, synthesised
from twofold.comparison.who_coded import who_coded_it
from twofold.reconcile.desk import Desk
from twofold.record.consensus import How
from twofold.record.decision_documents import StudyDecisionDocument
from twofold.record.plan_documents import PersonEntry
from twofold.record.work_documents import ExclusionDocument
from twofold.review.assigning import propose
from twofold.review.leading import carry_out
from twofold.review.plan import PlannedStudy
from twofold.synthesis import Evidence, LeftOut, Panel, Quality, Synthesis
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Sheet
from twofold.values.coded import Evidence as CodedEvidence


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("synthesised")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        return synthesis_review(place / "r")


@pytest.fixture(scope="module")
def found(folder: Path) -> Synthesised:
    with opened(folder, writing=False) as review:
        return synthesised(review)


def from_(found: Synthesised, name: str) -> Synthesis:
    source = found.source(name)
    assert source is not None
    return source.synthesis


def votes(found: Synthesised, name: str) -> tuple[int, int]:
    one = next(one for one in from_(found, name).votes if one.domain == "wellbeing")
    return one.test.better, one.test.worse


def test_each_coder_the_consensus_and_what_is_open_either_way_stand_side_by_side(found: Synthesised) -> None:
    assert found.released
    assert [one.id for one in found.sources] == [
        CONSENSUS,
        "anna",
        "ben",
        "open:anna",
        "open:ben",
        "towards:better",
        "towards:worse",
    ]
    assert votes(found, "anna") == (2, 0)
    assert votes(found, "ben") == (1, 1)
    assert votes(found, CONSENSUS) == (1, 0), "what is open is no vote in the consensus"
    assert (votes(found, "open:anna"), votes(found, "open:ben")) == ((2, 0), (1, 1))
    assert (votes(found, "towards:better"), votes(found, "towards:worse")) == ((2, 0), (1, 1))
    assert {one.id: one.open for one in found.sources} == {
        CONSENSUS: 1,
        "anna": 0,
        "ben": 0,
        "open:anna": 1,
        "open:ben": 1,
        "towards:better": 1,
        "towards:worse": 1,
    }


def test_who_coded_some_studies_is_compared_on_all_of_them(tmp_path: Path) -> None:
    folder = listed(tmp_path / "r", (*PEOPLE[:2], PersonEntry(id="dora", name="Dora Vik", roles=("reviewer",))))
    with opened(folder) as review:
        keys = study_keys(review)
        wanted = {keys[0]: ("anna", "ben"), keys[1]: ("anna", "dora"), keys[2]: ("anna", "dora")}
        carry_out(review, propose(review, "main", wanted, "by hand").documents)
    coded(folder, "anna", ANNA)
    coded(folder, "ben", BEN[:1])
    coded(folder, "dora", BEN[1:])
    release(folder)
    with opened(folder, writing=False) as review:
        found = synthesised(review)
    sizes = {one.id: len(one.synthesis.studies) for one in found.sources}
    assert sizes == {
        **dict.fromkeys((CONSENSUS, "anna", "with:ben", "with:dora", "open:anna", "open:dora", *TOWARDS), 3),
        "ben": 1,
        "dora": 2,
    }
    assert votes(found, "dora") == (0, 1)
    assert votes(found, "with:dora") == (1, 1), "her codes, and the consensus where she did not code"
    assert (votes(found, "towards:better"), votes(found, "towards:worse")) == ((2, 0), (1, 1)), "no vote is lost"
    assert "open:ben" not in sizes, "ben coded nothing of what is open, and would take its votes away"
    assert who_coded_it(found)[0].hangs
    assert "ben (1 of 3 studies)" not in who_coded_it(found)[0].sentence


def test_a_study_that_was_excluded_while_it_was_coded_is_not_in_it(tmp_path: Path) -> None:
    folder = listed(tmp_path / "r")
    with opened(folder, "ben") as review:
        review.look()
        review.take_in()
        assert review.session(study_keys(review)[1]).propose_exclusion("no outcome of people") == ""
    coded(folder, "anna", ANNA)
    coded(folder, "ben", BEN)
    release(folder)
    with opened(folder) as review:
        assert review.pen is not None
        review.look()
        before = synthesised(review)
        key = study_keys(review)[1]
        proposed = review.documents_of(key, "ben")
        weighed = tuple(name for name, one in proposed.items() if isinstance(one, ExclusionDocument))
        granted = review.pen.document(
            StudyDecisionDocument, study=key, question="exclude", weighed=weighed, granted=True, reason="agreed"
        )[1]
        carry_out(review, (granted,))
        after = synthesised(review)
    assert (before.excluded, len(from_(before, "anna").studies)) == (0, 3)
    assert (after.excluded, len(from_(after, "anna").studies), after.total) == (1, 2, 3)
    assert votes(after, "ben") == (1, 0)


def test_an_open_direction_leaves_the_cell_open_and_is_no_answer_that_nobody_could_tell(found: Synthesised) -> None:
    it = from_(found, CONSENSUS)
    (cell,) = (one for one in it.cells.values() if one.study == it.studies[1].key)
    assert cell.direction is None
    assert cell.why == "open: the direction of 1 row not settled yet"
    (row,) = cell.open
    assert row.evidence is Evidence.BETWEEN_GROUPS
    assert it.votes[0].left_out == {LeftOut.OPEN: (cell.study,)}
    for who in ("anna", "ben", "open:anna", "open:ben", *TOWARDS):
        decided = from_(found, who).cell(cell.study, cell.domain)
        assert decided is not None
        assert decided.open == ()


def test_the_domain_that_hangs_on_its_coder_is_told_and_the_other_is_not(found: Synthesised) -> None:
    wellbeing, access = who_coded_it(found)
    assert wellbeing.hangs
    assert wellbeing.sentence == (
        "It hangs on who coded it: more better with anna, open as anna and open as better; even with ben, open as ben"
        " and open as worse."
    )
    assert not access.hangs
    assert access.sentence == "The same whoever coded it: more better."


def test_a_study_brings_design_size_levels_and_quality(found: Synthesised) -> None:
    one = from_(found, "anna").studies[0]
    assert (one.panel, one.n, one.engagement, one.lived_experience, one.quality) == (
        Panel.RANDOMISED,
        400,
        "high",
        "NR",
        Quality.SOME,
    )
    assert from_(found, "anna").lived_experience.no_reported_involvement == 3
    assert [row.name for row in one.rows] == ["the main outcome"]


def test_a_reviewer_sees_the_own_codes_alone_before_the_release(tmp_path: Path) -> None:
    folder = unreleased_review(tmp_path / "r")
    with opened(folder, writing=False) as review:
        review.look()
        found = synthesised(review)
        assert not found.released
        assert [one.id for one in found.sources] == ["anna"]
        assert votes(found, "anna") == (2, 0)
        assert SECRET not in repr(found.sources)
        assert who_coded_it(found) == ()
    with opened(folder, "cleo", writing=False) as review:
        review.look()
        (source,) = synthesised(review).sources
        assert source.synthesis.studies == ()


def test_who_has_still_to_submit_a_study_sees_nothing_of_it_from_others(tmp_path: Path) -> None:
    folder = listed(tmp_path / "r")
    coded(folder, "anna", ANNA)
    with opened(folder, "ben", writing=False) as review:
        review.look()
        found = synthesised(review)
        assert [one.id for one in found.sources] == ["ben"]
        assert found.sources[0].synthesis.studies == ()


def test_a_codebook_without_the_fields_says_which_are_missing_and_nothing_more(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder, writing=False) as review:
        found = synthesised(review)
    assert found.sources == ()
    for words in ("`outcome_domain`", "`outcome_evidence`", 'add domain = "..." under [synthesis]'):
        assert words in found.missing
    # The small codebook has a direction, and both of the options that are needed.
    assert "`direction`" not in found.missing


def test_a_direction_without_its_options_is_named() -> None:
    wrong = CODEBOOK.replace('{ value = "better", label = "Better" }', '{ value = "up", label = "Up" }')
    said = what_is_missing(read_codebook(wrong))
    assert "No option of `direction` means `better`" in said
    assert "[synthesis.means.direction]" in said
    assert what_is_missing(read_codebook(f'{wrong}[synthesis.means.direction]\nup = "better"\nworse = "worse"\n')) == ""


def test_the_default_codebook_lacks_nothing() -> None:
    codebook = read_codebook(default_codebook_text())
    assert what_is_missing(codebook) == ""
    assert gaps(codebook) == ()
    question = question_of(codebook)
    assert len(question.domains) == 14
    assert [one.id for one in question.engagement.levels] == ["low", "medium", "high", "community_led"]
    assert (question.engagement.none, question.lived_experience.none) == ("", "none")
    feeds = feeds_of(codebook)
    options = {one.id for one in codebook.by_id[feeds.design].options}
    assert options == feeds.panels.keys(), "every design has its panel"
    assert {one.id for one in codebook.by_id[feeds.evidence].options} == {one.value for one in Evidence}


def test_what_a_codebook_does_not_ask_is_told_and_rows_then_count() -> None:
    codebook = read_codebook(WITHOUT_OUTCOMES)
    assert any("every row counts" in one for one in gaps(codebook))


def test_rows_that_anybody_said_to_leave_out_do_not_count(tmp_path: Path) -> None:
    from twofold.values.answers import Value
    from twofold.values.coded import Coded

    folder = unreleased_review(tmp_path / "r")
    with opened(folder) as review:
        key = study_keys(review)[0]
        session = review.session(key)
        session.reopen("a slip")
        session.save((session.sheet.rows[0], "counts_in_synthesis"), Coded(Value("no")))
        assert session.submit(whole_paper=True) == ""
        found = synthesised(review)
    assert votes(found, "anna") == (1, 0)
    (every,) = (one for one in from_(found, "anna").all_rows if one.domain == "wellbeing")
    assert every.test.better == 2


def test_the_appraisal_is_read_by_instrument(found: Synthesised) -> None:
    source = found.source("anna")
    assert source is not None
    (one,) = appraisals(found.codebook, source)
    assert (one.id, one.title, one.overall) == ("fictional", "A fictional appraisal", {"overall_concern"})
    assert (one.unit, len(one.rated)) == ("studies", 3)
    assert one.mapping.startswith("As the codebook has it, Low: low concern; Some: some concern; High: high concern.")
    assert one.counts("selection") == {Quality.LOW: 3, Quality.SOME: 0, Quality.HIGH: 0, "open": 0, None: 0}


@pytest.fixture(scope="module")
def partly_alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("alone")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TWOFOLD_HOME", str(place / "home"))
        folder = listed(place / "r")
        with opened(folder) as review:
            first = study_keys(review)[0]
            carry_out(review, propose(review, "main", {first: ["anna"]}, "by hand").documents)
        coded(folder, "anna", ANNA)
        coded_but_first(folder)
        release(folder)
        return folder


def coded_but_first(folder: Path) -> None:
    """ben codes what is not anna's alone."""
    with opened(folder, "ben") as review:
        review.look()
        review.take_in()
        for key in [one.key for one in review.cards() if one.number != "S001"]:
            session = review.session(key)
            (row,) = session.sheet.rows
            for name, given in (("outcome_domain", "wellbeing"), ("outcome_evidence", "between_groups")):
                session.save((row, name), Coded(Value(given)))
            session.save((row, "counts_in_synthesis"), Coded(Value("yes")))
            session.save((row, "direction"), Coded(Value("worse"), CodedEvidence(quote="as a fictional paper has it")))
            assert session.submit(whole_paper=True) == ""


def test_what_one_person_coded_alone_is_in_the_synthesis_marked_and_in_no_agreement(partly_alone: Path) -> None:
    with opened(partly_alone, writing=False) as review:
        first = study_keys(review)[0]
        assert [one.number for one in compared(review)] == ["S002", "S003"]
        (alone,) = coded_alone(review)
        assert (alone.number, alone.alone, alone.people) == ("S001", "anna", ("anna",))
        made = consensus_of(review, alone)
        assert {one.how for one in made.settled.values()} == {How.ALONE}
        assert made.sheet.at("design").answer == Value("rct")
        assert [one.number for one in gather(review).studies] == ["S002", "S003"]
        found = synthesised(review)
        assert found.alone == {first: "anna"}
        assert found.alone_words == "1 of 3 studies was coded by one person alone, and nobody checked that."
        assert [one.number for one in from_(found, CONSENSUS).studies] == ["S001", "S002", "S003"]
        assert votes(found, CONSENSUS) == (1, 0), "the vote of the study that anna coded alone"
        desk = Desk(review)
        assert set(desk.load()) == set(desk.studies)
        assert desk.items(), "the two others have something to settle"
        assert all(one.key.study != first for one in desk.items()), "there is nothing to settle in what one coded alone"


def test_a_study_of_two_of_which_one_packet_has_not_arrived_is_not_taken_for_one_coded_alone(folder: Path) -> None:
    with opened(folder, writing=False) as review:
        key = study_keys(review)[0]
        documents = {"anna": review.documents_of(key, "anna", "main")}
        assert opened_study(review, key, "main", documents, review.in_force.versions) is None


@pytest.mark.parametrize(
    ("design", "size"), [("rct", None), ("controlled_nonrandomised", None), ("pre_post", 900), ("cohort", 900)]
)
def test_all_people_of_a_study_are_not_taken_for_its_intervention_group(design: str, size: int | None) -> None:
    book = read_codebook(default_codebook_text(), "the default codebook")
    planned = PlannedStudy("k", "S001", "A fictional study", "", "", ())
    given = {"design": Value(design), "n_total": Value("900"), "n_intervention": OffScale.NOT_REPORTED}
    sheet = Sheet({(None, field): Coded(answer) for field, answer in given.items()}, ())
    assert study_of(book, planned, sheet, {}).n == size
    told = Sheet({**sheet.codes, (None, "n_intervention"): Coded(Value("40"))}, ())
    if size is None:
        assert study_of(book, planned, told, {}).n == 40

"""A new codebook touches only the answers it must: mapped ones are computed, and what means something else is asked
again, of whoever was asked it, and nothing else of a submitted study opens."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest
from compared_reviews import ANNA, BEN, code, release, released_review
from opened_reviews import CODEBOOK, PEOPLE, carry, on_device, opened, study_keys, value, with_studies

from twofold.codebook.carrying import Carry, Rule
from twofold.comparison.gathering import gather
from twofold.record.plan_documents import PersonEntry
from twofold.record.work_documents import CodeDocument
from twofold.review.leading import carry_out
from twofold.review.pen import NotWritten
from twofold.review.publishing import CannotPublish, drafted, publish
from twofold.review.recoding import ONLY_AGAIN
from twofold.review.releasing import propose_release
from twofold.review.views import State
from twofold.values.answers import BLANK, Value
from twofold.values.coded import Coded, Evidence

DESIGN = (None, "design")
LEVEL = (None, "level")
RENAMED = ('{ value = "cohort", label = "Cohort" }', '{ value = "observational", label = "Observational" }')
NEW_HELP = ('label = "Level?"', 'label = "Level?"\n  help = "Now counted otherwise."')


def republish(
    folder: Path, rules: Mapping[str, Rule], *changes: tuple[str, str], version: str = "2.0", person: str = "anna"
) -> None:
    text = (folder / "codebook.toml").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    before = text[text.index('version = "') :].split("\n")[0]
    (folder / "codebook.toml").write_text(text.replace(before, f'version = "{version}"'), encoding="utf-8")
    with opened(folder, person) as review:
        publish(review, drafted(review, rules))


def meaning(*fields: str) -> dict[str, Rule]:
    return {one: Rule(one, Carry.MEANING) for one in fields}


MAPPED = {"design": Rule("design", Carry.MAPPED, {"cohort": "observational"})}


def submitted(folder: Path) -> Path:
    with_studies(folder)
    code(folder, "anna", ANNA)
    code(folder, "ben", BEN)
    return folder


def test_a_mapped_answer_shows_as_the_new_option_and_the_log_keeps_the_old_one(tmp_path: Path) -> None:
    folder = submitted(tmp_path / "r")
    republish(folder, MAPPED, RENAMED)
    with opened(folder) as review:
        session = review.session(study_keys(review)[1])
        assert session.sheet.at("design").answer == Value("observational")
        assert session.open_again == frozenset()
        assert review.state_of(session.study.key) is State.SUBMITTED
        documents = review.documents_of(session.study.key, "anna").values()
        given = [one.answer for one in documents if isinstance(one, CodeDocument) and one.field == "design"]
        assert given == [Value("cohort")]


def test_a_field_with_a_new_meaning_opens_alone_and_the_old_quote_is_still_there(tmp_path: Path) -> None:
    folder = submitted(tmp_path / "r")
    republish(folder, meaning("level"), NEW_HELP)
    with opened(folder) as review:
        key = study_keys(review)[0]
        session = review.session(key)
        assert session.open_again == {LEVEL}
        assert review.state_of(key) is State.AGAIN
        assert session.sheet.at("level").answer == BLANK
        assert session.sheet.at("level").evidence.quote == "as it stands"
        assert session.history(LEVEL)[0].coded.answer == Value("high")
        with pytest.raises(NotWritten, match="Only the fields"):
            session.save(DESIGN, value("cohort"))
        assert session.locked_at(DESIGN) == ONLY_AGAIN
        assert session.locked_at(LEVEL) == ""
        session.save(LEVEL, Coded(Value("high"), Evidence("r1", "p. 3", "as it stands")))
        assert session.submit(whole_paper=True) == ""
        assert review.state_of(key) is State.SUBMITTED
        codes = [one for one in review.documents_of(key, "anna").values() if isinstance(one, CodeDocument)]
        assert sorted(one.purpose for one in codes if one.field == "level") == ["independent", "recode"]


def test_the_same_answer_given_again_is_a_new_answer_and_counts_as_independent_before_release(tmp_path: Path) -> None:
    folder = submitted(tmp_path / "r")
    republish(folder, meaning("level"), NEW_HELP)
    for person, studies in (("anna", ANNA), ("ben", BEN)):
        with opened(folder, person) as review:
            for key, answers in zip(study_keys(review), studies, strict=True):
                session = review.session(key)
                session.save(LEVEL, Coded(Value(str(answers["level"])), Evidence("r1", "p. 3", "as it stands")))
                assert session.submit(whole_paper=True) == ""
    release(folder)
    with opened(folder) as review:
        fields = {one.field.id: one for one in gather(review).fields}
        assert len(fields["level"].where) == 3


def test_what_is_coded_again_after_the_release_is_no_independent_code(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    republish(folder, meaning("level"), NEW_HELP)
    for person in ("anna", "ben"):
        with opened(folder, person) as review:
            for key in study_keys(review):
                session = review.session(key)
                session.save(LEVEL, Coded(Value("high"), Evidence("r1", "p. 3", "as it stands")))
                assert session.submit(whole_paper=True) == ""
    with opened(folder) as review:
        proposed = propose_release(review)
        assert "submitted anew" in proposed.words[1]
        carry_out(review, proposed.documents)
        fields = {one.field.id: one for one in gather(review).fields}
        assert len(fields["level"].where) == 0
        assert len(fields["design"].where) == 3, "the other codes are the independent ones that they were"
        with pytest.raises(Exception, match="nothing to open"):
            propose_release(review)


def test_an_added_field_is_asked_of_submitted_studies_only_where_the_lead_says_so(tmp_path: Path) -> None:
    added = (
        '[[section]]\nid = "results"',
        '  [[section.field]]\n  id = "{}"\n  label = "Extra?"\n  type = "text"\n\n[[section]]\nid = "results"',
    )
    folder = submitted(tmp_path / "r")
    republish(folder, {}, (added[0], added[1].format("extra")))
    with opened(folder) as review:
        assert review.session(study_keys(review)[0]).open_again == frozenset()
    republish(folder, meaning("more"), (added[0], added[1].format("more")), version="3.0")
    with opened(folder) as review:
        assert review.session(study_keys(review)[0]).open_again == {(None, "more")}


def test_an_answer_given_again_opens_what_it_calls_for(tmp_path: Path) -> None:
    folder = submitted(tmp_path / "r")
    republish(folder, meaning("level"), NEW_HELP)
    with opened(folder) as review:
        session = review.session(study_keys(review)[1])
        assert session.open_again == {LEVEL}
        session.save(LEVEL, Coded(Value("high"), Evidence("r1", "p. 3", "as it stands")))
        assert session.open_again == {LEVEL, (None, "part")}


def test_work_in_progress_is_carried_over_by_the_same_rules(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "ben", BEN, submit=False)
    republish(folder, {**MAPPED, **meaning("level")}, RENAMED, NEW_HELP)
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        assert (session.sheet.at("design").answer, session.sheet.at("level").answer) == (Value("rct"), BLANK)
        assert session.open_again == frozenset()
        session.save(LEVEL, Coded(Value("low"), Evidence("r1", "p. 3", "as it stands")))
        assert session.submit(whole_paper=True) == ""


def test_undoing_a_publication_gives_every_answer_its_old_meaning_back_and_pools_nothing(tmp_path: Path) -> None:
    folder = submitted(tmp_path / "r")
    republish(folder, meaning("level"), NEW_HELP)
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        session.save(LEVEL, Coded(Value("low"), Evidence("r1", "p. 3", "as it stands")))
        assert session.submit(whole_paper=True) == ""
    (folder / "codebook.toml").write_text(CODEBOOK, encoding="utf-8")
    with opened(folder) as review:
        with pytest.raises(CannotPublish, match="Say of `level`"):
            drafted(review)
        publish(review, drafted(review, meaning("level")))
        session = review.session(study_keys(review)[0])
        assert session.open_again == frozenset()
        assert session.sheet.at("level").answer == Value("high")
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        assert session.open_again == {LEVEL}, "ben's answer was given under the other meaning"
        assert session.sheet.at("level").answer == BLANK


def test_no_answer_comes_back_under_a_meaning_that_only_looks_like_its_own(tmp_path: Path) -> None:
    folder = submitted(tmp_path / "r")
    bounds = ("min = 1", 'min = 1\n  max = 500\n  help = "in years"')
    republish(folder, meaning("n_all"), bounds)
    republish(folder, meaning("n_all"), (bounds[1], 'min = 1\n  help = "in weeks"'), version="3.0")
    with opened(folder) as review:
        session = review.session(study_keys(review)[0])
        assert session.sheet.at("n_all").answer == BLANK
        assert session.open_again == {(None, "n_all")}


def test_an_option_that_was_mapped_away_and_is_used_anew_is_another_option(tmp_path: Path) -> None:
    folder = submitted(tmp_path / "r")
    republish(folder, {"design": Rule("design", Carry.MAPPED, {"cohort": "other"})}, (RENAMED[0] + ",", ""))
    anew = (
        '{ value = "rct", label = "RCT" },',
        '{ value = "rct", label = "RCT" }, { value = "cohort", label = "Case" },',
    )
    with pytest.raises(CannotPublish, match="Say of `design`"):
        republish(folder, {}, anew, version="3.0")
    republish(folder, {"design": Rule("design", Carry.WORDING)}, version="3.0")
    with opened(folder) as review:
        assert review.session(study_keys(review)[1]).sheet.at("design").answer == Value("other")


def test_where_two_leads_published_at_once_an_answer_goes_on_only_if_both_let_it(tmp_path: Path) -> None:
    both = (PEOPLE[0], PersonEntry(id="ben", name="Ben Okoro", roles=("lead", "reviewer")))
    folder = with_studies(tmp_path / "r", people=both)
    code(folder, "anna", ANNA)
    other = shutil.copytree(folder, tmp_path / "other")
    republish(folder, meaning("n_all"), ("min = 1", 'min = 1\n  help = "in thousands"'))
    with on_device(tmp_path / "laptop"):
        republish(other, {}, ('label = "Remarks?"', 'label = "Anything else?"'), version="2.1", person="ben")
    carry(other, folder)
    republish(folder, meaning("n_all"), ('label = "Remarks?"', 'label = "Anything else?"'), version="3.0")
    with opened(folder) as review:
        assert review.told == []
        session = review.session(study_keys(review)[0])
        assert session.sheet.at("n_all").answer == BLANK
        assert session.sheet.at("design").answer == Value("rct")


def test_a_new_field_of_outcome_rows_reopens_nothing_without_a_rule(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ({**ANNA[0], "rows": {"Distress": "better"}}, *ANNA[1:]))
    added = ("[[check]]", '  [[section.field]]\n  id = "size"\n  label = "Size?"\n  type = "text"\n\n[[check]]')
    republish(folder, {}, added)
    with opened(folder) as review:
        assert review.session(study_keys(review)[0]).open_again == frozenset()


def test_a_code_names_the_very_version_that_it_was_given_under(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    code(folder, "anna", ANNA[:1], submit=False)
    republish(folder, {}, ('label = "Design?"', 'label = "Which design?"'), version="1.1")
    with opened(folder) as review:
        key = study_keys(review)[0]
        review.session(key).save(DESIGN, value("cohort"))
        assert review.pen is not None
        review.pen.wait()
        codes = [one for one in review.documents_of(key, "anna").values() if isinstance(one, CodeDocument)]
        labels = {review.in_force.versions.label(one.codebook) for one in codes if one.field == "design"}
        assert labels == {"1.0", "1.1"}


@pytest.mark.parametrize(
    ("rules", "said"),
    [
        ({}, "Say what becomes of the earlier answers"),
        ({"design": Rule("design", Carry.MAPPED, {"cohort": "nothing"})}, "no option `nothing`"),
        ({"design": Rule("design", Carry.MAPPED, {"cohrt": "other"})}, "had no option `cohrt`"),
        ({"design": Rule("design", Carry.MAPPED, {"rct": "rct"})}, "nothing is said of its earlier option `cohort`"),
        ({**MAPPED, **meaning("level")}, "`level` is no field that changed"),
    ],
)
def test_a_rule_that_is_missing_or_does_not_fit_is_refused(
    tmp_path: Path, rules: Mapping[str, Rule], said: str
) -> None:
    folder = submitted(tmp_path / "r")
    with pytest.raises(CannotPublish, match=said):
        republish(folder, rules, RENAMED)

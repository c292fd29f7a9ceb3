"""What one person alone coded leaves nothing to compare, and a proposal to exclude it is settled all the same."""

from pathlib import Path

from compared_reviews import ANNA, BEN, code, release
from opened_reviews import opened, study_keys, with_studies
from reconciled_reviews import EVERY, desk_of, item

from twofold.comparison.released import coded_alone
from twofold.reconcile.feedback import feedback_for
from twofold.reconcile.queue import ItemKind
from twofold.reconcile.study_questions import grant
from twofold.review.assigning import propose
from twofold.review.leading import carry_out
from twofold.values.answers import Value
from twofold.values.coded import Coded, Confidence


def reviewed(folder: Path) -> Path:
    """S001 is ben's alone, who proposes to exclude it and is unsure of an answer; both coded the others."""
    with_studies(folder)
    with opened(folder) as review:
        carry_out(review, propose(review, "main", {study_keys(review)[0]: ["ben"]}, "by hand").documents)
    with opened(folder, "ben") as review:
        review.take_in()
        session = review.session(study_keys(review)[0])
        assert session.propose_exclusion("it is a protocol") == ""
        session.save((None, "remarks"), Coded(Value("hard to tell"), confidence=Confidence.LOW))
    code(folder, "anna", ANNA[1:])
    code(folder, "ben", BEN)
    release(folder)
    return folder


def test_only_the_proposal_is_to_be_settled(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    with desk_of(folder) as desk:
        of_first = [one for one in desk.items(EVERY) if one.number == "S001"]
        assert [one.kind for one in of_first] == [ItemKind.EXCLUSION]
        assert desk.waiting_words() == ()
        desk.carry_out(grant(desk, item(desk, 0, "")))
        assert desk.matter(of_first[0].key.study).excluded
    with opened(folder) as review:
        assert [one.number for one in coded_alone(review)] == ["S001"], "the codes stay what they are"


def test_nobody_is_told_that_an_unchecked_code_was_right(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    with desk_of(folder) as desk:
        both = [one for one in desk.matters() if not one.compared.alone]
        assert feedback_for("ben", desk.matters()).compared == feedback_for("ben", both).compared > 0

"""Acts of settling: what they refuse, what they write down, and that each can be undone for ever."""

from pathlib import Path

import pytest
from compared_reviews import released_review
from opened_reviews import CODEBOOK, bytes_of, carry, on_device, opened, study_keys
from reconciled_reviews import EVERY, deferred, desk_of, item, key_of, reviewed

from twofold.codebook.carrying import Carry, Rule
from twofold.reconcile.accepting import accept, agreed
from twofold.reconcile.arbitration import code_first
from twofold.reconcile.asking import ask, mails, reply, withdraw_question
from twofold.reconcile.causes import causes
from twofold.reconcile.deciding import adopt, confirm, defer, settle_twice, third_value, with_words
from twofold.reconcile.desk import Desk
from twofold.reconcile.feedback import as_text, feedback_for
from twofold.reconcile.item import view_of
from twofold.reconcile.own_code import slip
from twofold.reconcile.queue import ItemKind, State
from twofold.reconcile.undoing import redo, undo
from twofold.record.consensus import How
from twofold.record.decision_documents import DecisionDocument
from twofold.record.liveness import live, of_kind
from twofold.review.leading import Refused
from twofold.review.publishing import drafted, publish
from twofold.values.answers import BLANK, Chosen, OffScale, Value
from twofold.values.coded import Coded, Evidence


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return reviewed(tmp_path / "r")


def decision_at(desk: Desk, study: int, field: str) -> DecisionDocument:
    settled = desk.matter(key_of(desk, study, field).study).consensus.settled[None, field]
    (found,) = settled.decisions.values()
    return found


def test_a_decision_says_what_it_weighed_how_it_came_about_and_on_what_evidence(folder: Path) -> None:
    with desk_of(folder) as desk:
        own = Evidence("r1", "p. 9", "in all")
        desk.carry_out(
            third_value(desk, item(desk, 1, "n_all"), Value("42"), evidence=own, reason="table 2", cause="slip")
        )
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "B"))
        made = decision_at(desk, 1, "n_all")
        assert (made.how, made.answer, made.reason, made.cause) == ("discussed", Value("42"), "table 2", "slip")
        assert [one.quote for one in made.evidence] == ["in all"]
        assert len(made.weighed) == 2
        assert (made.seed, made.order) == (None, ())
        assert [one.place for one in decision_at(desk, 0, "level").evidence] == ["p. 3"]


def test_what_the_field_cannot_take_or_wants_a_reason_for_is_refused_and_nothing_is_written(folder: Path) -> None:
    with desk_of(folder) as desk:
        before = bytes_of(folder / "logs")
        design, number = item(desk, 1, "design"), item(desk, 1, "n_all")
        for why, act in (
            ("wants a reason with Other", lambda: third_value(desk, design, Value("other"))),
            ("not in the codebook", lambda: third_value(desk, design, Value("poem"))),
            ("not below 1", lambda: third_value(desk, number, Value("0"))),
            ("takes one answer", lambda: third_value(desk, number, Chosen(frozenset()))),
            ("blank settles nothing", lambda: third_value(desk, number, BLANK)),
            ("no cause `mood`", lambda: adopt(desk, number, "A", cause="mood")),
            ("C gave no answer", lambda: adopt(desk, number, "C")),
            ("Nothing changed", lambda: confirm(desk, number)),
            ("Settle it first", lambda: with_words(desk, number, reason="so")),
            ("where the reply stands", lambda: reply(desk, number, Value("40"), " ")),
            ("Write the question", lambda: ask(desk, number, " ")),
            ("not asked this", lambda: withdraw_question(desk, number)),
            ("left to undo", lambda: undo(desk, number.key.study)),
            ("Nothing to redo", lambda: redo(desk, number.key.study)),
        ):
            with pytest.raises(Refused, match=why):
                act()
        assert bytes_of(folder / "logs") == before
        desk.carry_out(third_value(desk, design, Value("other"), reason="a stepped wedge"))
        assert item(desk, 1, "design").how is How.DISCUSSED


def test_reason_and_cause_can_be_given_afterwards(folder: Path) -> None:
    with desk_of(folder) as desk:
        one = item(desk, 1, "n_all")
        desk.carry_out(adopt(desk, one, "A"))
        desk.carry_out(with_words(desk, one, cause="report-unclear"))
        desk.carry_out(with_words(desk, one, reason="p. 3 says so"))
        made = decision_at(desk, 1, "n_all")
        assert (made.answer, made.cause, made.reason) == (Value("40"), "report-unclear", "p. 3 says so")


def test_undo_takes_back_act_by_act_also_after_a_restart_and_redo_brings_it_back(folder: Path) -> None:
    with desk_of(folder) as desk:
        study = item(desk, 1, "design").key.study
        before = desk.matter(study).consensus
        desk.carry_out(adopt(desk, item(desk, 1, "design"), "A"))
        desk.carry_out(adopt(desk, item(desk, 1, "design"), "B"))
        desk.carry_out(accept(desk, agreed(desk, study=study)))
    with desk_of(folder) as desk:
        desk.carry_out(undo(desk, study))
        assert desk.matter(study).consensus.settled[None, "level"].how is How.SHARED
        desk.carry_out(undo(desk, study))
        assert decision_at(desk, 1, "design").answer == Value("cohort")
        desk.carry_out(undo(desk, study))
        assert desk.matter(study).consensus == before
        with pytest.raises(Refused, match="left to undo"):
            undo(desk, study)
    with desk_of(folder) as desk:
        for _ in range(3):
            desk.carry_out(redo(desk, study))
        assert decision_at(desk, 1, "design").answer is OffScale.UNCLEAR
        assert desk.matter(study).consensus.settled[None, "level"].how is How.AGREED
        desk.carry_out(undo(desk, study))
        desk.carry_out(slip(desk, item(desk, 1, "n_all"), Value("44")))
        with pytest.raises(Refused, match="Nothing to redo"):
            redo(desk, study)
        assert item(desk, 1, "n_all").how is How.SLIP
        desk.carry_out(undo(desk, study))
        assert item(desk, 1, "n_all").state is State.OPEN


def test_nobody_undoes_what_another_has_settled_anew(folder: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A"))
    with desk_of(folder, "ben") as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "B"))
    with desk_of(folder) as desk, pytest.raises(Refused, match="settled anew by ben"):
        undo(desk, item(desk, 0, "level").key.study)
    with desk_of(folder, "ben") as desk:
        desk.carry_out(undo(desk, item(desk, 0, "level").key.study))
        made = decision_at(desk, 0, "level")
        assert (made.by, made.answer) == ("anna", Value("high")), "anna's own decision holds again"


def test_two_devices_that_settle_one_item_differently_are_both_kept_and_asked(tmp_path: Path) -> None:
    here = reviewed(tmp_path / "here")
    there = tmp_path / "there"
    with on_device(tmp_path / "home of ben"):
        there.mkdir()
        (there / "review.toml").write_bytes((here / "review.toml").read_bytes())
        carry(here, there)
        with desk_of(there, "ben") as desk:
            desk.carry_out(adopt(desk, item(desk, 0, "level"), "B", reason="as defined"))
    with desk_of(here) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A"))
    carry(there, here)
    with desk_of(here) as desk:
        twice = item(desk, 0, "level")
        assert (twice.kind, twice.state) == (ItemKind.DECIDED_TWICE, State.OPEN)
        view = view_of(desk, twice)
        bens = next(one for one in view.decided if "ben" in one.words)
        with pytest.raises(Refused, match="no longer stands"):
            settle_twice(desk, twice, "ff" * 16)
        desk.carry_out(settle_twice(desk, twice, bens.id))
        made = decision_at(desk, 0, "level")
        assert (made.answer, made.reason) == (Value("middle"), "as defined")
        every = of_kind(DecisionDocument, desk.matter(twice.key.study).documents)
        assert len(every) == 3
        assert len(live(every)) == 1


def test_a_decision_waits_to_be_confirmed_when_the_codebook_changed_the_meaning(folder: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A"))
    more = CODEBOOK.replace(
        'value = "high", label = "High" }', 'value = "high", label = "High" }, { value = "top", label = "Top" }'
    )
    (folder / "codebook.toml").write_text(more.replace('version = "1.0"', 'version = "1.1"'), "utf-8")
    with opened(folder) as review:
        publish(review, drafted(review, {"level": Rule("level", Carry.MEANING)}))
    with desk_of(folder) as desk:
        stale = item(desk, 0, "level")
        assert stale.kind is ItemKind.STALE
        assert "another meaning" in " ".join(view_of(desk, stale).said)
        desk.carry_out(confirm(desk, stale))
        assert item(desk, 0, "level").state is State.SETTLED


def test_a_question_to_the_authors_waits_makes_one_mail_a_study_and_its_reply_settles(folder: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(ask(desk, item(desk, 1, "n_all"), "How many were analysed?"))
        desk.carry_out(ask(desk, item(desk, 1, "design"), "Was it a trial?"))
        assert item(desk, 1, "n_all").state is State.WAITING
        assert desk.progress().words == "0 of 7 settled, 2 waiting for authors, 5 open"
        (mail,) = mails(desk)
        assert mail.number == "S002"
        assert "1. Design?\nWas it a trial?\n\n2. How many?\nHow many were analysed?" in mail.text
        assert "anna" not in mail.text.casefold()
        desk.carry_out(withdraw_question(desk, item(desk, 1, "design")))
        assert item(desk, 1, "design").state is State.OPEN
        desk.carry_out(reply(desk, item(desk, 1, "n_all"), Value("43"), "mail of 2 May 2026"))
        made = decision_at(desk, 1, "n_all")
        assert (made.how, made.source, made.answer) == ("author-reply", "mail of 2 May 2026", Value("43"))
        assert item(desk, 1, "n_all").how is How.AUTHOR_REPLY
        assert mails(desk) == ()


def test_deferring_needs_somebody_to_defer_to(tmp_path: Path) -> None:
    folder = tmp_path / "r"
    reviewed(folder)
    deferred(folder, (0, "level"))
    with desk_of(folder) as desk:
        assert item(desk, 0, "level").state is State.DEFERRED
        with pytest.raises(Refused, match="third reader already"):
            defer(desk, item(desk, 0, "level"))
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A"))
        assert item(desk, 0, "level").how is How.DISCUSSED, "the coders may always talk it over after all"


def test_feedback_and_causes_tell_each_coder_and_the_codebooks_writer_what_to_mend(folder: Path) -> None:
    with desk_of(folder) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A", reason="see p. 3", cause="wording"))
        desk.carry_out(adopt(desk, item(desk, 2, "level"), "A", cause="option-missing"))
        desk.carry_out(adopt(desk, item(desk, 1, "n_all"), "B", cause="slip"))
        first, *others = causes(desk.matters())
        assert (first.field, first.differed, first.to_mend) == ("level", 2, 2)
        assert first.pairs == (("High", "Middle", 1), ("Low", "Middle", 1))
        assert next(one for one in others if one.field == "who").pairs == (("Residents", "", 1),)
        bens = feedback_for("ben", desk.matters())
        assert [(one.field, one.number, one.said, one.holds) for one in bens.lessons] == [
            ("level", "S001", "Middle", "High"),
            ("level", "S003", "Low", "Middle"),
        ]
        assert "- S001: you said Middle; it is High (discussed): see p. 3 [wording unclear]" in as_text(bens)
        assert [one.field for one in feedback_for("anna", desk.matters()).lessons] == ["n_all"]
        assert feedback_for("cleo", desk.matters()).lessons == ()


def test_nothing_that_was_coded_is_ever_changed(folder: Path) -> None:
    with opened(folder) as review:
        keys = study_keys(review)
        before = {key: one for key, one in review.documents_of(keys[0], "anna").items() if one.by == "anna"}
    with desk_of(folder) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "B"))
        desk.carry_out(slip(desk, item(desk, 0, "level"), Value("low")))
        for _ in range(2):
            desk.carry_out(undo(desk, keys[0]))
        after = desk.review.documents_of(keys[0], "anna")
        assert before.items() <= after.items()
        assert len(desk.items(EVERY)) == 7


def test_only_what_the_disk_took_counts(tmp_path: Path) -> None:
    folder = released_review(tmp_path / "r")
    with desk_of(folder, writing=False) as desk, pytest.raises(Refused, match="Opened for reading"):
        adopt(desk, item(desk, 0, "level"), "A")


def test_a_third_readers_code_is_no_part_of_what_was_coded(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    deferred(folder, (0, "level"))
    with desk_of(folder, "cleo") as desk:
        one = item(desk, 0, "level")
        desk.carry_out(code_first(desk, one, Coded(Value("low"), Evidence("r1", "p. 4", "little"))))
        third = view_of(desk, one).third
        assert third is not None
        assert third.answer == Value("low")
        assert desk.review.session(one.key.study).locked, "an arbiter codes nothing else"
    with desk_of(folder) as desk:
        assert len(desk.matter(key_of(desk, 0, "level").study).compared.sheets) == 2

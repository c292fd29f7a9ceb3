"""A third reader sees what was put off, without names, and nothing else of it anywhere, until it is settled."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from command_runner import twofold
from compared_reviews import code, release
from opened_reviews import PEOPLE, opened, study_keys, with_studies
from reconciled_reviews import EVERY, any_item, deferred, desk_of, item, reviewed, study_keys_of

from twofold.comparison.gathering import gather
from twofold.reconcile.accepting import agreed
from twofold.reconcile.arbitration import code_first, followed, order_from, seed_of
from twofold.reconcile.asking import ask, mails, withdraw_question
from twofold.reconcile.causes import causes
from twofold.reconcile.deciding import adopt, defer, drop_row, leave_open, third_value
from twofold.reconcile.desk import Desk
from twofold.reconcile.feedback import feedback_for
from twofold.reconcile.item import view_of
from twofold.reconcile.meeting import table_of
from twofold.reconcile.own_code import answer_missing, slip
from twofold.reconcile.queue import Choice, Item, Stage, State
from twofold.reconcile.study_questions import grant
from twofold.reconcile.undoing import undo
from twofold.record.consensus import How
from twofold.record.decision_documents import DecisionDocument
from twofold.record.liveness import of_kind
from twofold.record.plan_documents import PersonEntry
from twofold.review.leading import Refused
from twofold.review.querying import codes_of
from twofold.values.answers import Value
from twofold.values.coded import Coded

NAMES = re.compile(r"\b(anna|ben|Anna Berg|Ben Okoro)\b")
ANNAS, BENS = "SENTINEL of the first", "SENTINEL of the second"
TO_READ = (
    ("agree",), ("agree", "--json"), ("codes", "S001"), ("codes", "S001", "--history", "--json"), ("status",),
    ("status", "--json"), ("verify",), ("verify", "--json"), ("causes",), ("causes", "--json"), ("feedback",),
    ("feedback", "--json"), ("questions",), ("questions", "--json"), ("synthesis",), ("notes",),
)  # fmt: skip
LISTING = (("disagreements",), ("disagreements", "--all"), ("disagreements", "--json", "--all"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """One study that anna and ben coded, with words of theirs, of which two items wait for cleo."""
    made = with_studies(tmp_path / "r", titles=("One fictional study",))
    plain = {"design": "rct", "who": {"carers"}}
    code(made, "anna", ({**plain, "level": "high", "part": "yes", "n_all": "120", "remarks": ANNAS},))
    code(made, "ben", ({**plain, "level": "low", "n_all": "210", "remarks": BENS},))
    release(made)
    deferred(made, (0, "level"), (0, "n_all"))
    return made


def read_as(folder: Path, person: str, lines: Sequence[tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], str]]:
    for line in lines:
        ran = twofold(*line, "-r", folder, "--as", person)
        assert "Traceback" not in ran.err, line
        assert "Usage" not in ran.err, line
        yield line, ran.out + ran.err


def test_nothing_of_what_the_two_said_is_shown_to_a_blind_reader_elsewhere(folder: Path) -> None:
    for line, told in read_as(folder, "cleo", TO_READ):
        assert "SENTINEL" not in told, line
        assert not re.search(r"\b(120|210)\b", told), line
    for line in (("agree",), ("codes", "S001")):
        assert "third reader of S001" in twofold(*line, "-r", folder, "--as", "cleo").out, line
        assert "third reader" not in twofold(*line, "-r", folder, "--as", "anna").out, line
    with opened(folder, "cleo") as review:
        (study,) = study_keys(review)
        review.look()
        review.take_in()
        assert review.is_blind(study)
        for author in ("anna", "ben"):
            assert not review.is_visible(study, author)
            assert review.documents_of(study, author) == {}
        assert codes_of(review, study, history=True) == ()
        assert gather(review).studies == ()
    # The walk would notice: to the two themselves it is all there.
    assert all(re.search(r"\b210\b", told) and NAMES.search(told) for _, told in read_as(folder, "anna", LISTING))
    with opened(folder, "anna") as review:
        review.look()
        review.take_in()
        assert BENS in repr(review.documents_of(study, "ben"))


def test_no_name_stands_beside_anything_a_blind_reader_is_shown(folder: Path) -> None:
    for line, told in read_as(folder, "cleo", LISTING):
        assert not NAMES.search(told), (line, told)
    with desk_of(folder, "cleo") as desk:
        assert "third reader of S001" in " ".join(desk.waiting_words())
        shown: list[object] = [desk.items(EVERY), desk.progress(), desk.waiting_words(), mails(desk), agreed(desk)]
        shown += [causes(desk.matters()), feedback_for("anna", desk.matters()).lessons, followed(desk)]
        shown += [view_of(desk, one) for one in desk.items(EVERY)]
        shown.append(table_of(desk, desk.items(EVERY)))
        shown += [any_item_or_refusal(desk, field) for field in ("design", "who", "remarks", "part")]
        level = item(desk, 0, "level")
        shown += [act.words for act in (adopt(desk, level, "A"), third_value(desk, level, Value("middle")))]
        for act in (
            lambda: slip(desk, level, Value("high")),
            lambda: drop_row(desk, level),
            lambda: undo(desk, level.key.study),
            lambda: adopt(desk, level, "C"),
        ):
            with pytest.raises(Refused) as refused:
                act()
            shown.append(str(refused.value))
        desk.carry_out(adopt(desk, level, "B"))
        shown += [desk.items(EVERY), view_of(desk, item(desk, 0, "level"))]
        for one in shown:
            assert not NAMES.search(repr(one)), one
            assert "SENTINEL" not in repr(one), one


def any_item_or_refusal(desk: Desk, field: str) -> str:
    try:
        return repr(view_of(desk, any_item(desk, 0, field)))
    except (AssertionError, Refused) as error:
        return repr(error)


def test_only_what_was_put_off_is_a_blind_readers_to_see_and_settle(folder: Path) -> None:
    with desk_of(folder, "cleo") as desk:
        found = desk.items(EVERY)
        assert {(one.key.field, one.state) for one in found} == {
            ("level", State.DEFERRED),
            ("n_all", State.DEFERRED),
        }
        assert desk.items(Choice(Stage.ARBITRATION)) == found
        assert desk.items(Choice(Stage.TALKING, states=())) == ()
        assert "the same digits, two of them swapped" in view_of(desk, item(desk, 0, "n_all")).hints


def test_the_order_is_drawn_for_each_item_stays_and_is_recorded(folder: Path) -> None:
    with desk_of(folder, "cleo") as desk:
        one = item(desk, 0, "level")
        sides = [side.answer for side in view_of(desk, one).sides]
        desk.renew_all()
        list(desk.load())
        assert [side.answer for side in view_of(desk, one).sides] == sides
        matter = desk.matter(one.key.study)
        seed = seed_of(desk, matter.settled((None, "level")))
        desk.carry_out(adopt(desk, one, "A", reason="as p. 3 has it", cause="judgement"))
        own = desk.review.documents_of(one.key.study, "cleo", unnamed=True)
        (made,) = of_kind(DecisionDocument, own).values()
        assert made.seed == seed
        assert made.order == order_from(made.seed or 0, ("ben", "anna"))
        assert (made.how, made.answer) == ("arbitrated", Value("high" if made.order[0] == "anna" else "low"))
        assert [side.answer for side in view_of(desk, item(desk, 0, "level")).sides] == sides


def test_either_order_comes_up() -> None:
    assert {order_from(seed, ("anna", "ben")) for seed in range(20)} == {("anna", "ben"), ("ben", "anna")}


def test_names_and_who_was_followed_appear_when_the_last_item_is_settled(folder: Path) -> None:
    with desk_of(folder, "cleo") as desk:
        desk.carry_out(third_value(desk, item(desk, 0, "level"), Value("high")))
        assert desk.matter(study_keys_of(desk)[0]).blind
        assert followed(desk) == ()
        desk.carry_out(third_value(desk, item(desk, 0, "n_all"), Value("210")))
        assert desk.matter(study_keys_of(desk)[0]).blind, "a question that follows is still the coders' to settle"
        assert followed(desk) == ()
    with desk_of(folder, "ben") as desk:
        desk.carry_out(answer_missing(desk, item(desk, 0, "part"), Value("yes")))
    with desk_of(folder, "cleo") as desk:
        assert not desk.matter(study_keys_of(desk)[0]).blind
        assert [side.name for side in view_of(desk, item(desk, 0, "level")).sides] == ["anna", "ben"]
        assert [(one.person, one.followed, one.items) for one in followed(desk)] == [("anna", 1, 2), ("ben", 1, 2)]
        assert item(desk, 0, "level").how is How.ARBITRATED
        desk.carry_out(undo(desk, study_keys_of(desk)[0]))
        assert item(desk, 0, "n_all").state is State.DEFERRED
    for line, told in read_as(folder, "anna", LISTING):
        assert "arbitrated" in told or line == ("disagreements",)


def test_a_third_reader_may_code_the_item_before_seeing_either(folder: Path) -> None:
    with desk_of(folder, "cleo") as desk:
        level = item(desk, 0, "level")
        desk.carry_out(code_first(desk, level, Coded(Value("middle"))))
        desk.carry_out(code_first(desk, level, Coded(Value("low"))))
        third = view_of(desk, item(desk, 0, "level")).third
        assert third == Coded(Value("low"))
        assert item(desk, 0, "level").state is State.DEFERRED, "it settles nothing by itself"
        with pytest.raises(Refused, match="does not wait for you"):
            code_first(desk, desk_item_of_anna(folder), Coded(Value("low")))


def desk_item_of_anna(folder: Path) -> Item:
    with desk_of(folder, writing=False) as desk:
        return item(desk, 0, "level")


def test_who_coded_the_study_is_never_blind_and_never_arbitrates(folder: Path) -> None:
    with desk_of(folder, "ben") as desk:
        level = item(desk, 0, "level")
        assert (level.blind, level.may_arbitrate) == (False, False)
        with pytest.raises(Refused, match="does not wait for you"):
            code_first(desk, level, Coded(Value("low")))
        desk.carry_out(adopt(desk, level, "B"))
        (made,) = of_kind(DecisionDocument, desk.review.documents_of(level.key.study, "ben")).values()
        assert made.how == "discussed"


def test_a_third_reader_may_leave_it_open_or_ask_the_authors_as_well(folder: Path) -> None:
    with desk_of(folder, "cleo") as desk:
        desk.carry_out(ask(desk, item(desk, 0, "n_all"), "How many?"))
        desk.carry_out(leave_open(desk, item(desk, 0, "level")))
    with desk_of(folder) as desk:
        assert item(desk, 0, "n_all").state is State.WAITING
        assert item(desk, 0, "level").state is State.LEFT_OPEN


def test_an_arbiter_sees_no_named_code_before_anything_is_put_off(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    for line, told in read_as(folder, "cleo", (*TO_READ, *LISTING)):
        assert not re.search(r"\b(rct|carers|RCT|Carers)\b", told), line
    assert "third reader of S001, S002, S003" in twofold("status", "-r", folder, "--as", "cleo").out
    assert "third reader" not in twofold("status", "-r", folder, "--as", "ben").out
    with desk_of(folder, "cleo") as desk:
        assert all(desk.review.is_blind(key) for key in desk.studies)
        assert desk.items(EVERY) == ()


def test_it_is_theirs_to_see_once_the_coders_have_talked_it_over_or_left_it_open(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    blind = [True, True]
    for act in (
        lambda desk: adopt(desk, item(desk, 0, "level"), "A"),
        lambda desk: undo(desk, study_keys_of(desk)[0]),
        lambda desk: leave_open(desk, item(desk, 0, "level")),
        lambda desk: ask(desk, item(desk, 0, "level"), "Which is it?"),
        lambda desk: withdraw_question(desk, item(desk, 0, "level")),
        lambda desk: defer(desk, item(desk, 0, "level")),
    ):
        with desk_of(folder) as desk:
            desk.carry_out(act(desk))
            study = study_keys_of(desk)[0]
        with opened(folder, "cleo", writing=False) as review:
            review.look()
            blind.append(review.is_blind(study))
            assert review.is_visible(study, "anna") is not blind[-1]
    assert blind[2:] == [False, True, False, True, False, True]


def test_a_lead_who_is_an_arbiter_as_well_is_blind_from_what_is_put_off_until_it_is_settled(tmp_path: Path) -> None:
    people = (*PEOPLE[:2], PersonEntry(id="cleo", name="Cleo Arb", roles=("lead", "arbiter")))
    folder = with_studies(tmp_path / "r", titles=("One fictional study",), people=people)
    plain = {"design": "rct", "who": {"carers"}, "part": "no"}
    code(folder, "anna", ({**plain, "level": "high", "n_all": "120"},))
    code(folder, "ben", ({**plain, "level": "middle", "n_all": "210"},))
    release(folder)
    with desk_of(folder, "cleo") as desk:
        assert not desk.matter(study_keys_of(desk)[0]).blind, "a lead has to see what is going on"
        assert item(desk, 0, "level").may_settle
    deferred(folder, (0, "level"))
    assert "third reader of S001" in twofold("status", "-r", folder, "--as", "cleo").out
    with desk_of(folder, "cleo") as desk:
        assert [one.key.field for one in desk.items(EVERY)] == ["level"]
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A"))
        assert not desk.matter(study_keys_of(desk)[0]).blind
        assert item(desk, 0, "n_all").may_settle


def test_an_excluded_study_and_one_coded_alone_hide_nothing(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    with opened(folder, "ben") as review:
        assert review.session(study_keys(review)[0]).propose_exclusion("no such intervention") == ""
    with desk_of(folder) as desk:
        desk.carry_out(defer(desk, item(desk, 0, "level")))
        desk.carry_out(grant(desk, item(desk, 0, "")))
    with desk_of(folder, "cleo") as desk:
        assert [desk.review.is_blind(one) for one in desk.studies] == [False, True, True]


def test_own_decisions_of_a_blind_reader_are_kept_back_everywhere_until_it_is_done(
    folder: Path, tmp_path: Path
) -> None:
    with desk_of(folder, "cleo") as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A", reason="MY REASON"))
        study = study_keys_of(desk)[0]
        own = desk.review.documents_of(study, "cleo", unnamed=True)
        (made,) = of_kind(DecisionDocument, own).values()
        assert of_kind(DecisionDocument, desk.review.documents_of(study, "cleo")) == {}

    def exported(to: Path) -> str:
        plain = to.with_suffix(".json")
        assert twofold("export", "--out", to, "--tinydb", plain, "-r", folder, "--as", "cleo").code == 0
        written = [one for one in (*to.rglob("*"), plain) if one.is_file()]
        assert len(written) > 3
        return "\n".join(one.read_text("utf-8", errors="replace") for one in written)

    told = exported(tmp_path / "blind")
    told += "".join(out for _, out in read_as(folder, "cleo", TO_READ))
    told += twofold("log", "check", "-r", folder).out
    for one in (*made.weighed, "MY REASON"):
        assert one not in told
        assert one[:12] not in told
    with desk_of(folder, "cleo") as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "n_all"), "A"))
    with desk_of(folder, "ben") as desk:
        for one in desk.items(Choice(states=(State.OPEN,))):
            desk.carry_out(leave_open(desk, one))
    told = exported(tmp_path / "done")
    assert "MY REASON" in told

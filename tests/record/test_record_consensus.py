"""The consensus is a function of the documents: in any order, every undo restores, a decision moves its own place."""

import random
from collections.abc import Mapping, Sequence
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_logs import key
from opened_reviews import CODEBOOK

from twofold.codebook.toml_reader import read_codebook
from twofold.record.consensus import Consensus, How, Weighing, consensus
from twofold.record.decision_documents import DecisionDocument, QueryDocument, StandDocument, StudyDecisionDocument
from twofold.record.disagreements import Matched
from twofold.record.document import Document, EvidenceEntry
from twofold.record.frozen import Frozen
from twofold.record.lines import written
from twofold.record.liveness import live
from twofold.record.proposals import Outcome, is_excluded, proposals
from twofold.record.tables import body_of
from twofold.record.work_documents import ExclusionDocument
from twofold.values.answers import BLANK, Answer, Chosen, OffScale, Value
from twofold.values.coded import Coded, Confidence, Evidence, Place, Sheet

BOOK = read_codebook(CODEBOOK, "a fictional codebook")
STUDY = "51" * 8
ROW = "a0" * 8
MEANING = "cb" * 16
NOW = MEANING


def sheet(
    person: str, answers: Mapping[Place, Coded], rows: tuple[str, ...] = (), blank: Sequence[Place] = ()
) -> Frozen:
    return Frozen(
        person,
        key("submission", person, length=32),
        MEANING,
        Sheet(MappingProxyType(dict(answers)), rows),
        frozenset(answers) | frozenset(blank),
        {place: key(person, place, length=32) for place in answers},
        (),
    )


def coded(text: str, **more: object) -> Coded:
    return Coded(Value(text), **more)  # type: ignore[arg-type]


ANNA = sheet(
    "anna",
    {
        (None, "design"): coded("rct"),
        (None, "level"): coded("high"),
        (None, "part"): coded("yes"),
        (None, "who"): Coded(Chosen(frozenset({"carers"}))),
        (None, "n_all"): coded("120"),
        (None, "remarks"): coded("short"),
    },
)
BEN = sheet(
    "ben",
    {
        (None, "design"): coded("rct", evidence=Evidence("r1", "p. 2", "randomised")),
        (None, "level"): coded("low"),
        (None, "who"): Coded(Chosen(frozenset())),
        (None, "n_all"): coded("120.0"),
        (None, "remarks"): coded("rather longer"),
    },
)


def stamp(number: int, by: str) -> dict[str, object]:
    return {"by": by, "device": "d0" * 8, "at": "2026-01-31T09:00:00Z", "nonce": key("nonce", number, length=32)}


def named(*documents: Document) -> dict[str, Document]:
    tables = {
        DecisionDocument: "decisions",
        StandDocument: "stands",
        QueryDocument: "queries",
        ExclusionDocument: "exclusions",
        StudyDecisionDocument: "study_decisions",
    }
    return {written(tables[type(one)], body_of(one)).id: one for one in documents}  # type: ignore[index]


def id_of(one: Document) -> str:
    return next(iter(named(one)))


def decide(
    number: int, field: str, answer: Answer, by: str = "anna", how: str = "discussed", **more: object
) -> DecisionDocument:
    weighed = tuple(sorted(one.codes[None, field] for one in (ANNA, BEN) if (None, field) in one.codes))
    content: dict[str, object] = {
        "round": "main", "study": STUDY, "row": None, "field": field, "weighed": weighed, "answer": answer, "how": how,
        "codebook": MEANING, **more,
    }  # fmt: skip
    return DecisionDocument(**stamp(number, by), **content)  # type: ignore[arg-type]


def say(
    number: int, by: str, field: str, answer: Answer, *, slip: bool = True, code: str | None = None, **more: object
) -> StandDocument:
    return StandDocument(
        **stamp(number, by), round="main", study=STUDY, row=None, field=field, code=code, slip=slip, answer=answer,
        codebook=MEANING, **more,
    )  # type: ignore[arg-type]  # fmt: skip


def question(number: int, field: str, **more: object) -> QueryDocument:
    return QueryDocument(
        **stamp(number, "anna"), round="main", study=STUDY, row=None, field=field, question="Which?", **more
    )  # type: ignore[arg-type]


def undoing(number: int, one: DecisionDocument | StandDocument) -> DecisionDocument | StandDocument:
    gone = id_of(one)
    return one.model_copy(update={**stamp(number, one.by), "withdrawn": True, "undoes": gone, "replaces": (gone,)})


def found(documents: Mapping[str, Document], **more: object) -> Consensus:
    given: dict[str, object] = {
        "sheets": (ANNA, BEN), "rows": (), "documents": documents,
        "carry": lambda meaning, field, answer: answer if meaning == NOW else None, "arbiters": frozenset({"cleo"}),
    }  # fmt: skip
    return consensus(BOOK, Weighing(**{**given, **more}))  # type: ignore[arg-type]


def at(documents: Mapping[str, Document], field: str, **more: object) -> tuple[How, Answer]:
    one = found(documents, **more).settled[None, field]
    return one.how, one.coded.answer


def test_without_a_word_more_it_is_what_all_said_and_the_rest_is_open() -> None:
    made = found({})
    assert made.settled[None, "design"].how is How.SHARED
    assert made.settled[None, "design"].coded.evidence.quote == "randomised", "the code with a quote stands"
    assert made.settled[None, "level"].how is How.OPEN
    assert made.settled[None, "n_all"].how is How.SHARED, "120 and 120.0 are one number"
    assert (made.settled[None, "remarks"].how, made.settled[None, "remarks"].coded.answer) == (
        How.NOT_COMPARED,
        Value("rather longer"),
    )
    assert (None, "level") in made.open
    assert (None, "part") not in made.wanted, "nothing asks it while the level is open"


def test_a_decision_holds_and_opens_what_hangs_on_it() -> None:
    made = found(named(decide(1, "level", Value("high"), reason="p. 4 says so")))
    one = made.settled[None, "level"]
    assert (one.how, one.coded) == (How.DISCUSSED, Coded(Value("high"), reason="p. 4 says so"))
    assert (None, "part") in made.open, "ben was not asked, and is now"


def test_a_slip_makes_two_codes_one_and_the_frozen_code_stays() -> None:
    mine = BEN.codes[None, "level"]
    made = found(named(say(1, "ben", "level", Value("high"), code=mine)))
    assert (made.settled[None, "level"].how, made.settled[None, "level"].coded.answer) == (How.SLIP, Value("high"))
    assert BEN.sheet.at("level").answer == Value("low")


def test_a_slip_of_another_code_than_the_frozen_one_says_nothing() -> None:
    assert at(named(say(1, "ben", "level", Value("high"), code="ee" * 16)), "level") == (How.OPEN, BLANK)


def test_who_was_not_asked_answers_later_and_owns_no_slip() -> None:
    documents = named(decide(1, "level", Value("high")), say(2, "ben", "part", Value("yes"), slip=False))
    assert at(documents, "part") == (How.SHARED, Value("yes"))
    documents = named(decide(1, "level", Value("high")), say(2, "ben", "part", Value("no"), slip=False))
    assert at(documents, "part") == (How.OPEN, BLANK)


def test_two_devices_that_own_different_slips_settle_nothing() -> None:
    mine = BEN.codes[None, "level"]
    two = named(*(say(n, "ben", "level", Value(to), code=mine) for n, to in enumerate(("high", "middle"))))
    assert at(two, "level")[0] is How.OPEN
    both = tuple(two)
    again = say(3, "ben", "level", Value("high"), code=mine, replaces=both)
    assert at({**two, **named(again)}, "level") == (How.SLIP, Value("high"))


def test_nobody_takes_back_anothers_slip() -> None:
    mine = say(1, "ben", "level", Value("high"), code=BEN.codes[None, "level"])
    forged = undoing(2, mine).model_copy(update={"by": "anna"})
    assert at(named(mine, forged), "level")[0] is How.SLIP


@pytest.mark.parametrize(
    ("by", "how", "comes_out"),
    [
        ("cleo", "arbitrated", How.ARBITRATED),
        ("anna", "arbitrated", How.DISCUSSED),
        ("cleo", "discussed", How.DISCUSSED),
    ],
)
def test_who_coded_the_study_is_never_its_arbiter(by: str, how: str, comes_out: How) -> None:
    assert at(named(decide(1, "level", Value("low"), by, how)), "level")[0] is comes_out


def test_two_who_decide_differently_are_asked_and_alike_are_not() -> None:
    one, other = decide(1, "level", Value("low")), decide(2, "level", Value("high"), "ben")
    assert at(named(one, other), "level") == (How.DECIDED_TWICE, BLANK)
    alike = decide(3, "level", Value("low"), "cleo", "arbitrated")
    assert at(named(one, alike), "level") == (How.ARBITRATED, Value("low"))
    assert at(named(one, decide(4, "level", BLANK, "ben", "deferred")), "level")[0] is How.DECIDED_TWICE


def test_a_question_waits_until_it_is_withdrawn_or_answered() -> None:
    asked = question(1, "level")
    assert at(named(asked), "level")[0] is How.WAITING
    assert at(named(asked, decide(2, "level", BLANK, how="deferred")), "level")[0] is How.WAITING
    reply = decide(3, "level", Value("low"), how="author-reply", source="mail of 2 May")
    assert at(named(asked, reply), "level") == (How.AUTHOR_REPLY, Value("low"))
    back = question(4, "level", withdrawn=True, replaces=(id_of(asked),))
    assert at(named(asked, back), "level")[0] is How.OPEN


def test_a_decision_is_stale_when_a_code_or_the_meaning_changed() -> None:
    made = decide(1, "level", Value("low"))
    assert at(named(made.model_copy(update={"weighed": ("ff" * 16,)})), "level")[0] is How.STALE
    old = made.model_copy(update={"codebook": "dd" * 16})
    assert "another meaning" in found(named(old)).settled[None, "level"].changed
    again = decide(2, "level", Value("low"), replaces=(id_of(old),))
    assert at(named(old, again), "level") == (How.DISCUSSED, Value("low"))


def with_row(person: str, direction: str, row: str = ROW) -> Frozen:
    return sheet(person, {(row, "outcome"): coded("PHQ-9"), (row, "direction"): coded(direction)}, (row,))


def test_a_row_of_one_coder_is_kept_or_dropped_by_a_decision() -> None:
    sheets = (with_row("anna", "better"), BEN)
    rows = (Matched(ROW, {"anna": ROW}),)
    code = sheets[0].codes[ROW, "outcome"]
    said = {"row": ROW, "weighed": (code,)}
    assert found({}, sheets=sheets, rows=rows).sheet.rows == ()
    kept = found(named(decide(1, "outcome", Value("PHQ-9")).model_copy(update=said)), sheets=sheets, rows=rows)
    assert kept.sheet.rows == (ROW,)
    assert kept.settled[ROW, "direction"].how is How.WITH_ROW
    dropped = found(named(decide(1, "outcome", BLANK).model_copy(update=said)), sheets=sheets, rows=rows)
    assert dropped.sheet.rows == ()
    assert dropped.settled[ROW, "outcome"].how is How.DISCUSSED


def test_a_decision_names_any_row_of_the_match() -> None:
    other = "a9" * 8
    sheets = (with_row("anna", "better"), with_row("ben", "worse", other))
    rows = (Matched(ROW, {"anna": ROW, "ben": other}),)
    codes = tuple(sorted((sheets[0].codes[ROW, "direction"], sheets[1].codes[other, "direction"])))
    for row in (ROW, other):
        made = decide(1, "direction", Value("worse")).model_copy(update={"row": row, "weighed": codes})
        assert found(named(made), sheets=sheets, rows=rows).settled[ROW, "direction"].how is How.DISCUSSED


FIELDS = ("level", "who", "part", "design")
ANSWERS: Mapping[str, Sequence[Answer]] = {
    "level": (Value("low"), Value("high"), OffScale.UNCLEAR),
    "who": (Chosen(frozenset()), Chosen(frozenset({"carers"}))),
    "part": (Value("yes"), OffScale.NOT_REPORTED),
    "design": (Value("rct"), Value("cohort")),
}


@st.composite
def histories(draw: st.DrawFn) -> list[Document]:
    """Acts of three people, each knowing some of what went before: decisions, slips, questions, and undoing them."""
    made: list[Document] = []
    for number in range(draw(st.integers(1, 9))):
        before = [one for one in made if draw(st.booleans())]
        field = draw(st.sampled_from(FIELDS))
        answer = draw(st.sampled_from(ANSWERS[field]))
        kind = draw(st.sampled_from(("decide", "decide", "slip", "ask", "undo")))
        by = draw(st.sampled_from(("anna", "ben", "cleo")))
        known = [one for one in before if getattr(one, "field", "") == field]
        if kind == "decide":
            how = draw(st.sampled_from(("discussed", "arbitrated", "agreed", "deferred", "open")))
            old = tuple(id_of(one) for one in known if isinstance(one, DecisionDocument))
            made.append(decide(number, field, BLANK if how in ("deferred", "open") else answer, by, how, replaces=old))
        elif kind == "slip":
            who = ANNA if by == "anna" else BEN
            mine = tuple(id_of(one) for one in known if isinstance(one, StandDocument) and one.by == who.person)
            made.append(say(number, who.person, field, answer, code=who.codes.get((None, field)), replaces=mine))
        elif kind == "ask":
            made.append(question(number, field))
        else:
            settling = [one for one in before if isinstance(one, DecisionDocument | StandDocument)]
            if settling:
                made.append(undoing(number, draw(st.sampled_from(settling))))
    return made


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_nothing(history: list[Document], chance: random.Random) -> None:
    items = list(named(*history).items())
    shuffled = items[:]
    chance.shuffle(shuffled)
    assert found(dict(items)) == found(dict(shuffled))


@given(histories(), st.sampled_from(FIELDS), st.data())
def test_every_undo_restores_what_was_and_a_redo_what_was_undone(
    history: list[Document], field: str, data: st.DataObject
) -> None:
    before = named(*history)
    act: DecisionDocument | StandDocument
    answer = data.draw(st.sampled_from(ANSWERS[field]))
    if data.draw(st.booleans()):
        old = tuple(key for key, one in before.items() if isinstance(one, DecisionDocument) and one.field == field)
        act = decide(100, field, answer, replaces=old)
    else:
        act = say(100, "ben", field, answer, code=BEN.codes.get((None, field)))
    back = undoing(101, act)
    again = undoing(102, back)
    assert found({**before, **named(act, back)}) == found(before)
    assert found({**before, **named(act, back, again)}) == found({**before, **named(act)})


@given(histories(), st.sampled_from(FIELDS))
def test_a_decision_moves_no_other_place(history: list[Document], field: str) -> None:
    before = found(named(*history))
    after = found(named(*history, decide(100, field, ANSWERS[field][0])))
    changed = {place for place, one in after.settled.items() if before.settled.get(place) != one}
    assert changed == {(None, field)}


@given(histories())
def test_what_holds_is_on_the_sheet_and_what_is_open_is_not(history: list[Document]) -> None:
    made = found(named(*history))
    assert {place for place, one in made.settled.items() if one.how.settled} == set(made.sheet.codes)
    assert not set(made.open) & set(made.sheet.codes)
    assert all(
        one.how is not How.ARBITRATED or any(d.by == "cleo" for d in one.decisions.values())
        for one in made.settled.values()
    )


@given(histories(), histories())
def test_what_nothing_touches_stays_live(some: list[Document], more: list[Document]) -> None:
    decisions = {key: one for key, one in named(*some).items() if isinstance(one, DecisionDocument)}
    touched = {old for one in decisions.values() for old in (*one.replaces, one.undoes)}
    free = {key for key, one in decisions.items() if key not in touched and one.undoes is None}
    assert free <= set(live(decisions))


def propose(number: int, by: str, **more: object) -> ExclusionDocument:
    return ExclusionDocument(**stamp(number, by), study=STUDY, reason="a protocol", **more)  # type: ignore[arg-type]


def answer_proposal(number: int, weighed: Sequence[str], *, granted: bool, **more: object) -> StudyDecisionDocument:
    return StudyDecisionDocument(
        **stamp(number, "anna"), study=STUDY, question="exclude", weighed=tuple(weighed), granted=granted, **more
    )  # type: ignore[arg-type]


def test_a_proposal_is_granted_or_refused_and_a_refusal_is_asked_again_when_more_is_said() -> None:
    made = propose(1, "ben")
    assert [one.outcome for one in proposals(named(made))] == [Outcome.OPEN]
    yes = answer_proposal(2, [id_of(made)], granted=True)
    assert is_excluded(named(made, yes))
    no = answer_proposal(3, [id_of(made)], granted=False)
    assert [one.outcome for one in proposals(named(made, yes, no))] == [Outcome.DECIDED_TWICE]
    assert [one.outcome for one in proposals(named(made, no, propose(4, "anna")))] == [Outcome.STALE]
    undone = yes.model_copy(
        update={**stamp(5, "anna"), "withdrawn": True, "undoes": id_of(yes), "replaces": (id_of(yes),)}
    )
    assert not is_excluded(named(made, yes, undone))
    gone = propose(6, "ben", withdrawn=True, replaces=(id_of(made),))
    assert proposals(named(made, gone)) == ()


def test_nothing_that_supports_a_grant_undoes_it() -> None:
    made = propose(1, "ben")
    yes = answer_proposal(2, [id_of(made)], granted=True)
    also = propose(4, "anna")
    again = propose(5, "ben", replaces=(id_of(made),))
    assert is_excluded(named(made, yes, also)), "a second person proposes it too"
    assert is_excluded(named(made, yes, again)), "the same person gives another reason"
    gone = propose(6, "ben", withdrawn=True, replaces=(id_of(made),))
    assert is_excluded(named(made, yes, also, gone))
    assert [one.outcome for one in proposals(named(made, yes, gone))] == [Outcome.STALE], "nobody proposes it any more"
    no = answer_proposal(7, [id_of(made), id_of(also)], granted=False)
    assert [one.outcome for one in proposals(named(made, yes, also, no))] == [Outcome.DECIDED_TWICE]
    assert not is_excluded(named(made, yes, also, no))


def test_low_confidence_yields_to_the_surer_of_two_equal_codes() -> None:
    sheets = (
        sheet("anna", {(None, "design"): coded("rct", confidence=Confidence.LOW)}),
        sheet("ben", {(None, "design"): coded("rct", confidence=Confidence.HIGH)}),
    )
    assert found({}, sheets=sheets).settled[None, "design"].coded.confidence is Confidence.HIGH


def test_the_evidence_of_a_decision_goes_with_it() -> None:
    made = decide(1, "level", Value("low"), evidence=(EvidenceEntry(report="r1", place="p. 9", quote="low"),))
    assert found(named(made)).settled[None, "level"].coded.evidence == Evidence("r1", "p. 9", "low")

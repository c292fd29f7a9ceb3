"""The laws of merging: the state is a function of the set of documents, and only ever gains by more of them."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_history import History, histories
from made_logs import (
    FIELDS,
    FOUNDING,
    REVIEW,
    ROWS,
    STUDIES,
    MadeLog,
    State,
    code,
    document,
    filed,
    folded,
    log,
    review,
)

from twofold.record.authority import Filed
from twofold.record.lines import Written, written
from twofold.record.tables import body_of, read_document
from twofold.record.work_documents import CodeDocument
from twofold.values.answers import Value

laws = settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def union(*sides: list[MadeLog]) -> list[MadeLog]:
    """What a folder holds after the files of all sides were put into it; equal files once."""
    held: list[MadeLog] = []
    for side in sides:
        held += [one for one in side if one not in held]
    return held


def same(one: State, other: State) -> bool:
    return one == other and one.order == other.order


@laws
@given(histories(), st.randoms(use_true_random=False))
def test_the_order_in_which_documents_arrive_changes_nothing(history: History, rng: random.Random) -> None:
    documents = filed(history.logs)
    shuffled = list(documents)
    rng.shuffle(shuffled)
    assert same(folded(documents), folded(shuffled))


@laws
@given(histories(), st.data())
def test_union_is_commutative_associative_and_idempotent(history: History, data: st.DataObject) -> None:
    a, b, c = (data.draw(st.sampled_from(history.machines), label=name).logs for name in ("one", "another", "a third"))
    assert same(folded(filed(union(a, b))), folded(filed(union(b, a))))
    assert same(folded(filed(union(union(a, b), c))), folded(filed(union(a, union(b, c)))))
    assert same(folded(filed(union(a, a))), folded(filed(a)))
    assert same(folded(filed([*a, *a, *b])), folded(filed(union(a, b))))


@laws
@given(histories(), st.data())
def test_a_prefix_or_an_older_copy_of_a_log_that_is_there_adds_nothing(history: History, data: st.DataObject) -> None:
    logs = history.logs
    older = [
        one.prefix(data.draw(st.integers(0, len(one.lines)))) for one in data.draw(st.lists(st.sampled_from(logs)))
    ]
    received = [copy for machine in history.machines for copy in machine.copies]
    assert same(folded(filed([*older, *received, *logs])), folded(filed(logs)))


@laws
@given(histories(), st.data())
def test_every_prefix_is_an_older_state_whose_authority_and_documents_the_later_one_keeps(
    history: History, data: st.DataObject
) -> None:
    older = [one.prefix(data.draw(st.integers(0, len(one.lines)))) for one in history.logs]
    before, after = folded(filed(older)), folded(filed(history.logs))
    assert before.counting.items() <= after.counting.items()
    for person, roles in before.people.held.items():
        assert roles <= after.people.held[person]
    for name, record in before.records.items():
        for place, register in record.codes.items():
            grown = after.records[name].codes[place]
            assert grown.current, "a place that was coded has a current answer for ever"
            assert (
                not register.current.keys()
                - grown.current.keys()
                - {
                    old
                    for entry in filed(history.logs)
                    if entry.person == name[0]
                    for old in entry.written.body.get("replaces", ())
                }
            ), "only its author's own later documents take an answer out of sight"


@laws
@given(histories())
def test_each_document_either_counts_or_is_named_with_a_reason(history: History) -> None:
    documents = filed(history.logs)
    state = folded(documents)
    refused = {(one.person, one.written.id, one.written.table) for one in state.refused}
    for one in documents:
        counts = one.written.id in state.counting
        assert counts or (one.person, one.written.id, one.written.table) in refused
    assert all(one.why for one in state.refused)
    assert all(read_document(written(table, body_of(one))) == one for table, one in state.counting.values())
    assert {one.by for _, one in state.counting.values()} <= {"lea", "anna"}


@laws
@given(histories())
def test_the_current_answers_are_those_that_nothing_of_the_same_person_and_place_replaces(history: History) -> None:
    state = folded(filed(history.logs))
    codes = {name: one for name, (_, one) in state.counting.items() if isinstance(one, CodeDocument)}
    for (person, study), record in state.records.items():
        places = {(one.row, one.field) for one in codes.values() if (one.by, one.study) == (person, study)}
        assert set(record.codes) == places
        for place in places:
            here = {
                name: one
                for name, one in codes.items()
                if (one.by, one.study, one.row, one.field) == (person, study, *place)
            }
            current = {name for name in here if not any(name in one.replaces for one in here.values())}
            assert set(record.codes[place].current) == current
            answers = {here[name].coded for name in current}
            assert (place in record.conflicts) == (
                len(answers) > 1 and (place[0] is None or place[0] in record.live_rows)
            )
            if place in record.conflicts:
                assert set(record.conflicts[place]) == answers


def base(*logs: MadeLog) -> list[MadeLog]:
    return [log("lea", "0d" * 8, "plan").plus(FOUNDING), *logs]


def test_a_cloned_device_that_goes_on_twice_keeps_both_branches_and_shows_both_answers() -> None:
    first = code("anna", "d1" * 8, 1, "high")
    trunk = log("anna", "d1" * 8).plus(first)
    home = trunk.plus(code("anna", "d1" * 8, 2, "low", replaces=[first.id]))
    clone = trunk.plus(code("anna", "d1" * 8, 3, "none", replaces=[first.id]))
    assert home.header.log == clone.header.log
    for copies in ([home, clone], [clone, home], [trunk, clone, home, clone]):
        record = folded(filed(base(*copies))).records["anna", STUDIES[0]]
        answers = {one.answer for one in record.conflicts[None, FIELDS[0]]}
        assert answers == {Value("low"), Value("none")}


def test_choosing_between_two_devices_settles_the_conflict_by_replacing_both() -> None:
    one = code("anna", "d1" * 8, 1, "high")
    two = code("anna", "d2" * 8, 2, "low")
    chosen = code("anna", "d1" * 8, 3, "low", replaces=[one.id, two.id])
    logs = base(log("anna", "d1" * 8).plus(one).plus(chosen), log("anna", "d2" * 8).plus(two))
    record = folded(filed(logs)).records["anna", STUDIES[0]]
    assert not record.conflicts
    assert record.sheet.at(FIELDS[0]).answer == Value("low")


def test_two_devices_that_gave_the_same_answer_are_no_conflict() -> None:
    logs = base(
        log("anna", "d1" * 8).plus(code("anna", "d1" * 8, 1, "high")),
        log("anna", "d2" * 8).plus(code("anna", "d2" * 8, 2, "high")),
    )
    record = folded(filed(logs)).records["anna", STUDIES[0]]
    assert len(record.codes[None, FIELDS[0]].current) == 2
    assert not record.conflicts


def test_two_answers_in_a_removed_row_are_no_conflict_and_come_back_with_the_row() -> None:
    add = document("rows", "anna", "d1" * 8, 0, round="main", study=STUDIES[0], row=ROWS[0], removed=False)
    gone = document(
        "rows", "anna", "d1" * 8, 9, round="main", study=STUDIES[0], row=ROWS[0], removed=True, replaces=[add.id]
    )
    back = document(
        "rows", "anna", "d1" * 8, 10, round="main", study=STUDIES[0], row=ROWS[0], removed=False, replaces=[gone.id]
    )
    other = log("anna", "d2" * 8).plus(code("anna", "d2" * 8, 2, "low", row=ROWS[0]))
    one = log("anna", "d1" * 8).plus(add).plus(code("anna", "d1" * 8, 1, "high", row=ROWS[0])).plus(gone)
    assert not folded(filed(base(one, other))).records["anna", STUDIES[0]].conflicts
    assert folded(filed(base(one.plus(back), other))).records["anna", STUDIES[0]].conflicts


def test_a_row_removed_on_one_device_and_kept_on_another_stays() -> None:
    def row(device: str, nonce: object, replaces: list[str], *, removed: bool) -> Written:
        return document(
            "rows",
            "anna",
            device,
            nonce,
            round="main",
            study=STUDIES[0],
            row=ROWS[0],
            removed=removed,
            replaces=replaces,
        )

    add = row("d1" * 8, 1, [], removed=False)
    gone = row("d1" * 8, 2, [add.id], removed=True)
    kept = row("d2" * 8, 3, [add.id], removed=False)
    logs = base(log("anna", "d1" * 8).plus(add).plus(gone), log("anna", "d2" * 8).plus(kept))
    assert folded(filed(logs)).records["anna", STUDIES[0]].live_rows == (ROWS[0],)


def test_naming_another_persons_documents_in_replaces_hides_none_of_them() -> None:
    victim = code("anna", "d1" * 8, 1, "high")
    attacks = [
        code("lea", "0d" * 8, 2, "low", replaces=[victim.id]),
        code("guest", "d3" * 8, 3, "low", replaces=[victim.id]),
        document(
            "reopenings",
            "lea",
            "0d" * 8,
            4,
            round="main",
            study=STUDIES[0],
            submission=victim.id,
            reason="because",
            replaces=[victim.id],
        ),
    ]
    alone = folded(filed(base(log("anna", "d1" * 8).plus(victim))))
    among = folded(
        filed(
            base(
                log("anna", "d1" * 8).plus(victim),
                log("lea", "0d" * 8).plus(attacks[0]).plus(attacks[2]),
                log("guest", "d3" * 8).plus(attacks[1]),
            )
        )
    )
    assert alone.records["anna", STUDIES[0]] == among.records["anna", STUDIES[0]]


def test_nobody_takes_back_another_persons_submission() -> None:
    submitted = document(
        "submissions",
        "anna",
        "d1" * 8,
        1,
        round="main",
        study=STUDIES[0],
        codebook="cb" * 16,
        rows=[],
        codes=[],
        blank=[],
        not_asked=[],
        whole_paper=True,
        digest="0" * 64,
        heads=[],
    )
    taken = document(
        "reopenings", "lea", "0d" * 8, 2, round="main", study=STUDIES[0], submission=submitted.id, reason="I want to"
    )
    as_anna = document(
        "reopenings", "anna", "0d" * 8, 3, round="main", study=STUDIES[0], submission=submitted.id, reason="forged"
    )
    logs = base(log("anna", "d1" * 8).plus(submitted), log("lea", "0d" * 8).plus(taken, as_anna))
    state = folded(filed(logs))
    assert list(state.records["anna", STUDIES[0]].submissions) == [submitted.id]
    assert [one.written.id for one in state.refused] == [as_anna.id]


def test_a_forgery_under_the_id_of_a_document_that_counts_is_named_and_changes_nothing() -> None:
    true = code("anna", "d1" * 8, 1, "high")
    false = Written(true.table, true.id, {**true.body, "answer": {"value": "low"}})
    honest = Filed("anna", true)
    for forged in (Filed("anna", false), Filed("guest", false)):
        for order in ([honest, forged], [forged, honest], [forged, honest, forged]):
            state = folded([Filed("lea", FOUNDING), *order])
            record = state.records["anna", STUDIES[0]]
            assert record.sheet.at(FIELDS[0]).answer == Value("high")
            assert [(one.written, one.person) for one in state.refused] == [(false, forged.person)]
            assert "id" in state.refused[0].why


@pytest.mark.parametrize(
    ("by", "table", "content", "why"),
    [
        ("guest", "codes", {}, "no role"),
        ("stranger", "codes", {}, "no role"),
        ("anna", "studies", {"study": "51" * 8, "number": "S001", "label": "x", "title": "x"}, "no role"),
        ("anna", "codebooks", {"text": "", "version": "1", "meaning": "0" * 32, "everything": "0" * 32}, "no role"),
        ("anna", "secrets", {}, "not known"),
        ("anna", "exclusions", {"study": "51" * 8, "reason": ""}, "reason"),
        ("anna", "exclusions", {"study": "51" * 8, "reason": "x", "colour": "red"}, "colour"),
        ("anna", "exclusions", {"study": "short", "reason": "x"}, "study"),
    ],
)
def test_what_may_not_be_written_has_no_effect_and_is_named(
    by: str, table: str, content: dict[str, object], why: str
) -> None:
    made = code(by, "d1" * 8, 1, "high") if table == "codes" else document(table, by, "d1" * 8, 1, **content)
    state = folded(filed(base(log(by, "d1" * 8).plus(made))))
    assert made.id not in state.counting
    ((refused),) = state.refused
    assert refused.written == made
    assert refused.person == by
    assert why in refused.why


def test_only_the_founding_document_founds_the_review() -> None:
    usurper = review("anna", "d1" * 8, 1, {"anna": ("lead",), "lea": ()})
    state = folded(filed(base(log("anna", "d1" * 8, "plan").plus(usurper))))
    assert state.people.held == {"lea": {"lead", "reviewer"}, "anna": {"reviewer"}, "guest": frozenset()}
    assert [one.written.id for one in state.refused] == [usurper.id] or usurper.id not in state.people.current


def test_a_reviewer_cannot_make_a_lead_by_replacing_the_people_of_the_review() -> None:
    coup = review("anna", "d1" * 8, 1, {"anna": ("lead", "reviewer")}, replaces=[REVIEW])
    state = folded(filed(base(log("anna", "d1" * 8, "plan").plus(coup))))
    assert not state.people.may_write("anna", "studies")
    assert state.people.current == (REVIEW,)
    assert coup.id in {one.written.id for one in state.refused}


def test_a_lead_can_make_a_lead_who_can_go_on_and_what_a_former_lead_wrote_still_counts() -> None:
    second = review("lea", "0d" * 8, 1, {"lea": ("lead",), "anna": ("lead", "reviewer")}, replaces=[REVIEW])
    third = review("anna", "d1" * 8, 2, {"lea": (), "anna": ("lead",)}, replaces=[second.id])
    study = document(
        "studies", "lea", "0d" * 8, 3, study=STUDIES[0], number="S001", label="Doe 2020", title="Fictional"
    )
    logs = base(log("anna", "d1" * 8, "plan").plus(third), log("lea", "0d" * 8, "plan", 2).plus(second, study))
    state = folded(filed(logs))
    assert state.people.current == (third.id,)
    assert state.people.may_write("anna", "studies")
    assert state.people.may_write("anna", "codes"), "a role once held counts for all that its holder writes"
    assert study.id in state.counting
    missing = folded(filed([log("anna", "d1" * 8, "plan").plus(third)]))
    assert not missing.people.current, "without the documents it rests on, it counts for nothing yet"


def test_two_leads_who_change_the_people_unknown_to_each_other_have_both_lists_joined() -> None:
    both = review("lea", "0d" * 8, 1, {"lea": ("lead",), "anna": ("lead",)}, replaces=[REVIEW])
    one = review("lea", "0d" * 8, 2, {"lea": ("lead",), "anna": ("lead",), "bo": ("reviewer",)}, replaces=[both.id])
    other = review("anna", "d1" * 8, 3, {"lea": ("lead",), "anna": ("lead",), "cy": ("arbiter",)}, replaces=[both.id])
    state = folded([Filed("lea", FOUNDING), Filed("lea", both), Filed("lea", one), Filed("anna", other)])
    assert state.people.clash
    assert {person.id for person in state.people.people} == {"lea", "anna", "bo", "cy"}


def test_a_replaced_document_that_is_not_here_is_a_gap_that_is_said() -> None:
    lost = code("anna", "d1" * 8, 1, "high")
    kept = code("anna", "d1" * 8, 2, "low", replaces=[lost.id])
    record = folded(filed(base(log("anna", "d1" * 8).plus(kept)))).records["anna", STUDIES[0]]
    assert record.incomplete
    assert record.sheet.at(FIELDS[0]).answer == Value("low")
    whole = folded(filed(base(log("anna", "d1" * 8).plus(lost).plus(kept)))).records["anna", STUDIES[0]]
    assert not whole.incomplete


def submission(codes: list[str], nonce: object = "s", **content: object) -> Written:
    return document(
        "submissions",
        "anna",
        "d1" * 8,
        nonce,
        round="main",
        study=STUDIES[0],
        codebook="cb" * 16,
        rows=[],
        codes=codes,
        blank=[],
        not_asked=[],
        whole_paper=True,
        digest="0" * 64,
        heads=[],
        **content,
    )


@pytest.mark.parametrize(
    ("later", "changed"),
    [
        (None, False),
        ({"answer": "low", "replaces": True}, True),
        ({"answer": "low", "replaces": False}, True),
        ({"answer": None, "replaces": True}, True),
        ({"answer": None, "replaces": False}, False),
    ],
)
def test_an_answer_given_or_withdrawn_elsewhere_after_submission_is_noticed(
    later: dict[str, object] | None, changed: bool
) -> None:
    first = code("anna", "d1" * 8, 1, "high")
    logs = base(log("anna", "d1" * 8).plus(first).plus(submission([first.id])))
    if later is not None:
        replaces = [first.id] if later["replaces"] else []
        logs.append(log("anna", "d2" * 8).plus(code("anna", "d2" * 8, 2, later["answer"], replaces=replaces)))
    assert folded(filed(logs)).records["anna", STUDIES[0]].changed_after_submission is changed


def test_two_submissions_unknown_to_each_other_both_stand() -> None:
    logs = base(
        log("anna", "d1" * 8).plus(submission([], 1)),
        log("anna", "d2" * 8).plus(submission([], 2)),
    )
    assert len(folded(filed(logs)).records["anna", STUDIES[0]].submissions) == 2


def test_the_histories_that_these_laws_run_on_hold_what_they_are_about() -> None:
    seen: set[str] = set()

    @settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(histories())
    def run(history: History) -> None:
        state = folded(filed(history.logs))
        if any(record.conflicts for record in state.records.values()):
            seen.add("conflict")
        if any(len(record.submissions) > 1 for record in state.records.values()):
            seen.add("two submissions")
        if state.refused:
            seen.add("refused")
        if state.people.clash:
            seen.add("clash")
        ids = [one.header.log for one in history.logs]
        if len(set(ids)) < len(ids):
            seen.add("clone")

    run()
    assert seen >= {"conflict", "refused", "clone", "two submissions"}

"""A log through TinyDB: its queries give what the index gives, and nothing can be changed through it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_logs import FIELDS, REVIEW, ROWS, STUDIES, code, document, log
from tinydb import Query, TinyDB, where

from twofold.record.lines import Written
from twofold.record.tables import BadDocument
from twofold.store import journal
from twofold.store.append import NotSaved
from twofold.store.folder import Logs
from twofold.store.journal import Journal, LogDatabase, Refused, documents_in
from twofold.store.own import OwnLogs
from twofold.store.scan import scan
from twofold.values.canonical import NotCanonical

DEVICE = "d1" * 8
Code = Query()


@pytest.fixture
def own(tmp_path: Path) -> OwnLogs:
    """Anna's logs in an empty review."""
    return OwnLogs.open(Logs(tmp_path, REVIEW), "anna")


def writing(own: OwnLogs) -> LogDatabase:
    """Anna's work log, with one code in it, as a database that can be added to."""
    path = own.append("work", [code("anna", DEVICE, "first", "first")])
    return LogDatabase(Journal(path, lambda documents: (own.append("work", documents), None)[1]))


def content(number: object, **more: object) -> dict[str, object]:
    return dict(code("anna", DEVICE, number, f"answer {number}", **more).body)  # type: ignore[arg-type]


codes = st.builds(
    lambda number, answer, study, row, name: code("anna", DEVICE, number, answer, study=study, row=row, field=name),
    st.integers(0, 10**6),
    st.sampled_from(["high", "low", {"off": "NR"}, {"set": ["a", "b"]}, None]),
    st.sampled_from(STUDIES),
    st.sampled_from([None, *ROWS]),
    st.sampled_from(FIELDS),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(codes, min_size=1, max_size=3), max_size=12))
def test_queries_give_what_the_index_gives(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[Written]]
) -> None:
    folder = tmp_path_factory.mktemp("review")
    made = log("anna", DEVICE)
    for documents in lines:
        made = made.plus(*documents)
    path = made.write(folder / "logs" / "a.jsonl")
    logs = Logs(folder, REVIEW)
    list(logs.read())
    indexed = {
        one.id: one
        for study in STUDIES
        for _, line in logs.study(study)
        for one in line.documents
        if one.body["study"] == study
    }
    with LogDatabase(Journal(path)) as database:
        table = database.table("codes")
        assert len(table) == len(indexed)
        assert {one["id"] for one in table.all()} == set(indexed)
        for study in STUDIES:
            for name in FIELDS:
                wanted = {
                    key for key, one in indexed.items() if (one.body["study"], one.body["field"]) == (study, name)
                }
                query = (Code.study == study) & (Code.field == name)
                assert {one["id"] for one in table.search(query)} == wanted
                assert table.count(query) == len(wanted)
                assert table.contains(query) == bool(wanted)
                assert ((table.get(query) or {}).get("id") in wanted) == bool(wanted)
        assert {one["id"] for one in table.search(Code.answer.off == "NR")} == {
            key for key, one in indexed.items() if one.body["answer"] == {"off": "NR"}
        }
        for found in table.all():
            assert {**indexed[found["id"]].body, "id": found["id"]} == dict(found)


@pytest.mark.parametrize(
    "change",
    [
        lambda db: db.table("codes").update({"answer": None}),
        lambda db: db.table("codes").update({"answer": None}, doc_ids=[1]),
        lambda db: db.table("codes").update_multiple([({"a": 1}, Code.by == "anna")]),
        lambda db: db.table("codes").upsert({"by": "anna"}, Code.by == "anna"),
        lambda db: db.table("codes").remove(doc_ids=[1]),
        lambda db: db.table("codes").remove(Code.by == "anna"),
        lambda db: db.table("codes").truncate(),
        lambda db: db.drop_table("codes"),
        lambda db: db.drop_tables(),
        lambda db: db.update({"a": 1}),
        lambda db: db.remove(doc_ids=[1]),
        lambda db: db.truncate(),
        lambda db: db.storage.write({}),
        lambda db: db._pending._journal.write({}),
        lambda db: db.table("codes", persist_empty=True),
        lambda db: db.table("rows", persist_empty=True),
    ],
)
def test_whatever_would_change_or_remove_is_refused(own: OwnLogs, change: Callable[[LogDatabase], object]) -> None:
    database = writing(own)
    path = own.current("work")
    assert path is not None
    before = path.read_bytes()
    with pytest.raises(Refused, match="only ever added to"):
        change(database)
    assert path.read_bytes() == before
    assert len(database.table("codes")) == 1


def test_inserting_appends_a_line_that_is_found_at_once(own: OwnLogs) -> None:
    database = writing(own)
    table = database.table("codes")
    assert table.search(Code.answer == {"value": "answer 1"}) == []
    assert table.insert(content(1)) == 2
    assert table.insert_multiple([content(2), content(3)]) == [3, 4]
    assert len(table.search(Code.answer == {"value": "answer 1"})) == 1
    path = own.current("work")
    assert path is not None
    found = scan(path)
    assert (found.head.line, found.damage) == (3, [])
    assert [one.body["answer"]["value"] for one in documents_in(path)] == [  # type: ignore[index, call-overload]
        "first",
        "answer 1",
        "answer 2",
        "answer 3",
    ]
    assert table.get(doc_id=3)["answer"] == {"value": "answer 2"}  # type: ignore[index, call-overload]


def test_what_is_written_past_the_database_is_found_as_well(own: OwnLogs) -> None:
    database = writing(own)
    table = database.table("codes")
    query = Code.by == "anna"
    assert table.count(query) == 1
    own.append("work", [code("anna", DEVICE, "past", "past")])
    assert table.count(query) == 2
    assert len(table.search(query)) == 2


def test_a_transaction_over_two_tables_is_one_line(own: OwnLogs) -> None:
    database = writing(own)
    row = document("rows", "anna", DEVICE, "row", round="main", study=STUDIES[0], row=ROWS[0], removed=False)
    with database.transaction():
        assert database.table("rows").insert(dict(row.body)) == 1
        assert database.table("codes").insert(content(1, row=ROWS[0])) == 2
        assert database.table("codes").insert(content(2, row=ROWS[0])) == 3
        assert len(database.table("codes")) == 1, "nothing is seen before it is on the disk"
        assert database.table("codes").search(Code.row == ROWS[0]) == []
    path = own.current("work")
    assert path is not None
    assert scan(path).head.line == 2
    assert len(database.table("codes").search(Code.row == ROWS[0])) == 2
    assert [one["id"] for one in database.table("rows").all()] == [row.id]


def test_a_transaction_that_fails_writes_nothing_and_the_next_one_works(own: OwnLogs) -> None:
    database = writing(own)
    path = own.current("work")
    assert path is not None
    before = path.read_bytes()

    def half() -> None:
        with database.transaction():
            database.table("codes").insert(content(1))
            raise RuntimeError("half-way")

    with pytest.raises(RuntimeError, match="half-way"):
        half()
    assert path.read_bytes() == before
    with database.transaction():
        database.table("codes").insert(content(2))
    assert len(database.table("codes")) == 2
    with database.transaction():
        pass
    assert scan(path).head.line == 2, "an empty transaction is no line"


def test_a_transaction_inside_a_transaction_is_refused(own: OwnLogs) -> None:
    database = writing(own)
    with database.transaction(), pytest.raises(Refused, match="already open"), database.transaction():
        pass


def test_a_transaction_that_does_not_reach_the_disk_is_nowhere(own: OwnLogs) -> None:
    path = own.append("work", [code("anna", DEVICE, "first", "first")])

    def fails(_documents: tuple[Written, ...]) -> None:
        raise NotSaved("the disk is full", abandoned=False)

    database = LogDatabase(Journal(path, fails))
    with pytest.raises(NotSaved), database.transaction():
        database.table("codes").insert(content(1))
    assert len(database.table("codes")) == 1


@pytest.mark.parametrize(
    ("table", "made", "error"),
    [
        ("codes", {}, BadDocument),
        ("codes", {"by": "anna"}, BadDocument),
        ("secrets", {"by": "anna"}, BadDocument),
        ("_default", {"a": 1}, BadDocument),
        ("codes", {**content(1), "answer": {"off": "NA"}}, BadDocument),
        ("codes", {**content(1), "more": 1}, BadDocument),
        ("codes", {**content(1), "note": float("nan")}, NotCanonical),
        ("codes", {**content(1), "note": "\ud800"}, NotCanonical),
        ("codes", {**content(1), 1: "x"}, NotCanonical),
    ],
)
def test_what_is_no_document_never_reaches_the_log(
    own: OwnLogs, table: str, made: dict[object, object], error: type[Exception]
) -> None:
    database = writing(own)
    path = own.current("work")
    assert path is not None
    before = path.read_bytes()
    with pytest.raises(error):
        database.table(table).insert(made)
    with pytest.raises(error):
        database.table(table).insert_multiple([content(5), made])
    assert path.read_bytes() == before


def test_a_log_opened_for_reading_refuses_to_be_added_to(tmp_path: Path) -> None:
    path = log("anna", DEVICE).plus(code("anna", DEVICE, 1, "x")).write(tmp_path / "a.jsonl")
    with pytest.raises(Refused, match="for reading"):
        LogDatabase(Journal(path)).table("codes").insert(content(2))


def test_a_damaged_log_gives_its_intact_lines_and_a_doubled_line_counts_once(tmp_path: Path) -> None:
    made = log("anna", DEVICE)
    for number in range(4):
        made = made.plus(code("anna", DEVICE, number, f"answer {number}"))
    raw = made.encoded()
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        b"".join([*raw[:2], b"rubbish\n", raw[2].replace(b"answer", b"anzwer"), raw[3], raw[3], raw[4][:-1]])
    )
    answers = [one["answer"]["value"] for one in LogDatabase(Journal(path)).table("codes").all()]
    assert answers == ["answer 0", "answer 2"]
    path.write_bytes(path.read_bytes() + b"\n")
    assert len(LogDatabase(Journal(path)).table("codes")) == 3


def test_a_tail_that_is_finished_later_is_taken_up_and_a_shorter_copy_read_anew(tmp_path: Path) -> None:
    made = log("anna", DEVICE).plus(code("anna", DEVICE, 1, "1")).plus(code("anna", DEVICE, 2, "2"))
    whole = b"".join(made.encoded())
    path = tmp_path / "a.jsonl"
    path.write_bytes(whole[:-30])
    table = LogDatabase(Journal(path)).table("codes")
    assert len(table) == 1
    path.write_bytes(whole)
    assert len(table) == 2
    made.prefix(1).write(path)
    assert len(table) == 1


def test_an_empty_log_is_an_empty_database(tmp_path: Path) -> None:
    database = LogDatabase(Journal(log("anna", DEVICE).write(tmp_path / "a.jsonl")))
    assert (database.tables(), database.table("codes").all(), len(database.table("codes"))) == (set(), [], 0)


def test_changing_what_a_query_gave_changes_nothing_on_the_disk(own: OwnLogs) -> None:
    database = writing(own)
    path = own.current("work")
    assert path is not None
    before = path.read_bytes()
    (found,) = database.table("codes").all()
    found["answer"]["value"] = "changed"
    database.table("codes").insert(content(1))
    assert path.read_bytes().startswith(before)
    (first,) = LogDatabase(Journal(path)).table("codes").search(where("answer") == {"value": "first"})
    assert first["by"] == "anna"


def test_stock_tinydb_cannot_open_a_log_and_does_it_no_harm(tmp_path: Path) -> None:
    path = log("anna", DEVICE).plus(code("anna", DEVICE, 1, "x")).write(tmp_path / "a.jsonl")
    before = path.read_bytes()
    with pytest.raises(ValueError, match="Extra data"), TinyDB(path) as stock:
        stock.table("codes").insert({"a": 1})
    assert path.read_bytes() == before


def test_the_cost_of_an_insert_does_not_grow_with_the_log(own: OwnLogs, monkeypatch: pytest.MonkeyPatch) -> None:
    database = writing(own)
    table = database.table("codes")
    table.insert_multiple([content(number) for number in range(200)])
    assert len(table) == 201
    read = 0
    true = journal.decode_line

    def counted(raw: bytes) -> object:
        nonlocal read
        read += len(raw)
        return true(raw)

    monkeypatch.setattr(journal, "decode_line", counted)
    for number in range(200, 210):
        table.insert(content(number))
    path = own.current("work")
    assert path is not None
    assert read < path.stat().st_size / 5

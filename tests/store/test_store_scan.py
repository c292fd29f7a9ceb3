"""Reading logs as they may have become on the way: cut, flipped, shuffled, rewritten, or never logs at all."""

import hashlib
import json
import os
import random
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_logs import FIELDS, REVIEW, ROWS, STUDIES, MadeLog, code, document, log

from twofold.record.lines import Head, Line, Written, decode_line, encode_line, is_whole, written
from twofold.store import scan as scanning
from twofold.store.folder import Logs
from twofold.store.scan import LogChanged, NotALog, Scan, extend, lines_of, scan
from twofold.values.canonical import canonical

DEVICE = "d1" * 8


def plain_log(lines: int = 12) -> MadeLog:
    made = log("anna", DEVICE)
    for number in range(lines):
        made = made.plus(code("anna", DEVICE, number, f"answer {number}", study=STUDIES[number % 2]))
    return made


def mixed_log() -> MadeLog:
    study = document(
        "studies", "anna", DEVICE, "study", study=STUDIES[0], number="S001", label="Doe", title='a "title" },["codes'
    )
    row = document("rows", "anna", DEVICE, "row", round="main", study=STUDIES[1], row=ROWS[0], removed=False)
    report = document("reports", "anna", DEVICE, "report", report="e0" * 8, study=STUDIES[0], title="A “report”")
    other = document("reports", "anna", DEVICE, "other", report="e1" * 8, study=STUDIES[1], title="Another")
    return (
        plain_log(2)
        .plus(study)
        .plus(row, code("anna", DEVICE, "name", "PHQ-9", study=STUDIES[1], row=ROWS[0]))
        .plus(report, other)
        .plus(code("anna", DEVICE, "undo", None, study=STUDIES[0], undoes="0" * 32))
        .plus()
        .plus(code("anna", DEVICE, "odd", None, note=',"study":"0123456789abcdef"}]],"line":9,"previous":"'))
    )


def put(tmp_path: Path, raw: bytes, name: str = "a.jsonl") -> Path:
    path = tmp_path / name
    path.write_bytes(raw)
    return path


def found_in(path: Path) -> list[str]:
    """The ids of all documents that a scan gives, by way of the index."""
    found = scan(path, REVIEW)
    lines = {(line.number, line.digest): line for study in found.by_study for line in lines_of(found, study)}
    return [one.id for place in sorted(lines) for one in lines[place].documents]


def ids(made: MadeLog) -> list[str]:
    return [one.id for line in made.lines for one in line]


def test_a_whole_log_is_read_without_a_complaint(tmp_path: Path) -> None:
    made = plain_log()
    found = scan(made.write(tmp_path / "a.jsonl"))
    assert (found.header, found.head, found.lines) == (made.header, made.head, 13)
    assert (found.damage, found.tail, found.size) == ([], 0, (tmp_path / "a.jsonl").stat().st_size)
    assert found_in(found.path) == ids(made)


def test_a_log_cut_at_any_byte_is_the_older_state_of_its_whole_lines(tmp_path: Path) -> None:
    made = plain_log(5)
    raw = made.encoded()
    whole = b"".join(raw)
    ends = [sum(map(len, raw[: number + 1])) for number in range(len(raw))]
    path = tmp_path / "a.jsonl"
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        kept = sum(end <= cut for end in ends)
        if kept == 0:
            with pytest.raises(NotALog, match="on its way"):
                scan(path, REVIEW)
            continue
        found = scan(path, REVIEW)
        assert found.head == made.prefix(kept - 1).head
        assert (found.lines, found.size, found.tail, found.damage) == (kept, ends[kept - 1], cut - ends[kept - 1], [])
        assert found_in(path) == ids(made.prefix(kept - 1))


def test_a_log_that_grows_byte_by_byte_is_followed_to_the_same_state(tmp_path: Path) -> None:
    made = mixed_log()
    whole = b"".join(made.encoded())
    first = len(made.encoded()[0])
    path = put(tmp_path, whole[:first])
    found = scan(path)
    for cut in [*range(first, len(whole), 37), len(whole)]:
        path.write_bytes(whole[:cut])
        extend(found)
    assert state(found) == state(scan(path))
    assert found.head == made.head


def state(found: Scan) -> tuple[object, ...]:
    by_study = {study: list(places) for study, places in found.by_study.items()}
    return (
        by_study,
        found.freezes,
        found.plan,
        found.reports,
        found.head,
        found.lines,
        found.damage,
        found.size,
        found.tail,
    )


@pytest.mark.parametrize("seed", [1])
def test_one_flipped_bit_costs_its_own_line_at_most_and_is_named(tmp_path: Path, seed: int) -> None:
    made = plain_log(3)
    raw = made.encoded()
    whole = b"".join(raw)
    rng = random.Random(seed)
    path = tmp_path / "a.jsonl"
    for place in range(len(whole)):
        hurt = bytearray(whole)
        hurt[place] ^= 1 << rng.randrange(8)
        path.write_bytes(hurt)
        found = scan(path, REVIEW)
        struck = next(n for n in range(len(raw)) if place < sum(map(len, raw[: n + 1])))
        also = struck + 1 if whole[place : place + 1] == b"\n" else struck
        lost = {one.id for number in {struck, also} if number for one in (*made.lines, ())[number - 1]}
        taken = found_in(path)
        assert set(ids(made)) - lost <= set(taken)
        assert set(taken) <= set(ids(made))
        assert found.header.person == "anna"
        if set(taken) != set(ids(made)) or struck == 0:
            assert found.damage or found.tail, (place, struck)


def test_a_first_line_that_cannot_be_read_costs_no_other_line(tmp_path: Path) -> None:
    made = plain_log(6)
    raw = made.encoded()
    for first in (b"\0" * len(raw[0]), b"rubbish\n", raw[0][:-1] + b" ", raw[0].replace(b"anna", b"inna")):
        path = put(tmp_path, first + b"".join(raw[1:]))
        found = scan(path, REVIEW)
        assert (found.header.person, found.header.device, found.header.kind) == ("anna", DEVICE, "work")
        assert found.header.review == REVIEW
        assert found.damage
        lost = 1 if b"\n" not in first else 0
        assert found_in(path) == ids(made)[lost:]
        assert found.head[1:] == made.head[1:]


def test_a_damaged_first_line_is_not_guessed_at_for_nobody_knows_which_review(tmp_path: Path) -> None:
    raw = plain_log(2).encoded()
    with pytest.raises(NotALog):
        scan(put(tmp_path, b"rubbish\n" + b"".join(raw[1:])))


def test_a_sector_of_zeros_costs_only_the_lines_it_touches(tmp_path: Path) -> None:
    made = plain_log(40)
    raw = b"".join(made.encoded())
    for start in range(0, len(raw) - 512, 512):
        path = put(tmp_path, raw[:start] + b"\0" * 512 + raw[start + 512 :])
        taken = found_in(path)
        assert len(taken) >= 40 - 4
        assert scan(path, REVIEW).damage or scan(path, REVIEW).tail


def replaced(made: MadeLog, change: list[int]) -> bytes:
    raw = made.encoded()
    return b"".join([raw[0], *(raw[number] for number in change)])


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ([1, 2, 4, 5], ["line 3 is missing before line 4"]),
        ([1, 4, 5], ["lines 2 to 3 are missing before line 4"]),
        ([2, 3, 4, 5], ["line 1 is missing before line 2"]),
        ([1, 3, 2, 4, 5], ["line 2 is missing before line 3", "line 2 stands behind line 3"]),
        ([1, 2, 3, 2, 4, 5], ["line 2 stands behind line 3"]),
        ([1, 2, 3, 3, 4, 5], ["line 3 stands behind line 3"]),
        ([1, 2, 3, 4, 5, 1, 2], ["line 1 stands behind line 5", "line 2 stands behind line 5"]),
        ([1, 2, 3, 4, 5, 0], ["line 0 stands behind line 5"]),
    ],
)
def test_lines_removed_swapped_and_doubled_are_named(tmp_path: Path, change: list[int], named: list[str]) -> None:
    made = plain_log(5)
    path = put(tmp_path, replaced(made, change))
    found = scan(path)
    assert [one.why for one in found.damage] == named
    assert set(found_in(path)) == {ids(made)[number - 1] for number in change if number}
    assert found.head == made.head, "how far the log had come is not taken back by what stands behind"


def test_an_inserted_line_is_named_and_costs_nothing(tmp_path: Path) -> None:
    made = plain_log(5)
    raw = made.encoded()
    strange, _ = encode_line(3, "ab" * 32, [code("anna", DEVICE, "inserted", "x")])
    path = put(tmp_path, b"".join([*raw[:3], strange, *raw[3:]]))
    found = scan(path)
    assert [one.why for one in found.damage] == [
        "line 3 does not follow the line before it",
        "line 3 stands behind line 3",
        "line 4 does not follow the line before it",
    ]
    assert set(ids(made)) < set(found_in(path))


def test_a_line_edited_by_hand_is_named_even_with_its_digest_put_right(tmp_path: Path) -> None:
    made = plain_log(5)
    raw = made.encoded()
    edited, _ = encode_line(3, json.loads(raw[3])["previous"], [code("anna", DEVICE, 2, "edited")])
    found = scan(put(tmp_path, b"".join([*raw[:3], edited, *raw[4:]])))
    assert [one.why for one in found.damage] == ["line 4 does not follow the line before it"]
    careless = raw[3].replace(b"answer 2", b"answer 9")
    found = scan(put(tmp_path, b"".join([*raw[:3], careless, *raw[4:]])))
    assert found.damage[0].why.startswith("line 3 was not taken")


def test_a_fork_in_one_file_keeps_both_branches(tmp_path: Path) -> None:
    trunk = plain_log(3)
    one, other = trunk.plus(code("anna", DEVICE, "one", "x")), trunk.plus(code("anna", DEVICE, "other", "y"))
    path = put(tmp_path, b"".join([*one.encoded(), other.encoded()[-1]]))
    assert set(found_in(path)) == {*ids(one), *ids(other)}
    assert scan(path).damage


@pytest.mark.parametrize("ending", [b"\r\n", b" \n", b"\n\n"])
def test_other_line_ends_and_blank_lines_do_no_harm(tmp_path: Path, ending: bytes) -> None:
    made = mixed_log()
    path = put(tmp_path, b"".join(made.encoded()).replace(b"\n", ending))
    found, plain = scan(path), scan(made.write(tmp_path / "plain.jsonl"))
    assert found.damage == []
    assert (found.head, found.lines) == (plain.head, plain.lines)
    assert found_in(path) == found_in(plain.path)


def test_a_log_that_another_serialiser_wrote_anew_is_read(tmp_path: Path) -> None:
    made = mixed_log()
    raw = b"".join(json.dumps(json.loads(line)).encode() + b"\n" for line in made.encoded())
    path = put(tmp_path, b"\xef\xbb\xbf" + raw)
    found, plain = scan(path), scan(made.write(tmp_path / "plain.jsonl"))
    assert (found.damage, found.head, found.lines) == ([], plain.head, plain.lines)
    assert found_in(path) == found_in(plain.path)


STUDY_DOCUMENTS = st.builds(
    lambda answer, study, note, row, place, undoes: code(
        "anna",
        DEVICE,
        (answer, note),
        answer,
        study=study,
        row=row,
        field=place,
        note=note,
        **({"undoes": "0" * 32} if undoes else {}),
    ),
    st.sampled_from(["a", '"', "\\", ',"study":"', '}],["codes', "é", "x" * 200]),
    st.sampled_from([*STUDIES, "00" * 8]),
    st.sampled_from(["", ',"study":"0123456789abcdef"}]],"line":1,"previous":"', '}],["', "\\", '"', "\u2028"]),
    st.sampled_from([None, *ROWS]),
    st.sampled_from(FIELDS),
    st.booleans(),
)
ODD_BODIES: list[dict[str, object]] = [
    {},
    {"study": STUDIES[0]},
    {"row": 1, "study": STUDIES[0]},
    {"row": 1, "study": "short"},
    {"row": 1, "study": "é" * 8},
    {"row": 1, "study": '",' + "a" * 14},
    {"row": 1, "study": 5},
    {"row": 1, "study": [STUDIES[0]]},
    {"row": {"a": 1, "study": STUDIES[0]}},
    {"row": [{"a": 1, "study": STUDIES[0]}]},
    {"a": [[{"b": 1, "study": STUDIES[0]}]], "line": 1},
    {'a","study": ': 1, "study": STUDIES[1]},
    {"a": 1, "study": STUDIES[0], "zz": 1},
    {"a": ',"study":"' + STUDIES[0]},
]
ANY_DOCUMENTS = STUDY_DOCUMENTS | st.builds(
    written, st.sampled_from(["codes", "rows", "studies", "reports", "codes2", "x"]), st.sampled_from(ODD_BODIES)
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        STUDY_DOCUMENTS.map(lambda one: [one]) | st.lists(ANY_DOCUMENTS, min_size=1, max_size=3), min_size=1, max_size=8
    ),
    st.lists(st.tuples(st.sampled_from(["cut", "drop", "swap", "double", "renumber", "flip"]), st.integers(0, 5000))),
)
def test_the_quick_way_and_parsing_every_line_give_the_same_index(
    tmp_path_factory: pytest.TempPathFactory, lines: list[list[Written]], harm: list[tuple[str, int]]
) -> None:
    made = log("anna", DEVICE)
    for one in lines:
        made = made.plus(*one)
    raw = made.encoded()
    for how, where in harm[:2]:
        spot = 1 + where % (len(raw) - 1) if len(raw) > 1 else 0
        match how:
            case "drop" if len(raw) > 2:
                del raw[spot]
            case "swap" if len(raw) > 2:
                raw[spot], raw[-1] = raw[-1], raw[spot]
            case "double":
                raw.insert(spot, raw[spot])
            case "renumber" if is_whole(raw[spot][:-1]):
                line = decode_line(raw[spot])
                raw[spot] = encode_line(line.number + 1, line.previous, line.documents)[0]
            case "flip":
                hurt = bytearray(raw[spot])
                hurt[where % (len(hurt) - 1)] ^= 1
                raw[spot] = bytes(hurt)
            case _:
                pass
    path = put(tmp_path_factory.mktemp("scan"), b"".join(raw))
    quick = scan(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scanning, "_ONE_CODE", b"\0never\0")
        slow = scan(path)
    assert state(quick) == state(slow)


@pytest.mark.parametrize("body", ODD_BODIES)
def test_a_document_of_an_odd_shape_is_indexed_alike_both_ways(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: dict[str, object]
) -> None:
    made = plain_log(2).plus(written("codes", body)).plus(code("anna", DEVICE, "after", "x"))  # type: ignore[arg-type]
    path = made.write(tmp_path / "a.jsonl")
    quick = scan(path)
    monkeypatch.setattr(scanning, "_ONE_CODE", b"\0never\0")
    assert state(quick) == state(scan(path))


def test_the_quick_way_is_taken_for_codes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = plain_log(5).write(tmp_path / "a.jsonl")
    parsed: list[bytes] = []

    def noted(raw: bytes) -> Line:
        parsed.append(raw)
        return decode_line(raw)

    monkeypatch.setattr(scanning, "decode_line", noted)
    scan(path)
    assert len(parsed) == 1, "the header alone is parsed"


def test_rubbish_that_a_forger_signed_stops_nobody_from_reading_the_study(tmp_path: Path) -> None:
    made = plain_log(3)
    digest = made.head.digest
    body = b'{"documents":[["codes","not json at all,"study":"%b"}]],"line":4,"previous":"%b"' % (
        STUDIES[0].encode(),
        digest.encode(),
    )
    forged = body + b',"sha256":"' + hashlib.sha256(body + b"}").hexdigest().encode() + b'"}\n'
    path = put(tmp_path, b"".join(made.encoded()) + forged)
    found = scan(path)
    assert [line.number for line in lines_of(found, STUDIES[0])] == [1, 3]


def test_reports_are_read_back_from_the_stretch_that_holds_them(tmp_path: Path) -> None:
    reports = [
        document("reports", "anna", DEVICE, n, report=f"{n:016x}", study=STUDIES[n % 2], title=f"“{n}” \\ é")
        for n in range(30)
    ]
    made = log("anna", DEVICE, "plan").plus(*reports).plus(reports[3]).plus(code("anna", DEVICE, 1, "x"))
    made.write(tmp_path / "logs" / "a.jsonl")
    logs = Logs(tmp_path, REVIEW)
    list(logs.read())
    (found,) = logs.scans.values()
    assert not [one for one in found.plan if one.table == "reports"]
    for study in STUDIES:
        wanted = [one for one in reports if one.body["study"] == study]
        read = [one.written for one in logs.reports(study)]
        assert [one for one in read if one != reports[3]] == [one for one in wanted if one != reports[3]]
        assert all(one.person == "anna" for one in logs.reports(study))
    spans = [span for places in found.reports.values() for span in places]
    raw = found.path.read_bytes()
    assert all(canonical(json.loads(raw[span.start : span.end])) == raw[span.start : span.end] for span in spans)


def test_reports_of_a_log_written_anew_by_another_serialiser_are_still_given(tmp_path: Path) -> None:
    report = document("reports", "anna", DEVICE, 1, report="e0" * 8, study=STUDIES[0], title="é")
    made = log("anna", DEVICE, "plan").plus(report)
    (tmp_path / "logs").mkdir()
    put(tmp_path / "logs", b"".join(json.dumps(json.loads(line)).encode() + b"\n" for line in made.encoded()))
    logs = Logs(tmp_path, REVIEW)
    list(logs.read())
    assert [one.written for one in logs.reports(STUDIES[0])] == [report]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "no whole first line"),
        (b"{}", "no whole first line"),
        (b"\n", "was not read"),
        (b'{"a": 1}\n{"b": 2}\n', "was not read"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "was not read"),
        (b"\0" * 200_000, "was not read"),
        (plain_log(2).encoded()[1], "no header"),
    ],
)
def test_what_is_no_log_is_said_to_be_none(tmp_path: Path, raw: bytes, why: str) -> None:
    with pytest.raises(NotALog, match=why):
        scan(put(tmp_path, raw), REVIEW)


def test_a_log_of_a_newer_twofold_is_left_alone_and_said_to_be_newer(tmp_path: Path) -> None:
    made = log("anna", DEVICE)
    content = {**json.loads(made.encoded()[0])["header"], "format": 1, "new": True}
    first, digest = encode_line(0, "", (), content)
    second, _ = encode_line(1, digest, [code("anna", DEVICE, 1, "x")])
    with pytest.raises(NotALog, match="newer Twofold"):
        scan(put(tmp_path, first + second), REVIEW)


def test_a_copy_that_was_made_in_full_length_and_filled_later_is_taken_up(tmp_path: Path) -> None:
    made = plain_log(6)
    whole = b"".join(made.encoded())
    half = len(b"".join(made.encoded()[:4])) + 50
    path = put(tmp_path, whole[:half] + b"\0" * (len(whole) - half))
    found = scan(path)
    assert (found.head.line, found.tail) == (3, len(whole) - found.size)
    with path.open("r+b") as file:
        file.write(whole)
    assert extend(found) == 3
    assert found.head == made.head


def later(path: Path) -> None:
    """Give the file a time of change that no clock tick can hide."""
    now = time.time() + 5
    os.utime(path, (now, now))


def test_a_file_that_became_another_one_is_noticed(tmp_path: Path) -> None:
    made = plain_log(6)
    path = made.write(tmp_path / "a.jsonl")
    found = scan(path)
    path.write_bytes(b"".join(plain_log(6).prefix(5).plus(code("anna", DEVICE, "other", "y")).encoded()) + b"{}\n")
    with pytest.raises(LogChanged):
        extend(found)
    made.prefix(2).write(path)
    with pytest.raises(LogChanged):
        extend(found)
    path.unlink()
    with pytest.raises(FileNotFoundError):
        extend(found)


def test_a_file_that_is_only_touched_is_the_same_file(tmp_path: Path) -> None:
    path = plain_log(3).write(tmp_path / "a.jsonl")
    found = scan(path)
    later(path)
    assert extend(found) == 0


def test_a_damaged_copy_that_is_replaced_in_place_by_a_sound_one_is_read_anew(tmp_path: Path) -> None:
    made = plain_log(6)
    whole = b"".join(made.encoded())
    (tmp_path / "logs").mkdir()
    path = put(tmp_path / "logs", whole.replace(b"answer 2", b"answer 7"))
    logs = Logs(tmp_path, REVIEW)
    list(logs.read())
    assert logs.scans[path].damage
    path.write_bytes(whole)
    later(path)
    assert logs.refresh()
    assert logs.scans[path].damage == []
    assert logs.scans[path].lines == 7


def test_a_line_that_rots_after_it_was_read_is_noticed_once_and_then_named(tmp_path: Path) -> None:
    made = plain_log(6)
    path = made.write(tmp_path / "logs" / "a.jsonl")
    logs = Logs(tmp_path, REVIEW)
    list(logs.read())
    raw = path.read_bytes()
    with path.open("r+b") as file:
        file.seek(raw.index(b"answer 2"))
        file.write(b"rotten")
    with pytest.raises(LogChanged):
        list(logs.study(STUDIES[0]))
    logs.refresh()
    assert [line.number for _, line in logs.study(STUDIES[0])] == [1, 5]
    assert logs.scans[path].damage


def test_a_tail_longer_than_any_line_is_not_taken_into_memory_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "MAX_LINE", 1000)
    monkeypatch.setattr(scanning, "_BLOCK", 512)
    made = plain_log(3)
    path = put(tmp_path, b"".join(made.encoded()) + b"x" * 100_000)
    found = scan(path)
    assert found.head == made.head
    assert found.tail == 100_000


@pytest.mark.parametrize("block", [1, 7, 64, 700, 5000])
def test_the_size_of_the_blocks_read_does_not_matter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    path = mixed_log().write(tmp_path / "a.jsonl")
    whole = state(scan(path))
    monkeypatch.setattr(scanning, "_BLOCK", block)
    assert state(scan(path)) == whole


def test_the_head_is_that_of_the_last_intact_line(tmp_path: Path) -> None:
    made = plain_log(3)
    raw = made.encoded()
    found = scan(put(tmp_path, b"".join(raw[:3]) + b"broken\n"))
    assert found.head == Head(made.header.log, 2, made.prefix(2).head.digest)

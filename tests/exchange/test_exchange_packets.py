"""Packets as files: the same bytes each time, whole or refused, and nothing that a hostile one could do."""

import hashlib
import os
import tracemalloc
import zlib
from pathlib import Path

import pytest
from posted import World, bytes_of_log, world

from twofold.exchange.pack import MadePart, make_packet
from twofold.exchange.packets import FORMAT, BadPacket, PacketHeader, packet_name, slug
from twofold.exchange.unpack import Unpacked, unpack


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("packets"))


def admit(_: PacketHeader) -> None:
    return


def read(path: Path, staging: Path) -> Unpacked:
    staging.mkdir(exist_ok=True)
    for old in staging.iterdir():
        old.unlink()
    return unpack(path, staging, admit)


def small(here: World, folder: Path) -> tuple[Path, list[bytes]]:
    first = here.log("ben").plus(here.code("ben", 1)).plus(here.code("ben", 2, field="remarks"))
    second = here.log("ben", "two").plus(here.code("ben", 3, field="design"))
    return here.packet(folder, first, second), [bytes_of_log(first), bytes_of_log(second)]


def gzipped(content: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


def test_the_logs_come_out_as_they_went_in(here: World, tmp_path: Path) -> None:
    path, logs = small(here, tmp_path)
    found = read(path, tmp_path / "staging")
    assert [one.path.read_bytes() for one in found.parts] == logs
    assert [one.sha256 for one in found.parts] == [hashlib.sha256(one).hexdigest() for one in logs]
    assert found.cut == ""


def test_the_same_content_gives_the_same_file(here: World, tmp_path: Path) -> None:
    one, _ = small(here, tmp_path / "one")
    other, _ = small(here, tmp_path / "other")
    assert one.name == other.name
    assert one.read_bytes() == other.read_bytes()
    assert [path.name for path in (tmp_path / "one").iterdir()] == [one.name], "nothing is left beside it"


def test_its_name_says_what_it_is(here: World, tmp_path: Path) -> None:
    path = here.packet(tmp_path, here.log("ben").plus(here.code("ben", 1)), submitted=12)
    assert path.name.startswith("a-fictional-review.ben.2026-01-31.12-submitted.")
    assert path.name.endswith(".twofold")
    plan = here.packet(tmp_path, here.plan, person="anna", purpose="plan", to="ben")
    assert plan.name.startswith("a-fictional-review.anna-to-ben.2026-01-31.plan.")


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("../../etc/passwd", "etc-passwd"),
        ("CON", "review"),
        ("a:b\x1b[2J\n", "a-b-2j"),
        ("日本", "review"),
        ("Été à Évry", "ete-a-evry"),
        ("x" * 300, "x" * 40),
    ],
)
def test_a_title_never_becomes_a_path(title: str, made: str) -> None:
    assert slug(title) == made


def test_a_packet_cut_at_any_byte_is_refused_or_taken_to_its_last_whole_line(here: World, tmp_path: Path) -> None:
    path, logs = small(here, tmp_path)
    whole = path.read_bytes()
    cut = tmp_path / "cut.twofold"
    kept: set[int] = set()
    for size in range(len(whole)):
        cut.write_bytes(whole[:size])
        try:
            found = read(cut, tmp_path / "staging")
        except BadPacket:
            continue
        parts = [one.path.read_bytes() for one in found.parts]
        kept.add(sum(map(len, parts)))
        assert found.cut or parts == logs, "what did not come is named"
        for part, log in zip(parts, logs, strict=False):
            assert log.startswith(part)
            assert part.endswith(b"\n"), "never half a line"
    assert len(kept) > 3, "some cuts leave a part, and not always the same"


def test_a_flipped_bit_anywhere_is_refused_or_harmless(here: World, tmp_path: Path) -> None:
    path, logs = small(here, tmp_path)
    whole = path.read_bytes()
    broken = tmp_path / "broken.twofold"
    refused = 0
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << (place % 8)
        broken.write_bytes(flipped)
        try:
            found = read(broken, tmp_path / "staging")
        except BadPacket:
            refused += 1
            continue
        for part, log in zip(found.parts, logs, strict=False):
            assert log.startswith(part.path.read_bytes()), "what is taken is what was sent"
    assert refused > len(whole) * 0.95


def test_a_packet_that_was_repacked_with_other_content_is_refused(here: World, tmp_path: Path) -> None:
    path, _ = small(here, tmp_path)
    inside = zlib.decompress(path.read_bytes(), 31)
    for old, new in (
        (b'"high"', b'"tall"'),
        (b'"submitted":0', b'"submitted":9'),
        (b'"person":"ben"', b'"person":"bea"'),
    ):
        assert old in inside
        path.write_bytes(gzipped(inside.replace(old, new)))
        with pytest.raises(BadPacket, match="digest"):
            read(path, tmp_path / "staging")


def test_something_behind_the_end_is_refused(here: World, tmp_path: Path) -> None:
    path, _ = small(here, tmp_path)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(BadPacket, match="behind its end"):
        read(path, tmp_path / "staging")
    inside = zlib.decompress(path.read_bytes()[:-1], 31)
    path.write_bytes(gzipped(inside + b"more\n"))
    with pytest.raises(BadPacket, match="behind its end"):
        read(path, tmp_path / "staging")


def test_a_newer_packet_says_so_whatever_else_is_in_it(here: World, tmp_path: Path) -> None:
    path = tmp_path / "new.twofold"
    path.write_bytes(gzipped(b'{"packet":%d,"unheard-of":{}}\nand then something else' % (FORMAT + 1)))
    with pytest.raises(BadPacket, match="newer Twofold"):
        read(path, tmp_path / "staging")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"%PDF-1.7 something",
        gzipped(b""),
        gzipped(b"\n"),
        gzipped(b"[1]\n"),
        gzipped(b'{"packet":true}\n'),
        gzipped(b'{"packet":0,"packet":0}\n'),
        gzipped(b'{"packet":NaN}\n'),
        gzipped(b"[" * 60_000 + b"\n"),
        gzipped(b"x" * 200_000),
    ],
)
def test_what_is_no_packet_is_refused_with_a_sentence(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.twofold"
    path.write_bytes(content)
    with pytest.raises(BadPacket, match=r"\.$"):
        read(path, tmp_path / "staging")


def header_line(**content: object) -> bytes:
    import json

    header = {
        "packet": FORMAT,
        "review": "0" * 32,
        "person": "ben",
        "purpose": "own",
        "to": "",
        "date": "2026-01-31",
        "parts": 1,
        "submitted": 0,
        "damage": [],
        **content,
    }
    return json.dumps(header).encode() + b"\n"


@pytest.mark.parametrize("person", ["../../x", "CON:", "a\x1b[2J", "[/b]", "A", "x" * 40, ""])
def test_names_that_are_no_ids_never_get_in(person: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.twofold"
    path.write_bytes(gzipped(header_line(person=person)))
    with pytest.raises(BadPacket):
        read(path, tmp_path / "staging")


@pytest.mark.parametrize("length", [-1, 0, 2**62, "12", 1.5, None])
def test_a_part_of_an_impossible_length_is_refused(length: object, tmp_path: Path) -> None:
    import json

    path = tmp_path / "odd.twofold"
    part = json.dumps({"length": length, "sha256": "0" * 64}).encode()
    path.write_bytes(gzipped(header_line() + part + b"\n"))
    with pytest.raises(BadPacket):
        read(path, tmp_path / "staging")


def test_a_part_may_not_name_a_file(tmp_path: Path) -> None:
    path = tmp_path / "odd.twofold"
    path.write_bytes(gzipped(header_line() + b'{"length":2,"name":"../../evil","sha256":"%b"}\n' % (b"0" * 64)))
    with pytest.raises(BadPacket):
        read(path, tmp_path / "staging")
    assert not (tmp_path.parent / "evil").exists()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    zeros = bytes(8 * 1024 * 1024)
    bomb = packer.compress(header_line() + b'{"length":268435456,"sha256":"%b"}\n' % (b"0" * 64))
    bomb += b"".join(packer.compress(zeros) for _ in range(32)) + packer.flush()
    path = tmp_path / "bomb.twofold"
    path.write_bytes(bomb)
    assert len(bomb) < 2_000_000
    tracemalloc.start()
    with pytest.raises(BadPacket, match="far more"):
        read(path, tmp_path / "staging")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000
    assert sum(one.stat().st_size for one in (tmp_path / "staging").iterdir()) < 120_000_000


@pytest.mark.skipif(os.name == "nt", reason="no FIFOs and links there")
def test_only_regular_files_are_opened(here: World, tmp_path: Path) -> None:
    path, _ = small(here, tmp_path)
    link = tmp_path / "link.twofold"
    link.symlink_to(path)
    fifo = tmp_path / "fifo.twofold"
    os.mkfifo(fifo)
    for one, why in ((link, "link"), (fifo, "no file"), (tmp_path, "no file"), (tmp_path / "gone", "not there")):
        with pytest.raises(BadPacket, match=why):
            read(one, tmp_path / "staging")


def test_a_disk_that_gives_back_something_else_makes_no_packet(
    here: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    true_write = os.write
    monkeypatch.setattr(os, "write", lambda file, data: true_write(file, bytes(len(data))))
    header = PacketHeader.model_validate(
        {**_header(here), "parts": 1},
    )
    with pytest.raises(BadPacket):
        make_packet(tmp_path, "t", header, [MadePart(here.plan)])
    assert list(tmp_path.iterdir()) == []


def _header(here: World) -> dict[str, object]:
    return {
        "packet": FORMAT,
        "review": here.review,
        "person": "ben",
        "purpose": "own",
        "to": "",
        "date": "2026-01-31",
        "submitted": 0,
        "damage": (),
    }


def test_the_name_has_the_first_of_the_digest(here: World) -> None:
    header = PacketHeader.model_validate({**_header(here), "parts": 1})
    assert packet_name("T", header, "abcdef0123456789").endswith(".abcdef01.twofold")

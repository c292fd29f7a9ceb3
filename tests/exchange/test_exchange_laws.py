"""The laws of merging across packets: several people, devices, codebook versions, forks, damage, and any order."""

import hashlib
import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_logs import MadeLog, document
from posted import World, bytes_of_log, fates, files_of, state_of, take, world

from twofold.exchange.examining import Fate
from twofold.record.lines import Written

laws = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> World:
    return world(tmp_path_factory.mktemp("laws"))


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies")


@dataclass
class Story:
    """What several people wrote on several devices, and the states of their logs that they sent."""

    here: World
    logs: dict[str, MadeLog] = field(default_factory=dict)
    sent: list[bytes] = field(default_factory=list)
    count: int = 0

    def act(self, what: str, who: str, choice: int) -> None:
        person = who.rstrip("0123456789")
        made = self.logs.get(who) or self.here.log(person, who)
        self.count += 1
        match what:
            case "code":
                self.logs[who] = made.plus(self._code(person, choice))
            case "submit":
                codes = [one for line in made.lines for one in line if one.table == "codes"][-3:]
                self.logs[who] = made.plus(self.here.submission(person, self.count, codes))
            case "forge":
                self.logs[who] = made.plus(
                    self.here.code("anna" if person != "anna" else "ben", self.count),
                    document(
                        "studies", person, "d0" * 8, self.count, study="aa" * 8, number="S077", label="", title=""
                    ),
                )
            case "clone":
                other = f"{person}{1 + choice % 3}"
                # A device that was copied with everything goes on in the same log: that is a fork.
                self.logs[other] = made
            case "send":
                self.sent.append(bytes_of_log(made.prefix(len(made.lines) - choice % 2)))
            case "send damaged":
                raw = [bytearray(line) for line in made.encoded()]
                line = raw[choice % len(raw)]
                line[(choice * 31) % (len(line) - 1)] ^= 1 << (choice % 7)
                self.sent.append(b"".join(bytes(one) for one in raw))

    def _code(self, person: str, choice: int) -> Written:
        own = [one for log in self.logs.values() for line in log.lines for one in line if one.body["by"] == person]
        known = [one.id for one in own if one.table == "codes"]
        return self.here.code(
            person,
            self.count,
            ("low", "middle", "high")[choice % 3],
            version=choice % 2,
            field=("level", "design")[choice % 2],
            study=self.here.studies[choice % 2],
            replaces=known[-1:] if choice % 3 == 0 else [],
        )


PEOPLE = ("anna1", "ben1", "ben2", "cleo1")
KINDS = (*("code",) * 6, "submit", "forge", "clone", *("send",) * 3, "send damaged")
ACTS = st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(PEOPLE), st.integers(0, 11)), min_size=8, max_size=30)


def told(here: World, acts: list[tuple[str, str, int]]) -> list[bytes]:
    story = Story(here)
    for act in acts:
        story.act(*act)
    story.sent += [bytes_of_log(one) for one in story.logs.values()]
    # The lead's plan travels as well, with and without the second codebook.
    return [one for one in [*story.sent, here.plan, here.early_plan] if one.count(b"\n") > 1]


def copy(here: World, bench: Path) -> Path:
    folder = bench / hashlib.sha256(random.randbytes(16)).hexdigest()[:12]
    return here.copy(folder, early=True)


def received(here: World, bench: Path, post: list[list[bytes]]) -> bytes:
    """The state of a fresh copy after these packets, each of these logs, one after the other."""
    folder = copy(here, bench)
    try:
        for number, logs in enumerate(each for each in post if each):
            take(folder, here.packet(folder.parent / f"{folder.name}.post" / str(number), *logs))
        return state_of(folder)
    finally:
        shutil.rmtree(folder)
        shutil.rmtree(folder.parent / f"{folder.name}.post", ignore_errors=True)


@laws
@given(ACTS, st.randoms(use_true_random=False))
def test_in_whatever_order_and_packets_it_comes_the_state_is_the_same(
    here: World, bench: Path, acts: list[tuple[str, str, int]], rng: random.Random
) -> None:
    logs = told(here, acts)
    shuffled = list(logs)
    rng.shuffle(shuffled)
    cut = rng.randrange(len(shuffled)) + 1
    first = received(here, bench, [logs[0::3], logs[1::3], logs[2::3]])
    assert received(here, bench, [logs]) == first, "all in one packet"
    assert received(here, bench, [shuffled[:cut], shuffled[cut - 1 :]]) == first, "in two that overlap, shuffled"
    singly = [[one] for one in shuffled[:6]]
    assert received(here, bench, [*singly, shuffled[3:], logs]) == first, "one by one, and again"


@laws
@given(ACTS, st.data())
def test_what_is_here_already_or_older_changes_no_byte(
    here: World, bench: Path, acts: list[tuple[str, str, int]], data: st.DataObject
) -> None:
    logs = told(here, acts)
    folder = copy(here, bench)
    try:
        take(folder, here.packet(folder / "post", *logs))
        shutil.rmtree(folder / "post")
        before = files_of(folder)
        old = data.draw(st.sampled_from(logs))
        lines = old.splitlines(keepends=True)
        older = b"".join(lines[: data.draw(st.integers(2, len(lines)))])
        found = take(folder, here.packet(folder.parent / "older", older))
        assert Fate.TAKEN not in fates(found)
        assert files_of(folder) == before
    finally:
        shutil.rmtree(folder)


@laws
@given(ACTS)
def test_sending_on_what_was_received_gives_the_same_state(
    here: World, bench: Path, acts: list[tuple[str, str, int]]
) -> None:
    logs = told(here, acts)
    first = copy(here, bench)
    second = copy(here, bench)
    try:
        take(first, here.packet(first / "post", *logs))
        shutil.rmtree(first / "post")
        take(second, first)
        assert state_of(second) == state_of(first)
    finally:
        shutil.rmtree(first)
        shutil.rmtree(second)

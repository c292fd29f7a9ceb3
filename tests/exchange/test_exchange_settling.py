"""What was settled travels: from the coders to the lead, from the lead to everybody, and to a third reader and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from opened_reviews import opened
from reconciled_reviews import EVERY, item
from sent_around import Team

from twofold.exchange.examining import Fate
from twofold.exchange.joining import join
from twofold.reconcile.deciding import adopt, defer, third_value
from twofold.reconcile.desk import Desk
from twofold.reconcile.item import view_of
from twofold.reconcile.own_code import slip, stand
from twofold.reconcile.queue import State
from twofold.record.consensus import How
from twofold.values.answers import Value


@pytest.fixture
def team(tmp_path: Path) -> Team:
    """Both coded two studies and differ; the first is open for comparison, and both have the other's answers."""
    made = Team(tmp_path)
    for study in (0, 1):
        made.code("ben", study, "high")
        made.code("anna", study, "middle")
    made.receive("anna", made.send("ben"))
    made.release(0)
    made.receive("ben", made.send("anna", "ben"))
    return made


@contextmanager
def desk_at(team: Team, person: str) -> Iterator[Desk]:
    with team.at(person), opened(team.folder(person), person) as review:
        review.look()
        review.take_in()
        desk = Desk(review)
        list(desk.load())
        yield desk


def test_slips_reach_the_lead_and_decisions_everybody_although_another_study_is_still_closed(team: Team) -> None:
    with desk_at(team, "ben") as desk:
        desk.carry_out(slip(desk, item(desk, 0, "level"), Value("middle")))
    team.receive("anna", team.send("ben"))
    with desk_at(team, "anna") as desk:
        assert item(desk, 0, "level").how is How.SLIP
        desk.carry_out(third_value(desk, item(desk, 0, "level"), Value("low"), reason="asked, no more"))
    packet = team.send("anna", "ben")
    assert Fate.TAKEN in team.receive("ben", packet)
    with desk_at(team, "ben") as desk:
        one = desk.matter(item(desk, 0, "level").key.study).consensus.settled[None, "level"]
        assert (one.how, one.coded.answer, one.coded.reason) == (How.DISCUSSED, Value("low"), "asked, no more")
    assert team.answers("ben", "anna", 1) == set()


def test_a_third_reader_on_an_own_device_gets_what_was_put_off_and_sends_back_what_came_of_it(team: Team) -> None:
    with desk_at(team, "ben") as desk:
        desk.carry_out(stand(desk, item(desk, 0, "level")))
    team.receive("anna", team.send("ben"))
    with desk_at(team, "anna") as desk:
        desk.carry_out(defer(desk, item(desk, 0, "level")))
    packet = team.send("anna", "cleo")
    with team.at("cleo"):
        join(team.folder("cleo"), [packet])
    assert Fate.TAKEN in team.receive("cleo", packet)
    with desk_at(team, "cleo") as desk:
        (one,) = desk.items(EVERY)
        assert (one.blind, one.state) == (True, State.DEFERRED)
        assert desk.review.documents_of(one.key.study, "ben") == {}
        first, second = (side.answer for side in view_of(desk, one).sides)
        assert {first, second} == {"High", "Middle"}
        desk.carry_out(adopt(desk, one, "A", cause="judgement"))
    assert team.receive("anna", team.send("cleo")) == [Fate.TAKEN]
    with desk_at(team, "anna") as desk:
        assert item(desk, 0, "level").how is How.ARBITRATED
        settled = desk.matter(item(desk, 0, "level").key.study).consensus.settled[None, "level"]
        assert settled.coded.answer == Value(first.casefold())
    team.receive("ben", team.send("anna", "ben"))
    with desk_at(team, "ben") as desk:
        assert item(desk, 0, "level").how is How.ARBITRATED

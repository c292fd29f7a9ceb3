"""Bringing in and sending in the running app: real files, real reviews, and nothing written before it is said."""

import threading
from pathlib import Path

import pytest
from alike_records import TWO
from opened_reviews import bytes_of, founded, opened, ris, with_studies
from running_app import burst, message, page_of, played, running, seen, until
from sent_around import Team
from strangers import work_of_a_stranger
from textual import events
from textual.pilot import Pilot

from twofold.exchange.examining import Fate
from twofold.exchange.joining import join
from twofold.review.open import Review
from twofold.tui.pages.bring_in_account import AccountPage
from twofold.tui.pages.bring_in_deciding import Deciding
from twofold.tui.pages.bring_in_files import Files
from twofold.tui.pages.bring_in_packets import Packets
from twofold.tui.pages.bring_in_sending import SendingPage
from twofold.tui.pages.choosing import Choosing
from twofold.tui.screens import bring_in_references


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "files"
    place.mkdir()
    monkeypatch.chdir(place)
    return place


def of_anna(folder: Path) -> Path:
    """The review, on a device that knows who sits before it."""
    with opened(folder):
        return folder


async def listed(pilot: Pilot[None]) -> Files:
    await until(pilot, lambda: isinstance(page_of(pilot), Files))
    page = page_of(pilot)
    assert isinstance(page, Files)
    await until(pilot, lambda: page.listing is not None)
    return page


async def shown(pilot: Pilot[None], text: str) -> None:
    await until(pilot, lambda: text in seen(pilot.app))


async def chosen(pilot: Pilot[None], *keys: str) -> None:
    """From the first page to the files, and there the keys."""
    await burst(pilot, "B")
    await listed(pilot)
    await burst(pilot, *keys)


@played
async def test_references_come_in_after_a_dry_run_and_one_more_question(tmp_path: Path, here: Path) -> None:
    folder = of_anna(founded(tmp_path / "r"))
    (here / "found.ris").write_text(TWO, "utf-8")
    before = bytes_of(folder)
    async with running(folder) as pilot:
        await chosen(pilot, "found", "tab", "enter")
        await until(pilot, lambda: isinstance(page_of(pilot), AccountPage))
        assert "DRY RUN: nothing is written yet" in seen(pilot.app)
        assert "read 2 = new 2 + already there 0 + held back 0" in seen(pilot.app)
        await burst(pilot, "enter")
        await until(pilot, lambda: isinstance(page_of(pilot), Deciding))
        await burst(pilot, "2", "enter")
        await shown(pilot, "read 2 = new 1 + already there 1")
        assert bytes_of(folder) == before
        await burst(pilot, "enter")
        await shown(pilot, "Bring in 1 study?")
        assert bytes_of(folder) == before
        await burst(pilot, "enter")
        await shown(pilot, "Brought in.")
        await burst(pilot, "enter")
        await shown(pilot, "See the one study")
        await chosen(pilot, "found.ris", "enter")
        await shown(pilot, "DRY RUN")
    assert len(Review(folder).plan.studies) == 1


@played
async def test_decisions_stay_when_the_dry_run_is_left_and_the_same_file_is_taken_again(
    tmp_path: Path, here: Path
) -> None:
    folder = of_anna(founded(tmp_path / "r"))
    (here / "found.ris").write_text(TWO, "utf-8")
    (here / "other.ris").write_text(ris("Another one"), "utf-8")
    async with running(folder) as pilot:
        await chosen(pilot, "found", "tab", "enter")
        await shown(pilot, "none decided yet")
        await burst(pilot, "enter")
        await until(pilot, lambda: isinstance(page_of(pilot), Deciding))
        await burst(pilot, "2", "enter")
        await shown(pilot, "1 decided")
        await burst(pilot, "escape")
        await until(pilot, lambda: "1 decision kept" in message(pilot))
        await burst(pilot, *"found", "tab", "enter")
        await shown(pilot, "1 decided")
        assert "read 2 = new 1 + already there 1" in seen(pilot.app)
        await burst(pilot, "escape", *"other", "tab", "enter")
        await shown(pilot, "read 1 = new 1")
        await burst(pilot, "escape", *"found", "tab", "enter")
        await shown(pilot, "none decided yet")


@played
async def test_a_look_alike_is_not_asked_about_twice_and_can_be_asked_about_again(tmp_path: Path, here: Path) -> None:
    folder = of_anna(founded(tmp_path / "r"))
    (here / "found.ris").write_text(TWO, "utf-8")
    async with running(folder) as pilot:
        await chosen(pilot, "found", "tab", "enter")
        await shown(pilot, "none decided yet")
        await burst(pilot, "enter", "2", "enter")
        await shown(pilot, "read 2 = new 1 + already there 1")
        await burst(pilot, "enter", "enter")
        await shown(pilot, "Brought in.")
        await burst(pilot, "enter")
        await chosen(pilot, "found.ris", "enter")
        await shown(pilot, "Nothing new: 2 of 2 records are in the review already")
        assert "1 look-alike decided at an earlier import, and not asked about" in seen(pilot.app)
        await burst(pilot, "enter")
        await shown(pilot, "1 look-alike; 1 decided")
        await burst(pilot, "enter")
        await shown(pilot, "decided by Anna Berg on ")
        await burst(pilot, "1", "enter")
        await shown(pilot, "Bring in    1 study")
        await burst(pilot, "enter", "enter")
        await shown(pilot, "Brought in.")
    assert [one.number for one in Review(folder).plan.studies.values()] == ["S001", "S002"]


@played
async def test_the_same_file_again_adds_nothing_and_the_screen_says_so(tmp_path: Path, here: Path) -> None:
    folder = of_anna(with_studies(tmp_path / "r"))
    (here / "again.ris").write_bytes((tmp_path / "r.ris").read_bytes())
    before = bytes_of(folder)
    async with running(folder) as pilot:
        await chosen(pilot, "again.ris", "enter")
        await shown(pilot, "Nothing new: 3 of 3 records are in the review already")
        assert "Keep        this account" in seen(pilot.app)
        await burst(pilot, "escape", "escape")
        await shown(pilot, "To do next")
    assert bytes_of(folder) == before


@played
async def test_a_record_that_is_there_is_said_to_be_another_study_and_the_account_of_nothing_new_is_kept(
    tmp_path: Path, here: Path
) -> None:
    folder = of_anna(with_studies(tmp_path / "r"))
    (here / "again.ris").write_bytes((tmp_path / "r.ris").read_bytes())
    async with running(folder) as pilot:
        await chosen(pilot, "again.ris", "enter")
        await shown(pilot, "Nothing new: 3 of 3 records")
        await burst(pilot, "enter")
        await shown(pilot, "Keep this account?")
        await burst(pilot, "enter")
        await shown(pilot, "Kept.")
        await burst(pilot, "enter")
        await chosen(pilot, "again.ris", "enter")
        await shown(pilot, "This very file was brought in on")
        await burst(pilot, "j", "enter", "j", "enter")
        await shown(pilot, "Is this there already?")
        await burst(pilot, "2", "enter")
        await shown(pilot, "read 3 = new 1 + already there 2 + held back 0")
        await shown(pilot, "1 record already there; 1 decided")
        await burst(pilot, "enter", "enter")
        await shown(pilot, "Brought in.")
    assert [one.number for one in Review(folder).plan.studies.values()] == ["S001", "S002", "S003", "S004"]


@played
async def test_pasted_paths_are_taken_with_their_quotes_and_several_are_marked(tmp_path: Path, here: Path) -> None:
    folder = of_anna(founded(tmp_path / "r"))
    (here / "one two.ris").write_text(TWO, "utf-8")
    (here / "more.ris").write_text(ris("A study of another kind"), "utf-8")
    async with running(folder) as pilot:
        await chosen(pilot)
        page = await listed(pilot)
        pilot.app.post_message(events.Paste(f"'{here / 'one two.ris'}' '{here / 'more.ris'}'"))
        await until(pilot, lambda: len(page.marked) == 2)
        await burst(pilot, "enter")
        await shown(pilot, "3 studies")
        await burst(pilot, "escape")
        await listed(pilot)
        pilot.app.post_message(events.Paste("/nowhere/at all.ris"))
        await shown(pilot, "/nowhere/at all.ris is not there.")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("image.ris", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image.ris"),
        ("long.ris", b"x" * 5_000_000, "long.ris"),
        (
            "bomb.xml",
            b'<!DOCTYPE a [<!ENTITY b "cccccccc"><!ENTITY d "&b;&b;&b;&b;">]><xml><record>&d;</record></xml>',
            "bomb",
        ),
        ("empty.ris", b"", "is empty"),
        ("odd.twofold", b"\x1f\x8b" + b"\0" * 100, "refused"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_a_sentence_and_changes_nothing(
    tmp_path: Path, here: Path, name: str, content: bytes, said: str
) -> None:
    folder = of_anna(with_studies(tmp_path / "r"))
    (here / name).write_bytes(content)
    before = bytes_of(folder)

    @played
    async def scene() -> None:
        async with running(folder) as pilot:
            await chosen(pilot, name, "enter")
            await shown(pilot, said)
            await until(pilot, lambda: "..." not in seen(pilot.app) or "refused" in seen(pilot.app))
            await burst(pilot, "escape")
            await listed(pilot)

    scene()
    assert bytes_of(folder) == before


@played
async def test_reading_is_stopped_by_escape_and_what_it_gives_later_is_dropped(
    tmp_path: Path, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = of_anna(founded(tmp_path / "r"))
    (here / "found.ris").write_text(TWO, "utf-8")
    going, begun = threading.Event(), threading.Event()
    real = bring_in_references.survey

    def slow(*args: object, **more: object) -> object:
        begun.set()
        going.wait(10)
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(bring_in_references, "survey", slow)
    async with running(folder) as pilot:
        await chosen(pilot, "found.ris", "enter")
        await until(pilot, begun.is_set)
        await burst(pilot, "escape")
        await listed(pilot)
        going.set()
        await pilot.pause(0.2)
        assert isinstance(page_of(pilot), Files)
    assert len(Review(folder).plan.studies) == 0


@played
async def test_a_reviewer_is_told_that_only_a_lead_brings_in_studies(tmp_path: Path, here: Path) -> None:
    folder = of_anna(with_studies(tmp_path / "r"))
    (here / "found.ris").write_text(TWO, "utf-8")
    with opened(folder, "ben"):
        pass
    async with running(folder) as pilot:
        await chosen(pilot, "found.ris", "enter")
        await shown(pilot, "Only a lead brings in studies. You are `ben` here.")


@played
async def test_what_others_sent_is_shown_first_and_then_taken(tmp_path: Path, here: Path) -> None:
    team = Team(tmp_path)
    team.code("ben", 0, "middle")
    packet = team.send("ben")
    (here / packet.name).write_bytes(packet.read_bytes())
    with team.at("anna"):
        before = bytes_of(team.folder("anna"))
        async with running(team.folder("anna")) as pilot:
            await chosen(pilot, "down", "down", "enter")
            await until(pilot, lambda: isinstance(page_of(pilot), Packets))
            assert "3 new codes, 1 submission, 1 log" in seen(pilot.app)
            assert not list((team.folder("anna") / "received").glob("*.jsonl"))
            assert before == {name: text for name, text in bytes_of(team.folder("anna")).items() if name in before}
            await burst(pilot, "enter")
            await shown(pilot, "New here: 3 codes and 1 submission.")
            await burst(pilot, "enter")
            await shown(pilot, "1 of 3 submitted")
    assert len(list((team.folder("anna") / "received").glob("*.jsonl"))) == 1


@played
async def test_a_file_to_send_is_told_before_it_is_written(tmp_path: Path, here: Path) -> None:
    team = Team(tmp_path)
    with team.at("anna"):
        async with running(team.folder("anna")) as pilot:
            await burst(pilot, "M")
            await shown(pilot, "For whom is the file?")
            await burst(pilot, "1", "enter")
            await until(pilot, lambda: isinstance(page_of(pilot), SendingPage))
            assert "anna-to-ben" in seen(pilot.app)
            assert not list(here.iterdir())
            await burst(pilot, "enter")
            await shown(pilot, "Written, and read back.")
            (made,) = here.iterdir()
            assert made.name in seen(pilot.app).replace("\n   ", "")
            await burst(pilot, "enter")
            await shown(pilot, "To do next")
    assert team.receive("ben", made) == [Fate.KNOWN]


@played
async def test_a_person_with_only_the_leads_file_begins_from_the_first_screen(tmp_path: Path, here: Path) -> None:
    team = Team(tmp_path)
    packet = team.send("anna", "ben")
    (here / packet.name).write_bytes(packet.read_bytes())
    packet.unlink()
    async with running(here) as pilot:
        await shown(pilot, "Take part in a review")
        await burst(pilot, "3", "enter")
        await listed(pilot)
        await burst(pilot, "down", "down", "enter")
        await shown(pilot, "In which new folder should the review live?")
        await burst(pilot, "enter")
        await shown(pilot, "Who are you?")
        assert isinstance(page_of(pilot), Choosing)
        assert page_of(pilot).at == "ben"
        await burst(pilot, "enter")
        await shown(pilot, "Begin with S001")
        assert message(pilot) == ""
    (made,) = (one for one in here.iterdir() if one.is_dir())
    assert len(Review(made).plan.studies) == 3
    assert Review(made).remembered_person() == "ben"


@played
async def test_nobody_becomes_the_lead_by_the_way_on_a_device_where_the_lead_never_wrote(
    tmp_path: Path, here: Path
) -> None:
    team = Team(tmp_path)
    packet = team.send("anna", "ben")
    made = join(here / "joined", [packet])
    async with running(made) as pilot:
        await shown(pilot, "Who are you?")
        await burst(pilot, "1", "enter")
        await shown(pilot, "was made for Ben")
        assert Review(made).remembered_person() == ""
        await burst(pilot, "enter")
        await shown(pilot, "Who are you?")
        await burst(pilot, "1", "enter")
        await shown(pilot, "was made for Ben")
        await burst(pilot, "escape")
        await shown(pilot, "Who are you?")
        await burst(pilot, "1", "enter")
        await shown(pilot, "was made for Ben")
        await burst(pilot, "2", "enter")
        await shown(pilot, "S001")
    assert Review(made).remembered_person() == "anna"


@played
async def test_a_table_that_no_header_matches_is_mapped_by_hand(tmp_path: Path, here: Path) -> None:
    folder = of_anna(founded(tmp_path / "r"))
    (here / "tabelle.csv").write_text("Nummer;Titel des Werks;Wann\n1;Ein erfundener Garten;2019\n", "utf-8")
    async with running(folder) as pilot:
        await chosen(pilot, "tabelle.csv", "enter")
        await shown(pilot, "Which column carries what?")
        await burst(pilot, "down", "down", "enter")
        await shown(pilot, "The column “Titel des Werks” carries")
        await burst(pilot, "down", "enter")
        await burst(pilot, "up", "up", "enter")
        await shown(pilot, "read 1 = new 1 + already there 0 + held back 0")
        await burst(pilot, "enter")
        await shown(pilot, "Bring in 1 study?")
        await burst(pilot, "enter")
        await shown(pilot, "Brought in.")
    assert [one.title for one in Review(folder).plan.studies.values()] == ["Ein erfundener Garten"]


@played
async def test_accepting_the_columns_as_they_are_shown_loses_nothing(tmp_path: Path, here: Path) -> None:
    folder = of_anna(founded(tmp_path / "r"))
    (here / "lib.csv").write_text(
        "Key,Item Type,Author,Title,DOI,Abstract Note,Date,Page start,Page end,Extra\n"
        'AB12,report,"Doe, Jane",Made-up,,Text,2019-03-01,11,19,"DOI: 10.1234/z.1\nPMID: 4567"\n',
        "utf-8",
    )
    async with running(folder) as pilot:
        await chosen(pilot, "lib.csv", "enter")
        await until(pilot, lambda: isinstance(page_of(pilot), AccountPage))
        page = page_of(pilot)
        page.at = "columns:0"
        await burst(pilot, "enter")
        await shown(pilot, "Which column carries what?")
        await burst(pilot, "enter")
        await shown(pilot, "read 1 = new 1 + already there 0 + held back 0")
        await burst(pilot, "enter")
        await shown(pilot, "Bring in 1 study?")
        await burst(pilot, "enter")
        await shown(pilot, "Brought in.")
    written = "".join(one.read_text("utf-8") for one in folder.glob("logs/*.plan.*"))
    for said in ('"doi":"10.1234/z.1"', '"pmid":"4567"', '"pages":"11-19"', '"source_id":"zotero:AB12"'):
        assert said in written


@played
async def test_an_initiative_is_typed_for_all_new_studies(tmp_path: Path, here: Path) -> None:
    folder = of_anna(founded(tmp_path / "r"))
    (here / "found.ris").write_text(ris("One of them", "Another one of quite another kind"), "utf-8")
    async with running(folder) as pilot:
        await chosen(pilot, "found.ris", "enter")
        await until(pilot, lambda: isinstance(page_of(pilot), AccountPage))
        await burst(pilot, "down", "enter")
        await shown(pilot, "Which initiative are the new studies of?")
        await burst(pilot, "Green Coast", "end", "enter")
        await shown(pilot, "Initiative  Green Coast")
        await burst(pilot, "up", "enter")
        await shown(pilot, "Bring in 2 studies?")
        await burst(pilot, "enter")
        await shown(pilot, "Brought in.")
    assert {one.initiative for one in Review(folder).plan.studies.values()} == {"Green Coast"}


@played
async def test_who_is_not_of_the_review_is_offered_to_be_added(tmp_path: Path, here: Path) -> None:
    folder, file = work_of_a_stranger(tmp_path)
    (here / file.name).write_bytes(file.read_bytes())
    async with running(of_anna(folder)) as pilot:
        await chosen(pilot, "dora", "enter")
        await shown(pilot, "dora: not of this review. Add as reviewer, and look again?")
        await burst(pilot, "enter")
        await shown(pilot, "and then `dora` joins as reviewer")
        assert Review(folder).plan.standing.person("dora") is None
        await burst(pilot, "enter")
        await shown(pilot, "Taken.")
    assert Review(folder).plan.standing.person("dora") is not None

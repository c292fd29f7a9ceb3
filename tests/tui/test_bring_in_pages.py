"""The pages of Bring in as plain values: files, the dry run, side-by-side decisions, columns, packets."""

from pathlib import Path

import pytest
from alike_records import TWO
from opened_reviews import founded, opened
from sent_around import Team

from twofold.exchange.receiving import receiving
from twofold.review.bringing_in import work_out
from twofold.review.bringing_in_found import survey
from twofold.review.bringing_in_questions import Kind, questions
from twofold.tui.actions import keymap
from twofold.tui.form.drawn import Piece
from twofold.tui.pages.asks import Ask, Step
from twofold.tui.pages.bring_in_account import AccountPage, Choices
from twofold.tui.pages.bring_in_columns import Columns
from twofold.tui.pages.bring_in_deciding import Deciding
from twofold.tui.pages.bring_in_files import Files
from twofold.tui.pages.bring_in_listing import Entry
from twofold.tui.pages.bring_in_packets import Arrived, Packets
from twofold.tui.pages.bring_in_paths import paths_in
from twofold.tui.pages.bring_in_sides import told_apart
from twofold.tui.pages.bring_in_waiting import Waiting
from twofold.tui.pages.page import Page

SIZES = [(80, 24), (120, 40), (40, 12), (20, 5)]
HERE = Path("/home/anna/Downloads")
ENTRIES = (
    Entry("..", folder=True),
    Entry("exports", folder=True),
    Entry("Found one.ris", size=12_345, changed="2026-11-01"),
    Entry("found two.csv", size=99, changed="2026-11-02"),
    Entry("my.review.twofold", size=5_000_000, changed="2026-11-03"),
)


def seen(page: Page, size: tuple[int, int] = (80, 24)) -> str:
    lines = page.window(*size).lines
    assert len(lines) <= size[1]
    return "\n".join("".join(text for text, _ in one.drawn.pieces).rstrip() for one in lines)


def type_in(page: Page, text: str) -> Ask | None:
    ask: Ask | None = None
    for character in text:
        ask = page.press("space" if character == " " else character, character)
    return ask


def files() -> Files:
    page = Files(HERE, "Bring in", "References or files that others sent.", keymap())
    page.listed(HERE, ENTRIES)
    return page


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/x/a.ris", ["/x/a.ris"]),
        ("  /x/a.ris  \n", ["/x/a.ris"]),
        ("'/x/two words.ris'", ["/x/two words.ris"]),
        ('"/x/two words.ris" "/x/b.csv"', ["/x/two words.ris", "/x/b.csv"]),
        (r"/x/two\ words.ris /x/b\(1\).csv", ["/x/two words.ris", "/x/b(1).csv"]),
        ("/x/two words.ris", ["/x/two words.ris"]),
        ("/x/a.ris /x/b.csv", ["/x/a.ris", "/x/b.csv"]),
        ("/x/a.ris\r\n/x/b c.csv", ["/x/a.ris", "/x/b c.csv"]),
        ("file:///x/two%20words.ris", ["/x/two words.ris"]),
        ("a.ris", [str(HERE / "a.ris")]),
        ("/x/it's one.ris", ["/x/it's one.ris"]),
        ("'/x/never closed.ris", ["/home/anna/Downloads/'/x/never closed.ris"]),
        ("/x/a.ris\n/x/a.ris", ["/x/a.ris"]),
        ("", []),
        ("\0", []),
    ],
)
def test_paths_are_understood_as_terminals_hand_them_over(text: str, found: list[str]) -> None:
    assert [str(one) for one in paths_in(text, HERE, windows=False)] == found


def test_on_windows_a_backslash_parts_folders_and_escapes_nothing() -> None:
    assert [str(one) for one in paths_in(r'"C:\My Files\a b.ris" "C:\c.csv"', Path(), windows=True)] == [
        r"C:\My Files\a b.ris",
        r"C:\c.csv",
    ]


def test_typing_narrows_the_listing_and_tab_completes_as_far_as_it_is_clear() -> None:
    page = files()
    type_in(page, "fo")
    assert "exports" not in seen(page)
    page.press("tab")
    assert page.line.text == "Found "
    type_in(page, "t")
    page.press("tab")
    assert page.line.text == "found two.csv"
    assert page.press("enter") == Step("into", (HERE / "found two.csv",))


def test_tab_goes_into_the_only_folder_and_a_slash_too() -> None:
    page = files()
    type_in(page, "ex")
    assert page.press("tab") == Step("look", (HERE / "exports",))
    page = files()
    assert type_in(page, "exports/") == Step("look", (HERE / "exports",))
    page = files()
    assert type_in(page, "../") == Step("look", (HERE / "..",))


def test_a_typed_path_from_elsewhere_is_asked_for_as_it_is() -> None:
    page = files()
    assert page.pasted("/other/place/a.ris") == Step("pasted", (Path("/other/place/a.ris"),))
    assert page.pasted("found") is None
    assert page.line.text == "found"


def test_a_blank_marks_files_in_the_listing_and_is_text_in_the_line() -> None:
    page = files()
    for _ in range(4):
        page.press("down")
    assert page.at == "Found one.ris"
    page.press("space", " ")
    assert page.at == "found two.csv"
    page.press("space", " ")
    assert "2 files marked: Found one.ris, found two.csv" in seen(page)
    assert page.press("enter") == Step("into", (HERE / "Found one.ris", HERE / "found two.csv"))
    type_in(page, "Found one")
    assert page.line.text == "Found one"


def test_the_whole_folder_can_be_taken_and_one_goes_up_by_the_first_line() -> None:
    page = files()
    page.press("down")
    assert page.press("enter") == Step("into", (HERE,))
    page.press("down")
    assert page.press("enter") == Step("look", (HERE.parent,))


def test_a_folder_that_cannot_be_looked_into_is_told_and_the_one_before_stays() -> None:
    page = files()
    page.listed(Path("/root"), (), "/root cannot be looked into: permission was denied.")
    assert "permission was denied" in seen(page)
    assert page.folder == HERE


def test_a_path_through_a_folder_that_is_not_there_keeps_what_was_typed() -> None:
    page = files()
    assert type_in(page, "nope/") == Step("look", (HERE / "nope",))
    type_in(page, "x.csv")
    page.press("enter")
    assert page.listed(HERE / "nope", (), "nope cannot be looked into: it is not there.") == Step("look", (HERE,))
    assert page.listed(HERE, ENTRIES) is None
    assert page.line.text == "nope/x.csv"
    assert "it is not there" in seen(page)
    assert page.press("enter") == Step("pasted", (HERE / "nope/x.csv",))


def test_what_is_typed_while_a_folder_is_looked_into_is_a_name_in_it() -> None:
    page = files()
    assert type_in(page, "exports/") == Step("look", (HERE / "exports",))
    type_in(page, "la")
    assert page.press("enter") is None
    asked = page.listed(HERE / "exports", (Entry("..", folder=True), Entry("later.ris", size=5)))
    assert asked == Step("into", (HERE / "exports" / "later.ris",))


def test_escape_clears_the_line_first_and_then_leaves() -> None:
    page = files()
    type_in(page, "fo")
    assert page.press("escape") is None
    assert page.line.text == ""
    assert page.press("escape") == "back"


def test_a_place_for_a_file_is_chosen_among_folders_alone() -> None:
    page = Files(HERE, "A file to send", "Choose its folder.", keymap(), placing=True)
    page.listed(HERE, ENTRIES)
    assert "Found one.ris" not in seen(page)
    page.press("down")
    assert page.press("enter") == Step("here", (HERE,))


@pytest.mark.parametrize("size", SIZES)
def test_hostile_names_are_shown_as_text_at_any_size(size: tuple[int, int]) -> None:
    page = files()
    page.listed(HERE, (Entry("[/b]\x1b[2J\u202eevil" + "x" * 300 + ".ris"),))
    page.mark([HERE / "\x1b]0;x\x07"])
    for _ in range(5):
        page.press("down")
        text = seen(page, size)
        assert "\x1b" not in text
        assert "\u202e" not in text


@pytest.fixture
def account(tmp_path: Path) -> AccountPage:
    (tmp_path / "found.ris").write_text(TWO + "TY  - JOUR\nTI  - x\nJO  - " + "J" * 70_000 + "\nER  -\n", "utf-8")
    with opened(founded(tmp_path / "r")) as review:
        bringing = work_out(review, [tmp_path / "found.ris"])
    return AccountPage(bringing, Choices("1 look-alike; none decided yet", 0, ""), keymap())


def test_the_dry_run_says_that_nothing_is_written_and_that_the_sum_is_right(account: AccountPage) -> None:
    text = seen(account)
    assert "DRY RUN: nothing is written yet" in text
    assert "read 3 = new 2 + already there 0 + held back 1" in text
    assert "Counted a second time, apart from reading: 3. The sum is right." in text
    assert "found.ris:13: its journal is longer than Twofold keeps" in text
    assert "1 look-alike; none decided yet" in text


def test_each_line_of_the_dry_run_asks_for_what_it_says(account: AccountPage) -> None:
    seen(account)
    assert account.press("enter") == Step("take")
    account.press("j", "j")
    assert account.press("enter") == Step("decide")
    account.press("j", "j")
    assert account.press("enter") == Step("initiative")
    while not account.at.startswith("new"):
        account.press("j", "j")
    assert account.press("enter") is None
    assert "S002" in seen(account)
    account.press("j", "j")
    account.press("j", "j")
    assert account.at == "new:0/1"
    account.press("enter")
    assert "S002" not in seen(account)
    assert account.press("escape") == Step("files")


@pytest.mark.parametrize("size", SIZES)
def test_the_dry_run_fits_any_screen(account: AccountPage, size: tuple[int, int]) -> None:
    account.open |= {"new:0", "there:0"}
    for _ in range(12):
        assert all(len(one) <= size[0] for one in seen(account, size).splitlines())
        account.press("j", "j")


def test_questions_are_decided_one_by_one_with_both_sides_in_sight(tmp_path: Path) -> None:
    (tmp_path / "found.ris").write_text(TWO, "utf-8")
    with opened(founded(tmp_path / "r")) as review:
        asked = questions(survey(review, [tmp_path / "found.ris"]))
    page = Deciding(asked * 2, {}, keymap())
    text = seen(page)
    assert "found.ris, line 1" in text
    assert "≠ 2020" in text
    assert "[@click=app.quit]Abara" in text
    assert "1 of 2, 0 decided" in text
    page.press("2", "2")
    assert page.press("enter") is None
    assert page.decisions == {asked[0].id: "same"}
    assert page.said == "Line 7: the same record; nothing is added."
    assert "2 of 2, 1 decided" in seen(page)
    page.press("[", "[")
    assert page.at == "same"
    page.press("]", "]")
    assert page.press("enter") == Step("settle")
    for size in SIZES:
        seen(page, size)


def strong(lines: list[tuple[Piece, ...]]) -> list[str]:
    return [text for line in lines for text, ink in line if ink == "strong"]


def test_the_words_in_which_two_texts_differ_stand_out_and_no_letter_of_them_is_lost() -> None:
    one = "Fictional gardens and the wellbeing of older neighbours in a coastal town"
    other = "Fictional gardens & the wellbeing of older neighbours in a coastal towns: results"
    assert strong(told_apart(one, other, 30, 8)) == ["and", "town"]
    assert strong(told_apart(other, one, 30, 8)) == ["&", "towns:", "results"]
    for width in (1, 7, 30, 200):
        lines = told_apart(other, one, width, 100)
        assert "".join("".join(text for text, _ in line) for line in lines).replace(" ", "") == other.replace(" ", "")
        assert all(sum(len(text) for text, _ in line) <= width for line in lines)
    assert strong(told_apart(one, one, 30, 8)) == []
    assert strong(told_apart(one, "", 30, 8)) == []
    assert strong(told_apart("Something else entirely", one, 30, 8)) == []
    assert len(told_apart(other, one, 7, 3)) == 3
    assert told_apart(other, one, 7, 3)[-1][-1][0].endswith("...")
    assert "\x1b" not in repr(told_apart("\x1b[2J [/b] here", "[/b] here", 30, 8))


def test_a_group_that_is_longer_than_the_screen_scrolls_between_its_question_and_its_choices(tmp_path: Path) -> None:
    record = "TY  - JOUR\nTI  - Report {0} {0}{0} of a trial {1}\nAU  - A{0}\nPY  - 2001\nAB  - NCT01234567\nER  -\n"
    text = "".join(record.format(word, "x" * place) for place, word in enumerate("abcdefghijkl"))
    (tmp_path / "trial.ris").write_text(text, "utf-8")
    with opened(founded(tmp_path / "r")) as review:
        asked = questions(survey(review, [tmp_path / "trial.ris"]))
    page = Deciding([one for one in asked if one.kind is Kind.GROUP], {}, keymap())
    read = seen(page)
    assert "trial.ris, line 1\n" in read
    assert "There is more to compare" in read
    for _ in range(12):
        page.press("k", "k")
        now = seen(page)
        assert "Reports of one study?" in now
        assert all(f" {number} ○ {name}" in now for number, (name, _) in enumerate(Kind.GROUP.choices, 1))
        read += now
    assert all(f"trial.ris, line {line}\n" in read for line in range(1, 12 * 6, 6))
    assert "trial.ris, line 1\n" in seen(page)
    page.press("enter")
    assert page.at == "separate"
    assert page.decisions == {}


def test_a_look_alike_keeps_its_question_and_all_choices_in_sight_at_80_by_24(tmp_path: Path) -> None:
    long = TWO.replace("TI  - ", f"JO  - {'A journal of gardens. ' * 12}\nAB  - {'What was done. ' * 60}\nTI  - ")
    (tmp_path / "found.ris").write_text(long, "utf-8")
    with opened(founded(tmp_path / "r")) as review:
        asked = questions(survey(review, [tmp_path / "found.ris"]))
    page = Deciding(asked, {}, keymap())
    for height in (22, 16):
        text = seen(page, (80, height))
        assert "Is this the same?" in text
        assert all(f" {number} ○ {name}" in text for number, (name, _) in enumerate(asked[0].kind.choices, 1))


def test_columns_are_mapped_by_hand_and_a_title_is_needed() -> None:
    page = Columns("t.csv", {"Nummer": "", "Titel": "", "Wann": "year"}, "Say what they carry.", keymap())
    seen(page)
    assert page.press("enter") is None
    assert page.said == "Say first which column carries the title."
    page.press("j", "j")
    page.press("j", "j")
    page.press("enter")
    assert "The column “Titel” carries" in seen(page)
    page.press("j", "j")
    page.press("enter")
    assert page.fields == {"Nummer": "", "Titel": "title", "Wann": "year"}
    page.press("home")
    assert page.press("enter") == Step("mapped")
    assert page.press("escape") == Step("files")


def test_one_field_is_carried_by_one_column_and_escape_leaves_it_as_it_was() -> None:
    page = Columns("t.csv", {"A": "title", "B": ""}, "", keymap())
    page.press("j", "j")
    page.press("j", "j")
    page.press("enter")
    page.press("escape")
    assert page.fields == {"A": "title", "B": ""}
    page.press("enter")
    page.press("j", "j")
    page.press("enter")
    assert page.fields == {"A": "", "B": "title"}


def test_reading_can_be_stopped_and_writing_cannot() -> None:
    assert Waiting("Bring in", "Reading a.ris", keymap()).press("escape") == Step("stop")
    page = Waiting("Bring in", "Writing", keymap(), writing=True)
    assert page.press("escape") is None
    assert page.said


def test_what_others_sent_is_told_with_counts_and_reasons_and_never_with_answers(tmp_path: Path) -> None:
    team = Team(tmp_path)
    team.code("ben", 0, "middle")
    packet = team.send("ben")
    broken = tmp_path / "broken.twofold"
    flipped = bytearray(packet.read_bytes())
    flipped[len(flipped) // 2] ^= 0xFF
    broken.write_bytes(flipped)
    with (
        team.at("anna"),
        opened(team.folder("anna")) as review,
        receiving(review, [packet, broken, tmp_path / "gone.twofold"]) as found,
    ):
        page = Packets(Arrived(found, ("A log of ben is kept aside.",), leads=True), keymap())
        text = seen(page, (120, 40))
        assert "DRY RUN: nothing is written yet" in text
        assert "3 new codes, 1 submission, 1 log" in text
        assert "from ben" in text
        assert text.count("refused: ") == 2
        assert "it is not there" in text
        assert "kept aside" in text
        assert "quote of ben" not in text
        assert page.press("enter") == Step("take")
        for size in SIZES:
            seen(page, size)


def test_there_are_choices_for_every_kind_of_question_and_the_first_changes_nothing() -> None:
    assert {kind: kind.choices[0][0] for kind in Kind} == {
        Kind.NEAR: "new",
        Kind.GROUP: "separate",
        Kind.DIFFERENCE: "keep",
        Kind.THERE: "same",
    }

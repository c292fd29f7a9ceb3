"""The pages on which a review is led: who may, what they tell, and that nothing is written before it was shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from compared_reviews import ANNA, BEN, QUOTE, answer, code
from opened_reviews import PEOPLE, bytes_of, opened, study_keys, with_studies
from two_coders import SENTINEL, TwoCoders, two_coders

from twofold.exchange.receipts import Receipt, note_receipts
from twofold.exchange.verifying import verify, verify_as_read
from twofold.record.plan_documents import PersonEntry
from twofold.review.assigning import propose
from twofold.review.leading import Proposed, Refused, carry_out
from twofold.review.open import Review
from twofold.review.releasing import propose_release
from twofold.review.rounds import propose_round
from twofold.tui.form.drawn import cells
from twofold.tui.pages import leading_views as views
from twofold.tui.pages.asks import Ask
from twofold.tui.pages.home import Home
from twofold.tui.pages.leading import Leading
from twofold.tui.pages.leading_asks import ChooseStudies, Filled, Marked, ShowLeading, WriteIt
from twofold.tui.pages.leading_form import LeadForm, Tick, WrittenLine
from twofold.tui.pages.leading_marking import Marking, StudyRow
from twofold.tui.pages.leading_proof import ProofPage
from twofold.tui.pages.leading_proposal import Proposal
from twofold.tui.pages.page import Page
from twofold.values.coded import Coded

SIZES = [(80, 24), (120, 40), (40, 12), (20, 5), (7, 3)]


def text_of(page: Page, width: int = 80, height: int = 60) -> str:
    found = page.shown(width, height)
    return "\n".join("".join(part for part, _ in line.drawn.pieces).rstrip() for line in found.lines)


def press(page: Page, *keys: str) -> Ask | None:
    asked: Ask | None = None
    for key in keys:
        asked = page.take_key(key, key if len(key) == 1 else " " if key == "space" else None)
    return asked


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Both have submitted the first study, anna the second, nobody the third."""
    made = with_studies(tmp_path / "r")
    code(made, "anna", ANNA[:2])
    code(made, "ben", BEN[:1])
    return made


@pytest.fixture
def review(folder: Path) -> Iterator[Review]:
    with opened(folder) as made:
        made.look()
        made.take_in()
        yield made


def opening(review: Review) -> Marking:
    rows = views.opening_rows(review)
    return Marking("open", "Open for comparison", (), rows, [one.key for one in rows if one.may])


def test_only_a_lead_leads(folder: Path) -> None:
    with opened(folder, "ben") as review, pytest.raises(Refused, match="Only a lead leads the review"):
        views.check_leads(review)
    with opened(folder) as review:
        views.check_leads(review)


def test_the_overview_tells_what_is_ready_what_waits_and_for_whom(review: Review) -> None:
    told = text_of(Leading(views.overview(review)))
    assert "0 studies are open for comparison; 1 more is ready." in told
    assert "2 studies wait: 2 for Ben Okoro, 1 for Anna Berg." in told
    assert "Anna Berg   2 of 3 submitted" in told
    assert "Ben Okoro   1 of 3 submitted" in told


def test_each_part_leads_on(review: Review) -> None:
    page = Leading(views.overview(review))
    assert press(page, "enter") == ChooseStudies("open")
    assert press(page, "j", "enter") == ShowLeading("assigning")
    assert press(page, "j", "enter") == ShowLeading("rounds")
    assert press(page, "G", "enter") == ShowLeading("proof")
    assert press(page, "escape") == "back"


def test_what_came_last_from_a_person_is_told_by_its_receipt(review: Review) -> None:
    note_receipts(
        review.id,
        [
            Receipt(
                at=f"2026-03-0{day}T09:30:00Z",
                file="ben.twofold",
                person="ben",
                kind="work",
                log="b" * 16,
                line=day,
                digest="0" * 64,
                sha256="0" * 64,
            )
            for day in (4, 2)
        ],
    )
    told = text_of(Leading(views.overview(review)))
    assert "Ben Okoro   1 of 3 submitted   last file came 2026-03-04, 09:30 UTC" in told


def test_the_ready_ones_come_first_marked_and_the_others_say_for_whom_they_wait(review: Review) -> None:
    page = opening(review)
    lines = text_of(page).splitlines()
    first, second, third = (line for line in lines if "S00" in line)
    assert first.startswith(" > [x] S001")
    assert first.endswith("ready")
    assert second.startswith("    -  S002")
    assert second.endswith("waits for Ben Okoro")
    assert third.endswith("waits for Anna Berg, Ben Okoro")
    press(page, "j", "space")
    assert page.said.startswith("S002: ben has not submitted it")
    assert page.marked == {study_keys(review)[0]}


def test_a_study_of_one_coder_alone_is_named_before_it_is_opened(review: Review) -> None:
    second = study_keys(review)[1]
    carry_out(review, propose(review, "main", {second: ("anna",)}, "by hand").documents)
    page = opening(review)
    assert "ready, Anna Berg alone" in text_of(page)
    assert "1 of them coded by one person alone" in " ".join(text_of(Leading(views.overview(review))).split())
    press(page, "j")
    assert "nothing to compare in it" in text_of(page)
    proposal = Proposal("Open", lambda: propose_release(review, sorted(page.marked)))
    assert "coded by one person alone, with nothing to compare: S002" in text_of(proposal)


def test_marks_are_set_and_taken_back_all_at_once_or_one_by_one(review: Review) -> None:
    page = Marking("hand", "Who codes what", (), views.hand_rows(review))
    first, second, third = study_keys(review)
    assert press(page, "enter") is None
    assert page.said.startswith("No study is marked; space marks one, * all.")
    assert press(page, "*", "enter") == Marked("hand", (first, second, third))
    press(page, "*")
    assert press(page, "space", "j", "m", "enter") == Marked("hand", (first, third))
    assert "2 of 3 marked" in text_of(page)
    page.click("0")
    assert page.marked == {first, third}, "the first click only goes there"
    page.click("0")
    assert page.marked == {third}


def test_labels_lead_to_a_line_of_the_list(review: Review) -> None:
    page = Marking("hand", "Who codes what", (), views.hand_rows(review))
    page.shown(80, 24)
    press(page, "f")
    assert page.labels is not None
    press(page, page.labels.beside("2"))
    assert page.here == 2


def test_a_round_takes_only_what_nobody_has_begun_and_no_round_has(review: Review) -> None:
    first, _, third = study_keys(review)
    rows = {one.key: one for one in views.round_rows(review)}
    assert [key for key, one in rows.items() if one.may] == [third]
    assert "has begun it" in rows[first].more
    carry_out(review, propose_round(review, "Pilot", [third], (), 80, all_discussed=False).documents)
    again = {one.key: one for one in views.round_rows(review)}
    assert again[third].words == "in round pilot"
    assert not any(one.may for one in again.values())
    assert "“Pilot” is open: 0 of 1 study compared." in text_of(Leading(views.overview(review)))
    told = text_of(Leading(views.rounds(review)))
    assert "The rule of round `pilot` is not met." in told
    assert told.index("is not met") < told.index("Close it; its studies are coded afresh")


def test_nothing_is_written_before_enter_and_y(folder: Path, review: Review) -> None:
    page = Proposal("Open for comparison", lambda: propose_release(review, ready=True))
    before = bytes_of(folder)
    assert "1 study is open for comparison: S001" in text_of(page)
    assert "Nothing is written yet." in text_of(page)
    assert press(page, "y") is None, "y means nothing before it was asked"
    assert press(page, "enter") is None
    assert "Write this?" in text_of(page)
    assert press(page, "n") is None
    assert "Nothing is written yet." in text_of(page)
    assert press(page, "enter", "j") is None
    assert press(page, "y") is None, "any other key meant no"
    assert press(page, "enter", "y") == WriteIt()
    assert bytes_of(folder) == before


def test_what_came_in_meanwhile_is_shown_before_it_is_written(folder: Path, review: Review) -> None:
    page = Proposal("Open for comparison", lambda: propose_release(review, ready=True))
    assert page.settled()
    with opened(folder, "ben") as bens:
        session = bens.session(study_keys(bens)[1])
        for field, given in BEN[1].items():
            session.save((None, field), Coded(answer(given), QUOTE))
        assert session.submit(whole_paper=True) == ""
    assert review.look()
    review.take_in()
    assert not page.settled()
    assert "2 studies are open for comparison: S001, S002" in text_of(page)
    assert page.said.startswith("Something came in meanwhile")
    assert page.settled()


def test_what_is_so_already_is_not_written_again(review: Review) -> None:
    page = Proposal("Who codes what", lambda: Proposed(("3 studies coded by 2",), ()))
    assert press(page, "enter", "y") is None
    assert "It is so already" in text_of(page)


def form(made: list[Filled] | None = None) -> LeadForm:
    return LeadForm(
        "A random share",
        (),
        (WrittenLine("share", "Coded by two", "per cent", number=True), WrittenLine("name", "Name")),
        (Tick("anna", "Anna Berg"), Tick("ben", "Ben Okoro")),
        lambda texts, taken: Filled("sample", (), tuple(texts.items()), tuple(taken)),
        texts={"share": "20", "name": ""},
        taken=("anna", "ben"),
    )


def test_a_form_is_written_in_line_by_line_and_tells_all_of_it(review: Review) -> None:
    page = form()
    press(page, "3", "5", "enter")
    assert page.at == "name"
    press(page, "enter", *"jq n", "enter")
    press(page, "space")
    assert "[ ] Anna Berg" in text_of(page)
    assert press(page, "G", "enter") == Filled("sample", (), (("share", "35"), ("name", "jq n")), ("ben",))


def test_what_was_being_written_is_left_as_it_was_by_escape() -> None:
    page = form()
    press(page, "enter", "9", "escape")
    assert page.texts["share"] == "20"
    assert press(page, "escape") == "back"
    page.click("name")
    page.paste("pasted\nname")
    press(page, "enter")
    assert page.texts["name"] == "pasted name"


def test_the_proof_tells_who_submitted_what_when_and_what_of_the_marked_line(review: Review) -> None:
    page = ProofPage()
    assert "is being checked" in text_of(page)
    page.found = verify_as_read(review)
    told = text_of(page)
    assert "no damage found" in told
    rows = [line[3:].split() for line in told.splitlines() if "S00" in line]
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("S001", "anna", "submitted"),
        ("S001", "ben", "submitted"),
        ("S002", "anna", "submitted"),
    ]
    press(page, "G")
    assert "codebook 1.0; having seen" in text_of(page)
    assert "anna's plan to line" in text_of(page)


def test_the_proof_of_an_open_review_is_the_proof_of_the_logs(review: Review) -> None:
    assert verify_as_read(review) == verify(review)


def test_a_damaged_line_is_named_above_the_proof(folder: Path) -> None:
    (log,) = (folder / "logs").glob("ben.*.work.*")
    log.write_bytes(log.read_bytes().replace(b'"rct"', b'"xct"', 1))
    with opened(folder) as review:
        page = ProofPage()
        page.found = verify_as_read(review)
    assert "   ! " in text_of(page)
    assert "no damage" not in text_of(page)


def pages(review: Review) -> list[Page]:
    made: list[Page] = [
        Leading(views.overview(review)),
        Leading(views.assigning(review)),
        Leading(views.rounds(review)),
        opening(review),
        Marking("hand", "Who codes what", ("Mark them.",), views.hand_rows(review)),
        Marking("round", "A round", ("Mark them.",), views.round_rows(review)),
        form(),
        ProofPage(),
    ]
    proof = ProofPage()
    proof.found = verify_as_read(review)
    keys = study_keys(review)
    words = Proposed(("a long sentence " * 20,), ())
    made += [proof, Proposal("Open", lambda: words), Marking("hand", "None", (), ())]
    made.append(Proposal("Assign", lambda: propose(review, "main", {keys[0]: ("ben",)}, "by hand")))
    return made


@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_wider_or_longer_than_the_screen(size: tuple[int, int], review: Review) -> None:
    for page in pages(review):
        for keys in ((), ("j", "j"), ("G",), ("home",)):
            press(page, *keys)
            found = page.shown(*size)
            assert len(found.lines) <= size[1]
            assert 0 <= found.cursor[1] < size[1]
            if size[0] >= 40:
                for one in found.lines:
                    assert sum(cells(text) for text, _ in one.drawn.pieces) <= size[0], type(page)


def test_the_cursor_is_in_sight_in_a_list_of_any_length() -> None:
    rows = [StudyRow(f"{number:016x}", f"S{number:03}", "A", "ready", "more " * 60) for number in range(300)]
    page = Marking("open", "Open", ("A sentence.",), rows)
    for keys in (["pagedown"] * 5, ["G"], ["up"] * 3, ["pageup"] * 30, ["home"]):
        press(page, *keys)
        found = page.shown(80, 24)
        assert len(found.lines) == 24
        here = found.lines[found.cursor[1]]
        assert here.marked
        assert here.target == str(page.here)


def test_names_act_on_no_terminal() -> None:
    bad = "\x1b]0;gone\x07[b]x[/b]"
    page = Marking("open", bad, (bad,), [StudyRow("k", bad, bad, bad, bad)])
    told = text_of(page) + text_of(LeadForm(bad, (bad,), (), (Tick("a", bad, bad),), lambda *_: "back", texts={}))
    assert "\x1b" not in told
    assert "[b]x" in told


@pytest.fixture
def coded(tmp_path: Path) -> TwoCoders:
    return two_coders(tmp_path / "r", "ben", "anna")


def test_no_page_shows_anything_of_anothers_codes(coded: TwoCoders) -> None:
    secrets = coded.secrets()
    assert SENTINEL in secrets
    with opened(coded.folder) as review:
        review.look()
        review.take_in()
        for page in pages(review):
            for _ in range(4):
                told = text_of(page, 200, 200) + page.said + repr(getattr(page, "view", ""))
                assert not [one for one in secrets if one in told], type(page)
                press(page, "j")


def test_people_who_only_look_are_not_offered_to_code(tmp_path: Path) -> None:
    dora = PersonEntry(id="dora", name="Dora Lind", roles=("reviewer",))
    made = with_studies(tmp_path / "r", people=(*PEOPLE, dora))
    with opened(made) as review:
        assert [one.id for one in views.reviewers(review)] == ["anna", "ben", "dora"]
        assert "Coded: 3 studies by three people." in text_of(Leading(views.assigning(review)))


def test_the_first_page_leads_there_by_one_key() -> None:
    assert press(Home(), "O") == ShowLeading()

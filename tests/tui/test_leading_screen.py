"""The review is led in the running app: what is chosen is shown, asked, written, and told on every page beneath."""

from pathlib import Path

from compared_reviews import ANNA, BEN, code
from opened_reviews import bytes_of, opened, study_keys, with_studies
from running_app import app_of, burst, message, page_of, played, running, seen, until

from twofold.record.document import MAIN_ROUND
from twofold.tui.pages.home import Home
from twofold.tui.pages.leading import Leading
from twofold.tui.pages.leading_marking import Marking
from twofold.tui.pages.leading_proof import ProofPage
from twofold.tui.pages.leading_proposal import Proposal


def half_coded(folder: Path) -> Path:
    """Both have submitted the first study and anna, at this device last, the second; nobody has begun the third."""
    with_studies(folder)
    code(folder, "ben", BEN[:1])
    code(folder, "anna", ANNA[:2])
    return folder


@played
async def test_ready_studies_are_opened_after_a_look_and_a_yes(tmp_path: Path) -> None:
    folder = half_coded(tmp_path / "r")
    async with running(folder) as pilot:
        await until(pilot, lambda: "Ben Okoro" in seen(pilot.app))
        await burst(pilot, "O")
        assert "1 more is ready" in seen(pilot.app)
        await burst(pilot, "enter")
        assert isinstance(page_of(pilot), Marking)
        assert "1 of 1 marked" in seen(pilot.app)
        before = bytes_of(folder)
        await burst(pilot, "enter", "enter")
        assert isinstance(page_of(pilot), Proposal)
        assert "Write this?" in seen(pilot.app)
        assert bytes_of(folder) == before
        await burst(pilot, "y")
        assert isinstance(page_of(pilot), Leading)
        assert message(pilot).startswith("Saved.")
        assert "1 study is open for comparison; no other is ready." in seen(pilot.app)
        await burst(pilot, "escape")
        assert isinstance(page_of(pilot), Home)
        assert "See how the coders agree on 1 study" in seen(pilot.app)
    with opened(folder) as review:
        first, second, _ = study_keys(review)
        assert review.plan.released(MAIN_ROUND, first)
        assert not review.plan.released(MAIN_ROUND, second)


@played
async def test_a_round_is_opened_in_a_burst_of_keys_and_closed_after_its_outcome_was_told(tmp_path: Path) -> None:
    folder = half_coded(tmp_path / "r")
    async with running(folder, (120, 40)) as pilot:
        await until(pilot, lambda: "Ben Okoro" in seen(pilot.app))
        # The third study, which alone may be marked, stands first; the name is written in the line of the form.
        await burst(pilot, "O", "jj", "enter", "enter", "space", "enter", "enter", "Pilot", "enter", "90", "enter")
        await burst(pilot, "space", "end", "enter", "enter", "y")
        assert isinstance(page_of(pilot), Leading)
        assert "“Pilot” is open: 0 of 1 study compared." in seen(pilot.app)
        review = app_of(pilot).review
        assert review is not None
        rule = review.plan.round("pilot").stop_rule
        assert rule is not None
        assert (rule.raw_agreement, rule.all_discussed) == (90, True)
        assert review.plan.coders("pilot", study_keys(review)[2]) == ("anna", "ben")
        await burst(pilot, "enter", "j", "enter")
        assert "The rule of round `pilot` is not met." in seen(pilot.app)
        assert review.plan.round("pilot").state == "open"
        await burst(pilot, "enter", "y")
        assert review.plan.round("pilot").state == "closed-kept"


@played
async def test_studies_go_to_people_and_a_share_to_two(tmp_path: Path) -> None:
    folder = half_coded(tmp_path / "r")
    async with running(folder) as pilot:
        await until(pilot, lambda: "Ben Okoro" in seen(pilot.app))
        await burst(pilot, "O", "j", "enter", "j", "enter", "3x", "enter", "end", "enter")
        assert message(pilot).startswith("The share is a whole number from 0 to 100")
        await burst(pilot, "up", "up", "up", "up", "0", "enter", "end", "enter")
        assert isinstance(page_of(pilot), Proposal)
        assert "3 studies coded by 1" in seen(pilot.app)
        await burst(pilot, "escape", "escape", "end", "enter", "end", "space", "enter", "space", "end", "enter")
        assert "ben: 1 studies" in seen(pilot.app), "anna was taken out by space"
        await burst(pilot, "enter", "y")
        review = app_of(pilot).review
        assert review is not None
        third = next(key for key, one in review.plan.studies.items() if one.number == "S003")
        assert review.plan.coders(MAIN_ROUND, third) == ("ben",)
        assert "Coded: 2 studies by two people, 1 study by one person." in seen(pilot.app)


@played
async def test_the_proof_is_read_behind_its_page(tmp_path: Path) -> None:
    async with running(half_coded(tmp_path / "r")) as pilot:
        await burst(pilot, "O", "end", "enter")
        page = page_of(pilot)
        assert isinstance(page, ProofPage)
        await until(pilot, lambda: page.found is not None)
        await pilot.pause()
        assert "no damage found" in seen(pilot.app)
        rows = [line.split() for line in seen(pilot.app).splitlines() if "submitted" in line and " S00" in line]
        assert len(rows) == 3


@played
async def test_who_is_no_lead_is_told_so(tmp_path: Path) -> None:
    folder = half_coded(tmp_path / "r")
    with opened(folder, "ben"):
        pass
    async with running(folder) as pilot:
        await until(pilot, lambda: "Ben Okoro" in seen(pilot.app))
        assert "Lead the review" not in seen(pilot.app)
        await burst(pilot, "O")
        assert isinstance(page_of(pilot), Home)
        assert message(pilot).startswith("Only a lead leads the review.")

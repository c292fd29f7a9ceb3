"""Taking what somebody sent who is not of the review yet, and telling by content what was sent at all."""

from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import bytes_of, opened, ris, study_keys, with_studies
from strangers import work_of_a_stranger

from twofold.exchange.examining import Fate
from twofold.exchange.receiving import CannotReceive, receiving
from twofold.exchange.recognising import is_sent, parted
from twofold.review.adding_people import note_people
from twofold.review.open import Review
from twofold.review.publishing import drafted
from twofold.review.review_file import read_review_file


@pytest.fixture
def stranger(tmp_path: Path) -> tuple[Path, Path]:
    return work_of_a_stranger(tmp_path)


def test_who_is_not_of_the_review_is_named_and_joins_only_when_the_lead_says_so(stranger: tuple[Path, Path]) -> None:
    folder, file = stranger
    with opened(folder) as review:
        with receiving(review, [file]) as found:
            assert found.unknown_people == ("dora",)
            assert [one.fate for one in found.logs(Fate.REFUSED)] == [Fate.REFUSED]
            assert "--add-people" in found.logs(Fate.REFUSED)[0].why
        before = bytes_of(folder)
        with receiving(review, [file], adding_people=True) as found:
            assert found.joining is not None
            assert found.joining.words == ("`dora` joins as reviewer",)
            assert [one.codes for one in found.logs(Fate.TAKEN)] == [1]
            assert bytes_of(folder) == before
            found.take()
        assert found.told == ""
        assert review.plan.standing.person("dora") is not None
        review.look()
        assert review.logs.begun(study_keys(review)[0], "dora")
    with opened(folder) as review:
        assert {one.id for one in read_review_file(folder).people} == {"anna", "ben", "cleo", "dora"}
        assert drafted(review).documents == ()


def test_the_command_does_the_same_and_only_for_a_lead(stranger: tuple[Path, Path]) -> None:
    folder, file = stranger
    with opened(folder):
        pass
    ran = twofold("receive", file, "-r", folder, "--add-people", "--as", "ben")
    assert ran.code == 4
    assert "Only a lead adds people" in ran.err
    before = bytes_of(folder)
    ran = twofold("receive", file, "-r", folder, "--add-people", "--dry-run", "--as", "anna")
    assert "`dora` joins as reviewer" in ran.out
    assert "1 log would be taken. Nothing was written." in ran.out
    assert bytes_of(folder) == before
    ran = twofold("receive", file, "-r", folder, "--add-people", "--json", "--as", "anna")
    assert ran.json["people_added"] == ["`dora` joins as reviewer"]
    assert Review(folder).plan.standing.person("dora") is not None


def test_a_reviewer_cannot_add_people_by_receiving(stranger: tuple[Path, Path]) -> None:
    folder, file = stranger
    with (
        opened(folder, "ben") as review,
        pytest.raises(CannotReceive, match="Only a lead adds people"),
        receiving(review, [file], adding_people=True),
    ):
        pass


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ("title = [", "it has a mistake"),
        (
            'format = 1\nreview = "x"\ntitle = "T"\npeople = [{id = "anna", name = "A", roles = ["lead"]}]\n',
            "not listed in",
        ),
    ],
)
def test_a_draft_that_cannot_be_added_to_stays_as_it_is_and_is_told(tmp_path: Path, draft: str, said: str) -> None:
    folder = with_studies(tmp_path / "r")
    with opened(folder) as review:
        (folder / "review.toml").write_text(draft, "utf-8")
        told = note_people(review)
    assert said in told
    assert "Add the new people there" in told
    assert (folder / "review.toml").read_text("utf-8") == draft


def test_comments_and_all_else_in_the_draft_stay_where_they_are(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    text = (folder / "review.toml").read_text("utf-8")
    short = text[: text.index('[[people]]\nid = "ben"')] + "# mine\n" + text[text.index("# Whether") :]
    (folder / "review.toml").write_text(short, "utf-8")
    with opened(folder) as review:
        assert note_people(review) == ""
    made = (folder / "review.toml").read_text("utf-8")
    assert {one.id for one in read_review_file(folder).people} == {"anna", "ben", "cleo"}
    left = iter(made.splitlines())
    assert all(line in left for line in short.splitlines())
    assert "# mine" in made
    assert "# Whether" in made


def test_what_was_sent_is_told_from_references_by_content_alone(stranger: tuple[Path, Path], tmp_path: Path) -> None:
    folder, log = stranger
    place = tmp_path / "mixed"
    place.mkdir()
    with opened(folder):
        pass
    assert twofold("send", "--to", "ben", "-r", folder, "--out", place).code == 0
    (packet,) = place.iterdir()
    packet = packet.rename(place / "renamed.ris")
    (place / "found.twofold-not").write_text(ris("One"), "utf-8")
    assert is_sent(packet)
    assert is_sent(log)
    assert not is_sent(place / "found.twofold-not")
    assert not is_sent(place / "nowhere.ris")
    assert parted([place]) == ((place,), (place,))
    assert parted([packet, place / "found.twofold-not"]) == ((packet,), (place / "found.twofold-not",))
    assert parted([folder]) == ((folder,), ())

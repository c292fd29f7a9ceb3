"""A team's own examples to practise on: a lead publishes them with the codebook, and they reach everybody."""

from pathlib import Path

import pytest
from opened_reviews import founded, on_device, opened
from practised import OWN
from sent_around import Team

from twofold.record.plan_documents import PracticeDocument
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.review.practising import source_for
from twofold.review.publishing import CannotPublish, draft_of, drafted, publish


def published(folder: Path, text: str | None) -> tuple[str, ...]:
    """What publishing says, with this text in the file of examples; without it, with no such file."""
    path = folder / "practice.toml"
    if text is None:
        path.unlink(missing_ok=True)
    else:
        path.write_text(text, encoding="utf-8")
    with opened(folder, "anna") as review:
        publication = drafted(review)
        assert draft_of(review).words == publication.words
        publish(review, publication)
        assert drafted(review).documents == ()
    return publication.words


def labels(folder: Path) -> list[str]:
    return [one.label for one in source_for(Review(folder)).practice.studies]


def test_published_examples_reach_a_reviewer_with_the_leads_file(tmp_path: Path) -> None:
    team = Team(tmp_path)
    with team.at("anna"):
        words = published(team.folder("anna"), OWN)
    assert words == ("the codebook carries own examples to practise on: 1 study",)
    with team.at("ben"):
        assert "Own" not in labels(team.folder("ben"))
    team.receive("ben", team.send("anna", "ben"))
    with team.at("ben"):
        assert not (team.folder("ben") / "practice.toml").exists()
        assert labels(team.folder("ben")) == ["Own"]


def test_who_wrote_them_practises_on_the_draft_and_the_others_on_what_was_published(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    published(folder, OWN)
    (folder / "practice.toml").write_text(OWN.replace('"Own"', '"Draft"'), encoding="utf-8")
    assert labels(folder) == ["Draft"]
    (folder / "practice.toml").unlink()
    assert labels(folder) == ["Own"]
    assert published(folder, OWN.replace('"Own"', '"Better"')) == (
        "the codebook carries other examples to practise on: 1 study",
    )


def test_an_empty_file_takes_them_back_and_a_missing_one_leaves_them(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    published(folder, OWN)
    assert published(folder, None) == ()
    assert labels(folder) == ["Own"]
    assert published(folder, " \n") == ("the examples to practise on are withdrawn",)
    assert "Own" not in labels(folder)
    assert published(folder, "") == ()


def test_examples_with_a_mistake_stop_the_publication_and_name_their_line(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    with pytest.raises(
        CannotPublish, match=r"`practice.toml`, line 11: .*Did you mean `rct`(.|\n)*Nothing was published"
    ):
        published(folder, OWN.replace('"rct"', '"rtc"'))
    (folder / "practice.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(CannotPublish, match="not UTF-8"), opened(folder, "anna") as review:
        drafted(review)


def test_a_codebook_that_published_examples_do_not_fit_is_published_with_a_word(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    published(folder, OWN)
    codebook = folder / "codebook.toml"
    codebook.write_text(codebook.read_text("utf-8").replace('value = "rct"', 'value = "trial"'), encoding="utf-8")
    (folder / "practice.toml").unlink()
    with opened(folder, "anna") as review:
        draft = draft_of(review)
    assert "do not fit this codebook" in draft.words[-1]


def test_two_leads_examples_unknown_to_each_other_are_one_after_the_next_publication(tmp_path: Path) -> None:
    with on_device(tmp_path / "home"):
        folder = founded(tmp_path / "r")
        published(folder, OWN)
        with opened(folder, "anna") as review:
            assert review.pen is not None
            other = review.pen.document(PracticeDocument, text=OWN.replace('"Own"', '"Other"'))[1]
            carry_out(review, [other])
            review.take_in()
            assert len(review.plan.practices) == 2
        assert labels(folder)[0] in ("Own", "Other")
        published(folder, OWN)
        with opened(folder, "anna") as review:
            assert [one.text for one in review.plan.practices.values()] == [OWN]

"""Publishing the lead's drafts: what adds passes, what changes a meaning does not, and coding never waits for it."""

import errno
import os
from pathlib import Path

import pytest
from opened_reviews import (
    CODEBOOK,
    PEOPLE,
    TITLE,
    bytes_of,
    carry,
    founded,
    on_device,
    opened,
    study_keys,
    value,
    with_studies,
)

from twofold.record.plan_documents import PersonEntry
from twofold.review.open import Review
from twofold.review.publishing import CannotPublish, drafted, publish
from twofold.review.review_file import review_file_text


def redraft(folder: Path, *changes: tuple[str, str], file: str = "codebook.toml") -> None:
    text = (folder / file).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / file).write_text(text, encoding="utf-8")


def published(folder: Path, person: str = "anna") -> tuple[str, ...]:
    with opened(folder, person) as review:
        publication = drafted(review)
        publish(review, publication)
        return publication.words


def refusal(folder: Path, person: str = "anna") -> str:
    """Why publishing is refused; nothing may be written by that."""
    before = bytes_of(folder)
    with opened(folder, person) as review, pytest.raises(CannotPublish) as caught:
        drafted(review)
    assert bytes_of(folder) == before
    return str(caught.value)


def test_drafts_that_say_what_is_in_force_publish_nothing(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    before = bytes_of(folder)

    assert published(folder) == ()
    assert bytes_of(folder) == before


def test_added_fields_and_options_and_new_labels_and_help_are_published_in_words(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    redraft(
        folder,
        ('label = "Design?"', 'label = "Which design?"\n  help = "The strongest."'),
        (
            '{ value = "cohort", label = "Cohort" },',
            '{ value = "cohort", label = "Cohort" }, { value = "pre", label = "Pre-post" },',
        ),
        (
            '[[section]]\nid = "results"',
            '  [[section.field]]\n  id = "extra"\n  label = "Extra?"\n  type = "text"\n\n[[section]]\nid = "results"',
        ),
    )

    words = published(folder)
    assert len(words) == 4
    assert any("`extra` added" in one for one in words)
    assert any("`pre` added" in one for one in words)
    with opened(folder, "ben") as review:
        book = review.in_force.codebook
        assert "extra" in book.by_id
        assert book.by_id["design"].label == "Which design?"
        assert book.by_id["design"].option("pre") is not None
    assert published(folder) == ()


def test_a_change_of_comments_alone_is_published_and_said_to_change_nothing(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    redraft(folder, ("# A comment that its lead wrote.", "# Another comment."))

    assert published(folder) == ("the codebook's text changed, and nothing that it says",)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('{ value = "cohort", label = "Cohort" },', "", "`cohort` of `design` removed"),
        ('id = "remarks"', 'id = "notes"', "`remarks` removed"),
        (
            'id = "n_all"\n  label = "How many?"\n  type = "integer"',
            'id = "n_all"\n  label = "How many?"\n  type = "number"',
            "type of `n_all` changed",
        ),
        ('at_least = "middle"', 'at_least = "high"', "`show_if`"),
        ('id = "small"', 'id = "smaller"', "id changed"),
        (
            '{ value = "middle", label = "Middle" },\n    { value = "high", label = "High" },',
            '{ value = "high", label = "High" },\n    { value = "middle", label = "Middle" },',
            "order of the scale",
        ),
    ],
)
def test_a_changed_meaning_is_refused_with_a_way_out_and_nothing_is_written(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    folder = founded(tmp_path / "r")
    redraft(folder, (old, new))

    sentence = refusal(folder)
    assert said in sentence
    assert "Nothing was published." in sentence
    assert Review(folder).in_force.codebook.by_id["design"].option("cohort") is not None


@pytest.mark.parametrize(
    ("file", "broken", "said"),
    [
        ("codebook.toml", CODEBOOK.replace('type = "date"', 'type = "dat"'), "line 6"),
        ("codebook.toml", "format = ", "line 1"),
        ("codebook.toml", CODEBOOK.replace('"1.0"', f'"{"1" * 501}"'), "longer than"),
        ("review.toml", "title = ", "proper TOML"),
        ("review.toml", 'format = 1\nreview = "{id}"\ntitle = "T"\npeople = []\n', "`lead`"),
        (
            "review.toml",
            'format = 1\nreview = "{id}"\ntitle = ""\n[[people]]\nid = "anna"\nname = "A"\nroles = ["lead"]\n',
            "no title",
        ),
        ("review.toml", 'format = 1\nreview = "{id}"\n', "`title`"),
        (
            "review.toml",
            'format = 1\nreview = "{id}"\ntitle = "T"\n[[people]]\nid = "anna"\nname = 3\nroles = ["lead"]\n',
            "people.0.name",
        ),
    ],
)
def test_a_broken_draft_is_named_and_coding_goes_on_with_what_is_in_force(
    tmp_path: Path, file: str, broken: str, said: str
) -> None:
    folder = with_studies(tmp_path / "r")
    review_id = Review(folder).id
    (folder / file).write_text(broken.replace("{id}", review_id), encoding="utf-8")

    sentence = refusal(folder)
    assert said in sentence
    assert f"`{file}`" in sentence
    assert "coding goes on with what is in force" in sentence
    with opened(folder, "ben") as review:
        session = review.session(study_keys(review)[0])
        assert session.locked == ""
        session.save((None, "design"), value("rct"))
        assert session.check().blank


@pytest.mark.parametrize("file", ["codebook.toml", "review.toml"])
def test_a_draft_that_is_no_text_or_is_gone_is_told_as_a_sentence(tmp_path: Path, file: str) -> None:
    folder = founded(tmp_path / "r")
    (folder / file).write_bytes(b"\xff\xfe\x00")
    assert "not UTF-8 text" in refusal(folder)
    if file == "codebook.toml":
        (folder / file).unlink()
        assert "could not be read" in refusal(folder)


def test_drafts_with_a_byte_order_mark_say_what_they_say(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    for file in ("codebook.toml", "review.toml"):
        (folder / file).write_text((folder / file).read_text("utf-8"), "utf-8-sig")

    assert published(folder) == ()


def test_people_are_added_renamed_and_given_roles(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    review_id = Review(folder).id
    people = (
        PEOPLE[0],
        PersonEntry(id="ben", name="Ben O. Okoro", roles=("lead", "reviewer")),
        PEOPLE[2],
        PersonEntry(id="dora", name="Dora", roles=("reviewer",)),
    )
    (folder / "review.toml").write_text(review_file_text(review_id, "A new title", people), "utf-8")

    words = published(folder)
    assert any("A new title" in one for one in words)
    assert any("`dora` (Dora) joins as reviewer" in one for one in words)
    assert any("`ben` is now Ben O. Okoro, lead and reviewer" in one for one in words)
    with opened(folder, "dora") as review:
        assert review.title == "A new title"
        assert review.id == review_id
    with opened(folder, "ben") as review:
        assert drafted(review).documents == ()


def test_a_person_who_was_of_the_review_stays_in_it(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    review_id = Review(folder).id
    (folder / "review.toml").write_text(review_file_text(review_id, TITLE, PEOPLE[:1]), "utf-8")

    assert "`ben` is no longer in `review.toml`" in refusal(folder)


def test_who_is_no_lead_publishes_nothing_whatever_their_drafts_say(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    redraft(folder, ('label = "Design?"', 'label = "Mine?"'))

    for person in ("ben", "cleo"):
        assert "Only a lead publishes" in refusal(folder, person)
        with opened(folder, person) as review:
            assert review.in_force.codebook.by_id["design"].label == "Design?"


def test_a_lead_who_may_only_read_is_told_why(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    with opened(folder), opened(folder) as second, pytest.raises(CannotPublish, match="are being written by"):
        drafted(second)


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    redraft(folder, ('label = "Design?"', 'label = "Which?"'))
    before = bytes_of(folder)

    with opened(folder) as review:
        assert drafted(review).words
    assert bytes_of(folder) == before
    assert Review(folder).in_force.codebook.by_id["design"].label == "Design?"


def test_a_full_disk_publishes_nothing_and_later_nothing_unasked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = founded(tmp_path / "r")
    redraft(folder, ('label = "Design?"', 'label = "Which?"'))
    before = bytes_of(folder)

    with opened(folder) as review:
        publication = drafted(review)
        with monkeypatch.context() as broken:
            broken.setattr(os, "write", _full)
            with pytest.raises(CannotPublish, match=r"Nothing was published\. .*the disk is full"):
                publish(review, publication)
        review.retry()
        assert review.in_force.codebook.by_id["design"].label == "Design?"
    assert bytes_of(folder) == before


def _full(*_: object) -> int:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_what_is_published_holds_at_once_in_the_open_review_also_for_open_studies(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    redraft(folder, ('label = "Design?"', 'label = "Which?"'))
    with opened(folder) as review:
        session = review.session(study_keys(review)[0])
        publish(review, drafted(review))
        assert session.codebook.by_id["design"].label == "Which?"
        publish(review, drafted(review))


def two_leads(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Two copies of a review with a lead each, and the data folder of the second."""
    people = (PEOPLE[0], PersonEntry(id="ben", name="Ben", roles=("lead", "reviewer")))
    one, other = founded(tmp_path / "one", people), tmp_path / "other"
    with on_device(tmp_path / "home2"):
        other.mkdir()
        for name in ("codebook.toml", "review.toml"):
            (other / name).write_bytes((one / name).read_bytes())
        carry(one, other)
    return one, other, tmp_path / "home2"


def test_two_codebooks_published_unknown_to_each_other_are_told_and_settled_by_publishing_again(
    tmp_path: Path,
) -> None:
    one, other, home2 = two_leads(tmp_path)
    added = '  [[section.field]]\n  id = "{}"\n  label = "New?"\n  type = "text"\n\n[[section]]\nid = "results"'
    redraft(one, ('[[section]]\nid = "results"', added.format("by_anna")))
    published(one)
    with on_device(home2):
        redraft(other, ('[[section]]\nid = "results"', added.format("by_ben")))
        published(other, "ben")
    carry(other, one)

    with opened(one) as review:
        assert any("Publish again" in sentence for sentence in review.told)
    # Either draft would take the other lead's field away, with all answers to it.
    assert "`by_ben` removed" in refusal(one)
    redraft(one, ('[[section]]\nid = "results"', added.format("by_ben")))
    assert "of two codebooks, this one holds" in published(one)
    with opened(one) as review:
        assert review.told == []
        assert {"by_anna", "by_ben"} <= set(review.in_force.codebook.by_id)
    assert published(one) == ()


def test_two_lists_of_people_made_unknown_to_each_other_are_joined_until_one_is_published(tmp_path: Path) -> None:
    one, other, home2 = two_leads(tmp_path)
    review_id = Review(one).id
    people = Review(one).plan.standing.people
    dora, emil = (PersonEntry(id=key, name=key.title(), roles=("reviewer",)) for key in ("dora", "emil"))
    (one / "review.toml").write_text(review_file_text(review_id, TITLE, (*people, dora)), "utf-8")
    published(one)
    with on_device(home2):
        (other / "review.toml").write_text(review_file_text(review_id, TITLE, (*people, emil)), "utf-8")
        published(other, "ben")
    carry(other, one)

    with opened(one, "emil") as review:
        assert any("both lists are joined" in sentence for sentence in review.told)
    assert "`emil` is no longer" in refusal(one)
    (one / "review.toml").write_text(review_file_text(review_id, TITLE, (*people, dora, emil)), "utf-8")
    assert published(one) == ("of two lists of people, this one holds",)
    with opened(one, "dora") as review:
        assert review.told == []

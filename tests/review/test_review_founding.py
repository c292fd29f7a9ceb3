"""Founding a review: all of it or nothing."""

import errno
import os
import tomllib
from pathlib import Path

import pytest
from opened_reviews import CODEBOOK, PEOPLE, TITLE, bytes_of, founded, opened

from twofold.codebook.templates import default_codebook_text
from twofold.record.plan_documents import CodebookDocument, PersonEntry, ReviewDocument
from twofold.record.tables import read_document
from twofold.review.founding import CannotFound, found_review
from twofold.review.open import Review
from twofold.review.review_file import BadReviewFile, checked_people, id_for, read_review_file, review_file_text
from twofold.store.journal import documents_in


def test_a_new_review_is_a_folder_with_drafts_the_founders_plan_log_and_advice_for_git(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")

    names = sorted(bytes_of(folder))
    assert names[:3] == [".gitattributes", "codebook.toml", names[2]]
    assert names[3] == "review.toml"
    assert names[2].startswith("logs/anna.")
    assert ".plan." in names[2]
    assert "*.jsonl -text" in (folder / ".gitattributes").read_text("utf-8")


def test_the_default_codebook_is_copied_with_its_comments_and_published_as_it_stands(tmp_path: Path) -> None:
    folder = found_review(tmp_path / "r", TITLE, PEOPLE)

    text = (folder / "codebook.toml").read_text("utf-8")
    assert text == default_codebook_text()
    assert text.startswith("# The codebook of this review")
    review = Review(folder)
    assert review.plan.codebook is not None
    assert review.plan.codebook[1].text == text
    assert review.in_force.codebook.by_id["engagement_level"].primary


def test_the_reviews_id_is_the_id_of_the_document_that_founds_it(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    (log,) = (folder / "logs").iterdir()

    first, second = (read_document(one) for one in documents_in(log))
    named = tomllib.loads((folder / "review.toml").read_text("utf-8"))["review"]
    assert isinstance(first, ReviewDocument)
    assert isinstance(second, CodebookDocument)
    assert next(iter(documents_in(log))).id == named == Review(folder).id


def test_two_foundings_of_the_same_words_are_two_reviews(tmp_path: Path) -> None:
    one, other = founded(tmp_path / "one"), founded(tmp_path / "other")

    assert Review(one).id != Review(other).id


def test_what_was_founded_is_what_opens(tmp_path: Path) -> None:
    with opened(founded(tmp_path / "r"), "ben") as review:
        assert review.title == TITLE
        assert review.plan.standing.people == PEOPLE
        assert review.told == []
        assert review.cards() == ()
        assert review.next_to_code() is None


def test_the_draft_of_title_and_people_reads_back_as_it_was_founded_whatever_is_in_it(tmp_path: Path) -> None:
    people = (PersonEntry(id="anna", name='An"na \\ [b] \x1b[2J \u202e Ü', roles=("lead",)),)
    folder = found_review(tmp_path / "r", 'A "title" \\ with\nlines # and more', people, CODEBOOK)

    draft = read_review_file(folder)
    assert draft.title == 'A "title" \\ with lines # and more'
    assert b"\x1b" not in (folder / "review.toml").read_bytes()
    assert [one.id for one in draft.people] == ["anna"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "r").mkdir()
    founded(tmp_path / "r")

    assert Review(tmp_path / "r").title == TITLE
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r"]


def test_the_folder_one_stands_in_is_taken_where_it_is_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "r").mkdir()
    monkeypatch.chdir(tmp_path / "r")

    founded(Path())
    assert Review(Path()).title == TITLE
    assert (Path.cwd() / "review.toml").is_file()


@pytest.mark.parametrize("in_the_way", ["a folder with a file", "a file"])
def test_a_folder_in_the_way_is_refused_and_not_touched(tmp_path: Path, in_the_way: str) -> None:
    folder = tmp_path / "r"
    if in_the_way == "a file":
        folder.write_text("mine")
    else:
        folder.mkdir()
        (folder / "thesis.doc").write_text("mine")
    before = bytes_of(tmp_path)

    with pytest.raises(CannotFound, match="already there and is not empty"):
        founded(folder)
    assert bytes_of(tmp_path) == before


def test_a_codebook_with_a_mistake_founds_nothing_and_names_the_line(tmp_path: Path) -> None:
    broken = CODEBOOK.replace('id = "level"', 'id = "design"')

    with pytest.raises(CannotFound, match=r"line \d+") as caught:
        founded(tmp_path / "deep" / "r", codebook=broken)
    assert "design" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("title", "people", "said"),
    [
        (" \n ", PEOPLE, "title"),
        ("t" * 501, PEOPLE, "title"),
        (TITLE, PEOPLE[1:], "lead"),
        (TITLE, (), "lead"),
    ],
)
def test_a_review_without_a_title_or_a_lead_is_refused_with_a_sentence(
    tmp_path: Path, title: str, people: tuple[PersonEntry, ...], said: str
) -> None:
    with pytest.raises(CannotFound, match=said):
        found_review(tmp_path / "r", title, people, CODEBOOK)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([("Anna", "Anna", ["lead"])], "`Anna` cannot be a person's id"),
        ([("a" * 33, "Anna", ["lead"])], "cannot be a person's id"),
        ([("../x", "Anna", ["lead"])], "cannot be a person's id"),
        ([("anna\n", "Anna", ["lead"])], "cannot be a person's id"),
        ([("anna", "Anna", ["boss"])], "`boss` is no role"),
        ([("anna", "Anna", [])], "has no role"),
        ([("anna", "Anna", ["reviewer"])], "Nobody has the role `lead`"),
        ([], "Nobody has the role `lead`"),
        ([("anna", "A", ["lead"]), ("anna", "B", ["reviewer"])], "Two people have the id `anna`"),
        ([("anna", "A" * 501, ["lead"])], "name"),
        ([("anna", "Anna Berg", ["lead"]), ("ben", "anna berg", ["reviewer"])], "`anna` and `ben` are both called"),
    ],
)
def test_people_who_cannot_be_are_refused_with_the_way_out(given: list[tuple[str, str, list[str]]], said: str) -> None:
    with pytest.raises(BadReviewFile) as caught:
        checked_people(given)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_people_are_kept_in_their_order_with_roles_in_one_order_and_a_name_at_least() -> None:
    assert checked_people([("ben", "  ", ["reviewer", "lead", "lead"]), ("anna", " Anna\tBerg ", ["arbiter"])]) == (
        PersonEntry(id="ben", name="ben", roles=("lead", "reviewer")),
        PersonEntry(id="anna", name="Anna Berg", roles=("arbiter",)),
    )


def test_an_id_is_made_of_any_name_and_is_one() -> None:
    assert id_for("Anna Berg") == "anna"
    assert id_for("Ánna", ["anna"]) == "anna-2"
    assert id_for("Anna", ["anna", "anna-2"]) == "anna-3"
    for name in ("王小明", "", "123", "-", "A" * 90, "[b]", "Ø"):
        made = id_for(name, ["person", "a"])
        assert checked_people([(made, name, ["lead"])])[0].id == made


@pytest.mark.parametrize("step", range(12))
@pytest.mark.parametrize("call", ["write", "fsync", "mkdir", "replace"])
def test_wherever_the_disk_fails_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, twofold_home: Path, call: str, step: int
) -> None:
    real = getattr(os, call)
    left = [step]

    def failing(*args: object, **kwargs: object) -> object:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return real(*args, **kwargs)

    monkeypatch.setattr(os, call, failing)
    said = ""
    try:
        founded(tmp_path / "new" / "r")
    except CannotFound as error:
        said = str(error)
    finally:
        monkeypatch.undo()
    if not said:
        assert Review(tmp_path / "new" / "r").title == TITLE
        return
    assert "the disk is full" in said
    assert list(tmp_path.rglob("*")) == []
    assert not list((twofold_home / "reviews").glob("*/*"))


def test_a_parent_that_is_a_file_is_told_as_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")

    with pytest.raises(CannotFound, match="could not be made: "):
        founded(tmp_path / "file" / "r")
    assert (tmp_path / "file").read_text() == "mine"


def test_the_draft_written_by_hand_reads_with_a_byte_order_mark_too(tmp_path: Path) -> None:
    folder = founded(tmp_path / "r")
    text = (folder / "review.toml").read_text("utf-8")
    (folder / "review.toml").write_text(text, "utf-8-sig")

    assert read_review_file(folder).title == TITLE
    assert review_file_text(Review(folder).id, TITLE, PEOPLE) == text

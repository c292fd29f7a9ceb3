"""Bringing in references: every record is accounted for, nothing twice, and no vote gets to where coders look."""

import errno
import os
import unicodedata
from pathlib import Path

import pytest
from opened_reviews import TITLES, bytes_of, founded, on_device, opened, ris, study_keys, with_studies
from written_documents import all_but_imports, documents_of

from twofold.record.plan_documents import ReportDocument
from twofold.record.tables import read_document
from twofold.record.work_documents import ScreeningDocument
from twofold.review.bringing_in import bring_in, work_out
from twofold.review.bringing_in_account import Account, CannotBringIn
from twofold.review.open import Review
from twofold.store.journal import documents_in
from twofold.values.resources import shipped

VOTES = """\
Title,Authors,Published Year,DOI,Covidence #,Study,Notes,Tags
A fictional trial of gardens,"Abara, A; Bianchi, B",2019,10.1000/votes.1,#14,Abara 2019,ANNA-VOTED-YES,ANNA-SAYS-INCLUDE
A fictional cohort of choirs,"Castro, C",2020,10.1000/votes.2,#15,Castro 2020,,BEN-SAYS-MAYBE
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return founded(tmp_path / "r")


def written_file(place: Path, text: str, name: str = "found.ris") -> Path:
    (place / name).write_text(text, encoding="utf-8", newline="")
    return place / name


def brought(folder: Path, *files: Path) -> tuple[Account, ...]:
    with opened(folder) as review:
        bringing = work_out(review, files)
        bring_in(review, bringing)
        return bringing.accounts


def adds_up(account: Account) -> bool:
    return account.read == len(account.new) + len(account.there) + len(account.held_back)


def test_every_record_becomes_a_study_with_number_label_title_and_the_line_it_came_from(
    folder: Path, tmp_path: Path
) -> None:
    (account,) = brought(folder, written_file(tmp_path, ris(*TITLES)))

    assert [(one.number, one.title) for one in account.new] == [(f"S00{n}", t) for n, t in enumerate(TITLES, 1)]
    assert (account.read, account.there, account.held_back) == (3, (), ())
    with opened(folder, "ben") as review:
        assert [(card.number, card.title) for card in review.cards()] == [
            (f"S00{n}", t) for n, t in enumerate(TITLES, 1)
        ]
        (report,) = review.session(study_keys(review)[1]).study.reports
        assert (report.doi, report.year) == ("10.1000/fictional.2", 2002)


def test_a_report_keeps_where_it_stood_and_its_fields_word_for_word(folder: Path, tmp_path: Path) -> None:
    file = written_file(tmp_path, ris(*TITLES))
    brought(folder, file)

    (log,) = (folder / "logs").glob("anna.*.plan.*")
    reports = [one for one in map(read_document, documents_in(log)) if isinstance(one, ReportDocument)]
    lines = file.read_bytes().decode().split("\r\n")
    for number, one in enumerate(reports, 1):
        assert one.source is not None
        assert (one.source.file, one.source.record, one.source.format) == ("found.ris", number, "RIS")
        assert lines[one.source.first_line - 1].startswith("TY  - ")
        assert "ER  - " in lines[one.source.first_line : one.source.last_line]
        assert ("TI", one.title) in one.raw


def test_a_dry_run_writes_nothing(folder: Path, tmp_path: Path) -> None:
    file = written_file(tmp_path, ris(*TITLES))
    before = bytes_of(folder)
    with opened(folder) as review:
        assert len(work_out(review, [file]).accounts[0].new) == 3
        assert review.cards() == ()
    assert bytes_of(folder) == before


def test_the_same_file_again_adds_nothing_and_says_which_study_each_record_is(folder: Path, tmp_path: Path) -> None:
    file = written_file(tmp_path, ris(*TITLES))
    brought(folder, file)
    before = all_but_imports(folder)

    (account,) = brought(folder, file)
    assert [one.number for one in account.there] == ["S001", "S002", "S003"]
    assert (account.new, account.held_back) == ((), ())
    assert adds_up(account)
    assert all_but_imports(folder) == before


def test_a_file_named_twice_in_one_go_is_brought_in_once(folder: Path, tmp_path: Path) -> None:
    file = written_file(tmp_path, ris(*TITLES))
    first, second = brought(folder, file, file)

    assert (len(first.new), len(second.new), len(second.there)) == (3, 0, 3)
    assert len(Review(folder).plan.studies) == 3


def test_a_record_twice_in_one_file_is_one_study(folder: Path, tmp_path: Path) -> None:
    (account,) = brought(folder, written_file(tmp_path, ris(*TITLES) + ris(TITLES[0])))

    assert (account.read, len(account.new), [one.number for one in account.there]) == (4, 3, ["S001"])


def test_numbers_go_on_where_the_last_import_ended(folder: Path, tmp_path: Path) -> None:
    brought(folder, written_file(tmp_path, ris(*TITLES)))
    more = "TY  - JOUR\nTI  - A wholly other fictional study of walking groups\nPY  - 2022\nER  - \n"
    (account,) = brought(folder, written_file(tmp_path, more, "more.ris"))

    assert [one.number for one in account.new] == ["S004"]
    assert adds_up(account)


def test_labels_of_the_same_author_and_year_are_told_apart_also_across_imports(folder: Path, tmp_path: Path) -> None:
    record = "TY  - JOUR\nTI  - {}\nAU  - Abara, A\nPY  - 2001\nER  - \n"
    brought(folder, written_file(tmp_path, record.format("On fictional gardens and wellbeing")))
    brought(folder, written_file(tmp_path, record.format("A choir for carers, a pilot")))

    labels = [card.label for card in Review(folder).cards()]
    assert len(set(labels)) == 2
    assert all(label.startswith("Abara 2001") for label in labels)


def test_screening_votes_are_in_the_leads_work_log_and_nowhere_else(folder: Path, tmp_path: Path) -> None:
    (account,) = brought(folder, written_file(tmp_path, VOTES, "covidence.csv"))
    assert len(account.new) == 2

    sentinels = (b"ANNA-VOTED-YES", b"ANNA-SAYS-INCLUDE", b"BEN-SAYS-MAYBE")
    for name, content in bytes_of(folder).items():
        work = name.startswith("logs/anna.") and ".work." in name
        for sentinel in sentinels:
            assert (sentinel in content) is work, name
    (work_log,) = (folder / "logs").glob("anna.*.work.*")
    votes = [read_document(one) for one in documents_in(work_log)]
    assert all(isinstance(one, ScreeningDocument) for one in votes)
    assert {one.study for one in votes if isinstance(one, ScreeningDocument)} == set(Review(folder).plan.studies)
    for person in ("ben", "anna"):
        with opened(folder, person) as review:
            review.progress()
            assert "VOTED" not in repr([review.session(key).study for key in study_keys(review)])
            assert "SAYS" not in repr(review.plan)


def test_only_a_lead_brings_in_studies(folder: Path, tmp_path: Path) -> None:
    file = written_file(tmp_path, ris(*TITLES))
    before = bytes_of(folder)
    for person in ("ben", "cleo"):
        with opened(folder, person) as review, pytest.raises(CannotBringIn, match="Only a lead brings in studies"):
            work_out(review, [file])
    with opened(folder, writing=False) as review, pytest.raises(CannotBringIn, match="for reading"):
        work_out(review, [file])
    assert bytes_of(folder) == before


def test_a_field_longer_than_is_kept_holds_its_record_back_and_no_other(folder: Path, tmp_path: Path) -> None:
    long = ris(*TITLES).replace(TITLES[1], f"{TITLES[1]}\nJO  - {'J' * 70_000}")
    (account,) = brought(folder, written_file(tmp_path, long))

    assert [one.number for one in account.new] == ["S001", "S002"]
    (held,) = account.held_back
    assert "journal is longer than" in held.why
    assert held.first_line == 9
    assert adds_up(account)
    assert [card.title for card in Review(folder).cards()] == [TITLES[0], TITLES[2]]


def test_what_is_of_no_weight_in_a_citation_is_cut_and_stands_whole_among_the_verbatim_fields(
    folder: Path, tmp_path: Path
) -> None:
    pages = ", ".join(f"{number}-{number + 4}" for number in range(1, 900, 7))
    header = "Please say at length what you think of this made-up study. " * 12
    (account,) = brought(folder, written_file(tmp_path, ris(TITLES[0]).replace("ER  -", f"SP  - {pages}\nER  -")))
    assert (len(account.new), account.held_back) == (1, ())
    (table,) = brought(folder, written_file(tmp_path, f"Title,Authors,Year,{header}\nOther,Doe,2011,x\n", "long.csv"))
    assert (len(table.new), table.held_back) == (1, ())
    made = [one for one in documents_of(folder, "reports") if isinstance(one, ReportDocument)]
    first = next(one for one in made if one.title == TITLES[0])
    assert (len(first.pages), "pages cut" in first.flags) == (500, True)
    assert ("SP", pages) in first.raw
    assert any(name == header.strip() or name == header for one in made for name, _ in one.raw)


def test_a_huge_abstract_is_kept_and_one_beyond_any_measure_is_held_back(folder: Path, tmp_path: Path) -> None:
    text = "".join(
        f"TY  - JOUR\nTI  - Fictional study {word}\nPY  - 20{size % 90 + 10}\nAB  - {'a' * size}\nER  - \n"
        for word, size in (("one", 500_000), ("two of another kind", 2_000_001))
    )
    (account,) = brought(folder, written_file(tmp_path, text))

    assert adds_up(account)
    assert len(account.new) == 1
    assert len(account.held_back) == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("nowhere.ris", None, "could not be read: it is not there"),
        ("empty.ris", b"", "empty.ris"),
        ("image.ris", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "image.ris"),
        ("notes.txt", b"Just a few words, and no record at all.\n", "notes.txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_as_a_sentence_and_nothing_is_written(
    folder: Path, tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    good = written_file(tmp_path, ris(*TITLES))
    if content is not None:
        (tmp_path / name).write_bytes(content)
    before = bytes_of(folder)

    with opened(folder) as review:
        with pytest.raises(CannotBringIn) as caught:
            bring_in(review, work_out(review, [good, tmp_path / name]))
        assert review.cards() == ()
    assert said in str(caught.value)
    assert bytes_of(folder) == before


def test_a_folder_is_no_file_of_references(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "dir.ris").mkdir()
    with opened(folder) as review, pytest.raises(CannotBringIn, match="could not be read"):
        work_out(review, [tmp_path / "dir.ris"])


@pytest.mark.parametrize("name", [unicodedata.normalize("NFD", "Übersicht.ris"), "a\x1b[2Jb.ris", "n" * 200 + ".ris"])
def test_a_file_of_any_name_is_brought_in(folder: Path, tmp_path: Path, name: str) -> None:
    (account,) = brought(folder, written_file(tmp_path, ris(*TITLES), name))

    assert len(account.new) == 3
    assert account.file == unicodedata.normalize("NFC", name)


def test_a_file_whose_name_is_no_text_is_brought_in(folder: Path, tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.ris"
    try:
        Path(os.fsdecode(path)).write_text(ris(*TITLES), "utf-8")
    except OSError:
        pytest.skip("this file system keeps no such names")
    (account,) = brought(folder, Path(os.fsdecode(path)))
    assert len(account.new) == 3


def test_hostile_text_is_kept_as_it_is_and_breaks_nothing(folder: Path, tmp_path: Path) -> None:
    title = "[/b][@click=app.quit]\x1b[2J\u202eevil\u2028=cmd|' /C calc'!A0"
    brought(folder, written_file(tmp_path, ris(title)))

    with opened(folder, "ben") as review:
        (card,) = review.cards()
        assert "[@click=app.quit]" in card.title
        assert "\u202e" in card.title
        assert "\n" not in card.title


@pytest.mark.parametrize("fails", range(1, 6))
def test_a_disk_that_fails_while_bringing_in_leaves_no_vote_without_its_study_and_the_next_import_completes_it(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: int
) -> None:
    file = written_file(tmp_path, VOTES, "covidence.csv")
    with opened(folder) as review:
        bringing = work_out(review, [file])
        left = [fails]

        def failing(handle: int) -> None:
            left[0] -= 1
            if left[0] <= 0:
                raise OSError(errno.EIO, os.strerror(errno.EIO))

        with monkeypatch.context() as broken:
            broken.setattr(os, "fsync", failing)
            try:
                bring_in(review, bringing)
            except CannotBringIn as error:
                said = str(error)
            else:
                said = ""
        nothing = said.startswith("Nothing was brought in. ")
        assert said == "" or nothing or said.startswith("The studies were brought in, and the votes")
        review.retry()
    assert len(Review(folder).plan.studies) == (0 if nothing else 2)
    votes = list(documents_of(folder, "screening"))
    assert len(votes) == (0 if said else 3)
    (account,) = brought(folder, file)
    assert len(account.new) == (2 if nothing else 0)
    assert account.votes == 3
    votes = [one for one in documents_of(folder, "screening") if isinstance(one, ScreeningDocument)]
    assert len(votes) == 3
    assert {one.study for one in votes} == set(Review(folder).plan.studies)


def test_what_two_leads_brought_in_unknown_to_each_other_keeps_both_under_lettered_numbers(tmp_path: Path) -> None:
    folder = with_studies(tmp_path / "r")
    other = tmp_path / "other"
    (other / "logs").mkdir(parents=True)
    for name in ("review.toml", "codebook.toml"):
        (other / name).write_bytes((folder / name).read_bytes())
    for path in (folder / "logs").iterdir():
        (other / "logs" / path.name).write_bytes(path.read_bytes())
    one = written_file(tmp_path, "TY  - JOUR\nTI  - Found by one lead alone\nPY  - 2021\nER  - \n", "one.ris")
    two = written_file(tmp_path, "TY  - JOUR\nTI  - Quite another paper on rivers\nPY  - 1999\nER  - \n", "two.ris")
    brought(folder, one)
    with on_device(tmp_path / "second"):
        brought(other, two)
    for path in (other / "logs").iterdir():
        if not (folder / "logs" / path.name).exists():
            (folder / "logs" / path.name).write_bytes(path.read_bytes())

    with opened(folder, "ben") as review:
        assert [card.number for card in review.cards()] == ["S001", "S002", "S003", "S004a", "S004b"]
        assert any("S004a, S004b" in sentence for sentence in review.told)
    more = "TY  - JOUR\nTI  - Walking groups by the sea\nPY  - 2015\nER  - \n"
    (account,) = brought(folder, written_file(tmp_path, more, "more.ris"))
    assert [one.number for one in account.new] == ["S005"]


def test_the_real_references_that_ship_with_twofold_come_in_whole(folder: Path) -> None:
    file = shipped("sample_data") / "references" / "community-mental-health.ris"
    (account,) = brought(folder, file)

    assert account.read == file.read_text("utf-8").count("ER  -") == 15
    assert len(account.new) == 15
    assert adds_up(account)


def test_a_title_of_a_million_characters_comes_in_whole(tmp_path: Path) -> None:
    folder = founded(tmp_path / "review")
    title = "made up [/b] " * 77_000
    path = tmp_path / "long.ris"
    path.write_text(f"TY  - JOUR\nTI  - {title}\nPY  - 2016\nER  - \n", "utf-8")
    with opened(folder, "anna") as review:
        bring_in(review, work_out(review, [path]))
        (study,) = review.plan.studies.values()
        assert study.title == title.strip()

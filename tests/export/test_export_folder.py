"""The folder of an export: the same bytes everywhere, replaced whole or not at all, never in place of other work."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from compared_reviews import released_review
from exported_folders import exported, package_of, rows_of
from opened_reviews import CODEBOOK, bytes_of, founded, on_device, opened, with_studies

from twofold.export.choices import CannotExport, Choices
from twofold.export.folder import usual_target
from twofold.export.plain_tinydb import PlainTinyDB
from twofold.export.replacing import replacing
from twofold.export.ris_back import RisFile
from twofold.export.workbook import Workbook
from twofold.export.writing import export, rehearse


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return released_review(tmp_path / "r")


def with_extras(folder: Path, place: Path) -> dict[str, bytes]:
    with opened(folder, writing=False) as review:
        extras = (PlainTinyDB(place / "all.json"), Workbook(place / "all.xlsx"), RisFile(place / "all.ris"))
        place.mkdir()
        export(review, Choices(), place / "out", extras=extras)
    return bytes_of(place)


def test_the_same_documents_give_the_same_bytes_from_logs_of_other_names_on_another_device(
    folder: Path, tmp_path: Path
) -> None:
    first = with_extras(folder, tmp_path / "first")
    with on_device(tmp_path / "elsewhere"):
        other = tmp_path / "moved"
        shutil.copytree(folder, other)
        (other / "received").mkdir(exist_ok=True)
        for number, log in enumerate(sorted((other / "logs").iterdir(), reverse=True)):
            if log.suffix == ".jsonl":
                log.rename(other / ("received" if number % 2 else "logs") / f"{number}.jsonl")
        assert with_extras(other, tmp_path / "second") == first
        shutil.copyfile(next((other / "received").iterdir()), other / "logs" / "twice.jsonl")
        assert with_extras(other, tmp_path / "third") == first


def test_no_file_of_an_export_names_a_folder_of_the_machine(folder: Path, tmp_path: Path) -> None:
    for name, data in with_extras(folder, tmp_path / "first").items():
        assert str(tmp_path).encode() not in data, name


def test_an_export_again_replaces_the_one_before(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    exported(folder, tmp_path / "out", choices=Choices(only=("studies", "codes_long")))
    assert set(bytes_of(tmp_path / "out")) < set(before)
    exported(folder, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".out")] == []


def test_scripts_go_with_the_tables_that_they_read_and_not_without_them(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for only, there in (
        ((), True),
        (("codes_long", "codebook", "agreement"), True),
        (("studies",), False),
        (("codes_long", "codebook"), False),
    ):
        with opened(folder, writing=False) as review:
            would = rehearse(review, Choices(only=only), out)
        done = exported(folder, out, choices=Choices(only=only))
        for name in ("read_export.py", "read_export.R"):
            assert (out / name).exists() == there
            assert (name in [one.name for one in would.files]) == there
            assert (name in [one.name for one in done.files]) == there
            assert (name in (out / "README.txt").read_text("utf-8")) == there


def test_the_usual_place_is_the_persons_and_the_devices(folder: Path) -> None:
    with opened(folder, writing=False) as review:
        target = usual_target(review)
        export(review, Choices(), target)
    assert target.parent == folder / "exports"
    assert target.name.startswith("anna.")
    assert (target / "README.txt").is_file()


def test_other_work_is_never_replaced(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "thesis"
    other.mkdir()
    (other / "chapter.docx").write_text("years of work")
    with pytest.raises(CannotExport, match="is not empty and holds no export of Twofold"):
        exported(folder, other)
    with pytest.raises(CannotExport, match="holds a review, which is never replaced"):
        exported(folder, folder)
    with pytest.raises(CannotExport, match="among the logs of a review"):
        exported(folder, folder / "logs" / "out")
    exported(folder, tmp_path / "out")
    (tmp_path / "out" / "my analysis.R").write_text("years of work")
    with pytest.raises(CannotExport, match=r"holds `my analysis\.R`, which is not of an export and would be lost"):
        exported(folder, tmp_path / "out")
    assert (tmp_path / "out" / "my analysis.R").read_text() == "years of work"


def test_a_file_that_a_spreadsheet_has_open_stops_the_export(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "out")
    (tmp_path / "out" / "~$codes_long.csv").write_text("")
    before = bytes_of(tmp_path / "out")
    with pytest.raises(CannotExport, match="open in a spreadsheet program"):
        exported(folder, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before


def test_a_folder_that_cannot_be_moved_stays_whole(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exported(folder, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    rename = Path.rename

    def locked(path: Path, target: Path) -> Path:
        if path == tmp_path / "out":
            raise PermissionError(13, "The process cannot access the file")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(CannotExport, match="open in another program, such as Excel"):
        exported(folder, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before
    assert sorted(one.name for one in tmp_path.iterdir() if "out" in one.name) == ["out"]


def test_a_target_below_a_file_is_refused_in_a_sentence(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for target in (tmp_path / "file", tmp_path / "file" / "out"):
        with pytest.raises(CannotExport, match=r"--out|could not be"):
            exported(folder, target)


FULL = """
import resource, sys
from pathlib import Path
from twofold.review.open import Review
from twofold.export.choices import CannotExport, Choices
from twofold.export.writing import export
review = Review(Path(sys.argv[1]))
review.become("anna", writing=False)
import signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    export(review, Choices(), Path(sys.argv[2]))
except CannotExport as error:
    print(error)
"""


def test_a_full_disk_leaves_what_was_there(folder: Path, tmp_path: Path) -> None:
    for there in (False, True):
        if there:
            exported(folder, tmp_path / "out")
        before = bytes_of(tmp_path / "out") if there else {}
        ran = subprocess.run(
            [sys.executable, "-c", FULL, folder, tmp_path / "out"], capture_output=True, text=True, check=False
        )
        assert "a limit on the size of files was reached" in ran.stdout, ran.stderr
        assert (bytes_of(tmp_path / "out") if there else {}) == before
        assert [one.name for one in tmp_path.iterdir() if "out" in one.name] == (["out"] if there else [])


SLOW = """
import sys, time
from pathlib import Path
from twofold.review.open import Review
from twofold.export.choices import Choices
from twofold.export.writing import export
review = Review(Path(sys.argv[1]))
review.become("anna", writing=False)
def told(done, total):
    print(done, flush=True)
    time.sleep(30 if done else 0)
export(review, Choices(), Path(sys.argv[2]), told)
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_an_export_that_is_stopped_leaves_the_old_folder_whole(
    folder: Path, tmp_path: Path, how: signal.Signals
) -> None:
    exported(folder, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW, folder, tmp_path / "out"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdout is not None
    while process.stdout.readline().strip() != b"1":
        assert process.poll() is None
    process.send_signal(how)
    process.wait(20)
    assert bytes_of(tmp_path / "out") == before
    left = [one for one in tmp_path.iterdir() if one.name.startswith(".out")]
    assert len(left) == (1 if how == signal.SIGKILL else 0)
    exported(folder, tmp_path / "out")
    assert bytes_of(tmp_path / "out") == before
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".out")] == []


def two_at_once(place: Path) -> None:
    with replacing(place) as (building, _):
        with replacing(place) as (other, _):
            assert building.is_dir(), "its process is at work"
            (other / "file").touch()
        (building / "file").touch()


def test_what_another_export_is_writing_stays_until_it_is_old(tmp_path: Path) -> None:
    with pytest.raises(CannotExport, match="while it was made"):
        two_at_once(tmp_path / "out")
    elsewhere = tmp_path / ".out.new-0a0b0c0d-1-0a0b0c0d"
    elsewhere.mkdir()
    with replacing(tmp_path / "out"):
        assert elsewhere.is_dir(), "who can tell whether it is at work on its device"
        os.utime(elsewhere, (time.time() - 100_000,) * 2)
    with replacing(tmp_path / "out"):
        assert not elsewhere.exists()


def test_a_replacement_that_was_killed_half_way_is_put_back(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "out")
    before = bytes_of(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / ".out.old-0a0b0c0d")
    exported(folder, tmp_path / "out", choices=Choices(bom=True))
    assert bytes_of(tmp_path / "out") == before
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".out")] == []


def test_a_rehearsal_counts_the_same_rows_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    before = bytes_of(tmp_path)
    with opened(folder, writing=False) as review:
        would = rehearse(review, Choices(), tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert {k: v for k, v in bytes_of(tmp_path).items() if "home" not in k} == {
        k: v for k, v in before.items() if "home" not in k
    }
    done = exported(folder, tmp_path / "out")
    assert [(one.name, one.rows) for one in would.files] == [(one.name, one.rows) for one in done.files]
    for one in done.files:
        if one.one_row:
            assert len(rows_of(tmp_path / "out", one.name.removesuffix(".csv"))) == one.rows


def test_a_review_without_studies_gives_a_folder_of_headers(tmp_path: Path) -> None:
    founded(tmp_path / "r")
    done = exported(tmp_path / "r", tmp_path / "out")
    assert done.sentences == ("There are no studies yet.",)
    assert rows_of(tmp_path / "out", "studies") == []
    assert rows_of(tmp_path / "out", "codebook") != []


def test_studies_without_codes_are_in_it_and_marked(tmp_path: Path) -> None:
    done = exported(with_studies(tmp_path / "r"), tmp_path / "out")
    assert {one["study_state"] for one in rows_of(tmp_path / "out", "consensus_wide")} == {"not open for comparison"}
    assert rows_of(tmp_path / "out", "codes_long") == []
    assert "No study is open for comparison yet" in done.sentences[0]
    assert done.sentences[0] in " ".join((tmp_path / "out" / "README.txt").read_text("utf-8").split())


def test_formulas_are_counted_and_guarded_on_request_alone(tmp_path: Path) -> None:
    with_studies(tmp_path / "r", titles=("=1+1", "@sum", "+4.5", "-3"))
    plain = exported(tmp_path / "r", tmp_path / "out", choices=Choices(only=("studies",)))
    assert plain.formulas == 2
    assert [one["title"] for one in rows_of(tmp_path / "out", "studies")] == ["=1+1", "@sum", "+4.5", "-3"]
    assert "2 cells begin with" in plain.sentences[-1]
    exported(tmp_path / "r", tmp_path / "out", choices=Choices(only=("studies",), excel_safe=True))
    assert [one["title"] for one in rows_of(tmp_path / "out", "studies")] == ["'=1+1", "'@sum", "+4.5", "-3"]
    told = package_of(tmp_path / "out")["twofold"]
    assert told["excel_safe"] is True
    assert "not verbatim" in told["excel_safe_note"]


def test_two_columns_of_one_name_are_refused_with_the_way_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An earlier Twofold took a codebook with such an id, and ids are for ever.
    monkeypatch.setattr("twofold.codebook.field_reader.RESERVED_FIELDS", frozenset())
    clashing = CODEBOOK.replace('id = "share"', 'id = "open_places"')
    folder = with_studies(tmp_path / "r", codebook=clashing)
    with pytest.raises(CannotExport, match=r"consensus_wide\.csv would have two columns called `open_places`"):
        exported(folder, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    exported(folder, tmp_path / "out", choices=Choices(only=("codes_long",)))


def test_what_is_not_there_is_refused_by_name(folder: Path, tmp_path: Path) -> None:
    for choices, said in (
        (Choices(only=("coeds",)), "There is no table `coeds`"),
        (Choices(who=("zoe",)), "Nobody called `zoe`"),
        (Choices(round="first"), "There is no round `first`"),
    ):
        with pytest.raises(CannotExport, match=said):
            exported(folder, tmp_path / "out", choices=choices)


def test_of_somebody_who_never_codes_there_are_no_codes_and_no_figures(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "cleo", choices=Choices(who=("cleo",)))
    assert not rows_of(tmp_path / "cleo", "codes_long")
    assert {(one["n"], one["estimate"]) for one in rows_of(tmp_path / "cleo", "agreement")} == {("0", "")}


def test_the_codes_of_some_people_alone_leave_the_consensus_as_it_is(folder: Path, tmp_path: Path) -> None:
    exported(folder, tmp_path / "all")
    exported(folder, tmp_path / "ben", choices=Choices(who=("ben",)))
    assert {one["reviewer"] for one in rows_of(tmp_path / "ben", "codes_long")} == {"ben"}
    assert "value_anna" not in rows_of(tmp_path / "ben", "codes_side")[0]
    assert rows_of(tmp_path / "ben", "consensus_wide") == rows_of(tmp_path / "all", "consensus_wide")

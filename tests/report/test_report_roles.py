"""What a codebook declares of the synthesis is printed with it, and the report says in words what no field plays."""

import io
from pathlib import Path
from xml.etree import ElementTree as Xml

import docx
import pytest
from opened_reviews import PEOPLE, opened, study_keys, with_studies
from synthesis_reviews import CODEBOOK, synthesis_review

from twofold.agreement import Intervals, Method
from twofold.codebook.foreign.own import left_out
from twofold.codebook.toml_reader import read_codebook
from twofold.report.handbook import Standing, handbook, handbook_table
from twofold.report.handbook_docx import handbook_docx
from twofold.report.writing import make_report
from twofold.review.leading import carry_out
from twofold.review.releasing import propose_release
from twofold.store.device import new_key
from twofold.values.answers import Value
from twofold.values.coded import Coded, Evidence

RENAMED = CODEBOOK.replace('id = "direction"', 'id = "effect"')
DECLARED = '[synthesis]\ndirection = "effect"\ndesign = ""\n[synthesis.means.counts]\nyes = "counts"\n'
STANDING = Standing("A fictional review", "This is in force.")
SENTENCES = (
    "The direction of an outcome row: effect.",
    "What says whether an outcome row counts: counts_in_synthesis; yes means counts.",
    "The design of a study: no field.",
)


def words(page: str) -> str:
    """What a page says, as it is read."""
    return " ".join("".join(Xml.fromstring(page.removeprefix("<!DOCTYPE html>")).itertext()).split())


def test_the_handbook_and_the_table_print_what_is_declared() -> None:
    book = read_codebook(RENAMED + DECLARED)
    for made in (handbook(book, STANDING, ()), handbook_table(book, STANDING, ())):
        assert "What feeds the synthesis" in made
        plain = made.replace("<code>", "").replace("</code>", "")
        for one in SENTENCES:
            assert one in plain
    bare = handbook(read_codebook(CODEBOOK), STANDING, ())
    assert "What feeds the synthesis" not in bare


def test_the_document_prints_it_too() -> None:
    made = docx.Document(io.BytesIO(handbook_docx(read_codebook(RENAMED + DECLARED), STANDING, ())))
    paragraphs = [one.text for one in made.paragraphs]
    assert paragraphs.index("What feeds the synthesis") < paragraphs.index("Change log")
    assert set(SENTENCES) <= set(paragraphs)


def test_what_a_table_or_survey_form_cannot_hold_is_told() -> None:
    told = left_out(read_codebook(RENAMED + DECLARED), "table", helps=False)
    assert "Not in the table: which fields feed the synthesis. It stays in codebook.toml." in told
    assert not any("synthesis" in one for one in left_out(read_codebook(CODEBOOK), "table", helps=False))


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))


def report(folder: Path) -> str:
    with opened(folder, writing=False) as review:
        return words(make_report(review, "main", lambda *_: None, Intervals(Method.ANALYTIC)).text)


def coded(folder: Path, codebook: str, direction: str) -> Path:
    """A review by that codebook in which anna coded the direction of a row of her own, open for comparison."""
    with_studies(folder, codebook=codebook, people=PEOPLE[:1])
    with opened(folder) as review:
        for key in study_keys(review):
            session = review.session(key)
            row = new_key()
            session.add_row(row, Coded(Value("the main outcome")))
            for field, given in (
                ("outcome_domain", "wellbeing"),
                ("outcome_evidence", "between_groups"),
                ("counts_in_synthesis", "yes"),
                (direction, "better"),
            ):
                session.save((row, field), Coded(Value(given), Evidence("r1", "p. 3", "as it stands")))
            assert session.submit(whole_paper=True) == ""
        carry_out(review, propose_release(review).documents)
    return folder


def test_a_report_on_a_codebook_that_declares_nothing_says_what_to_add(tmp_path: Path) -> None:
    said = report(coded(tmp_path / "bare", RENAMED, "effect"))
    assert "No field is declared as the direction of an outcome row, and none is called direction" in said
    assert 'add direction = "..." under [synthesis]' in said
    assert "Votes by direction" not in said


def test_with_the_declaration_it_has_its_synthesis_and_says_what_feeds_it(tmp_path: Path) -> None:
    said = report(coded(tmp_path / "declared", RENAMED + DECLARED, "effect"))
    assert "Votes by direction" in said
    assert "3/3" in said
    for one in SENTENCES:
        assert one in said
    assert "No field is declared as the design of a study: studies are not placed in panels" in said


def test_by_the_usual_ids_nothing_is_said_of_it(tmp_path: Path) -> None:
    assert "What feeds the synthesis" not in report(synthesis_review(tmp_path / "usual"))

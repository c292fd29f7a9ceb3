"""The printed codebook: everything is in it, nothing in it acts, and the same codebook gives the same bytes."""

from html.parser import HTMLParser
from pathlib import Path

from command_runner import twofold
from opened_reviews import CODEBOOK, founded

from twofold.cli.exits import Exit
from twofold.codebook.model import Codebook
from twofold.codebook.templates import default_codebook_text, template
from twofold.codebook.toml_reader import read_codebook
from twofold.report.handbook import Standing, handbook, handbook_table

BOOK = read_codebook(default_codebook_text())
HERE = Standing("A fictional review", "This version is in force: coding uses it now.")
VOID = frozenset({"meta", "br", "link", "img", "input", "hr"})


class Outline(HTMLParser):
    """Tags that are open, headings in order, ids, links, and the text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.labelled: list[str] = []
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = {key: value or "" for key, value in attrs}
        assert not any(key.startswith("on") for key in given)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if "href" in given else []
        self.labelled += [given["aria-labelledby"]] if "aria-labelledby" in given else []
        assert "src" not in given
        if tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        if tag == "th":
            assert given["scope"] in ("col", "row", "rowgroup")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


def both(book: Codebook) -> tuple[Outline, Outline]:
    return Outline(handbook(book, HERE, ())), Outline(handbook_table(book, HERE, ()))


def test_both_pages_are_well_formed_and_read_in_order_by_a_screen_reader() -> None:
    for one in both(BOOK):
        assert not one.open
        assert one.headings[0] == 1
        assert one.headings.count(1) == 1
        assert all(later - earlier <= 1 for earlier, later in zip(one.headings[1:], one.headings[2:], strict=False))
        assert len(one.ids) == len(set(one.ids))
        assert {link.removeprefix("#") for link in one.links} <= set(one.ids)
        assert set(one.labelled) <= set(one.ids)
        assert all(link.startswith("#") for link in one.links)
        assert not one.tags & {"script", "img", "iframe", "link", "object", "form"}


def test_every_field_option_help_and_example_is_in_the_handbook() -> None:
    found, table = both(BOOK)
    for field in BOOK.fields:
        for words in (field.label, field.id, field.help):
            assert words in found.words
            assert words in table.words
        for option in field.options:
            assert option.label in table.words
            for words in (option.label, option.id, option.help, option.counts, option.does_not_count):
                assert words in found.words
    for check in BOOK.checks:
        assert check.say in found.words
        assert check.say in table.words


def test_demands_and_rules_stand_in_words() -> None:
    found, _ = both(BOOK)
    assert "Asked only if “To which domain does it belong?” is ‘Personal recovery’." in found.words
    assert "Stops the submission if “Which way does the result point?” is ‘Worse" in found.words
    assert "Needs a quote, word for word, with every answer on its scale." in found.words
    assert "Needs a short reason with ‘No’." in found.words
    assert "Takes the words ‘end of programme’ as well (t)." in found.words
    assert "show_if" not in found.words


def test_an_instrument_says_whose_it_is_where_its_wording_is_and_what_its_levels_come_to() -> None:
    found, table = both(template("rob2"))
    (instrument,) = template("rob2").instruments
    for one in (found, table):
        assert instrument.citation in one.words
        assert instrument.wording in one.words
        assert "that of the worst domain, or a note says why not" in one.words
        assert "It is never a sum." in one.words


def test_what_a_codebook_says_is_text_and_cannot_act() -> None:
    hostile = CODEBOOK.replace('label = "Design?"', 'label = "<script>alert(1)</script> & \\u202E\\u0007"')
    book = read_codebook(hostile)
    for page in (handbook(book, HERE, ()), handbook_table(book, HERE, ())):
        assert "<script>" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page
        assert "\u202e" not in page
        assert "\x07" not in page


def test_the_same_codebook_gives_the_same_bytes() -> None:
    again = read_codebook(default_codebook_text())
    assert handbook(BOOK, HERE, ()) == handbook(again, HERE, ())
    assert handbook_table(BOOK, HERE, ()) == handbook_table(again, HERE, ())


def test_print_tells_every_publication_and_prints_earlier_versions_and_the_draft(tmp_path: Path) -> None:
    folder, out = founded(tmp_path / "r"), tmp_path / "page.html"
    later = CODEBOOK.replace('version = "1.0"', 'version = "1.1"')
    later = later.replace('{ value = "cohort", label = "Cohort" }', '{ value = "panel", label = "Panel" }')
    (folder / "codebook.toml").write_text(later, encoding="utf-8")
    draft = twofold("codebook", "print", "-r", folder, "--draft", "--out", out)
    assert (draft.code, "1.1 (draft)" in draft.out) == (Exit.DONE, True)
    assert "option cohort of design removed" in Outline(out.read_text("utf-8")).words
    said = twofold("publish", "-r", folder, "--as", "anna", "--map", "design:cohort=panel")
    assert said.code == Exit.DONE
    assert twofold("codebook", "print", "-r", folder, "--out", out).code == Exit.DONE
    now = Outline(out.read_text("utf-8"))
    log = now.words[now.words.index("Change log", 500) :]
    assert log.index("Version 1.1") < log.index("Version 1.0")
    assert "by Anna Berg (in force)" in log
    assert "design: mapped: each earlier option is the new one named (cohort is now panel)" in log
    assert "The first publication." in log
    ran = twofold("codebook", "print", "-r", folder, "--version", "1.0", "--out", out, "--table", "--json")
    assert (ran.json["codebook_version"], ran.json["form"]) == ("1.0", "table")
    before = Outline(out.read_text("utf-8"))
    assert "Cohort" in before.words
    assert "This is an earlier version. Coding uses 1.1 now." in before.words


def test_print_replaces_its_own_page_and_no_other_file(tmp_path: Path) -> None:
    folder, out = founded(tmp_path / "r"), tmp_path / "page.html"
    dry = twofold("codebook", "print", "-r", folder, "--out", out, "--dry-run")
    assert (dry.code, out.exists()) == (Exit.DONE, False)
    for _ in range(2):
        assert twofold("codebook", "print", "-r", folder, "--out", out).code == Exit.DONE
    out.write_text("my own notes")
    ran = twofold("codebook", "print", "-r", folder, "--out", out)
    assert (ran.code, out.read_text()) == (Exit.REFUSED, "my own notes")
    ran = twofold("codebook", "print", "-r", folder, "--version", "9", "--out", out)
    assert ran.code == Exit.USAGE
    assert "There are: 1.0." in ran.err
    assert twofold("codebook", "print", "-r", folder, "--version", "1.0", "--draft").code == Exit.USAGE

"""The codebook screen: what its lead changes is an edit of the draft, seen at once as a coder will see it."""

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opened_reviews import CODEBOOK, opened, study_keys, value, with_studies
from reconciled_reviews import desk_of, item, reviewed
from running_app import burst, page_of, played, running, seen, sheets, until

from twofold.codebook.carrying import Carry, Rule
from twofold.codebook.model import FieldIs
from twofold.codebook.toml_reader import read_codebook
from twofold.reconcile.deciding import adopt
from twofold.review.open import Review
from twofold.review.publishing import draft_of
from twofold.review.touching import touched_by
from twofold.review.views import State
from twofold.store.place import CODEBOOK_FILE
from twofold.tui.pages.codebook import CodebookPage
from twofold.tui.pages.codebook_adding import identifier
from twofold.tui.pages.codebook_publishing import PUBLISH, PublishingPage, Stage
from twofold.tui.pages.page import Page
from twofold.tui.screens.codebook import CodebookScreen
from twofold.tui.screens.codebook_bringing import bring_in
from twofold.values.answers import Value

NAMED = (
    "down",
    "up",
    "enter",
    "escape",
    "end",
    "home",
    "delete",
    "space",
    "ctrl+z",
    "ctrl+y",
    "ctrl+u",
    "ctrl+d",
    "tab",
)
HOSTILE = "[red]\x1b[2J\u202e words"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TWOFOLD_HOME", str(tmp_path / "home"))


def press(page: Page, *keys: str) -> list[object]:
    asked: list[object] = []
    for key in keys:
        for one in (key,) if key in NAMED else key:
            asked.append(page.press(one, " " if one == "space" else None if one in NAMED else one))
    return [one for one in asked if one is not None]


def lines(page: Page, width: int = 80, height: int = 24) -> list[str]:
    return ["".join(text for text, _ in one.drawn.pieces).rstrip() for one in page.window(width, height).lines]


def editor(text: str = CODEBOOK, **more: object) -> tuple[CodebookPage, list[str]]:
    written: list[str] = []

    def write(made: str) -> str:
        written.append(made)
        return ""

    return CodebookPage(text, write, **more), written  # type: ignore[arg-type]


def at(page: CodebookPage, field: str) -> None:
    """Stand on a field of the tree."""
    page.at = "/".join(str(part) for part in page.outline.fields[field])


def stand_on(page: CodebookPage, name: str) -> None:
    """Stand on a line of what is looked into."""
    page.at = next(one.target for one in page.parts if one.name == name)


class TestChanging:
    def test_the_tree_names_sections_fields_and_checks_and_the_form_stands_below(self) -> None:
        page, _ = editor()
        press(page, "jjj")
        shown = "\n".join(lines(page))
        assert " >   Level?" in shown
        assert "primary" in shown
        assert "As a coder sees it" in shown
        assert "1 ( ) Low" in shown

    def test_with_room_the_form_stands_beside_the_tree(self) -> None:
        page, _ = editor()
        press(page, "jjj")
        beside = [one for one in lines(page, 120, 40) if "┊" in one]
        assert len(beside) == 40
        assert any("Level?" in one.split("┊")[0] and "As a coder" not in one for one in beside)
        assert any("( ) Middle" in one.split("┊")[1] for one in beside)

    def test_every_line_fits_at_every_size(self) -> None:
        page, _ = editor(CODEBOOK.replace("Level?", "A very long question about the level " * 6))
        for keys in ("", "jjj", "\n"):
            press(page, "enter" if keys == "\n" else keys)
            for size in ((20, 5), (40, 12), (80, 24), (99, 24), (100, 30), (200, 60)):
                assert all(len(one) <= size[0] for one in lines(page, *size)), size
                assert len(lines(page, *size)) <= size[1]

    def test_a_new_field_is_written_with_an_id_out_of_its_question_and_opens(self) -> None:
        page, written = editor()
        at(page, "design")
        press(page, "+", "Who paid for it?", "enter")
        assert len(written) == 1
        field = read_codebook(written[0]).by_id["who_paid_for_it"]
        assert field.label == "Who paid for it?"
        assert list(read_codebook(written[0]).by_id)[:2] == ["design", "who_paid_for_it"]
        assert page.inside == page.outline.fields["who_paid_for_it"]
        assert written[0].startswith("# A comment that its lead wrote.")

    def test_an_answer_becomes_one_of_several_options_that_are_added_one_by_one(self) -> None:
        page, written = editor()
        at(page, "remarks")
        press(page, "enter")
        stand_on(page, "answer")
        press(page, "enter", "k" * 6, "enter")
        assert "has no options" in "\n".join(lines(page))
        assert page.outline.problems_at(page.inside)
        press(page, "+", "Yes", "enter", "+", "Not at all", "enter")
        options = read_codebook(written[-1]).by_id["remarks"].options
        assert [(one.id, one.label) for one in options] == [("yes", "Yes"), ("not_at_all", "Not at all")]

    def test_examples_help_and_demands_of_an_option_are_lines_of_it(self) -> None:
        page, written = editor()
        at(page, "level")
        press(page, "enter")
        stand_on(page, "2")
        press(page, "enter")
        for name, words in (("help", "in between"), ("counts", "they were asked"), ("does not", "they were told")):
            stand_on(page, name)
            press(page, "enter", words, "enter")
        option = read_codebook(written[-1]).by_id["level"].options[1]
        assert (option.help, option.counts, option.does_not_count) == (
            "in between",
            "they were asked",
            "they were told",
        )
        assert "in between" in "\n".join(lines(page))

    def test_a_rule_is_built_from_a_field_a_test_and_options(self) -> None:
        page, written = editor()
        at(page, "n_all")
        press(page, "enter")
        stand_on(page, "asked")
        press(page, "enter", "j", "enter", "j", "enter", "space", "j", "space", "enter")
        made = read_codebook(written[-1]).by_id["n_all"].show_if
        assert (
            made
            == read_codebook(CODEBOOK.replace("min = 1", 'show_if = { field = "design", in = ["rct", "cohort"] }'))
            .by_id["n_all"]
            .show_if
        )
        assert "asked only if “Design?” is ‘RCT’ or ‘Cohort’" in "\n".join(lines(page))
        press(page, "enter", "enter")
        assert read_codebook(written[-1]).by_id["n_all"].show_if is None

    def test_what_the_builder_cannot_say_is_written_as_toml(self) -> None:
        page, written = editor()
        at(page, "n_all")
        press(page, "enter")
        stand_on(page, "asked")
        press(page, "enter", "j" * 20, "enter", "not = 1", "enter")
        assert page.line is not None, "what is refused stays to be mended"
        press(page, "ctrl+u", '{ not = { field = "design", is = "rct" } }', "enter")
        assert read_codebook(written[-1]).by_id["n_all"].show_if is not None

    def test_moving_goes_beyond_the_section_and_back_and_undo_takes_all_of_it_back(self) -> None:
        page, written = editor()
        at(page, "remarks")
        press(page, "J")
        assert read_codebook(written[-1]).sections[1].fields[0].id == "remarks"
        press(page, "K")
        assert written[-1] == CODEBOOK
        press(page, "ctrl+d")
        assert "remarks_2" in read_codebook(written[-1]).by_id
        press(page, "ctrl+z", "ctrl+z", "ctrl+z")
        assert page.text == CODEBOOK
        press(page, "ctrl+y")
        assert page.text == written[0]

    def test_deleting_asks_and_any_other_key_means_no(self) -> None:
        page, written = editor()
        at(page, "who")
        press(page, "delete", "j")
        assert written == []
        at(page, "who")
        press(page, "delete", "y")
        assert "who" not in read_codebook(written[-1]).by_id

    def test_the_id_of_a_published_field_stays_and_that_of_a_new_one_does_not(self) -> None:
        page, written = editor(published=read_codebook(CODEBOOK))
        at(page, "who")
        press(page, "enter", "enter")
        assert page.line is None
        assert "for ever" in page.said
        press(page, "escape", "+", "Else?", "enter")
        stand_on(page, "id")
        press(page, "enter", "ctrl+u", "who_else", "enter")
        assert "who_else" in read_codebook(written[-1]).by_id

    def test_a_problem_is_marked_at_its_field_and_listed_and_keeps_it_from_being_published(self) -> None:
        page, _ = editor()
        at(page, "level")
        press(page, "delete", "y")
        assert any("! Part?" in one for one in lines(page, 80, 60))
        assert press(page, "P") == []
        assert any("names the field `level`" in one for one in lines(page))
        press(page, "enter")
        assert page.inside == page.outline.fields["part"]

    def test_a_reviewer_looks_and_changes_nothing(self) -> None:
        page, written = editor(why_not="Only the lead changes the codebook.")
        press(page, "jj", "enter", "enter", "space", "+", "delete", "P", "B", "#")
        assert written == []
        assert page.line is None
        assert page.said == "Only the lead changes the codebook."
        assert "add an option" not in "\n".join(lines(page, 80, 60))

    def test_what_could_not_be_written_is_said_and_the_draft_stays_as_it_was(self) -> None:
        page = CodebookPage(CODEBOOK, lambda _: "The disk is full.")
        at(page, "who")
        press(page, "ctrl+d")
        assert page.text == CODEBOOK
        assert page.said == "The disk is full."

    def test_a_wording_that_should_be_mended_is_marked_and_told_at_the_field(self) -> None:
        page, _ = editor(mend={"who": "Coders differed in 4: 3 the wording is unclear."})
        assert any(one.lstrip().startswith("~") and "Who?" in one for one in lines(page, 80, 60))
        at(page, "who")
        press(page, "enter")
        assert "~ Coders differed in 4" in "\n".join(lines(page))

    def test_words_from_outside_are_never_markup(self) -> None:
        page, _ = editor()
        at(page, "who")
        press(page, "enter")
        stand_on(page, "question")
        press(page, "enter", "ctrl+u")
        page.paste(HOSTILE)
        press(page, "enter")
        shown = "\n".join(lines(page) + lines(page, 120, 40))
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "[red]" in shown

    def test_a_text_that_is_no_toml_is_told_and_nothing_else_is_done(self) -> None:
        page, written = editor("[[section")
        press(page, "jjj", "+", "enter", "ctrl+d")
        assert "not TOML" in "\n".join(lines(page))
        assert written == []
        assert press(page, "escape") == ["back"]

    def test_ids_are_short_plain_and_unlike_those_taken(self) -> None:
        assert identifier("Où était-ce?", ()) == "ou_etait_ce"
        assert identifier("Who?", ("who",)) == "who_2"
        assert identifier("NaN", ()) == "nan_2"
        assert identifier("中文", ()) == "item"
        assert identifier("3 months", ()) == "n_3_months"


class TestBringingIn:
    def test_a_template_comes_in_behind_what_is_there_for_some_designs_alone(self) -> None:
        page, written = editor()
        bring_in(page)
        names = [one.id for one in page.picking.choices] if page.picking else []
        press(page, "j" * names.index("rob2"), "enter", "j", "enter")
        assert page.picking is not None
        assert page.picking.choices[0].id == "design"
        press(page, "enter", "space", "j", "space", "enter")
        made = read_codebook(written[-1])
        assert written[-1].startswith(CODEBOOK.rstrip())
        assert made.instruments
        assert {one.show_if for one in made.sections[-1].fields} == {FieldIs("design", ("rct", "cohort"))}
        press(page, "ctrl+z")
        assert page.text == CODEBOOK

    def test_a_file_is_told_with_what_does_not_fit_before_it_takes_the_place_of_the_draft(self, tmp_path: Path) -> None:
        form = tmp_path / "form.csv"
        form.write_text("Study,Country,Sample size\n", encoding="utf-8")
        page, written = editor()
        bring_in(page)
        press(page, "enter")
        page.paste(str(form))
        press(page, "enter")
        shown = "\n".join(lines(page, 80, 30))
        assert "2 fields in 1 section" in shown
        assert "Not taken" in shown
        assert written == []
        press(page, "enter")
        assert [one.label for one in read_codebook(written[-1]).fields] == ["Country", "Sample size"]
        press(page, "ctrl+z")
        assert page.text == CODEBOOK

    def test_a_file_that_is_no_codebook_is_said_and_its_name_stays_to_be_mended(self, tmp_path: Path) -> None:
        page, written = editor()
        bring_in(page)
        press(page, "enter")
        page.paste(str(tmp_path / "nowhere.csv"))
        press(page, "enter")
        assert "could not be read" in page.said
        assert page.line is not None
        assert written == []


ODD = ("1", "true", "[]", "{}", "[1, 2]", '"x"', "1979-05-27", "[[1]]", "{ a = 1 }", '["a", { b = 2 }]')
KEYS = (*NAMED, *"jkJK+#!vTBP?12yn aé")


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_key_on_no_draft_however_odd_ends_in_an_error(data: st.DataObject) -> None:
    text = CODEBOOK
    for _ in range(data.draw(st.integers(0, 3))):
        values = list(re.finditer(r"(?<== ).+$", text, re.MULTILINE))
        one = data.draw(st.sampled_from(values))
        text = text[: one.start()] + data.draw(st.sampled_from(ODD)) + text[one.end() :]
    page, written = editor(text, published=read_codebook(CODEBOOK))
    for key in data.draw(st.lists(st.sampled_from(KEYS), max_size=40)):
        press(page, key)
        lines(page, data.draw(st.sampled_from((20, 80, 120))), data.draw(st.sampled_from((3, 12, 40))))
    for made in written:
        tomllib.loads(made)


def changed(folder: Path, *changes: tuple[str, str]) -> None:
    text = (folder / CODEBOOK_FILE).read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / CODEBOOK_FILE).write_text(text, encoding="utf-8")


RENAMED = ('{ value = "cohort", label = "Cohort" }', '{ value = "observational", label = "Observational" }')


def publishing(review: Review) -> PublishingPage:
    draft = draft_of(review)
    return PublishingPage(
        draft,
        review.in_force.codebook,
        {"anna": "Anna Berg", "ben": "Ben Okoro"},
        lambda rules: touched_by(review, draft, rules),
    )


class TestPublishing:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        folder = with_studies(tmp_path / "r")
        with opened(folder) as review:
            review.session(study_keys(review)[0]).save((None, "design"), value("cohort"))
        return folder

    def test_nothing_goes_on_before_it_is_said_what_becomes_of_earlier_answers(self, folder: Path) -> None:
        changed(folder, RENAMED)
        with opened(folder) as review:
            page = publishing(review)
            press(page, "j" * 9, "enter")
            assert page.stage is Stage.SAYING
            assert "Say first" in page.said

    def test_an_option_is_mapped_by_list_and_the_answer_that_it_touches_is_counted_and_listed(
        self, folder: Path
    ) -> None:
        changed(folder, RENAMED)
        with opened(folder) as review:
            page = publishing(review)
            press(page, "enter", "j", "enter")
            assert "Earlier “Cohort” is now" in "\n".join(lines(page))
            press(page, "j", "enter")
            assert page.rules == {"design": Rule("design", Carry.MAPPED, {"cohort": "observational"})}
            press(page, "j", "enter")
            shown = "\n".join(lines(page))
            assert "Anna Berg" in shown
            assert "1 answer mapped" in shown
            press(page, "k", "enter")
            assert "Cohort stands as Observational" in "\n".join(lines(page))

    def test_the_word_has_to_be_typed(self, folder: Path) -> None:
        changed(folder, ('label = "Who?"', 'label = "Who took part?"'))
        with opened(folder) as review:
            page = publishing(review)
            press(page, "j", "enter", "enter")
            assert page.stage is Stage.TYPING
            assert press(page, "enter") == []
            assert press(page, "publish", "enter") == [PUBLISH]

    def test_leaving_publishes_nothing(self, folder: Path) -> None:
        changed(folder, ('label = "Who?"', 'label = "Who took part?"'))
        with opened(folder) as review:
            page = publishing(review)
            press(page, "j", "enter", "enter", "publ", "escape")
            assert page.stage is Stage.PREVIEW
            press(page, "escape")
            assert press(page, "escape") == ["back"]
            assert len(review.plan.codebooks) == 1


class TestOnTheScreen:
    @played
    async def test_a_field_is_added_published_and_coded(self, tmp_path: Path) -> None:
        folder = with_studies(tmp_path / "r")
        async with running(folder) as pilot:
            await burst(pilot, "C")
            await until(pilot, lambda: isinstance(pilot.app.screen, CodebookScreen))
            await burst(pilot, "jj+Who paid for it?", "enter", "escape")
            assert "who_paid_for_it" in read_codebook((folder / CODEBOOK_FILE).read_text("utf-8")).by_id
            assert (folder / "codebook.before-1.toml").read_text("utf-8") == CODEBOOK
            await burst(pilot, "P")
            await until(pilot, lambda: isinstance(page_of(pilot), PublishingPage))
            await burst(pilot, "j", "enter", "enter", "publish", "enter")
            page = page_of(pilot)
            assert isinstance(page, PublishingPage)
            assert page.stage is Stage.DONE
            assert "No answer is touched" in seen(pilot.app)
            await burst(pilot, "enter", "escape", "enter", "j", "enter", "the council", "enter")
        assert sheets(folder)[0]["who_paid_for_it"].answer == Value("the council")

    @played
    async def test_a_draft_that_another_program_changed_is_asked_about_and_neither_is_lost(
        self, tmp_path: Path
    ) -> None:
        folder = with_studies(tmp_path / "r")
        path = folder / CODEBOOK_FILE
        async with running(folder) as pilot:
            await burst(pilot, "C")
            await until(pilot, lambda: isinstance(pilot.app.screen, CodebookScreen))
            await burst(pilot, "jjJ")
            mine = path.read_text("utf-8")
            path.write_text(f"# theirs\n{CODEBOOK}", encoding="utf-8")
            await burst(pilot, "J")
            page = page_of(pilot)
            assert "Another program changed the draft" in page.said
            await burst(pilot, "n")
            assert path.read_text("utf-8") == mine
            assert (folder / "codebook.before-2.toml").read_text("utf-8") == f"# theirs\n{CODEBOOK}"
            path.write_text(f"# theirs\n{CODEBOOK}", encoding="utf-8")
            await burst(pilot, "J", "y")
            assert path.read_text("utf-8") == f"# theirs\n{CODEBOOK}"
            assert isinstance(page, CodebookPage)
            assert page.text == f"# theirs\n{CODEBOOK}"

    @played
    async def test_a_reviewer_sees_what_is_in_force_and_not_the_draft(self, tmp_path: Path) -> None:
        folder = with_studies(tmp_path / "r")
        changed(folder, ('label = "Who?"', 'label = "A draft of nobody else?"'))
        with opened(folder, "ben") as review:
            assert review.state_of(study_keys(review)[0]) is State.NOT_BEGUN
        async with running(folder) as pilot:
            await until(pilot, lambda: pilot.app.screen)
            await burst(pilot, "C")
            await until(pilot, lambda: isinstance(pilot.app.screen, CodebookScreen))
            page = page_of(pilot)
            assert isinstance(page, CodebookPage)
            assert "Only the lead" in page.why_not
            assert "Who?" in seen(pilot.app)
            assert "A draft of nobody else?" not in seen(pilot.app)

    @played
    async def test_what_was_settled_as_unclear_wording_stands_at_the_field_that_is_to_be_mended(
        self, tmp_path: Path
    ) -> None:
        folder = reviewed(tmp_path / "r")
        with desk_of(folder) as desk:
            desk.carry_out(adopt(desk, item(desk, 0, "level"), "A", reason="see p. 3", cause="wording"))
        async with running(folder) as pilot:
            await burst(pilot, "C")
            await until(pilot, lambda: "~ Level?" in seen(pilot.app))
            await burst(pilot, "jjj", "enter")
            assert "Coders differed in 2" in seen(pilot.app)

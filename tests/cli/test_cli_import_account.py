"""One account of an import: the screen, the command and its JSON say the same in the same words. All is made up."""

import re
from pathlib import Path

import pytest
from command_runner import twofold
from opened_reviews import founded, opened

from twofold.review.bringing_in import bring_in, settled
from twofold.review.bringing_in_account import Bringing, Wishes
from twofold.review.bringing_in_csv import questions_as_csv
from twofold.review.bringing_in_found import survey
from twofold.review.bringing_in_questions import Kind, Question, questions, to_decide
from twofold.tui.actions import keymap
from twofold.tui.pages.bring_in_account import AccountPage, Choices


def record(title: str, year: int, *more: str) -> str:
    return "\n".join(["TY  - JOUR", f"TI  - {title}", "AU  - Abara, A", f"PY  - {year}", *more, "ER  - ", ""])


BEFORE = (
    record("Fictional gardens and the wellbeing of older neighbours in a coastal town", 2019, "DO  - 10.1000/a.1")
    + record("A choir for carers, the fictional trial", 2018, "DO  - 10.1000/a.2")
    + record("Walking by the river, a made-up cohort of pensioners", 2017, "DO  - 10.1000/a.3")
)
EARLIER = record("Fictional gardens and wellbeing of older neighbours in a coastal town", 2020, "DO  - 10.1000/a.9")
NOW = (
    record("Listening circles after the flood", 2021, "N1  - RAYYAN-INCLUSION: {\"Anna\"=>\"Included\"}")
    + record("A choir for carers, the fictional trial", 2018, "DO  - 10.1000/a.2")
    + record("Walking by the river, a made-up cohort of pensioners", 2016, "DO  - 10.1000/a.3")
    + record("A choir for carers, the fictional trials", 2018, "DO  - 10.1000/a.4")
    + record("Walking by the river, a made-up cohort of pensioner", 2018, "DO  - 10.1000/a.5")
    + record("Ten tables in a village hall", 2015, f"JO  - {'J' * 70_000}")
    + EARLIER
    + record("Ten benches in a village square", 2015).replace("TI  - ", "ID  - x\nTI  - ")
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("before.ris", BEFORE), ("earlier.ris", EARLIER), ("now.ris", NOW)):
        Path(name).write_text(text, "utf-8")
    with opened(founded(tmp_path / "r")) as review:
        bring_in(review, settled(review, survey(review, [Path("before.ris")]), Wishes()))
        found = survey(review, [Path("earlier.ris")])
        (look_alike,) = questions(found)
        bring_in(review, settled(review, found, Wishes({look_alike.id: "same"})))
    return tmp_path / "r"


def worked_out(folder: Path) -> tuple[Bringing, tuple[Question, ...], dict[str, str]]:
    """The import, with one look-alike decided to be a further report and the other left undecided."""
    with opened(folder) as review:
        found = survey(review, [Path("now.ris")])
        asked = questions(found)
        near = [one for one in asked if one.kind is Kind.NEAR]
        assert len(near) == 2
        decided = {near[0].id: "report"}
        return settled(review, found, Wishes(decided)), asked, decided


def on_screen(bringing: Bringing, asked: tuple[Question, ...], decided: dict[str, str]) -> str:
    page = AccountPage(bringing, Choices(to_decide(asked, len(decided)), len(decided)), keymap())
    page.open = {f"{name}:0" for name in ("held", "warnings", "new", "there", "columns")}
    lines = ("".join(text for text, _ in one.drawn.pieces) for one in page.drawn(400))
    return squeezed("\n".join(lines))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_screen_the_command_and_its_json_give_the_same_words_and_figures(folder: Path) -> None:
    bringing, asked, decided = worked_out(folder)
    Path("decide.csv").write_text(questions_as_csv(asked).replace("\r\nnew,", "\r\nreport,", 1), "utf-8-sig")
    (account,) = bringing.accounts
    assert account.sum == "read 8 = new 4 + already there 3 + held back 1"
    assert [one.further for one in account.new].count(True) == 1
    assert [one.before for one in account.there] == [False, False, True]
    assert account.votes == 1
    assert bringing.words == "3 studies, 1 further report"

    screen = on_screen(bringing, asked, decided)
    options = ("-r", folder, "--decisions", "decide.csv", "--dry-run")
    # The table holds a decision for every question; what it leaves as it was is told as decided.
    printed = squeezed(twofold("import", "now.ris", *options).out)
    for words in (
        account.read_as,
        account.sum,
        account.cut_out,
        bringing.words,
        account.held_words(account.held_back[0]),
        *account.warnings,
        *(one.words for one in account.there),
    ):
        assert words
        assert squeezed(words) in screen, words
        assert squeezed(words) in printed, words
    for one in account.new:
        assert squeezed(f"{one.number} {one.called}") in screen
        assert squeezed(f"{one.number} {one.called}") in printed
        assert f"{one.title}{one.beside}" in screen
        assert f"{one.title}{one.beside}" in printed
    assert to_decide(asked, 1) == "2 look-alikes, 1 field that differs; 1 decided"
    assert to_decide(asked, 1) in screen
    assert to_decide(asked, 3) in printed
    for text in (screen, printed):
        assert "1 look-alike decided at an earlier import, and not asked about" in text

    told = twofold("import", "now.ris", *options, "--json").json
    assert (told["words"], told["to_decide"], told["decided_before"]) == (bringing.words, to_decide(asked, 3), 1)
    assert told["studies"] == bringing.studies
    (in_json,) = told["files"]
    assert in_json["sum"] == account.sum
    assert in_json["cut_out"] == account.cut_out
    assert in_json["read"] == len(in_json["new"]) + len(in_json["already_there"]) + len(in_json["held_back"]) == 8
    assert [one["words"] for one in in_json["already_there"]] == [one.words for one in account.there]
    assert [one["words"] for one in in_json["held_back"]] == [account.held_words(one) for one in account.held_back]
    assert [(one["number"], one["title"]) for one in in_json["new"]] == [(one.number, one.title) for one in account.new]
    assert in_json["warnings"] == list(account.warnings)
    assert [one["words"] for one in told["questions"]] == [one.words for one in asked]


def test_undecided_questions_are_printed_in_the_words_of_the_json_with_what_stands_first(folder: Path) -> None:
    printed = twofold("import", "now.ris", "-r", folder, "--dry-run").out
    asked = twofold("import", "now.ris", "-r", folder, "--dry-run", "--json").json["questions"]
    assert [one["stands"] for one in asked] == ["new", "new", "keep"]
    for one in asked:
        assert f"{one['words']} [{one['stands']} or " in printed


def test_of_very_many_look_alikes_the_first_are_printed_and_the_rest_counted(folder: Path) -> None:
    Path("many.ris").write_text(
        "".join(record("The same made-up title again", 2010, f"DO  - 10.1000/x.{n}") for n in range(9))
    )
    ran = twofold("import", "many.ris", "-r", folder, "--dry-run")
    assert "Decide: 36 look-alikes; none decided yet" in ran.out
    assert ran.out.count("  look: ") == 12
    assert "  and 24 more; --json lists them all" in ran.out


def test_what_was_decided_before_is_asked_again_on_demand_and_stands_until_then(folder: Path) -> None:
    options = ("import", "earlier.ris", "-r", folder)
    assert twofold(*options, "--dry-run", "--json").json["questions"] == []
    (asked,) = twofold(*options, "--dry-run", "--json", "--ask-again").json["questions"]
    assert (asked["kind"], asked["stands"]) == ("near", "same")
    assert "[same or new or report]" in twofold(*options, "--dry-run", "--ask-again").out
    end = "Nothing new. Saved that these files were looked at; twofold imports lists it.\n"
    assert twofold(*options, "--ask-again").out.endswith(end)
    twofold(*options, "--ask-again", "--questions", "decide.csv")
    text = Path("decide.csv").read_text("utf-8-sig")
    assert text.splitlines()[1].startswith("same,")
    Path("decide.csv").write_text(text.replace("\nsame,", "\nnew,"), "utf-8-sig")
    done = twofold(*options, "--ask-again", "--decisions", "decide.csv", "--json").json
    assert (done["studies"], done["written"]) == (1, True)

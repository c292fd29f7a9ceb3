"""What comes up seldom at an item: decided twice, changed since, three coders, many options, other keyboards."""

import re
from pathlib import Path

import pytest
from compared_reviews import code, release
from opened_reviews import CODEBOOK, PEOPLE, carry, on_device, opened, with_studies
from reconciled_reviews import desk_of, item, reviewed
from reconciling_pages import at, press, seen

from twofold.codebook.carrying import Carry, Rule
from twofold.reconcile.deciding import adopt
from twofold.reconcile.item import view_of
from twofold.reconcile.queue import ItemKind, State
from twofold.record.plan_documents import PersonEntry
from twofold.review.publishing import drafted, publish
from twofold.tui.actions import keymap
from twofold.tui.pages.reconcile_item import ItemPage

MANY = "".join(f'    {{ value = "o{number}", label = "Option {number}" }},\n' for number in range(1, 13))


def test_of_two_decisions_on_two_devices_one_is_chosen(tmp_path: Path) -> None:
    here = reviewed(tmp_path / "here")
    there = tmp_path / "there"
    with on_device(tmp_path / "home of ben"):
        there.mkdir()
        (there / "review.toml").write_bytes((here / "review.toml").read_bytes())
        carry(here, there)
        with desk_of(there, "ben") as desk:
            desk.carry_out(adopt(desk, item(desk, 0, "level"), "B"))
    with desk_of(here) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A"))
    carry(there, here)
    with desk_of(here) as desk:
        page = at(desk, 0, "level")
        text = seen(page, 80, 40)
        assert "decided twice, differently" in text
        (first,) = re.findall(r" > (\w+), discussed", text)
        press(page, "=")
        (second,) = re.findall(r" > (\w+), discussed", seen(page, 80, 40))
        assert {first, second} == {"High", "Middle"}
        press(page, "y")
        assert view_of(desk, item(desk, 0, "level")).settled.startswith(second)


def test_a_decision_that_the_codebook_overtook_says_why_and_is_confirmed(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    with desk_of(folder) as desk:
        desk.carry_out(adopt(desk, item(desk, 0, "level"), "A"))
    more = CODEBOOK.replace(
        'value = "high", label = "High" }', 'value = "high", label = "High" }, { value = "top", label = "Top" }'
    )
    (folder / "codebook.toml").write_text(more.replace('version = "1.0"', 'version = "1.1"'), "utf-8")
    with opened(folder) as review:
        publish(review, drafted(review, {"level": Rule("level", Carry.MEANING)}))
    with desk_of(folder) as desk:
        page = at(desk, 0, "level")
        text = seen(page, 80, 40)
        assert "changed since it was decided" in text
        assert "another meaning" in text
        assert "Decided before: High, discussed" in text
        press(page, "y")
        assert item(desk, 0, "level").state is State.SETTLED


def test_three_coders_stand_beside_each_other_and_each_can_be_followed(tmp_path: Path) -> None:
    third = PersonEntry(id="dora", name="Dora Lind", roles=("reviewer",))
    made = with_studies(tmp_path / "r", ("One fictional study",), people=(*PEOPLE, third))
    for person, level in (("anna", "low"), ("ben", "middle"), ("dora", "high")):
        code(made, person, ({"design": "rct", "level": level},))
    release(made)
    with desk_of(made) as desk:
        page = at(desk, 0, "level")
        (names,) = (one for one in seen(page, 120, 40).splitlines() if "A  anna" in one)
        assert "B  ben" in names
        assert "C  dora" in names
        assert "1 Low (A)   2 Middle (B)   3 High (C)" in seen(page)
        press(page, "c")
        assert view_of(desk, item(desk, 0, "level")).settled.startswith("High")


def test_of_more_than_nine_options_one_is_found_by_typing(tmp_path: Path) -> None:
    codebook = re.sub(r'(id = "part".*?options = \[)[^\]]*\]', rf"\1\n{MANY}  ]", CODEBOOK, flags=re.DOTALL)
    made = with_studies(tmp_path / "r", ("One fictional study",), codebook=codebook)
    code(made, "anna", ({"design": "rct", "level": "high", "part": "o1"},))
    code(made, "ben", ({"design": "rct", "level": "high", "part": "o2"},))
    release(made)
    with desk_of(made) as desk:
        page = at(desk, 0, "part")
        assert "and 3 more (/)" in seen(page)
        press(page, "/", "nothing", "enter")
        assert "No option has that in its name." in seen(page)
        press(page, "escape", "/", "n 12", "enter")
        assert view_of(desk, item(desk, 0, "part")).settled.startswith("Option 12")


def test_agreed_look_once_is_said_to_be_right_by_one_key(tmp_path: Path) -> None:
    made = with_studies(tmp_path / "r", ("One fictional study",))
    for person in ("anna", "ben"):
        code(made, person, ({"design": "UC", "level": "low"},))
    release(made)
    with desk_of(made) as desk:
        page = at(desk, 0, "design")
        assert "agreed, look once" in seen(page)
        assert "agreed, and unclear" in seen(page)
        press(page, "y")
        now = item(desk, 0, "design")
        assert now.kind is ItemKind.LOOK_ONCE
        assert view_of(desk, now).settled.startswith("unclear (agreed)")


@pytest.mark.parametrize("own", [{"form.option_2": ("2", "é")}])
def test_on_keyboards_without_plain_digits_the_row_of_digits_answers_too(
    own: dict[str, tuple[str, ...]], tmp_path: Path
) -> None:
    with desk_of(reviewed(tmp_path / "r")) as desk:
        first = at(desk, 0, "level")
        page = ItemPage(first.work, keymap(own))
        page.press("é", "é")
        assert view_of(desk, item(desk, 0, "level")).settled.startswith("Middle")


def test_who_may_only_read_is_told_so_and_nothing_is_written(tmp_path: Path) -> None:
    folder = reviewed(tmp_path / "r")
    with desk_of(folder, writing=False) as desk:
        page = at(desk, 0, "level")
        press(page, "a")
        assert "Opened for reading" in page.said
        assert item(desk, 0, "level").state is State.OPEN

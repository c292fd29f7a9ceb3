"""On the page of one's own slips, an outcome that one left out is owned as overlooked, or left out on purpose."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from reconciled_reviews import desk_of, item, reviewed, study_keys_of
from reconciling_pages import press, seen, work_of

from twofold.reconcile.desk import Desk
from twofold.reconcile.queue import Stage
from twofold.record.consensus import How
from twofold.tui.pages.reconcile_item import ItemPage

NAME = "PHQ-9 at 6 months"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    plain = {"design": "rct", "level": "low"}
    folder = reviewed(tmp_path / "r", anna=({**plain, "rows": {NAME: "better"}},) * 3, ben=(plain,) * 3)
    with desk_of(folder, "ben") as made:
        yield made


def test_one_key_takes_it_in_and_its_fields_come_next(desk: Desk) -> None:
    page = ItemPage(work_of(desk, Stage.SLIPS))
    assert "If you overlooked it, say so" in " ".join(seen(page).split())
    press(page, "s")
    assert "overlooked, and taken in" in page.said
    assert item(desk, 0, "outcome", NAME).how is How.SLIP
    text = seen(page)
    assert "Which way?" in text
    assert "not asked" in text
    press(page, "2")
    matter = desk.matter(study_keys_of(desk)[0])
    assert matter.consensus.open == ()
    assert matter.consensus.settled[matter.compared.rows[0].key, "direction"].how is How.SHARED


def test_another_key_leaves_it_out_on_purpose(desk: Desk) -> None:
    page = ItemPage(work_of(desk, Stage.SLIPS))
    press(page, "i")
    first = item(desk, 0, "outcome", NAME)
    assert (first.mine, first.how) == (False, How.OPEN)
    press(page, "ctrl+z")
    assert item(desk, 0, "outcome", NAME).mine

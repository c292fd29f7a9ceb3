"""The pictures of the docs: all there, and asking nobody for anything."""

import re
from itertools import product
from pathlib import Path

import pytest

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
OF = {"home": "Okafor-Bright", "studies": "Okafor-Bright", "coding": "Okafor-Bright"}
OF |= {"agreement": "Primary", "settling": "adopt", "synthesis": "Effect"}
NAMES = [f"{name}-{size}-{theme}.svg" for name, size, theme in product(OF, ("80x24", "120x40"), ("dark", "light"))]


@pytest.mark.parametrize("name", NAMES)
def test_each_picture_is_there_and_names_no_address_but_that_of_its_format(name: str) -> None:
    picture = (PICTURES / name).read_text("utf-8")
    assert picture.startswith("<svg ")
    assert set(re.findall(r"https?://[^\s\"')]+", picture)) <= {"http://www.w3.org/2000/svg"}
    assert OF[name.split("-")[0]] in picture


def test_no_picture_is_left_from_before() -> None:
    assert {one.name for one in PICTURES.iterdir()} == set(NAMES)

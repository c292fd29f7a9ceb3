"""Takes the pictures of ``docs/pictures`` from the demo, in two sizes and themes: first page, studies and coding as a
reviewer has them, agreement, reconciling and synthesis as its lead has them once the studies are open for comparison.

They are the terminal's own text as SVG. Run it after a change of what the screens look like.
"""

import asyncio
import os
import re
import shutil
import tempfile
from pathlib import Path

from textual.pilot import Pilot

from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.review.releasing import propose_release
from twofold.tui.app import TwofoldApp
from twofold.tui.themes import DARK, LIGHT
from twofold.values.resources import shipped

PICTURES = Path(__file__).with_name("pictures")
PERSON, LEAD = "tomas", "marit"
SIZES = ((80, 24), (120, 40))
THEMES = {"dark": DARK.name, "light": LIGHT.name}

_CODED = ("1", "6", "space", "1", "k", "e", *"p. 4", "enter", *"The residents asked for it.", "enter", "space")
_TO_QUOTES = ("/", *"s005", "space", *"engaged", "enter")
_FONT_FACE = re.compile(r"@font-face \{.*?\}", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)
_FRAME, _WORDS = "#292929", "#c5c8c6"
_PATIENCE = 200


async def take(folder: Path, size: tuple[int, int], theme: str) -> dict[str, str]:
    """The pictures of one size and theme, by what they show."""
    app = TwofoldApp(folder)
    app.theme = THEMES[theme]
    made = {}
    async with app.run_test(size=size) as pilot:
        await _until(pilot, "Your coding")
        made["home"] = _picture(app)
        await pilot.press("s")
        await _until(pilot, "where it stands")
        made["studies"] = _picture(app)
        await pilot.press("enter")
        await _until(pilot, "fields")
        await pilot.press(*_CODED)
        await _until(pilot, "saved")
        made["coding"] = _picture(app)
    app.finish()
    return made


async def take_compared(folder: Path, size: tuple[int, int], theme: str) -> dict[str, str]:
    """The same of what is shown once studies are open for comparison."""
    app = TwofoldApp(folder)
    app.theme = THEMES[theme]
    made = {}
    async with app.run_test(size=size) as pilot:
        await _until(pilot, "to talk over")
        await pilot.press("A")
        await _until(pilot, "Primary items", gone="drawing intervals")
        made["agreement"] = _picture(app)
        await pilot.press("escape", "D")
        await _until(pilot, "[my own slips")
        await pilot.press("tab")
        await _until(pilot, "[talking")
        await pilot.press(*_TO_QUOTES)
        await _until(pilot, "adopt")
        made["settling"] = _picture(app)
        await pilot.press("escape", "escape", "escape", "Y")
        await _until(pilot, "Effect direction by study")
        # Nothing is settled yet, so the coders' own codes have more to show.
        await pilot.press("p")
        await _until(pilot, "Effect direction by study", gone="from: consensus")
        made["synthesis"] = _picture(app)
    app.finish()
    return made


async def _until(pilot: Pilot[None], text: str, gone: str = "nothing of the kind") -> None:
    for _ in range(_PATIENCE):
        await pilot.pause(0.05)
        shown = pilot.app.export_screenshot().replace("&#160;", " ")
        if text in shown and gone not in shown:
            return
    raise SystemExit(f"“{text}” did not come to stand on the screen.")


def _picture(app: TwofoldApp) -> str:
    picture = app.export_screenshot(title="twofold")
    # The fonts are named by an address elsewhere. A picture asks nobody for anything: it takes what is there.
    picture = _COMMENT.sub("", _FONT_FACE.sub("", picture))
    frame, words = (DARK.panel, DARK.secondary) if app.current_theme.dark else (LIGHT.panel, LIGHT.secondary)
    return picture.replace(f'fill="{_FRAME}"', f'fill="{frame}"').replace(f'fill="{_WORDS}"', f'fill="{words}"')


def main() -> None:
    """Write all pictures."""
    PICTURES.mkdir(exist_ok=True)
    for size in SIZES:
        for theme in THEMES:
            with tempfile.TemporaryDirectory() as place:
                os.environ["TWOFOLD_HOME"] = f"{place}/home"
                folder = Path(place) / "twofold-demo"
                shutil.copytree(shipped("sample_data") / "demo", folder)
                _become(folder, PERSON)
                made = asyncio.run(take(folder, size, theme))
                _become(folder, LEAD)
                made |= asyncio.run(take_compared(folder, size, theme))
                for name, picture in made.items():
                    path = PICTURES / f"{name}-{size[0]}x{size[1]}-{theme}.svg"
                    path.write_text(picture, encoding="utf-8")


def _become(folder: Path, person: str) -> None:
    """Let this device take the person for its own; a lead opens what is submitted for comparison."""
    review = Review(folder)
    review.become(person)
    if person == LEAD:
        carry_out(review, propose_release(review, ready=True).documents)
    review.close()


if __name__ == "__main__":
    main()

"""How levels are shaded in figures, from the lowest, light, to the highest, dark, and what their letters mean."""

from twofold.synthesis import Scale, level_words
from twofold.synthesis.marks import letters_of


def legend(scale: Scale, used: frozenset[str]) -> str:
    """What the letters mean: ``L Low, M Medium, r not reported``."""
    short = letters_of(scale)
    return ", ".join(f"{short[one]} {level_words(scale, one)}" for one in scale.answers() if one in used)


def shade(scale: Scale, answer: str) -> str:
    """The strength of ink for a level, from 0.3 for the lowest to 1."""
    places = [one.id for one in scale.levels]
    if answer not in places:
        return "0.2"
    return f"{0.3 + 0.7 * (places.index(answer) / max(1, len(places) - 1)):.2f}".rstrip("0").rstrip(".")

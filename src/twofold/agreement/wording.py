"""Small pieces of the sentences in which results explain themselves."""

from collections.abc import Sequence

from twofold.values.rounding import told_apart, whole_percent


def plural(count: int, noun: str) -> str:
    """``1 study``, ``2 studies``."""
    return f"{count} {noun if count == 1 else many(noun)}"


def many(noun: str) -> str:
    """The plural of ``noun``: studies, rows, units."""
    return noun[:-1] + "ies" if noun.endswith("y") else noun + "s"


def listed(words: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def coders(raters: Sequence[str]) -> str:
    """Who coded, as the subject of a sentence."""
    return "Both coders" if len(raters) == 2 else f"All {len(raters)} coders"


def percent(share: float) -> str:
    """A share as a whole percentage, with a blank before the sign; 100 of all alone, and 0 of none alone."""
    return f"{whole_percent(share)} %"


def decimal(value: float) -> str:
    """A coefficient to two places, as it is read aloud: .47, -.03, 1."""
    text = f"{value:.2f}"
    if text in ("1.00", "-1.00", "0.00", "-0.00"):
        return str(round(value))
    return text.replace("0.", ".", 1)


def p_value(p: float) -> str:
    """A probability as a sentence gives it: ``p .030``, ``p < .001``, and ``p .0498`` so near the bound."""
    return "p < .001" if p < 0.001 else f"p {told_apart(p, 3)}".replace("0.", ".", 1)

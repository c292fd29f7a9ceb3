"""Figures rounded for reading, without saying what is not so."""


def whole_percent(share: float) -> int:
    """A share as a whole percentage: 100 of all alone, and 0 of none alone."""
    rounded = round(100 * share)
    return min(max(rounded, 1), 99) if 0 < share < 1 else rounded


def told_apart(p: float, places: int, bound: float = 0.05) -> str:
    """A probability with that many places, or as many more as tell it from the bound that people hold it against."""
    for more in range(places, 16):
        text = f"{p:.{more}f}"
        if float(text) != bound or p == bound:
            return text if p != bound else f"{p:.{places}f}"
    return f"{p:.{places}f}"

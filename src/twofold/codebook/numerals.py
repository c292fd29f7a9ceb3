"""Numbers out of a codebook file, written in one way."""

from decimal import Decimal

MOST_DIGITS = 28
"""How long a number may be; so many digits Python's decimals keep exactly."""


def plain_number(value: object, whole: bool = False) -> str:
    """The number ``value`` out of TOML in plain digits; nothing where it is none, too long or not ``whole``.

    One number has one writing: 10, 10.0 and 1e1 are all ``10``, so that only a change of a bound is a change.
    """
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return ""
    if whole and isinstance(value, Decimal):
        return ""
    number = Decimal(value)
    exponent = number.as_tuple().exponent
    if isinstance(exponent, str) or exponent < -MOST_DIGITS or number.adjusted() >= MOST_DIGITS:
        return ""
    return format(number.normalize() + 0, "f")

"""Counts in words: the number, and the noun in the singular or the plural."""


def count_of(number: int, noun: str, several: str = "") -> str:
    """``1 study``, ``2,000 studies``. Only the last word of ``noun`` changes; ``several`` says a plural in full."""
    if number == 1:
        return f"1 {noun}"
    ends_ies = noun.endswith("y") and noun[-2:-1] not in set("aeiou")
    return f"{number:,} {several or (f'{noun[:-1]}ies' if ends_ies else f'{noun}s')}"

"""Text that people typed or pasted: mended on request, and shown so that nothing in it can act on a terminal."""

import re
import unicodedata

_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010](?=[^\S\r\n]*+[\r\n])\s++(?=[^\W\d_])")
_WHITE = re.compile(r"\s+")

_RANGES = (
    (0x00, 0x1F),
    (0x7F, 0x9F),
    (0xAD, 0xAD),
    (0x61C, 0x61C),
    (0x180E, 0x180E),
    (0x200B, 0x200F),
    (0x2028, 0x202E),
    (0x2060, 0x206F),
    (0xFEFF, 0xFEFF),
    (0xFFF9, 0xFFFB),
    (0xE0000, 0xE007F),
)
_INVISIBLE = frozenset(code for first, last in _RANGES for code in range(first, last + 1))
_SHOWN = {
    code: (chr(0x2400 + code) if code < 0x20 else "\u2421" if code == 0x7F else f"<{code:04X}>") for code in _INVISIBLE
}
# A joiner between two pictographs is how one emoji is written, but in running text it hides things; the screens
# show every zero-width character, because a reviewer must be able to trust that two equal-looking texts are equal.
_ACTS = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_INVISIBLE)) + "\ud800-\udfff]")


def visible(text: str) -> str:
    """``text`` as one line that is safe to print: control, bidi and zero-width characters become visible signs."""
    if text.isascii() and text.isprintable():
        return text
    return _ACTS.sub(_sign, text)


def visible_lines(text: str) -> list[str]:
    """The lines of ``text``, each made ``visible``. Only CR LF, LF and CR end a line."""
    return [visible(line) for line in re.split(r"\r\n|\n|\r", text)]


def _sign(match: re.Match[str]) -> str:
    code = ord(match[0])
    return _SHOWN.get(code, f"<{code:04X}>")


def normal(text: str) -> str:
    """``text`` in Unicode form NFC with lone surrogates replaced, which is what documents may hold."""
    if text.isascii():
        return text
    mended = text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text
    return unicodedata.normalize("NFC", mended)


def _has_surrogate(text: str) -> bool:
    return any("\ud800" <= character <= "\udfff" for character in text)


def mended_paste(text: str) -> str:
    """A pasted passage as one line: words broken over lines joined, ligatures undone, white space folded.

    A hyphen at a line's end is taken for a broken word only between two letters of which the second is small, so
    that *COVID-\\n19* and *Afro-\\nCaribbean* keep theirs.
    """
    joined = _BROKEN_WORD.sub(_join, normal(text))
    return _WHITE.sub(" ", joined.translate(_LIGATURES)).strip()


def _join(match: re.Match[str]) -> str:
    following = match.string[match.end()]
    return "" if following.islower() else "-"


def one_line(text: str) -> str:
    """``text`` in NFC with every run of white space as one blank, as titles and names are kept."""
    return _WHITE.sub(" ", normal(text)).strip()

r"""Letters that BibTeX files write as LaTeX commands, such as ``{\"o}``, ``\'e``, ``\ss`` and ``--``."""

import re
import unicodedata

_MARKS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
    "b": "\u0331",
}  # fmt: skip
_WORDS = {
    "ss": "\u00df", "o": "\u00f8", "O": "\u00d8", "l": "\u0142", "L": "\u0141", "ae": "\u00e6", "AE": "\u00c6",
    "oe": "\u0153", "OE": "\u0152", "aa": "\u00e5", "AA": "\u00c5", "i": "i", "j": "j", "dh": "\u00f0",
    "DH": "\u00d0", "th": "\u00fe", "TH": "\u00de", "dj": "\u0111", "DJ": "\u0110", "ng": "\u014b",
    "textendash": "\u2013", "textemdash": "\u2014", "textquoteright": "\u2019", "textquoteleft": "\u2018",
    "textquotedblright": "\u201d", "textquotedblleft": "\u201c", "textquotesingle": "'", "textregistered": "\u00ae",
    "texttrademark": "\u2122", "textcopyright": "\u00a9", "textdegree": "\u00b0", "textellipsis": "\u2026",
    "ldots": "\u2026", "dots": "\u2026", "textgreater": ">", "textless": "<", "textbackslash": "\\",
    "textasciitilde": "~", "textunderscore": "_", "geq": "\u2265", "ge": "\u2265", "leq": "\u2264", "le": "\u2264",
    "pm": "\u00b1", "times": "\u00d7", "alpha": "\u03b1", "beta": "\u03b2", "gamma": "\u03b3", "delta": "\u03b4",
    "kappa": "\u03ba", "mu": "\u03bc", "chi": "\u03c7", "sim": "~", "S": "\u00a7", "P": "\u00b6", "pounds": "\u00a3",
    "copyright": "\u00a9",
}  # fmt: skip
_ACCENT = re.compile(
    r"\\(?:([`'^~=.\"])\s*(?:\{\s*\\?([^\W\d_])\s*\}|\\?([^\W\d_]))"
    r"|([uHvcdkrb])\s*(?:\{\s*\\?([^\W\d_])\s*\}|\s\\?([^\W\d_])))"
)
_WORD = re.compile(r"\\([A-Za-z]+)(?![A-Za-z])(?:\{\}|[ \t]*)")
_SCRIPT = re.compile(r"(?<!\\)\$\s*[_^]\s*([^$\n]{1,80})\$")
_ESCAPED = re.compile(r"\\([&%$#_{}])")
_FORMATTED = re.compile(r"\\(?:emph|text(?:it|bf|rm|sc|sf|tt|normal|up)|mathrm|mbox|em|it|bf|rm|tt|sc|url)\b[ \t]*")
_DASHES = {"---": "\u2014", "--": "\u2013", "``": "\u201c", "''": "\u201d"}
_DASH = re.compile("---|--|``|''")


def without_latex(text: str) -> str:
    """``text`` with LaTeX's letters and signs as characters, in NFC, without braces and dollar signs of formulas.

    Commands that are not known stay as they are written: nothing is lost, only ugly.
    """
    if "$" in text:
        text = _SCRIPT.sub(r"\1", text)
    if "\\" in text:
        text = _FORMATTED.sub("", _ACCENT.sub(_accented, text))
        text = _WORD.sub(_word, text)
        text = _ESCAPED.sub(lambda match: "\ue000" if match[1] == "{" else _after_brace(match[1]), text)
        text = text.replace("\\\\", " ")
    if "{" in text or "}" in text:
        text = text.replace("{", "").replace("}", "")
    if ("-" in text and "--" in text) or ("`" in text and "``" in text) or ("'" in text and "''" in text):
        text = _DASH.sub(lambda match: _DASHES[match[0]], text)
    if "~" in text:
        text = text.replace("~", " ")
    text = text.replace("\ue000", "{").replace("\ue001", "}")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _after_brace(sign: str) -> str:
    return "\ue001" if sign == "}" else sign


def _accented(match: re.Match[str]) -> str:
    mark, letter = match[1] or match[4], match[2] or match[3] or match[5] or match[6]
    return unicodedata.normalize("NFC", letter + _MARKS[mark])


def _word(match: re.Match[str]) -> str:
    return _WORDS.get(match[1], match[0])

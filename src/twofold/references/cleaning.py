"""Single values made clean: text, titles, names, DOIs, PMIDs, years, pages, registry numbers."""

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

_BLOCK_TAG = re.compile(
    r"</?(?:p|br|div|li|ul|ol|h[1-6]|sec|title|label|abstract|abstracttext|jats:(?:p|sec|title|list|list-item))"
    r"(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_INLINE_TAG = re.compile(
    r"</?(?:i|b|u|em|strong|su[bp]|inf|sc|scp|small|span|font|italic|bold|underline|style|a|tt|"
    r"jats:[a-z-]+|mml:[a-z]+|inline-formula|tex-math|xref|ext-link|named-content)(?:\s+[\w:-]+\s*=[^<>]*)?\s*/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PARAGRAPH = re.compile(r"\n\s*\n")
_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|2100)(?!\d)")
_DAY = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?:0\d|1[0-2])(?:[0-2]\d|3[01])(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d{1,9}+){0,9}+/[^\s\"|]{1,500}", re.IGNORECASE)
_TIDY_DOI = re.compile(r"10\.[0-9]{4,9}/[a-z0-9._/()-]{0,300}[a-z0-9]")
_DOI_SPLIT = re.compile(r"(10\.\d{4,9}/)\s+(?=\S)")
_PMID_LINK = re.compile(r"(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/(\d{1,8})\b")
_TIDY_NAME = re.compile(r"[A-Za-z][a-z'A-Z-]+, [A-Z][A-Za-z.-]*(?: [A-Z][A-Za-z.-]*)?")
_VOLUME = re.compile(r"^(?:v|vol|volume)\.?\s*(?=\d)", re.IGNORECASE)
_ISSUE = re.compile(r"^(?:no|nr|iss|issue|number)\.?\s*(?=\d)", re.IGNORECASE)
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212-]+\s*")

HIDDEN = "\u00ad\u061c\u200b\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff"
"""Characters that show nothing and may change how a text is read: bidi controls, zero-width marks, U+2028."""

_ASCII = bytes(range(128))
_HIDES = re.compile(f"[{HIDDEN}]")

_CT_SIGN = re.compile(r"CT[\dNR]")
_REGISTRY_SIGN = re.compile(r"CT[\dNR]|DRKS|UMIN0|RBR-")
_MOST_BEFORE_SIGN = len("ISR")
_REGISTRY = re.compile(
    r"\b(?:NCT\d{8}|ISRCTN\d{6,8}|ACTRN\d{14}|ChiCTR-?[A-Z0-9-]{6,20}|PACTR\d{15,16}|CTRI/\d{4}/\d{2,3}/\d{6}|"
    r"DRKS\d{8}|UMIN0\d{8}|IRCT\d{11,16}N?\d{0,3}|KCT\d{7}|TCTR\d{11}|RBR-[0-9a-z]{5,8}|SLCTR/\d{4}/\d{3})"
)


def without_entities(text: str) -> str:
    """The text with its character entities as the characters that they name; numbers beyond any character stay."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), text) if "&" in text else text


def composed(text: str) -> str:
    """``text`` in NFC with LF line ends, lone surrogates and NULs as U+FFFD: what JSON and XML values may hold."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.isascii() and "\0" not in text:
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return _nfc(text.replace("\0", "\ufffd"))


def _nfc(text: str) -> str:
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _unmarked(text: str) -> str:
    text = without_entities(text)
    if "<" in text:
        text = _INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", text))
    return _nfc(text)


def plain(value: str) -> str:
    """One line of text: entities undone once, markup taken out, white space folded; a lone ``NA`` is empty."""
    if value.isalnum():
        return "" if value == "NA" else value
    if "&" in value or "<" in value:
        value = _unmarked(value)
    if "\n" in value or "\t" in value or "  " in value or not value.isascii():
        value = " ".join(value.split())
    else:
        value = value.strip()
    return "" if value == "NA" else value


def prose(value: str) -> str:
    """An abstract: as ``plain``, but broken lines are joined and blank lines become single line ends."""
    if "&" in value or "<" in value:
        value = _unmarked(value)
    value = value.strip()
    if "\n" in value:
        value = "\n".join(map(_joined, filter(str.strip, _PARAGRAPH.split(value))))
    return "" if value == "NA" else value


def _joined(lines: str) -> str:
    return " ".join([line.strip(" ") for line in lines.strip().split("\n")])


def title_text(value: str) -> str:
    """A title: as ``plain``, without the braces that BibTeX leaves."""
    value = plain(value)
    if "{" in value or "}" in value:
        value = composed(value.replace("{", "").replace("}", ""))
        value = " ".join(value.split())
    return value


def hides_something(text: str) -> bool:
    """True if one of the ``HIDDEN`` characters is in ``text``. Quick also on a whole file."""
    if text.isascii():
        return False
    # Few characters are beyond ASCII, and bytes are dropped faster than characters are asked.
    beyond = text.encode("utf-8", "replace").translate(None, _ASCII)
    return _HIDES.search(beyond.decode("utf-8", "replace")) is not None


def year_in(value: str) -> int | None:
    """The first year of 1500 to 2100 in a date, as in ``2004///``, ``2021/06//``, ``20190301``, ``1998 Dec-Jan``."""
    if len(value) == 4 and value.isascii() and value.isdigit() and "1500" <= value <= "2100":
        return int(value)
    found = _YEAR.search(value) or _DAY.search(value)
    return int(found[1]) if found else None


def doi_in(value: str) -> str:
    """The first DOI in ``value``, lower case, without URL, blanks and trailing stops; '' if there is none."""
    if _TIDY_DOI.fullmatch(value):
        return value
    if "10." not in value and "%2" not in value:
        return ""
    if "%" in value:
        value = unquote(value)
    value = without_entities(value)
    found = _DOI.search(value)
    if not found:
        found = _DOI.search(_DOI_SPLIT.sub(r"\1", value))
        if not found:
            return ""
    doi = composed(found[0].lower())
    while doi and (doi[-1] in ".,;:'>}" or (doi[-1] in ")]" and _unbalanced(doi))):
        if doi[-1] == ">" and doi.count("<") == doi.count(">"):
            break
        doi = doi[:-1]
    return "" if doi.endswith("/") else doi


def _unbalanced(doi: str) -> bool:
    return doi.count("(") < doi.count(")") if doi[-1] == ")" else doi.count("[") < doi.count("]")


def pmid_in_url(value: str) -> str:
    """The PubMed number of a PubMed address, or ''."""
    found = _PMID_LINK.search(value)
    return found[1] if found else ""


def author_name(value: str) -> str:
    """A person as 'Family, Given'. Only 'Smith J' and 'Smith,J' are turned; any other name stays as it is."""
    if _TIDY_NAME.fullmatch(value):
        return value
    name = plain(value).strip(" ;")
    if not name or name == ",":
        return ""
    if "{" in name:
        name = composed(name.replace("{", "").replace("}", ""))
    family, comma, given = name.partition(",")
    if comma:
        given = given.strip(" ,")
        return f"{family.strip()}, {given}" if given and given != "null" else family.strip()
    return _initials_behind(name)


def _initials_behind(name: str) -> str:
    """'Smith J A' as 'Smith, J A'; a name that does not end in initials as it is."""
    words = name.split(" ")
    first = len(words)
    while first > 1 and _are_initials(words[first - 1]):
        first -= 1
    family = " ".join(words[:first])
    # Capitals behind three words are more likely a body's short name, as in World Health Organization WHO.
    if first == len(words) or family.isupper() or (first > 2 and family[0].isupper() and len(words[-1]) > 2):
        return name
    return f"{family}, {' '.join(words[first:])}"


def _are_initials(word: str) -> bool:
    letters = word.replace(".", "").replace("-", "")
    return 0 < len(letters) <= 4 and letters.isalpha() and letters.isupper()


def web_address(value: str) -> str:
    """The first address of a field; Rayyan and EPPI-Reviewer put other things behind it."""
    value = plain(value)
    return value.partition(" ")[0] if value.startswith("http") else value


def volume_text(value: str) -> str:
    """A volume without the ``v.`` that some databases put in front."""
    value = plain(value)
    return value if value.isdigit() else _VOLUME.sub("", value)


def issue_text(value: str) -> str:
    """An issue without ``no.`` in front."""
    value = plain(value)
    return value if value.isdigit() else _ISSUE.sub("", value)


def page_range(start: str, end: str) -> str:
    """Pages as ``67-78`` from a first and a last page, or from a range that stands in the first."""
    if start.isdigit() and end.isdigit():
        return start if start == end else f"{start}-{end}"
    start = plain(start)
    if not start.isdigit():
        start = _DASHES.sub("-", start).strip("-")
    end = plain(end).strip("-\u2013")
    if not end or end == start or "-" in start or not start:
        return start or end
    return f"{start}-{end}"


def registry_ids(*texts: str) -> tuple[str, ...]:
    """The trial registry numbers named in the texts, sorted, each once."""
    found: set[str] = set()
    for text in texts:
        # One letter is found in no time, a pattern over every abstract would take longer than reading the file.
        if (
            ("C" in text and _CT_SIGN.search(text))
            or ("K" in text and "DRKS" in text)
            or ("U" in text and "UMIN0" in text)
            or ("R" in text and "RBR-" in text)
        ):
            found.update(_registered(text))
    return tuple(sorted(found)) if found else ()


def _registered(text: str) -> Iterator[str]:
    """The registry numbers in a text, asked only where the sign of one stands."""
    end = 0
    for sign in _REGISTRY_SIGN.finditer(text):
        for at in range(max(end, sign.start() - _MOST_BEFORE_SIGN), sign.start() + 1):
            if number := _REGISTRY.match(text, at):
                yield number[0]
                end = number.end()
                break

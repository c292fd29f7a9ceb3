"""From bytes to text: which encoding, where the lines end, and what is too large or not text at all."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from twofold.references.model import UnreadableFile

MAX_BYTES = 100 * 1024 * 1024
MAX_LINES = 3_000_000
MAX_RECORDS = 100_000

_BOMS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte-order mark"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16 (little endian)"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16 (big endian)"),
)
_BINARY = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file; save it as CSV or XLSX"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
)
_INNER_MARK = re.compile("^\ufeff+", re.MULTILINE)
_LONE_RETURN = re.compile(rb"\r(?!\n)")
_ASCII = bytes(range(128))
_UNDEFINED = b"\x81\x8d\x8f\x90\x9d"
"""What Windows-1252 leaves undefined; read as the control characters that these are in Latin-1."""

# Latin, Greek, Cyrillic, signs, kana, Han, Hangul, full width: none of them combines or has another composed form.
_MAY_BE_DECOMPOSED = re.compile(
    "[^\x00-\u02ff\u0370-\u0373\u0388-\u0482\u048a-\u052f\u1e00-\u1eff\u2002-\u20cf\u2100-\u2125\u212c-\u2328"
    "\u232b-\u2adb\u3001-\u3029\u3030-\u3098\u309b-\u9fff\uac00-\ud7a3\ufb00-\ufb06\uff01-\uffee]"
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text in NFC whose lines end in LF only, the encoding in words, and what had to be mended."""

    text: str
    encoding: str
    warnings: tuple[str, ...]


def decode(data: bytes, name: str) -> Decoded:
    """The text of a file: by its byte-order mark, else strict UTF-8, else Windows-1252.

    Lines end at CR LF, LF or CR and at nothing else. Where a file is UTF-8 in some lines only (two files put
    together), the others are read as Windows-1252. Raises ``UnreadableFile`` for binary files, NULs and files
    beyond the limits of this module.
    """
    refuse_by_size(data, name)
    for magic, what in _BINARY:
        if data.startswith(magic):
            raise UnreadableFile(f"`{name}` is {what}; it cannot be read as a list of references.")
    text, encoding, warnings = _decoded(data, name)
    if b"\0" in data and "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise UnreadableFile(
            f"`{name}`, line {line}: there is a NUL byte, so this is no plain text, or UTF-16 without its mark. "
            f"Save it again as UTF-8."
        )
    if "\ufeff" in text:  # files with a mark that were put one behind the other
        text = _INNER_MARK.sub("", text)
    if text.count("\n") > MAX_LINES:
        raise UnreadableFile(f"`{name}` has more than {MAX_LINES:,} lines. Split the export into smaller files.")
    if not _surely_composed(data) and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return Decoded(text, encoding, tuple(warnings))


def _surely_composed(data: bytes) -> bool:
    """True if nothing in the file can change in NFC. Asks only what is beyond ASCII, a small part of most files.

    Holds for Windows-1252 too, of which nothing combines; UTF-8 among it is found, because its characters begin anew.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return False
    return _MAY_BE_DECOMPOSED.search(data.translate(None, _ASCII).decode("utf-8", "ignore")) is None


def refuse_by_size(data: bytes, name: str) -> None:
    """Raise ``UnreadableFile`` for an empty file and for one above ``MAX_BYTES``."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(
            f"`{name}` has {len(data) / 2**20:,.0f} MiB; reference files above {MAX_BYTES // 2**20} MiB are not "
            f"read. Split the export into smaller files."
        )
    if not data or data.isspace():
        raise UnreadableFile(f"`{name}` is empty. Export the references again.")


def _decoded(data: bytes, name: str) -> tuple[str, str, list[str]]:
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise UnreadableFile(f"`{name}` is UTF-32, which no reference tool writes. Save it again as UTF-8.")
    if b"\r" in data and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if _LONE_RETURN.search(data):
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        else:
            data = data.replace(b"\r", b"")  # much quicker than to look for two bytes
    for bom, codec, words in _BOMS:
        if data.startswith(bom):
            return _marked(data[len(bom) :], codec, words, name)
    return _unmarked(data)


def _marked(body: bytes, codec: str, words: str, name: str) -> tuple[str, str, list[str]]:
    if codec == "utf-8":
        text, encoding, warnings = _unmarked(body)
        return text, words if encoding in ("UTF-8", "ASCII") else f"{words}; {encoding}", warnings
    try:
        return _with_lf(body.decode(codec)), words, []
    except UnicodeDecodeError as error:
        if error.start >= len(body) - 3:
            text = _with_lf(body[: error.start].decode(codec))
            return text, words, [f"`{name}` ends in the middle of a character; it may have been cut off."]
        raise UnreadableFile(
            f"`{name}` says that it is UTF-16, but byte {error.start + 2:,} is not. Save it again as UTF-8."
        ) from error


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _unmarked(data: bytes) -> tuple[str, str, list[str]]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            text = data[: error.start].decode("utf-8")
            return text, "UTF-8", ["The file ends in the middle of a character; it may have been cut off."]
        return _line_by_line(data)
    return text, "ASCII" if text.isascii() else "UTF-8", []


def _line_by_line(data: bytes) -> tuple[str, str, list[str]]:
    """A file that is not UTF-8: each line by itself, because files of two encodings are joined by hand."""
    lines: list[str] = []
    older: list[int] = []
    newer = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            text = line.decode("utf-8")
            newer += not line.isascii()
        except UnicodeDecodeError:
            text = line.decode("cp1252", "surrogateescape")
            if any(byte in line for byte in _UNDEFINED):
                text = text.translate({0xDC00 + byte: byte for byte in _UNDEFINED})
            older.append(number)
        lines.append(text)
    text = "\n".join(lines)
    if not newer:
        return text, "Windows-1252", ["The file is not UTF-8; it was read as Windows-1252. Check accents."]
    shown = ", ".join(map(str, older[:5])) + (" and others" if len(older) > 5 else "")
    return (
        text,
        "UTF-8 with lines in Windows-1252",
        [f"The file is UTF-8, but {len(older)} of its lines are not (line {shown}); they were read as Windows-1252."],
    )

"""README.txt: what lies in the folder and how each file was made."""

import textwrap
from collections.abc import Iterator, Sequence

from twofold import __version__
from twofold.codebook.model import Codebook
from twofold.export.cells import EMPTY_SET, JOINT, MISSING
from twofold.export.codebook import DIRECTIONS, roles_played
from twofold.export.folder import PACKAGE, SCRIPTS, scripts_for
from twofold.export.material import Material
from twofold.export.package import Written
from twofold.values.plaintext import one_line, visible

_WIDTH = 100
_SCRIPTS = (
    f" {SCRIPTS[0]} (needs pandas) and {SCRIPTS[1]} read the folder with factors in the order of the codebook. Run by"
    " themselves they recompute agreement.csv from codes_long.csv, however many coders there are: every estimate with"
    " its n, and all limits that follow from a formula. Limits that were drawn are counted and not recomputed."
)


def readme_text(material: Material, files: Sequence[Written], sentences: Sequence[str]) -> str:
    """The text, with CR LF at the ends of lines, as the rest of the export."""
    return "\r\n".join(_lines(material, files, sentences)) + "\r\n"


def _lines(material: Material, files: Sequence[Written], sentences: Sequence[str]) -> Iterator[str]:
    review, codebook = material.review, material.codebook
    yield visible(one_line(review.title))
    yield ""
    yield from _filled(
        f"Exported with Twofold {__version__} for {review.person}. Review {review.id}; codebook"
        f" {visible(codebook.title)}, version {visible(codebook.version)}. The folder holds what this person may see:"
        " the own codes, and those of others in studies that are open for comparison. It depends on the documents of"
        " the review, the choices made and the version of Twofold alone, so the same export again has the same bytes."
    )
    if material.choices.who:
        yield from _filled(f"Codes of {', '.join(material.choices.who)} alone; the consensus is everybody's.")
    if material.choices.round:
        yield from _filled(f"Round {material.choices.round} alone.")
    for sentence in sentences:
        yield from _filled(sentence)
    yield ""
    yield "How to read the cells"
    yield ""
    yield from _filled(
        "CSV as RFC 4180 has it, UTF-8, one header line. Headers are ids of the codebook and never change; labels stand"
        f" in codebook.csv and {PACKAGE}. Times are UTC, as the writers' clocks had them."
    )
    yield from _filled(f"A blank is not coded. {EMPTY_SET} is an empty set: none of the options, which is an answer.")
    yield from _filled("; ".join(f"{code} is {words}" for code, words in MISSING.items()) + ". None of them is NA.")
    yield from _filled(
        f"Several options are joined by {JOINT}; in consensus_wide.csv and outcomes.csv field___option is 1 or 0 as"
        " well. Text is verbatim, with its line ends."
    )
    yield from _filled(
        "In pandas read with keep_default_na=False, in R with na.strings = character(0)."
        + (_SCRIPTS if scripts_for(one.table.name for one in files) else "")
    )
    if any(one.table.name == DIRECTIONS for one in files):
        yield from _made_from(codebook)
    yield ""
    yield "Files"
    for one in files:
        yield ""
        yield f"{one.table.file}: one row per {one.table.one_row}; {one.rows} {'row' if one.rows == 1 else 'rows'}"
        yield from _filled(one.table.how, "  ")


def _made_from(codebook: Codebook) -> Iterator[str]:
    """Which fields directions.csv is made from, and what their options mean there."""
    yield ""
    yield f"What {DIRECTIONS}.csv is made from"
    yield ""
    yield from _filled(
        "Each role with the field that plays it, and what its options mean there. What is not named means nothing"
        " there; without meanings the options stand for themselves. codebook.csv has the same as role and means."
    )
    for one in roles_played(codebook):
        means = ", ".join(f"{option} is {meaning}" for option, meaning in one.means.items())
        yield from _filled(f"{one.role.id}: {one.field.id}, {one.role.words}{f'; {means}' if means else ''}", "  ")


def _filled(text: str, indent: str = "") -> Iterator[str]:
    yield from textwrap.wrap(text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False)

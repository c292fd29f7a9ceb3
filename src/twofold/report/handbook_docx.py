"""The handbook as a DOCX document, for teams whose protocols live in a word processor."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from twofold.codebook.model import Codebook, Option
from twofold.codebook.roles import declared_words
from twofold.report.handbook import PrintedField, PrintedSection, Standing, printed
from twofold.review.publications import Published
from twofold.values.plaintext import visible, visible_lines

if TYPE_CHECKING:
    from docx.document import Document

MADE_BY = "A codebook printed by Twofold"
"""Stands in the properties of every document made here."""

_NO_DAY = datetime(1980, 1, 1, tzinfo=UTC)


class NoDocx(Exception):
    """The extra that writes such documents is not installed; the message says what to do."""


def handbook_docx(codebook: Codebook, standing: Standing, log: Sequence[Published]) -> bytes:
    """The handbook: every field with its options, examples, rules and demands, the instruments, and the change log.

    The same codebook gives the same bytes: no clock takes part.

    Raises:
        NoDocx: the extra `docx` is not installed.
    """
    try:
        import docx
    except ImportError as missing:
        raise NoDocx(
            "A DOCX document needs the extra `twofold[docx]`. Install it, or print the page (.html)."
        ) from missing
    made = docx.Document()
    made.core_properties.title = visible(f"{codebook.title} {codebook.version}")
    made.core_properties.author, made.core_properties.comments = "", MADE_BY
    made.core_properties.created = made.core_properties.modified = _NO_DAY
    made.add_heading(visible(codebook.title), 0)
    of = f", of the review “{standing.review}”" if standing.review else ""
    made.add_paragraph(visible(f"Version {codebook.version}{of}. {standing.words}"))
    _listed(made, standing.draft)
    for section in printed(codebook):
        _section(made, section)
    declared = declared_words(codebook)
    if declared:
        made.add_heading("What feeds the synthesis", 1)
        _listed(made, declared)
    made.add_heading("Change log", 1)
    for one in reversed(log):
        force = " (in force)" if one.in_force else ""
        made.add_heading(visible(f"Version {one.version}, published on {one.day} by {one.by}{force}"), 2)
        _listed(made, (*one.changes, *one.rules))
    out = io.BytesIO()
    made.save(out)
    return _without_clock(out.getvalue())


def _section(made: "Document", one: PrintedSection) -> None:
    again = " (asked again for every outcome row)" if one.repeats else ""
    made.add_heading(visible(f"{one.section.title}{again}"), 1)
    if one.section.help:
        made.add_paragraph(visible(one.section.help))
    for field in one.fields:
        _field(made, field)
    for instrument in one.instruments:
        made.add_heading(visible(f"Instrument: {instrument.title}"), 2)
        told = (
            f"Cite as: {instrument.citation}" if instrument.citation else "",
            f"Where its wording is: {instrument.wording}" if instrument.wording else "",
            f"The overall judgement is {instrument.overall}. It is never a sum." if instrument.overall else "",
        )
        for words in filter(None, told):
            made.add_paragraph(visible(words))


def _field(made: "Document", one: PrintedField) -> None:
    made.add_heading(visible(f"{one.number}. {one.field.label}"), 2)
    made.add_paragraph(visible(f"{one.field.id}: {one.kind}"))
    if one.field.help:
        made.add_paragraph(visible(one.field.help))
    rules = [f"Asked only if {one.asked_if}."] if one.asked_if else []
    stops = [f"{'Stops the submission' if each.blocks else 'Warns'} if {each.when}: {each.say}" for each in one.checks]
    _listed(made, (*one.demands, *rules, *stops))
    if one.many:
        made.add_paragraph(visible("; ".join(each.option.label for each in one.options)))
    elif one.options:
        rows = [(each.key, each.option.id, each.option.label, "\n".join(_more(each.option))) for each in one.options]
        table = made.add_table(rows=1, cols=4)
        table.style = "Table Grid"
        for cell, words in zip(table.rows[0].cells, ("Key", "Value", "Label", "More"), strict=True):
            cell.text = words
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = "\n".join(visible_lines(words))


def _more(option: Option) -> Iterator[str]:
    if option.help:
        yield option.help
    if option.counts:
        yield f"Counts: {option.counts}"
    if option.does_not_count:
        yield f"Does not count: {option.does_not_count}"


def _listed(made: "Document", sentences: Sequence[str]) -> None:
    for one in sentences:
        made.add_paragraph(visible(one.replace("`", "")), style="List Bullet")


def _without_clock(data: bytes) -> bytes:
    """The archive with no times in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda one: (one != "[Content_Types].xml", one)):
            entry = zipfile.ZipInfo(name, _NO_DAY.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()

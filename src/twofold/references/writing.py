"""References back out as RIS, for Zotero, EndNote and other reference managers."""

from collections.abc import Iterable

from twofold.references.model import Reference

_TYPES = {
    "article": "JOUR", "book": "BOOK", "chapter": "CHAP", "conference": "CONF", "thesis": "THES", "report": "RPRT",
    "web page": "ELEC", "news": "NEWS", "unpublished": "UNPB", "data": "DATA", "": "JOUR",
}  # fmt: skip


def write_ris(references: Iterable[Reference]) -> str:
    """The references as RIS text with CR LF line ends.

    Screening notes never go out, and raw fields do not: what is written is what ``Reference`` says. Line ends
    within a text become blanks, so that no line of an abstract can pass for a tag.
    """
    return "".join(ris_record(reference) for reference in references)


def ris_record(reference: Reference, keywords: Iterable[str] = ()) -> str:
    """One reference as RIS text, as ``write_ris`` writes it, with these keywords."""
    start, _, end = reference.pages.partition("-")
    space, _, number = reference.source_id.partition(":")
    fields = [
        ("TY", _TYPES.get(reference.kind, "GEN")),
        ("TI", reference.title),
        *(("AU", author) for author in reference.authors),
        ("PY", "" if reference.year is None else str(reference.year)),
        ("T2", reference.journal),
        ("VL", reference.volume),
        ("IS", reference.issue),
        ("SP", start),
        ("EP", end),
        ("DO", reference.doi),
        ("UR", reference.url),
        ("LA", reference.language),
        ("AB", reference.abstract),
        ("AN", number if space == "accession" else ""),
        ("ID", f"rayyan-{number}" if space == "rayyan" else ""),
        ("N1", f"PMID: {reference.pmid}" if reference.pmid else ""),
        *(("N1", f"Registry: {registry}") for registry in reference.registry_ids),
        *(("KW", keyword) for keyword in keywords),
    ]
    lines = [f"{tag}  - {' '.join(value.split())}" for tag, value in fields if value]
    return "\r\n".join([*lines, "ER  - ", "", ""])

"""The page: all parts in their order, escaped, as one HTML file that needs nothing else."""

from collections.abc import Sequence
from pathlib import Path

from twofold.report.about import progress, the_review, who_and_when
from twofold.report.agreeing import agreement
from twofold.report.blocks import Part, clean
from twofold.report.found import Found
from twofold.report.instrument import the_codebook
from twofold.report.methods import made_with, methods
from twofold.report.pages import page
from twofold.report.settled import decisions, disagreements
from twofold.report.standing import the_consensus
from twofold.report.together import certainty, synthesis
from twofold.report.undone import open_and_undone

MADE_BY = '<meta name="generator" content="Twofold, report of a review" />'
"""Stands at the head of every report, so that a later one may take its place."""

_CSS = Path(__file__).resolve().parent / "templates" / "report.css"


def parts_of(found: Found) -> tuple[Part, ...]:
    """The parts of the report. What is open comes last, and its place is told at the top."""
    return (
        the_review(found),
        who_and_when(found),
        the_codebook(found),
        progress(found),
        agreement(found),
        disagreements(found),
        decisions(found),
        the_consensus(found),
        synthesis(found),
        certainty(found),
        methods(found),
        open_and_undone(found),
    )


def page_of(found: Found, parts: Sequence[Part], lead: Sequence[str]) -> str:
    """The HTML file. ``lead`` are the sentences that stand before everything else."""
    content = {
        "made_by": MADE_BY,
        "title": clean(found.review.title),
        "lead": lead,
        "parts": parts,
        "foot": made_with(found),
        "css": _CSS.read_text("utf-8"),
    }
    return f"{page('report.html.j2', content)}\n"

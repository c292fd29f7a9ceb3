"""What a page asks for, done by the work on the review that is open."""

from typing import TYPE_CHECKING

from twofold.tui.pages.asks import (
    Ask,
    BringIn,
    Code,
    MarkNote,
    OpenPaper,
    ShowAgreement,
    ShowRows,
    ShowStudies,
    ShowSynthesis,
)
from twofold.tui.pages.leading_asks import LeadAsk
from twofold.tui.pages.page import Page
from twofold.tui.pages.study_asks import StudyAsk

if TYPE_CHECKING:
    from twofold.tui.at_work import AtWork


async def asked(work: "AtWork", page: Page, ask: Ask) -> str:
    """Do it. A sentence on it, if one is wanted."""
    match ask:
        case _ if refusal := work.apart.refuses(ask):
            return refusal
        case Code(study, place):
            return await work.code(study, place)
        case ShowStudies(finding):
            work.show_studies(finding=finding)
        case "notes":
            return work.show_notes()
        case StudyAsk():
            return work.of_studies(page, ask)
        case LeadAsk():
            return work.of_leading(page, ask)
        case MarkNote() | "undo" | "redo":
            return work.mark(ask)
        case BringIn(sending):
            work.bring_in(sending=sending)
        case ShowAgreement():
            return work.show_agreement(ask)
        case ShowSynthesis():
            return work.show_synthesis(ask)
        case ShowRows(study):
            return work.show_rows(study)
        case "export":
            return work.show_export()
        case "codebook":
            return work.show_codebook()
        case "reconcile":
            return work.show_reconcile()
        case OpenPaper(study):
            opened = work.review.open(study)
            return opened if isinstance(opened, str) else opened.open_outside()
        case "retry":
            work.review.retry()
            return "Trying to save again."
        case "rescue":
            return work.review.rescue()
    return ""

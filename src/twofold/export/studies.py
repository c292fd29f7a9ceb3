"""studies.csv and reports.csv: what is coded, and where it came from."""

from collections.abc import Iterable

from twofold.export.cells import JOINT, flag
from twofold.export.material import Material, RoundAtHand, StudyAtHand
from twofold.export.tables import ROUND, STUDY, TO_STUDY, Column, Kind, Row, Table
from twofold.record.plan_documents import ReportDocument
from twofold.review.imports import imports
from twofold.review.standings import standing_submissions

NOT_OPEN, SETTLED, OPEN, ALONE = "not open for comparison", "settled", "open", "coded alone"
INCOMPLETE = "a sheet is not here"


def studies_table(material: Material) -> Table:
    """One row a study."""
    plan = material.review.plan
    imported = {one.batch: one.at for one in imports(material.review)}

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        planned = one.planned
        first = one.reports[0][1] if one.reports else None
        proposal = one.exclusion
        coders = plan.coders(one.now.round, one.key)
        yield (
            planned.number,
            planned.label,
            planned.title,
            planned.initiative,
            "" if first is None else "; ".join(first.authors),
            "" if first is None or first.year is None else str(first.year),
            "" if first is None else first.journal,
            _joined(each.doi for _, each in one.reports),
            _joined(each.pmid for _, each in one.reports),
            "" if first is None else first.kind,
            str(len(one.reports)),
            _joined(_source(each) for _, each in one.reports),
            min((imported.get(each.batch or "", each.at) for _, each in one.reports), default=""),
            one.now.round,
            JOINT.join(coders),
            JOINT.join(_submitters(material, one)),
            flag(one.now.compared is not None),
            "" if one.now.compared is None else one.now.compared.alone,
            flag(one.excluded),
            "" if proposal is None or not one.excluded else next(iter(proposal.decisions.values())).reason,
            "" if proposal is None else JOINT.join(sorted({each.by for each in proposal.proposed.values()})),
            "" if one.now.compared is None else "; ".join(each.words for each in one.now.compared.also),
        )

    return Table(
        "studies",
        "study",
        "The studies that the lead brought in. Authors, year, journal and type are those of the earliest report."
        " Coders and submissions are those of the round named. That somebody submitted is told to everybody, as in"
        " submissions.csv and in the app; what they submitted only once it is open for comparison.",
        (
            STUDY,
            Column("study_label", "what people call it", free=True),
            Column("title", "its title", free=True),
            Column("initiative", "the programme that it evaluates", free=True),
            Column("authors", "authors of the earliest report, joined by `; `", free=True),
            Column("year", "year of the earliest report", Kind.INTEGER),
            Column("journal", "journal of the earliest report", free=True),
            Column("doi", "DOIs of its reports, joined by |", free=True),
            Column("pmid", "PubMed ids of its reports, joined by |"),
            Column("type", "type of the earliest report", free=True),
            Column("n_reports", "how many reports it has; reports.csv has them one by one", Kind.INTEGER),
            Column("source", "file and record that each report came from, joined by |", free=True),
            Column("imported", "when its first report was brought in, by the clock of who did it", Kind.INSTANT),
            ROUND,
            Column("coders", "who codes it, joined by |"),
            Column("submitted_by", "whose submission stands, here or not yet open, joined by |"),
            Column("opened", "whether it is open to the person who exported", Kind.BOOLEAN),
            Column("coded_alone_by", "who coded it alone, so that nobody checked the answers; blank where several did"),
            Column("excluded", "whether it was decided to exclude it", Kind.BOOLEAN),
            Column("excluded_why", "the reason of that decision", free=True),
            Column("exclusion_proposed_by", "who proposes to exclude it, joined by |, as far as visible"),
            Column("also_coded", "sheets kept that enter nothing, joined by `; `: under which number", free=True),
        ),
        ("study",),
        of_study=of_study,
    )


def _submitters(material: Material, one: StudyAtHand) -> Iterable[str]:
    logs = material.review.logs
    here = {sheet.person for sheet in one.now.sheets if sheet.submission is not None}
    return (
        who for who in material.people if who in here or standing_submissions(logs.freezes(one.key, who, one.now.round))
    )


def reports_table() -> Table:
    """One row a report."""

    def of_study(one: StudyAtHand) -> Iterable[Row]:
        for _, each in one.reports:
            source = each.source
            yield (
                one.planned.number,
                f"p{each.report}",
                each.title,
                "; ".join(each.authors),
                "" if each.year is None else str(each.year),
                each.journal,
                each.volume,
                each.issue,
                each.pages,
                each.doi,
                each.pmid,
                each.kind,
                each.language,
                each.url,
                JOINT.join(each.registry_ids),
                each.source_id,
                "" if source is None else source.file,
                "" if source is None else str(source.record),
                "" if source is None else f"{source.first_line}-{source.last_line}",
                "" if source is None else source.sha256,
            )

    return Table(
        "reports",
        "report of a study",
        "The papers of each study as they were brought in, the earliest first.",
        (
            STUDY,
            Column("report", "key of the report"),
            Column("title", "its title", free=True),
            Column("authors", "its authors, joined by `; `", free=True),
            Column("year", "its year", Kind.INTEGER),
            Column("journal", "its journal", free=True),
            Column("volume", "volume", free=True),
            Column("issue", "issue", free=True),
            Column("pages", "pages", free=True),
            Column("doi", "DOI", free=True),
            Column("pmid", "PubMed id"),
            Column("type", "type of the record", free=True),
            Column("language", "language", free=True),
            Column("url", "address", free=True),
            Column("registry_ids", "ids of trial registers, joined by |", free=True),
            Column("source_id", "id in the programme that it came from", free=True),
            Column("source_file", "file that it came from", free=True),
            Column("source_record", "number of the record in that file", Kind.INTEGER),
            Column("source_lines", "its first and last line in that file, joined by -"),
            Column("source_sha256", "SHA-256 of that file"),
        ),
        ("report",),
        TO_STUDY,
        of_study=of_study,
    )


def state_of(one: RoundAtHand) -> str:
    """How far the consensus of a study is."""
    if one.consensus is None:
        return NOT_OPEN
    if one.compared is not None and one.compared.absent:
        return INCOMPLETE
    if one.consensus.open:
        return OPEN
    return ALONE if one.compared is not None and one.compared.alone else SETTLED


def _joined(found: Iterable[str]) -> str:
    return JOINT.join(one for one in found if one)


def _source(one: ReportDocument) -> str:
    return "" if one.source is None else f"{one.source.file}:{one.source.record}"

"""Commands on a study's own data: what the lead may change of it, its initiative, and the PDFs of this device."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from twofold.cli.arguments import As, AsJson, DryRun, ReviewFolder

if TYPE_CHECKING:
    from twofold.review.leading import Proposed
    from twofold.review.open import Review

_OF_REPORT = "of its report"


def study(
    study: Annotated[str, typer.Argument(help="The study's number, such as S012, or its label.")],
    number: Annotated[str | None, typer.Option("--number", help="Another number, such as S040.")] = None,
    label: Annotated[str | None, typer.Option("--label", help="What people call it, such as 'Abas 2016'.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The study's title.")] = None,
    initiative: Annotated[str | None, typer.Option("--initiative", help="Its initiative; '' for none.")] = None,
    report: Annotated[int, typer.Option("--report", min=1, help="Which of its reports, the earliest first.")] = 1,
    report_title: Annotated[str | None, typer.Option("--report-title", help=f"The title {_OF_REPORT}.")] = None,
    authors: Annotated[str | None, typer.Option("--authors", help="'Family, Given; Family, Given'.")] = None,
    year: Annotated[str | None, typer.Option("--year", help=f"The year {_OF_REPORT}.")] = None,
    journal: Annotated[str | None, typer.Option("--journal", help=f"The journal {_OF_REPORT}.")] = None,
    doi: Annotated[str | None, typer.Option("--doi", help=f"The DOI {_OF_REPORT}.")] = None,
    pmid: Annotated[str | None, typer.Option("--pmid", help=f"The PMID {_OF_REPORT}.")] = None,
    url: Annotated[str | None, typer.Option("--url", help=f"The web address {_OF_REPORT}.")] = None,
    abstract: Annotated[str | None, typer.Option("--abstract", help=f"The abstract {_OF_REPORT}.")] = None,
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """A study's own data; with options, change it. (Changing: lead.)"""
    from twofold.cli.looking import study_called
    from twofold.cli.opening import open_review

    of_study = _given(number=number, label=label, title=title, initiative=initiative)
    of_report = _given(
        title=report_title, authors=authors, year=year, journal=journal, doi=doi, pmid=pmid, url=url, abstract=abstract
    )
    opened = open_review(review, me, writing=bool(of_study or of_report))
    try:
        key = study_called(opened, study).key
        if of_study or of_report:
            _change(opened, key, of_study, of_report, report, dry_run=dry_run, as_json=as_json)
        else:
            _show(opened, key, as_json=as_json)
    finally:
        opened.close()


def initiative(
    name: Annotated[str, typer.Argument(help="The initiative, known or new; '' for none.")],
    studies: Annotated[list[str], typer.Argument(help="The studies, such as S001 S002.")],
    review: ReviewFolder = None,
    me: As = "",
    dry_run: DryRun = False,
    as_json: AsJson = False,
) -> None:
    """Set the initiative of several studies at once. (Lead.)"""
    from twofold.cli.exits import Exit, fail
    from twofold.cli.opening import open_review
    from twofold.review.editing_studies import propose_initiative
    from twofold.review.leading import Refused, study_keys

    opened = open_review(review, me, writing=True)
    try:
        proposed = propose_initiative(opened, name, study_keys(opened, studies))
        _carry_out(opened, [proposed], "initiative", dry_run=dry_run, as_json=as_json)
    except Refused as error:
        fail(str(error), Exit.REFUSED)
    finally:
        opened.close()


def _given(**parts: str | None) -> dict[str, str]:
    return {name: text for name, text in parts.items() if text is not None}


def _change(
    review: "Review",
    key: str,
    of_study: Mapping[str, str],
    of_report: Mapping[str, str],
    number: int,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    from twofold.cli.exits import Exit, fail
    from twofold.review.editing_studies import propose_report, propose_study, reports_data
    from twofold.review.leading import Refused

    try:
        proposed = [propose_study(review, key, of_study)] if of_study else []
        if of_report:
            reports = reports_data(review, key)
            if number > len(reports):
                fail(
                    f"{review.plan.studies[key].number} has {len(reports)} reports, so no number {number}.", Exit.USAGE
                )
            proposed.append(propose_report(review, key, reports[number - 1].key, of_report))
        _carry_out(review, proposed, "study-change", dry_run=dry_run, as_json=as_json)
    except Refused as error:
        fail(str(error), Exit.REFUSED)


def _carry_out(review: "Review", proposed: "list[Proposed]", name: str, *, dry_run: bool, as_json: bool) -> None:
    from twofold.cli.exits import print_json, say
    from twofold.review.leading import carry_out
    from twofold.values.plaintext import visible

    documents = [one for each in proposed for one in each.documents]
    words = [one for each in proposed for one in each.words]
    if not dry_run:
        carry_out(review, documents)
    if as_json:
        print_json(name, {"changes": list(words), "written": bool(documents) and not dry_run})
        return
    for one in words:
        say(f"  {visible(one)}")
    if not documents:
        say("That is so already. Nothing to change.")
    else:
        say("Nothing was written." if dry_run else "Done. The others get it with your plan log.")


def _show(review: "Review", key: str, *, as_json: bool) -> None:
    from twofold.cli.exits import print_json, say
    from twofold.review.editing_studies import REPORT_PARTS, STUDY_PARTS, reports_data, study_parts
    from twofold.review.outside import pdf_names
    from twofold.review.timekeeping import whole_minutes
    from twofold.values.plaintext import visible

    parts, reports = study_parts(review.plan.studies[key]), reports_data(review, key)
    pdf = pdf_names(review.id).get(key, "")
    minutes = 0 if review.times is None else whole_minutes(review.times.studies().get(key, 0.0))
    state = review.state_of(key).value
    if as_json:
        print_json(
            "study",
            {
                "state": state,
                "minutes": minutes,
                "pdf": pdf,
                **{name: parts[name] for name in STUDY_PARTS},
                "reports": [{name: one.parts[name] for name in REPORT_PARTS} for one in reports],
            },
        )
        return
    for name in STUDY_PARTS:
        say(f"{name:<12}{visible(parts[name])}")
    say(f"{'your coding':<12}{state}{f', {minutes} min on this device' if minutes else ''}")
    say(f"{'PDF':<12}{visible(pdf) or 'as its file name begins'}")
    for number, one in enumerate(reports, 1):
        say()
        say(f"Report {number}")
        for name in REPORT_PARTS:
            say(f"{name:<12}{visible(one.parts[name])}")

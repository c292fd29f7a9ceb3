"""Every table of an export, in the order in which README.txt tells of them."""

from collections import Counter

from twofold.agreement import Intervals
from twofold.export.agreement import agreement_table
from twofold.export.appraisal import appraisal_tables
from twofold.export.audit import audit_table
from twofold.export.choices import BadChoice, CannotExport
from twofold.export.codebook import codebook_table
from twofold.export.codes_long import codes_long_table
from twofold.export.codes_side import codes_side_table
from twofold.export.consensus_blank import consensus_blank_table
from twofold.export.consensus_wide import consensus_wide_table
from twofold.export.decisions import decisions_table
from twofold.export.directions import directions_table
from twofold.export.disagreements import disagreements_table
from twofold.export.material import Material
from twofold.export.outcomes import outcomes_table
from twofold.export.studies import reports_table, studies_table
from twofold.export.submissions import submissions_table
from twofold.export.tables import Table


def tables_of(material: Material, intervals: Intervals | None = None) -> tuple[Table, ...]:
    """The tables that were chosen.

    Raises:
        BadChoice: one was chosen that there is not.
        CannotExport: two columns of one would bear one name.
    """
    directions = directions_table(material)
    every = (
        studies_table(material),
        reports_table(),
        codes_long_table(material),
        codes_side_table(material),
        consensus_wide_table(material),
        outcomes_table(material),
        consensus_blank_table(material),
        *(() if directions is None else (directions,)),
        *appraisal_tables(material),
        agreement_table(material, intervals or Intervals()),
        disagreements_table(material),
        decisions_table(material),
        submissions_table(material),
        audit_table(material),
        codebook_table(material.codebook),
    )
    wanted = [one.removesuffix(".csv") for one in material.choices.only]
    names = [one.name for one in every]
    for name in wanted:
        if name not in names:
            raise BadChoice(f"There is no table `{name}` for this review. There are: {', '.join(names)}.")
    chosen = tuple(one for one in every if not wanted or one.name in wanted)
    for one in chosen:
        _check_headers(one)
    return chosen


def _check_headers(one: Table) -> None:
    twice = [name for name, count in Counter(column.name for column in one.columns).items() if count > 1]
    if twice:
        others = "--only with the names of the others"
        raise CannotExport(
            f"{one.file} would have two columns called `{twice[0]}`: one of a field or option of the codebook, and one"
            f" that Twofold gives or that another field makes. Leave this file out, by {others}, or give the field"
            " another id in a new codebook."
        )

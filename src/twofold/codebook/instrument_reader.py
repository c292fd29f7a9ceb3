"""One appraisal instrument out of its table."""

from collections.abc import Mapping
from types import MappingProxyType

from twofold.codebook.border import read_part
from twofold.codebook.draft import InstrumentDraft
from twofold.codebook.model import Concern, Field, Instrument
from twofold.codebook.naming import check_id
from twofold.codebook.option_reader import tidy
from twofold.codebook.problems import Ledger, Path, did_you_mean, listed, shown

_CONCERNS = {one.value: one for one in Concern}


def read_instrument(
    table: Mapping[str, object],
    path: Path,
    subject: str,
    sections: Mapping[str, tuple[Field | None, ...]],
    ledger: Ledger,
) -> Instrument | None:
    """The instrument that ``table`` describes, or None; mistakes go into ``ledger``.

    ``sections`` has the fields of each section by its id, with None for a field that is itself broken.
    """
    draft = read_part(InstrumentDraft, table, path, subject, ledger)
    if draft is None:
        return None
    check_id(draft.id, (*path, "id"), subject, frozenset(), ledger)
    if not draft.title.strip():
        ledger.add((*path, "title"), f"{subject} has an empty `title`", "Write a few words.")
    if draft.section not in sections:
        mend = did_you_mean(draft.section, sections, "Name the section that holds its domains.")
        ledger.add((*path, "section"), f"{subject} names the section {shown(draft.section)}, which there is not", mend)
        return None
    fields = [one for one in sections[draft.section] if one is not None]
    judging = {one.id: one for one in fields if one.options}
    if not judging:
        what = f"{subject} names the section `{draft.section}`, none of whose fields has options"
        ledger.add((*path, "section"), what, "An instrument judges by options: add a field that has some.")
        return None
    if draft.overall and draft.overall not in judging:
        mend = did_you_mean(draft.overall, judging, f"Name one of {listed(judging)}.")
        what = f"{subject} names the overall judgement {shown(draft.overall)}, which is no choice in `{draft.section}`"
        ledger.add((*path, "overall"), what, mend)
    if draft.rule == "worst" and not draft.overall:
        ledger.add(
            (*path, "rule"), f"{subject} has a rule for an overall judgement that it does not name", "Add overall."
        )
    levels = _levels(draft.levels, path, subject, judging, ledger)
    return Instrument(
        draft.id,
        tidy(draft.title),
        draft.section,
        draft.overall,
        MappingProxyType(levels),
        draft.rule == "worst",
        tidy(draft.tool),
        tidy(draft.citation),
        tidy(draft.wording),
    )


def _levels(
    given: object, path: Path, subject: str, judging: Mapping[str, Field], ledger: Ledger
) -> dict[str, Concern]:
    at: Path = (*path, "levels")
    if not isinstance(given, Mapping) or not given:
        mend = 'Add levels = { low = "low", ... }: for each answer low, some or high concern.'
        ledger.add(at if given is not None else path, f"{subject} does not say what its answers come to", mend)
        return {}
    known = {option.id for one in judging.values() for option in one.options}
    levels: dict[str, Concern] = {}
    for answer, concern in given.items():
        if answer not in known:
            mend = did_you_mean(answer, sorted(known), "Name an option of its fields.")
            ledger.add(
                (*at, answer), f"{subject} has a level for {shown(answer)}, which is no option of its fields", mend
            )
        elif not isinstance(concern, str) or concern not in _CONCERNS:
            what = f"{subject} has {shown(concern)} for the answer `{answer}`"
            ledger.add((*at, answer), what, f"Write one of {listed(_CONCERNS)}.")
        else:
            levels[answer] = _CONCERNS[concern]
    return levels

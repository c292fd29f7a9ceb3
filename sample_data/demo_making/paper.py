"""What the papers of one fictional study say: the answers that a flawless coder would give, and an abstract."""

from collections.abc import Mapping
from dataclasses import dataclass

from demo_making.chance import Chance, key_of
from demo_making.facts import Row, Study, Told, outcomes, sentences
from demo_making.results import Result, result_of
from twofold.codebook.model import Codebook, Field, FieldType
from twofold.values.answers import Answer, Chosen, OffScale, Value
from twofold.values.coded import Coded, Evidence, Place, Sheet

PHASES = (
    "phase_need",
    "phase_design",
    "phase_governance",
    "phase_delivery",
    "phase_evaluation",
    "phase_sustaining",
)
APPRAISAL = ("selection", "measurement", "missing_data", "analysis", "reporting")
_CONCERN = ("low", "some", "high")
_ILL = {"common_mental_disorder", "severe_mental_illness", "women_perinatal"}
_LAST_PAGE = 11


@dataclass(frozen=True, slots=True)
class TrueRow:
    """One outcome row as the paper has it."""

    row: Row
    key: str
    names: tuple[str, ...]
    codes: Mapping[str, Coded]


@dataclass(frozen=True, slots=True)
class Truth:
    """What the papers of one study say."""

    study: Study
    codes: Mapping[str, Coded]
    rows: tuple[TrueRow, ...]

    @property
    def sheet(self) -> Sheet:
        """All of it as one sheet."""
        codes: dict[Place, Coded] = {(None, field): coded for field, coded in self.codes.items()}
        for row in self.rows:
            codes |= {(row.key, field): coded for field, coded in row.codes.items()}
        return Sheet(codes, tuple(row.key for row in self.rows))


def report_key(study: Study, number: int) -> str:
    """The key of a report of the study, counted from 0."""
    return key_of("report", study.number, str(number))


def truth_of(study: Study, codebook: Codebook) -> Truth:
    """The true answers of one study, by the fields of the codebook."""
    told = _study_answers(study)
    codes = {
        field: _coded(study, codebook.by_id[field], answer, study.sentences(field)) for field, answer in told.items()
    }
    for field, level in zip(APPRAISAL, study.entry.concern.split(), strict=True):
        codes[field] = Coded(_answer(codebook.by_id[field], level), reason=_reason(study, field, level))
    worst = max((one for one in study.entry.concern.split() if one in _CONCERN), key=_CONCERN.index)
    codes["overall_concern"] = Coded(Value(worst))
    return Truth(study, codes, tuple(_row(study, row, codebook) for row in study.entry.rows))


def abstract_of(study: Study, number: int, codebook: Codebook) -> str:
    """An abstract for a report of the study, counted from 0, from which most fields can be coded."""
    entry, programme = study.entry, study.programme
    where = _labels(codebook.by_id["country"], study.answers["country"])
    groups = f", {entry.n[1]} of them in the intervention group" if len(entry.n) > 1 else ""
    dose = "" if study.answers["dose"] == "NR" else f": {study.answers['dose']}"
    compared = sentences().comparator.get(entry.comparator)
    results = [result_of(study, row).sentence for row in entry.rows]
    parts = [
        "This study is fictional: it was invented for the Twofold demo, and no such place, programme or result exists.",
        f"PROGRAMME. {programme.about}",
        f"SETTING. {programme.place}, a made-up place in {where}; data of {entry.years}.",
        f"METHODS. The study is {sentences().design[entry.design]}; {entry.n[0]} people were analysed{groups}.",
        f"The comparison was with {compared}." if compared else "",
        f"Delivered by {_labels(codebook.by_id['deliverer'], study.answers['deliverer'])}{dose}.",
        "ENGAGEMENT. " + " ".join(study.sentences("engagement_level") or [_thin(study)]),
        " ".join(_lived_experience(study)),
        "FRAMING. " + " ".join(study.sentences("framing")),
        "RESULTS. " + " ".join(results),
    ]
    if number > 0:
        parts[1:] = ["A second report on a study that was published before.", parts[6], parts[7]]
    return " ".join(part for part in parts if part)


def _study_answers(study: Study) -> dict[str, Told]:
    entry = study.entry
    chance = Chance("papers", study.number)
    level = str(study.answers["lived_experience_level"])
    nobody: dict[str, Told] = (
        {"lived_experience_basis": "NR", "lived_experience_phase": "NR", "lived_experience_mode": "NR"}
        if level == "NR"
        else {"lived_experience_basis": "NAP", "lived_experience_phase": [], "lived_experience_mode": "NAP"}
    )
    answers: dict[str, Told] = {
        **nobody,
        **study.answers,
        "data_years": entry.years,
        "funding": "NR" if chance.happens(0.12) else chance.pick(sentences().funding["stated"]),
        "conflicts": "NR" if chance.happens(0.2) else "None declared",
        "design": entry.design,
        "qualitative_part": entry.qualitative,
        "process_evaluation": entry.process,
        "comparator": entry.comparator,
        "n_total": str(entry.n[0]),
        "lived_experience_data_source": "yes" if _ILL & set(study.answers["population"]) else "no",
        **dict(zip(PHASES, (entry.phases or study.programme.phases).split(), strict=True)),
    }
    if len(entry.n) > 1:
        answers["n_intervention"] = str(entry.n[1])
    return answers


def _row(study: Study, row: Row, codebook: Codebook) -> TrueRow:
    outcome, result = outcomes()[row.what], result_of(study, row)
    repeated = sum(one.what == row.what for one in study.entry.rows) > 1
    names = tuple(f"{name}, {row.at} months" if repeated else name for name in outcome.names)
    qualitative = result.evidence == "qualitative"
    told: dict[str, Told] = {
        "outcome_name": names[0],
        "outcome_measure": "interviews" if qualitative else outcome.measure,
        "outcome_domain": outcome.domain,
        "outcome_evidence": result.evidence,
        "result_as_printed": result.printed,
        "comparison": result.comparison,
        "better_when": "NAP" if qualitative else outcome.better_when,
        "time_months": "end_of_programme" if row.at == "end" else str(row.at),
        "row_n_intervention": str(result.intervention),
        "row_n_comparator": "NAP" if result.comparator is None else str(result.comparator),
        "counts_in_synthesis": "no" if row.later else "yes",
        "direction": {"ns": "UC", "none": "no_difference"}.get(row.points, row.points),
        "p_reported": {"sig": "below_05", "not": "not_below_05", "untested": "not_tested"}[row.p],
    }
    if outcome.chime:
        told["chime"] = outcome.chime
    codes = {
        field: _coded(study, codebook.by_id[field], answer, _row_sentences(field, result), row.what)
        for field, answer in told.items()
    }
    if row.later:
        codes["counts_in_synthesis"] = Coded(Value("no"), reason=sentences().note("later"))
    return TrueRow(row, key_of("row", study.number, row.what, str(row.at)), names, codes)


def _row_sentences(field: str, result: Result) -> list[str]:
    return [result.sentence] if field in ("direction", "result_as_printed") else []


def _coded(study: Study, field: Field, told: Told, found: list[str], row: str = "") -> Coded:
    answer = _answer(field, told)
    if field.id == "lived_experience_level":
        found = _lived_experience(study)
    note = ""
    if answer is OffScale.NOT_REPORTED:
        return Coded(answer, Evidence(report_key(study, 0), "whole paper") if field.primary else Evidence())
    if answer is OffScale.NOT_APPLICABLE and field.required:
        note = sentences().note("no_figure")
    if field.id == "income_group" and len(study.answers["country"]) > 1:
        note = "Both countries are in this group."
    quote = found[0] if found and field.primary else ""
    return Coded(answer, Evidence(report_key(study, 0), page_of(study, field.id, row), quote), note=note)


def page_of(study: Study, field: str, row: str = "") -> str:
    """The page on which the answer to a field stands."""
    return str(2 + Chance("page", study.number, row or field).below(_LAST_PAGE - 1))


def _lived_experience(study: Study) -> list[str]:
    own = study.sentences("lived_experience_level")
    if own or study.answers["lived_experience_level"] != "none":
        return own
    return [study.named(Chance("nobody", study.number).pick(sentences().nobody))]


def _thin(study: Study) -> str:
    return study.named(Chance("thin", study.number).pick(sentences().thin))


def _reason(study: Study, field: str, level: str) -> str:
    found = sentences().reasons[field].get(level)
    return Chance("reason", study.number, field).pick(found) if found else ""


def _answer(field: Field, told: Told) -> Answer:
    if isinstance(told, list):
        return Chosen(frozenset(told))
    if told in {code.value for code in OffScale}:
        return OffScale(told)
    return Chosen(frozenset([told])) if field.type is FieldType.MULTI else Value(told)


def _labels(field: Field, told: Told) -> str:
    options = {one.id: one.label for one in field.options}
    chosen = [told] if isinstance(told, str) else told
    words = [options[one] if field.id == "country" else options[one].lower() for one in chosen if one != "other"]
    return ", ".join(words) or "others"

"""What a fictional paper prints for one outcome: the estimate, the sentence and the numbers of people."""

from dataclasses import dataclass

from demo_making.chance import Chance
from demo_making.facts import Outcome, Row, Study, outcomes, sentences

EVIDENCE = {
    "rct": "between_groups",
    "cluster_rct": "between_groups",
    "controlled_nonrandomised": "between_groups",
    "interrupted_time_series": "interrupted_time_series",
    "cohort": "cohort",
    "pre_post": "pre_post",
    "cross_sectional": "cross_sectional",
}

_UNREACHED = "in those whom it did not reach"
_VERSUS = {
    "cohort": _UNREACHED,
    "cross_sectional": _UNREACHED,
    "interrupted_time_series": "before",
    "pre_post": "before",
}


@dataclass(frozen=True, slots=True)
class Result:
    """``printed`` is the estimate alone; the sentence holds it. ``comparator`` is None where there are no groups."""

    evidence: str
    printed: str
    sentence: str
    comparison: str
    intervention: int
    comparator: int | None


def result_of(study: Study, row: Row) -> Result:
    """The result of one row, drawn so that its sign, its interval and its p value fit together."""
    chance = Chance("result", study.number, row.what, str(row.at))
    outcome = outcomes()[row.what]
    total, *arm = study.entry.n
    evidence = row.how or EVIDENCE[study.entry.design]
    grouped = bool(arm) and evidence in ("between_groups", "cohort")
    lost = 0 if row.how else chance.below(max(2, total // 40))
    intervention = (arm[0] if grouped else total) - lost
    comparator = total - arm[0] - chance.below(max(2, total // 40)) if grouped else None
    when = "the end of the programme" if row.at == "end" else f"{row.at} months"
    against = sentences().comparator.get(study.entry.comparator, "nothing")
    printed, told = _told(row, outcome, evidence, against, when, chance)
    compared = {
        "between_groups": f"intervention against {against} at {when}",
        "cohort": f"reached against not reached at {when}",
        "interrupted_time_series": "months after against months before, with trend",
        "pre_post": f"after against before, {when}",
        "cross_sectional": "those reached against others, at one time",
        "qualitative": "no comparison, themes",
    }[evidence]
    return Result(evidence, printed, study.named(told), compared, intervention, comparator)


def _told(row: Row, outcome: Outcome, evidence: str, against: str, when: str, chance: Chance) -> tuple[str, str]:
    """The result as printed and its sentence."""
    name = outcome.names[0]
    if evidence == "qualitative" and row.points == "ns":
        return "accounts differ", f"Of {name}, people interviewed about {{P}} told both one thing and the other."
    if evidence == "qualitative":
        return "a theme of the interviews", f"People interviewed said {outcome.told}."
    if row.points == "ns":
        sentence = f"At {when} {name} did not differ significantly between {{P}} and {against} (ns)."
        return "ns (no estimate printed)", sentence
    up = (row.points == "better") == (outcome.better_when == "higher")
    versus = _than(_VERSUS.get(evidence, against))
    if outcome.spread is None:
        printed = _ratio(up, row, chance)
        more = "as frequent" if row.points == "none" else "more frequent" if up else "less frequent"
        link = "as" if row.points == "none" else "than"
        return printed, f"At {when} {name} was {more} in {{P}} {link} {versus}: {printed}."
    size, printed = _difference(up, row, outcome.spread, evidence, chance)
    score = f"At {when} the mean score of {name} ({outcome.measure})"
    if row.points == "none":
        other = "what it had been" if evidence == "pre_post" else "the same as without it"
        return printed, f"{score} in {{P}} was exactly {other}: {printed}."
    if evidence == "pre_post":
        return printed, f"{score} had {'risen' if up else 'fallen'} by {size} points in {{P}}: {printed}."
    return printed, f"{score} was {size} points {'higher' if up else 'lower'} in {{P}} than {versus}: {printed}."


def _than(versus: str) -> str:
    return versus if versus in _VERSUS.values() else f"with {versus}"


def _difference(up: bool, row: Row, spread: float, evidence: str, chance: Chance) -> tuple[str, str]:
    name = "mean change" if evidence == "pre_post" else "MD"
    if row.points == "none":
        half = spread * chance.between(0.15, 0.3)
        return "0.0", f"{name} 0.0 (95% CI {-half:.1f} to {half:.1f})"
    clear = row.p == "sig"
    size = max(0.2, round(spread * (chance.between(0.2, 0.5) if clear else chance.between(0.04, 0.15)), 1))
    middle = size if up else -size
    half = size * (chance.between(0.35, 0.85) if clear else chance.between(1.3, 3.0))
    if row.p == "untested":
        return f"{size:.1f}", f"{name} {middle:.1f}"
    return f"{size:.1f}", f"{name} {middle:.1f} (95% CI {middle - half:.1f} to {middle + half:.1f})"


def _ratio(up: bool, row: Row, chance: Chance) -> str:
    if row.points == "none":
        return "RR 1.00 (95% CI 0.78 to 1.28)"
    clear = row.p == "sig"
    factor = chance.between(1.35, 1.9) if clear else chance.between(1.05, 1.25)
    width = chance.between(1.12, 1.28) if clear else chance.between(1.35, 1.7)
    middle = factor if up else 1 / factor
    if row.p == "untested":
        return f"RR {middle:.2f}"
    return f"RR {middle:.2f} (95% CI {middle / width:.2f} to {middle * width:.2f})"

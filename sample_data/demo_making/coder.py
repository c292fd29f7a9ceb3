"""A fictional coder: from what the papers say to what this person writes down, with all that stands beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from demo_making.chance import Chance
from demo_making.facts import Study, sentences
from demo_making.paper import APPRAISAL, PHASES, TrueRow, Truth, page_of, report_key
from demo_making.slips import Habits, difficulty, slipped
from twofold.codebook.findings import needs_reason
from twofold.codebook.model import Codebook, EvidenceDemand, Field
from twofold.values.answers import BLANK, Answer, Chosen, OffScale, Value, is_answered, is_on_scale
from twofold.values.coded import Coded, Confidence, Evidence, Sheet

_ROW_FORGOTTEN = 0.05
_SELDOM_ROW_LISTED = 0.45
_OTHER_NAME = 0.35
_OTHER_PAGE = 0.12
_OTHER_SENTENCE = 0.3
_PLACE_FORGOTTEN = 0.06
_QUOTED_UNASKED = 0.08
_UNSURE = 0.06
_REMARK_ON_A_FACT = 0.012
_HARD = 1.3
_CONCERN = ("low", "some", "high")

# What is often quoted from the passage on another field, though the codebook does not ask for it.
_SAME_PASSAGE: Mapping[str, str] = {
    **dict.fromkeys((*PHASES, "initiator", "who_engaged"), "engagement_level"),
    **dict.fromkeys(("frames_present", "cultural_adaptation", "local_ways"), "framing"),
}

_NOTHING_TOLD: Mapping[str, Answer] = {
    "lived_experience_basis": OffScale.NOT_APPLICABLE,
    "lived_experience_phase": Chosen(frozenset()),
    "lived_experience_mode": OffScale.NOT_APPLICABLE,
}
_SOMETHING_TOLD: Mapping[str, Answer] = {
    "lived_experience_basis": Value("implied"),
    "lived_experience_phase": Chosen(frozenset(["delivery"])),
    "lived_experience_mode": Value("once"),
}


@dataclass(frozen=True, slots=True)
class Coder:
    """One person's ways. Errors become fewer from the first study to the last."""

    person: str
    habits: Habits
    at_first: float = 1.2
    at_last: float = 0.85

    def rows(self, truth: Truth) -> tuple[tuple[TrueRow, str], ...]:
        """The outcome rows that this coder lists, each with the name they give it, in their order."""
        listed: list[tuple[TrueRow, str]] = []
        for row in truth.rows:
            chance = Chance("row", self.person, truth.study.number, row.key)
            forgotten = bool(listed) and chance.happens(_ROW_FORGOTTEN * self.habits.errs)
            if forgotten or (row.row.seldom and not chance.happens(_SELDOM_ROW_LISTED)):
                continue
            name = chance.pick(row.names) if chance.happens(_OTHER_NAME) else row.names[0]
            listed.append((row, name))
        swap = Chance("row order", self.person, truth.study.number)
        return tuple(reversed(listed)) if len(listed) == 2 and swap.happens(0.2) else tuple(listed)

    def coded(
        self, truth: Truth, row: TrueRow | None, field: Field, sheet: Sheet, codebook: Codebook, share: float
    ) -> Coded:
        """What this coder writes at a field. ``share`` says how far through the studies they are, 0 to 1."""
        names = (self.person, truth.study.number, row.key if row else "", field.id)
        right = _right(truth, row, field, sheet)
        practice = self.at_first + (self.at_last - self.at_first) * share
        habits = replace(self.habits, errs=self.habits.errs * practice)
        total = truth.codes["n_total"].answer
        answer = slipped(
            field, right.answer, habits, total.text if isinstance(total, Value) else "0", Chance("slip", *names)
        )
        answer = _worded(field, answer, Chance("words", *names))
        chance = Chance("beside", *names)
        evidence = self._evidence(truth.study, row, field, answer, right, chance)
        reason = _reason(field, answer, right, chance) if needs_reason(field, answer) else ""
        note = _note(field, answer, right, sheet, codebook)
        hard = difficulty(field) >= _HARD
        unsure = hard and is_answered(answer) and chance.happens(_UNSURE)
        if not note and unsure:
            note = chance.pick(sentences().notes_on("judgement"))
        elif not note and not hard and is_on_scale(answer) and chance.happens(_REMARK_ON_A_FACT):
            note = chance.pick(sentences().notes_on("fact"))
        confidence = Confidence.LOW if unsure else Confidence.HIGH if chance.happens(0.01) else None
        return Coded(answer, evidence, reason, note, confidence if is_answered(answer) else None)

    def _evidence(
        self, study: Study, row: TrueRow | None, field: Field, answer: Answer, right: Coded, chance: Chance
    ) -> Evidence:
        report = report_key(study, 0)
        if answer is OffScale.NOT_REPORTED and (field.primary or (field.required and chance.happens(0.2))):
            return Evidence(report, chance.pick(["whole paper", "methods", "whole paper", "abstract"]))
        if not is_on_scale(answer):
            return Evidence()
        if field.evidence is EvidenceDemand.NONE:
            unasked = study.sentences(_SAME_PASSAGE.get(field.id, ""))
            if unasked and chance.happens(_QUOTED_UNASKED):
                return Evidence(report, page_of(study, _SAME_PASSAGE[field.id]), chance.pick(unasked))
            return Evidence()
        page = right.evidence.place or page_of(study, field.id)
        if not page.isdigit():
            page = page_of(study, field.id, row.row.what if row else "")
        if chance.happens(_OTHER_PAGE):
            page = str(int(page) + 1)
        if field.evidence is EvidenceDemand.PLACE:
            return Evidence() if chance.happens(_PLACE_FORGOTTEN) else Evidence(report, page)
        found = [right.evidence.quote] if right.evidence.quote else []
        found += [one for one in study.sentences(field.id) if one not in found]
        if not found:
            found = [study.named(one) for one in sentences().thin]
        quote = found[1] if len(found) > 1 and chance.happens(_OTHER_SENTENCE) else found[0]
        second = report_key(study, 1) if len(study.papers) > 1 and chance.happens(0.3) else report
        return Evidence(second, page, quote)


def _right(truth: Truth, row: TrueRow | None, field: Field, sheet: Sheet) -> Coded:
    """The right answer, given what the coder has answered above: what rests on an earlier slip follows it."""
    codes = truth.codes if row is None else row.codes
    told = codes.get(field.id, Coded())
    if field.id in _NOTHING_TOLD:
        level = sheet.at("lived_experience_level").answer
        if level == Value("none") and told.answer != _NOTHING_TOLD[field.id]:
            return Coded(_NOTHING_TOLD[field.id])
        if isinstance(level, Value) and level != Value("none") and not _tells(told.answer):
            return Coded(_SOMETHING_TOLD[field.id])
    if field.id == "overall_concern":
        given = [sheet.at(one).answer for one in APPRAISAL]
        levels = [_CONCERN.index(one.text) for one in given if isinstance(one, Value)]
        return Coded(Value(_CONCERN[max(levels)])) if levels else told
    if told.answered:
        return told
    if field.id == "n_intervention":
        return truth.codes["n_total"]
    if field.id.endswith("_other"):
        return Coded(Value(sentences().note("other")))
    return Coded(Value(field.options[0].id)) if field.type.has_options else Coded(OffScale.NOT_REPORTED)


def _tells(answer: Answer) -> bool:
    return isinstance(answer, Value) or (isinstance(answer, Chosen) and bool(answer.options))


def _worded(field: Field, answer: Answer, chance: Chance) -> Answer:
    """A typed text in this coder's own spelling; where no text is expected to match, no two people type it alike."""
    if not isinstance(answer, Value) or field.id not in ("data_years", "dose", "comparison", "funding", "conflicts"):
        return answer
    text = answer.text
    if chance.happens(0.35):
        text = text.replace("-", " to ") if field.id == "data_years" else text.replace(", ", "; ")
    if chance.happens(0.2) and field.id != "data_years":
        text = text[0].lower() + text[1:]
    return Value(text)


def _reason(field: Field, answer: Answer, right: Coded, chance: Chance) -> str:
    if answer == right.answer and right.reason:
        return right.reason
    known = sentences().reasons.get(field.id, {})
    if isinstance(answer, Value) and answer.text in known:
        return chance.pick(known[answer.text])
    return sentences().note("not_enough" if answer is OffScale.UNCLEAR else "later")


def _note(field: Field, answer: Answer, right: Coded, sheet: Sheet, codebook: Codebook) -> str:
    if answer is OffScale.NOT_APPLICABLE and field.required:
        return right.note or sentences().note("not_applicable")
    if field.id == "engagement_level" and answer == Value("high"):
        ranks = codebook.ranks["phase_need"]
        phases = [sheet.at(one.id).answer for one in codebook.fields if one.id.startswith("phase_")]
        shared = [one for one in phases if isinstance(one, Value) and ranks[one.text] >= ranks["collaborated"]]
        return sentences().note("own_level") if len(shared) < 2 else ""
    return right.note if answer == right.answer and answer != BLANK else ""

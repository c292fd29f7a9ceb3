"""Appraisals follow what the codebook declares: of studies or of outcome rows, and nothing is guessed."""

from types import MappingProxyType

from synthesis_reviews import CODEBOOK

from twofold.codebook.model import Codebook
from twofold.codebook.toml_reader import read_codebook
from twofold.comparison.appraised import OPEN, Appraisal, appraisals
from twofold.comparison.feeding import gaps, question_of
from twofold.comparison.study_inputs import study_of
from twofold.comparison.synthesised import Source
from twofold.export.appraisal import instruments
from twofold.report.figures import traffic_light
from twofold.review.plan import PlannedStudy
from twofold.synthesis import Quality, synthesise
from twofold.values.answers import OffScale, Value
from twofold.values.coded import Coded, Place, Sheet

ANSWERS = (
    '{ value = "low", label = "Low risk" }, { value = "serious", label = "Serious risk" },'
    ' { value = "critical", label = "Critical risk" }'
)
OF_ROWS = "".join(
    ['\n[[section]]\nid = "bias"\ntitle = "Bias of a result"\nunit = "row"\n']
    + [
        f'[[section.field]]\nid = "{name}"\nlabel = "{name.title()}?"\ntype = "ordinal"\noptions = [ {ANSWERS} ]\n'
        for name in ("arising", "missing", "bias_overall")
    ]
)
DECLARED = """
[[instrument]]
id = "results"
title = "Bias of results"
section = "bias"
overall = "bias_overall"
rule = "worst"
tool = "ROBINS-I"
levels = { low = "low", serious = "high", critical = "high" }
"""
GIVEN: dict[Place, str] = {
    ("r1", "outcome_name"): "mood",
    ("r1", "arising"): "low",
    ("r1", "missing"): "critical",
    ("r1", "bias_overall"): "critical",
    ("r2", "outcome_name"): "housing",
    ("r2", "arising"): "serious",
}


def book(extra: str) -> Codebook:
    return read_codebook(f"{CODEBOOK}{extra}")


def of(codebook: Codebook, given: dict[Place, str] = GIVEN) -> tuple[Appraisal, ...]:
    codes = {place: Coded(Value(text)) for place, text in given.items()}
    codes["r2", "missing"] = Coded(OffScale.NOT_REPORTED)
    sheet = Sheet(MappingProxyType(codes), ("r1", "r2"))
    planned = PlannedStudy("k1", "S001", "Abara 2001", "A fictional title", "", ())
    made = synthesise([study_of(codebook, planned, sheet, {})], question_of(codebook))
    return appraisals(codebook, Source("consensus", "consensus", made, {"k1": sheet}))


def test_an_instrument_of_outcome_rows_judges_each_row_of_a_study() -> None:
    (one,) = of(book(OF_ROWS + DECLARED))
    assert (one.id, one.unit) == ("results", "outcome rows")
    assert [(each.number, each.label) for each in one.rated] == [("S001", "mood"), ("S001", "housing")]
    assert one.counts("arising") == {Quality.LOW: 1, Quality.SOME: 0, Quality.HIGH: 1, OPEN: 0, None: 0}
    assert one.counts("missing") == {Quality.LOW: 0, Quality.SOME: 0, Quality.HIGH: 1, OPEN: 0, None: 1}
    assert one.counts("bias_overall")[None] == 1


def test_what_an_answer_comes_to_is_said_in_the_figure() -> None:
    (one,) = of(book(OF_ROWS + DECLARED))
    assert one.mapping.startswith("As the codebook has it, Low risk: low concern; Serious risk, Critical risk: high")
    drawn = traffic_light(one)
    assert "Serious risk" in drawn
    assert "2 outcome rows" in drawn


def test_a_section_that_no_instrument_is_declared_for_is_no_appraisal() -> None:
    assert of(book(OF_ROWS.replace('id = "bias"', 'id = "appraisal_bias"', 1))) == ()


def test_robvis_gets_the_words_of_the_tool_that_is_declared_and_else_those_of_concern() -> None:
    own = instruments(book(OF_ROWS + DECLARED))
    assert [(one.instrument.id, one.tool) for one in own] == [("results", "ROBINS-I")], "fewer than two domains: none"
    assert own[0].words == {"low": "Low", "serious": "Serious", "critical": "Critical"}
    (other,) = instruments(book(OF_ROWS + DECLARED.replace('tool = "ROBINS-I"\n', "")))
    assert (other.tool, other.words["critical"]) == ("Generic", "High")


def test_the_letter_of_a_study_is_the_worst_that_the_declared_instruments_of_studies_say() -> None:
    codebook = book("")
    codes = {(None, "overall_concern"): Coded(Value("high"))}
    planned = PlannedStudy("k1", "S001", "Abara 2001", "A fictional title", "", ())
    assert study_of(codebook, planned, Sheet(MappingProxyType(codes), ()), {}).quality is Quality.HIGH
    other = CODEBOOK.replace("overall_concern", "judged").replace('low = "low"', 'low = "high"')
    renamed = read_codebook(other)
    codes = {(None, "judged"): Coded(Value("low"))}
    assert study_of(renamed, planned, Sheet(MappingProxyType(codes), ()), {}).quality is Quality.HIGH
    assert not [one for one in gaps(renamed) if "letter" in one]
    without = read_codebook(other.partition("[[instrument]]")[0])
    assert [one for one in gaps(without) if "letter" in one]

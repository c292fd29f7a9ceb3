"""The starter codebook is the table of the field's own description, option by option."""

import re

import pytest
from pydantic import BaseModel

from twofold.codebook.draft import CheckDraft, FieldDraft, OptionDraft
from twofold.codebook.model import Codebook, EvidenceDemand, FieldType, Level, Unit
from twofold.codebook.templates import default_codebook_text

# section, id, type, options in order, flags
TABLE = """
setting | country | multi | (countries) | R
setting | data_years | text | | R
setting | income_group | ordinal | low lower_middle upper_middle high | R
setting | resource_basis | multi | rural_remote poverty ethnic_minority indigenous refugee_migrant \
conflict_disaster service_shortage lmic other |
setting | locale | nominal | urban peri_urban rural remote camp online several |
setting | population | multi | general_adults women_perinatal children_youth older_people \
common_mental_disorder severe_mental_illness carers_family displaced_people other | R
setting | funding | text | |
setting | conflicts | text | |
design | design | nominal | rct cluster_rct controlled_nonrandomised interrupted_time_series cohort \
pre_post cross_sectional no_quantitative | R
design | qualitative_part | nominal | yes no | R
design | process_evaluation | nominal | yes no | R
design | comparator | nominal | none_or_baseline usual_care waitlist active_enhanced_care other_programme \
attention_control |
design | n_total | integer | | R
design | n_intervention | integer | | R
programme | programme_type | multi | psychological_therapy peer_support psychoeducation stigma_advocacy \
livelihood_social arts_culture_ceremony physical_body_based care_linkage other |
programme | deliverer | multi | health_professional lay_health_worker volunteer peer \
traditional_faith_elder teacher_other_sector researcher other | R
programme | dose | text | |
engagement | who_engaged | multi | residents leaders_elders cbo_ngo_staff faith_cultural_groups \
target_group carers_families volunteers_lay_workers local_services other | R
engagement | initiator | nominal | community joint outside_ngo_service researchers government_funder other \
| R
engagement | phase_need | ordinal | none informed consulted collaborated led | R
engagement | phase_design | ordinal | none informed consulted collaborated led | R
engagement | phase_governance | ordinal | none informed consulted collaborated led | R
engagement | phase_delivery | ordinal | none informed consulted collaborated led | R
engagement | phase_evaluation | ordinal | none informed consulted collaborated led | R
engagement | phase_sustaining | ordinal | none informed consulted collaborated led | R
engagement | engagement_level | ordinal | low medium high community_led | P R
engagement | engagement_model | multi | peer_lay_delivery collaboration_partnership empowerment_action \
consultation_only other |
lived_experience | lived_experience_level | ordinal | none consulted worked collaborated led | P R
lived_experience | lived_experience_data_source | nominal | yes no |
lived_experience | carer_level | ordinal | none consulted worked collaborated led |
lived_experience | lived_experience_basis | nominal | self_identified stated_by_authors implied |
lived_experience | lived_experience_phase | multi | need design governance delivery data_collection \
analysis dissemination other |
lived_experience | lived_experience_mode | nominal | once several_times throughout |
framing | framing | ordinal | imported_only imported_local_touches on_a_par local_some_biomedical \
local_only neither | P R
framing | frames_present | multi | biomedical psychological social_structural spiritual_religious \
indigenous_traditional rights_based recovery other |
framing | cultural_adaptation | ordinal | none surface deep generated_locally |
framing | local_ways | nominal | displaced neither built_on |
outcomes | outcome_name | text | | R
outcomes | outcome_measure | text | | R
outcomes | outcome_domain | nominal | clinical_symptoms clinical_diagnosis suicide_self_harm wellbeing \
quality_of_life personal_recovery functioning social_economic_family community_level access_to_care \
knowledge_stigma acceptability harm other | R
outcomes | chime | nominal | connectedness hope identity meaning empowerment difficulties |
outcomes | outcome_evidence | nominal | between_groups interrupted_time_series cohort pre_post \
cross_sectional qualitative | R
outcomes | result_as_printed | text | |
outcomes | comparison | text | |
outcomes | better_when | nominal | higher lower | R
outcomes | time_months | integer | |
outcomes | row_n_intervention | integer | |
outcomes | row_n_comparator | integer | |
outcomes | counts_in_synthesis | nominal | yes no | R
outcomes | direction | ordinal | worse no_difference better | P R
outcomes | p_reported | nominal | below_05 not_below_05 not_tested |
appraisal | selection | ordinal | low some high |
appraisal | measurement | ordinal | low some high |
appraisal | missing_data | ordinal | low some high |
appraisal | analysis | ordinal | low some high |
appraisal | reporting | ordinal | low some high |
appraisal | overall_concern | ordinal | low some high |
"""


def table() -> list[tuple[str, str, str, list[str], list[str]]]:
    rows = []
    for line in TABLE.strip().splitlines():
        section, field, kind, options, flags = (cell.strip() for cell in line.split("|"))
        rows.append((section, field, kind, options.split(), flags.split()))
    return rows


def test_the_fields_are_those_of_the_table_in_its_order(default: Codebook) -> None:
    others = {f"{field.id}_other" for field in default.fields if field.type is FieldType.MULTI}
    assert [field.id for field in default.fields if field.id not in others] == [row[1] for row in table()]
    assert others < {field.id for field in default.fields}


@pytest.mark.parametrize(("section", "field_id", "kind", "options", "flags"), table())
def test_each_field_is_as_the_table_has_it(
    section: str, field_id: str, kind: str, options: list[str], flags: list[str], default: Codebook
) -> None:
    field = default.by_id[field_id]
    assert (field.section, field.type.value) == (section, kind)
    assert (field.required, field.primary) == ("R" in flags, "P" in flags)
    if options != ["(countries)"]:
        assert [option.id for option in field.options] == options


def test_only_the_outcomes_repeat_and_their_name_names_the_row(default: Codebook) -> None:
    assert [section.id for section in default.sections if section.unit is Unit.ROW] == ["outcomes"]
    assert default.row_name == "outcome_name"


def test_every_multi_field_ends_in_other_with_a_text_of_its_own(default: Codebook) -> None:
    multis = [field for field in default.fields if field.type is FieldType.MULTI]
    assert len(multis) == 9
    ids = [field.id for field in default.fields]
    for field in multis:
        assert field.options[-1].id == "other"
        text = default.by_id[f"{field.id}_other"]
        assert text.type is FieldType.TEXT
        assert ids.index(text.id) == ids.index(field.id) + 1


def test_every_option_of_a_primary_item_has_an_example_that_counts_and_one_that_does_not(
    default: Codebook,
) -> None:
    primary = [field for field in default.fields if field.primary]
    assert [field.id for field in primary] == [
        "engagement_level",
        "lived_experience_level",
        "framing",
        "direction",
    ]
    for field in primary:
        assert field.evidence is EvidenceDemand.QUOTE
        for option in field.options:
            assert option.counts
            assert option.does_not_count


def test_only_neither_lies_off_the_axis(default: Codebook) -> None:
    off = [(field.id, option.id) for field in default.fields for option in field.options if option.off_axis]
    assert off == [("framing", "neither")]


def test_the_countries_are_those_of_iso_3166_in_the_order_of_their_names(default: Codebook) -> None:
    *countries, other = default.by_id["country"].options
    assert other.id == "other"
    assert len(countries) == 249
    assert all(re.fullmatch(r"[a-z]{3}", country.id) for country in countries)
    assert len({country.label for country in countries}) == 249
    labels = {country.id: country.label for country in countries}
    assert labels["zwe"] == "Zimbabwe"
    assert labels["civ"] == "Côte d'Ivoire"
    assert labels["gtm"] == "Guatemala"


def test_the_reasons_asked_for_are_those_of_the_appraisal_and_of_rows_left_out(default: Codebook) -> None:
    assert [field.id for field in default.fields if field.reason] == [
        "selection",
        "measurement",
        "missing_data",
        "analysis",
        "reporting",
    ]
    options = [(field.id, option.id) for field in default.fields for option in field.options if option.reason]
    assert options == [("counts_in_synthesis", "no")]


def test_the_checks_warn_and_block_as_described(default: Codebook) -> None:
    assert {check.id: check.level for check in default.checks} == {
        "led_by_the_community": Level.WARN,
        "high_needs_two_phases": Level.WARN,
        "no_difference_without_estimate": Level.WARN,
        "more_in_intervention_than_in_all": Level.WARN,
        "direction_without_better_when": Level.BLOCK,
    }


def test_months_take_the_end_of_the_programme_as_well(default: Codebook) -> None:
    tick = default.by_id["time_months"].tick
    assert tick is not None
    assert (tick.id, tick.label) == ("end_of_programme", "end of programme")


def test_every_field_but_the_texts_for_other_has_help(default: Codebook) -> None:
    without = {field.id for field in default.fields if not field.help}
    assert without == {f"{field.id}_other" for field in default.fields if field.type is FieldType.MULTI}


@pytest.mark.parametrize("draft", [OptionDraft, FieldDraft, CheckDraft])
def test_the_comments_explain_every_key(draft: type[BaseModel]) -> None:
    comments = [line for line in default_codebook_text().splitlines() if line.startswith("#")]
    for name, info in draft.model_fields.items():
        assert any(re.search(rf"\b{info.alias or name}\b", line) for line in comments), name

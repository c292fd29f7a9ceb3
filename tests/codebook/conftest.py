"""One small codebook with every type of field, and the default one."""

import pytest

from twofold.codebook.model import Codebook
from twofold.codebook.templates import default_codebook_text
from twofold.codebook.toml_reader import read_codebook

SMALL = """\
format = 1

[codebook]
id = "small"
title = "A small codebook"
version = "1.0"
row_name = "outcome"

[lists]
parts = [
  { value = "none", label = "None" },
  { value = "asked", label = "Asked" },
  { value = "led", label = "Led" },
]

[[section]]
id = "about"
title = "About"

  [[section.field]]
  id = "design"
  label = "Design?"
  type = "nominal"
  required = true
  evidence = "place"
  options = [
    { value = "rct", label = "RCT" },
    { value = "cohort", label = "Cohort" },
    { value = "other", label = "Other", reason = true },
  ]

  [[section.field]]
  id = "level"
  label = "Level?"
  type = "ordinal"
  primary = true
  evidence = "quote"
  options = [
    { value = "low", label = "Low", counts = "this", not = "that" },
    { value = "middle", label = "Middle" },
    { value = "high", label = "High" },
    { value = "apart", label = "Apart", off_axis = true },
  ]

  [[section.field]]
  id = "part"
  label = "Part?"
  type = "ordinal"
  options = "parts"
  show_if = { field = "level", at_least = "middle" }

  [[section.field]]
  id = "who"
  label = "Who?"
  type = "multi"
  options = [
    { value = "residents", label = "Residents" },
    { value = "carers", label = "Carers" },
  ]

  [[section.field]]
  id = "n_all"
  label = "How many?"
  type = "integer"
  min = 1
  max = 5000

  [[section.field]]
  id = "n_group"
  label = "How many in the group?"
  type = "integer"
  tick = { value = "not_split", label = "groups not split" }
  show_if = { field = "design", in = ["rct", "other"] }

  [[section.field]]
  id = "share"
  label = "Share?"
  type = "number"
  min = 0
  max = 1.5

  [[section.field]]
  id = "began"
  label = "When did it begin?"
  type = "date"
  min = 1990-01-01

  [[section.field]]
  id = "remarks"
  label = "Remarks?"
  type = "text"
  reconcile = true

[[section]]
id = "results"
title = "Results"
unit = "row"

  [[section.field]]
  id = "outcome"
  label = "Which outcome?"
  type = "text"
  required = true

  [[section.field]]
  id = "direction"
  label = "Which way?"
  type = "ordinal"
  options = [
    { value = "worse", label = "Worse" },
    { value = "better", label = "Better" },
  ]

[[section]]
id = "verdict"
title = "Verdict"

  [[section.field]]
  id = "concern"
  label = "Concern?"
  type = "nominal"
  reason = true
  options = "parts"
  show_if = { rows = "any", field = "direction", is = "worse" }

[[check]]
id = "group_above_all"
field = "n_group"
level = "warn"
say = "More in the group than in all."
when = { field = "n_group", above_field = "n_all" }

[[check]]
id = "better_needs_level"
field = "direction"
level = "block"
say = "Say the level first."
when = { all = [ { field = "direction", is = "better" }, { not = { field = "level", answered = true } } ] }
"""


@pytest.fixture(scope="session")
def small_text() -> str:
    return SMALL


@pytest.fixture(scope="session")
def small() -> Codebook:
    return read_codebook(SMALL)


@pytest.fixture(scope="session")
def default() -> Codebook:
    return read_codebook(default_codebook_text())

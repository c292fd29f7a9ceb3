"""Figures as SVG: own strings of few kilobytes, the same bytes each run."""

from twofold.report.figures.cross_table import cross_table
from twofold.report.figures.effect_direction import effect_direction, in_panels
from twofold.report.figures.forest import agreement_forest
from twofold.report.figures.harvest import harvest_plot
from twofold.report.figures.matrix import bubble_matrix
from twofold.report.figures.sheets import Sheet, sheets_of
from twofold.report.figures.traffic_light import appraisal_bars, traffic_light

__all__ = [
    "Sheet",
    "agreement_forest",
    "appraisal_bars",
    "bubble_matrix",
    "cross_table",
    "effect_direction",
    "harvest_plot",
    "in_panels",
    "sheets_of",
    "traffic_light",
]

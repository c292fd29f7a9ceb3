"""Figures as SVG: own strings of few kilobytes, the same bytes each run."""

from twofold.report.figures.cross_table import cross_table
from twofold.report.figures.effect_direction import effect_direction
from twofold.report.figures.forest import agreement_forest
from twofold.report.figures.harvest import harvest_plot
from twofold.report.figures.matrix import bubble_matrix
from twofold.report.figures.traffic_light import traffic_light

__all__ = [
    "agreement_forest",
    "bubble_matrix",
    "cross_table",
    "effect_direction",
    "harvest_plot",
    "traffic_light",
]

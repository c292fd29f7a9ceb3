"""Effect direction, vote counting, harvest plot, gap map: studies with their outcome rows in, plain results out."""

from twofold.synthesis.directions import Cell, Direction, Limits, Nothing, Size, cell_of, direction_of
from twofold.synthesis.harvest import Bar, Column, Harvest
from twofold.synthesis.inputs import (
    NOT_APPLICABLE,
    NOT_CODED,
    NOT_REPORTED,
    OPEN,
    UNCLEAR,
    Coded,
    Evidence,
    Named,
    OutcomeRow,
    Panel,
    Quality,
    Scale,
    Study,
)
from twofold.synthesis.levels import Crossed, Involvement, Matrix
from twofold.synthesis.sign_test import FEWEST, SignTest, sign_test, two_sided, wilson
from twofold.synthesis.standing import LeftOut
from twofold.synthesis.towards import furthest
from twofold.synthesis.votes import Votes
from twofold.synthesis.whole import Question, Synthesis, synthesise
from twofold.synthesis.wording import (
    CAUTION,
    SENSITIVITY,
    involvement_words,
    left_out_words,
    level_words,
    p_words,
    sign_words,
    too_few,
)

__all__ = [
    "CAUTION",
    "FEWEST",
    "NOT_APPLICABLE",
    "NOT_CODED",
    "NOT_REPORTED",
    "OPEN",
    "SENSITIVITY",
    "UNCLEAR",
    "Bar",
    "Cell",
    "Coded",
    "Column",
    "Crossed",
    "Direction",
    "Evidence",
    "Harvest",
    "Involvement",
    "LeftOut",
    "Limits",
    "Matrix",
    "Named",
    "Nothing",
    "OutcomeRow",
    "Panel",
    "Quality",
    "Question",
    "Scale",
    "SignTest",
    "Size",
    "Study",
    "Synthesis",
    "Votes",
    "cell_of",
    "direction_of",
    "furthest",
    "involvement_words",
    "left_out_words",
    "level_words",
    "p_words",
    "sign_test",
    "sign_words",
    "synthesise",
    "too_few",
    "two_sided",
    "wilson",
]

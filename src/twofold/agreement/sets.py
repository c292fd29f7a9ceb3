"""Agreement on fields where any number of options may be chosen: whole sets, and option by option."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from twofold.agreement.arrays import Floats, Ints
from twofold.agreement.codes import MISSING, BadCodes, Ratings, rater_names
from twofold.agreement.computed import Coefficient, linearised_errors
from twofold.agreement.figures import Reading
from twofold.agreement.krippendorff import FixedAlpha
from twofold.agreement.limits import Place, Sampler, drawn_or_analytic, finite
from twofold.agreement.measure import Agreement, prepare, read_out
from twofold.agreement.patterns import Patterns, count_patterns
from twofold.agreement.raw import MeanAgreement
from twofold.agreement.results import Figure, Intervals, Limits, Method, assembled

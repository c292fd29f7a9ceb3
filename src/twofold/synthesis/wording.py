"""The sentences that stand beside the figures: what each says, and what it must not be taken for."""

from twofold.synthesis.inputs import OPEN, Scale
from twofold.synthesis.levels import Involvement
from twofold.synthesis.sign_test import FEWEST, SignTest
from twofold.synthesis.votes import Votes
from twofold.values.rounding import told_apart, whole_percent

CAUTION = (
    "Votes count directions: no magnitude and no weighting is in them, and significance is not used. Only comparisons"
    " between groups are tested; everything else is shown and not tested."
)
"""To be printed with every count of votes."""

SENSITIVITY = "One vote per initiative, and all rows instead of those that count, are sensitivity analyses."


def sign_words(test: SignTest) -> str:
    """``10/12 better, 83 % (55 to 95), p 0.039``, or why there is nothing to test."""
    if test.share is None or test.low is None or test.high is None or test.p is None:
        return test.why
    low, high = (f"{100 * one:.0f}" for one in (test.low, test.high))
    return f"{test.better}/{test.n} better, {whole_percent(test.share)} % ({low} to {high}), {p_words(test.p)}"


def p_words(p: float) -> str:
    """``p 0.039``; two figures that count, never 0, and as many as tell it from 0.05."""
    if p < 0.0001:
        return "p < 0.0001"
    return f"p {p:.4f}" if p < 0.01 else f"p {told_apart(p, 3)}" if p < 0.1 else f"p {p:.2f}"


def too_few(test: SignTest) -> str:
    """The sentence that belongs to a test that could never reach p < 0.05; else nothing."""
    if not 0 < test.n < FEWEST:
        return ""
    return f"Fewer than six directions can never reach p < 0.05; here {'is one' if test.n == 1 else f'are {test.n}'}."


def left_out_words(votes: Votes) -> str:
    """``2 no change, 1 conflicting``: who is no vote, and why; empty where all are."""
    return ", ".join(f"{len(names)} {why.value}" for why, names in votes.left_out.items())


def involvement_words(found: Involvement) -> str:
    """``none 12, not reported 9: no reported involvement in 21 of 35 studies``."""
    if found.none is None:
        return f"not reported {found.not_reported} of {found.total} {_studies(found.total)}. {found.why}"
    waiting = len(found.studies[OPEN])
    open_words = f", {waiting} of them open" if waiting else ""
    return (
        f"none {found.none}, not reported {found.not_reported}: no reported involvement in"
        f" {found.no_reported_involvement} of {found.total} {_studies(found.total)}{open_words}"
    )


def level_words(scale: Scale, answer: str) -> str:
    """An answer to a question of levels, short enough for a heading: up to the first colon."""
    return scale.words(answer).partition(":")[0]


def _studies(count: int) -> str:
    return "study" if count == 1 else "studies"

"""How many studies to code twice, asked before coding starts."""

from collections.abc import Sequence
from typing import cast

from twofold.agreement import BadPlan, plan
from twofold.agreement.planning import WIDTHS
from twofold.agreement.wording import decimal
from twofold.cli.exits import Exit, fail, print_json, say
from twofold.values.canonical import Json
from twofold.values.counting import count_of


def plan_coding(
    kappa: float, shares: Sequence[float], half_widths: Sequence[float], studies: int | None, *, as_json: bool
) -> None:
    """Print how many studies two people should both code for an interval of kappa that is as narrow as wanted."""
    try:
        found = plan(
            kappa, shares[0] if len(shares) == 1 else shares, half_widths=half_widths or WIDTHS, studies=studies
        )
    except BadPlan as error:
        fail(str(error), Exit.USAGE)
    if as_json:
        content = {
            "kappa": found.kappa,
            "shares": list(found.shares),
            "confidence": found.confidence,
            "plans": [{"half_width": one.half_width, "studies": one.studies} for one in found.rows],
            "studies": found.studies,
            "half_width_at_hand": None if found.at_hand is None else round(found.at_hand, 3),
            "sentence": found.sentence,
            "pilot": found.pilot,
        }
        # The log's JSON knows no fractions; what is printed does.
        print_json("plan", cast("dict[str, Json]", content))
        return
    say(found.sentence)
    for one in found.rows[1:]:
        say(f"  {decimal(one.half_width)} to either side: {count_of(one.studies, 'study')}")
    say(found.pilot)

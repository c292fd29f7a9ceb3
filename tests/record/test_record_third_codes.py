"""Who is an arbiter alone codes as a third reader: nothing else that they code counts, in a log or in an extract."""

import pytest
from made_logs import code, document, review

from twofold.record.authority import Filed, effective, opened, standing
from twofold.record.lines import Written

PEOPLE = {"lea": ("lead", "reviewer"), "arb": ("arbiter",), "both": ("arbiter", "reviewer"), "led": ("lead", "arbiter")}
FOUNDING = review("lea", "0d" * 8, "founding", PEOPLE)
TEAM = standing(FOUNDING.id, [Filed("lea", FOUNDING)])


def coded(by: str, purpose: str) -> Written:
    body = {**code(by, "d0" * 8, purpose, "a").body, "purpose": purpose}
    content = {key: value for key, value in body.items() if key not in ("by", "device", "at", "nonce")}
    return document("codes", by, "d0" * 8, (by, purpose), **content)


@pytest.mark.parametrize("purpose", ["independent", "recode", "correction"])
@pytest.mark.parametrize("person", ["arb", "led"])
def test_another_code_of_who_is_no_reviewer_is_kept_named_and_without_effect(person: str, purpose: str) -> None:
    one = coded(person, purpose)
    counting, refused = effective(TEAM, [Filed(person, one)])
    assert counting == {}
    assert [each.why for each in refused] == [
        f"{person} has no role that may write in `codes` but as a third reader",
    ]
    assert opened(TEAM, [Filed("led", one)], frozenset()) == {}


@pytest.mark.parametrize(("person", "purpose"), [("arb", "third"), ("both", "third"), ("both", "independent")])
def test_a_third_readers_code_counts_and_so_does_any_of_a_reviewer(person: str, purpose: str) -> None:
    one = coded(person, purpose)
    counting, refused = effective(TEAM, [Filed(person, one)])
    assert (list(counting), refused) == ([one.id], ())

"""`certainty.toml`: how certain the lead holds each finding to be, and why. A file of the lead's, never in the logs.

Twofold computes no certainty and proposes none: it is a judgement. The levels are those of GRADE.
"""

import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from twofold.codebook.problems import Ledger, Problem
from twofold.store.append import cause_of
from twofold.synthesis import Named
from twofold.values.plaintext import one_line, visible

CERTAINTY_FILE = "certainty.toml"
_LONGEST = 2000
_KEYS = ("format", "reporting_bias", "domain")
_OF_DOMAIN = ("id", "certainty", "reason")


class Certainty(StrEnum):
    """How certain a finding is held to be, the surest first."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very low"


_LEVELS = tuple(one.value for one in Certainty)


@dataclass(frozen=True, slots=True)
class Judged:
    """The certainty of one domain, ``None`` where it is not judged yet, with the reason."""

    certainty: Certainty | None
    reason: str


@dataclass(frozen=True, slots=True)
class Judgements:
    """What the lead judged: by domain, and in words on what may be missing because it was never reported."""

    domains: Mapping[str, Judged]
    reporting_bias: str = ""


NOTHING_JUDGED = Judgements({})


class BadCertainty(Exception):
    """The file cannot be used; the message has every mistake with its line and the way out."""


def read_certainty(folder: Path, domains: Sequence[Named]) -> Judgements | None:
    """The judgements in a review's folder; ``None`` where there is no such file.

    Raises:
        BadCertainty: it cannot be read, or says something that cannot be used.
    """
    try:
        text = (folder / CERTAINTY_FILE).read_text("utf-8-sig")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadCertainty(f"`{CERTAINTY_FILE}` could not be read: {cause_of(error)}.") from error
    except UnicodeDecodeError as error:
        raise BadCertainty(f"`{CERTAINTY_FILE}` is not UTF-8 text. Save it as UTF-8.") from error
    return parse_certainty(text, domains)


def parse_certainty(text: str, domains: Sequence[Named]) -> Judgements:
    """The judgements in the text of such a file.

    Raises:
        BadCertainty: as for ``read_certainty``.
    """
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadCertainty(f"`{CERTAINTY_FILE}` is not proper TOML: {error}. Mend that line.") from error
    ledger = Ledger()
    _known(ledger, (), content, _KEYS)
    if content.get("format") != 1:
        ledger.add(("format",), "the format is not 1", "Write `format = 1`.")
    bias = _text(ledger, ("reporting_bias",), content.get("reporting_bias", ""))
    judged: dict[str, Judged] = {}
    known = {one.id for one in domains}
    listed = content.get("domain", [])
    if not isinstance(listed, list):
        ledger.add(("domain",), "`domain` is no list of tables", "Head each domain with `[[domain]]`.")
        listed = []
    for place, one in enumerate(listed):
        _domain(ledger, place, one, known, judged)
    if ledger:
        raise BadCertainty("\n".join(map(str, _problems(ledger, text))))
    return Judgements(judged, bias)


def _problems(ledger: Ledger, text: str) -> tuple[Problem, ...]:
    return ledger.problems(CERTAINTY_FILE, text)


def _domain(ledger: Ledger, place: int, one: object, known: set[str], judged: dict[str, Judged]) -> None:
    at: tuple[str | int, ...] = ("domain", place)
    if not isinstance(one, dict):
        ledger.add(at, "this is no table", "Head each domain with `[[domain]]`.")
        return
    _known(ledger, at, one, _OF_DOMAIN)
    name = one.get("id")
    if not isinstance(name, str) or name not in known:
        shown = visible(str(name)) if name is not None else "nothing"
        ledger.add(
            (*at, "id"),
            f"`{shown}` is no domain of outcomes in the codebook",
            f"Its domains are: {', '.join(sorted(known))}.",
        )
        return
    if name in judged:
        ledger.add((*at, "id"), f"the domain `{name}` stands here for the second time", "Keep one of them.")
        return
    level, reason = one.get("certainty", ""), _text(ledger, (*at, "reason"), one.get("reason", ""))
    if level and level not in _LEVELS:
        ledger.add(
            (*at, "certainty"),
            f"`{visible(str(level))}` is no level of certainty",
            f"The levels are: {', '.join(_LEVELS)}; leave it empty for not judged.",
        )
    elif level and not reason:
        ledger.add((*at, "certainty"), f"`{name}` is judged without a reason", "Say in a sentence why.")
    judged[name] = Judged(Certainty(level) if level in _LEVELS else None, reason)


def _known(ledger: Ledger, at: tuple[str | int, ...], given: Mapping[str, object], keys: Sequence[str]) -> None:
    for one in given:
        if one not in keys:
            ledger.add((*at, one), f"`{visible(one)}` is not known here", f"What may stand here: {', '.join(keys)}.")


def _text(ledger: Ledger, at: tuple[str | int, ...], given: object) -> str:
    if not isinstance(given, str):
        ledger.add(at, "this is no text", "Put it between quotation marks.")
        return ""
    if len(given) > _LONGEST:
        ledger.add(at, f"this has {len(given):,} characters; {_LONGEST:,} are kept", "Shorten it.")
    return one_line(given)


def certainty_template(domains: Sequence[Named]) -> str:
    """The text of a new file, with every domain of the synthesis and nothing judged."""
    parts = "\n".join(
        f'[[domain]]\nid = {_quoted(one.id)}  # {visible(one_line(one.label))}\ncertainty = ""\nreason = ""\n'
        for one in domains
    )
    return f"""# How certain each finding is, as the lead judges it: for `twofold report`. Edit it by hand.
# It lies beside review.toml and is never in the logs, so whoever makes the report needs this file.
#
# certainty: {", ".join(f'"{one}"' for one in _LEVELS)}; "" for not judged yet.
# reason: what lowered or raised it, in a sentence: risk of bias, findings that differ, indirectness, few
# people, results that were never reported. A level without a reason is refused.

format = 1

# What may be missing because it was never published or never reported, and how you looked for it. "" for not judged.
reporting_bias = ""

{parts}"""


def _quoted(text: str) -> str:
    return json.dumps(visible(text), ensure_ascii=False)

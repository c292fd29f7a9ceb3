"""Fictional studies for syntheses, by few words: who measured what, and which way it points."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from twofold.synthesis import (
    Coded,
    Evidence,
    Named,
    OutcomeRow,
    Panel,
    Quality,
    Question,
    Scale,
    Study,
    Synthesis,
    synthesise,
)
from twofold.synthesis.inputs import Asked

SHORT = {"+": Coded.BETTER, "-": Coded.WORSE, "0": Coded.NO_DIFFERENCE, "u": None}
DOMAINS = (
    Named("symptoms", "Clinical: symptoms"),
    Named("wellbeing", "Wellbeing"),
    Named("recovery", "Personal recovery"),
    Named("access", "Access to or use of care"),
)
ENGAGEMENT = Scale(
    "Engagement",
    (Named("low", "Low"), Named("medium", "Medium"), Named("high", "High"), Named("led", "Community-led")),
)
LIVED = Scale("Lived experience", (Named("none", "None"), Named("consulted", "Consulted"), Named("led", "Led")), "none")
QUESTION = Question(DOMAINS, ENGAGEMENT, LIVED)
EVIDENCE = (Evidence.BETWEEN_GROUPS, Evidence.TIME_SERIES, Evidence.COHORT, Evidence.PRE_POST, Evidence.QUALITATIVE)


def rows(
    marks: str,
    domain: str = "symptoms",
    evidence: Evidence | None = Evidence.BETWEEN_GROUPS,
    *,
    counts: bool | None = True,
    n: int | None = None,
    off: tuple[tuple[Asked, str], ...] = (),
) -> tuple[OutcomeRow, ...]:
    """One outcome row a mark: `+` better, `-` worse, `0` exactly none, `u` undetermined."""
    return tuple(
        OutcomeRow("", f"outcome {place}", domain, SHORT[one], evidence, counts, n, off=off)
        for place, one in enumerate(marks)
    )


def study(
    number: int,
    *some: Sequence[OutcomeRow],
    initiative: str = "",
    panel: Panel = Panel.RANDOMISED,
    engagement: str = "high",
    lived: str = "none",
    quality: Quality | None = Quality.LOW,
    n: int | None = 120,
    label: str = "",
) -> Study:
    """A study with these rows."""
    given = [row for part in some for row in part]
    every = tuple(replace(row, key=f"r{place:02}") for place, row in enumerate(given))
    return Study(
        f"key{number:03}",
        f"S{number:03}",
        label or f"Fictional {1990 + number % 30}",
        initiative,
        panel,
        every,
        engagement,
        lived,
        quality,
        n,
    )


def made(*studies: Study) -> Synthesis:
    """The synthesis of these studies."""
    return synthesise(studies, QUESTION)


def many_studies(count: int, seed: int = 7, *, domains: Sequence[Named] = DOMAINS) -> Synthesis:
    """A synthesis of so many studies drawn by chance, every state and size among them."""
    draw = Random(seed)
    studies = [
        study(
            number,
            *(
                rows(
                    "".join(draw.choices("++++-0u", k=draw.randint(1, 4))),
                    one.id,
                    draw.choices(EVIDENCE, (6, 1, 1, 2, 1))[0],
                    n=draw.choice((20, 90, 450, None)),
                )
                for one in domains
                if draw.random() < 0.55
            ),
            initiative=draw.choice(("", "", "The Well", "Open Door")),
            panel=draw.choice(list(Panel)[:3]),
            engagement=draw.choice([*(one.id for one in ENGAGEMENT.levels), "NR"]),
            lived=draw.choice(("none", "none", "NR", "consulted", "led")),
            quality=draw.choice([*Quality, None]),
        )
        for number in range(1, count + 1)
    ]
    return synthesise(studies, Question(tuple(domains), ENGAGEMENT, LIVED))

"""Twofold's own look, in dark and in light.

Ink on calm paper, blue for what is yours, amber for what wants a look.

Blue and amber stay apart for colour-blind eyes; nothing is told by colour alone.
"""

from textual.theme import Theme

DARK = Theme(
    name="twofold-dark",
    primary="#82b1e8",
    secondary="#9aa7bd",
    accent="#82b1e8",
    warning="#e3a857",
    error="#ef9a76",
    success="#82b1e8",
    foreground="#d6dae2",
    background="#15181e",
    surface="#1b1f27",
    panel="#232833",
    dark=True,
)

LIGHT = Theme(
    name="twofold-light",
    primary="#1f5c9e",
    secondary="#5b6678",
    accent="#1f5c9e",
    warning="#8a5300",
    error="#a63d0a",
    success="#1f5c9e",
    foreground="#23272f",
    background="#fbf9f5",
    surface="#f3f0e9",
    panel="#e9e5dc",
    dark=False,
)

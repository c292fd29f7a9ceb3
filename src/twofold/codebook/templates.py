"""The codebooks that ship with Twofold, as the text a lead gets to edit."""

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "templates"


def default_codebook_text() -> str:
    """The starter codebook as TOML with its comments."""
    return (_FOLDER / "default.toml").read_text(encoding="utf-8")

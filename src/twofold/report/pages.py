"""HTML pages out of templates: everything escaped, nothing that acts, no script and nothing from a network."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from twofold.values.plaintext import visible

_TEMPLATES = Path(__file__).resolve().parent / "templates"


def page(template: str, content: Mapping[str, object]) -> str:
    """The page that ``template`` makes of ``content``. The same content gives the same text.

    Every text is escaped, and a character that could act on a reader is shown as a sign.
    """
    return _environment().get_template(template).render(content)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES, encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    # What a template made itself is HTML already, and has its lines.
    return visible(value) if isinstance(value, str) and not hasattr(value, "__html__") else value

"""A first draft of a codebook from the headers of an extraction form that a team kept in a spreadsheet."""

import re

from twofold.codebook.foreign.sketch import Converted, Rows, Sketch, Unusable
from twofold.codebook.model import Field, FieldType, Option
from twofold.codebook.naming import RESERVED_FIELDS
from twofold.codebook.option_reader import tidy

_KNOWN_ALREADY = RESERVED_FIELDS | {"author", "author year", "first author", "journal", "publication year", "study id"}
_COUNT = re.compile(r"^(n|no|number|sample size)\b|\bn\s*=|\((n)\)|\bsample size\b", re.IGNORECASE)
_CHOICE = re.compile(r"\(\s*([^()]{1,60}(?:\s*[/|;]\s*[^()/|;]{1,60})+)\s*\)\s*$")


def read_headers(rows: Rows, title: str) -> Converted:
    """A codebook with one field for each header.

    A header such as *Blinded? (yes / no / unclear)* becomes a choice, *n randomised* a number, and the others texts.

    Raises:
        Unusable: the first row names nothing to code.
    """
    if not rows:
        raise Unusable("It is empty. The first row should name the columns of the extraction form.")
    sketch = Sketch(title)
    sketch.section("Extraction")
    skipped = []
    for cell in rows[0]:
        words = tidy(cell)
        if not words:
            continue
        if re.sub(r"[^a-z ]+", " ", words.casefold()).strip() in _KNOWN_ALREADY:
            skipped.append(words)
            continue
        choice = _CHOICE.search(words)
        options = _options(choice[1]) if choice else ()
        label = words[: choice.start()].strip() if choice and options else words
        kind = FieldType.NOMINAL if options else FieldType.INTEGER if _COUNT.search(words) else FieldType.TEXT
        sketch.put(Field(sketch.field_id("", label), label or words, kind, "", options=options))
    if skipped:
        sketch.notes.append(f"Not taken, for every study has them anyway: {', '.join(skipped)}.")
    sketch.notes.append("Types are guesses from the headers' words. Look at each field before you publish.")
    return sketch.converted(f"A first draft from the headers of an extraction form: {title}.")


def _options(words: str) -> tuple[Option, ...]:
    from twofold.codebook.foreign.sketch import options_of

    labels = [one.strip() for one in re.split(r"[/|;]", words)]
    options, _ = options_of([("", one) for one in labels if one], "", [])
    return options

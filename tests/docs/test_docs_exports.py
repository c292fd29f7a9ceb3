"""The page on exports tells of the files and columns that there are."""

import sys
from pathlib import Path

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_of_exports_is_current() -> None:
    sys.path.insert(0, str(DOCS))
    try:
        from make_exports import PAGE, page
    finally:
        sys.path.remove(str(DOCS))
    assert PAGE.read_text("utf-8") == page(), "run docs/make_exports.py"
    assert "## codes_long.csv" in page()
    assert "value_*person*" in page()

"""The headers of the wide files are the ids of fields, and no id may be one that Twofold gives itself."""

from pathlib import Path

import pytest
from opened_reviews import CODEBOOK, opened, with_studies

from twofold.codebook.naming import RESERVED_FIELDS
from twofold.codebook.problems import BadCodebook
from twofold.codebook.toml_reader import read_codebook
from twofold.export.catalogue import tables_of
from twofold.export.choices import Choices
from twofold.export.material import Material

BOOK = read_codebook(CODEBOOK)


def own_columns(folder: Path) -> set[str]:
    """The columns of the files with one column a field that are no field's."""
    with opened(with_studies(folder), writing=False) as review:
        wide = [one for one in tables_of(Material(review, Choices())) if any(each.typed for each in one.columns)]
    assert {one.name for one in wide} == {"consensus_wide", "outcomes"}
    return {each.name for one in wide for each in one.columns if each.name.split("___")[0] not in BOOK.by_id}


def test_a_field_cannot_take_the_name_of_a_column_that_twofold_gives(tmp_path: Path) -> None:
    own = own_columns(tmp_path / "r")
    assert len(own) > 5
    assert own <= RESERVED_FIELDS


@pytest.mark.parametrize("name", ["excluded", "study_state", "row_label"])
def test_such_an_id_is_told_when_the_codebook_is_read(name: str) -> None:
    with pytest.raises(BadCodebook, match=f"the id `{name}`, which Twofold keeps for itself"):
        read_codebook(CODEBOOK.replace('id = "design"', f'id = "{name}"'))

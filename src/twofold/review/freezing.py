"""What a submission freezes of a sheet, apart from whose it is and when."""

from collections.abc import Mapping
from dataclasses import dataclass

from twofold.codebook.conditions import asked
from twofold.codebook.model import Codebook
from twofold.record.registers import Register
from twofold.record.work_documents import CodeDocument
from twofold.values.canonical import digest
from twofold.values.coded import NOTHING, Place, RowKey, Sheet


@dataclass(frozen=True, slots=True)
class Frozen:
    """The rows and the ids of the codes, the fields asked and left blank, and those that no rule asked."""

    codebook: str
    rows: tuple[RowKey, ...]
    codes: tuple[str, ...]
    blank: tuple[Place, ...]
    not_asked: tuple[Place, ...]

    @property
    def digest(self) -> str:
        """SHA-256 over all of it, 64 hexadecimal digits."""
        return digest(
            {
                "codebook": self.codebook,
                "rows": self.rows,
                "codes": self.codes,
                "blank": self.blank,
                "not_asked": self.not_asked,
            }
        )


def frozen(
    codebook: Codebook, fingerprint: str, sheet: Sheet, registers: Mapping[Place, Register[CodeDocument]]
) -> Frozen:
    """What is frozen of ``sheet``. Each register has one current code, for a conflict has been settled before."""
    wanted = asked(codebook, sheet)
    everything: list[Place] = [(None, one.id) for one in codebook.study_fields]
    everything += [(row, one.id) for row in sheet.rows for one in codebook.row_fields]
    return Frozen(
        fingerprint,
        sheet.rows,
        tuple(
            registers[place].ids[0]
            for place in wanted
            if place in registers and sheet.at(place[1], place[0]) != NOTHING
        ),
        tuple(place for place in wanted if not sheet.at(place[1], place[0]).answered),
        tuple(place for place in everything if place not in frozenset(wanted)),
    )

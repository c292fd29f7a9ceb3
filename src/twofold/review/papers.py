"""Which PDF of this device's folder belongs to which study: named by hand, or matched by what the files are called.

PDFs never lie in a review and their names are kept on this device alone.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from twofold.review.open import Review
from twofold.review.outside import pdf_folder, pdf_names, pdf_names_place
from twofold.review.reading import reports_of

_TOKENS = re.compile(r"[a-z]+|[0-9]+")
_SHORTEST_DOI = 8


class NotKept(Exception):
    """Which PDF belongs to a study could not be kept; the message says why."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A study whose PDF is looked for, by what a file may be called."""

    key: str
    number: str
    label: str
    dois: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Matched:
    """A file that belongs to a study, and how that was told: ``number``, ``doi``, ``label`` or ``by hand``."""

    study: str
    file: str
    how: str


@dataclass(frozen=True, slots=True)
class Matches:
    """Every file and every study, accounted for: what fits, what is in doubt and why, and what is left."""

    matched: tuple[Matched, ...]
    doubtful: tuple[tuple[str, str], ...]
    files_left: tuple[str, ...]
    studies_left: tuple[str, ...]


def sought(review: Review, studies: Iterable[str]) -> tuple[Sought, ...]:
    """The studies with these keys, with the DOIs of their reports."""
    return tuple(
        Sought(
            one.key,
            one.number,
            one.label,
            tuple(report.doi for report in reports_of(review.logs, review.plan.standing, one.key) if report.doi),
        )
        for one in (review.plan.studies[key] for key in studies)
    )


def files_in(folder: Path) -> tuple[str, ...]:
    """The names of the PDFs in a folder, sorted; none where it cannot be read."""
    try:
        return tuple(sorted(one.name for one in folder.iterdir() if one.suffix.casefold() == ".pdf" and one.is_file()))
    except OSError:
        return ()


def match_files(files: Sequence[str], studies: Sequence[Sought], named: Mapping[str, str]) -> Matches:
    """Match files to studies by number, by DOI, or by label, in this order; ``named`` by hand come first and stay.

    A file that fits several studies, or a study that several files fit, is in doubt, and nothing is taken for it.
    """
    numbers = {one.key: one.number for one in studies}
    known = {file.casefold(): file for file in files}
    by_hand = [
        Matched(study, known[file.casefold()], "by hand")
        for study, file in named.items()
        if study in numbers and file.casefold() in known
    ]
    taken, settled = {one.file for one in by_hand}, {one.study for one in by_hand}
    doubtful: list[tuple[str, str]] = []
    wanting: dict[str, list[Matched]] = {}
    known_as = _Names.of([one for one in studies if one.key not in settled])
    for file in files:
        if file in taken:
            continue
        found = known_as.fitting(file)
        if len({one.study for one in found}) > 1:
            fits = ", ".join(sorted({numbers[one.study] for one in found}))
            doubtful.append((file, f"fits {fits} by its {found[0].how}"))
        elif found:
            wanting.setdefault(found[0].study, []).append(found[0])
    matched = list(by_hand)
    for study, found in wanting.items():
        if len(found) == 1:
            matched.append(found[0])
        else:
            doubtful += [(one.file, f"{len(found)} files fit {numbers[study]}") for one in found]
    told = {one.file for one in matched} | {file for file, _ in doubtful}
    done = {one.study for one in matched}
    matched.sort(key=lambda one: (numbers[one.study], one.file))
    return Matches(
        tuple(matched),
        tuple(sorted(doubtful)),
        tuple(file for file in files if file not in told),
        tuple(one.key for one in studies if one.key not in done),
    )


def matches_of(review: Review, folder: Path | None = None) -> Matches:
    """What fits now in ``folder``, or in the folder that this device named for the review."""
    place = folder or pdf_folder(review.id)
    return match_files(
        () if place is None else files_in(place), sought(review, review.plan.studies), pdf_names(review.id)
    )


def keep_pdfs(review: Review, given: Iterable[tuple[str, str]]) -> None:
    """Keep on this device which file belongs to which study, as (study's key, file name); an empty name forgets it.

    Raises:
        NotKept: the name is no PDF of the folder, or the device's data folder cannot be written.
    """
    folder = pdf_folder(review.id)
    there = frozenset(() if folder is None else files_in(folder))
    names = dict(pdf_names(review.id))
    for study, file in given:
        if not file:
            names.pop(study, None)
            continue
        if folder is None:
            raise NotKept("No folder of PDFs is set on this device: `twofold pdfs FOLDER` sets it.")
        if file not in there:
            raise NotKept(f"`{file}` is no PDF in {folder}. Choose one of its files.")
        names[study] = file
    place = pdf_names_place(review.id)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        building = place.with_suffix(".new")
        building.write_text(json.dumps(names, indent=1), encoding="utf-8")
        building.replace(place)
    except OSError as error:
        raise NotKept(f"This could not be kept on this device: {error.strerror or error}.") from error


@dataclass(frozen=True, slots=True)
class _Names:
    """What files may be called, by their tokens, so that many files find their studies among many."""

    numbers: Mapping[tuple[str, ...], tuple[str, ...]]
    labels: Mapping[tuple[str, ...], tuple[str, ...]]
    dois: Sequence[tuple[str, str]]
    longest: int

    @classmethod
    def of(cls, studies: Sequence[Sought]) -> "_Names":
        numbers: dict[tuple[str, ...], tuple[str, ...]] = {}
        labels: dict[tuple[str, ...], tuple[str, ...]] = {}
        for one in studies:
            for names, text in ((numbers, one.number), (labels, one.label)):
                tokens = tuple(_tokens(text))
                if tokens:
                    names[tokens] = (*names.get(tokens, ()), one.key)
        runs = [("".join(_tokens(doi)), one.key) for one in studies for doi in one.dois]
        longest = max((len(tokens) for tokens in (*numbers, *labels)), default=0)
        return cls(numbers, labels, [one for one in runs if len(one[0]) >= _SHORTEST_DOI], longest)

    def fitting(self, file: str) -> list[Matched]:
        """The studies that the file fits, all in one way: by number, else by DOI, else by label."""
        tokens = tuple(_tokens(Path(file).stem))
        parts = {
            tokens[at:end]
            for at in range(len(tokens))
            for end in range(at + 1, min(len(tokens), at + self.longest) + 1)
        }
        run = "".join(tokens)
        by_doi = dict.fromkeys(key for doi, key in self.dois if doi in run)
        for how, found in (
            ("number", _by_the_most(self.numbers, parts)),
            ("doi", list(by_doi)),
            ("label", _by_the_most(self.labels, parts)),
        ):
            if found:
                return [Matched(key, file, how) for key in found]
        return []


def _by_the_most(names: Mapping[tuple[str, ...], tuple[str, ...]], parts: Iterable[tuple[str, ...]]) -> list[str]:
    """The studies whose name is among the parts; of a name within a longer name, those of the longer one."""
    known = [part for part in parts if part in names]
    most = max(map(len, known), default=0)
    return [key for part in known if len(part) == most for key in names[part]]


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return cast("list[str]", _TOKENS.findall(plain))

"""What pages ask of the app about a study's own data, its initiative and its PDF."""

from dataclasses import dataclass


class StudyAsk:
    """Anything that a page may ask for about studies."""


@dataclass(frozen=True, slots=True)
class ShowData(StudyAsk):
    """Show a study's own data."""

    study: str


@dataclass(frozen=True, slots=True)
class ChangePart(StudyAsk):
    """Change a part of a study or, with ``report``, of that report of it, to what was typed."""

    study: str
    report: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ChooseInitiative(StudyAsk):
    """Ask which initiative these studies are to have."""

    studies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetInitiative(StudyAsk):
    """Set the initiative of these studies; an empty name takes it away."""

    studies: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class ChoosePdf(StudyAsk):
    """Ask which file is the PDF of this study."""

    study: str


@dataclass(frozen=True, slots=True)
class MatchPdfs(StudyAsk):
    """Show which files fit these studies by their names; all studies where none is named."""

    studies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SetPdfs(StudyAsk):
    """Keep on this device which files are the PDFs, as (study's key, file name); an empty name forgets it."""

    given: tuple[tuple[str, str], ...]

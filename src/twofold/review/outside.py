"""Opening a paper outside: a PDF from the one folder that this device named, or the DOI at doi.org. Nothing else."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from twofold.review.views import Study
from twofold.store.append import cause_of
from twofold.store.device import data_folder

_DOI = re.compile(r"10\.\d{4,9}/[^\s\x00-\x1f]+")


def pdf_folder(review: str) -> Path | None:
    """The folder of PDFs that this device keeps for the review, if one was named and is there."""
    try:
        named = Path(os.fsdecode((data_folder() / "reviews" / review / "pdf-folder").read_bytes().strip()))
    except (OSError, ValueError):
        return None
    return named if named.is_absolute() and named.is_dir() else None


def name_pdf_folder(review: str, folder: Path) -> None:
    """Remember the folder of PDFs on this device.

    Raises:
        OSError: the device's data folder cannot be written.
    """
    place = data_folder() / "reviews" / review
    place.mkdir(parents=True, exist_ok=True)
    (place / "pdf-folder").write_bytes(os.fsencode(folder.resolve()))


def pdf_names_place(review: str) -> Path:
    """Where this device keeps which PDF belongs to which study of the review."""
    return data_folder() / "reviews" / review / "pdf-names.json"


def pdf_names(review: str) -> dict[str, str]:
    """The names of PDFs that were set on this device, by the keys of their studies."""
    try:
        found: object = json.loads(pdf_names_place(review).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {key: name for key, name in found.items() if isinstance(key, str) and isinstance(name, str)}


def pdf_of(study: Study, folder: Path, named: str = "") -> Path | None:
    """The PDF in ``folder`` that was ``named`` for the study, or else the one whose name begins with its number or its
    label, as `S012 Abas 2016.pdf` does."""
    inside = folder.resolve()
    if named:
        path = folder / named
        if path.name == named and path.suffix.casefold() == ".pdf" and path.is_file() and _lies_in(path, inside):
            return path
    for start in (study.number, study.label):
        wanted = start.casefold()
        for path in sorted(folder.glob("*.pdf")) + sorted(folder.glob("*.PDF")):
            name = path.stem.casefold()
            following = name[len(wanted) : len(wanted) + 1]
            if name.startswith(wanted) and not following.isalnum() and _lies_in(path, inside):
                return path
    return None


def _lies_in(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder)
    except (OSError, RuntimeError):
        return False


def open_paper(review: str, study: Study) -> str:
    """Open the study's PDF, or else its first DOI. A sentence that says what was opened, or why nothing was."""
    folder = pdf_folder(review)
    found = None if folder is None else pdf_of(study, folder, pdf_names(review).get(study.key, ""))
    if found is not None:
        why_not = _hand_over(str(found.resolve()))
        return f"{found.name} could not be opened: {why_not}." if why_not else f"Opened {found.name}."
    for report in study.reports:
        if _DOI.fullmatch(report.doi):
            address = f"https://doi.org/{quote(report.doi, safe='/:;().-_')}"
            why_not = _hand_over(address)
            return f"{address} (not opened: {why_not})" if why_not else f"Opened {address} in your browser."
    if folder is None:
        return "No DOI, and no folder of PDFs is set on this device: `twofold pdfs FOLDER` sets it."
    return f"No DOI, and no PDF in {folder} begins with {study.number} or {study.label}."


def _hand_over(target: str) -> str:
    """Hand a file or an address to the system to open. Empty, or why that could not be done."""
    opener = "open" if sys.platform == "darwin" else "xdg-open"
    try:
        if sys.platform == "win32":
            os.startfile(target)
            return ""
        if sys.platform != "darwin" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
            # Without a desktop a browser for terminals would be started, on top of the screen that asks for it.
            return "there is no desktop here"
        subprocess.Popen(
            [opener, target],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except FileNotFoundError:
        return f"`{opener}` is not there to open it with"
    except OSError as error:
        return cause_of(error)
    return ""

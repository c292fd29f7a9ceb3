"""Where the files that ship with Twofold lie: beside ``src/`` in a checkout, inside the package in a wheel."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent.parent


def shipped(folder: str) -> Path:
    """The folder of shipped files called ``folder`` (``styles`` or ``sample_data``).

    Raises:
        FileNotFoundError: the installation lacks it.
    """
    for base in (_PACKAGE, _CHECKOUT):
        if (base / folder).is_dir():
            return base / folder
    raise FileNotFoundError(f"The folder {folder}/ is missing from this installation. Install Twofold again.")

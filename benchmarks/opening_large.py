"""What opening a large folder costs, beside a bare Textual app: `python benchmarks/opening_large.py [STUDIESxFIELDS]`.

Four people coded every study and submitted it, with quotes; the logs lie in the folder as if they had come by a shared
drive. The app is opened at a terminal: once when the device knows nothing of the logs, and then as on the next day.
Seconds to the first frame, to the first page, and until everybody's logs are read; peak memory of the process.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from exchange import work_log
from terminal import Terminal, environment, python
from twofold.record.plan_documents import PersonEntry, StudyDocument
from twofold.review.founding import found_review
from twofold.review.leading import carry_out
from twofold.review.open import Review
from twofold.store.device import new_key

PEOPLE = (
    PersonEntry(id="anna", name="Anna Berg", roles=("lead", "reviewer")),
    PersonEntry(id="ben", name="Ben Okafor", roles=("reviewer",)),
    PersonEntry(id="cleo", name="Cleo Marsh", roles=("reviewer",)),
    PersonEntry(id="dora", name="Dora Lind", roles=("reviewer",)),
)
_BARE = python(
    "from textual.app import App\n"
    "from textual.widgets import Static\n"
    "class Bare(App):\n"
    "    def compose(self):\n"
    "        yield Static('bare and ready')\n"
    "Bare().run()\n"
)
_TWOFOLD = python("import sys; sys.argv = ['twofold']; from twofold.cli import main; main()")
_PATIENCE = 180.0


def made(folder: Path, studies: int, fields: int) -> Path:
    """A review of so many studies that all have coded, each person in one log; the last study is still to be begun."""
    found_review(folder, "A large review (fictional)", PEOPLE)
    review = Review(folder)
    review.become("anna")
    if review.pen is None:
        raise SystemExit(review.why_read_only)
    carry_out(
        review,
        [
            review.pen.document(
                StudyDocument, study=new_key(), number=f"S{number:05}", label=f"Author{number} 2024", title="Fictional"
            )[1]
            for number in range(1, studies + 1)
        ],
    )
    coded = list(review.plan.studies)[:-1]
    for one in PEOPLE:
        work_log(folder / "logs", review, one.id, fields, coded)
    review.close()
    return folder


def _opened(command: Sequence[str], home: Path, *texts: bytes) -> Mapping[str, float]:
    terminal = Terminal.start(command, environment(TWOFOLD_HOME=str(home)))
    found = {text.decode(): terminal.until(text, patience=_PATIENCE) for text in texts}
    status = Path(f"/proc/{terminal.process}/status").read_text()
    found["peak, MiB"] = next(int(one.split()[1]) for one in status.splitlines() if one.startswith("VmHWM")) / 1024
    if len(texts) > 1:
        terminal.send(b"q")
        while terminal.read(60.0):
            pass
    terminal.end()
    return found


def main() -> None:
    """Build the folder, open it, and take it away."""
    size = sys.argv[1] if len(sys.argv) > 1 else "10000x40"
    studies, fields = (int(one) for one in size.split("x"))
    place = Path(tempfile.mkdtemp())
    home = place / "home"
    os.environ["TWOFOLD_HOME"] = str(home)
    try:
        folder = made(place / "review", studies, fields)
        length = sum(one.stat().st_size for one in (folder / "logs").iterdir())
        print(f"{studies:,} studies x {fields} fields x {len(PEOPLE)} people, {length / 2**20:,.0f} MiB of logs")
        os.chdir(folder)
        for name in ("for the first time", "again", "and again"):
            bare = _opened(_BARE, home, b"bare and ready")
            # The study to go on with stands on the first page.
            found = _opened(_TWOFOLD, home, b"Twofold", f"S{studies:05}".encode(), b"Everyone")
            print(f"\n  opened {name}: " + "; ".join(f"{what} {value:.2f}" for what, value in found.items()), end="")
            print(f"  (a bare app: {'; '.join(f'{value:.2f}' for value in bare.values())})", flush=True)
    finally:
        shutil.rmtree(place)


if __name__ == "__main__":
    main()

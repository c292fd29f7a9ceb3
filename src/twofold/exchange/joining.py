"""Taking part in a review that another person founded: a folder made from the packet that its lead sent."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from twofold.exchange.packets import BadPacket, PacketHeader
from twofold.exchange.receiving import CannotReceive, staging
from twofold.exchange.unpack import Staged, unpack
from twofold.record.authority import Filed
from twofold.review.founding import GIT_ATTRIBUTES
from twofold.review.plan import Plan, fold_plan
from twofold.review.review_file import review_file_text
from twofold.store.append import cause_of
from twofold.store.place import CODEBOOK_FILE, REVIEW_FILE
from twofold.store.scan import NotALog, Scan, scan


def join(folder: Path, packets: Sequence[Path]) -> Path:
    """Make the folder of a review from packets of which one brings its plan, and give it. Its logs are then received.

    Raises:
        CannotReceive: the folder is in the way, the packets bring no plan or several reviews, or it cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotReceive(f"`{folder}` is already there and is not empty. Name another; nothing was touched.")
    try:
        with staging() as place:
            review, plans = _plans(packets, place)
            plan = fold_plan(review, [Filed(one.header.person, each) for _, one in plans for each in one.plan])
            if plan.founding is None:
                raise CannotReceive(
                    "None of these files brings the plan of a review. Ask the lead for `twofold send --to` you."
                )
            _build(folder, review, plan, [part for part, _ in plans])
    except OSError as error:
        raise CannotReceive(f"`{folder}` could not be made: {cause_of(error)}.") from error
    return folder


def _plans(packets: Sequence[Path], place: Path) -> tuple[str, list[tuple[Staged, Scan]]]:
    reviews: set[str] = set()
    found: list[tuple[Staged, Scan]] = []
    why = ""

    def admit(header: PacketHeader) -> None:
        reviews.add(header.review)

    for number, path in enumerate(packets):
        (place / str(number)).mkdir()
        try:
            unpacked = unpack(path, place / str(number), admit)
        except BadPacket as error:
            why = f"`{path.name}`: {error}"
            continue
        found += [(part, one) for part, one in _scanned(unpacked.parts, unpacked.header.review) if _is_plan(one)]
    if len(reviews) > 1:
        raise CannotReceive("These files are of several reviews. Receive those of one review at a time.")
    if not reviews:
        raise CannotReceive(why or "There is no packet among these files.")
    return reviews.pop(), found


def _is_plan(one: Scan) -> bool:
    return one.header.kind == "plan"


def _scanned(parts: Sequence[Staged], review: str) -> Iterator[tuple[Staged, Scan]]:
    for part in parts:
        with contextlib.suppress(NotALog):
            found = scan(part.path, review)
            if found.header.review == review:
                yield part, found


def _build(folder: Path, review: str, plan: Plan, parts: Sequence[Staged]) -> None:
    made = not folder.exists()
    building = (folder if not made else folder.parent) / f".new.{secrets.token_hex(4)}"
    try:
        (building / "received").mkdir(parents=True)
        (building / "logs").mkdir()
        for part in parts:
            shutil.copyfile(part.path, building / "received" / f"{part.sha256}.jsonl")
        (building / ".gitattributes").write_text(GIT_ATTRIBUTES, encoding="utf-8")
        if plan.codebook is not None:
            (building / CODEBOOK_FILE).write_text(plan.codebook[1].text, encoding="utf-8")
        text = review_file_text(review, plan.standing.title, plan.standing.people)
        (building / REVIEW_FILE).write_text(text, encoding="utf-8")
        if made:
            building.replace(folder)
            return
        # Without its review.toml, which comes last, a folder is no review.
        for one in sorted(building.iterdir(), key=lambda path: path.name == REVIEW_FILE):
            one.replace(folder / one.name)
    finally:
        shutil.rmtree(building, ignore_errors=True)

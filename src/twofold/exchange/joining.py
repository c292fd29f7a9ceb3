"""Taking part in a review that another person founded: a folder made from the packet that its lead sent."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from twofold.exchange.packets import BadPacket, PacketHeader
from twofold.exchange.receipts import addressee_of, note_addressee
from twofold.exchange.receiving import CannotReceive, staging
from twofold.exchange.unpack import Staged, unpack
from twofold.record.authority import Filed
from twofold.review.founding import GIT_ATTRIBUTES
from twofold.review.open import Review
from twofold.review.plan import Plan, fold_plan
from twofold.review.review_file import review_file_text
from twofold.store.append import cause_of
from twofold.store.device import private_folder
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
            review, plans, addressees = _plans(packets, place)
            plan = fold_plan(review, [Filed(one.header.person, each) for _, one in plans for each in one.plan])
            if plan.founding is None:
                raise CannotReceive(
                    "None of these files brings the plan of a review. Ask the lead for `twofold send --to` you."
                )
            _build(folder, review, plan, [part for part, _ in plans])
            if len(addressees) == 1:
                note_addressee(review, *addressees)
    except OSError as error:
        raise CannotReceive(f"`{folder}` could not be made: {cause_of(error)}.") from error
    return folder


def why_doubtful(review: Review, person: str) -> str:
    """Why a user of this device, who says to be ``person``, may have taken the wrong line; nothing if nothing is odd.

    The file that began this copy was made for another one, or it is a lead who never wrote on this device although the
    review came to it in a file.
    """
    one = review.plan.standing.person(person)
    if one is None:
        return ""
    name = {each.id: each.name for each in review.plan.standing.people}
    addressee = addressee_of(review.id)
    leads = f" {one.name} leads the review." if "lead" in one.roles else ""
    if addressee in name and addressee != person:
        return f"The file that began this review here was made for {name[addressee]}, not for {one.name}.{leads}"
    known = (private_folder(review.id, person) / "device").is_file()
    came = not any(scan.path.parent.name == "logs" for scan in review.logs.scans.values())
    if "lead" in one.roles and came and addressee != person and not known:
        return f"The review came to this device in a file, and {one.name}, its lead, never wrote here."
    return ""


def _plans(packets: Sequence[Path], place: Path) -> tuple[str, list[tuple[Staged, Scan]], set[str]]:
    reviews: set[str] = set()
    addressees: set[str] = set()
    found: list[tuple[Staged, Scan]] = []
    why = ""

    def admit(header: PacketHeader) -> None:
        reviews.add(header.review)
        addressees.update(filter(None, [header.to]))

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
    return reviews.pop(), found, addressees


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

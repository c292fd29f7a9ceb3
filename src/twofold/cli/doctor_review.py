"""What the doctor finds of a review: its disk, its lock, its logs. Counts and kinds; no name, title, path or code."""

import os
import re
import socket
from collections import Counter
from contextlib import suppress
from pathlib import Path

from twofold.cli.doctor_device import free_found
from twofold.cli.doctor_disk import kind_of_disk
from twofold.cli.doctor_findings import Found
from twofold.review.checking import check_logs
from twofold.review.identity import remembered_person, review_of
from twofold.review.plan import fold_plan
from twofold.store.device import private_folder
from twofold.store.folder import Logs, NoReview

_HOLDER = re.compile(r"Twofold on (?P<host>.*), process (?P<process>\d+), since (?P<since>[\d: on-]+)")
_CLOUDS = (
    "dropbox",
    "onedrive",
    "google drive",
    "googledrive",
    "nextcloud",
    "owncloud",
    "mobile documents",
    "box sync",
)


def review_found(folder: Path | None) -> tuple[Found, ...]:
    """What is found of the review in ``folder``; one line where there is none."""
    if folder is None:
        return (Found("there", "There", value=False, words="no review here; --review names one to be looked at"),)
    try:
        review, draft_is_broken = review_of(folder)
    except NoReview:
        return (
            Found(
                "there",
                "There",
                value=False,
                words="a folder that holds no readable review",
                wrong="What was named as a review has no readable review.toml and no logs that name one review.",
            ),
        )
    logs = Logs(folder, review)
    return (
        Found("there", "There", value=True),
        Found(
            "draft",
            "review.toml can be read",
            not draft_is_broken,
            wrong="review.toml has a mistake; the review opens as its logs have it, and `twofold publish` names it."
            if draft_is_broken
            else "",
        ),
        *_disk_found(folder),
        *_logs_found(logs),
        *_own_found(review),
    )


def _disk_found(folder: Path) -> tuple[Found, ...]:
    inside = folder / "logs"
    writable = os.access(inside if inside.is_dir() else folder, os.W_OK)
    place = str(folder.resolve()).casefold()
    cloud = next((one for one in _CLOUDS if one in place), "")
    return (
        Found(
            "writable",
            "Can be written",
            writable,
            wrong="" if writable else "The review's folder cannot be written, so answers cannot be saved in it.",
        ),
        Found("file_system", "File system", kind_of_disk(folder.resolve()) or None),
        Found("shared_folder", "In a shared folder", cloud or None, cloud or "not by the look of its path"),
        free_found(folder),
    )


def _logs_found(logs: Logs) -> tuple[Found, ...]:
    checked = check_logs(logs)
    plan = fold_plan(logs.review, logs.plan())
    kinds = Counter(one.kind for one in checked.logs)
    count = len(checked.findings) + sum(len(one.findings) for one in checked.logs)
    in_words = ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items())) or "none"
    return (
        Found("logs", "Logs", dict(kinds), in_words),
        Found("lines", "Lines", sum(one.lines for one in checked.logs)),
        Found("bytes", "Bytes", sum(one.size for one in logs.scans.values())),
        Found("unread", "Files among them that are no logs of this review", len(logs.unread)),
        Found(
            "damage",
            "Findings of a check",
            count,
            wrong=""
            if checked.sound
            else "The logs have findings. `twofold log check` names them; and people with them.",
        ),
        Found("people", "People", len(plan.standing.people)),
        Found("studies", "Studies", len(plan.studies)),
        Found("codebook", "A codebook is published", plan.codebook is not None),
    )


def _own_found(review: str) -> tuple[Found, ...]:
    person = remembered_person(review)
    if not person:
        return (Found("person", "This device knows who its user is", value=False),)
    place = private_folder(review, person)
    rescues = len(list((place / "rescue").glob("*.jsonl")))
    return (
        Found("person", "This device knows who its user is", value=True),
        Found("identity", "This device has an identity", _has_identity(place / "device")),
        Found("lock", "Lock", *_lock(place)),
        Found(
            "rescue_copies",
            "Rescue copies that wait",
            rescues,
            wrong="Answers wait in a rescue copy. Open the review to have them saved." if rescues else "",
        ),
    )


def _has_identity(path: Path) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9a-f]{16}", path.read_text("ascii").strip()))
    except (OSError, ValueError):
        return False


def _lock(place: Path) -> tuple[str, str]:
    from filelock import FileLock, Timeout

    if not (place / "lock").exists():
        return "free", "free; never taken on this device"
    lock = FileLock(place / "lock", timeout=0, fallback_to_soft=False)
    try:
        with lock:
            return "free", ""
    except Timeout:
        return "held", f"held by {_holder(place / 'lock-holder')}"
    except OSError:
        return "unknown", "cannot be told: the lock file cannot be opened"


def _holder(path: Path) -> str:
    with suppress(OSError, ValueError):
        if found := _HOLDER.match(path.read_text("utf-8")):
            where = "this computer" if found["host"] == socket.gethostname() else "another computer"
            return f"process {found['process']} on {where}, since {found['since'].strip()}"
    return "another process"

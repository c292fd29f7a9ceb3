"""The work of somebody whom the lead's copy of a review does not know."""

import shutil
from pathlib import Path

from command_runner import twofold
from opened_reviews import on_device, opened, study_keys, value, with_studies


def work_of_a_stranger(place: Path) -> tuple[Path, Path]:
    """A review of anna's, and the work of dora, who is of a copy in which the lead had already added her."""
    folder = with_studies(place / "r")
    copy = place / "copy"
    shutil.copytree(folder, copy)
    with on_device(place / "second"):
        text = (copy / "review.toml").read_text("utf-8")
        dora = '[[people]]\nid = "dora"\nname = "Dora"\nroles = ["reviewer"]\n\n[settings]'
        (copy / "review.toml").write_text(text.replace("[settings]", dora), "utf-8")
        assert twofold("publish", "-r", copy, "--as", "anna").code == 0
        with opened(copy, "dora") as review:
            session = review.session(study_keys(review)[0])
            session.save((None, "design"), value("rct"))
            assert review.pen is not None
            review.pen.wait()
    (work,) = (copy / "logs").glob("dora.*.work.*")
    sent = place / "sent"
    sent.mkdir()
    (sent / work.name).write_bytes(work.read_bytes())
    return folder, sent / work.name

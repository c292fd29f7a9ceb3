"""What of a person's own study came from another device of theirs, or has not come yet, and how it is told."""

from twofold.record.person import PersonRecord

LATER = (
    "Answers of yours came from another device after this submission and are not in it. Reopen it (S) to take them up."
)
MISSING = "An answer here replaces one that this copy lacks: bring in the full log of your other device."


def told_of(record: PersonRecord) -> str:
    """A sentence where answers stand behind the submission, or where a part of the history is missing; else empty.

    What a new version of the codebook asked again is no answer from elsewhere.
    """
    submission = record.submission
    if submission is not None and record.changed_after_submission:
        named = set(submission[1].codes)
        late = (one for each in record.codes.values() for key, one in each.current.items() if key not in named)
        if any(one.purpose != "recode" for one in late):
            return LATER
    return MISSING if record.incomplete else ""

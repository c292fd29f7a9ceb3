"""What changes in the plan of a review, in words."""

from collections.abc import Iterator

from twofold.review.plan import Plan


def plan_words(before: Plan, after: Plan) -> Iterator[str]:
    """A sentence for each thing that is new in ``after``."""
    known = {one.id for one in before.standing.people}
    people = [f"{one.name} ({one.id})" for one in after.standing.people if one.id not in known]
    if people:
        yield f"joins: {', '.join(people)}"
    new = len(after.studies.keys() - before.studies.keys())
    if new:
        yield f"{new} new studies"
    gone = len(before.studies.keys() - after.studies.keys())
    if gone:
        yield f"{gone} studies are the same as others"
    if after.codebook is not None and (before.codebook is None or before.codebook[0] != after.codebook[0]):
        yield f"codebook {after.codebook[1].version}, published on {after.codebook[1].at[:10]}"
    for key in sorted(after.rounds.keys() - before.rounds.keys()):
        yield f"calibration round “{after.round(key).name}”"
    moved = [key for key in after.rounds if key in before.rounds and after.round(key).state != before.round(key).state]
    for key in moved:
        yield f"calibration round “{after.round(key).name}” was closed"
    assigned = sum(after.assignments[key] != before.assignments.get(key) for key in after.assignments)
    if assigned:
        yield f"{assigned} assignments"
    released = len(after.releases.keys() - before.releases.keys())
    if released:
        yield f"{released} studies opened for comparison"

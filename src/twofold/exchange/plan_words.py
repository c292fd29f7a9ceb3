"""What changes in the plan of a review, in words."""

from collections.abc import Iterator

from twofold.review.plan import Plan
from twofold.values.counting import count_of


def plan_words(before: Plan, after: Plan) -> Iterator[str]:
    """A sentence for each thing that is new in ``after``."""
    known = {one.id for one in before.standing.people}
    people = [f"{one.name} ({one.id})" for one in after.standing.people if one.id not in known]
    if people:
        yield f"joins: {', '.join(people)}"
    new = len(after.studies.keys() - before.studies.keys())
    if new:
        yield count_of(new, "new study")
    gone = len(before.studies.keys() - after.studies.keys())
    if gone:
        yield "1 study is the same as another" if gone == 1 else f"{gone:,} studies are the same as others"
    if after.codebook is not None and (before.codebook is None or before.codebook[0] != after.codebook[0]):
        yield f"codebook {after.codebook[1].version}, published on {after.codebook[1].at[:10]}"
    for key in sorted(after.rounds.keys() - before.rounds.keys()):
        yield f"calibration round “{after.round(key).name}”"
    moved = [key for key in after.rounds if key in before.rounds and after.round(key).state != before.round(key).state]
    for key in moved:
        yield f"calibration round “{after.round(key).name}” was closed"
    assigned = sum(after.assignments[key] != before.assignments.get(key) for key in after.assignments)
    if assigned:
        yield count_of(assigned, "assignment")
    released = len(after.releases.keys() - before.releases.keys())
    if released:
        yield f"{count_of(released, 'study')} opened for comparison"

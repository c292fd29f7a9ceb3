"""What the pages on which a review is led tell of it: counts, names and states, and nothing of anyone's codes."""

from collections import Counter
from collections.abc import Iterator

from twofold.exchange.receipts import Receipt, receipts_of
from twofold.record.document import MAIN_ROUND
from twofold.review.leading import Refused
from twofold.review.open import CannotOpen, Review
from twofold.review.releasing import Candidate, candidates
from twofold.review.views import Progress
from twofold.tui.pages.leading import LeadingView, Part, Way
from twofold.tui.pages.leading_asks import AssignEveryone, ChooseStudies, CloseRound, FillSample, ShowLeading
from twofold.tui.pages.leading_form import Tick
from twofold.tui.pages.leading_marking import StudyRow

EVERYONE = "everyone everything"


def check_leads(review: Review) -> None:
    """Refuse the pages to a person who is no lead.

    Raises:
        Refused: the person is none.
    """
    person = review.plan.standing.person(review.person)
    if person is None or "lead" not in person.roles:
        raise Refused(f"Only a lead leads the review. You are `{review.person}` here.")


def overview(review: Review) -> LeadingView:
    """Where the review stands for who leads it."""
    return LeadingView(
        "Lead the review",
        (
            Part(
                "Open for comparison",
                _opening_words(review),
                ways=(Way("open", "Choose what to open for comparison", ChooseStudies("open")),),
            ),
            Part(
                "Who codes what",
                (_who_words(review),),
                ways=(Way("assigning", "See and change who codes what", ShowLeading("assigning")),),
            ),
            Part(
                "Calibration rounds",
                tuple(_round_words(review)) or ("There is none so far.",),
                ways=(Way("rounds", "Open, look at or close a round", ShowLeading("rounds")),),
            ),
            Part(
                "Everyone",
                lines=tuple((one.name, _progress_words(review, one)) for one in review.progress()),
                ways=(Way("proof", "See who submitted what and when", ShowLeading("proof")),),
            ),
        ),
        review.title,
    )


def _opening_words(review: Review) -> tuple[str, ...]:
    found = candidates(review)
    ready = [one for one in found if not one.why_not]
    opened = sum(1 for key in review.plan.studies if review.plan.released(review.plan.round_of(key), key))
    alone = sum(bool(one.alone) for one in ready)
    more = f"{len(ready):,} more {_are(len(ready))} ready" if ready else "no other is ready"
    more += f", {alone:,} of them coded by one person alone" if alone else ""
    sentences = [f"{_studies(opened)} {_are(opened)} open for comparison; {more}."]
    if sentence := waiting_sentence(review, found):
        sentences.append(sentence)
    return tuple(sentences)


def waiting_sentence(review: Review, found: tuple[Candidate, ...]) -> str:
    """How many studies wait, and for whom how many; empty where none does."""
    waiting = [one for one in found if one.why_not]
    if not waiting:
        return ""
    for_whom = Counter(person for one in waiting for person in one.waits_for)
    named = [f"{count:,} for {name_of(review, person)}" for person, count in for_whom.most_common()]
    nobody = sum(not one.waits_for for one in waiting)
    named += [f"{nobody:,} for somebody to be given {'it' if nobody == 1 else 'them'}"] if nobody else []
    return f"{_studies(len(waiting))} {'waits' if len(waiting) == 1 else 'wait'}: {', '.join(named)}."


def opening_rows(review: Review) -> tuple[StudyRow, ...]:
    """The studies that are not open for comparison as they were last submitted: the ready ones first."""
    found = sorted(candidates(review), key=lambda one: bool(one.why_not))
    return tuple(_opening_row(review, one) for one in found)


def _opening_row(review: Review, one: Candidate) -> StudyRow:
    label = review.plan.studies[one.study].label
    if one.why_not:
        names = ", ".join(name_of(review, person) for person in one.waits_for)
        words = f"waits for {names}" if names else "nobody is to code it"
        return StudyRow(one.study, one.number, label, _in_round(words, one.round), one.why_not, may=False)
    words = f"ready, {name_of(review, one.alone)} alone" if one.alone else "ready"
    words += ", submitted anew" if one.replaces else ""
    more = "Coded by one person alone: there is nothing to compare in it, and no figure of agreement counts it."
    return StudyRow(one.study, one.number, label, _in_round(words, one.round), more if one.alone else "")


def assigning(review: Review) -> LeadingView:
    """Who has what, and the ways to change it."""
    return LeadingView(
        "Who codes what",
        (
            Part("As it is now", (_who_words(review),), tuple(_who_lines(review))),
            Part(
                "Change it",
                ("Each shows first what it changes, and for whom. What somebody has written already stays.",),
                ways=(
                    Way("everyone", "Everyone codes everything", AssignEveryone()),
                    Way("sample", "Each study to one person, a random share to two", FillSample()),
                    Way("hand", "Mark studies and say who codes them", ChooseStudies("hand")),
                ),
            ),
        ),
        review.title,
    )


def _who_words(review: Review) -> str:
    plan = review.plan
    numbers = Counter(len(plan.coders(plan.round_of(key), key)) for key in plan.studies)
    words = [f"{_studies(count)} by {_people(number)}" for number, count in sorted(numbers.items(), reverse=True)]
    return f"Coded: {', '.join(words)}." if words else "There are no studies yet."


def _who_lines(review: Review) -> Iterator[tuple[str, str]]:
    plan = review.plan
    coders = {key: plan.coders(plan.round_of(key), key) for key in plan.studies}
    for one in plan.standing.people:
        own = [people for people in coders.values() if one.id in people]
        if own or "reviewer" in one.roles:
            alone = sum(len(people) == 1 for people in own)
            yield one.name, f"{_studies(len(own))}, {len(own) - alone:,} with others and {alone:,} alone"


def hand_rows(review: Review) -> tuple[StudyRow, ...]:
    """All studies with who codes them now."""
    plan = review.plan
    return tuple(
        StudyRow(
            key,
            one.number,
            one.label,
            _in_round(", ".join(plan.coders(plan.round_of(key), key)) or "nobody", plan.round_of(key)),
        )
        for key, one in plan.studies.items()
    )


def round_rows(review: Review) -> tuple[StudyRow, ...]:
    """All studies, those first that may be in a new round: nobody has begun them, and no round has them."""
    for _ in review.logs.read():
        pass
    plan = review.plan
    begun: dict[str, str] = {}
    for one in plan.standing.people:
        for study in review.logs.studies_of(one.id):
            begun.setdefault(study, one.name)
    made: list[StudyRow] = []
    for key, planned in plan.studies.items():
        now = plan.round_of(key)
        if now != MAIN_ROUND:
            row = StudyRow(key, planned.number, planned.label, f"in round {now}", f"It is in round `{now}`", may=False)
        elif key in begun:
            more = f"{begun[key]} has begun it; a round takes studies that nobody has begun"
            row = StudyRow(key, planned.number, planned.label, "begun", more, may=False)
        else:
            row = StudyRow(key, planned.number, planned.label, "not begun")
        made.append(row)
    return tuple(sorted(made, key=lambda one: not one.may))


def reviewers(review: Review) -> tuple[Tick, ...]:
    """The people who may code."""
    return tuple(Tick(one.id, one.name, one.id) for one in review.plan.standing.people if "reviewer" in one.roles)


def rounds(review: Review) -> LeadingView:
    """Every round with how it stands against its rule, and the ways to close it or to open one."""
    parts: list[Part] = []
    plan = review.plan
    for key in sorted(plan.rounds):
        one = plan.round(key)
        ways = (
            Way(f"afresh:{key}", "Close it; its studies are coded afresh", CloseRound(key, keep=False)),
            Way(f"keep:{key}", "Close it and keep its record", CloseRound(key, keep=True)),
        )
        state = {"open": "open", "closed-kept": "closed, its record kept"}.get(one.state, "closed, coded afresh")
        is_open = one.state == "open"
        parts.append(Part(f"“{one.name}”, {state}", outcome_of(review, key), ways=ways if is_open else ()))
    told = "A few studies that all code first, to see whether the codebook is read alike. They are compared apart."
    way = Way("round", "Mark studies and open a round on them", ChooseStudies("round"))
    return LeadingView("Calibration rounds", (*parts, Part("A new round", (told,), ways=(way,))), review.title)


def outcome_of(review: Review, key: str) -> tuple[str, ...]:
    """How a round stands against its rule, in sentences; the outcome last."""
    # The statistics load numpy, which only a review with rounds waits for.
    from twofold.agreement import BadCodes
    from twofold.comparison.calibration import calibration_of

    try:
        return calibration_of(review, key).sentences
    except (CannotOpen, BadCodes) as error:
        return (str(error),)


def _round_words(review: Review) -> Iterator[str]:
    for key in sorted(review.plan.rounds):
        one = review.plan.round(key)
        compared = sum(bool(review.plan.released(key, study)) for study in one.studies)
        state = "open" if one.state == "open" else "closed"
        yield f"“{one.name}” is {state}: {compared} of {_studies(len(one.studies))} compared."


def _progress_words(review: Review, one: Progress) -> str:
    words = one.words_for(review.person)
    last = last_received(review, one.person)
    if last is not None:
        return f"{words}   last file came {last.at[:10]}, {last.at[11:16]} UTC"
    mine = one.person == review.person
    here = any(log.header.person == one.person for log in list(review.logs.scans.values()))
    return words if mine else f"{words}   {'the log lies in this folder' if here else 'nothing has come yet'}"


def last_received(review: Review, person: str) -> Receipt | None:
    """The latest file of a person that this device took in."""
    return max((one for one in receipts_of(review.id) if one.person == person), key=lambda one: one.at, default=None)


def name_of(review: Review, person: str) -> str:
    """What a person is called."""
    known = review.plan.standing.person(person)
    return person if known is None else known.name


def _in_round(words: str, round_id: str) -> str:
    return words if round_id == MAIN_ROUND else f"{words} (round {round_id})"


def _studies(count: int) -> str:
    return "1 study" if count == 1 else f"{count:,} studies"


def _people(number: int) -> str:
    return {0: "nobody", 1: "one person", 2: "two people", 3: "three people"}.get(number, f"{number} people")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"

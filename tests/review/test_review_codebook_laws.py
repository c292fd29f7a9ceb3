"""However a codebook is edited, published, coded under and carried between two copies: no answer is lost, none is shown
under a meaning that it was not given for, and both copies end alike."""

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from exported_folders import exported
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from opened_reviews import CODEBOOK, bytes_of, carry, on_device, opened, study_keys, with_studies

from twofold.codebook.carrying import Carry, Rule
from twofold.codebook.editing import added, removed, with_value
from twofold.codebook.outline import outline
from twofold.record.work_documents import CodeDocument
from twofold.review.drafting import write_draft
from twofold.review.publishing import drafted, publish
from twofold.store.place import CODEBOOK_FILE
from twofold.values.answers import BLANK, Answer, Value
from twofold.values.coded import Coded, Evidence

FIELDS = ("design", "level")
PEOPLE = ("anna", "ben")
STUDIES = (0, 1)
KINDS = ("wording", "reworded meaning", "new option", "renamed", "merged", "split", "remapped", "new field")
NO_RULES = CODEBOOK.replace('  show_if = { field = "level", at_least = "middle" }\n', "")
QUOTE = Evidence("r1", "p. 3", "as it stands")

Becomes = Mapping[str, Mapping[str, str | None]]
"""What one publication makes of earlier options, by field: the option as which one stands now, or nothing. A field or
option that is not in it stays as it is."""


@dataclass
class Two:
    """Two copies of a review, and what was done in them: every answer with the number of the version it was given
    under, and what each publication says of the answers before it."""

    root: Path
    said: list[Becomes] = field(default_factory=list)
    given: dict[tuple[str, int, str], list[tuple[str, int]]] = field(default_factory=dict)
    known: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PEOPLE, 0))
    fresh: "count[int]" = field(default_factory=count)

    def folder(self, person: str) -> Path:
        return self.root / person

    def begin(self) -> None:
        for person in PEOPLE:
            (self.root / f"home-{person}").mkdir()
        with on_device(self.root / "home-anna"):
            with_studies(self.folder("anna"), codebook=NO_RULES)
        shutil.copytree(self.folder("anna"), self.folder("ben"))

    def code(self, person: str, study: int, field_id: str, pick: int) -> None:
        """Answer a field, where it can be answered, with one of the options that it has in this copy."""
        with on_device(self.root / f"home-{person}"), opened(self.folder(person), person) as review:
            session = review.session(study_keys(review)[study])
            options = [one.id for one in session.codebook.by_id[field_id].options]
            if session.locked_at((None, field_id)):
                return
            option = options[pick % len(options)]
            session.save((None, field_id), Coded(Value(option), QUOTE, "a reason"))
            self.given.setdefault((person, study, field_id), []).append((option, self.known[person]))

    def submit(self, person: str, study: int) -> None:
        with on_device(self.root / f"home-{person}"), opened(self.folder(person), person) as review:
            review.session(study_keys(review)[study]).submit(whole_paper=True)

    def publish(self, kind: str, field_id: str, pick: int) -> None:
        """Let anna change a field in one way, and say of its earlier answers what that way means."""
        path = self.folder("anna") / CODEBOOK_FILE
        text = path.read_text("utf-8")
        here = outline(text)
        at = here.fields[field_id]
        options = [str(one["value"]) for one in here.tables(*at, "options")]
        chosen, other = options[pick % len(options)], options[(pick + 1) % len(options)]
        place, new = options.index(chosen), f"o{next(self.fresh)}"
        becomes: dict[str, str | None] = {}
        carry_as = Carry.WORDING
        match kind:
            case "new field":
                fresh = {"id": f"f{new}", "label": f"New {new}?", "type": "text"}
                text = added(text, (*at[:-1], len(here.tables(*at[:-1]))), fresh)
            case "wording" | "reworded meaning" | "remapped":
                text = with_value(text, (*at, "help"), f"Help {new}.")
                if kind == "reworded meaning":
                    becomes, carry_as = dict.fromkeys(options), Carry.MEANING
                elif kind == "remapped":
                    becomes, carry_as = {chosen: other}, Carry.MAPPED
            case "new option":
                text = added(text, (*at, "options", len(options)), {"value": new, "label": f"New {new}"})
            case "renamed":
                text = with_value(text, (*at, "options", place, "value"), new)
                becomes, carry_as = {chosen: new}, Carry.MAPPED
            case "merged" if len(options) > 2:
                text = removed(text, (*at, "options", place))
                becomes, carry_as = {chosen: other}, Carry.MAPPED
            case _:
                text = with_value(text, (*at, "options", place, "value"), new)
                becomes, carry_as = dict.fromkeys(options), Carry.MEANING
        text = with_value(text, ("codebook", "version"), f"2.{len(self.said)}")
        write_draft(path, text, keep=False)
        pairs = {old: now for old, now in becomes.items() if now is not None}
        rule = Rule(field_id, carry_as, pairs if carry_as is Carry.MAPPED else {})
        with on_device(self.root / "home-anna"), opened(self.folder("anna")) as review:
            publish(review, drafted(review, {} if kind == "new field" else {field_id: rule}))
        self.said.append({field_id: becomes})
        self.known["anna"] = len(self.said)

    def carry(self, source: str, target: str) -> None:
        carry(self.folder(source), self.folder(target))
        self.known[target] = max(self.known[target], self.known[source])

    def expected(self, person: str, study: int, field_id: str) -> Answer:
        """What stands there now: the last answer, as every publication since makes of it."""
        given = self.given.get((person, study, field_id))
        if not given:
            return BLANK
        option: str | None = given[-1][0]
        for becomes in self.said[given[-1][1] : self.known[person]]:
            if option is not None:
                option = becomes.get(field_id, {}).get(option, option)
        return BLANK if option is None else Value(option)

    def look(self) -> None:
        """Every answer stands as it was meant, and every one that was ever given is in the record."""
        for person in PEOPLE:
            with on_device(self.root / f"home-{person}"), opened(self.folder(person), person, writing=False) as review:
                for study in STUDIES:
                    key = study_keys(review)[study]
                    sheet = review.session(key).sheet
                    documents = review.documents_of(key, person).values()
                    for field_id in FIELDS:
                        assert sheet.at(field_id).answer == self.expected(person, study, field_id)
                        there = [
                            one.answer for one in documents if isinstance(one, CodeDocument) and one.field == field_id
                        ]
                        for option, _ in self.given.get((person, study, field_id), ()):
                            assert Value(option) in there


STEPS = st.one_of(
    st.tuples(
        st.just("code"), st.sampled_from(PEOPLE), st.sampled_from(STUDIES), st.sampled_from(FIELDS), st.integers(0, 5)
    ),
    st.tuples(st.just("submit"), st.sampled_from(PEOPLE), st.sampled_from(STUDIES)),
    st.tuples(st.just("publish"), st.sampled_from(KINDS), st.sampled_from(FIELDS), st.integers(0, 5)),
    st.tuples(st.just("carry"), st.sampled_from((PEOPLE, PEOPLE[::-1]))),
)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    report_multiple_bugs=False,
)
@given(st.lists(STEPS, min_size=4, max_size=12))
def test_no_answer_is_lost_or_shown_under_another_meaning_and_both_copies_end_alike(
    steps: list[tuple[object, ...]],
) -> None:
    with tempfile.TemporaryDirectory() as place:
        two = Two(Path(place))
        two.begin()
        for step in steps:
            match step:
                case ("code", str(person), int(study), str(field_id), int(pick)):
                    two.code(person, study, field_id, pick)
                case ("submit", str(person), int(study)):
                    two.submit(person, study)
                case ("publish", str(kind), str(field_id), int(pick)):
                    two.publish(kind, field_id, pick)
                case ("carry", (str(source), str(target))):
                    two.carry(source, target)
        two.look()
        two.carry("anna", "ben")
        two.carry("ben", "anna")
        two.look()
        ends = []
        for person in PEOPLE:
            folder, out = two.folder(person), two.root / f"out-{person}"
            with on_device(two.root / "home-end"):
                exported(folder, out)
                with opened(folder, "anna", writing=False) as review:
                    states = [review.state_of(key, one) for key in study_keys(review) for one in PEOPLE]
            ends.append((states, bytes_of(out)))
        assert ends[0] == ends[1]

"""Which keys matter now: five at most, as the hint line shows them."""

from twofold.codebook.findings import owed
from twofold.codebook.model import FieldType
from twofold.tui.actions import Hint, Where, keys_of
from twofold.tui.form.choosing import MOST_SHOWN
from twofold.tui.form.opened import Finding, Jumping, Submitting, Writing
from twofold.tui.form.state import FormState

_ELSEWHERE: dict[Where, tuple[Hint, ...]] = {
    Where.WRITING: (
        "writing.keep",
        "writing.keep_and_go_on",
        "writing.leave",
        "writing.clear",
        "writing.help",
    ),
    Where.PICKING: ("picking.take", "picking.down", "picking.leave", "picking.clear", "picking.help"),
    Where.QUESTION: ("question.yes", "question.no"),
    Where.LABELS: ("labels.rub_out", "labels.leave"),
    Where.PAGE: (
        "page.down",
        ("page.ten_down", "a page on"),
        ("page.last", "to the end"),
        "page.outside",
        "page.close",
    ),
    Where.SUBMISSION: ("submission.go", "submission.down", "submission.leave", "submission.help"),
}
_PAYS = {
    "quote": ("form.evidence", "evidence, owed"),
    "place": ("form.evidence", "where, owed"),
    "looked": ("form.evidence", "where you looked"),
    "reason": ("form.why", "why, owed"),
    "note": ("form.note", "note, owed"),
}


def hints(state: FormState, failed: bool) -> tuple[Hint, ...]:
    """The ids of the actions that matter now, each alone or with words for this moment."""
    if state.where is not Where.FORM:
        return _elsewhere(state)
    if failed:
        return ("form.retry", "form.rescue", "form.next_blank", "form.help")
    if state.locked:
        reopen: tuple[Hint, ...] = (("form.submit", "reopen"),) if state.can_reopen else ()
        return (*reopen, "form.study_after", "form.open", "form.reference", "form.help")
    place = state.cursor
    if place is None:
        return ("form.study_after", "form.help")
    if place in state.conflicts:
        return ("form.take", *_answering(state), "form.help")
    debts = tuple(dict.fromkeys(_PAYS[one] for one in owed(state.field(place), state.at(place))))
    if debts:
        return (*debts[:2], "form.next_field", "form.next_blank", "form.help")
    if not state.said and all(state.at(one).answered for one in state.stops):
        return (*_answering(state), "form.submit", "form.study_after", "form.help")
    return (*_answering(state), "form.evidence", "form.next_blank", "form.help")


def _answering(state: FormState) -> tuple[Hint, ...]:
    field = state.field(state.cursor) if state.cursor is not None else None
    if field is None:
        return ()
    if not field.type.has_options:
        return (("form.open", "write"), "form.not_reported")
    if len(field.options) > MOST_SHOWN:
        return (("form.search", "find an option"), "form.not_reported")
    several = field.type is FieldType.MULTI
    first = keys_of("form.option_1", state.keys)
    digits = f"1-{len(field.options)}" if first == ("1-9",) and len(field.options) < 9 else ""
    choose = ("form.option_1", "toggle" if several else "choose", digits)
    return (choose, "form.none_of_these" if several else "form.not_reported")


def _elsewhere(state: FormState) -> tuple[Hint, ...]:
    match state.over:
        case Writing(check=check) if check is not None:
            return (("writing.keep", "submit"), ("writing.leave", "back"))
        case Submitting(check=check) if not check.blocks:
            whole = (("submission.yes", "whole paper read"), ("submission.no", "not the whole"))
            return (*whole, "submission.down", ("submission.leave", "back"), "submission.help")
        case Finding(same=True):
            return (("picking.take", "this one"), "picking.down", "picking.leave", "picking.help")
        case Jumping() | Finding():
            return (("picking.take", "go there"), "picking.down", "picking.leave", "picking.help")
        case _:
            return _ELSEWHERE[state.where]

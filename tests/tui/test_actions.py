"""The table of actions: no two acts of a place share a key, and a key means the same wherever it works."""

import re

import pytest

from twofold.tui.actions import ACTIONS, BY_ID, KeyClash, Where, keymap, keys_of
from twofold.tui.form import choosing, evidence, labelling, moving, picking, reading, rows, submitting, writing

DISPATCHED = {
    *choosing.ACTS,
    *writing.ACTS,
    *evidence.ACTS,
    *rows.ACTS,
    *moving.ACTS,
    *picking.ACTS,
    *labelling.ACTS,
    *labelling.LABEL_ACTS,
    *reading.ACTS,
    *submitting.ACTS,
    *writing.LINE_ACTS,
    *picking.PICKING_ACTS,
    *rows.QUESTION_ACTS,
    *reading.PAGE_ACTS,
    *submitting.SUBMISSION_ACTS,
}
BY_THE_STATE_ITSELF = {
    "form.add_row",
    "form.study_before",
    "form.study_after",
    "form.undo",
    "form.redo",
    "form.retry",
    "form.rescue",
    "writing.keep",
    "writing.keep_and_go_on",
    "writing.help",
    "picking.help",
    "submission.help",
}
OF_THE_FORM = {Where.FORM, Where.WRITING, Where.PICKING, Where.QUESTION, Where.LABELS, Where.PAGE, Where.SUBMISSION}


def test_no_two_actions_of_a_place_share_a_key() -> None:
    for where in Where:
        keys = [key for action in ACTIONS if action.where is where for key in action.keys]
        assert len(keys) == len(set(keys)), where


def test_ids_are_unique_and_every_action_says_what_it_does() -> None:
    assert len(BY_ID) == len(ACTIONS)
    for action in ACTIONS:
        assert action.keys, action.id
        assert action.label, action.id
        assert action.help, action.id
        assert action.group, action.id


def test_every_action_of_the_form_is_carried_out_by_someone() -> None:
    told = {action.id for action in ACTIONS if action.where in OF_THE_FORM}
    assert told == DISPATCHED | BY_THE_STATE_ITSELF


def test_every_key_of_the_design_is_there() -> None:
    form = keymap()[Where.FORM]
    wanted = "1 2 3 4 5 6 7 8 9 r u x - j k up down tab space backspace enter [ ] e . n c g / o + ! S ? ctrl+z ctrl+y"
    assert [key for key in wanted.split() if key not in form] == []


def test_a_user_rebinds_by_id() -> None:
    keys = keymap({"form.unclear": ["U"], "form.next_field": ["J", "down"]})
    assert keys[Where.FORM]["U"].id == "form.unclear"
    assert "u" not in keys[Where.FORM]
    assert keys_of("form.next_field", keys) == ("J", "down")


def test_a_clash_names_both_actions() -> None:
    with pytest.raises(KeyClash, match=re.escape("`form.not_reported` and by `form.unclear`")):
        keymap({"form.unclear": ["r"]})


def test_an_unknown_action_is_named() -> None:
    with pytest.raises(KeyClash, match=re.escape("`form.fly`")):
        keymap({"form.fly": ["f"]})


def test_the_digits_are_told_as_one() -> None:
    assert keys_of("form.option_1", keymap()) == ("1-9",)

"""Text from outside: shown without acting on the terminal, mended only when asked."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twofold.values.canonical import canonical
from twofold.values.plaintext import mended_paste, normal, one_line, visible, visible_lines

ANY = st.text(st.characters(), max_size=40) | st.text(
    "\x00\x07\x1b\x9b\r\n\t\u200b\u202e\u2028\ufeff\xadae\u0301", max_size=20
)


@given(ANY)
def test_nothing_that_is_shown_can_act_on_a_terminal_or_hide(text: str) -> None:
    shown = visible(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"}]
    assert not set(shown) & {"\u202e", "\u202d", "\u2066", "\u200b", "\u200d", "\ufeff", "\xad"}
    shown.encode("utf-8")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, with é and 中", "plain, with é and 中"),
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("a\tb\x7f", "a␉b␡"),
        ("\u202eabc", "<202E>abc"),
        ("\x9b2J", "<009B>2J"),
    ],
)
def test_what_acts_is_shown_as_a_sign(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_only_line_ends_end_a_line() -> None:
    assert visible_lines("a\r\nb\rc\nd\u2028e\x0bf") == ["a", "b", "c", "d<2028>e␋f"]


@given(ANY)
def test_normal_text_can_always_be_written_in_a_document(text: str) -> None:
    canonical(normal(text))
    assert normal(normal(text)) == normal(text)


@given(ANY)
def test_a_mended_paste_is_one_line_and_mending_again_changes_nothing(text: str) -> None:
    mended = mended_paste(text)
    assert not set(mended) & set("\r\n\t")
    assert mended_paste(mended) == mended
    assert one_line(one_line(text)) == one_line(text)


@pytest.mark.parametrize(
    ("pasted", "mended"),
    [
        ("commu-\nnity members", "community members"),
        ("commu\u00ad\r\nnity", "community"),
        ("COVID-\n19 in Afro-\nCaribbean groups", "COVID- 19 in Afro-Caribbean groups"),
        ("the \ufb01rst\nline", "the first line"),
        ("well-being", "well-being"),
    ],
)
def test_broken_words_and_ligatures_are_undone(pasted: str, mended: str) -> None:
    assert mended_paste(pasted) == mended

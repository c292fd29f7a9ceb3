"""What is pasted is never a key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from twofold.tui.pasting import GuardedParser, PasteGuard

BEGIN, END = "\x1b[200~", "\x1b[201~"


def fed(*pieces: str) -> list[object]:
    parser = GuardedParser()
    return [event for piece in pieces for event in parser.feed(piece)]


def test_an_escape_inside_a_paste_is_text_and_no_key() -> None:
    (paste,) = fed(f"{BEGIN}Copied \x1b[1m2 of 3\x1b[0m groups were{END}")
    assert isinstance(paste, events.Paste)
    assert paste.text == "Copied ␛[1m2 of 3␛[0m groups were"


def test_keys_around_a_paste_stay_keys() -> None:
    found = fed(f"j{BEGIN}a\x1bb{END}\x1b[A1")
    kinds = [type(one) for one in found]
    assert kinds == [events.Key, events.Paste, events.Key, events.Key]
    assert [one.key for one in found if isinstance(one, events.Key)] == ["j", "up", "1"]


@given(text=st.text(alphabet="ab\x1b[201~ 3mé", max_size=30), data=st.data())
def test_however_the_stream_is_cut_the_paste_is_the_same(text: str, data: st.DataObject) -> None:
    text = text.replace(END, "")
    stream = f"{BEGIN}{text}{END}x"
    if END in stream[: -len(END) - 1]:
        return
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=5)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    guard = PasteGuard()
    assert "".join(guard.take(piece) for piece in pieces) == BEGIN + text.replace("\x1b", "␛") + END + "x"


def test_textuals_own_parser_still_needs_the_guard() -> None:
    from textual._xterm_parser import XTermParser

    found = list(XTermParser().feed(f"{BEGIN}Copied \x1b[1m2 of 3{END}"))
    if len(found) == 1:
        pytest.fail("Textual now takes a paste for text: tui/pasting.py can go.")

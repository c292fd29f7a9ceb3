"""Where one goes from the first page to try something apart from the record, and back."""

from twofold.store.apart import Apart
from twofold.tui.actions import key_of, keymap, spoken
from twofold.tui.pages.choosing import Choice, Choosing
from twofold.tui.pages.page import Keys

PRACTISE = Choice("practise", "Practise", "made-up studies with an answer key")
PILOT = Choice("pilot", "Pilot", "your studies, with the codebook as drafted now")
_RETURN = Choice("return", "Back to the review", "what you answered here stays on this device")
_FORGET = Choice("forget", "Throw it away", "all that you answered here; asks first")


class Trying(Choosing):
    """Practise, or run a pilot; from within one of them, leave it or throw it away."""

    def __init__(self, apart: Apart | None, keys: Keys | None = None, *, came_from: bool = False) -> None:
        if apart is None:
            key = spoken(key_of("home.try", keymap() if keys is None else keys))
            super().__init__(
                "Try, apart from the record",
                ["The same form and keys. Nothing of it goes into the review, and nothing is sent."],
                [PRACTISE, PILOT],
                foot=[f"Twofold goes to the place apart, and says so on every screen; {key} leads back."],
                keys=keys,
            )
        else:
            ways = [_RETURN] if came_from else []
            super().__init__(apart.words, [], [*ways, _FORGET], keys=keys)


class ThrowAway(Choosing):
    """Whether a run apart is really to be thrown away."""

    def __init__(self, apart: Apart, keys: Keys | None = None) -> None:
        super().__init__(
            f"Throw away all that you answered in this {apart.value}?",
            ["It cannot be brought back. The review is not touched."],
            [Choice("keep", "Keep it"), Choice("throw", "Throw it away")],
            keys=keys,
        )

"""Where the lines of plain coding come from: a person at a terminal, or a script through a pipe."""

import os
import sys
from contextlib import suppress

_TERMINALS_LONGEST = 4095


class Lines:
    """Lines as they are typed or sent. ``typed`` says whether somebody sits there and can be asked again."""

    def __init__(self) -> None:
        self.typed = sys.stdin.isatty()
        self.number = 0
        self._cut_at = _TERMINALS_LONGEST if self.typed else 0
        # A terminal of another encoding shall show a stand-in, and a byte that is no text shall not end the work.
        for stream in (sys.stdin, sys.stdout):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        if self.typed and os.environ.get("TERM", "dumb") != "dumb":
            # With it a line may be longer than the terminal's own 4,095 characters, can be mended while it is
            # written, and a pasted passage of several lines comes as one. Some Pythons are built without.
            with suppress(ImportError):
                import readline

                self._cut_at = 0
                if "libedit" not in (readline.__doc__ or ""):
                    # Python turns this off; without it the later lines of a pasted passage would be read as answers.
                    readline.parse_and_bind("set enable-bracketed-paste on")

    def ask(self, prompt: str) -> str:
        """The next line. A pasted passage of several lines may come as one.

        Raises:
            EOFError: there is no more.
            KeyboardInterrupt: the person pressed ctrl+c.
        """
        self.number += 1
        if self.typed:
            line = input(prompt)
            while self._cut_at and len(line.encode("utf-8", "replace")) >= self._cut_at:
                print("That line is longer than this terminal hands on, and came cut. Nothing was done with it.")
                line = input(prompt)
            return line
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\r\n")

    def passage(self, prompt: str) -> str:
        """Lines up to an empty one, joined; so a passage that was copied out of a PDF comes whole.

        Raises:
            EOFError: there is no more, not even the first line.
            KeyboardInterrupt: the person pressed ctrl+c.
        """
        taken = [self.ask(prompt)]
        while taken[-1].strip():
            try:
                taken.append(self.ask(""))
            except EOFError:
                break
        return "\n".join(taken).strip()


def strange(text: str) -> str:
    """Why a line is not taken for text, or nothing: a key that types no character leaves control codes in it."""
    if any(not one.isprintable() and ord(one) < 32 and one not in "\t\n\r" for one in text):
        return "That line holds a key that types nothing, such as an arrow. Nothing was done; write it again."
    return ""

"""A place in a JSON text that moves on value by value, so that each can be told where it stands."""

import json
import re
import unicodedata

from timeline.base.errors import Fault

LOOK = "look at the commas, quotes and brackets here"
_ONCE = "JSON has each key once, and no NaN or Infinity"
_BLANK = re.compile(r"[ \t\r\n]*")


class JsonError(Exception):
    """A text that cannot be read as JSON, or not as what it should be.

    Args:
        at: the position in the text.
        problem: what is wrong there.
        remedy: what to do about it.
    """

    def __init__(self, at: int, problem: str, remedy: str = LOOK) -> None:
        super().__init__(problem)
        self.at, self.problem, self.remedy = at, problem, remedy


class JsonCursor:
    """A JSON text and a position in it. Numbers are read as texts, as they are written.

    Args:
        text: JSON.
        unique: refuse an object that has a key twice; keys are then put in NFC. Otherwise the last
            of the two counts.
    """

    def __init__(self, text: str, *, unique: bool = False) -> None:
        self.text, self.at = text, 0
        self._decoder = _UNIQUE if unique else _DECODER
        self._counted = (0, 1)

    def sign(self) -> str:
        """The next character that is not blank, to which the position moves; empty at the end."""
        blank = _BLANK.match(self.text, self.at)
        self.at = blank.end() if blank else self.at
        return self.text[self.at : self.at + 1]

    def take(self, sign: str) -> None:
        """Pass over a character.

        Raises:
            JsonError: another one stands here.
        """
        found = self.sign()
        if found != sign:
            stands = f"`{found}`" if found else "the end of the file"
            raise JsonError(self.at, f"not readable as JSON: {stands} where `{sign}` is due")
        self.at += 1

    def value(self) -> object:
        """The value that stands here, which is passed over.

        Raises:
            JsonError: none does; the position stays.
        """
        self.sign()
        try:
            value, self.at = self._decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            problem = error.msg[:1].lower() + error.msg[1:]
            raise JsonError(error.pos, f"not readable as JSON: {problem}") from None
        except ValueError as error:
            raise JsonError(self.at, f"not readable as JSON: {error}", _ONCE) from None
        except RecursionError:
            problem = "not readable as JSON: nested too deep"
            raise JsonError(self.at, problem, "nest less") from None
        return value

    def finish(self, whole: str, remedy: str = LOOK) -> None:
        """Pass over what is blank, up to the end of the text.

        Args:
            whole: what was read, such as a list.
            remedy: what to do with what stands after it.

        Raises:
            JsonError: something does.
        """
        if self.sign():
            raise JsonError(self.at, f"something stands after the {whole}", remedy)

    def line(self, at: int) -> int:
        """The line of a position, from 1."""
        # Positions are asked for in the order of the text, which is counted through but once.
        position, line = self._counted
        if at < position:
            position, line = 0, 1
        self._counted = (at, line + self.text.count("\n", position, at))
        return self._counted[1]

    def fault(self, error: JsonError, path: str = "") -> Fault:
        """The fault of an error, with line, column and excerpt."""
        start = self.text.rfind("\n", 0, error.at) + 1
        excerpt = self.text[start:].partition("\n")[0].rstrip("\r")
        place = self.line(error.at), error.at - start + 1
        return Fault(error.problem, error.remedy, path, *place, excerpt)


def _refuse_word(word: str) -> object:
    raise ValueError(f"{word} is no number")


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        normal = unicodedata.normalize("NFC", key)
        if normal in found:
            raise ValueError(f"the key `{key}` stands twice in one object")
        found[normal] = value
    return found


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse_word)
_UNIQUE = json.JSONDecoder(
    object_pairs_hook=_unique_keys, parse_int=str, parse_float=str, parse_constant=_refuse_word
)

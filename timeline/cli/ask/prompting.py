"""Questions on a terminal: a line at a time, with what is known offered while the user types.

Only what asks imports this module; the library behind it is not cheap.
"""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

from prompt_toolkit import PromptSession
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import create_input
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput
from prompt_toolkit.output import ColorDepth, create_output
from prompt_toolkit.output.plain_text import PlainTextOutput
from prompt_toolkit.styles import Style
from prompt_toolkit.utils import is_dumb_terminal

from timeline.base.text import unseen
from timeline.cli.ask.suggesting import Suggestion
from timeline.cli.show import terminal
from timeline.cli.show.screen import fold, make_safe, print_message

Suggest = Callable[[str], Iterable[Suggestion]]
"""What may be meant by what is typed so far."""

_STYLE = Style.from_dict({"bottom-toolbar": "noreverse fg:ansibrightblack"})
_MENU = 7
"""Lines kept below a question for what is offered."""


class _Offering(Completer):
    def __init__(self, suggest: Suggest) -> None:
        self._suggest = suggest

    def get_completions(
        self,
        document: Document,
        complete_event: CompleteEvent,  # noqa: ARG002 (the interface)
    ) -> Iterator[Completion]:
        for one in self._suggest(document.text_before_cursor):
            display, about = make_safe(one.text), make_safe(one.about)
            yield Completion(one.text, -one.replaces, display=display, display_meta=about)


class _Unseen(Processor):
    """Shows a sign for each character of an answer that could steer the terminal."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        shown: StyleAndTextTuples = [
            (one[0], "".join(_MARK if unseen(sign) else sign for sign in one[1]))
            for one in transformation_input.fragments
        ]
        return Transformation(shown)


_MARK = "\N{REPLACEMENT CHARACTER}"


class Asker:
    """Asks questions, each with a history of its own answers.

    Ctrl-C raises KeyboardInterrupt and Ctrl-D EOFError.

    Attributes:
        edits: whether what stands there can be changed; a dumb terminal cannot show it.
    """

    def __init__(self) -> None:
        self.edits = not is_dumb_terminal()
        self._sessions: dict[str, PromptSession[str]] = {}

    def ask(self, label: str, about: str, suggest: Suggest | None = None, default: str = "") -> str:
        """One answer, without the spaces around it.

        Args:
            label: what is asked.
            about: what to type, in a few words; shown below.
            suggest: gives what may be meant.
            default: what stands there at first, to be changed; without editing, what is meant
                when nothing is typed.
        """
        session = self._sessions.setdefault(label, self._session())
        if not self.edits:
            self.tell(f"({about})")
            shown = f"{label} [{make_safe(default)}]: " if default else f"{label}: "
            return " ".join(session.prompt(shown).split()) or default
        answer = session.prompt(
            f"{label}: ",
            bottom_toolbar="\n".join(_lines(about)),
            completer=_Offering(suggest) if suggest else None,
            reserve_space_for_menu=_MENU if suggest else 0,
            default=default,
            input_processors=[_Unseen()],
        )
        return " ".join(answer.split())

    def choose(self, question: str, choices: Sequence[str]) -> str:
        """One of some words, or its first letter; the first one when nothing is typed."""
        first, *others = choices
        shown = ", ".join(f"[{one[0]}]{one[1:]}" for one in others)
        label = f"{question} [{first[0].upper()}]{first[1:]}, {shown}"
        about = ", ".join([f"Enter for {first}", *(f"{one[0]} for {one}" for one in others)])
        return self._chosen(label, about, choices)

    def confirm(self, question: str) -> bool:
        """Whether the answer is yes; no when nothing is typed."""
        label = f"{make_safe(question)} [y/N]"
        return self._chosen(label, "Enter for no, y for yes", ("no", "yes")) == "yes"

    def _chosen(self, label: str, about: str, choices: Sequence[str]) -> str:
        while True:
            answer = self.ask(label, about).casefold()
            found = [one for one in choices if one.startswith(answer)]
            if found:
                return found[0]
            self.tell(f"one of {', '.join(choices)}")

    def tell(self, text: str) -> None:
        """Say something below the answer, a little to the right of it."""
        for line in text.split("\n"):
            for part in _lines(line, 2):
                print_message(f"  {part}")

    def _session(self) -> "PromptSession[str]":
        depth = None if terminal.uses_colour(sys.stderr) else ColorDepth.DEPTH_1_BIT
        return PromptSession(complete_while_typing=True, style=_STYLE, color_depth=depth)


def _lines(text: str, indent: int = 0) -> list[str]:
    width = terminal.look_of_stderr().width
    return fold(text, width - indent) if width else [text]


@contextlib.contextmanager
def open_asker() -> Iterator[Asker]:
    """Somebody to put questions to, on stderr: stdout is for data."""
    # A dumb terminal would show what moves the cursor of others.
    output = PlainTextOutput(sys.stderr) if is_dumb_terminal() else create_output(sys.stderr)
    # Standard input may be the file that is recorded from.
    with create_app_session(create_input(always_prefer_tty=True), output):
        yield Asker()

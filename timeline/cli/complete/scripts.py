"""The scripts by which shells complete commands, which stand beside this module."""

from pathlib import Path

SHELLS = ("bash", "zsh", "fish")


def script(shell: str) -> str:
    """The script by which a shell completes the commands of this program."""
    return Path(__file__).with_name(f"completion.{shell}").read_text("utf-8")

"""An editor for tests, which does what it was told and remembers what it was shown."""

import json
import sys
from pathlib import Path

SCRIPT = """\
import json, os, signal, stat, sys
from pathlib import Path
home, file = Path(sys.argv[1]), Path(sys.argv[2])
plan = json.loads((home / "plan").read_text())
opened = sorted(home.glob("shown-*"))
do = plan[len(opened)] if len(opened) < len(plan) else {}
text = file.read_bytes().decode()
(home / f"shown-{len(opened)}").write_bytes(text.encode())
(home / "file").write_text(f"{file.name} {stat.S_IMODE(file.stat().st_mode):o}")
for before, after in do.get("replace", []):
    assert before in text, before
    text = text.replace(before, after)
if "save" in do or "replace" in do:
    file.write_bytes(do.get("save", text).encode("latin-1" if do.get("latin") else "utf-8"))
if "remove" in do:
    file.unlink()
if "run" in do:
    assert os.system(do["run"]) == 0
if "interrupt" in do:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGINT)
sys.exit(do.get("exit", 0))
"""


class Editor:
    """Each opening does the next thing of the plan; what goes beyond it leaves without saving."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / "editor"
        self._kept = folder / "kept"
        self._home.mkdir()
        self._kept.mkdir()
        (self._home / "run.py").write_text(SCRIPT)
        self.plan()

    def plan(self, *openings: dict[str, object]) -> dict[str, str]:
        """Forget what was; the environment in which this editor is the person's own."""
        for file in self._home.glob("shown-*"):
            file.unlink()
        for file in self._kept.iterdir():
            file.unlink()
        (self._home / "plan").write_text(json.dumps(openings))
        command = f"{sys.executable} {self._home / 'run.py'} {self._home}"
        return {"VISUAL": command, "TMPDIR": str(self._kept)}

    @property
    def shown(self) -> list[str]:
        """What it was shown at each opening."""
        return [file.read_bytes().decode() for file in sorted(self._home.glob("shown-*"))]

    @property
    def file(self) -> str:
        """The name and the permissions of the file that it was given last."""
        return (self._home / "file").read_text()

    @property
    def kept(self) -> list[Path]:
        """The files that were left behind."""
        return sorted(self._kept.iterdir())


def save(text: str) -> dict[str, object]:
    return {"save": text}


def replace(*pairs: tuple[str, str]) -> dict[str, object]:
    return {"replace": pairs}

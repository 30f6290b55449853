"""The names and summaries of the commands."""

COMMANDS = {
    "init": "Make a new log.",
    "add": "Append a happening, or many from a file.",
    "import": "Take in a file of another program, or events of another log.",
    "export": "Print events for import, or write them for other programs.",
    "draft": "Propose events from the text of a source.",
    "declare": "Say what the key of an actor, program, place or source means.",
    "amend": "Correct an event.",
    "retract": "Withdraw an event.",
    "erase": "Remove an event for good, from every file.",
    "merge": "Make two keys one.",
    "archive": "Keep the bytes of a source in the log.",
    "list": "Print the timeline, whole or filtered.",
    "show": "Show one event, actor, program, place or source, whole.",
    "actors": "Print the actors, or the history of one.",
    "programs": "Print the programs and the phase each is in, or one of them.",
    "places": "Print the places, or what happened in one.",
    "sources": "Print the sources, or one of them and what cites it.",
    "figures": "Print the figures that sources state.",
    "corrections": "Print what was corrected, with old and new values.",
    "diff": "Compare two dates, two periods, or two copies of a log.",
    "stats": "Draw how many happenings there are a year, or in other groups.",
    "report": "Write a chronology with footnotes, for readers.",
    "chart": "Draw programs, their phases and happenings against time.",
    "sql": "Ask the projection in SQL.",
    "browse": "Browse the log in a web browser, with Datasette.",
    "check": "Look for what is wrong in the log.",
    "seal": "Fix the state of the log, so that any later change of it shows.",
    "verify": "Verify that the log is what was recorded and sealed.",
    "status": "Say where the log is, what it holds and how its projection is.",
    "rebuild": "Delete the projection and make it anew from the log.",
    "pack": "Put events that have files of their own into one file.",
    "schema": "Print the JSON Schema of events, for editors.",
    "config": "Print every setting, and where it comes from.",
    "completion": "Print the script that completes commands in bash, zsh or fish.",
}
"""Every command with its summary, in the order of the help."""
SPELLINGS = {"programmes": "programs"}
"""Other spellings of commands."""
OF_FOLDER = (
    *("init", "add", "import", "declare", "amend", "retract", "erase"),
    *("merge", "archive"),
    *("check", "seal", "verify", "status", "rebuild", "pack", "schema", "config", "completion"),
)
"""Commands that change the folder of a log, look at its files, or need no log."""

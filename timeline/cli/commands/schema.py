"""`timeline schema`."""

from typing import Annotated

from timeline.cli.options import TO_FILE
from timeline.cli.parameters import Option, takes
from timeline.cli.show.machine import as_json
from timeline.cli.show.output import Output, deliver
from timeline.cli.show.screen import print_message
from timeline.event import json_schema


@takes(TO_FILE)
def command(
    *,
    stored: Annotated[bool, Option("--stored", help="Of events as the log stores them.")] = False,
    output: Output,
) -> None:
    """Print the JSON Schema of events, for editors: of what is written for `add --file`.

    An editor with the YAML language server checks and completes a file that begins with
    `# yaml-language-server: $schema=event.schema.json`.
    """
    deliver(as_json(json_schema.of_stored() if stored else json_schema.of_offered()), output)
    if output.file and not stored:
        line = f"# yaml-language-server: $schema={output.file}"
        print_message(
            f"put this at the head of a file for `timeline add --file`:\n  {line}",
            quiet=output.quiet,
        )

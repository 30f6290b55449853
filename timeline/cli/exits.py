"""How a command ends a run before its end."""


class Exit(Exception):  # noqa: N818 (it is no error)
    """The run is over, all that is to be told has been told."""

    def __init__(self, code: int = 0) -> None:
        super().__init__(code)
        self.code = code

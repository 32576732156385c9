"""What an upload is refused for."""


class Refused(Exception):
    """Nothing is written. `troubles`: all that is wrong, each with its place and what to do."""

    def __init__(self, *troubles: str) -> None:
        super().__init__("\n".join(troubles))
        self.troubles = list(troubles)

"""Why the database did not do what it was asked, for those who wait for it."""

from enum import StrEnum

from django.db import OperationalError


class Trouble(StrEnum):
    DISK = "disk"  # no room on it, or it fails
    BUSY = "busy"  # somebody else saves, for longer than one may wait
    AWAY = "away"  # not reached, or whatever else is not in the hands of who asked


# How the codes begin: SQLite's (https://sqlite.org/rescode.html), to whose names details are added, and PostgreSQL's
# (https://www.postgresql.org/docs/current/errcodes-appendix.html), of which a lost connection has none.
CODES = {
    "SQLITE_FULL": Trouble.DISK,
    "SQLITE_IOERR": Trouble.DISK,  # for its own bookkeeping it says so of a full disk too
    "53100": Trouble.DISK,
    "58030": Trouble.DISK,
    "SQLITE_BUSY": Trouble.BUSY,
    "SQLITE_LOCKED": Trouble.BUSY,
    "55P03": Trouble.BUSY,
    "57014": Trouble.BUSY,
}


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Of this error, or of one it came from, as a session that could not be stored; None: the database did its work."""
    if error is None:
        return None
    if not isinstance(error, OperationalError):
        return trouble_of(error.__cause__ or error.__context__)
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorname", "") or getattr(cause, "sqlstate", "") or ""
    return next((trouble for begin, trouble in CODES.items() if code.startswith(begin)), Trouble.AWAY)

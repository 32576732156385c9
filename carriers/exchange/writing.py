"""A confirmed import: written whole, or not at all."""

import datetime as dt
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _

from carriers import history
from carriers.exchange.differences import Proposal
from carriers.exchange.dry_run import DryRun, dry_run
from carriers.exchange.places import DICTIONARIES
from carriers.exchange.refused import Refused
from carriers.exchange.upload import Upload
from carriers.facts import Carrier, Shared
from carriers.seed.content import replace_unit


def confirm(
    upload: Upload, seen: dict[str, str], *, at: dt.datetime, why: str, user: Any = None
) -> tuple[DryRun, bool]:
    """The comparison made anew, and whether it was written: only if nothing is wrong and nothing has changed since.

    Raises Refused if the database does not take it; then nothing is written.
    """
    try:
        with transaction.atomic():
            history.lock(*upload.names)  # the second of two savers compares with what the first has left
            dry = dry_run(upload, user)
            good = not dry.troubles and dry.seen == seen
            for one in sorted(dry.proposals, key=_order) if good else ():
                _write(one, at, user.get_username() if user else "", why)
    except (IntegrityError, DataError, ObjectDoesNotExist) as error:
        raise Refused(
            _("The database refused it: %(error)s Import it in parts: first what no longer uses the old rows.")
            % {"error": error.args[0]}
        ) from error
    return dry, good


def _order(one: Proposal) -> tuple[int, bool]:
    """Dictionaries before the carriers that name their rows, successors before those that name them."""
    if one.name in DICTIONARIES:
        return DICTIONARIES.index(one.name), False
    return len(DICTIONARIES), isinstance(one.after, Carrier) and one.after.successor is not None


def _write(one: Proposal, at: dt.datetime, by: str, why: str) -> None:
    if one.before and one.before != Shared():
        history.record(one.name, one.before, at=at)  # what was changed past the admin is kept too
    replace_unit(one.name, one.after)
    history.record(one.name, history.read_unit(one.name), at=at, by=by, why=why)

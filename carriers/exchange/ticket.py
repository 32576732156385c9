"""A dry run on its way to the confirmation: signed in the page, so that no process has to remember it."""

from typing import Any

import msgspec
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext as _

from carriers.exchange.dry_run import DryRun
from carriers.exchange.places import DICTIONARIES
from carriers.exchange.refused import Refused
from carriers.exchange.upload import Upload
from carriers.facts import Carrier, Shared, Unit

SALT = "carriers.exchange"
GOOD_FOR = 24 * 3600  # seconds
BESIDE = 10_000  # bytes of the form that are not the ticket


def packed(dry: DryRun, user: Any) -> str:
    """Raises Refused if it is more than a form may carry."""
    said = {"user": user.pk, "seen": dry.seen, "units": dry.upload.units, "texts": dry.upload.texts}
    ticket = signing.dumps(msgspec.to_builtins(said), salt=SALT, compress=True)
    if len(ticket) > (settings.DATA_UPLOAD_MAX_MEMORY_SIZE or len(ticket)) - BESIDE:
        raise Refused(_("These are too many changes for one import. Split the file."))
    return ticket


def unpacked(ticket: str, user: Any) -> tuple[Upload, dict[str, str]]:
    """The upload, and the digests it was compared with. Raises Refused unless the user got it from `packed`."""
    try:
        said = signing.loads(ticket, salt=SALT, max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise Refused(_("This comparison is too old or not whole. Choose the file again.")) from error
    if said["user"] != user.pk:
        raise Refused(_("Somebody else made this comparison. Choose the file again."))
    units: dict[str, Unit] = {
        name: msgspec.convert(unit, Shared) if name in DICTIONARIES else msgspec.convert(unit, Carrier)
        for name, unit in said["units"].items()
    }
    return Upload(units, said["texts"]), said["seen"]

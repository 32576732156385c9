"""A plan's address as a QR code."""

from io import BytesIO

import segno

FINEST = 25  # the version, 117 modules wide: a phone's camera reads no finer code reliably off paper or a screen
QUIET_ZONE = 4  # modules of white around the code, as the standard asks for


class TooLongForCode(Exception):
    """The address asks for a finer code than cameras read."""


def as_svg(address: str) -> str:
    """The coarsest code of the address that mends 15 % damage or more; an SVG without inline style, of any size."""
    try:
        code = segno.make_qr(address, error="m")
    except segno.DataOverflowError as error:
        raise TooLongForCode from error
    if int(code.version) > FINEST:
        raise TooLongForCode
    out = BytesIO()
    code.save(
        out, kind="svg", border=QUIET_ZONE, light="#fff", xmldecl=False, svgclass=None, lineclass=None, omitsize=True
    )
    return out.getvalue().decode()

"""A PDF made a third smaller: Typst writes the thousand small objects of a tagged document plain, one by one.

PDF 1.5 and later may hold them together in one compressed stream, and the table of their places in another
(ISO 32000-1, 7.5.7 and 7.5.8). Nothing else changes: each object keeps its number and its bytes.
"""

import re
import zlib

TABLE = re.compile(
    rb"xref\n0 \d+\n(?P<rows>.*?)trailer\n<</Size (?P<size>\d+)(?P<rest>.*)>>\nstartxref\n\d+\n%%EOF", re.DOTALL
)
ROW = re.compile(rb"(\d{10}) \d{5} n")
OBJECT = re.compile(rb"(?P<number>\d+) 0 obj\n(?P<body>.*)\nendobj\s*", re.DOTALL)
PLAIN, WITHIN = 1, 2  # where an object is: at a place in the file, or within a stream of objects


def packed(pdf: bytes) -> bytes:
    """The same document; as it came if it is not written as Typst writes."""
    table = TABLE.search(pdf, pdf.rfind(b"\nxref\n"))
    if not table:
        return pdf
    places = sorted(int(row) for row in ROW.findall(table["rows"]))
    ends = [*places[1:], table.start()]
    objects = [found for begin, end in zip(places, ends, strict=True) if (found := OBJECT.fullmatch(pdf, begin, end))]
    return _written(pdf[: places[0]], objects, table) if len(objects) == len(places) else pdf


def _written(head: bytes, objects: list[re.Match[bytes]], table: re.Match[bytes]) -> bytes:
    streams = [found for found in objects if found["body"].endswith(b"endstream")]
    small = [found for found in objects if not found["body"].endswith(b"endstream")]
    size = int(table["size"])
    holder, index = size, size + 1  # numbers of the two new objects
    out, entries = bytearray(head), [b""] * (size + 2)
    entries[0] = _entry(0, 0, 0xFFFF)
    for found in streams:
        entries[int(found["number"])] = _entry(PLAIN, len(out), 0)
        out += found.group()
    for place, found in enumerate(small):
        entries[int(found["number"])] = _entry(WITHIN, holder, place)
    entries[holder] = _entry(PLAIN, len(out), 0)
    out += _together(holder, [(found["number"], found["body"]) for found in small])
    start = len(out)
    entries[index] = _entry(PLAIN, start, 0)
    out += _stream(index, b"/Type/XRef/W[1 4 2]/Size %d%b" % (size + 2, table["rest"]), b"".join(entries))
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def _entry(kind: int, place: int, more: int) -> bytes:
    return kind.to_bytes(1, "big") + place.to_bytes(4, "big") + more.to_bytes(2, "big")


def _together(number: int, objects: list[tuple[bytes, bytes]]) -> bytes:
    """A stream of objects: their numbers and places first, then they themselves."""
    places, at = [], 0
    for name, body in objects:
        places.append(b"%b %d" % (name, at))
        at += len(body) + 1
    head = b" ".join(places) + b"\n"
    attributes = b"/Type/ObjStm/N %d/First %d" % (len(objects), len(head))
    return _stream(number, attributes, head + b"\n".join(body for _name, body in objects))


def _stream(number: int, attributes: bytes, data: bytes) -> bytes:
    data = zlib.compress(data, 9)
    return b"%d 0 obj\n<<%b/Filter/FlateDecode/Length %d>>\nstream\n%b\nendstream\nendobj\n" % (
        number,
        attributes,
        len(data),
        data,
    )

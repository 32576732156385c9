"""Where a claim comes from, for paper: the claim's own line, and the numbered sources at the end."""

from typing import Any

from django.utils.translation import gettext as _

from carriers.facts import Source
from guide.faces.said import as_written, said
from guide.provenance import Provenance
from guide.templatetags.words import plain_day, with_remark


class Cited:
    """The sources of one plan, numbered as they are first met."""

    def __init__(self) -> None:
        self._sources: dict[tuple[str, str], Source] = {}

    def proof(self, shown: Provenance) -> dict[str, Any]:
        sources = shown.sources
        state = [_origin(shown), shown.confidence.label, _checked(shown)]
        return {
            "doubt": _("In doubt") if shown.in_doubt else _("Caveat") if shown.conflict else "",
            "state": " · ".join(map(str, state)),
            "conflict": said(shown.conflict),
            "publisher": _named(sources[0]) if sources else None,
            "numbers": sorted(map(self._number, sources)),
        }

    def _number(self, source: Source) -> int:
        key = source.url, source.publisher
        self._sources.setdefault(key, source)
        return list(self._sources).index(key) + 1

    def listed(self) -> list[dict[str, Any]]:
        return [
            {
                "publisher": _named(source),
                "official": _("official") if source.official else "",
                "day": plain_day(source.page_date),
                "url": source.url,
            }
            for source in self._sources.values()
        ]


def _named(source: Source) -> dict[str, Any]:
    """The remark begins with what stands between it and the name."""
    return as_written(source.publisher) | {"remark": said(source.remark) | {"words": with_remark("", source.remark)}}


def _origin(shown: Provenance) -> str:
    if shown.partly:
        return _("Partly from an official page")
    if not shown.first:
        return _("No source")
    return _("Official source") if shown.first.official else _("Not from an official page")


def _checked(shown: Provenance) -> str:
    if shown.checked_on:
        return _("checked on %(day)s") % {"day": plain_day(shown.checked_on)}
    if shown.first and shown.first.page_date:
        return _("as published on %(day)s; not yet checked again") % {"day": plain_day(shown.first.page_date)}
    return _("page without a date; not yet checked again")

"""Carriers by the thousand: the bundled ones again and again, under other names."""

import datetime as dt
import os
import sys
from collections.abc import Iterator
from itertools import cycle

import django
from msgspec import structs

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guide.settings")
django.setup()

from carriers import history, models  # noqa: E402
from carriers.facts import Carrier, Text  # noqa: E402
from carriers.reading import Reading  # noqa: E402

FIRST = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
SYLLABLES = ["ka", "shi", "su", "te", "no", "ha", "mi", "ru", "so", "ki"]


def make(number: int) -> None:
    """So many carriers in all, kept as an editor's save keeps them. Of their rows, the admin's list needs the first."""
    there = list(Reading(on=dt.date(2026, 12, 1)).carriers())
    more = [again(facts, place) for place, facts in zip(range(len(there), number), cycle(there), strict=False)]
    models.Carrier.objects.bulk_create(
        models.Carrier(
            slug=facts.slug,
            kind=facts.kind,
            billing=facts.billing,
            networks=list(facts.networks),
            summary_en=facts.summary.en,
            **{f"name_{language.replace('-', '_')}": words for language, words in facts.name.in_each().items()},
        )
        for facts in more
    )
    models.Version.objects.bulk_create(
        models.Version(name=facts.slug, made_at=FIRST, facts=history.packed(facts)) for facts in more
    )


def again(facts: Carrier, place: int) -> Carrier:
    name = "".join(syllables(place)).capitalize()
    names = Text(en=f"{name} Mobile", ja=f"{name}モバイル", zh_hans=f"{name}移动", zh_hant=f"{name}行動")
    aliases = [f"{name} {number}" for number, _alias in enumerate(facts.aliases)]
    signs = [structs.replace(sign, label=f"{name} {number}") for number, sign in enumerate(facts.signs)]
    return structs.replace(
        facts, slug=f"{name.lower()}-mobile", name=names, aliases=aliases, operator=name, signs=signs, popular=None
    )


def syllables(place: int) -> Iterator[str]:
    for _digit in range(4):
        place, rest = divmod(place, len(SYLLABLES))
        yield SYLLABLES[rest]


if __name__ == "__main__":
    make(int(sys.argv[1]))

"""An import before it is written: what would change, what is wrong, and what it was compared with."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from carriers.choices import Change
from carriers.exchange import checks, rights
from carriers.exchange.differences import Proposal
from carriers.exchange.places import read_units, texts_of, with_texts
from carriers.exchange.upload import Upload
from carriers.facts import Unit
from carriers.seed.content import digest


@dataclass(frozen=True)
class DryRun:
    """`upload`: the units that would change; `seen`: the digest of each as it stands now, empty for a new one."""

    upload: Upload
    proposals: list[Proposal]
    troubles: list[str]
    seen: dict[str, str]

    @cached_property
    def counts(self) -> Counter[Change]:
        """Rows new, changed and removed."""
        return Counter(row.kind for proposal in self.proposals for row in proposal.rows)


def dry_run(upload: Upload, user: Any = None) -> DryRun:
    """The upload against what the rows say now. Without a user, as in a command, all is allowed."""
    now = read_units(upload.names)
    rewritten = {name: with_texts(now[name], said) for name, said in upload.texts.items() if name in now}
    after = {name: unit for name, unit in {**upload.units, **rewritten}.items() if unit != now.get(name)}
    proposals = [Proposal(name, now.get(name), unit) for name, unit in after.items()]
    troubles = [
        *_lost(upload, now),
        *(rights.refusals(user, upload, proposals) if user else ()),
        *(_sentence(upload, trouble) for trouble in checks.troubles(now, after)),
    ]
    seen = {one.name: digest(one.before) if one.before else "" for one in proposals}
    return DryRun(upload.only(after), proposals, troubles, seen)


def _lost(upload: Upload, now: dict[str, Unit]) -> Iterator[str]:
    """Texts that somebody has taken away since the table was read."""
    for name, words in upload.texts.items():
        for place in words.keys() - (texts_of(now[name]) if name in now else {}):
            yield _("%(unit)s has no text at “%(place)s” any more. Export the table again.") % {
                "unit": name,
                "place": place,
            }


def _sentence(upload: Upload, trouble: checks.Trouble) -> str:
    """With file and line if the unit came in a file that has lines, else with the place by its keys."""
    if file := upload.files.get(trouble.unit):
        return str(file.error(trouble.where, trouble.message))
    return f"{trouble.unit}, {trouble.place}: {trouble.message}"

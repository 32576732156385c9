"""Who may import what: row by row what the admin lets them do, and nobody publishes by the back door."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from carriers import roles
from carriers.choices import Change
from carriers.exchange.differences import Proposal, RowDifference
from carriers.exchange.places import ATTRIBUTES, LANGUAGES
from carriers.exchange.upload import Upload
from carriers.facts import Shared
from carriers.rows import MODELS, children

VERBS = {Change.ADDED: "add", Change.CHANGED: "change", Change.REMOVED: "delete"}
PUBLISHING = {"published": "false", "valid_from": "", "valid_to": ""}  # field: what a new row of an editor's has there


def languages_of(user: Any) -> tuple[str, ...]:
    """The languages whose texts the user may import; none: the user may import nothing."""
    given = roles.languages_of(user)
    return LANGUAGES if given is None else tuple(one for one in LANGUAGES if ATTRIBUTES[one] in given)


def refusals(user: Any, upload: Upload, proposals: Iterable[Proposal]) -> Iterator[str]:
    """Why this user may not import this, in words."""
    if roles.languages_of(user) is None:
        for one in proposals:
            for row in one.rows:
                yield from (
                    f"{one.name}, {row.place or one.name}: {message}" for message in _forbidden(user, one.name, row)
                )
        return
    mine = languages_of(user)
    used = {language for words in upload.texts.values() for said in words.values() for language in said}
    if upload.units or used - set(mine):
        names = {"languages": ", ".join(mine)}
        yield _("You may change texts in %(languages)s only: import a table (.csv or .xlsx).") % names


def _forbidden(user: Any, unit: str, row: RowDifference) -> Iterator[str]:
    shape = dict(children(Shared))[unit] if row.shape is Shared else row.shape
    if not user.has_perm(f"carriers.{VERBS[row.kind]}_{MODELS[shape]._meta.model_name}"):
        yield {
            Change.ADDED: _("you may not add this row. Leave it out."),
            Change.CHANGED: _("you may not change this row. Leave it as it was."),
            Change.REMOVED: _("you may not delete this row. Leave it in."),
        }[row.kind]
    if row.kind is not Change.REMOVED and not roles.may_publish(user) and _publishes(row):
        fields = {"fields": ", ".join(PUBLISHING)}
        yield (
            _("only a publisher decides what readers see. Leave %(fields)s as they were; a new row is a draft.")
            % fields
        )


def _publishes(row: RowDifference) -> bool:
    told = [(name, now) for name, _was, now in row.fields if name in PUBLISHING]
    return any(row.kind is Change.CHANGED or now != PUBLISHING[name] for name, now in told)

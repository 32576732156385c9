"""What a claim is called where it stands alone: in a list of claims, on the page to report on it. Carriers by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from carriers.choices import Kind
from carriers.facts import Carrier, Claim, Contact, Document, RequiredDocument, Sign, SimReturn, Text
from guide.questions import Words
from guide.templatetags.words import labelled, plain


@dataclass(frozen=True, slots=True)
class Named:
    slug: str
    name: Text
    kind: Kind
    popular: int | None


def named(carrier: Carrier) -> Named:
    """What pages that only name carriers keep of each."""
    return Named(carrier.slug, carrier.name, carrier.kind, carrier.popular)


def name_of(claim: Claim, documents: Iterable[Document]) -> Words | Text:
    match claim:
        case RequiredDocument():
            names = {row.key: row.name for row in documents}
            return labelled(plain(names.get(claim.document, claim.document)), _("Document"))
        case Sign():
            return labelled(claim.label, claim.kind.label)
        case Contact():
            return labelled(claim.number, claim.purpose.label) if claim.number else claim.purpose.label
        case SimReturn():
            return _("Sending the SIM back")
    return next(getattr(claim, name) for name in ("title", "said", "question") if hasattr(claim, name))

"""What a claim is called where it stands alone: in a list of claims, on the page to report on it."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from carriers.facts import Claim, Contact, Document, RequiredDocument, Sign, SimReturn, Text
from guide.questions import Words
from guide.templatetags.words import labelled, plain


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

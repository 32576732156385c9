from carriers.models.carrier import Carrier, Contact, EndingRule, Fee, OpenQuestion, Sign, SimReturn
from carriers.models.case import Case, GeneralCase, Letter, SpecialCase
from carriers.models.history import Version
from carriers.models.method import CancellationMethod, MethodStep, RequiredDocument
from carriers.models.provenance import LoadedContent, Source
from carriers.models.words import Article, Document, Myth, Phrase, Term

__all__ = [
    "Article",
    "CancellationMethod",
    "Carrier",
    "Case",
    "Contact",
    "Document",
    "EndingRule",
    "Fee",
    "GeneralCase",
    "Letter",
    "LoadedContent",
    "MethodStep",
    "Myth",
    "OpenQuestion",
    "Phrase",
    "RequiredDocument",
    "Sign",
    "SimReturn",
    "Source",
    "SpecialCase",
    "Term",
    "Version",
]

from carriers.models.carrier import Carrier, Contact, EndingRule, Fee, OpenQuestion, SimReturn
from carriers.models.case import Case, GeneralCase, SpecialCase
from carriers.models.method import CancellationMethod, MethodStep, RequiredDocument
from carriers.models.provenance import LoadedContent, Source
from carriers.models.words import Article, Document, Phrase, Term

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
    "LoadedContent",
    "MethodStep",
    "OpenQuestion",
    "Phrase",
    "RequiredDocument",
    "SimReturn",
    "Source",
    "SpecialCase",
    "Term",
]

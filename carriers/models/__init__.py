from carriers.models.carrier import Carrier, Contact, EndingRule, Fee, OpenQuestion, Sign, SimReturn
from carriers.models.case import Case, GeneralCase, Letter, SpecialCase
from carriers.models.history import Version
from carriers.models.method import CancellationMethod, MethodStep, RequiredDocument
from carriers.models.provenance import LoadedContent, Source, SourceVisit
from carriers.models.readers import Attempt, ClaimUse, Question, Report
from carriers.models.words import Answer, Article, Document, Myth, Phrase, Term

__all__ = [
    "Answer",
    "Article",
    "Attempt",
    "CancellationMethod",
    "Carrier",
    "Case",
    "ClaimUse",
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
    "Question",
    "Report",
    "RequiredDocument",
    "Sign",
    "SimReturn",
    "Source",
    "SourceVisit",
    "SpecialCase",
    "Term",
    "Version",
]

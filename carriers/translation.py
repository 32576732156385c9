"""The columns that exist in four languages."""

from modeltranslation.translator import TranslationOptions, register

from carriers import models


@register(models.Source)
class SourceTranslation(TranslationOptions):
    fields = ("remark",)


@register(models.Carrier)
class CarrierTranslation(TranslationOptions):
    fields = ("name", "status_note", "summary")


@register([models.EndingRule, models.Fee, models.CancellationMethod, models.GeneralCase, models.SpecialCase])
class TitledClaimTranslation(TranslationOptions):
    fields = ("title", "text", "conflict")


@register([models.Sign, models.SimReturn, models.Contact])
class ClaimTranslation(TranslationOptions):
    fields = ("text", "conflict")


@register(models.RequiredDocument)
class RequiredDocumentTranslation(TranslationOptions):
    fields = ("note", "conflict")


@register(models.MethodStep)
class MethodStepTranslation(TranslationOptions):
    fields = ("text",)


@register(models.OpenQuestion)
class OpenQuestionTranslation(TranslationOptions):
    fields = ("text", "meaning")


@register(models.Phrase)
class PhraseTranslation(TranslationOptions):
    fields = ("meaning",)


@register([models.Document, models.Term])
class WordTranslation(TranslationOptions):
    fields = ("name", "text")


@register(models.Case)
class CaseTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(models.Article)
class ArticleTranslation(TranslationOptions):
    fields = ("title", "summary", "text")


@register(models.Myth)
class MythTranslation(TranslationOptions):
    fields = ("said", "truth", "conflict")


@register(models.Answer)
class AnswerTranslation(TranslationOptions):
    fields = ("question", "answer", "conflict")


@register(models.Letter)
class LetterTranslation(TranslationOptions):
    fields = ("title", "text", "meaning", "conflict")

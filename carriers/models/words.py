"""The dictionaries: documents, terms, phrases, articles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from carriers import choices
from carriers.models.provenance import Claim, Source, Translated


class Entry(Translated):
    key = models.SlugField(_("key"), max_length=80, unique=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.key


class Document(Entry):
    ja = models.CharField(_("Japanese"), max_length=120)
    kana = models.CharField(_("kana"), max_length=200, blank=True)
    romaji = models.CharField(_("romaji"), max_length=200, blank=True)
    name = models.CharField(_("name"), max_length=120)
    text = models.TextField(_("text"))

    class Meta(Entry.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")


class Term(Entry):
    ja = models.CharField(_("Japanese"), max_length=120)
    kana = models.CharField(_("kana"), max_length=200)
    romaji = models.CharField(_("romaji"), max_length=200)
    name = models.CharField(_("translation"), max_length=120)
    text = models.TextField(_("explanation"))
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="+")

    class Meta(Entry.Meta):
        verbose_name = _("term")
        verbose_name_plural = _("terms")


class Phrase(Entry):
    situation = models.SlugField(_("situation"), max_length=40)
    speaker = models.CharField(_("speaker"), max_length=10, choices=choices.Speaker)
    ja = models.CharField(_("Japanese"), max_length=300)
    kana = models.CharField(_("kana"), max_length=500)
    romaji = models.CharField(_("romaji"), max_length=600)
    meaning = models.CharField(_("meaning"), max_length=500)

    class Meta(Entry.Meta):
        verbose_name = _("phrase")
        verbose_name_plural = _("phrases")


class Article(Entry):
    group = models.CharField(_("group"), max_length=10, choices=choices.ArticleGroup)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    text = models.TextField(_("text"), help_text=_("Markdown: headings, lists, bold, links."))
    published = models.BooleanField(_("published"), default=True)

    class Meta(Entry.Meta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")


class Answer(Claim):
    """A reader's question with its answer."""

    page = models.CharField(
        _("page"),
        max_length=200,
        help_text=_("Where it stands, without the language: carriers/docomo/ or cases/esim/."),
    )
    question = models.CharField(_("question"), max_length=300)
    answer = models.TextField(_("answer"))

    class Meta(Claim.Meta):
        verbose_name = _("answer")
        verbose_name_plural = _("answers")

    def __str__(self) -> str:
        return str(self.question)


class Myth(Claim):
    """What other guides say, and what is true."""

    said = models.CharField(_("what is said"), max_length=300, help_text=_("As a plain statement, in our own words."))
    verdict = models.CharField(_("verdict"), max_length=10, choices=choices.Verdict)
    truth = models.TextField(_("what is true"))

    class Meta(Claim.Meta):
        verbose_name = _("myth")
        verbose_name_plural = _("myths")

    def __str__(self) -> str:
        return str(self.said)

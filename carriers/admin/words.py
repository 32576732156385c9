"""The dictionaries: documents, terms, phrases, articles."""

from typing import Any

from django.contrib import admin
from django.urls import reverse

from carriers import models
from carriers.admin.pages import Page
from carriers.choices import ArticleGroup


class WordPage(Page):
    list_display = ("ja", "kana", "key")
    search_fields = ("key", "ja", "kana", "romaji")


@admin.register(models.Document)
class DocumentPage(WordPage):
    def view_on_site(self, document: Any) -> str:
        return reverse("documents")


@admin.register(models.Term)
class TermPage(WordPage):
    def view_on_site(self, term: Any) -> str:
        return reverse("words")


@admin.register(models.Phrase)
class PhrasePage(WordPage):
    list_display = ("ja", "situation", "speaker", "key")
    list_filter = ("situation", "speaker")

    def view_on_site(self, phrase: Any) -> str:
        return reverse("words")


@admin.register(models.Article)
class ArticlePage(Page):
    list_display = ("title", "group", "position", "published")
    list_filter = ("group", "published")
    search_fields = ("key", "title_en", "title_ja", "title_zh_hans", "title_zh_hant")

    def view_on_site(self, article: Any) -> str | None:
        pages = {ArticleGroup.WAYS: "ways", ArticleGroup.ABOUT: "about"}
        return reverse(pages.get(article.group, "home")) if article.published else None


@admin.register(models.Myth)
class MythPage(Page):
    list_display = ("said", "verdict", "position", "published")
    list_filter = ("verdict", "published")
    search_fields = ("key", "said_en", "said_ja", "said_zh_hans", "said_zh_hant")

    def view_on_site(self, myth: Any) -> str | None:
        return f"{reverse('myths')}#{myth.key}" if myth.published else None


@admin.register(models.Answer)
class AnswerPage(Page):
    list_display = ("question", "page", "position", "published")
    list_filter = ("published",)
    search_fields = ("key", "page", "question_en", "question_ja", "question_zh_hans", "question_zh_hant")

    def view_on_site(self, answer: Any) -> str | None:
        return f"{reverse('home')}{answer.page}#answer-{answer.key}" if answer.published else None


@admin.register(models.Letter)
class LetterPage(Page):
    list_display = ("title", "case", "published")
    search_fields = ("key", "title_en", "title_ja", "title_zh_hans", "title_zh_hant")

    def view_on_site(self, letter: Any) -> str | None:
        return f"{reverse('case', args=[letter.case.key])}#{letter.key}" if letter.published else None

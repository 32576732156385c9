"""Where a claim comes from, and what was loaded from the files."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from carriers import choices
from carriers.choices import Confidence
from carriers.models.fields import ChoicesField, LinesField
from carriers.situations import Situation


class Source(models.Model):
    """A page that says something; `carrier` is the file it belongs to, none for the shared ones."""

    carrier = models.ForeignKey(
        "carriers.Carrier", null=True, blank=True, on_delete=models.CASCADE, related_name="sources"
    )
    key = models.SlugField(_("key"), max_length=80, unique=True, help_text=_("For example docomo-cancel-page."))
    url = models.URLField(_("address"), max_length=500)
    publisher = models.CharField(_("publisher"), max_length=250, help_text=_("Who speaks there, as readers see it."))
    remark = models.CharField(
        _("remark"), max_length=250, blank=True, help_text=_("What sort of page it is, if the name does not tell.")
    )
    official = models.BooleanField(
        _("official"), default=False, help_text=_("Tick only if the carrier or a public office itself says it.")
    )
    page_date = models.DateField(
        _("page’s date"), null=True, blank=True, help_text=_("The date the page itself gives; empty if it gives none.")
    )
    position = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "key"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.publisher} ({self.key})"


class SourceVisit(models.Model):
    """What `check_sources` last found at a source's address."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="visit", verbose_name=_("source"))
    visited_at = models.DateTimeField(_("visited at"), db_index=True)
    found = models.CharField(_("found"), max_length=10, choices=choices.Visit)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    moved_to = models.URLField(_("moved to"), max_length=500, blank=True)
    etag = models.CharField(max_length=200, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["-visited_at"]
        verbose_name = _("visit to a source")
        verbose_name_plural = _("visits to sources")

    def __str__(self) -> str:
        return f"{self.source.key}: {self.get_found_display()}"


class Translated(models.Model):
    """A row with texts in four languages."""

    outdated = models.JSONField(default=list, blank=True, editable=False)  # as "title.ja"

    class Meta:
        abstract = True


class Conditional(Translated):
    """A row that applies to some readers: `needs <= here and not (blocked_by & here)`."""

    needs = ChoicesField(
        _("only for a reader who"),
        options=Situation.choices,
        help_text=_("All ticked must be true of the reader. None ticked: for everybody."),
    )
    blocked_by = ChoicesField(
        _("not for a reader who"),
        options=Situation.choices,
        help_text=_("If one ticked is true of the reader, the row is not shown in the plan."),
    )
    published = models.BooleanField(
        _("published"), default=True, help_text=_("Readers see it. Needs every language and a source.")
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def clean(self) -> None:
        if both := set(self.needs) & set(self.blocked_by):
            words = _("No reader would see this row. Take out of one of the two lists: %(both)s.")
            names = ", ".join(sorted(str(Situation(name).label) for name in both))
            raise ValidationError({"blocked_by": words % {"both": names}})


class Claim(Conditional):
    """A row that says something, with its sources and how far we trust it."""

    key = models.SlugField(
        _("key"), max_length=80, help_text=_("Short and lasting; part of addresses in plans. Never change it.")
    )
    valid_from = models.DateField(
        _("holds from"), null=True, blank=True, help_text=_("Readers see it from this day on; empty: from now.")
    )
    valid_to = models.DateField(
        _("holds until"), null=True, blank=True, help_text=_("The last day on which readers see it; empty: no end.")
    )
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True, related_name="+")
    confidence = models.CharField(_("confidence"), max_length=10, choices=Confidence, default=Confidence.LOW)
    conflict = models.TextField(
        _("what sources disagree on"), blank=True, help_text=_("In words a reader understands; empty if they agree.")
    )
    checked_on = models.DateField(
        _("checked on"), null=True, blank=True, help_text=_("The day somebody opened the source and read it there.")
    )
    checked_by = models.CharField(_("checked by"), max_length=150, blank=True)
    facts = LinesField(_("research facts"), help_text=_("Ids of the research facts this row carries."))

    class Meta(Conditional.Meta):
        abstract = True

    def clean(self) -> None:
        super().clean()
        if bool(self.checked_on) != bool(self.checked_by):
            raise ValidationError(_("A check has a day and a name: fill in both, or neither."))
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValidationError({"valid_to": _("The last day lies before the first.")})


class LoadedContent(models.Model):
    """What was last loaded from a content file; tells an editor's change from an older file."""

    name = models.CharField(max_length=100, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name

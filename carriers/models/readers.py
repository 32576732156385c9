"""What readers say: a word about one claim, and questions. Nothing here changes a claim by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from carriers import choices


class FromReader(models.Model):
    """What somebody sent, masked before it was stored, and what an editor made of it."""

    text = models.CharField(_("text"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=10)
    made_at = models.DateTimeField(_("sent at"), db_index=True)
    handled = models.CharField(_("state"), max_length=10, choices=choices.Handled, default=choices.Handled.NEW)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    handled_by = models.CharField(_("handled by"), max_length=150, blank=True)
    handled_at = models.DateTimeField(_("handled at"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["-made_at", "-pk"]


class Report(FromReader):
    """A reader's word about one claim: it was so, it was different."""

    unit = models.CharField(_("content"), max_length=100)  # a carrier's slug or a dictionary's name
    rows = models.CharField(_("list"), max_length=60)  # as methods.documents; of a case, special_cases
    key = models.CharField(_("key"), max_length=170)  # of the claim; below another row, both: online.residence-card
    tried = models.CharField(_("how it was"), max_length=10, choices=choices.Tried)
    tried_on = models.DateField(_("tried on"), null=True, blank=True)

    class Meta(FromReader.Meta):
        indexes = [models.Index(fields=["unit", "rows", "key"])]
        verbose_name = _("report")
        verbose_name_plural = _("reports")

    def __str__(self) -> str:
        return f"{self.unit} {self.rows} {self.key}: {self.get_tried_display()}"


class Question(FromReader):
    """What a reader still wants to know, on the page where it was asked."""

    page = models.CharField(_("page"), max_length=200)

    class Meta(FromReader.Meta):
        verbose_name = _("question of a reader")
        verbose_name_plural = _("questions of readers")

    def __str__(self) -> str:
        return self.text[:80]


class Attempt(models.Model):
    """How often somebody did something in one stretch of time; `who` is a keyed hash that cannot be undone."""

    what = models.CharField(max_length=30)
    who = models.CharField(max_length=64)
    since = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["what", "who", "since"], name="one_count_a_stretch")]

    def __str__(self) -> str:
        return f"{self.what}: {self.count}"


class ClaimUse(models.Model):
    """In how many distinct plans a claim takes part, as `count_uses` last found; the desk begins with the most used."""

    unit = models.CharField(max_length=100)
    rows = models.CharField(max_length=60)
    key = models.CharField(max_length=170)
    plans = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "rows", "key"], name="one_count_a_claim")]

    def __str__(self) -> str:
        return f"{self.unit} {self.rows} {self.key}: {self.plans}"

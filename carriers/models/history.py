"""What the content said from each moment on."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Version(models.Model):
    """A carrier or a dictionary, whole, as it was saved; never changed and never deleted (carriers/history.py)."""

    name = models.CharField(_("content"), max_length=100, help_text=_("A carrier’s slug or a dictionary’s name."))
    made_at = models.DateTimeField(_("saved at"), db_index=True)
    made_by = models.CharField(_("saved by"), max_length=150, blank=True, help_text=_("Empty: loaded from the files."))
    why = models.CharField(_("why"), max_length=300, blank=True)
    facts = models.BinaryField()  # JSON, compressed; empty once it is deleted
    changes = models.JSONField(default=list)  # what differs from the version before, row by row

    class Meta:
        ordering = ["-made_at", "-pk"]
        get_latest_by = ["made_at", "pk"]
        verbose_name = _("version")
        verbose_name_plural = _("versions")

    def __str__(self) -> str:
        return f"{self.name}, {self.made_at:%Y-%m-%d %H:%M}"

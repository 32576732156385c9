"""Ways to cancel at one carrier."""

import msgspec
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from carriers import choices, facts
from carriers.models.carrier import WEEKDAYS, Carrier
from carriers.models.fields import CLOCK, PHONE, ChoicesField, LinesField, check_hours
from carriers.models.provenance import Claim, Translated

HOW_TO_WRITE_MAINTENANCE = _(
    "Write one {} a weekly break, with weekday (0 is Monday, 6 is Sunday), start and end, "
    'as in [{"weekday": 1, "start": "22:30", "end": "07:00"}]. Write [] if there is none.'
)


class CancellationMethod(Claim):
    """One way to cancel; the first in the list that a reader can use is the one the plan names."""

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="methods")
    channel = models.CharField(_("channel"), max_length=10, choices=choices.Channel)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    url = models.URLField(_("address of the page"), max_length=500, blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True, validators=[PHONE])
    languages = LinesField(_("languages"), help_text=_("Codes, one a line: ja, en, zh, ko, pt, es, vi."))
    opens = models.CharField(_("opens"), max_length=5, blank=True, validators=[CLOCK])
    closes = models.CharField(_("closes"), max_length=5, blank=True, validators=[CLOCK], help_text=_("Japan time."))
    after_hours = models.CharField(
        _("outside these hours"),
        max_length=20,
        choices=choices.AfterHours,
        default=choices.AfterHours.REFUSED,
    )
    weekdays = ChoicesField(_("days"), options=WEEKDAYS, help_text=_("None ticked: every day."))
    closed_on_holidays = models.BooleanField(_("closed on Japanese holidays"), default=False)
    closed_at_new_year = models.BooleanField(_("closed from 31 December to 3 January"), default=False)
    maintenance = models.JSONField(
        _("weekly maintenance"),
        default=list,
        blank=True,
        help_text=_('For example [{"weekday": 1, "start": "22:30", "end": "07:00"}]; Monday is 0.'),
    )
    reservation = models.BooleanField(_("must be booked"), null=True, blank=True)
    lead_days = models.PositiveSmallIntegerField(
        _("days until it counts"),
        null=True,
        blank=True,
        help_text=_("How long a request takes, for example 30 by post; empty if no source says."),
    )
    from_abroad = models.BooleanField(_("works from abroad"), null=True, blank=True)
    phrases = models.ManyToManyField("carriers.Phrase", verbose_name=_("phrases"), blank=True, related_name="+")

    class Meta(Claim.Meta):
        verbose_name = _("way to cancel")
        verbose_name_plural = _("ways to cancel")

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        super().clean()
        check_hours(self.opens, self.closes)
        try:
            msgspec.convert(self.maintenance, list[facts.Maintenance])
        except msgspec.ValidationError as error:
            raise ValidationError({"maintenance": HOW_TO_WRITE_MAINTENANCE}) from error


class MethodStep(Translated):
    method = models.ForeignKey(CancellationMethod, on_delete=models.CASCADE, related_name="steps")
    text = models.TextField(_("what to do"))
    button = models.CharField(
        _("Japanese label"), max_length=120, blank=True, help_text=_("The button or link as the page writes it.")
    )
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("step")
        verbose_name_plural = _("steps")

    def __str__(self) -> str:
        return str(self.text)[:60]


class RequiredDocument(Claim):
    """A document one way to cancel asks for."""

    method = models.ForeignKey(CancellationMethod, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey("carriers.Document", on_delete=models.PROTECT, related_name="+")
    note = models.TextField(_("note"), blank=True)

    class Meta(Claim.Meta):
        verbose_name = _("required document")
        verbose_name_plural = _("required documents")

    def __str__(self) -> str:
        return self.key

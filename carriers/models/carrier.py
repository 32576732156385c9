"""A carrier and the claims that hang on it directly."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from carriers import choices
from carriers.models.fields import CLOCK, PHONE, ChoicesField, LinesField, check_hours
from carriers.models.provenance import Claim, Conditional, Translated
from carriers.querysets import CarrierQuerySet

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]
DAY_OF_MONTH = [MinValueValidator(1), MaxValueValidator(31)]


class Carrier(Translated):
    """Whoever bills the reader."""

    slug = models.SlugField(_("slug"), max_length=80, unique=True, help_text=_("Part of the address; never change it."))
    published = models.BooleanField(_("published"), default=True)
    name = models.CharField(_("name"), max_length=120)
    aliases = LinesField(_("other names"), help_text=_("One a line: every name and spelling people type."))
    kind = models.CharField(_("kind"), max_length=20, choices=choices.Kind)
    billing = models.CharField(_("billing"), max_length=20, choices=choices.Billing)
    networks = ChoicesField(_("networks"), options=choices.Network.choices)
    status = models.CharField(_("status"), max_length=20, choices=choices.Status, default=choices.Status.ACTIVE)
    status_note = models.TextField(_("note on the status"), blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("became")
    )
    operator = models.CharField(_("company"), max_length=120, blank=True)
    official_site = models.URLField(_("official site"), max_length=500, blank=True)
    popular = models.PositiveSmallIntegerField(
        _("place among the popular"), null=True, blank=True, help_text=_("1 stands first on the home page.")
    )
    summary = models.TextField(_("summary"), help_text=_("Two or three sentences: what a leaver must know first."))

    objects = CarrierQuerySet.as_manager()

    class Meta:
        ordering = ["popular", "slug"]
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")

    def __str__(self) -> str:
        return str(self.name)

    def clean(self) -> None:
        if self.pk and self.successor_id == self.pk:
            raise ValidationError({"successor": _("A carrier cannot become itself.")})


class Sign(Claim):
    """A name by which a reader who does not know the carrier recognises it."""

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="signs")
    kind = models.CharField(_("where one reads it"), max_length=12, choices=choices.SignKind)
    label = models.CharField(
        _("what one reads there"), max_length=120, help_text=_("Letter by letter, as it stands there: My docomo.")
    )
    text = models.TextField(_("text"), help_text=_("What it tells, and which other carriers show the same."))

    class Meta(Claim.Meta):
        verbose_name = _("sign")
        verbose_name_plural = _("signs")

    def __str__(self) -> str:
        return self.label


class EndingRule(Claim):
    """When the contract ends after one applies, and what the last month costs."""

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="endings")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    ends = models.CharField(_("the contract ends"), max_length=20, choices=choices.Ends)
    cutoff_day = models.PositiveSmallIntegerField(
        _("cut-off day"), null=True, blank=True, validators=DAY_OF_MONTH, help_text=_("31 means the month’s last day.")
    )
    notice_days = models.PositiveSmallIntegerField(_("days of notice"), default=0)
    period = models.CharField(
        _("one charge covers"), max_length=20, choices=choices.Period, default=choices.Period.CALENDAR_MONTH
    )
    closing_days = ChoicesField(_("possible closing days"), options=[(day, str(day)) for day in range(1, 32)])
    prorated = models.BooleanField(
        _("last month by the day"), null=True, blank=True, help_text=_("Unknown if no source says so.")
    )
    last_bill_months = models.PositiveSmallIntegerField(
        _("last bill comes, months after the end"), null=True, blank=True
    )

    class Meta(Claim.Meta):
        verbose_name = _("ending rule")
        verbose_name_plural = _("ending rules")

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        super().clean()
        if self.ends == choices.Ends.CUTOFF_DAY and not self.cutoff_day:
            raise ValidationError({"cutoff_day": _("Say until which day of the month one must apply.")})


class Fee(Claim):
    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="fees")
    kind = models.CharField(_("kind"), max_length=20, choices=choices.FeeKind)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    jpy = models.PositiveIntegerField(_("yen"), null=True, blank=True, help_text=_("0 is free; empty is unknown."))
    contract_from = models.DateField(_("contracts from"), null=True, blank=True)
    contract_to = models.DateField(_("contracts until"), null=True, blank=True)
    within_days = models.PositiveSmallIntegerField(_("if ended within days"), null=True, blank=True)

    class Meta(Claim.Meta):
        verbose_name = _("fee")
        verbose_name_plural = _("fees")

    def __str__(self) -> str:
        return str(self.title)

    def clean(self) -> None:
        super().clean()
        if self.contract_from and self.contract_to and self.contract_from > self.contract_to:
            raise ValidationError({"contract_to": _("The last day lies before the first.")})


class SimReturn(Claim):
    """Whether the SIM goes back, where to, and by when."""

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="sim_returns")
    required = models.BooleanField(_("must be sent back"), null=True, blank=True)
    text = models.TextField(_("text"))
    days = models.PositiveSmallIntegerField(_("days after the end"), null=True, blank=True)
    address = models.CharField(_("address, in Japanese"), max_length=300, blank=True)
    jpy = models.PositiveIntegerField(_("yen if it does not come back"), null=True, blank=True)

    class Meta(Claim.Meta):
        verbose_name = _("SIM return")
        verbose_name_plural = _("SIM returns")

    def __str__(self) -> str:
        return self.key


class Contact(Claim):
    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="contacts")
    purpose = models.CharField(_("purpose"), max_length=20, choices=choices.ContactPurpose)
    number = models.CharField(_("phone number"), max_length=40, blank=True, validators=[PHONE])
    url = models.URLField(_("address"), max_length=500, blank=True)
    text = models.TextField(_("text"))
    languages = LinesField(_("languages"), help_text=_("Codes, one a line: ja, en, zh, ko, pt, es, vi."))
    opens = models.CharField(_("opens"), max_length=5, blank=True, validators=[CLOCK])
    closes = models.CharField(_("closes"), max_length=5, blank=True, validators=[CLOCK])
    weekdays = ChoicesField(_("days"), options=WEEKDAYS, help_text=_("None ticked: every day."))
    from_abroad = models.BooleanField(_("works from abroad"), null=True, blank=True)

    class Meta(Claim.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.number}"

    def clean(self) -> None:
        super().clean()
        check_hours(self.opens, self.closes)


class OpenQuestion(Conditional):
    """What we do not know, with the Japanese sentence to ask."""

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="open_questions")
    key = models.SlugField(_("key"), max_length=80)
    topic = models.CharField(_("topic"), max_length=20, choices=choices.Topic)
    text = models.TextField(_("what we do not know"))
    ask = models.CharField(_("sentence to ask, in Japanese"), max_length=300)
    kana = models.CharField(_("kana"), max_length=500)
    romaji = models.CharField(_("romaji"), max_length=600)
    meaning = models.CharField(_("meaning"), max_length=500)

    class Meta(Conditional.Meta):
        verbose_name = _("open question")
        verbose_name_plural = _("open questions")

    def __str__(self) -> str:
        return self.key

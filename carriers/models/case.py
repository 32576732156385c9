"""Special cases: a page for each, what holds in general, and what holds at one carrier."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from carriers import choices
from carriers.models.carrier import Carrier
from carriers.models.provenance import Claim, Translated


class Case(Translated):
    key = models.SlugField(_("slug"), max_length=80, unique=True)
    group = models.CharField(_("group"), max_length=10, choices=choices.CaseGroup)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"))
    start = models.CharField(
        _("answer it brings"), max_length=100, blank=True, help_text=_("For example sim=lost; see docs/answers.md.")
    )
    published = models.BooleanField(_("published"), default=True)
    position = models.PositiveSmallIntegerField(_("place in the list"), default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("case")
        verbose_name_plural = _("cases")

    def __str__(self) -> str:
        return str(self.title)


class CaseClaim(Claim):
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"))
    stage = models.CharField(_("stage of the plan"), max_length=12, choices=choices.Stage, default=choices.Stage.NONE)
    anchor = models.CharField(_("date counted from"), max_length=12, choices=choices.Anchor, blank=True)
    offset_days = models.SmallIntegerField(_("days after it"), default=0, help_text=_("Negative: days before it."))
    jpy = models.PositiveIntegerField(_("yen"), null=True, blank=True)
    phrases = models.ManyToManyField("carriers.Phrase", verbose_name=_("phrases"), blank=True, related_name="+")

    class Meta(Claim.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.title)


class GeneralCase(CaseClaim):
    """What holds in a special case whoever the carrier is."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="special_cases")

    class Meta(CaseClaim.Meta):
        verbose_name = _("claim for every carrier")
        verbose_name_plural = _("claims for every carrier")


class SpecialCase(CaseClaim):
    """What holds in a special case at one carrier."""

    carrier = models.ForeignKey(Carrier, on_delete=models.CASCADE, related_name="special_cases")
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="carrier_cases", verbose_name=_("case"))

    class Meta(CaseClaim.Meta):
        verbose_name = _("special case")
        verbose_name_plural = _("special cases")


class Letter(Claim):
    """A Japanese letter to copy."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters", verbose_name=_("case"))
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), help_text=_("When to use it and how to fill it in."))
    ja = models.TextField(_("the letter, in Japanese"), help_text=_("Line by line as on paper; blanks as ＿＿＿＿."))
    meaning = models.TextField(_("meaning"), help_text=_("The same letter, line by line, in the reader’s language."))

    class Meta(Claim.Meta):
        verbose_name = _("letter")
        verbose_name_plural = _("letters")

    def __str__(self) -> str:
        return str(self.title)

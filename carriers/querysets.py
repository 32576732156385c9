"""Sentences about carriers and claims."""

import datetime as dt

from django.db import models

SOON_OLD = ("Fee", "Contact")  # fees and phone numbers change more often than the rest


class CarrierQuerySet(models.QuerySet):
    def published(self) -> "CarrierQuerySet":
        return self.filter(published=True)

    def in_order(self) -> "CarrierQuerySet":
        """The popular first, in their order; then by slug."""
        return self.order_by(models.F("popular").asc(nulls_last=True), "slug")


def stale(claims: models.QuerySet, on: dt.date) -> models.QuerySet:
    """Those readers see, never checked or too long ago: half a year for fees and contacts, a year for the rest."""
    limit = on - dt.timedelta(days=182 if claims.model.__name__ in SOON_OLD else 365)
    return claims.filter(models.Q(checked_on=None) | models.Q(checked_on__lt=limit), published=True)


def doubtful(claims: models.QuerySet, on: dt.date) -> models.QuerySet:
    """Those readers see of which we are not sure."""
    return claims.filter(published=True, confidence="low")


def disputed(claims: models.QuerySet, on: dt.date) -> models.QuerySet:
    """Those readers see whose sources disagree."""
    written = models.Q()
    for language in ("en", "ja", "zh_hans", "zh_hant"):
        written |= models.Q(**{f"conflict_{language}__gt": ""})
    return claims.filter(written, published=True)

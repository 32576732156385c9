"""Sentences about carriers."""

from django.db import models


class CarrierQuerySet(models.QuerySet):
    def published(self) -> "CarrierQuerySet":
        return self.filter(published=True)

    def in_order(self) -> "CarrierQuerySet":
        """The popular first, in their order; then by slug."""
        return self.order_by(models.F("popular").asc(nulls_last=True), "slug")

    def popular(self) -> "CarrierQuerySet":
        return self.published().filter(popular__isnull=False).order_by("popular")

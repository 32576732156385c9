"""Sentences about carriers."""

from django.db import models


class CarrierQuerySet(models.QuerySet):
    def published(self) -> "CarrierQuerySet":
        return self.filter(published=True)

    def popular(self) -> "CarrierQuerySet":
        return self.published().filter(popular__isnull=False).order_by("popular")

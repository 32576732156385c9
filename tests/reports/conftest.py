"""It is noon of 1 December 2026 in Japan, and LinksMate has a fee to report on."""

import pytest
from django.utils import timezone

from carriers import models
from tests.reports.sending import FEE, Clock


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is noon of 1 December 2026 in Japan, until the test says otherwise."""
    now = Clock()
    monkeypatch.setattr(timezone, "now", now)
    return now


@pytest.fixture
def fee(db: None) -> str:
    """The address, without its language, of the report on a fee."""
    return FEE.format(models.Fee.objects.filter(carrier__slug="linksmate").first().key)

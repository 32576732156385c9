"""The desk on the admin's first page."""

from typing import Any

from django import template
from django.utils import timezone

from guide.deadlines import JAPAN
from guide.desk.lists import counted

register = template.Library()


@register.inclusion_tag("admin/desk/_desk.html")
def desk() -> dict[str, Any]:
    return {"lists": list(counted(timezone.localdate(timezone=JAPAN)))}

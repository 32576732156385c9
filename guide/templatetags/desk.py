"""The desk on the admin's first page."""

from typing import Any

from django import template
from django.utils import timezone

from guide.deadlines import JAPAN
from guide.desk.lists import counted

register = template.Library()


@register.inclusion_tag("admin/desk/_desk.html", takes_context=True)
def desk(context: dict[str, Any]) -> dict[str, Any]:
    return {"lists": list(counted(timezone.localdate(timezone=JAPAN))), "perms": context.get("perms")}

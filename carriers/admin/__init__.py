"""The editors' pages. What a form must refuse stands in forms.py, how it is laid out in layout.py."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from carriers.admin import carrier, case, readers, source, visits, words

admin.site.site_title = _("Leaving Line")
admin.site.site_header = _("Leaving Line: editors’ pages")
admin.site.index_title = _("What readers see")

__all__ = ["carrier", "case", "readers", "source", "visits", "words"]

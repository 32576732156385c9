"""The editors' own pages beside the admin's; each asks for a signed-in editor as the admin does."""

from collections.abc import Callable

from django.contrib import admin
from django.http import HttpResponse
from django.urls import path, re_path

from guide.desk import about_site, desk, exchange, flow, history, preview


def staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    return admin.site.admin_view(view)


urlpatterns = [
    path("flow/", staff(flow.flow), name="desk-flow"),
    path("exchange/", staff(exchange.exchange), name="desk-exchange"),
    path("export/<slug:name>.<str:format>", staff(exchange.export), name="desk-export"),
    path("checked/", staff(desk.checked_today), name="desk-checked"),
    path("lists/<slug:key>/", staff(desk.one_list), name="desk-list"),
    path("history/<slug:name>/", staff(history.versions), name="desk-history"),
    path("history/<slug:name>/<int:pk>/", staff(history.revert), name="desk-revert"),
    path("about-site/", staff(about_site.about_site), name="desk-about-site"),
    path("preview/", staff(preview.choose), name="desk-preview-choose"),
    re_path(r"^preview/(?P<day>\d{4}-\d{2}-\d{2})/(?P<path>.*)$", staff(preview.preview), name="desk-preview"),
]

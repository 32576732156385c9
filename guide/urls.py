"""The reader's addresses. Each page has its language first; answers stand in the query string."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import path

from guide.views import faces, outside, pages, plan

urlpatterns = [
    path("", outside.root, name="root"),
    path("sitemap.xml", outside.sitemap, name="sitemap"),
    path("robots.txt", outside.robots, name="robots"),
    path(settings.ADMIN_PATH, admin.site.urls),
    *i18n_patterns(
        path("", pages.home, name="home"),
        path("carriers/", pages.carriers, name="carriers"),
        path("carriers/<slug:slug>/", pages.carrier, name="carrier"),
        path("ways/", pages.ways, name="ways"),
        path("documents/", pages.documents, name="documents"),
        path("cases/", pages.cases, name="cases"),
        path("cases/<slug:key>/", pages.case, name="case"),
        path("words/", pages.words, name="words"),
        path("before-and-after/", pages.before_and_after, name="before-and-after"),
        path("about/", pages.about, name="about"),
        path("plan/", plan.start, name="plan"),
        path("plan/yours/", plan.yours, name="yours"),
        path("plan/yours.ics", faces.ics, name="yours-ics"),
        path("plan/yours.json", faces.json, name="yours-json"),
        path("plan/<slug:key>/", plan.question, name="question"),
    ),
]

handler400 = "guide.views.outside.bad_request"
handler404 = "guide.views.outside.not_found"
handler500 = "guide.views.outside.server_error"

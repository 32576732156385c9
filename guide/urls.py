"""The reader's addresses. Each page has its language first; answers stand in the query string."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from guide.views import (
    carriers,
    cases,
    changes,
    device,
    faces,
    lines,
    opendata,
    outside,
    pages,
    parts,
    plan,
    reports,
    search,
    words,
)

urlpatterns = [
    path("", outside.root, name="root"),
    path("sitemap.xml", outside.sitemap, name="sitemap"),
    path("robots.txt", outside.robots, name="robots"),
    path("sw.js", device.worker, name="worker"),
    path("api/v1/carriers.json", opendata.carriers, name="api-carriers"),
    path("api/v1/carriers/<slug:slug>.json", opendata.carrier, name="api-carrier"),
    path("api/v1/compare-<str:language>.csv", opendata.compare, name="api-compare"),
    re_path("^api/v1/", opendata.missing, name="api-missing"),
    path(f"{settings.ADMIN_PATH}desk/", include("guide.desk.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
    *i18n_patterns(
        path("", pages.home, name="home"),
        path("search/", search.search, name="search"),
        path("carriers/", carriers.carriers, name="carriers"),
        path("carriers/<slug:slug>/", carriers.carrier, name="carrier"),
        path("carriers/<slug:slug>/sources/", carriers.sources, name="sources"),
        path("compare/", carriers.compare, name="compare"),
        path("which-sim/", carriers.finding, name="finding"),
        path("ways/", pages.ways, name="ways"),
        path("documents/", pages.documents, name="documents"),
        path("cases/", cases.cases, name="cases"),
        path("cases/<slug:key>/", cases.case, name="case"),
        path("timeline/", cases.timeline, name="timeline"),
        path("words/", words.words, name="words"),
        path("phrases/", words.phrases, name="phrases"),
        path("phrases/<slug:key>/", words.phrase, name="phrase"),
        path("before-and-after/", pages.before_and_after, name="before-and-after"),
        path("myths/", pages.myths, name="myths"),
        path("changes/", changes.changes, name="changes"),
        path("changes.atom", changes.feed, name="changes-feed"),
        path("about/", pages.about, name="about"),
        path("report/<slug:unit>/<str:rows>/<str:key>/", reports.report, name="report"),
        path("offline/", device.offline, name="offline"),
        path("manifest.webmanifest", device.manifest, name="manifest"),
        path("ask/", reports.ask, name="ask"),
        path("thanks/", reports.thanks, name="thanks"),
        path("plan/", plan.start, name="plan"),
        path("plan/yours/", plan.yours, name="yours"),
        path("plan/card/<slug:step>/", plan.card, name="card"),
        path("plan/yours.ics", faces.ics, name="yours-ics"),
        path("plan/yours.json", faces.json, name="yours-json"),
        path("plan/yours.pdf", faces.pdf, name="yours-pdf"),
        path("plan/yours.svg", faces.svg, name="yours-svg"),
        path("plan/helper/", faces.helper, name="helper"),
        path("plan/together/", lines.page, name="together"),
        path("plan/together.ics", lines.ics, name="together-ics"),
        path("plan/<slug:key>/", plan.question, name="question"),
    ),
]

if settings.DEBUG:
    urlpatterns += i18n_patterns(path("parts/", parts.parts, name="parts"))

handler400 = "guide.views.outside.bad_request"
handler404 = "guide.views.outside.not_found"
handler500 = "guide.views.outside.server_error"

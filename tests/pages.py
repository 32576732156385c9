"""Every kind of page a reader can see, and the states it can be in: one list for all that looks at pages."""

from dataclasses import dataclass

from guide.questions import PAGES as QUESTION_PAGES

NOON, NIGHT = 12, 23  # at night every shop is closed, and no request counts any more


@dataclass(frozen=True)
class Page:
    name: str
    path: str  # after the language
    status: int = 200
    hour: int = NOON  # of TODAY, in Japan
    sent: bool = False  # as it looks after its form was sent with nothing in it


TODAY = "2026-12-01"  # for whatever shows these pages
SOON, LATER = "2026-12-04", "2027-02-14"
REPORT = "report/linksmate/fees/ending/"
ASK = "ask/?page=carriers/docomo/"
PLAN = "plan/yours/?carrier={}&where=japan&leaving={}"
PLAN_FROM_ABROAD = "plan/yours/?carrier={}&where=abroad"
LONG_PLAN = PLAN.format("docomo", "undecided&sim=lost&tied=bank&tied=line&device=paying")

# One page of each kind.
KINDS = (
    Page("home", ""),
    Page("search", "search/?q=lost"),
    Page("carriers", "carriers/"),
    Page("carrier", "carriers/softbank/"),
    Page("sources", "carriers/softbank/sources/"),
    Page("compare", "compare/"),
    Page("which SIM", "which-sim/"),
    Page("ways", "ways/"),
    Page("documents", "documents/"),
    Page("cases", "cases/"),
    Page("case", "cases/lost-sim/"),
    Page("timeline", "timeline/"),
    Page("words", "words/"),
    Page("phrases", "phrases/"),
    Page("phrase", "phrases/money-1/"),
    Page("before and after", "before-and-after/"),
    Page("myths", "myths/"),
    Page("offline", "offline/"),
    Page("changes", "changes/"),
    Page("about", "about/"),
    Page("report", REPORT),
    Page("ask", ASK),
    Page("thanks", "thanks/?page=carriers/docomo/"),
    Page("start", "plan/"),
    Page("question", "plan/carrier/"),
    Page("plan", PLAN.format("docomo", LATER)),
    Page(
        "several lines",
        "plan/together/?plan=carrier=docomo%26where=abroad&plan=carrier=mineo%26where=abroad%26sim=lost",
    ),
    Page("to a helper", "plan/helper/?carrier=docomo&where=abroad"),
    Page("card", f"plan/card/method-shop/?carrier=docomo&where=japan&leaving={LATER}"),
)

QUESTIONS = tuple(
    Page(f"question: {', '.join(question.key for question in page)}", f"plan/{page[0].key}/?carrier=docomo&where=japan")
    for page in QUESTION_PAGES[1:3]
) + tuple(
    Page(
        f"question: {', '.join(question.key for question in page)}",
        f"plan/{page[0].key}/?carrier=docomo&where=japan&leaving={LATER}",
    )
    for page in QUESTION_PAGES[3:]
)

PLANS = (
    Page("plan: leaving soon", PLAN.format("rakuten-mobile", SOON)),
    Page("plan: not leaving", PLAN.format("iijmio", "no")),
    Page("plan: from abroad", PLAN_FROM_ABROAD.format("ahamo")),
    Page("plan: lost SIM, much to do", LONG_PLAN),
    Page("plan: too late", PLAN.format("au", TODAY), hour=NIGHT),
    Page("plan: nothing to cancel", PLAN_FROM_ABROAD.format("generic-visitor-prepaid")),
    Page("plan: carrier that has ended", PLAN_FROM_ABROAD.format("au-prepaid")),
    Page("plan: must ask", PLAN.format("linemo", LATER + "&access=none")),
    Page("plan: end not known", PLAN.format("libmo", LATER)),
    Page("plan: keeps the number", PLAN.format("docomo", LATER + "&number=keep")),
    Page("plan: pauses", PLAN.format("docomo", LATER + "&number=pause")),
    Page("plan: in two languages", PLAN.format("docomo", "undecided&access=none&with=ja")),
    Page("plan: carrier changed", PLAN_FROM_ABROAD.format("softbank") + "&opened=cycle"),
)

ERRORS = (
    Page("another line", "plan/carrier/?where=abroad&plan=carrier=docomo%26where=abroad&plan="),
    Page("question with nothing chosen", "plan/carrier/?go=next"),
    Page("question with a wrong day", "plan/leaving/?carrier=docomo&where=japan&leaving=2020-01-01&go=next"),
    Page("question with a wrong answer", "plan/line/?carrier=docomo&where=abroad&sim=none-such&go=next"),
    Page("unknown carrier", "plan/carrier/?carrier=unknown&go=next"),
    Page("report with errors", REPORT, status=400, sent=True),
    Page("ask with errors", ASK, status=400, sent=True),
    Page("404", "nothing/", status=404),
    Page("400", f"plan/yours/?{101 * 'x'}=1", status=400),
)

LISTS = (
    Page("search, empty", "search/"),
    Page("search without results", "search/?q=xyzzy"),
    Page("carriers, nothing found", "carriers/?q=xyzzy"),
)

STATES = (
    *LISTS,
    Page("carrier, large", "carriers/docomo/"),
    Page("carrier, small", "carriers/hanacell/"),
    Page("carrier, ended", "carriers/au-prepaid/"),
    Page("compare two", "compare/?carrier=docomo&carrier=mineo&sort=fee"),
    Page("question: carriers by name", "plan/carrier/?q=biglobe"),
    Page("question: no carrier by that name", "plan/carrier/?q=xyzzy"),
    *QUESTIONS,
    *PLANS,
    *ERRORS,
)

PAGES = KINDS + STATES

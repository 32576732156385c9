"""The addresses that are measured."""

from urllib.parse import quote

PAGES = {
    "home": "/en/",
    "carrier": "/en/carriers/docomo/",
    "plan": "/en/plan/yours/?carrier=docomo&where=abroad",
    "list of carriers": "/en/carriers/",
    "list, a name typed": "/en/carriers/?q=mineo",
    "search": f"/en/search/?q={quote('暗証番号')}",
    "search, a word of every carrier": f"/en/search/?q={quote('解約')}",
    "compare, sorted": "/en/compare/?sort=fee",
    "case": "/en/cases/lost-sim/",
    "question": "/en/plan/line/?carrier=docomo&where=abroad",
    "choosing a carrier": "/en/plan/carrier/",
}

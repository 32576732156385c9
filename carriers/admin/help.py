"""What each field of an editor's form asks for: what readers will see of it, and an example.

By the class that has the field; what is refused is refused in the same words (layout.py).
"""

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from carriers.models.method import HOW_TO_WRITE_MAINTENANCE

YEN = _("Write whole yen without a comma, as 1100. 0 is free; empty is unknown.")
KEY = _(
    "Write small letters, digits and single hyphens, as in online-form. It stands in the addresses of plans: never "
    "change it."
)
KANA = _("The same in hiragana, with spaces between the words, as さいしゅうげつは ひわりですか。")
ROMAJI = _("The same in Latin letters, as in saishūgetsu wa hiwari desu ka: readers read it aloud.")
MEANING = _("What the sentence says, as in “Is the last month charged by the day?”")
PLACE = _("Its place in the list: 0 stands first, 2 comes after 1.")
PHONE = _("Write the number as 0120-800-000, 151 or +81-3-6832-6600. Readers tap it to call.")
LANGUAGES = _("Write one language code a line, in small letters: ja, en, zh. Readers see the names of the languages.")
PHRASES = _("Japanese sentences readers say or show here, as 解約したいです。")
OPENS = _("Write the time as 09:00 or 20:30, Japan time. Readers see it, and the plan counts with it.")
SOURCES = _("Readers see who says it, with a link: choose the carrier’s own page first, as its FAQ on cancelling.")
CLOSES = _(
    "Write the time as 09:00 or 20:30; midnight is written 24:00. Fill in when it opens and when it closes, or neither."
)

HELP: dict[str, dict[str, str | Promise]] = {
    "Claim": {
        "key": KEY,
        "valid_from": _("Readers see it from this day on, as from 2027-04-01 for next year’s fee; empty: from now."),
        "valid_to": _("The last day on which readers see it, as 2027-03-31 for a fee that ends; empty: no end."),
        "confidence": _(
            "Readers see it beside the source: “sure” where the carrier says it plainly, “not sure” where only a "
            "forum does."
        ),
        "conflict": _(
            "Readers see it as a warning, as in “The shop says 550 yen, the page says it is free.” Empty if the "
            "sources agree."
        ),
        "sources": SOURCES,
        "facts": _(
            "Ids of the research facts this row carries, one a line, as mineo-deadline-1. Readers do not see them."
        ),
    },
    "OpenQuestion": {
        "key": KEY,
        "topic": _("Decides in which step readers meet it, as “Fees” beside the costs."),
        "text": _("Readers see it under what we do not know: “Whether the last month is charged by the day.”"),
        "ask": _("Readers say or show it at the counter, as 最終月は日割りですか。"),
        "kana": KANA,
        "romaji": ROMAJI,
        "meaning": MEANING,
    },
    "Conditional": {
        "published": _(
            "Readers see this row. Write every language and choose at least one source, or untick it, as for a fee "
            "you are still looking up."
        ),
        "position": PLACE,
        "needs": _(
            "All chosen must be true of the reader: with “outside Japan now”, only readers abroad see the row. None"
            " chosen: everybody sees it."
        ),
        "blocked_by": _(
            "If one chosen is true of the reader, the plan leaves the row out: with “has an eSIM”, a step about "
            "sending the SIM card back."
        ),
    },
    "Term": {
        "sources": SOURCES,
        "ja": _("The contract word as carriers write it, as 解約."),
        "kana": _("The same in hiragana, as かいやく."),
        "romaji": _("The same in Latin letters, as in kaiyaku: readers read it aloud."),
        "name": _("The word in the reader’s language, as in “cancelling a contract”."),
        "text": _("Readers tap the word and see this: one or two sentences, as in “You end the contract yourself.”"),
    },
    "Carrier": {
        "slug": _(
            "Write small letters, digits and single hyphens, as in sakura-mobile. It is the address of its page: "
            "never change it."
        ),
        "published": _(
            "Readers find its page and can make a plan for it. Untick it while you prepare it, as a new brand "
            "before its first day."
        ),
        "name": _("The heading of its page and the name in the list of carriers, as in “Rakuten Mobile”."),
        "aliases": _("One a line: every name and spelling people type into the search, as ドコモ, docomo, 都科摩."),
        "kind": _("Decides under which heading the list of carriers shows it, as “Prepaid SIM”."),
        "billing": _(
            "Decides what the reader is asked: who pays in advance, for example, is not asked for a billing day."
        ),
        "operator": _("Readers see it on the page, as the company behind a brand: “NTT DOCOMO, INC.”"),
        "official_site": _("Readers open it from the page. Write the whole address, as in https://www.docomo.ne.jp/."),
        "popular": _("Its place on the home page: 1 stands first. Empty: it is in the full list only."),
        "networks": _(
            "Readers see it and can search by it: docomo, for example, for a SIM that uses docomo’s network."
        ),
        "status": _(
            "Readers see a notice on the page unless it is “Taking new customers”, as for a service that has ended."
        ),
        "successor": _(
            "Where its customers were moved to: readers get a link to that page. Type a part of the name, as “ahamo”."
        ),
        "status_note": _(
            "What the notice says, as in “The service ended on 31 March; nobody has to cancel.” Empty if there is "
            "nothing to say."
        ),
        "summary": _(
            "The first lines of its page, two or three sentences: “Cancel online by the 25th. There is no fee.”"
        ),
    },
    "Source": {
        "key": _(
            "Write small letters, digits and single hyphens, as in docomo-cancel-page. Never change it: files and "
            "rows hang on it."
        ),
        "carrier": _(
            "The carrier on whose page it is listed, as docomo for docomo’s FAQ; empty for a source all may use, as"
            " a ministry’s page."
        ),
        "url": _("Readers open it to see for themselves. Write the whole address, as in https://www.soumu.go.jp/."),
        "publisher": _("Who speaks there, as readers see it: “NTT docomo, FAQ”."),
        "remark": _(
            "Readers see it in brackets after the name, as in “personal blog” or “old page”. Empty if there is nothing "
            "to say."
        ),
        "official": _(
            "Tick it only if the carrier or a public office itself says it, as a ministry: readers then see "
            "“Official source”."
        ),
        "page_date": _(
            "The date the page itself gives, as 2026-03-31: readers see it as long as nobody has checked. Empty if "
            "it gives none."
        ),
    },
    "Sign": {
        "kind": _("Where the reader looks for the name, as “Printed on the SIM”."),
        "label": _("Letter by letter as it stands there, as in My docomo: readers compare it with what they see."),
        "text": _(
            "What it tells the reader, and who else shows the same: “docomo or ahamo; ahamo’s app has another name.”"
        ),
    },
    "EndingRule": {
        "ends": _(
            "Gives the plan the day the contract ends: “at the end of the month” ends a line cancelled on 3 May on "
            "31 May."
        ),
        "cutoff_day": _(
            "The last day of the month on which applying still ends this month, as 25; 31 means the month’s last day."
        ),
        "notice_days": _(
            "How many days ahead one must apply, as 10: the plan dates the step so much earlier. 0: none."
        ),
        "period": _(
            "What one monthly charge pays for, as “a calendar month”: the plan saves the reader a charge that can "
            "be saved."
        ),
        "closing_days": _(
            "The closing days a line may have, as 10, 20 and 31. None ticked: the plan takes the month’s last day "
            "until the reader says."
        ),
        "prorated": _(
            "Readers see whether a line that ends on the 10th pays for ten days or for the whole month. Unknown if "
            "no source says so."
        ),
        "last_bill_months": _(
            "The plan tells readers how long to keep the account: 1 if the bill for May comes in June. Empty if no "
            "source says."
        ),
        "title": _("The heading readers see, as in “Ends on the last day of the month”."),
        "text": _("What readers read below it, as in “Apply by 20:00 on the last day. The month is charged in full.”"),
    },
    "CancellationMethod": {
        "channel": _("The label of this way, as “Shop”. The same by phone is a row of its own."),
        "title": _("What readers call this way, as in “Online, in My docomo”."),
        "text": _("What to know before beginning, as in “Takes ten minutes. You need the four-digit PIN.”"),
        "url": _("Where readers begin. Write the whole address, as in https://mineo.jp/."),
        "phone": PHONE,
        "opens": OPENS,
        "closes": CLOSES,
        "after_hours": _(
            "What becomes of a request sent at 23:00: the plan warns the reader if it would count a day later."
        ),
        "weekdays": _(
            "The days it is open, as Monday to Friday: the plan passes over the others. None ticked: every day."
        ),
        "closed_on_holidays": _("The plan then passes over Japanese holidays, as 3 May."),
        "closed_at_new_year": _("The plan then passes over these days, as for a shop that opens again on 4 January."),
        "reservation": _(
            "“Yes” tells readers to book a visit first (来店予約), as in many shops. Unknown if no source says so."
        ),
        "lead_days": _(
            "How many days a request takes, as 30 by post: the plan begins so much earlier. Empty if no source says."
        ),
        "from_abroad": _(
            "“No” hides this way from readers outside Japan, as a 0120 number. Unknown if no source says so."
        ),
        "languages": LANGUAGES,
        "maintenance": HOW_TO_WRITE_MAINTENANCE,
        "phrases": PHRASES,
    },
    "Contact": {
        "number": PHONE,
        "opens": OPENS,
        "closes": CLOSES,
        "weekdays": _("The days it answers, as Monday to Friday; readers see them. None ticked: every day."),
        "from_abroad": _(
            "“No” keeps it out of the plans of readers outside Japan, as a 0120 number. Unknown if no source says so."
        ),
        "languages": LANGUAGES,
        "purpose": _(
            "Decides where readers meet it: “Lost or stolen: stop the line” stands in the step about a lost phone."
        ),
        "url": _("A chat or form readers open. Write the whole address, as in https://mineo.jp/."),
        "text": _("What for and for whom, as in “Free from any phone in Japan; press 2 for English.”"),
    },
    "CaseClaim": {
        "phrases": PHRASES,
        "jpy": YEN,
        "title": _("What to do, as readers see it: “Stop the line at once”."),
        "text": _("How, in short sentences, as in “Call the number below. It is open at night.”"),
        "stage": _(
            "Where in the plan the step stands, as “Before”. “Good to know, not a step” stands on the case’s page only."
        ),
        "anchor": _(
            "The day the step’s date is counted from, as “the day you leave Japan”. Empty: the step has no date."
        ),
        "offset_days": _("7 is a week after that day, -7 a week before it."),
    },
    "MethodStep": {
        "text": _("One action a step, as in “Open My docomo and sign in.”"),
        "button": _(
            "The button or link letter by letter, as 解約手続きへ: readers look for it on the page. "
            "Empty if there is none."
        ),
    },
    "RequiredDocument": {
        "document": _("Readers see its name in their language and in Japanese, as 在留カード."),
        "note": _(
            "What to mind with it, as in “The address on it must be the one the carrier knows.” Empty if nothing."
        ),
    },
    "Fee": {
        "kind": _(
            "Decides whose plan counts it: “Fee for taking the number along” is for readers who keep their number."
        ),
        "jpy": YEN,
        "contract_from": _("Only contracts begun on this day or later pay it, as 2022-07-01. Empty: all do."),
        "contract_to": _("Only contracts begun on this day or before pay it, as 2019-09-30. Empty: all do."),
        "within_days": _("Only who leaves within so many days pays it, as 365. Empty: however long one stays."),
        "title": _("What readers see beside the amount, as in “Fee for leaving within a year”."),
        "text": _("Who pays it and when, as in “1,100 yen, with the last bill. Not if you change to ahamo.”"),
    },
    "SimReturn": {
        "jpy": YEN,
        "required": _(
            "“Yes” puts “Send the SIM back” into the plan, “No” says it need not go back. Unknown if no source says so."
        ),
        "text": _("How it is sent, as in “In an envelope, by ordinary post; you pay the stamp.”"),
        "days": _("The plan dates the step by it, as 14 for two weeks. Empty if no source says."),
        "address": _(
            "As on the envelope, beginning with the postcode, as in 〒100-8111 東京都千代田区…: readers copy it."
        ),
    },
    "SpecialCase": {
        "case": _("The page that shows this row, and the readers whose plan has it, as “A lost SIM or phone”."),
    },
    "Phrase": {
        "kana": KANA,
        "romaji": ROMAJI,
        "meaning": MEANING,
        "situation": _(
            "Write small letters, digits and single hyphens, as in shop-opening. Readers find the sentences of one "
            "situation together."
        ),
        "speaker": _("“Staff may say” marks what the reader will hear, as 本人確認書類はお持ちですか。"),
        "ja": _("The sentence as it is said at a counter, as 解約したいです。"),
    },
    "Case": {
        "key": _(
            "Write small letters, digits and single hyphens, as in lost-sim. It is the address of its page: never "
            "change it."
        ),
        "published": _("Readers find its page. Untick it while you write it, as a case that has no source yet."),
        "group": _("The heading under which the list of cases shows it, as “Money and debts”."),
        "start": _(
            "The answer a plan has already if it is begun from this page, as sim=lost (docs/answers.md). Empty: none."
        ),
        "position": PLACE,
        "title": _("The heading of its page, as in “A lost SIM or phone”."),
        "summary": _(
            "One or two sentences in the list and at the head of the page, as in “Stop the line first, then cancel.”"
        ),
    },
    "Entry": {
        "key": _(
            "Write small letters, digits and single hyphens, as in residence-card. Never change it: other rows name it."
        ),
        "position": PLACE,
    },
    "Document": {
        "ja": _("The name the counter uses, as 在留カード: readers show it."),
        "kana": _("The same in hiragana, as ざいりゅうカード with katakana left as it is."),
        "romaji": _("The same in Latin letters, as in zairyū kādo: readers read it aloud."),
        "name": _("What readers call it, as in “Residence card”."),
        "text": _("What it is and where one gets it, as in “The card you got at the airport.”"),
    },
    "Article": {
        "published": _("Readers see it on its page. Untick it while you write it, as a guide that is half translated."),
        "group": _("The page it stands on, as “About this guide”."),
        "title": _("The heading readers see, as in “How to find out who bills you”."),
        "summary": _("One sentence below the heading, as in “Look at the bill, the app, or the SIM itself.”"),
        "text": _("Markdown: headings, lists, bold, links, as in **today** or [mineo](https://mineo.jp/)."),
    },
    "Answer": {
        "page": _("Where it stands, without the language, as in carriers/docomo/ or cases/esim/."),
        "question": _("The question as readers see it, without who asked: “Can my friend cancel for me?”"),
        "answer": _("What readers read below it, as in “Yes, with a letter of proxy. The shop keeps it.”"),
    },
    "Myth": {
        "said": _("As a plain statement in our own words, as in “A SIM ends by itself when you leave.”"),
        "verdict": _("The word readers see first, as “partly right”."),
        "truth": _("What is true, with what to do, as in “It goes on and is billed. Cancel before you fly.”"),
    },
    "Letter": {
        "case": _("The page on which readers find the letter, as “Someone else does it”."),
        "title": _("What the letter is, as in “Letter of proxy”."),
        "text": _("When to use it and how to fill it in, as in “Write it by hand and sign it.”"),
        "ja": _("Line by line as on paper; blanks as ＿＿＿＿, as in 氏名：＿＿＿＿. Readers copy it."),
        "meaning": _("The same letter, line by line, in the reader’s language, as in “Name: ＿＿＿＿”."),
    },
    "FromReader": {
        "handled": _(
            "“Accepted” or “rejected” takes it off the desk, as when you have corrected the fee. Readers do not see it."
        ),
        "reason": _(
            "Say why in one line, for whoever looks at this later, as in “docomo’s page of 3 March says 1,100 yen”."
        ),
    },
}


def help_for(model: type[Model], name: str) -> str | Promise:
    """Of the class nearest to the model; empty if there is none."""
    named = (HELP.get(above.__name__, {}) for above in model.__mro__)
    return next((words[name] for words in named if name in words), "")

"""What a test asks a page in the browser: questions to the document, each answered with a list of what is wrong."""

import re
from typing import Any

from playwright.sync_api import Page as Tab

CJK = re.compile(r"[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u9fff]")
KANA = re.compile(r"[\u3041-\u3096\u30a1-\u30fa]")
WRITTEN_WITH = {"zh-Hans": "gb2312", "zh-Hant": "big5", "ja": "cp932"}

# Every text a reader sees or hears, with the language it says it is in.
TEXTS = """() => {
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node; node = walker.nextNode();)
    if (node.data.trim() && !node.parentElement.closest('script, style'))
      texts.push([node.parentElement.closest('[lang]').lang, node.data.trim()])
  for (const name of ['alt', 'aria-label', 'title'])
    for (const element of document.body.querySelectorAll(`[${name}]`))
      texts.push([element.closest('[lang]').lang, element.getAttribute(name)])
  return texts
}"""

# Lines of text that begin or end outside the page, or are cut by the box they stand in.
LOST_TEXT = """() => {
  const lost = [], width = document.documentElement.clientWidth, range = document.createRange()
  const unseen = element => getComputedStyle(element).clipPath === 'inset(50%)'
  const hidden = element => {
    for (let above = element; above; above = above.parentElement) if (unseen(above)) return true
    return element.closest('.skip, svg, select') !== null
  }
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node; node = walker.nextNode();) {
    if (!node.data.trim() || hidden(node.parentElement)) continue
    if (!node.parentElement.checkVisibility({ visibilityProperty: true })) continue
    range.selectNodeContents(node)
    const boxes = [...range.getClientRects()].filter(box => box.width > 1)
    let cut = boxes.some(box => box.left < -1 || box.right > width + 1)
    for (let above = node.parentElement; above && above !== document.body && !cut; above = above.parentElement) {
      const style = getComputedStyle(above)
      if (style.display === 'inline') continue
      const cuts = overflow => overflow === 'hidden' || overflow === 'clip'
      cut = (cuts(style.overflowX) && above.scrollWidth > above.clientWidth + 1)
        || (cuts(style.overflowY) && above.scrollHeight > above.clientHeight + 1)
    }
    if (cut) lost.push(node.data.trim().slice(0, 60))
  }
  return lost
}"""

HEADINGS = "() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(heading => +heading.tagName[1])"
TEXT_TWICE_AS_LARGE = """() => {
  const root = document.documentElement
  root.style.fontSize = `${2 * parseFloat(getComputedStyle(root).fontSize)}px`
}"""
TEXT_AS_IT_WAS = "() => document.documentElement.style.removeProperty('font-size')"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


def in_another_language(tab: Tab) -> list[str]:
    """Texts written with characters that the language they say they are in does not have."""
    return [f"{text[:80]} ({language})" for language, text in tab.evaluate(TEXTS) if _foreign(text, language)]


def _foreign(text: str, language: str) -> bool:
    characters = "".join(CJK.findall(text))
    if language not in WRITTEN_WITH:
        return bool(characters)
    if language != "ja" and KANA.search(characters):
        return True
    try:
        characters.encode(WRITTEN_WITH[language])
    except UnicodeEncodeError:
        return True
    return False


def too_wide(tab: Tab) -> int:
    """By how many pixels the page is wider than the window."""
    return tab.evaluate(WIDER)


def lost_text(tab: Tab) -> list[str]:
    return tab.evaluate(LOST_TEXT)


def headings(tab: Tab) -> list[int]:
    """The levels, in the order of the page."""
    return tab.evaluate(HEADINGS)


def axe_found(tab: Tab, rules: dict[str, Any]) -> list[str]:
    """What breaks one of these rules; the page has axe in it."""
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    violations = tab.evaluate("options => axe.run(options).then(found => found.violations)", options)
    return [
        f"{row['id']} ({len(row['nodes'])}): {[node['html'][:120] for node in row['nodes'][:3]]} "
        f"{row['nodes'][0].get('failureSummary', '')}"
        for row in violations
    ]

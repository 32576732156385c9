"""One search over carriers, cases, words, sentences, letters, articles and myths, without a server of its own.

`folding` gives what is typed and what is written one form, `names` compares names, `carriers` is the list of these,
`index` holds what can be found, `listing` finds carriers in their list, `finding` ranks what is found of everything,
`snippets` shows where it stands.
"""

from guide.search.carriers import listed
from guide.search.finding import Group, Hit, find
from guide.search.index import Index, current_index
from guide.search.listing import matching

__all__ = ["Group", "Hit", "Index", "current_index", "find", "listed", "matching"]

"""One search over carriers, cases, words, sentences, letters, articles and myths, without a server of its own.

`folding` gives what is typed and what is written one form, `names` compares names, `index` holds what can be found,
`finding` ranks it, `snippets` shows where it stands.
"""

from guide.search.finding import Group, Hit, find
from guide.search.index import Index, current_index
from guide.search.names import matching

__all__ = ["Group", "Hit", "Index", "current_index", "find", "matching"]

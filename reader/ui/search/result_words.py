"""What the results panel says in words: how many, why none, and what to try instead."""

from __future__ import annotations

from collections.abc import Iterator

from reader.domain.query import (
    And,
    Filter,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    positive_leaves,
)
from reader.domain.query_parsing import parse
from reader.library.search_help import Elsewhere, FoundCountry, FoundIndicator, FoundNote
from reader.library.search_results import Alternative, HitGroup, Order, SearchResults

START = "Search the library"
START_HINT = (
    "Type words, a “phrase in quotation marks”, a beginning such as traffick*, OR between words, "
    "-word to leave one out, or country:peru."
)

GO_ON = "Go on typing: from the third letter on, words that begin so are found as well."
_GOES_ON = 3

WHOLE = "Together in one document"
WHOLE_HINT = "These documents hold all that was asked for, but no single passage of them does."
BUILDING = "The search index is being built."
BUILDING_HINT = "Reading goes on meanwhile; the results come by themselves."
FAILED = "The search index could not be built."
FAILED_HINT = "Press Enter in the search field to try again; reading goes on as before."
FACETS = {
    "country": "Country",
    "publisher": "Publisher",
    "year": "Year",
    "type": "Type",
    "tag": "Tag",
    "indicator": "Indicator",
}
"""What one can narrow by, in the order on screen, by the filter's field."""
ORDERS = {
    Order.RELEVANCE: "Best first",
    Order.NEWEST: "Newest first",
    Order.OLDEST: "Oldest first",
    Order.COUNTRY: "By country",
}
Found = FoundCountry | FoundIndicator | FoundNote


def counted(count: int, noun: str) -> str:
    """`1 passage`, `2 passages`, `1,200 passages`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def summary_words(results: SearchResults) -> str:
    """How many passages in how many documents; says where only the best are shown."""
    documents = counted(results.documents, "document")
    shown = len(results.hits)
    if not shown and any(group.whole for group in results.groups):
        return "No passage holds all words"
    if not shown:
        return "No passages"
    if results.total > shown:
        first = "Best" if results.order is Order.RELEVANCE else "First"
        return f"{first} {shown:,} of {counted(results.total, 'passage')}"
    return f"{counted(results.total, 'passage')} in {documents}"


def searched_words(results: SearchResults) -> str:
    """How many passages in how many documents, and how long it took: for the status line."""
    passages, documents = counted(results.total, "passage"), counted(results.documents, "document")
    whole = sum(group.whole for group in results.groups)
    if results.total:
        found = f"{passages} in {documents}"
    elif whole:
        found = f"No passage, {counted(whole, 'document')} as a whole"
    else:
        found = "Nothing found"
    return f"{found}, {results.elapsed_ms:.0f} ms"


def suggestion_words(results: SearchResults) -> str:
    """What is shown in place of a query that matched nothing; empty where it matched."""
    if results.suggestion is None:
        return ""
    return f"Nothing matches “{results.query.text.strip()}”. Showing “{results.suggestion}”."


def empty_words(results: SearchResults) -> tuple[str, str]:
    """Why nothing is shown, and what to try."""
    root = results.query.root
    if root is None:
        return START, START_HINT
    leaves = positive_leaves(root)
    typed = results.query.text.strip()
    title, notes = f"Nothing matches “{typed}”.", note_words(results)
    if not leaves:
        return title, "Add a word to look for: a filter or an excluded word finds nothing alone."
    if len(typed) < _GOES_ON:
        return f"No passage has the word “{typed}”.", GO_ON
    if results.alternatives:
        return title, f"{notes} These find something:".strip()
    tries = []
    if _has(root, Filter):
        tries.append("leave the country out")
    if _has(root, Not):
        tries.append("leave out the words with a minus")
    if any(isinstance(leaf, Phrase) for leaf in leaves):
        tries.append("take the quotation marks away")
    if len(leaves) > 1 and isinstance(root, And):
        tries.append("put OR between the words, since one passage must hold them all")
    last = leaves[-1]
    if not isinstance(last, Prefix) and len(last.text) > 4 and " " not in last.text:
        tries.append(f"use a beginning such as {last.text[:-2]}*")
    tries.append("check the spelling")
    return title, f"{notes} Try this: {'; '.join(tries)}.".strip()


def note_words(results: SearchResults) -> str:
    """How the query was mended, as sentences; often empty."""
    return " ".join(f"{note[:1].upper()}{note[1:]}." for note in results.notes)


def hits_words(group: HitGroup) -> str:
    """How many hits of a document are listed: `3`, or `3 of 17`."""
    listed = len(group.hits)
    return f"{listed:,} of {group.total:,}" if group.total > listed else f"{listed:,}"


def found(elsewhere: Elsewhere) -> Iterator[Found]:
    """What was found besides passages, in the order of the list."""
    yield from elsewhere.countries
    yield from elsewhere.indicators
    yield from elsewhere.notes


def alternative_words(query: Query, alternative: Alternative) -> str:
    """What an alternative does: `Without “mercury”`, or the query that it is."""
    # As it is written, also where its last word was still going on.
    asked, other = list(_parts(parse(query.text).root)), list(_parts(parse(alternative.text).root))
    left = [each for each in asked if each not in other]
    added = [each for each in other if each not in asked]
    if not left or added:
        return f"“{alternative.text.strip()}”"
    words = [f"“{each}”" for each in left]
    together = f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]
    return f"Without {together}"


def _parts(node: Node | None) -> Iterator[str]:
    """What a query asks for, each part as it is written."""
    match node:
        case None:
            return
        case And(nodes):
            for each in nodes:
                yield from _parts(each)
        case Filter(field, value):
            yield f"{field}:{value}"
        case Not(child):
            yield f"-{' '.join(_parts(child))}"
        case Or(nodes):
            yield " OR ".join(part for each in nodes for part in _parts(each))
        case _ if isinstance(node, Leaf):
            yield f"{node.text}*" if isinstance(node, Prefix) else node.text
        case _:
            return


def _has(node: Node, kind: type[Filter] | type[Not]) -> bool:
    match node:
        case And(nodes) | Or(nodes):
            return any(_has(each, kind) for each in nodes)
        case _:
            return isinstance(node, kind)

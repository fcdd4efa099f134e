"""What the results panel says in words: how many, why none, and what to try instead."""

from __future__ import annotations

from reader.domain.query import And, Filter, Node, Not, Or, Phrase, Prefix, positive_leaves
from reader.library.search_results import SearchResults

START = "Search the library"
START_HINT = (
    "Type words, a “phrase in quotation marks”, a beginning such as traffick*, OR between words, "
    "-word to leave one out, or country:peru."
)


def counted(count: int, noun: str) -> str:
    """`1 passage`, `2 passages`, `1,200 passages`."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def summary_words(results: SearchResults) -> str:
    """How many passages in how many documents; says where only the best are shown."""
    documents = counted(len(results.groups), "document")
    shown = len(results.hits)
    if results.total > shown:
        return f"Best {shown:,} of {counted(results.total, 'passage')} · {documents}"
    return f"{counted(results.total, 'passage')} in {documents}"


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
    title = f"Nothing matches “{results.query.text.strip()}”."
    if not leaves:
        return title, "Add a word to look for: a filter or an excluded word finds nothing alone."
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
    return title, f"Try this: {'; '.join(tries)}."


def note_words(results: SearchResults) -> str:
    """How the query was mended, as sentences; often empty."""
    return " ".join(f"{note[:1].upper()}{note[1:]}." for note in results.notes)


def _has(node: Node, kind: type[Filter] | type[Not]) -> bool:
    match node:
        case And(nodes) | Or(nodes):
            return any(_has(each, kind) for each in nodes)
        case _:
            return isinstance(node, kind)

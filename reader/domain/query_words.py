"""A query in words: how it was read, and what each part of it stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from reader.domain.query import (
    And,
    Exact,
    Filter,
    Fuzzy,
    InPassages,
    InVersions,
    Leaf,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
)
from reader.domain.query_filters import filter_values, written_filter, year_range
from reader.domain.query_terms import is_one_word, typed_phrase, typed_word

_NEEDS_NO_QUOTES = re.compile(r"[^\s()\"|*~]+")


def explain(node: Node | None, *, typing: bool = False) -> str:
    """How a query was read, in its own syntax with every operator written out.

    What mixes operators is in parentheses, also where the language needs none. With `typing`, a
    word that is also read as a beginning is written once with an ellipsis, "min…"; without, every
    reading is a query that is read in the same way.
    """
    match node:
        case None:
            return ""
        case Word(text):
            return text
        case Phrase(text):
            return f'"{text}"'
        case Prefix(text):
            return f"{text}*"
        case Exact(text):
            return f"={text}" if _NEEDS_NO_QUOTES.fullmatch(text) else f'="{text}"'
        case Fuzzy(text, edits):
            return f"{text}~" if edits is None else f"{text}~{edits}"
        case Near(text, within):
            return f'"{text}"~{within}'
        case InVersions(versions):
            return f"in {len(versions)} documents"
        case InPassages(passages):
            return f"in {len(passages)} passages"
        case Filter(field, value):
            return written_filter(field, value)
        case Not(child):
            return f"NOT {_grouped(child, typing)}"
        case And(nodes):
            return " AND ".join([_grouped(child, typing) for child in nodes])
        case Or(nodes) if typing and (begun := _begun(nodes[-2:])):
            return " OR ".join([*(_grouped(child, typing) for child in nodes[:-2]), begun])
    return " OR ".join([_grouped(child, typing) for child in node.nodes])


def _grouped(node: Node, typing: bool = False) -> str:
    text = explain(node, typing=typing)
    if typing and isinstance(node, Or) and _begun(node.nodes):
        return text
    return f"({text})" if isinstance(node, And | Or) else text


def _begun(nodes: tuple[Node, ...]) -> str:
    """A word or quotation that may not be typed to its end; empty where these nodes are none."""
    match nodes:
        case (Word(text), _) if typed_word(text) == Or(nodes):
            return f"{text}…"
        case (Phrase(text), _) if typed_phrase(text, 1) == Or(nodes):
            return f'"{text}…"'
        case _:
            return ""


def describe(root: Node | None) -> tuple[str, ...]:
    """What each part of a query stands for, one line for a part, in the order of the query."""
    return tuple(dict.fromkeys(_lines(root)))


def _lines(node: Node | None) -> Iterator[str]:
    match node:
        case None:
            return
        case And(nodes):
            for child in nodes:
                yield from _lines(child)
        case Or((Word(text), Prefix(begun))) if text == begun:
            yield f"{text}…: in any form, and words that begin so"
        case Or(nodes):
            yield f"{explain(node)}: at least one of them"
            for child in nodes:
                yield from _lines(child)
        case Not(And() | Or() as child):
            yield f"not ({explain(child)})"
        case Not(child):
            yield f"not {_line(child)}"
        case _:
            yield _line(node)


def _line(node: Node) -> str:
    match node:
        case Filter(field, value):
            return f"{explain(node)}: {_filter_words(field, value)}"
        case Word() | Exact() | Phrase() | Prefix() | Fuzzy() | Near():
            return f"{explain(node)}: {_leaf_words(node)}"
        case _:
            return explain(node)


def _leaf_words(leaf: Leaf) -> str:
    match leaf:
        case Word(text) | Phrase(text) if is_one_word(text):
            return "in any form" if text[0].isalpha() else "as it is written"
        case Word() | Phrase():
            return "these words in this order, in any form"
        case Exact(text) if is_as_typed(text):
            return "exactly so, also before 's"
        case Exact():
            return "only this form, also before 's, with or without capitals and accents"
        case Prefix():
            return "words that begin so"
        case Fuzzy():
            edits = leaf.most_edits
            if not edits:
                return "spelled so, in no other form"
            return f"spelled like it, up to {_counted(edits, 'letter')} different"
        case Near(_, within):
            return f"at most {_counted(within, 'word')} apart, in any order"


def is_as_typed(text: str) -> bool:
    """Whether capitals and accents of an exact word count: it has one."""
    decomposed = unicodedata.normalize("NFD", text)
    return text != text.lower() or any(unicodedata.combining(each) for each in decomposed)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


_ABOUT = {
    "country": "documents about {}",
    "publisher": "published by {}",
    "type": "documents of the type {}",
    "tag": "tagged {}",
    "indicator": "evidence for {}",
    "lang": "in the language {}",
    "title": "documents with {} in the title",
    "in": "in your {}",
}


def _filter_words(field: str, value: str) -> str:
    values = filter_values(value)
    if field == "year":
        return " or ".join(_years(each) for each in values)
    return _ABOUT[field].format(" or ".join(values)) if field in _ABOUT else " or ".join(values)


def _years(text: str) -> str:
    if text.casefold() == "unknown":
        return "without a date"
    match year_range(text):
        case (int(first), int(last)) if first == last:
            return f"published in {first}"
        case (int(first), int(last)):
            return f"published {first} to {last}"
        case (int(first), None):
            return f"published {first} or later"
        case (None, int(last)):
            return f"published {last} or earlier"
        case _:
            return f"{text}, which is no year"

"""A query as the index is asked for it: every filter resolved, words for notes looked for there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reader.domain.query import (
    And,
    Exact,
    Filter,
    Fuzzy,
    InPassages,
    InVersions,
    Near,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.domain.query_filters import filter_values
from reader.domain.query_terms import joined
from reader.domain.query_words import explain
from reader.library.filtering import Filtering, Resolved
from reader.library.search_places import NotedPassages
from reader.search.engine import Key
from reader.search.marking import Span, matches
from reader.text.folding import fold
from reader.text.stemming import LANGUAGES

FACET_FIELDS = ("country", "publisher", "year", "type", "tag", "indicator")
"""The filters that narrow from a facet, where they stand at the top of a query."""
_NOTES = frozenset({"notes", "note"})


@dataclass(frozen=True, slots=True)
class Selection:
    """What is chosen in one facet: the filter resolved, and the values as the facet has them.

    Each value has with it what the query has for it.
    """

    node: Node
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Resolution:
    """A query without filters in it.

    `base` is all but the `selections`, None for nothing. With `in_notes`, what the words match are
    notes, and `marks` are the bookmarks' ranges in code points of the passages' texts. `details`
    say what a filter stood for, by the filter as `explain` writes it.
    """

    base: Node | None
    selections: Mapping[str, Selection] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    details: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_notes: bool = False
    marks: Mapping[Key, tuple[Span, ...]] = field(default_factory=dict)

    def root(self, without: frozenset[str] = frozenset()) -> Node | None:
        """The whole query, but for the selections of some fields; None for nothing."""
        chosen = [each.node for name, each in self.selections.items() if name not in without]
        whole = joined([*([] if self.base is None else [self.base]), *chosen])
        return None if whole is None else spread(whole)


class Resolving:
    """Resolves one query."""

    def __init__(self, filtering: Filtering, noted: Sequence[NotedPassages]) -> None:
        self._filtering = filtering
        self._noted = noted
        self._notes: list[str] = []
        self._details: dict[str, tuple[str, ...]] = {}
        self._marks: dict[Key, list[Span]] = {}
        self._in_notes = False

    def resolve(
        self, root: Node | None, within: Sequence[Filter] = (), *, unfinished: bool = False
    ) -> Resolution:
        """A query, within more filters.

        With `unfinished`, its last filter is still being typed: while it names nothing that exists
        it is left out.
        """
        parts = () if root is None else root.nodes if isinstance(root, And) else (root,)
        if unfinished and parts and not self._names_something(parts[-1]):
            parts = parts[:-1]
        asks_notes = any(_is_in_notes(each) for each in parts)
        chosen: dict[str, list[Resolved]] = {}
        others: list[Node] = []
        for each in (*parts, *within):
            if isinstance(each, Filter) and each.field in FACET_FIELDS:
                chosen.setdefault(each.field, []).append(self._resolved(each))
            else:
                others.append(each)
        if asks_notes:
            base: Node | None = self._among_notes(others)
        else:
            base = joined([self._tree(each) for each in others])
        return Resolution(
            base,
            {name: _selection(resolved) for name, resolved in chosen.items()},
            tuple(dict.fromkeys(self._notes)),
            dict(self._details),
            self._in_notes,
            {key: tuple(sorted(set(spans))) for key, spans in self._marks.items()},
        )

    def _names_something(self, node: Node) -> bool:
        """Whether a node is no filter, or one that names anything that exists."""
        if not isinstance(node, Filter):
            return True
        return _is_in_notes(node) or self._filtering.resolve(node.field, node.value).known

    def _resolved(self, node: Filter) -> Resolved:
        resolved = self._filtering.resolve(node.field, node.value)
        self._notes += resolved.notes
        self._details[explain(node)] = resolved.details
        return resolved

    def _tree(self, node: Node) -> Node:
        match node:
            case Filter("in", value):
                if _is_in_notes(node):
                    return self._among_notes([node])
                self._notes.append(f"“in:{value}” is not known; in:notes looks into your notes")
                return InVersions(frozenset())
            case Filter():
                return self._resolved(node).node
            case Not(child):
                return Not(self._tree(child))
            case And(nodes):
                if any(_is_in_notes(each) for each in nodes):
                    return self._among_notes(nodes)
                return And(tuple(self._tree(each) for each in nodes))
            case Or(nodes):
                return Or(tuple(self._tree(each) for each in nodes))
            case _:
                return node

    def _among_notes(self, nodes: Sequence[Node]) -> Node:
        """The passages whose notes hold the words of `nodes`, as far as the other filters allow."""
        self._in_notes = True
        words = [each for each in nodes if _is_words(each)]
        others = [each for each in nodes if not _is_words(each) and not _is_in_notes(each)]
        mixed = [self._tree(self._words_as_notes(each)) for each in others]
        return joined([self._with_notes(words), *mixed]) or InVersions(frozenset())

    def _words_as_notes(self, node: Node) -> Node:
        """A tree with filters in it whose words stand for the passages with them in their notes."""
        match node:
            case Not(child):
                return Not(self._words_as_notes(child))
            case And(nodes):
                return And(tuple(self._words_as_notes(each) for each in nodes))
            case Or(nodes):
                return Or(tuple(self._words_as_notes(each) for each in nodes))
            case Filter() | InVersions() | InPassages():
                return node
            case _:
                return self._with_notes([node])

    def _with_notes(self, words: Sequence[Node]) -> Node:
        entries: set[Key] = set()
        for each in self._noted:
            text = "\n".join((each.note.note, *each.note.tags))
            if all(stands_in(word, text) for word in words):
                entries |= each.entries
                for key, span in each.spans.items():
                    self._marks.setdefault(key, []).append(span)
        return InPassages(frozenset(entries))


def stands_in(node: Node, text: str) -> bool:
    """Whether a text, in English or Spanish, matches a query without filters."""
    match node:
        case And(nodes):
            return all(stands_in(each, text) for each in nodes)
        case Or(nodes):
            return any(stands_in(each, text) for each in nodes)
        case Not(child):
            return not stands_in(child, text)
        case Word() | Exact() | Phrase() | Prefix() | Fuzzy() | Near():
            return any(matches(text, node, language) for language in LANGUAGES)
        case _:
            return False


def asks_notes(root: Node | None) -> bool:
    """Whether a query's words are looked for in notes."""
    parts = root.nodes if isinstance(root, And) else (root,)
    return any(_is_in_notes(each) for each in parts if each is not None)


def spread(node: Node) -> Node:
    """A query that finds what its filters alone let in, also beside words.

    An index wants a word of the query in every passage; in "(year:2015 OR gold) country:pe" the
    year alone is enough, as it is without the country.
    """
    match node:
        case Or(nodes):
            return Or(tuple(map(spread, nodes)))
        case And(nodes):
            without_words = []
            for each in nodes:
                alone = _without_words(each)
                if alone is None:
                    return node
                without_words.append(alone)
            alone = joined(without_words)
            return node if alone in (None, node) else Or((alone, node))
        case _:
            return node


def _without_words(node: Node) -> Node | None:
    """The part of a query that no word to be marked is needed for; None for none."""
    if not positive_leaves(node):
        return node
    if isinstance(node, Or):
        left = [alone for each in node.nodes if (alone := _without_words(each)) is not None]
        return (Or(tuple(left)) if len(left) > 1 else left[0]) if left else None
    if isinstance(node, And):
        parts = [_without_words(each) for each in node.nodes]
        return joined([each for each in parts if each is not None]) if all(parts) else None
    return None


def _selection(resolved: Sequence[Resolved]) -> Selection:
    values: dict[str, tuple[str, ...]] = {}
    for each in resolved:
        for value, written in each.values.items():
            values[value] = tuple(dict.fromkeys((*values.get(value, ()), *written)))
    nodes = [each.node for each in resolved]
    if all(isinstance(each, InVersions) for each in nodes):
        versions = [each.versions for each in nodes if isinstance(each, InVersions)]
        return Selection(InVersions(frozenset.intersection(*versions)), values)
    return Selection(And(tuple(nodes)) if len(nodes) > 1 else nodes[0], values)


def _is_in_notes(node: Node) -> bool:
    return (
        isinstance(node, Filter)
        and node.field == "in"
        and any(fold(value) in _NOTES for value in filter_values(node.value))
    )


def _is_words(node: Node) -> bool:
    """Whether a tree has no filter in it."""
    match node:
        case Filter() | InVersions() | InPassages():
            return False
        case Not(child):
            return _is_words(child)
        case And(nodes) | Or(nodes):
            return all(_is_words(each) for each in nodes)
        case _:
            return True

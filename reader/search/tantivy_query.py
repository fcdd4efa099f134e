"""From the query language to tantivy's queries: what stands between the words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence, Set
from typing import Any

from reader.domain.query import (
    And,
    Filter,
    InPassages,
    InVersions,
    Leaf,
    Node,
    Not,
    Or,
    positive_leaves,
)
from reader.search.engine import Key
from reader.search.tantivy_fields import tantivy
from reader.search.tantivy_leaves import (
    Leaves,
    any_of,
    boolean,
    in_set,
    must,
    must_not,
    nothing,
    of_keys,
    should,
    unscored,
)

KeysOf = Callable[[Set[Key]], Collection[int]]
"""The keys of the entries that hold passages."""
VersionsOf = Callable[[Any], Iterable[int]]
"""The versions of the entries that a query finds."""


class Queries:
    """Makes the queries for one state of the index."""

    def __init__(self, leaves: Leaves, keys_of: KeysOf, versions_of: VersionsOf) -> None:
        self._leaves = leaves
        self._keys_of = keys_of
        self._versions_of = versions_of

    def hits(self, node: Node) -> Any:
        """The entries that match, with a word of their own where words are asked for."""
        match node:
            case Or(nodes):
                return any_of([self.hits(each) for each in nodes])
            case And(nodes):
                return self._all(nodes, own=True)
            case Not() | InVersions() | InPassages() | Filter():
                return self._matching(node)
        return self._with_own(node)

    def own(self, leaves: Iterable[Leaf]) -> list[Any]:
        """What finds the entries that hold any of the leaves themselves."""
        return [each for leaf in leaves for each in self._leaves.find(leaf).own]

    def whole(self, node: Node) -> Any:
        """The versions in which every part of a query matches, in one entry or in several."""
        match node:
            case And(nodes):
                wanted = [self.whole(each) for each in nodes if not isinstance(each, Not)]
                unwanted = [self.whole(each.node) for each in nodes if isinstance(each, Not)]
                return _but(wanted, unwanted, "of")
            case Or(nodes):
                return any_of([self.whole(each) for each in nodes])
            case Not(child):
                return _but([], [self.whole(child)], "of")
            case InVersions(versions):
                return in_set("of", sorted(versions))
            case InPassages() | Filter():
                return nothing()
        parts = self._leaves.find(node)
        if parts.whole is None:
            return in_set("of", sorted(self._versions_of(any_of(parts.own))), 1.0)
        return any_of(parts.whole)

    def _with_own(self, leaf: Leaf) -> Any:
        """A leaf in the text itself; where it stands above as well, that counts too."""
        parts = self._leaves.find(leaf)
        if not parts.own or not parts.above:
            return any_of(parts.own)
        return boolean([(must(), any_of(parts.own)), *((should(), each) for each in parts.above)])

    def _matching(self, node: Node) -> Any:
        """The entries that match, be it only by what stands above them."""
        match node:
            case Or(nodes):
                return any_of([self._matching(each) for each in nodes])
            case And(nodes):
                return self._all(nodes, own=False)
            case Not(child):
                return _but([], [self._matching(child)])
            case InVersions(versions):
                return in_set("version", sorted(versions))
            case InPassages(passages):
                return of_keys(self._keys_of(passages))
            case Filter():
                return nothing()
        parts = self._leaves.find(node)
        return any_of([*parts.own, *parts.above])

    def _all(self, nodes: Sequence[Node], *, own: bool) -> Any:
        wanted = [each for each in nodes if not isinstance(each, Not)]
        unwanted = [self._matching(each.node) for each in nodes if isinstance(each, Not)]
        leaves = positive_leaves(And(tuple(wanted)))
        if not own or not leaves:
            return _but([self._matching(each) for each in wanted], unwanted)
        if len(leaves) == 1 and leaves[0] in wanted:
            queries = [
                self._with_own(leaves[0]) if each == leaves[0] else self._matching(each)
                for each in wanted
            ]
            return _but(queries, unwanted)
        queries = [self._matching(each) for each in wanted]
        # A part that stands nowhere but in the text itself is enough for all.
        if not any(each in wanted and not self._leaves.find(each).above for each in leaves):
            queries.append(unscored(any_of(self.own(leaves))))
        return _but(queries, unwanted)


def _but(wanted: Sequence[Any], unwanted: Sequence[Any], key: str = "key") -> Any:
    """What matches all of the one and none of the other."""
    if len(wanted) == 1 and not unwanted:
        return wanted[0]
    clauses = [(must(), each) for each in wanted]
    if not wanted:
        clauses.append((must(), every(key)))
    return boolean([*clauses, *((must_not(), each) for each in unwanted)])


def every(key: str = "key") -> Any:
    """All entries, or with `of` all versions."""
    return unscored(tantivy().Query.exists_query(key))

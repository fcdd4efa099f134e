"""Answer a query over one snapshot of the index: which entries match, and which match best."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from functools import cached_property
from heapq import nsmallest
from typing import TypeGuard

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
from reader.search.engine import Found, FoundPassages, Wanted
from reader.search.leaf_matching import LeafMatch, LeafMatching, Numbers
from reader.search.ranking import best_of, close_first, summed
from reader.search.snapshot import Snapshot, version_of
from reader.search.term_postings import VERSION_SHIFT

# Of more words, the rarest are looked at first: they hardly ever stand together.
_FEW_LEAVES = 6
# A document that holds more words than these, but in no one passage, is no answer.
_MOST_WHOLE = 24


def answer(snapshot: Snapshot, leaves: LeafMatching, root: Node, wanted: Wanted) -> FoundPassages:
    """Everything that is wanted of a query."""
    return _Evaluation(snapshot, leaves, root).answer(wanted)


class _Evaluation:
    def __init__(self, snapshot: Snapshot, leaves: LeafMatching, root: Node) -> None:
        self._snapshot = snapshot
        self._leaves = leaves
        self._root = root
        self._positive = positive_leaves(root)
        self._within = self._outermost(root, None)
        self._most = leaves.words_each(root)
        self._own: set[int] | None = None

    def answer(self, wanted: Wanted) -> FoundPassages:
        matched = self._matched(self._root, None, top=True)
        counts = Counter([entry >> VERSION_SHIFT for entry in matched])
        versions = self._snapshot.versions
        return FoundPassages(
            best=self._best(matched, counts, wanted),
            total=len(matched),
            versions={versions[number]: count for number, count in counts.items()},
            among={
                name: len(self._snapshot.entries(keys) & matched)
                for name, keys in wanted.among.items()
            },
            whole=self._whole(counts, wanted.whole),
        )

    def _leaf(self, leaf: Leaf, within: Numbers) -> LeafMatch:
        return self._leaves.find(leaf, within, self._most)

    @cached_property
    def _scoring(self) -> list[LeafMatch]:
        return [self._leaf(leaf, self._within) for leaf in self._positive]

    # Which entries

    def _outermost(self, node: Node, within: Numbers) -> Numbers:
        """The versions that a query is restricted to as a whole."""
        return self._restricted(node.nodes, within) if isinstance(node, And) else within

    def _restricted(self, nodes: Sequence[Node], within: Numbers) -> Numbers:
        numbers = self._snapshot.numbers
        for node in nodes:
            match node:
                case InVersions(versions):
                    inside = {numbers[each] for each in versions if each in numbers}
                    within = frozenset(inside if within is None else within & inside)
                case Not(InVersions(versions)):
                    outside = {numbers[each] for each in versions if each in numbers}
                    every = self._snapshot.sizes.keys() if within is None else within
                    within = frozenset(every - outside)
                case _:
                    continue
        return within

    def _own_of_any(self, node: Node) -> set[int]:
        """The entries that hold a word of a part of the query themselves."""
        leaves = positive_leaves(node)
        if leaves != self._positive:
            found = (self._leaf(leaf, self._within) for leaf in leaves)
            return set().union(*(each.own for each in found))
        if self._own is None:
            self._own = set().union(*(each.own for each in self._scoring))
        return self._own

    def _everything(self, within: Numbers) -> set[int]:
        return self._snapshot.entries_of(self._snapshot.sizes if within is None else within)

    def _matched(self, node: Node, within: Numbers, *, top: bool = False) -> Set[int]:
        """The entries that match; at the `top` those with a word of their own are enough."""
        match node:
            case And():
                nodes = _flat(node)
                inside = self._restricted(nodes, within)
                if self._is_hopeless(nodes, inside):
                    return set()
                if top and positive_leaves(node):
                    return self._all_of(nodes, inside, self._own_of_any(node))
                return self._all_of(nodes, inside, None)
            case Or(nodes):
                found: set[int] = set()
                for each in nodes:
                    found.update(self._matched(each, within, top=top))
                return found
            case Not(child):
                return self._everything(within) - self._matched(child, within)
            case InVersions():
                return self._everything(self._restricted((node,), within))
            case InPassages(passages):
                return self._only(self._snapshot.entries(passages), within)
            case Filter():
                return set()
        leaf = self._leaf(node, within)
        return leaf.own.keys() if top else self._anywhere(leaf)

    def _is_hopeless(self, nodes: Sequence[Node], within: Numbers) -> bool:
        """Whether many words stand together nowhere; the rare ones are looked at, and no more."""
        leaves = [node for node in nodes if _is_leaf(node)]
        if len(leaves) <= _FEW_LEAVES:
            return False
        found: set[int] | None = None
        for leaf in sorted(leaves, key=self._leaves.estimate):
            match = self._leaf(leaf, within)
            found = self._anywhere(match) if found is None else _having(found, match)
            if not found:
                return True
        return False

    def _anywhere(self, leaf: LeafMatch) -> set[int]:
        """The entries that a leaf matches, in the text or above it."""
        found = leaf.above.union(leaf.own)
        found |= self._snapshot.entries_of(leaf.titles)
        return found

    def _all_of(self, nodes: Sequence[Node], within: Numbers, own: Set[int] | None) -> Set[int]:
        """The entries that match all; with `own`, only those of it."""
        strict: list[Set[int]] = []
        loose: list[LeafMatch] = []
        unwanted: list[Node] = []
        for node in nodes:
            match node:
                case InVersions() | Not(InVersions()):
                    continue
                case Not(child):
                    unwanted.append(child)
                case And() | Or() | InPassages() | Filter():
                    strict.append(self._matched(node, within))
                case _:
                    leaf = self._leaf(node, within)
                    if leaf.above or leaf.titles:
                        loose.append(leaf)
                    else:
                        strict.append(leaf.own.keys())
        # A part that stands nowhere but in the text itself is enough for all.
        own_only = len(loose) < len([each for each in nodes if _is_leaf(each)])
        if own is not None and not own_only:
            strict.append(own if within == self._within else self._only(own, within))
        if strict:
            strict.sort(key=len)
            found = strict[0]
            for each in strict[1:]:
                found = found & each
        elif loose:
            found = self._anywhere(loose.pop())
        else:
            found = self._everything(within)
        for leaf in loose:
            found = _having(found, leaf)
        for node in unwanted:
            if not found:
                break
            if _is_leaf(node):
                found = found - _having(found, self._leaf(node, within))
            else:
                found = found - self._matched(node, within)
        return found

    def _only(self, entries: Set[int], within: Numbers) -> Set[int]:
        if within is None:
            return entries
        return {entry for entry in entries if entry >> VERSION_SHIFT in within}

    # Which of them first

    def _best(self, matched: Set[int], counts: Counter[int], wanted: Wanted) -> tuple[Found, ...]:
        if wanted.limit < 1:
            return ()
        if wanted.order is None:
            chosen = best_of(*summed(matched, self._scoring), wanted.limit)
            close = close_first(self._snapshot, chosen, self._scoring)
            return tuple(self._found(entry, score) for entry, score in close)
        rank = {version: at for at, version in enumerate(wanted.order)}
        versions = self._snapshot.versions
        numbers = sorted(counts, key=lambda number: (rank.get(versions[number], len(rank)), number))
        listed: set[int] = set()
        held = 0
        for number in numbers:
            if held >= wanted.limit:
                break
            listed.add(number)
            held += counts[number]
        place = {number: at for at, number in enumerate(numbers)}
        inside = {each for each in matched if version_of(each) in listed}
        scored = list(zip(*summed(inside, self._scoring)))
        scored.sort(key=lambda each: (place[version_of(each[0])], -each[1], each[0]))
        return tuple(self._found(entry, score) for entry, score in scored[: wanted.limit])

    def _found(self, entry: int, score: float) -> Found:
        version, passage = self._snapshot.key(entry)
        return Found(version, passage, score)

    # What matches only as a whole

    def _whole(self, counts: Counter[int], limit: int) -> tuple[Found, ...]:
        """Versions that hold all that is asked for, in no one entry; each with its best entry."""
        if not 2 <= len(self._positive) <= _MOST_WHOLE or limit < 1:
            return ()
        if _has(self._root, InPassages):
            return ()
        numbers = self._versions(self._root, None) - counts.keys()
        if not numbers:
            return ()

        def weight(number: int) -> float:
            return sum(
                leaf.rarity * (count / (count + 3.0))
                for leaf in self._scoring
                if (count := leaf.versions.get(number, 0))
            )

        chosen = nsmallest(limit, numbers, key=lambda number: (-weight(number), number))
        few = set(chosen)
        best: dict[int, tuple[float, int]] = {}
        owned = {entry for leaf in self._scoring for entry in leaf.own if version_of(entry) in few}
        for entry, score in zip(*summed(owned, self._scoring)):
            number = version_of(entry)
            if number not in best or (-score, entry) < (-best[number][0], best[number][1]):
                best[number] = score, entry
        return tuple(
            self._found(best[number][1], best[number][0]) for number in chosen if number in best
        )

    def _versions(self, node: Node, within: Numbers) -> set[int]:
        match node:
            case And(nodes):
                inside = self._restricted(nodes, within)
                found: set[int] | None = None
                for each in nodes:
                    if found is not None and not found:
                        return found
                    if isinstance(each, InVersions | Not):
                        continue
                    these = self._versions(each, inside)
                    found = these if found is None else found & these
                if found is None:
                    found = set(self._snapshot.sizes if inside is None else inside)
                for each in nodes:
                    if isinstance(each, Not) and not isinstance(each.node, InVersions):
                        found = found - self._versions(each.node, inside)
                return found
            case Or(nodes):
                return set().union(*(self._versions(each, within) for each in nodes))
            case Not(child):
                every = set(self._snapshot.sizes if within is None else within)
                return every - self._versions(child, within)
            case InVersions():
                return set(self._restricted((node,), within) or ())
            case InPassages() | Filter():
                return set()
        return set(self._leaf(node, within).versions)


def _having(entries: Set[int], leaf: LeafMatch) -> set[int]:
    """Those of some entries that a leaf matches, in the text or above it."""
    own, above, titles = leaf.own, leaf.above, leaf.titles
    if not titles:
        return {entry for entry in entries if entry in own or entry in above}
    return {
        entry for entry in entries if entry in own or entry in above or version_of(entry) in titles
    }


def _flat(node: And) -> tuple[Node, ...]:
    """The parts of a conjunction and of those within it, each once."""
    found: dict[Node, None] = {}
    waiting: list[Node] = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, And):
            waiting.extend(reversed(each.nodes))
        else:
            found[each] = None
    return tuple(found)


def _is_leaf(node: Node) -> TypeGuard[Leaf]:
    return not isinstance(node, And | Or | Not | InVersions | InPassages | Filter)


def _has(node: Node, kind: type) -> bool:
    match node:
        case And(nodes) | Or(nodes):
            return any(_has(each, kind) for each in nodes)
        case Not(child):
            return _has(child, kind)
        case _:
            return isinstance(node, kind)

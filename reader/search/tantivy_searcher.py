"""Answers from the tantivy index; opened again whenever the index was written."""

from __future__ import annotations

import threading
from array import array
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from reader.domain.errors import IndexUnavailable
from reader.domain.query import And, InPassages, Node, Not, Or, positive_leaves
from reader.search.engine import Found, FoundPassages, Key, KnownWord, Wanted
from reader.search.tantivy_fields import (
    FULL_WEIGHT,
    above_word_term,
    layout_of,
    packed_key,
    unpacked_key,
)
from reader.search.tantivy_index import MOST_VERSIONS, TantivyIndex
from reader.search.tantivy_leaves import (
    Leaves,
    boolean,
    in_set,
    must,
    must_not,
    of_keys,
    should,
    term,
    unscored,
)
from reader.search.tantivy_query import Queries
from reader.search.vocabulary import Vocabulary
from reader.text.folding import fold

# Above this many hits it is quicker to ask for the sets than to fetch what was found.
_FETCHED = 20_000

_Answer = TypeVar("_Answer")


class TantivySearcher:
    """One open reader of the index; see `Searcher`."""

    def __init__(self, index: TantivyIndex) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._open: _State | None = None
        self._generation = 0

    def search(self, root: Node, wanted: Wanted) -> FoundPassages:
        """Answer a query without Filter nodes. Raises IndexUnavailable."""
        return self._ask(lambda state: state.answer(root, wanted))

    def words(self, prefix: str, limit: int = 20) -> list[KnownWord]:
        """Words that begin with `prefix`, the most frequent first. Raises IndexUnavailable."""
        return self._ask(lambda state: state.vocabulary.beginning(fold(prefix), limit))

    def near(self, word: str, limit: int = 5) -> list[KnownWord]:
        """Words spelled like `word` but not it, the nearest first. Raises IndexUnavailable."""
        return self._ask(lambda state: state.vocabulary.mistyped(fold(word), limit))

    def occurs(self, word: str) -> bool:
        """Whether a word occurs in any form. Raises IndexUnavailable."""
        return self._ask(lambda state: state.vocabulary.occurs(word))

    def close(self) -> None:
        """Let go of the index's files."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None

    def _ask(self, question: Callable[[_State], _Answer]) -> _Answer:
        with self._lock:
            try:
                return self._attempt(question)
            except IndexUnavailable:
                # A writer may have replaced the files between two reads; a second look is enough.
                self._drop()
                return self._attempt(question)

    def _attempt(self, question: Callable[[_State], _Answer]) -> _Answer:
        generation = self._index.generation()
        if self._open is None or generation != self._generation:
            self._drop()
            self._open = _State(*self._index.open())
            self._generation = generation
        with self._index.guarded():
            return question(self._open)


class _State:
    """The index as it was when it was opened."""

    def __init__(self, searcher: Any, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary.only(self._holds)
        self._held: dict[str, bool] = {}
        self._searcher = searcher
        self._leaves = Leaves(vocabulary, self._together)
        self._queries = Queries(self._leaves, self._keys_of, self._versions_of)
        self._layouts: dict[int, array[int]] = {}
        self._keys: dict[int, tuple[Set[Key], frozenset[int]]] = {}
        # The engine lets go of Python while it searches: two things are asked for at once.
        self._beside = ThreadPoolExecutor(1, "tantivy")

    def close(self) -> None:
        self._beside.shutdown()

    def answer(self, root: Node, wanted: Wanted) -> FoundPassages:
        """Everything that is wanted of a query."""
        query = self._queries.hits(root)
        counting = self._beside.submit(self._count_versions, query)
        best: tuple[Found, ...] = ()
        try:
            if wanted.limit > 0 and wanted.order is None:
                best = self._best(query, wanted.limit)
        finally:
            versions = counting.result()
        total = sum(versions.values())
        if wanted.limit > 0 and wanted.order is not None:
            best = self._ordered(query, wanted.limit, wanted.order, versions)
        return FoundPassages(
            best=best,
            total=total,
            versions=versions,
            among=self._among(query, total, wanted.among),
            whole=self._whole(root, wanted.whole, versions),
        )

    def _holds(self, word: str) -> bool:
        """Whether a folded word occurs: those of removed documents stay in the vocabulary."""
        held = self._held.get(word)
        if held is None:
            query = term("whole", above_word_term(word))
            held = bool(self._searcher.search(unscored(query), 1).count)
            self._held[word] = held
        return held

    def _best(self, query: Any, limit: int) -> tuple[Found, ...]:
        found = self._searcher.search(query, limit, count=False, weight_by_field="weight").hits
        return tuple(sorted(self._named(found), key=lambda each: (-each.score, *_key(each))))

    def _named(self, found: Sequence[tuple[float, Any]]) -> list[Found]:
        keys = self._searcher.fast_field_values("key", [address for _, address in found])
        return [
            Found(*unpacked_key(key), score / FULL_WEIGHT) for key, (score, _) in zip(keys, found)
        ]

    def _count_versions(self, query: Any) -> dict[int, int]:
        """How many entries a query finds in each version."""
        counting = {"versions": {"terms": {"field": "version", "size": MOST_VERSIONS}}}
        buckets = self._searcher.aggregate(query, counting)["versions"]["buckets"]
        return {int(each["key"]): int(each["doc_count"]) for each in buckets}

    def _versions_of(self, query: Any) -> Iterable[int]:
        return self._count_versions(query).keys()

    def _ordered(
        self, query: Any, limit: int, order: Sequence[int], counts: Mapping[int, int]
    ) -> tuple[Found, ...]:
        """The first entries when versions come in an order, each version's by relevance."""
        rank = {version: at for at, version in enumerate(order)}
        place: dict[int, int] = {}
        held = 0
        for version in sorted(counts, key=lambda each: (rank.get(each, len(rank)), each)):
            if held >= limit:
                break
            place[version] = len(place)
            held += counts[version]
        if not place:
            return ()
        inside = [(must(), query), (must(), in_set("version", sorted(place)))]
        found = self._best(boolean(inside), held)
        return tuple(sorted(found, key=lambda each: place[each.version])[:limit])

    # What is said of sets of passages

    def _among(self, query: Any, total: int, among: Mapping[str, Set[Key]]) -> dict[str, int]:
        if not among or not total:
            return dict.fromkeys(among, 0)
        sets = {name: self._keys_of(keys) for name, keys in among.items()}
        if total > _FETCHED:
            asked = frozenset().union(*sets.values())
            query = boolean([(must(), unscored(query)), (must(), of_keys(asked))])
            total = min(total, len(asked))
        if not total:
            return dict.fromkeys(among, 0)
        found = self._searcher.search(unscored(query), total, count=False).hits
        addresses = [address for _, address in found]
        keys = set(self._searcher.fast_field_values("key", addresses))
        return {name: len(keys & each) for name, each in sets.items()}

    def _keys_of(self, passages: Set[Key]) -> frozenset[int]:
        """The keys of the entries that hold passages: a cell of a table stands for its row."""
        known = self._keys.get(id(passages))
        if known is not None and known[0] is passages:
            return known[1]
        self._read_layouts({version for version, _ in passages})
        found = set()
        for version, passage in passages:
            starts = self._layouts.get(version, ())
            at = bisect_right(starts, passage) - 1
            if at >= 0:
                found.add(packed_key((version, starts[at])))
        result = frozenset(found)
        # The same sets are asked for with every key that is typed.
        if len(self._keys) > 200:
            self._keys.clear()
        self._keys[id(passages)] = passages, result
        return result

    def _read_layouts(self, versions: Set[int]) -> None:
        missing = sorted(versions - self._layouts.keys())
        if missing:
            for _, address in self._searcher.search(in_set("of", missing), len(missing)).hits:
                document = self._searcher.doc(address)
                self._layouts[document["of"][0]] = layout_of(document["layout"][0])

    # What only the text itself tells

    def _together(self, query: Any, terms: Sequence[str], span: int) -> Collection[int]:
        """Of the entries that a query finds, those in which terms stand within a span of places."""
        found = self._searcher.search(unscored(query), 1)
        if not found.count:
            return ()
        hits = self._searcher.search(unscored(query), found.count, count=False).hits
        chosen = [
            address
            for _, address in hits
            if _within_span(self._searcher.doc(address)["body"][0].split(" "), terms, span)
        ]
        keys: list[int] = self._searcher.fast_field_values("key", chosen)
        return keys

    # What matches only as a whole

    def _whole(self, root: Node, limit: int, counts: Mapping[int, int]) -> tuple[Found, ...]:
        """Versions that hold all that is asked for, in no one entry; each with its best entry."""
        leaves = positive_leaves(root)
        if limit < 1 or len(leaves) < 2 or not _has(root, And) or _has(root, InPassages):
            return ()
        clauses = [(must(), self._queries.whole(root))]
        if counts:
            clauses.append((must_not(), in_set("of", sorted(counts))))
        found = self._searcher.search(boolean(clauses), limit, count=False).hits
        if not found:
            return ()
        chosen = self._searcher.fast_field_values("of", [address for _, address in found])
        best: dict[int, Found] = {}
        # The few versions are gone through, and the words looked for in them, not the other way.
        own = [(should(), each) for each in self._queries.own(leaves)]
        missing = set(chosen)
        while missing:
            inside = boolean([(must(), in_set("version", sorted(missing))), *own])
            these = [each for each in self._best(inside, 8 * len(missing)) if each.score > 0.0]
            for each in these:
                best.setdefault(each.version, each)
            if not these:
                break
            missing -= best.keys()
        return tuple(best[version] for version in chosen if version in best)


def _key(found: Found) -> Key:
    return found.version, found.passage


def _has(node: Node, kind: type) -> bool:
    match node:
        case _ if isinstance(node, kind):
            return True
        case And(nodes) | Or(nodes):
            return any(_has(each, kind) for each in nodes)
        case Not(child):
            return _has(child, kind)
    return False


def _within_span(text: Sequence[str], terms: Sequence[str], span: int) -> bool:
    """Whether all terms stand in a text so that none is over `span` places from another."""
    last: dict[str, int] = {}
    for at, each in enumerate(text):
        if each in terms:
            last[each] = at
            if len(last) == len(terms) and at - min(last.values()) <= span:
                return True
    return False

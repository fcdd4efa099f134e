"""Answers from the Whoosh index; opened again whenever the index was written."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from reader.domain.errors import IndexUnavailable
from reader.domain.query import Node
from reader.search.engine import FoundPassages, KnownWord, Wanted
from reader.search.evaluation import answer
from reader.search.leaf_matching import LeafMatching
from reader.search.snapshot import Snapshot
from reader.search.whoosh_index import WhooshIndex
from reader.text.folding import fold

_Answer = TypeVar("_Answer")
# So often an index that another program writes meanwhile is opened again.
_LOOKS = 5


class WhooshSearcher:
    """One open reader of the index; see `Searcher`. Threads take turns."""

    def __init__(self, index: WhooshIndex) -> None:
        self._index = index
        self._lock = threading.Lock()
        self._open: tuple[Snapshot, LeafMatching] | None = None
        self._generation = 0

    def search(self, root: Node, wanted: Wanted) -> FoundPassages:
        """Answer a query without Filter nodes. Raises IndexUnavailable."""
        return self._ask(lambda snapshot, leaves: answer(snapshot, leaves, root, wanted))

    def words(self, prefix: str, limit: int = 20) -> list[KnownWord]:
        """Words that begin with `prefix`, the most frequent first. Raises IndexUnavailable."""
        return self._ask(lambda open_, _: open_.known.beginning(fold(prefix), limit))

    def near(self, word: str, limit: int = 5) -> list[KnownWord]:
        """Words spelled like `word` but not it, the nearest first. Raises IndexUnavailable."""
        return self._ask(lambda open_, _: open_.known.mistyped(fold(word), limit))

    def occurs(self, word: str) -> bool:
        """Whether a word occurs in any form. Raises IndexUnavailable."""
        return self._ask(lambda open_, _: open_.known.occurs(word))

    def close(self) -> None:
        """Let go of the index's files."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._open is not None:
            self._open[0].close()
            self._open = None

    def _ask(self, question: Callable[[Snapshot, LeafMatching], _Answer]) -> _Answer:
        with self._lock:
            for _ in range(_LOOKS):
                try:
                    return self._attempt(question)
                except IndexUnavailable:
                    # A writer may have replaced the files between two reads.
                    self._drop()
            return self._attempt(question)

    def _attempt(self, question: Callable[[Snapshot, LeafMatching], _Answer]) -> _Answer:
        generation = self._index.generation()
        if self._open is None or generation != self._generation:
            self._drop()
            index, vocabulary = self._index.open()
            with self._index.guarded():
                snapshot = Snapshot(index, vocabulary)
                held = snapshot.holds(self._index.stamp())
                if not held or self._index.generation() != generation:
                    snapshot.close()
                    raise ValueError("its files are of several states")
            self._open = snapshot, LeafMatching(snapshot)
            self._generation = generation
        with self._index.guarded():
            return question(*self._open)

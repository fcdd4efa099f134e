"""Answer queries from the index: ranked passages, the number of all, and nearest spellings."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from whoosh import query as whoosh_query
from whoosh.collectors import TopCollector

from reader.domain.errors import IndexUnavailable
from reader.domain.query import (
    And,
    Filter,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Word,
    positive_leaves,
)
from reader.search.index_folder import DAMAGE, IndexFolder
from reader.search.spelling import nearest
from reader.text.folding import fold
from reader.text.stemming import stem
from reader.text.tokens import tokens

# A prefix stands for so many of the words that begin with it, the most frequent first.
_PREFIX_WORDS = 64
_HEADING_BOOST = 0.6
_TITLE_BOOST = 0.3
_LANGUAGES = ("en", "es")

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True)
class Found:
    """One entry of the index that matches; a higher `score` is a better match of this query."""

    version: int
    passage: int
    score: float


@dataclass(frozen=True, slots=True)
class FoundPassages:
    """The best entries in order, and how many match in all."""

    best: tuple[Found, ...]
    total: int


class Searcher:
    """One open reader of the index, reopened when the index was written since.

    Usable from several threads; they take turns.
    """

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._searcher: Any = None
        self._generation = 0

    def search(self, root: Node, limit: int) -> FoundPassages:
        """The `limit` best entries for a query whose filters hold the index's own values.

        Raises IndexUnavailable when there is no sound index.
        """
        return self._with_searcher(lambda searcher: _search(searcher, root, limit))

    def words(self, prefix: str, limit: int = 20) -> list[str]:
        """Folded words of the library that begin with `prefix`, the most frequent first."""
        return self._with_searcher(lambda searcher: _expand(searcher, fold(prefix), limit))

    def spelling(self, word: str) -> str | None:
        """The word of the library nearest to one that does not occur, None for no near one.

        A word that occurs, in any form, is its own nearest.
        """
        return self._with_searcher(lambda searcher: _spelling(searcher, word))

    def close(self) -> None:
        """Let go of the index's files."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._searcher is not None:
            self._searcher.close()
            self._searcher = None

    def _with_searcher(self, action: Callable[[Any], _Answer]) -> _Answer:
        with self._lock:
            try:
                return self._attempt(action)
            except IndexUnavailable:
                # A writer may have replaced the files between two reads; a second look is enough.
                self._drop()
                return self._attempt(action)

    def _attempt(self, action: Callable[[Any], _Answer]) -> _Answer:
        generation = self._folder.generation()
        if self._searcher is None or generation != self._generation:
            self._drop()
            index = self._folder.open()
            try:
                self._searcher = index.searcher()
            except DAMAGE as error:
                raise self._unusable(error) from error
            self._generation = generation
        try:
            return action(self._searcher)
        except DAMAGE as error:
            raise self._unusable(error) from error

    def _unusable(self, error: BaseException) -> IndexUnavailable:
        return IndexUnavailable(
            f"the search index cannot be read ({type(error).__name__}: {error})",
            item=str(self._folder.folder),
            remedy="It is rebuilt from the catalogue: `dossier reindex`",
        )


def _search(searcher: Any, root: Node, limit: int) -> FoundPassages:
    query = _whoosh(searcher, root)
    leaves = [_whoosh(searcher, leaf) for leaf in _in_body(root)]
    if leaves:
        query = whoosh_query.And(
            [query, whoosh_query.ConstantScoreQuery(whoosh_query.Or(leaves), 0.0)]
        )
    collector = TopCollector(limit=max(limit, 1), usequality=False)
    # Else Whoosh drops what cannot enter the best any more, and counts too few matches.
    collector.replace = 0
    searcher.search_with_collector(query, collector)
    results = collector.results()
    best = []
    for score, number in results.top_n:
        version, passage = searcher.stored_fields(number)["key"]
        best.append(Found(version, passage, score))
    best.sort(key=lambda found: (-found.score, found.version, found.passage))
    return FoundPassages(tuple(best), collector.total)


def _in_body(root: Node) -> list[Node]:
    """What must stand in the passage itself: its title alone does not make a passage a hit."""
    return [Phrase(leaf.text) if isinstance(leaf, Word) else leaf for leaf in positive_leaves(root)]


def _whoosh(searcher: Any, node: Node) -> Any:
    match node:
        case Word(text):
            return _words(text)
        case Phrase(text):
            return _phrase(text)
        case Prefix(text):
            return _prefix(searcher, text)
        case Filter(field, value):
            return whoosh_query.Or(
                [
                    whoosh_query.ConstantScoreQuery(whoosh_query.Term(field, each), 0.0)
                    for each in value.split()
                ]
            )
        case Not(child):
            return whoosh_query.And(
                [whoosh_query.Every(), whoosh_query.Not(_whoosh(searcher, child))]
            )
        case And(nodes):
            wanted = [each for each in nodes if not isinstance(each, Not)]
            unwanted = [each.node for each in nodes if isinstance(each, Not)]
            clauses: list[Any] = [_whoosh(searcher, each) for each in wanted]
            clauses += [whoosh_query.Not(_whoosh(searcher, each)) for each in unwanted]
            if not wanted:
                clauses.insert(0, whoosh_query.Every())
            return whoosh_query.And(clauses)
        case Or(nodes):
            return whoosh_query.Or([_whoosh(searcher, each) for each in nodes])
        case _:
            return whoosh_query.NullQuery


def _words(text: str) -> Any:
    words = list(tokens(text))
    if len(words) > 1:
        return _phrase(text)
    if not words:
        return whoosh_query.NullQuery
    return _any_form([words[0].text])


def _any_form(words: Sequence[str]) -> Any:
    found = dict.fromkeys(stem(word, language) for word in words for language in _LANGUAGES)
    clauses = []
    for term in found:
        clauses.append(whoosh_query.Term("body", term))
        clauses.append(whoosh_query.Term("heading", term, boost=_HEADING_BOOST))
        clauses.append(whoosh_query.Term("title", term, boost=_TITLE_BOOST))
    return whoosh_query.Or(clauses)


def _phrase(text: str) -> Any:
    phrases = dict.fromkeys(
        tuple(stem(token.text, language) for token in tokens(text)) for language in _LANGUAGES
    )
    return whoosh_query.Or(
        [
            whoosh_query.Phrase("body", list(phrase))
            if len(phrase) > 1
            else whoosh_query.Term("body", phrase[0])
            for phrase in phrases
            if phrase
        ]
    )


def _prefix(searcher: Any, text: str) -> Any:
    words = list(tokens(text))
    if len(words) != 1:
        return _phrase(text)
    expanded = _expand(searcher, fold(words[0].text), _PREFIX_WORDS)
    if not expanded:
        return whoosh_query.NullQuery
    # A word that is its own stem is found by that.
    return whoosh_query.Or(
        [whoosh_query.Term(field, each) for each in expanded for field in ("word", "body")]
    )


def _expand(searcher: Any, prefix: str, limit: int) -> list[str]:
    if not prefix:
        return []
    reader = searcher.reader()
    found = (
        (-_frequency(reader, term, info), term.decode("utf-8"))
        for term, info in _term_infos(reader, prefix.encode("utf-8"))
    )
    return [word for _, word in islice(sorted(found), limit)]


def _term_infos(reader: Any, prefix: bytes) -> Iterator[tuple[bytes, Any]]:
    for (field, term), info in reader.iter_from("word", prefix):
        if field != "word" or not term.startswith(prefix):
            return
        yield term, info


def _frequency(reader: Any, word: bytes, info: Any) -> float:
    """How often a word occurs, or another form of it where it is its own stem."""
    own: float = info.weight()
    return max(own, reader.term_info("body", word).weight()) if ("body", word) in reader else own


def _spelling(searcher: Any, word: str) -> str | None:
    reader = searcher.reader()
    folded = fold(word)
    if any(("body", stem(word, language)) in reader for language in _LANGUAGES):
        return folded
    candidates = (
        (term.decode("utf-8"), _frequency(reader, term, info))
        for term, info in _term_infos(reader, b"")
    )
    return nearest(folded, candidates)

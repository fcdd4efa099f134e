"""Search: from what the user typed to ranked, marked passages, counts to narrow by, and help."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Mapping, Sequence

from reader.domain.country import CountryTable
from reader.domain.query import And, Filter, InVersions, Node, Query, positive_leaves
from reader.domain.query_filters import filter_value, written_filter
from reader.domain.query_lexing import Kind, lexemes
from reader.domain.query_parsing import parse
from reader.domain.query_terms import joined
from reader.domain.query_words import describe, explain
from reader.library.hits import Hits, grouped, whole_groups
from reader.library.mending import (
    MOST_ALTERNATIVES,
    MOST_OFFERED,
    TypedWord,
    alternatives,
    each_of,
    less_of,
    mend,
    otherwise_written,
    typed_words,
    with_or,
)
from reader.library.progress import CancelToken
from reader.library.resolving import Resolution, asks_notes, spread
from reader.library.search_results import Alternative, Facet, HitGroup, Order, SearchResults
from reader.library.search_state import SearchState, SearchStates
from reader.search.engine import FoundPassages, KnownWord, Searcher, Wanted
from reader.search.marking import Span, matches
from reader.text.listing import some_of

DEFAULT_LIMIT = 100
_WHOLE = 20
_NOTHING = FoundPassages((), 0)


@dataclasses.dataclass(frozen=True, slots=True)
class _Answer:
    """A query as it was read, and what the index found."""

    query: Query
    resolution: Resolution
    found: FoundPassages

    @property
    def is_empty(self) -> bool:
        return not self.found.total and not self.found.whole


@dataclasses.dataclass(frozen=True, slots=True)
class _Help:
    """What helps with a query that finds nothing."""

    suggestion: str | None = None
    alternatives: tuple[Alternative, ...] = ()
    notes: tuple[str, ...] = ()


class Searching:
    """Answers queries over the passages of all documents' newest versions."""

    def __init__(
        self, searcher: Searcher, states: SearchStates, hits: Hits, countries: CountryTable
    ) -> None:
        self._searcher = searcher
        self._states = states
        self._hits = hits
        self._countries = countries

    def run(
        self,
        text: str,
        *,
        limit: int = DEFAULT_LIMIT,
        country: str | None = None,
        within: Sequence[Filter] = (),
        typing: bool = False,
        order: Order = Order.RELEVANCE,
        cancel: CancelToken | None = None,
    ) -> SearchResults:
        """Search for `text`, within a country (any name or code) and other filters when given.

        With `typing`, the last word is also read as the beginning of one, and a last filter that
        names nothing yet is left out. `limit` is the number of hits. Without words to look for,
        relevance is the newest first.
        Raises IndexUnavailable when there is no sound index, NotFound for an unknown `country`,
        Cancelled when the answer is not wanted any more.
        """
        started = time.perf_counter()
        check = cancel.check if cancel else _go_on
        filters = list(within)
        if country is not None:
            filters.append(Filter("country", self._countries.resolve(country).iso2))
        asking = _Asking(
            self._searcher, self._states.current(), filters, limit, order, typing=typing
        )
        answer = asking.ask(parse(text, typing=typing))
        state = self._states.current(answer.found.versions)
        if state is not asking.state:
            asking.state = state
            answer = asking.ask(answer.query)
        notes = [*answer.query.notes, *answer.resolution.notes]
        help_ = _Help()
        if answer.is_empty and answer.query.root is not None:
            help_ = self._help(answer, asking, check)
        if help_.suggestion is not None:
            answer = asking.ask(parse(help_.suggestion, typing=typing))
            answer = dataclasses.replace(answer, query=dataclasses.replace(answer.query, text=text))
        check()
        found, resolution = answer.found, answer.resolution
        root = answer.query.root
        hits = self._hits.of(found.best, root, resolution.marks)
        whole = self._hits.of(found.whole, root, resolution.marks)
        facets: tuple[Facet, ...] = ()
        if resolution.root() is not None:
            facets = state.faceting.facets(resolution, found, self._searcher.search)
        return SearchResults(
            query=answer.query,
            reading=explain(asking.whole_query(root), typing=typing),
            hits=hits,
            groups=grouped(hits, found.versions) + whole_groups(whole),
            total=found.total,
            elapsed_ms=round((time.perf_counter() - started) * 1000, 1),
            suggestion=help_.suggestion,
            notes=tuple(dict.fromkeys((*notes, *help_.notes))),
            facets=facets,
            documents=len(found.versions),
            order=order,
            details=(
                *_details(asking.whole_query(root), resolution),
                *_unplaced(state, found, order),
            ),
            alternatives=help_.alternatives,
        )

    def all_of(self, group: HitGroup, text: str, *, typing: bool = False) -> HitGroup:
        """A document's group in the answer to `text` with all of its hits, best first.

        Raises IndexUnavailable when there is no sound index.
        """
        asking = _Asking(
            self._searcher, self._states.current(), [], group.total, Order.RELEVANCE, typing=typing
        )
        query = parse(text, typing=typing)
        resolution = asking.resolve(query)
        asked = resolution.root()
        if asked is None:
            return group
        root = spread(And((asked, InVersions(frozenset({group.document.version.id})))))
        found = self._searcher.search(root, Wanted(limit=max(group.total, 1), whole=0))
        hits = self._hits.of(found.best, query.root, resolution.marks)
        return dataclasses.replace(group, hits=hits, total=found.total)

    def _help(self, answer: _Answer, asking: _Asking, check: Callable[[], None]) -> _Help:
        """What was probably meant by a query that finds nothing, or what less of it would find."""
        query = answer.query
        # Words for notes are not those of the index.
        either = with_or(query)
        if either is not None:
            found = asking.attempt(either)
            if found is not None and found.total:
                return _Help(either)
            query = parse(either)
        typed = [] if answer.resolution.in_notes else typed_words(query, self._searcher)
        suggestion = mend(query, typed, self._searcher, asking.attempt, check)
        if suggestion is not None:
            return _Help(suggestion)
        strange = [word for word in typed if not word.occurs]
        meant = otherwise_written(query.text, strange, self._searcher)
        offered = alternatives(meant, asking.attempt, check)[:MOST_OFFERED]
        closest = alternatives(asking.closest(query, strange), asking.attempt, check)
        closest = closest or alternatives(each_of(query.text), asking.attempt, check)
        return _Help(
            alternatives=tuple(dict.fromkeys((*offered, *closest)))[:MOST_ALTERNATIVES],
            notes=tuple(_strange(strange)),
        )

    def counts(self, text: str) -> Mapping[int, int]:
        """How many passages of each version match a query. Raises IndexUnavailable."""
        asking = _Asking(
            self._searcher, self._states.current(), [], 1, Order.RELEVANCE, typing=False
        )
        found = asking.ask(parse(text), Wanted(limit=1, whole=0)).found
        return found.versions

    def spans(self, text: str, query: Query, language: str | None) -> list[Span]:
        """The ranges of a passage's text that a query matches, for marking it in the reader."""
        return [] if asks_notes(query.root) else matches(text, query.root, language)

    def words(self, prefix: str, limit: int = 20) -> list[KnownWord]:
        """Words of the library that begin with `prefix`, the most frequent first."""
        return self._searcher.words(prefix, limit)

    def close(self) -> None:
        """Let go of the index's files."""
        self._searcher.close()


@dataclasses.dataclass(slots=True)
class _Asking:
    """One run: queries are asked under the same filters, order and limit."""

    searcher: Searcher
    state: SearchState
    within: Sequence[Filter]
    limit: int
    order: Order
    typing: bool

    def ask(self, query: Query, wanted: Wanted | None = None) -> _Answer:
        """Answer a query from what is in use."""
        resolution = self.resolve(query)
        root = resolution.root()
        if root is None:
            return _Answer(query, resolution, _NOTHING)
        if wanted is None:
            order = self.order
            if order is Order.RELEVANCE and not positive_leaves(resolution.base):
                order = Order.NEWEST
            wanted = Wanted(
                limit=self.limit,
                order=self.state.table.order(order),
                among=self.state.faceting.among(resolution),
                whole=_WHOLE,
            )
        found = self.searcher.search(root, wanted)
        return _Answer(query, resolution, _in_use(found, self.state))

    def resolve(self, query: Query) -> Resolution:
        """What a query's filters stand for in what is in use."""
        unfinished = self.typing and query.text[-1:].strip() != ""
        return self.state.resolve(query.root, self.within, unfinished=unfinished)

    def attempt(self, text: str) -> FoundPassages | None:
        """What a query as text would find, as numbers; None where it asks for nothing."""
        query = parse(text)
        return None if query.root is None else self.ask(query, Wanted(limit=1, whole=1)).found

    def closest(self, query: Query, strange: Sequence[TypedWord]) -> Iterator[str]:
        """Queries close to one that finds nothing: with filters that exist, and with less."""
        for lexeme in lexemes(query.text):
            if lexeme.kind is Kind.FIELD:
                near = self.state.filtering.resolve(lexeme.field, lexeme.text).near
                if near is not None:
                    mended = written_filter(lexeme.field, filter_value([near]))
                    yield f"{query.text[: lexeme.start]}{mended}{query.text[lexeme.end :]}"
        yield from less_of(query.text, strange)

    def whole_query(self, root: Node | None) -> Node | None:
        """A query with the filters that it was asked within."""
        return joined([*([] if root is None else [root]), *self.within])


def _in_use(found: FoundPassages, state: SearchState) -> FoundPassages:
    """What was found, but for versions that the index knows and the catalogue does not any more."""
    rows = state.table.rows
    if all(version in rows for version in found.versions) and not any(
        each.version not in rows for each in found.whole
    ):
        return found
    versions = {version: n for version, n in found.versions.items() if version in rows}
    return dataclasses.replace(
        found,
        best=tuple(each for each in found.best if each.version in rows),
        total=sum(versions.values()),
        versions=versions,
        whole=tuple(each for each in found.whole if each.version in rows),
    )


def _strange(words: Sequence[TypedWord]) -> Iterator[str]:
    """A note on the words that occur nowhere."""
    named = list(dict.fromkeys(f"“{word.text}”" for word in words))
    if named:
        verb = "does" if len(named) == 1 else "do"
        yield f"{some_of(named)} {verb} not occur in the library"


def _details(root: Node | None, resolution: Resolution) -> Iterator[str]:
    """What each part of a query stands for; of a filter, what it stands for in this library."""
    told = resolution.details
    for line in describe(root):
        known = next((each for each in told if line.startswith(f"{each}: ")), None)
        yield from told[known] or (line,) if known else (line,)


def _unplaced(state: SearchState, found: FoundPassages, order: Order) -> tuple[str, ...]:
    """A line on the documents that an order has no place for."""
    last = len(state.table.unplaced(order).intersection(found.versions))
    if not last:
        return ()
    documents = f"{last:,} document{'' if last == 1 else 's'}"
    what = "country" if order is Order.COUNTRY else "date"
    come = "comes" if last == 1 else "come"
    return (f"{documents} without a {what} {come} last",)


def _go_on() -> None:
    """Nobody asks to stop."""

"""Completing a query at the cursor: words, names, filters and their values, earlier queries."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence

from reader.domain.country import fold_name
from reader.domain.errors import IndexUnavailable
from reader.domain.query_cursor import AtCursor, Place, at_cursor
from reader.domain.query_filters import filter_value, written_filter
from reader.domain.saved_search import SavedSearch
from reader.library.beginnings import Begun, Name
from reader.library.completion_room import distinct, shared_out
from reader.library.offered_names import OfferedNames
from reader.library.search_help import Completion, CompletionKind
from reader.search.engine import KnownWord
from reader.text.folding import fold

Words = Callable[[str, int], Sequence[KnownWord]]
"""Folded words that begin with a prefix, the most frequent first. Raises IndexUnavailable."""

# One letter is the beginning of dozens of countries: only those that the library holds.
_SURELY_A_COUNTRY = 3
_KINDS = {
    "country": CompletionKind.COUNTRY,
    "publisher": CompletionKind.PUBLISHER,
    "tag": CompletionKind.TAG,
    "indicator": CompletionKind.INDICATOR,
    "title": CompletionKind.TITLE,
}
_FIELDS = ("title", "indicator", "tag", "publisher")
_MOST_SAVED_UNASKED = 3


class Completing:
    """Offers ways to go on with what is typed. Usable from several threads."""

    def __init__(
        self,
        words: Words,
        names: Callable[[], OfferedNames],
        saved: Callable[[], Sequence[SavedSearch]],
    ) -> None:
        self._words = words
        self._names = names
        self._saved = saved

    def run(
        self, text: str, cursor: int, limit: int = 8, history: Sequence[str] = ()
    ) -> tuple[Completion, ...]:
        """At most `limit` ways to go on with `text` whose cursor stands before code point `cursor`.

        The beginning of the word or value at the cursor is completed, from its first letter on;
        where nothing is typed yet, `history` (the newest first) and saved searches are offered.
        Nothing is offered for what is complete, nor twice, and equal input gives equal output.
        """
        cursor = min(max(cursor, 0), len(text))
        if not text.strip():
            return self._unasked(limit, history)
        at = at_cursor(text, cursor)
        if at.place is Place.ELSEWHERE or not (at.typed.strip() or at.place is Place.VALUE):
            return ()
        if at.place is Place.VALUE:
            return distinct(self._values(text, at, limit))[:limit]
        found: dict[str, list[Completion]] = {"word": list(self._known_words(text, at, limit))}
        if at.place is Place.WORD:
            names = self._names()
            found |= {field: self._named(text, at, field, names, limit) for field in _FIELDS}
            found |= _countries(text, at, names, limit)
            found["filter"] = _filters(text, at, names)
            found["saved"] = self._saved_as(text, at, limit)
        if cursor == len(text):
            found["history"] = _history(text, history, limit)
        surely = len(fold_name(at.typed)) >= _SURELY_A_COUNTRY
        order = ("history", "saved", "word", "country", "filter", *_FIELDS, "other country")
        return shared_out(found, dict.fromkeys(("country", *order) if surely else order), limit)

    def _unasked(self, limit: int, history: Sequence[str]) -> tuple[Completion, ...]:
        saved = [
            Completion(CompletionKind.SAVED, each.name, each.query, len(each.query), each.query)
            for each in self._saved()
        ]
        room = min(len(saved), _MOST_SAVED_UNASKED)
        recent = [_recent(each) for each in history[: max(limit - room, 0)]]
        return distinct([*recent, *saved])[:limit]

    def _known_words(self, text: str, at: AtCursor, limit: int) -> Iterator[Completion]:
        known = {fold(at.typed)}
        try:
            words = self._words(at.typed, 2 * limit)
        except IndexUnavailable:
            return
        for each in words:
            word = fold(each.word)
            # "peru's" is another form of "peru", which is offered or typed already.
            if word not in known and word.removesuffix("'s") not in known:
                known.add(word)
                times = f"{each.count:,} time{'' if each.count == 1 else 's'}"
                yield _put(CompletionKind.WORD, each.word, text, at.start, at.end, each.word, times)

    def _named(
        self, text: str, at: AtCursor, field: str, names: OfferedNames, limit: int
    ) -> list[Completion]:
        """Names of a field, over as many of the words before the cursor as they begin with."""
        offered = []
        for start, begun in _begun(
            text, at, lambda typed: names.by_field[field].find(typed, limit)
        ):
            name = begun.name
            offered.append(
                _put(
                    _KINDS[field],
                    name.label,
                    text,
                    start,
                    at.end,
                    _written(field, name.value),
                    _detail(begun),
                )
            )
        return offered

    def _saved_as(self, text: str, at: AtCursor, limit: int) -> list[Completion]:
        """Saved searches a word of whose name begins as all that is typed."""
        wanted = fold_name(text[: at.start] + at.typed)
        return [
            Completion(CompletionKind.SAVED, each.name, each.query, len(each.query), each.query)
            for each in self._saved()
            if f" {wanted}" in f" {fold_name(each.name)}" and wanted and each.query != text
        ][:limit]

    def _values(self, text: str, at: AtCursor, limit: int) -> Iterator[Completion]:
        names = self._names()
        kind = _KINDS.get(at.field, CompletionKind.FILTER)
        taken = {fold(each) for each in at.others}
        complete = fold_name(at.typed)
        for name, detail in _offered_values(at, names, limit + len(taken) + 1):
            is_complete = complete in (fold_name(name.value), fold_name(name.label))
            if is_complete or {fold(name.value), fold(name.label)} & taken:
                continue
            value = _written_value(at.field, name.value)
            yield _put(kind, name.label, text, at.start, at.end, value, detail)


def _offered_values(at: AtCursor, names: OfferedNames, limit: int) -> Iterator[tuple[Name, str]]:
    if at.field == "year":
        yield from _years(at.typed, names.years)
        return
    offered = names.by_field.get(at.field)
    if offered is None:
        return
    if not at.typed:
        held = (each for each in offered.all() if each.count or at.field == "in")
        for _, name in zip(range(limit), held):
            yield name, _with_code(at.field, name, name.detail)
        return
    for begun in offered.find(at.typed, limit):
        if at.field == "country" and _is_far_fetched(at.typed, begun):
            continue
        yield begun.name, _with_code(at.field, begun.name, _detail(begun))


def _with_code(field: str, name: Name, detail: str) -> str:
    return f"{name.value} · {detail}" if field in ("country", "lang") and detail else detail


def _years(typed: str, years: Sequence[Name]) -> Iterator[tuple[Name, str]]:
    """Years that begin as typed; after `2013..` those that may end the range."""
    first, dots, last = typed.partition("..")
    for each in years:
        if not each.value.startswith(last if dots else first):
            continue
        if not dots:
            yield each, each.detail
        elif each.value.isdigit() and not each.value < first:
            label = f"{first}..{each.value}"
            yield Name(label, label), f"from {first} to {each.value}" if first else ""


def _begun(
    text: str, at: AtCursor, find: Callable[[str], list[Begun]]
) -> Iterator[tuple[int, Begun]]:
    """Names that begin as the words at the cursor do, with where: the longest beginning first."""
    found: set[str] = set()
    cursor = at.start + len(at.typed)
    for start in (*at.starts, at.start):
        for begun in find(text[start:cursor]):
            if begun.name.value not in found:
                found.add(begun.name.value)
                yield start, begun


def _countries(
    text: str, at: AtCursor, names: OfferedNames, limit: int
) -> dict[str, list[Completion]]:
    """Each country as its profile, then as a filter: those that were meant, and others."""
    meant: list[Completion] = []
    others: list[Completion] = []
    cursor = at.start + len(at.typed)
    for start, begun in _begun(text, at, lambda each: names.by_field["country"].find(each, limit)):
        name = begun.name
        typed = fold_name(text[start:cursor])
        is_whole = _is_whole(text[start:cursor], name)
        if len(typed) < _SURELY_A_COUNTRY and not (is_whole or (begun.at_start and name.count)):
            continue
        offered = meant if is_whole or name.count else others
        written = _written("country", name.value)
        if text[start - 1 : start] != "-":
            profile = _put(
                CompletionKind.COUNTRY, name.label, text, start, at.end, name.label, _detail(begun)
            )
            offered.append(dataclasses.replace(profile, country=name.value))
        offered.append(
            _put(CompletionKind.COUNTRY, written, text, start, at.end, written, name.label)
        )
    return {"country": meant, "other country": others}


def _is_far_fetched(typed: str, begun: Begun) -> bool:
    """Whether a letter or two begin only a later word, or a longer name, of a country."""
    is_longer_name = bool(begun.alias) and not begun.alias.isupper()
    return len(typed) < _SURELY_A_COUNTRY and (not begun.at_start or is_longer_name)


def _is_whole(typed: str, name: Name) -> bool:
    """Whether a country's whole name stands there; a code or abbreviation is one in capitals."""
    names = (name.label, *name.also)
    return typed in names or fold_name(typed) in {
        fold_name(each) for each in names if not each.isupper()
    }


def _filters(text: str, at: AtCursor, names: OfferedNames) -> list[Completion]:
    return [
        _put(
            CompletionKind.FILTER,
            begun.name.label,
            text,
            at.start,
            at.end,
            begun.name.value,
            begun.name.detail,
        )
        for begun in names.filters.find(at.typed, 2)
    ]


def _history(text: str, history: Sequence[str], limit: int) -> list[Completion]:
    wanted = fold(" ".join(text.split()))
    return [
        _recent(each) for each in history if fold(each).startswith(wanted) and each != text.strip()
    ][:limit]


def _recent(query: str) -> Completion:
    return Completion(CompletionKind.HISTORY, query, query, len(query))


def _detail(begun: Begun) -> str:
    also = begun.alias.replace("_", " ")
    return ", ".join(filter(None, (f"also {also}" if also else "", begun.name.detail)))


def _written(field: str, value: str) -> str:
    return written_filter(field, filter_value([value]))


def _written_value(field: str, value: str) -> str:
    # A range is no text that needs quotes, nor is any other value of a year.
    return value if field == "year" else _written(field, value)[len(field) + 1 :]


def _put(
    kind: CompletionKind,
    shown: str,
    text: str,
    start: int,
    end: int,
    put: str,
    detail: str,
) -> Completion:
    query = f"{text[:start]}{put}{text[end:]}"
    return Completion(kind, shown, query, start + len(put), detail)

"""Search everywhere else than in passages: countries, indicators, notes and tags of bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass

from reader.catalogue.bookmark_store import BookmarkStore, Remark
from reader.catalogue.document_store import DocumentStore
from reader.domain.country import CountryTable, fold_name
from reader.domain.errors import NotFound
from reader.domain.query import And, Node, Or, Prefix, Word
from reader.domain.query_parsing import parse
from reader.domain.scoring import Indicator
from reader.library.documents import CountryHoldings
from reader.library.named_countries import NamedCountries, Naming
from reader.library.search_help import Elsewhere, FoundCountry, FoundIndicator, FoundNote
from reader.library.short_texts import ShortTexts, without_filters
from reader.search.marking import Snippet, Span, matches, snippet
from reader.text.stemming import LANGUAGES
from reader.text.tokens import words

# Beginnings in the middle of a name ("and" in "Trinidad and Tobago") count for what is held only.
_MIDDLE_OF_NAME = 4


@dataclass(frozen=True, slots=True)
class RemarkTexts:
    """The notes and tags of all bookmarks at one moment, the newest first, ready to be searched."""

    remarks: Sequence[Remark]
    texts: ShortTexts

    @classmethod
    def of(cls, remarks: Sequence[Remark]) -> RemarkTexts:
        """Make remarks ready."""
        return cls(remarks, ShortTexts([(each.note, *each.tags) for each in remarks]))


class SearchingElsewhere:
    """Finds what a query means besides passages. Usable from several threads."""

    def __init__(
        self,
        countries: CountryTable,
        indicators: Sequence[Indicator],
        holdings: Callable[[], Mapping[str, CountryHoldings]],
        remarks: Callable[[], RemarkTexts],
        bookmarks: BookmarkStore,
        documents: DocumentStore,
    ) -> None:
        self._named = NamedCountries(countries)
        self._indicators = indicators
        self._names = ShortTexts([(each.name,) for each in indicators])
        self._aliases = ShortTexts([each.aliases for each in indicators])
        self._all = ShortTexts([(each.name, *each.aliases, each.definition) for each in indicators])
        self._holdings = holdings
        self._remarks = remarks
        self._bookmarks = bookmarks
        self._documents = documents

    def run(self, text: str, limit: int = 3) -> Elsewhere:
        """What matches a query besides passages, the nearest first, at most `limit` of each kind.

        Countries are those that it names, or whose names begin so; indicators those with its words
        in name, aliases or definition, but for the words that name a country; bookmarks those with
        its words in note or tags, the newest first. Words match in any form, in English or Spanish,
        the last one as a beginning too (not in definitions); OR and NOT count, and filters narrow
        none of this.
        """
        root = parse(text, typing=True).root
        if root is None:
            return Elsewhere()
        # Also by a code of two letters, which a word being typed is not looked for by.
        named = self._named.find(text, parse(text).root)
        return Elsewhere(
            self._countries(named, limit),
            self._found_indicators(text, root, named, limit),
            self._notes(root, limit),
        )

    def _countries(self, named: Sequence[Naming], limit: int) -> tuple[FoundCountry, ...]:
        if not named:
            return ()
        holdings = self._holdings()
        found = []
        for place, each in enumerate(named):
            held = holdings.get(each.country.iso2)
            if held is None and each.rank >= _MIDDLE_OF_NAME:
                continue
            documents, scores = (held.documents, held.scores) if held else (0, 0)
            country = FoundCountry(each.country, documents, bool(scores))
            # Where several names only begin so, those that the library holds most on are meant.
            begins = each.rank >= _MIDDLE_OF_NAME - 1
            found.append((each.rank, -documents if begins else 0, place, country))
        return tuple(each[-1] for each in sorted(found, key=lambda each: each[:3])[:limit])

    def _found_indicators(
        self, text: str, root: Node, named: Iterable[Naming], limit: int
    ) -> tuple[FoundIndicator, ...]:
        asked = without_filters(root)
        places = set().union(*(each.words for each in named))
        asked = _without_words(asked, places) or asked
        by_name, by_alias = self._names.matching(asked), self._aliases.matching(asked)
        # What is still being typed begins some word of most definitions.
        whole_words = without_filters(parse(text).root)
        whole_words = _without_words(whole_words, places) or whole_words
        found = by_name | by_alias | self._all.matching(whole_words)
        whole = fold_name(text)

        def rank(place: int) -> tuple[bool, bool, bool, int]:
            is_it = whole == fold_name(self._indicators[place].name)
            return (not is_it, place not in by_name, place not in by_alias, place)

        return tuple(
            FoundIndicator(
                self._indicators[place], _marked(self._indicators[place].definition, asked)
            )
            for place in sorted(found, key=rank)[:limit]
        )

    def _notes(self, root: Node, limit: int) -> tuple[FoundNote, ...]:
        held = self._remarks()
        asked = without_filters(root)
        found = []
        for place in sorted(held.texts.matching(asked)):
            remark = held.remarks[place]
            try:
                bookmark = self._bookmarks.get(remark.bookmark)
                document = self._documents.get(remark.document)
            except NotFound:
                # Removed a moment ago.
                continue
            if bookmark.removed is None:
                found.append(FoundNote(bookmark, document, _of_remark(remark, asked)))
            if len(found) == limit:
                break
        return tuple(found)


def _of_remark(remark: Remark, root: Node | None) -> Snippet:
    """The note around what matches; the tags where only they do."""
    note = _marked(remark.note, root)
    tags = _marked("; ".join(remark.tags), root)
    return note if note.matches or not tags.matches else tags


def _marked(text: str, root: Node | None) -> Snippet:
    """A snippet with the marks of whichever language finds more."""
    spans: list[Span] = max((matches(text, root, each) for each in LANGUAGES), key=len)
    return snippet(text, spans)


def _without_words(node: Node | None, named: Set[str]) -> Node | None:
    """A query without the words that name a country; None where nothing is left."""
    match node:
        case Word(text) if set(words(text)) <= named:
            return None
        case Or((Word(text), Prefix())) if set(words(text)) <= named:
            return None
        case And(nodes):
            kept = [each for each in (_without_words(each, named) for each in nodes) if each]
            if not kept:
                return None
            return And(tuple(kept)) if len(kept) > 1 else kept[0]
        case _:
            return node

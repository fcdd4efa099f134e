"""What the words of a query are looked for by, as tantivy's queries."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from reader.domain.query import Exact, Fuzzy, Leaf, Near, Phrase, Prefix, Word
from reader.search.tantivy_fields import (
    LONGEST_START,
    above_word_term,
    make_schema,
    start_term,
    stem_term,
    tantivy,
    word_term,
    written_term,
)
from reader.search.vocabulary import Vocabulary, typing_edits
from reader.text.folding import POSSESSIVE, fold
from reader.text.stemming import LANGUAGES
from reader.text.tokens import words

_HEADING_SHARE = 0.6
_TITLE_SHARE = 0.3
# What an edit takes from a word's weight.
_EDIT_SHARE = 0.7
# Of the words that a beginning or a spelling stands for, so many count by how rare they are.
_RANKED_WORDS = 32
# What the others count.
_OTHER_SCORE = 0.05
# The next key is about most of the words that the last was about.
_KEPT_LEAVES = 200
# More words than there are.
_EVERY = 100_000_000
# No text is so long.
_WIDEST = 1_000_000

Together = Callable[[Any, Sequence[str], int], Collection[int]]
"""Of the entries that a query finds, the keys of those in which terms stand within a span."""


@dataclass(slots=True)
class Parts:
    """What a leaf is looked for by: in the text itself, above it, and in a version as a whole.

    Any of the queries may match. `whole` is None for what a version holds only if an entry does.
    """

    own: list[Any] = field(default_factory=list)
    above: list[Any] = field(default_factory=list)
    whole: list[Any] | None = None


class Leaves:
    """Makes the queries of leaves for one state of the index."""

    def __init__(self, vocabulary: Vocabulary, together: Together) -> None:
        self._vocabulary = vocabulary
        self._together = together
        self._found: dict[Leaf, Parts] = {}

    def find(self, leaf: Leaf) -> Parts:
        """What a leaf is looked for by."""
        found = self._found.get(leaf)
        if found is None:
            if len(self._found) >= _KEPT_LEAVES:
                self._found.clear()
            found = self._found[leaf] = self._parts(leaf)
        return found

    def _parts(self, leaf: Leaf) -> Parts:
        texts = words(leaf.text)
        if not texts:
            return Parts()
        match leaf:
            case Exact():
                possessive = [*texts[:-1], f"{texts[-1]}{POSSESSIVE}"]
                return Parts([_as_written(texts), _as_written(possessive)])
            case Near(_, within):
                different = list(dict.fromkeys(map(fold, texts)))
                if len(different) == 1:
                    return _any_form(texts[0])
                return Parts(self._near(different, within))
            case Prefix() if len(texts) == 1:
                return self._beginning(fold(texts[0]))
            case Fuzzy(_, edits) if len(texts) == 1:
                return self._alike(fold(texts[0]), edits)
            case Word() if len(texts) == 1:
                return _any_form(texts[0])
            case Word() | Phrase() | Prefix() | Fuzzy():
                return Parts([_stems_in_order(texts, language) for language in LANGUAGES])

    def _beginning(self, prefix: str) -> Parts:
        if len(prefix) <= LONGEST_START and " " not in prefix:
            start = start_term(prefix)
            return Parts([term("start", start)], _above([start]), [term("whole", start)])
        found = self._vocabulary.beginning(prefix, _EVERY)
        return _any_of([(each.word, 1.0) for each in found])

    def _alike(self, folded: str, edits: int | None) -> Parts:
        most = typing_edits(folded) if edits is None else edits
        found = self._vocabulary.spelled_like(folded, most) or [(folded, 0)]
        found.sort(key=lambda each: (each[1], -self._vocabulary.count(each[0])))
        return _any_of([(word, _EDIT_SHARE**distance) for word, distance in found])

    def _near(self, texts: Sequence[str], within: int) -> list[Any]:
        span = min(within, _WIDEST) + len(texts) - 1
        found = []
        for language in LANGUAGES:
            terms = list(dict.fromkeys(stem_term(word, language) for word in texts))
            if len(terms) == 1:
                found.append(term("body", terms[0]))
            elif len(terms) == 2:
                found.append(_pair(terms, span))
            else:
                found.append(self._several(terms, span))
        return found

    def _several(self, terms: Sequence[str], span: int) -> Any:
        """Three terms or more within a span: any two of them have to be, then the text decides.

        Tantivy's phrases with gaps are right for two terms only: for three and more they miss some
        and find what is wrong, and not the same with scores and without.
        """
        pairs = [(must(), _pair(pair, span)) for pair in combinations(terms, 2)]
        return of_keys(self._together(boolean(pairs), terms, span), 1.0)


def must() -> Any:
    """What has to match."""
    return tantivy().Occur.Must


def must_not() -> Any:
    """What must not match."""
    return tantivy().Occur.MustNot


def should() -> Any:
    """What may match, or one of several that has to."""
    return tantivy().Occur.Should


def boolean(clauses: Sequence[tuple[Any, Any]]) -> Any:
    """Clauses together; without one that has to match, one that may is needed."""
    return tantivy().Query.boolean_query(clauses)


def nothing() -> Any:
    """What matches no document."""
    return tantivy().Query.empty_query()


def any_of(queries: Sequence[Any]) -> Any:
    """What matches any of the queries."""
    if not queries:
        return nothing()
    return queries[0] if len(queries) == 1 else boolean([(should(), each) for each in queries])


def unscored(query: Any, score: float = 0.0) -> Any:
    """A query every match of which counts the same."""
    return tantivy().Query.const_score_query(query, score)


def term(field_name: str, text: str, boost: float = 1.0) -> Any:
    """The documents with a term, ranked by how rare it is and how often it occurs."""
    query = tantivy().Query.term_query(make_schema(), field_name, text, "freq")
    return query if boost == 1.0 else tantivy().Query.boost_query(query, boost)


def in_set(field_name: str, values: Sequence[Any], score: float = 0.0) -> Any:
    """The documents with any of many values."""
    if not values:
        return nothing()
    return unscored(tantivy().Query.term_set_query(make_schema(), field_name, values), score)


def of_keys(keys: Collection[int], score: float = 0.0) -> Any:
    """The entries with these keys."""
    return in_set("key", list(keys), score)


def _above(terms: Sequence[str]) -> list[Any]:
    shares = (("heading", _HEADING_SHARE), ("title", _TITLE_SHARE))
    return [term(name, each, share) for name, share in shares for each in terms]


def _any_form(word: str) -> Parts:
    terms = [stem_term(word, language) for language in LANGUAGES]
    return Parts(
        [term("body", each) for each in terms],
        _above(terms),
        [term("whole", each) for each in terms],
    )


def _any_of(found: Sequence[tuple[str, float]]) -> Parts:
    """Any of some folded words, each with its weight, the weightiest first."""
    ranked, others = found[:_RANKED_WORDS], [word_term(word) for word, _ in found[_RANKED_WORDS:]]
    own = [term("word", word_term(word), weight) for word, weight in ranked]
    if others:
        own.append(in_set("word", others, _OTHER_SCORE))
    around = [above_word_term(word) for word, _ in found]
    if not around:
        return Parts(whole=[])
    return Parts(
        own,
        [in_set("heading", around, _OTHER_SCORE), in_set("title", around, _OTHER_SCORE)],
        [in_set("whole", around, 1.0)],
    )


def _in_order(terms: Iterable[str], gaps: int = 0) -> Any:
    return tantivy().Query.phrase_query(make_schema(), "body", list(terms), gaps)


def _pair(terms: Sequence[str], span: int) -> Any:
    """Two terms in any order, at most `span` places from one another.

    Tantivy counts two gaps for the swap, so that each order has to be asked for.
    """
    one, other = terms
    return any_of([_in_order([one, other], span - 1), _in_order([other, one], span - 1)])


def _stems_in_order(texts: Sequence[str], language: str) -> Any:
    terms = [stem_term(word, language) for word in texts]
    return term("body", terms[0]) if len(terms) == 1 else _in_order(terms)


def _as_written(texts: Sequence[str]) -> Any:
    """Words as they are typed, each folded or, where it has capitals or accents, as written."""
    placed = []
    for at, word in enumerate(texts):
        written = written_term(word)
        folded = (2 * at, word_term(fold(word)))
        placed.append(folded if written is None else (2 * at + 1, written))
    if len(placed) == 1:
        return term("word", placed[0][1])
    return tantivy().Query.phrase_query(make_schema(), "word", placed)

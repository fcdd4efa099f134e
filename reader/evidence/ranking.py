"""Suggests the passages that bear on each indicator, best first, with the words that matched.

Every figure is a property of one passage under one lexicon: there is no statistic of the
collection in a score (measured: inverse document frequency lowers the share of right first
suggestions), so that scores compare across versions and a new document changes no other's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reader.domain.document import Passage, PassageKind
from reader.domain.evidence import EvidenceLink
from reader.evidence.lexicon import Lexicon, Phrase, PhraseTable, Strength
from reader.text.sentences import sentences
from reader.text.stemming import stem
from reader.text.tokens import Token, tokens, words

# A link below this is not shown.
THRESHOLD = 1.5

_WEIGHT = {Strength.STRONG: 3.0, Strength.SUPPORTING: 1.0, Strength.NEGATIVE: -1.0}
# A longer phrase is rarer and says more: so much is added for each word after the first.
_PER_FURTHER_WORD = 0.15
# A match in the lead sentence counts as so many; counts saturate at 1 + _SATURATION.
_LEAD = 1.6
_SATURATION = 1.0
# Supporting words saturate as a whole too: many of them are worth no more than this.
_SUPPORT_CEILING = 12.0
# What the nearest heading and the document's title add to a passage that has a match itself.
_NEAREST_HEADING = {Strength.STRONG: 4.0, Strength.SUPPORTING: 1.0, Strength.NEGATIVE: 0.0}
_TITLE = {Strength.STRONG: 0.75, Strength.SUPPORTING: 0.25, Strength.NEGATIVE: 0.0}
# Words: a stub says little, and a long passage is about more than one thing.
_FULL_LENGTH = 12
_LONG = 120
_LENGTH_SHARE = 0.2

_NO_EVIDENCE = frozenset({PassageKind.HEADING, PassageKind.TABLE_CELL, PassageKind.CODE})
# What may stand between two words of one phrase: no end of a sentence or of a clause.
_JOINS = frozenset(" \u00a0\u202f\u00ad-‐‑‒–/&'’‘\"“”")


def suggest(
    passages: Sequence[Passage],
    lexicon: Lexicon,
    *,
    version: int,
    language: str | None,
    title: str,
) -> list[EvidenceLink]:
    """The passages of one version that bear on each indicator of the lexicon.

    `passages` are the version's, `language` and `title` its document's. Returns links in state
    suggested, by indicator in the index's order, best first, equal ones in reading order. A link
    needs a strong phrase, or two different supporting ones, or one under a heading that names the
    indicator, and a score of at least `THRESHOLD`.
    """
    table = lexicon.table(language)
    titled = _heading_strengths(table, title)
    headings: dict[str, Mapping[str, Strength]] = {}
    found: dict[str, list[EvidenceLink]] = {identifier: [] for identifier in lexicon.indicators}
    for passage in passages:
        if passage.kind in _NO_EVIDENCE:
            continue
        heading = passage.heading_path[-1] if passage.heading_path else ""
        if heading not in headings:
            headings[heading] = _heading_strengths(table, heading)
        tally_by_indicator, words = _tallies(table, passage.text)
        for indicator, tally in tally_by_indicator.items():
            score = tally.score(words, headings[heading].get(indicator), titled.get(indicator))
            if score >= THRESHOLD:
                found[indicator].append(_link(indicator, version, passage, score, tally))
    return [link for links in found.values() for link in best_first(links)]


def best_first(links: Iterable[EvidenceLink]) -> list[EvidenceLink]:
    """Links of one indicator, of any versions, by falling score, then version and ordinal."""
    return sorted(links, key=lambda link: (-link.score, link.version, link.passage))


@dataclass(frozen=True, slots=True)
class _Match:
    """A phrase in a text: words `[first, last]` of it, at `[start, end)` in code points."""

    phrase: Phrase
    first: int
    last: int
    start: int
    end: int


@dataclass(slots=True)
class _Tally:
    """What speaks for and against one indicator in one passage: phrases by their counts."""

    counts: dict[Phrase, float] = field(default_factory=dict)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def score(self, words: int, heading: Strength | None, title: Strength | None) -> float:
        """The passage's score, or 0 where what it says is not enough to suggest it."""
        strong = support = against = 0.0
        supporting = 0
        for phrase, count in self.counts.items():
            value = _value(phrase, count)
            if phrase.strength is Strength.STRONG:
                strong += value
            elif phrase.strength is Strength.SUPPORTING:
                support += value
                supporting += 1
            else:
                against += value
        named = heading is Strength.STRONG
        if not (strong or supporting >= 2 or (supporting and named)):
            return 0.0
        total = strong + support / (1 + support / _SUPPORT_CEILING) + against
        if heading is not None:
            total += _NEAREST_HEADING[heading]
        if title is not None:
            total += _TITLE[title]
        return max(0.0, total) * _length_factor(words)


def _value(phrase: Phrase, count: float) -> float:
    saturated = count * (1 + _SATURATION) / (count + _SATURATION)
    length = 1 + _PER_FURTHER_WORD * (len(phrase.stems) - 1)
    return _WEIGHT[phrase.strength] * length * saturated


def _length_factor(words: int) -> float:
    brevity = min(1.0, words / _FULL_LENGTH)
    return brevity / (1 + _LENGTH_SHARE * max(0, words - _LONG) / _LONG)


def _link(
    indicator: str, version: int, passage: Passage, score: float, tally: _Tally
) -> EvidenceLink:
    spans = tuple(sorted(tally.spans))
    words = tuple(dict.fromkeys(passage.text[start:end] for start, end in spans))
    return EvidenceLink(indicator, version, passage.ordinal, round(score, 4), words, spans)


def _heading_strengths(table: PhraseTable, heading: str) -> Mapping[str, Strength]:
    """What a heading says of each indicator it speaks for; an official name is strong there."""
    strengths: dict[str, Strength] = {}
    stemmed = [stem(word, table.language) for word in words(heading)]
    for match in _matches(table, heading, stemmed):
        phrase = match.phrase
        strength = Strength.STRONG if phrase.official else phrase.strength
        if strengths.get(phrase.indicator) is not Strength.STRONG:
            strengths[phrase.indicator] = strength
    return strengths


def _tallies(table: PhraseTable, text: str) -> tuple[Mapping[str, _Tally], int]:
    """The tallies of a passage by indicator, and how many words it has."""
    stemmed = [stem(word, table.language) for word in words(text)]
    tallies: dict[str, _Tally] = {}
    matches = _matches(table, text, stemmed)
    if not matches:
        return tallies, len(stemmed)
    lead_end = sentences(text)[0][1]
    for match in matches:
        phrase = match.phrase
        tally = tallies.setdefault(phrase.indicator, _Tally())
        count = _LEAD if match.start < lead_end else 1.0
        tally.counts[phrase] = tally.counts.get(phrase, 0.0) + count
        if phrase.strength is not Strength.NEGATIVE:
            tally.spans.append((match.start, match.end))
    return tallies, len(stemmed)


def _matches(table: PhraseTable, text: str, stemmed: Sequence[str]) -> list[_Match]:
    """The phrases in a text; of those of one indicator that overlap, the longer and earlier.

    `stemmed` are the stems of the text's words, in order.
    """
    beginnings = [
        (first, entries)
        for first, initial in enumerate(stemmed)
        if (entries := table.starting_with(initial))
    ]
    if not beginnings:
        return []
    placed = list(tokens(text))
    candidates: list[_Match] = []
    for first, entries in beginnings:
        for sequence, phrases in entries:
            last = first + len(sequence) - 1
            if tuple(stemmed[first : last + 1]) == sequence and _joined(text, placed, first, last):
                start, end = placed[first].start, placed[last].end
                candidates += (_Match(phrase, first, last, start, end) for phrase in phrases)
    candidates.sort(key=lambda match: (match.first - match.last, match.first))
    taken: dict[str, set[int]] = {}
    kept = []
    for match in candidates:
        places = taken.setdefault(match.phrase.indicator, set())
        if places.isdisjoint(range(match.first, match.last + 1)):
            places.update(range(match.first, match.last + 1))
            kept.append(match)
    return kept


def _joined(text: str, words: Sequence[Token], first: int, last: int) -> bool:
    """Whether nothing parts the words `first` to `last` but spaces, hyphens and quotes."""
    return all(
        _JOINS.issuperset(text[words[place].end : words[place + 1].start])
        for place in range(first, last)
    )

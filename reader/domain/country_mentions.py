"""Where a text names countries: one pass over its words, the longest name first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

_WORD = re.compile(r"[^\W_]+")
# Between two words of one name: `Congo, Dem. Rep.`, a hyphen, the end of a line.
_WIDEST_GAP = 3
# So far around an abbreviation small letters show that not everything is written in capitals.
_SURROUNDINGS = 40
_ONE_SPACE = frozenset({" ", "\u00a0", "-"})
# Capitalised words that may stand beside a country's name which people bear too.
_WORDS_BEFORE = (
    "a across against and at between beyond by central eastern for from in inside into like near "
    "neighboring neighbouring northern of on over southern the through to towards via western "
    "why with within y en de del por para con desde hacia"
)
_WORDS_AFTER = (
    "a after and announces army arrests as at border borders by corruption country crime criminal "
    "criminality dossier drug drugs facts for from gangs government has in index is judiciary law "
    "military minister national news of on or organised organized overview parliament police "
    "population president profile report risk says score scores seizes security state summary to "
    "trafficking war was will with y en perfil noticias informe resumen"
)
_BEFORE, _AFTER = frozenset(_WORDS_BEFORE.split()), frozenset(_WORDS_AFTER.split())
_UNITED_STATES = frozenset({"usa", "us", "u", "united"})


@dataclass(frozen=True, slots=True)
class Wording:
    """One folded spelling of a country (alpha-2).

    It counts when capitalised, or in `any_case`; an `abbreviation` only in capitals among small
    letters; one that people bear (`person`) only where nothing speaks for a person.
    """

    folded: str
    country: str
    any_case: bool = False
    abbreviation: bool = False
    person: bool = False


@dataclass(frozen=True, slots=True)
class Trap:
    """A folded phrase that holds a country's name and means something else."""

    folded: str


@dataclass(slots=True)
class _Node:
    below: dict[str, _Node] = field(default_factory=dict)
    wordings: list[Wording] = field(default_factory=list)
    is_trap: bool = False


class _Words:
    """A text's words in parallel lists: a large text has tens of thousands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded: list[str] = []
        self.spans: list[tuple[int, int]] = []
        known: dict[str, str] = {}
        for match in _WORD.finditer(text):
            written = match.group()
            folded = known.get(written)
            if folded is None:
                folded = known[written] = _fold(written)
            self.folded.append(folded)
            self.spans.append(match.span())

    def written(self, place: int) -> str:
        start, end = self.spans[place]
        return self.text[start:end]

    def is_capitalised(self, place: int) -> bool:
        return self.text[self.spans[place][0]].isupper()

    def gap_after(self, place: int) -> str:
        return self.text[self.spans[place][1] : self.spans[place + 1][0]]


class MentionFinder:
    """Finds wordings in texts; built once, as fast for thousands of names as for one."""

    def __init__(self, wordings: Iterable[Wording], traps: Iterable[Trap] = ()) -> None:
        self._root = _Node()
        for wording in wordings:
            self._node(wording.folded).wordings.append(wording)
        for trap in traps:
            self._node(trap.folded).is_trap = True

    def _node(self, folded: str) -> _Node:
        node = self._root
        for word in folded.split():
            node = node.below.setdefault(word, _Node())
        return node

    def find(self, text: str) -> list[tuple[int, str]]:
        """Positions (code points) and countries (alpha-2) of all mentions, none overlapping.

        The positions are those of the text in Unicode's composed form (NFC).
        """
        words = _Words(unicodedata.normalize("NFC", text))
        found: list[tuple[int, str]] = []
        starts = self._root.below
        after = 0
        for at, folded in enumerate(words.folded):
            if at < after or folded not in starts:
                continue
            length, country = self._longest(words, at)
            if country is not None:
                found.append((words.spans[at][0], country))
            after = at + length
        return found

    def _longest(self, words: _Words, at: int) -> tuple[int, str | None]:
        """How many words from `at` on are one name or trap, and whose; 1 and None for neither."""
        node = self._root
        length, country = 1, None
        for place in range(at, len(words.folded)):
            if place > at and _is_wide(words.gap_after(place - 1)):
                break
            following = node.below.get(words.folded[place])
            if following is None:
                break
            node = following
            if node.is_trap:
                length, country = place - at + 1, None
                continue
            for wording in node.wordings:
                if _counts(wording, words, at, place):
                    length, country = place - at + 1, wording.country
                    break
        return length, country


def _is_wide(gap: str) -> bool:
    return len(gap) > _WIDEST_GAP or gap.count("\n") > 1


def _fold(word: str) -> str:
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize("NFKD", word)
    return "".join(each for each in decomposed if not unicodedata.combining(each)).casefold()


def _counts(wording: Wording, words: _Words, first: int, last: int) -> bool:
    if wording.abbreviation:
        written = [words.written(place) for place in range(first, last + 1)]
        return all(each.isupper() for each in written) and _among_small(words, first, last)
    if not wording.any_case and not words.is_capitalised(first):
        return False
    return not wording.person or not _may_be_person(words, first, last)


def _among_small(words: _Words, first: int, last: int) -> bool:
    """Whether capitals mean something here: small letters stand around, or nothing does."""
    start, end = words.spans[first][0], words.spans[last][1]
    before = words.text[max(0, start - _SURROUNDINGS) : start]
    around = before + words.text[end : end + _SURROUNDINGS]
    return around != around.upper() or not any(each.isalpha() for each in around)


def _may_be_person(words: _Words, first: int, last: int) -> bool:
    """Whether a capitalised word stands right beside, or the name is that of a state of the US."""
    if first > 0 and words.is_capitalised(first - 1):
        beside = words.gap_after(first - 1) in _ONE_SPACE
        if beside and words.folded[first - 1] not in _BEFORE:
            return True
    if last + 1 == len(words.folded):
        return False
    gap, after = words.gap_after(last), words.folded[last + 1]
    if gap in _ONE_SPACE and words.is_capitalised(last + 1) and after not in _AFTER:
        return True
    return gap.strip() in {",", "("} and after in _UNITED_STATES

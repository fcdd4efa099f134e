"""Words by Zipf's law, and sentences put together from clauses, quickly."""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

# Frequent words fall off as 1/rank, and those past the bend faster.
_SHIFT = 2.7
_BEND = 1_000
_TAIL = 2.1
_TEMPLATES = 4_000
_DRAWN = 4_096
_SHORTEST, _LONGEST = 20, 60
_SLOT = re.compile(r"\{(\w+)\}")
_FIGURE = re.compile(r"\d+")
_MADE = {"noun": 60_000, "verb": 15_000, "adjective": 25_000}
_NAMES, _PLACES = 90_000, 40_000

Draw = Callable[[], str]
T = TypeVar("T")


def zipf_weights(count: int) -> list[float]:
    """Cumulative weights of words by rank."""
    weights = (
        1 / (rank + _SHIFT) if rank < _BEND else (_BEND / rank) ** _TAIL / (_BEND + _SHIFT)
        for rank in range(1, count + 1)
    )
    return list(itertools.accumulate(weights))


def drawn(chance: random.Random, words: Sequence[str], at_once: int = _DRAWN) -> Draw:
    """A function that draws a word by Zipf's law with every call."""
    weights = zipf_weights(len(words))

    def endless() -> Iterator[str]:
        while True:
            yield from chance.choices(words, cum_weights=weights, k=at_once)

    return endless().__next__


class Language:
    """The words and sentence patterns of one language."""

    def __init__(self, chance: random.Random, code: str, lists: Mapping[str, Any]) -> None:
        own = lists[code]
        self.code = code
        self.columns: list[str] = own["column"]
        self.draws: dict[str, Draw] = {
            part: drawn(chance, [*own[part], *_made_up(chance, lists, f"{part}_{code}", count)])
            for part, count in _MADE.items()
        }
        for part in ("good", "actor", "adverb"):
            self.draws[part] = drawn(chance, own[part])
        self.draws["heading"] = drawn(chance, own["heading"])
        # What a document is about comes from anywhere in the vocabulary, not from its head.
        about = _made_up(chance, lists, f"noun_{code}", _MADE["noun"])
        self.draws["about"] = lambda: about[int(len(about) * chance.random() ** 4)]
        patterns = [_pattern(chance, own) for _ in range(_TEMPLATES)]
        self.patterns = patterns
        self.draw_pattern = _endless_choice(chance, patterns)


class Words:
    """All languages' words, and the names that they share."""

    def __init__(self, chance: random.Random, lists: Mapping[str, Any]) -> None:
        self._chance = chance
        self._countries: list[list[str]] = lists["countries"]
        names = [each.capitalize() for each in _made_up(chance, lists, "name", _NAMES)]
        places = [each.capitalize() for each in _made_up(chance, lists, "place", _PLACES)]
        self.name = drawn(chance, names)
        self.place = drawn(chance, places)
        self._languages = {code: Language(chance, code, lists) for code in ("en", "es")}

    def writer(self, language: str) -> Writer:
        """A writer of one document."""
        count = len(self._countries)
        # The first countries have most documents.
        about = [self._countries[int(count * self._chance.random() ** 1.6)] for _ in range(3)]
        return Writer(self._chance, self._languages[language], self, about)


class Writer:
    """Writes one document: its sentences return to the document's own names and subjects."""

    def __init__(
        self, chance: random.Random, language: Language, words: Words, about: list[list[str]]
    ) -> None:
        self._chance = chance
        self._words = words
        self.language = language
        self.country = about[0][0]
        self.others = [each[0] for each in about[1:] if chance.random() < 0.25]
        self._about = about
        self._draws: dict[str, Draw] = {}

    def begin(self, size: int) -> None:
        """Choose what a document of so many passages returns to."""
        chance, draws = self._chance, self.language.draws
        names = [self._person() for _ in range(3 + size // 5)]
        places = [self._words.place() for _ in range(2 + size // 8)]
        own = [draws["about"]() for _ in range(2 + size // 10)]
        nation = 1 if self.language.code == "en" else 2
        countries = [self._about[0][nation]] * 3 + [each[nation] for each in self._about]
        self._draws = {
            **draws,
            "name": drawn(chance, names, 64),
            "place": drawn(chance, places, 64),
            "own": drawn(chance, own, 32),
            "country": _endless_choice(chance, countries, 32),
            "number": self.figure,
            "year": self._year,
        }

    def sentence(self) -> str:
        """One sentence."""
        pattern, slots = self.language.draw_pattern()
        draws = self._draws
        text = pattern % tuple([draws[slot]() for slot in slots])
        return text[:1].upper() + text[1:]

    def paragraph(self) -> str:
        """Sentences of 20 to 60 words together."""
        sentences: list[str] = []
        count = 0
        wanted = self._chance.randint(_SHORTEST, _LONGEST - 5)
        while count < wanted:
            sentence = self.sentence()
            length = sentence.count(" ") + 1
            if count and count + length > _LONGEST:
                break
            sentences.append(sentence)
            count += length
        return " ".join(sentences)

    def heading(self) -> str:
        """A heading: one that many documents have, or the document's own."""
        if self._chance.random() < 0.6:
            return self._draws["heading"]()
        first = self._draws["own" if self._chance.random() < 0.5 else "noun"]().capitalize()
        return f"{first}: {self._draws['good']()}, {self._draws['place']()}"

    def title(self) -> str:
        """What the document is called."""
        draw = self._draws
        subject = draw["good"]().capitalize()
        between = "and" if self.language.code == "en" else "y"
        return f"{subject} {between} {draw['own']()}, {draw['place']()} ({draw['country']()})"

    def label(self) -> str:
        """The first cell of a table's row."""
        return f"{self._draws['noun']().capitalize()} {self._draws['good']()}"

    def figure(self) -> str:
        """A number as texts have them: small ones mostly."""
        chance = self._chance.random()
        if chance < 0.5:
            return str(int(100 * chance) + 1)
        if chance < 0.7:
            return f"{20 * (chance - 0.5):.1f}"
        return f"{int(10 ** (2 + 12 * (chance - 0.7))):,}"

    def vary(self, text: str) -> str:
        """A foreign text with other figures and, now and then, another word."""
        chance = self._chance
        text = _FIGURE.sub(lambda found: self._other(found.group()), text)
        words = text.split(" ")
        for _ in range(len(words) // 25):
            words[chance.randrange(len(words))] = self._draws["noun"]()
        return " ".join(words)

    def _other(self, digits: str) -> str:
        if self._chance.random() < 0.4:
            return digits
        return str(self._chance.randint(10 ** (len(digits) - 1), 10 ** len(digits) - 1))

    def _year(self) -> str:
        return str(2025 - int(45 * self._chance.random() ** 2))

    def _person(self) -> str:
        name = self._words.name()
        return name if self._chance.random() < 0.4 else f"{name} {self._words.name()}"


def _endless_choice(
    chance: random.Random, values: Sequence[T], at_once: int = _DRAWN
) -> Callable[[], T]:
    def endless() -> Iterator[T]:
        while True:
            yield from chance.choices(values, k=at_once)

    return endless().__next__


def _pattern(chance: random.Random, own: Mapping[str, list[str]]) -> tuple[str, tuple[str, ...]]:
    """A sentence of clauses as a format of `%s`, with the words to put there."""
    parts = (own[part] for part in ("opening", "subject", "predicate", "place_phrase", "tail"))
    opening, subject, predicate, place, tail = (chance.choice(part) for part in parts)
    text = f"{opening}{subject} {predicate}{place}{tail}."
    return _SLOT.sub("%s", text), tuple(_SLOT.findall(text))


def _made_up(chance: random.Random, lists: Mapping[str, Any], kind: str, count: int) -> list[str]:
    """So many different made-up words: stems with the endings of their kind."""
    spelling, endings = lists["spelling"], lists["endings"][kind]
    onset, nucleus, coda = spelling["onset"], spelling["nucleus"], spelling["coda"]
    middle = spelling["middle"]
    accented = spelling["accented"] if not kind.endswith("_en") else []
    choice = chance.choice
    found: dict[str, None] = {}
    while len(found) < count:
        # Frequent words are short (Zipf as well).
        longer = chance.random() < len(found) / 20_000
        stem = choice(onset) + choice(nucleus) + choice(middle) + choice(nucleus) + choice(coda)
        if longer and chance.random() < 0.5:
            stem += choice(middle) + choice(nucleus) + choice(coda)
        if accented and chance.random() < 0.12:
            place = chance.randrange(len(stem))
            stem = f"{stem[:place]}{choice(accented)}{stem[place + 1 :]}"
        for _ in range(chance.randint(1, 3)):
            found[stem + choice(endings)] = None
    return list(found)[:count]

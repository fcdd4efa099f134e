"""The phrase lexicon: which words speak for which indicator, compiled for one scan of a text."""

from __future__ import annotations

import enum
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from reader.domain.errors import InvalidInput
from reader.domain.scoring import ScoredIndex
from reader.text.stemming import DEFAULT_LANGUAGE, stems

# The language in which an index names its indicators.
_LANGUAGE_OF_NAMES = "en"
_SHARED = "shared"


class Strength(enum.StrEnum):
    """How a phrase speaks for its indicator; the words of the lexicon's files."""

    STRONG = "strong"
    SUPPORTING = "supporting"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of one indicator, by the stems of its words in sequence.

    `official` says that it is the indicator's own name or an alias of it, which in a heading is
    always strong.
    """

    indicator: str
    words: str
    stems: tuple[str, ...]
    strength: Strength
    official: bool = False


class PhraseTable:
    """The phrases of one language by the stem of their first word, longest first.

    A text is scanned once for the phrases of all indicators.
    """

    def __init__(self, language: str, phrases: Mapping[tuple[str, tuple[str, ...]], Phrase]):
        self.language = language
        self.phrases = tuple(phrases.values())
        by_stems: dict[tuple[str, ...], list[Phrase]] = {}
        for phrase in self.phrases:
            by_stems.setdefault(phrase.stems, []).append(phrase)
        table: dict[str, list[tuple[tuple[str, ...], tuple[Phrase, ...]]]] = {}
        for sequence in sorted(by_stems, key=lambda each: (-len(each), each)):
            table.setdefault(sequence[0], []).append((sequence, tuple(by_stems[sequence])))
        self._by_first_stem = {first: tuple(entries) for first, entries in table.items()}

    def starting_with(self, first: str) -> tuple[tuple[tuple[str, ...], tuple[Phrase, ...]], ...]:
        """The stem sequences that begin with `first`, longest first, and whose phrases they are."""
        return self._by_first_stem.get(first, ())


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The phrases for all indicators of one scored index, by language (ISO 639-1)."""

    index: str
    indicators: tuple[str, ...]
    tables: Mapping[str, PhraseTable]

    def table(self, language: str | None) -> PhraseTable:
        """The phrases for a document's language tag (`es`, `en-GB`).

        A language that is unknown or has no phrases is read as English, as `text.stemming` does.
        """
        primary = (language or DEFAULT_LANGUAGE).replace("_", "-").split("-")[0].lower()
        return self.tables.get(primary) or self.tables[DEFAULT_LANGUAGE]


def load_lexicon(path: Path, index: ScoredIndex) -> Lexicon:
    """Read a lexicon of phrases for `index` (its format is explained at the head of the file).

    The indicators' names and aliases are added as strong English phrases where the file does not
    list them itself. Raises InvalidInput, naming the file and the entry, for anything else than
    lists of phrases under known indicators: a phrase given twice for an indicator, strong for two
    without being shared, or without a word in it.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InvalidInput("the lexicon cannot be read", item=str(path)) from error
    except ValueError as error:
        raise InvalidInput(
            f"not a lexicon: {error}", item=str(path), remedy="Mend the file there"
        ) from error
    tables: dict[str, PhraseTable] = {}
    for language, content in {DEFAULT_LANGUAGE: {}, **data}.items():
        tables[language] = _Reader(path, index, language).table(content)
    identifiers = tuple(each.id for each in index.indicators())
    return Lexicon(index=index.id, indicators=identifiers, tables=tables)


class _Reader:
    """Reads the part of a lexicon file that is in one language."""

    def __init__(self, path: Path, index: ScoredIndex, language: str) -> None:
        self._path = path
        self._index = index
        self._language = language

    def table(self, content: object) -> PhraseTable:
        entries = self._mapping(content, self._language)
        shared = set()
        for words in self._words(entries.get(_SHARED, []), f"{self._language}.{_SHARED}"):
            shared.add(stems(words, self._language))
        known = {each.id for each in self._index.indicators()}
        phrases: dict[tuple[str, tuple[str, ...]], Phrase] = {}
        strong_for: dict[tuple[str, ...], str] = {}
        for indicator, lists in entries.items():
            if indicator == _SHARED:
                continue
            entry = f"{self._language}.{indicator}"
            if indicator not in known:
                raise self._wrong(entry, f"no such indicator in {self._index.id}")
            for phrase in self._phrases(indicator, self._mapping(lists, entry), entry):
                key = (indicator, phrase.stems)
                if key in phrases:
                    raise self._wrong(
                        entry, f"“{phrase.words}” repeats “{phrases[key].words}” (same stems)"
                    )
                phrases[key] = phrase
                if phrase.strength is Strength.STRONG and phrase.stems not in shared:
                    other = strong_for.setdefault(phrase.stems, indicator)
                    if other != indicator:
                        raise self._wrong(
                            entry, f"“{phrase.words}” is strong for {other} too, but not shared"
                        )
        if self._language == _LANGUAGE_OF_NAMES:
            self._add_names(phrases)
        return PhraseTable(self._language, phrases)

    def _phrases(self, indicator: str, lists: Mapping[str, object], entry: str) -> Iterator[Phrase]:
        for name, value in lists.items():
            if name not in list(Strength):
                expected = ", ".join(Strength)
                raise self._wrong(f"{entry}.{name}", f"not one of the lists {expected}")
            for words in self._words(value, f"{entry}.{name}"):
                yield Phrase(indicator, words, stems(words, self._language), Strength(name))

    def _add_names(self, phrases: dict[tuple[str, tuple[str, ...]], Phrase]) -> None:
        for indicator in self._index.indicators():
            for name in (indicator.name, *indicator.aliases):
                sequence = stems(name, self._language)
                listed = phrases.get((indicator.id, sequence)) or Phrase(
                    indicator.id, name, sequence, Strength.STRONG
                )
                phrases[indicator.id, sequence] = replace(listed, official=True)

    def _mapping(self, value: object, entry: str) -> Mapping[str, object]:
        if not isinstance(value, dict):
            raise self._wrong(entry, "a table was expected here")
        return value

    def _words(self, value: object, entry: str) -> Iterator[str]:
        if not isinstance(value, list):
            raise self._wrong(entry, "a list of phrases was expected here")
        for words in value:
            if not isinstance(words, str) or not all(stems(words, self._language) or [""]):
                raise self._wrong(entry, f"“{words}” is not a phrase: it has no word in it")
            yield words

    def _wrong(self, entry: str, what: str) -> InvalidInput:
        return InvalidInput(
            f"[{entry}] {what}", item=str(self._path), remedy="Change or remove that entry"
        )

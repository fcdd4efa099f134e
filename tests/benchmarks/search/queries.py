"""Queries of every class, drawn by a seed from the words and passages of a corpus."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.benchmarks.search.corpus import corpus, corpus_file

_FORMAT = 1
_EACH = 100
_SAMPLED = 3_000
_WORD = re.compile(r"[^\W\d_]+")
# Ranks by the number of passages: what stands between words, what many passages say, and the rest.
_FUNCTION = slice(0, 20)
_COMMON = slice(20, 300)
_MIDDLE = slice(300, 6_000)
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class MadeQuery:
    """What is asked: `how` is the class's kind of query, `country` an alpha-2 code."""

    how: str
    words: tuple[str, ...]
    country: str = ""


@dataclass(frozen=True, slots=True)
class Queries:
    """The queries by class, and the versions by country that filters stand for."""

    classes: Mapping[str, Sequence[MadeQuery]]
    versions: Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Counted:
    """Words by rank, paragraphs as their words, and versions by country."""

    ranked: Sequence[tuple[str, int]]
    paragraphs: Sequence[Sequence[str]]
    versions: Mapping[str, Sequence[int]]


def queries(passages: int, seed: int, factbook: Path | None = None) -> Queries:
    """The queries for a corpus; drawn the first time, and kept beside it."""
    kept = corpus_file(passages, seed, factbook)
    file = kept.with_name(f"{kept.stem}-queries-{_FORMAT}.json")
    if not file.is_file():
        made = _drawn(_count(passages, seed, factbook), random.Random(seed))
        fresh = file.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(made)), encoding="utf-8")
        fresh.replace(file)
    data = json.loads(file.read_text(encoding="utf-8"))
    classes = {
        name: [MadeQuery(each["how"], tuple(each["words"]), each["country"]) for each in listed]
        for name, listed in data["classes"].items()
    }
    return Queries(classes, data["versions"])


def _count(passages: int, seed: int, factbook: Path | None) -> _Counted:
    chance = random.Random(seed)
    counts: Counter[str] = Counter()
    paragraphs: list[list[str]] = []
    versions: dict[str, list[int]] = {}
    seen = 0
    for document in corpus(passages, seed, factbook):
        for country in document.countries:
            versions.setdefault(country, []).append(document.number)
        for block in document.blocks:
            words = _WORD.findall(block.text)
            counts.update({word.lower() for word in words})
            if block.kind == "paragraph" and len(words) >= 12:
                seen += 1
                if len(paragraphs) < _SAMPLED:
                    paragraphs.append(words)
                elif (place := chance.randrange(seen)) < _SAMPLED:
                    paragraphs[place] = words
    ranked = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return _Counted(ranked, paragraphs, versions)


def _drawn(counted: _Counted, chance: random.Random) -> Queries:
    function, common, middle = (
        [word for word, _ in counted.ranked[part] if len(word) > (part is not _FUNCTION)]
        for part in (_FUNCTION, _COMMON, _MIDDLE)
    )
    rare = [word for word, count in counted.ranked if count <= 5 and len(word) > 4]
    is_function, is_common, is_middle = set(function), set(common), set(middle)
    countries = sorted(counted.versions)

    def together(*kinds: set[str]) -> tuple[str, ...]:
        """Different words of one paragraph, one of each kind."""
        while True:
            words = [word.lower() for word in chance.choice(counted.paragraphs)]
            chosen: list[str] = []
            for kind in kinds:
                fitting = [word for word in words if word in kind and word not in chosen]
                if fitting:
                    chosen.append(chance.choice(fitting))
            if len(chosen) == len(kinds):
                return tuple(chosen)

    def phrase() -> tuple[str, ...]:
        words = chance.choice(counted.paragraphs)
        length = chance.randint(2, 4)
        first = chance.randrange(len(words) - length)
        return tuple(word.lower() for word in words[first : first + length])

    def near() -> tuple[str, ...]:
        while True:
            words = chance.choice(counted.paragraphs)
            first = chance.randrange(len(words) - 8)
            pair = words[first].lower(), words[first + chance.randint(2, 8)].lower()
            if not is_function & set(pair) and pair[0] != pair[1]:
                return pair

    def begun(letters: int) -> tuple[str, ...]:
        """The first letters of a word as it occurs: of a frequent one more often."""
        while True:
            word = chance.choice(chance.choice(counted.paragraphs)).lower()
            if len(word) > letters and word not in is_function:
                return (word[:letters],)

    def typed_on() -> tuple[str, ...]:
        first, second = together(is_common, is_common | is_middle)
        return first, second[: max(3, len(second) - 2)]

    def mistyped() -> tuple[str, ...]:
        while True:
            word = chance.choice(chance.choice(counted.paragraphs)).lower()
            if word in is_middle and len(word) > 4:
                place = chance.randrange(1, len(word))
                return (word[:place] + chance.choice(_ALPHABET) + word[place + 1 :],)

    def written() -> tuple[str, ...]:
        while True:
            word = chance.choice(chance.choice(counted.paragraphs))
            if word.lower() in is_common | is_middle:
                return (word,)

    def some(how: str, draw: Callable[[], tuple[str, ...]]) -> list[MadeQuery]:
        return list(_some(how, draw))

    def one_of(words: Sequence[str], count: int = 1) -> Callable[[], tuple[str, ...]]:
        return lambda: tuple(chance.sample(words, count))

    classes = {
        "function word": some("word", one_of(function)),
        "common word": some("word", one_of(common)),
        "rare word": some("word", one_of(rare)),
        "two words": some("all", lambda: together(is_common, is_middle)),
        "three common words, any": some("any", one_of(common, 3)),
        "three common words, all": some("all", lambda: together(*[is_common] * 3)),
        "phrase": some("phrase", phrase),
        "completion, 1 letter": some("complete", lambda: begun(1)),
        "completion, 2 letters": some("complete", lambda: begun(2)),
        "prefix, 3 letters": some("prefix", lambda: begun(3)),
        "word and a prefix": some("typed", typed_on),
        "near": some("near", near),
        "exact": some("exact", written),
        "not": some("not", one_of(common, 2)),
        "fuzzy": some("fuzzy", mistyped),
        "spelling (for a word)": some("spelling", mistyped),
        "filter and a word": [
            MadeQuery("filter", (chance.choice(common),), chance.choice(countries))
            for _ in range(_EACH)
        ],
    }
    return Queries(classes, counted.versions)


def _some(how: str, draw: Callable[[], tuple[str, ...]]) -> Iterator[MadeQuery]:
    """So many different queries where there are so many: each is new to who is asked."""
    found: dict[MadeQuery, None] = {}
    for _ in range(20 * _EACH):
        found[MadeQuery(how, draw())] = None
        if len(found) == _EACH:
            break
    return iter(found)

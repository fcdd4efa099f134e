"""Known items: three or four of a sentence's rarer words are typed, and its passage comes first.

`python -m tests.benchmarks.search.known_items [--passages 40000] [--sentences 500] [--seed N]
[--countries FOLDER]`. Once as they stand, and once with one typing error in one word, of each kind
in turns. Floors: the passage first for 95 % as typed, and for 90 % with an error, through the
suggestion or with a tilde behind the word. A sentence that stands in several passages counts as
found with any of them, and is told apart.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.domain.document import Document, Passage, PassageKind
from reader.library.library import Library
from reader.library.search_results import SearchResults
from reader.text.folding import fold
from reader.text.sentences import sentences
from tests.benchmarks.search.made_library import made_library

KINDS = ("substitution", "deletion", "insertion", "transposition")
_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_SENTENCE = 7
_FEWEST = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LISTED = 25
_ALIKE = 500
FIRST, TWIN = "first", "first, in another passage with the same sentence"


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence of a passage, and what is typed to find it."""

    document: Document
    passage: Passage
    sentence: str
    typed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of typing: `FIRST`, `TWIN`, or why the passage was not first."""

    item: Item
    typed: str
    why: str

    @property
    def found(self) -> bool:
        """Whether the reader sees the sentence first."""
        return self.why in (FIRST, TWIN)


def items(library: Library, count: int, chance: random.Random) -> list[Item]:
    """Sentences drawn from all passages but headings and cells, with words typed of each."""
    counts: Counter[str] = Counter()
    drawn: list[tuple[Document, Passage, str]] = []
    seen = 0
    for document in library.documents.all():
        for passage in library.documents.passages(document):
            counts.update({fold(word) for word in _WORD.findall(passage.text)})
            if passage.kind not in (PassageKind.PARAGRAPH, PassageKind.LIST_ITEM):
                continue
            for start, end in sentences(passage.text):
                sentence = passage.text[start:end]
                if len(set(_WORD.findall(fold(sentence)))) < _SHORTEST_SENTENCE:
                    continue
                seen += 1
                place = chance.randrange(seen)
                if len(drawn) < count:
                    drawn.append((document, passage, sentence))
                elif place < count:
                    drawn[place] = document, passage, sentence
    return [Item(*each, _typed(each[2], counts, chance)) for each in drawn]


def _typed(sentence: str, counts: Counter[str], chance: random.Random) -> tuple[str, ...]:
    """Three or four of the rarer half of the words of three letters and more, in their order."""
    words = list(dict.fromkeys(word.lower() for word in _WORD.findall(sentence) if len(word) > 2))
    rarer = sorted(words, key=lambda word: counts[fold(word)])[: max(_FEWEST, len(words) // 2)]
    chosen = set(chance.sample(rarer, min(chance.choice((3, 4)), len(rarer))))
    return tuple(word for word in words if word in chosen)


def mistyped(word: str, kind: str, chance: random.Random) -> str:
    """A word with one error, anywhere in it."""
    while True:
        place = chance.randrange(len(word))
        letter = chance.choice(_LETTERS)
        before, at, after = word[:place], word[place], word[place + 1 :]
        match kind:
            case "substitution":
                wrong = before + letter + after
            case "deletion":
                wrong = before + after
            case "insertion":
                wrong = before + letter + at + after
            case _:
                wrong = before + after[:1] + at + after[1:]
        if wrong != word:
            return wrong


def outcome(library: Library, item: Item, text: str) -> Outcome:
    """Type a query and look at what comes first."""
    results = library.searching.run(text)
    return Outcome(item, text, _why(item, results))


def _why(item: Item, results: SearchResults) -> str:
    mended = f", read as “{results.suggestion}”" if results.suggestion else ""
    if not results.hits:
        return f"nothing found{mended}"
    places = [(hit.document.id, hit.passage.ordinal) for hit in results.hits]
    own = item.document.id, item.passage.ordinal
    if places[0] == own:
        return FIRST
    if item.sentence in results.hits[0].passage.text:
        return TWIN
    if own in places:
        return f"{places.index(own) + 1}. of {results.total}{mended}"
    return f"not among {results.total}{mended}"


def told(name: str, outcomes: Sequence[Outcome], floor: str = "") -> None:
    """Print a rate, with how many of it were found in another passage."""
    found = sum(each.found for each in outcomes)
    twins = sum(each.why == TWIN for each in outcomes)
    rate = 100 * found / max(len(outcomes), 1)
    print(f"  {name:<44} {rate:5.1f} %  of {len(outcomes):4}  ({twins} a twin){floor}")


def missed(outcomes: Sequence[Outcome]) -> None:
    """List what was not first, and why."""
    misses = [each for each in outcomes if not each.found]
    for each in misses[:_LISTED]:
        print(f"    “{each.typed}” of {each.item.typed}: {each.why}")
    if len(misses) > _LISTED:
        print(f"    and {len(misses) - _LISTED} more")


def measure(library: Library, count: int, seed: int) -> None:
    """Print the rates and the misses."""
    chance = random.Random(seed)
    drawn = items(library, count, chance)
    right = [outcome(library, item, " ".join(item.typed)) for item in drawn]
    told("as typed", right, "   (floor: 95 %)")
    missed(right)
    suggested: dict[str, list[Outcome]] = {kind: [] for kind in KINDS}
    either: dict[str, list[Outcome]] = {kind: [] for kind in KINDS}
    words = 0
    for number, item in enumerate(drawn):
        kind = KINDS[number % len(KINDS)]
        place = chance.choice([at for at, word in enumerate(item.typed) if len(word) > 3] or [0])
        wrong = mistyped(item.typed[place], kind, chance)
        alike = library.searching.words(wrong, _ALIKE)
        words += fold(wrong) in {each.word for each in alike}
        before, after = item.typed[:place], item.typed[place + 1 :]
        first = outcome(library, item, " ".join((*before, wrong, *after)))
        suggested[kind].append(first)
        if not first.found:
            second = outcome(library, item, " ".join((*before, f"{wrong}~", *after)))
            first = second if second.found else first
        either[kind].append(first)
    print(f"  one typing error ({words} make another word of the library)")
    for kind in KINDS:
        told(f"{kind}, as typed", suggested[kind])
        told(f"{kind}, or with a tilde", either[kind])
    everything = [each for kind in KINDS for each in either[kind]]
    told("all, as typed", [each for kind in KINDS for each in suggested[kind]])
    told("all, or with a tilde", everything, "   (floor: 90 %)")
    missed(everything)


def main() -> None:
    """Print what the command line asks for."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.search.known_items")
    options.add_argument("--passages", type=int, default=40_000)
    options.add_argument("--sentences", type=int, default=500)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--countries", type=Path, help="country files to import as well")
    chosen = options.parse_args()
    with made_library(chosen.passages, chosen.seed, chosen.countries) as library:
        print(f"{library.documents.passage_total:,} passages, {chosen.sentences} sentences")
        measure(library, chosen.sentences, chosen.seed)


if __name__ == "__main__":
    main()

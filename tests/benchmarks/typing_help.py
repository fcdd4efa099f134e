"""Prints how long completions and "elsewhere" take at each key, in a library of many words.

Run from the checkout: `python tests/benchmarks/typing_help.py [documents] [words] [bookmarks]`
(default 5,000, 60,000 and 2,000). The words are made from a seed and follow a Zipf law. The floor
beside them is going through all of the same names one by one, in the same run.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT))

from reader.domain.dates import PartialDate
from reader.domain.document import Block, PassageKind, SourceMetadata, place_blocks
from reader.library.library import Library

_SYLLABLES = "ba co da el fi ga hu in jo ka lo mi na or pe qui ra sa tu ve wa xo ya zu tr pr"
_COUNTRIES = "PE CO BO EC BR MX VE CL AR PA GT HN US ES FR DE IT NG KE ZA"
_NOW = "2026-01-01T00:00:00+00:00"
_QUERIES = (
    "p", "pe", "per", "peru", "trade", "gold tr", "cocaine trade pe", "country:", "country:peru,c",
    "year:20", "title:ba", "tag:", "publisher:pub", "indicator:", "bacoda", "gold -per",
)  # fmt: skip
_ELSEWHERE = (
    "p", "pe", "per", "peru", "gold peru", "cocaine trade", "badafi OR cocaine", "baco ba",
    '"baba coba"', "bada~", "NOT baba coba", "peruvian police state", "sa",
)  # fmt: skip


def main(documents: int, words: int, bookmarks: int) -> None:
    """Make the library, then type."""
    chance = random.Random(4)
    vocabulary = a_vocabulary(chance, words)
    with tempfile.TemporaryDirectory() as folder:
        made = Library.create(Path(folder) / "library", program="it", cache=Path(folder) / "cache")
        with made as library:
            fill(library, chance, vocabulary, documents, bookmarks)
            started = time.perf_counter()
            library.deriving.run()
            print(f"indexed in {time.perf_counter() - started:.1f} s")
            measure_making(library)
            completing, elsewhere = library.completing, library.elsewhere
            measure("completing", _QUERIES, lambda text: completing.run(text, len(text), 12))
            measure("elsewhere", _ELSEWHERE, elsewhere.run)
            titles = [each.metadata.title for each in library.documents.all()]
            measure("floor: titles one by one", ("pe",), lambda text: one_by_one(titles, text))


def a_vocabulary(chance: random.Random, number: int) -> list[str]:
    """Different words that can be spoken."""
    found: dict[str, None] = dict.fromkeys(("gold", "cocaine", "peru", "trade", "state"))
    while len(found) < number:
        found["".join(chance.choices(_SYLLABLES.split(), k=chance.randint(2, 5)))] = None
    return list(found)


def fill(
    library: Library, chance: random.Random, vocabulary: list[str], documents: int, marks: int
) -> None:
    """Documents whose texts together hold every word, and bookmarks with notes and tags."""
    weights = [1 / (place + 3) for place in range(len(vocabulary))]

    def some(number: int) -> str:
        return " ".join(chance.choices(vocabulary, weights, k=number))

    share = -(-len(vocabulary) // documents)
    store = library._document_store
    names = []
    with library._database.transaction() as connection:
        for at in range(documents):
            own = " ".join(vocabulary[at * share : (at + 1) * share])
            blocks = [Block(PassageKind.PARAGRAPH, f"{own} {some(40)}.") for _ in range(2)]
            metadata = SourceMetadata(
                title=f"{some(chance.randint(3, 9)).title()} {at}",
                publisher=f"Publisher {chance.randint(1, 200)}",
                published=PartialDate(chance.randint(1990, 2025), chance.randint(1, 12)),
                language=chance.choice(("en", "es")),
                countries=tuple(chance.sample(_COUNTRIES.split(), 2)),
                tags=tuple(chance.sample(vocabulary[:80], 2)),
                kind=chance.choice(("article", "profile", "summary")),
            )
            name = f"d{at:06}"
            names.append(name)
            store.put_metadata(connection, name, metadata)
            store.add_version(
                connection, name, sha256=f"{at:064x}", imported_at=_NOW, source_name=f"{at}.md",
                format_name="markdown", passages=place_blocks(blocks), facts=(),
            )  # fmt: skip
    with library._database.transaction() as connection:
        for at in range(marks):
            note = f"{some(chance.randint(3, 25)).capitalize()}."
            document, tag = chance.choice(names), chance.choice(vocabulary[:80])
            connection.execute(
                "INSERT INTO bookmark (id, document, version, exact, prefix, suffix, start,"
                ' "end", note, tags, colour, created, anchor, anchored_start, anchored_end)'
                " VALUES (?, ?, (SELECT id FROM version WHERE document = ?), 'x', '', '', 0, 1,"
                " ?, ?, 'yellow', ?, 'exact', 0, 1)",
                (f"b{at}", document, document, note, f'["{tag}"]', _NOW),
            )
    print(f"{documents:,} documents, {len(vocabulary):,} words, {marks:,} bookmarks", end="; ")


def measure_making(library: Library) -> None:
    """What the first key pays, and a key after something else was written."""
    started = time.perf_counter()
    library.completing.run("pe", 2)
    library.elsewhere.run("pe")
    print(f"first key {1000 * (time.perf_counter() - started):6.1f} ms", end=", ")
    library.saved_searches.add("Gold", "gold")
    started = time.perf_counter()
    library.completing.run("pe", 2)
    library.elsewhere.run("pe")
    print(f"after another change {1000 * (time.perf_counter() - started):6.1f} ms")


def measure(name: str, queries: Sequence[str], run: Callable[[str], object]) -> None:
    """The median and the 95th percentile of each query's time, and of all."""
    everything = []
    for text in queries:
        times = []
        for _ in range(30):
            started = time.perf_counter()
            run(text)
            times.append(1000 * (time.perf_counter() - started))
        everything += times
        p95 = sorted(times)[28]
        print(f"  {name:<26} {text:<24} {statistics.median(times):7.2f} {p95:7.2f} ms")
    everything.sort()
    p95 = everything[len(everything) * 95 // 100]
    print(f"  {name:<26} {'all':<24} {statistics.median(everything):7.2f} {p95:7.2f} ms")


def one_by_one(titles: Sequence[str], typed: str) -> list[str]:
    """Titles with a word that begins so, looked for in each."""
    wanted = f" {typed.casefold()}"
    return [each for each in titles if wanted in f" {each.casefold()}"][:8]


if __name__ == "__main__":
    given = [int(each.replace(",", "")) for each in sys.argv[1:4]]
    defaults = [5_000, 60_000, 2_000]
    main(*[*given, *defaults[len(given) :]])

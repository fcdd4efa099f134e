"""Hostile queries: 2,000 of them, none of which may raise or take over 300 ms.

`python -m tests.benchmarks.search.hostile [--passages 40000] [--queries 2000] [--seed N]`: drawn by
a seed, each asked once as typed on and once as entered. Prints what raised, and the slowest ten.
"""

from __future__ import annotations

import argparse
import random
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reader.library.library import Library
from tests.benchmarks.search.corpus import corpus, corpus_file
from tests.benchmarks.search.made_library import made_library
from tests.benchmarks.search.queries import queries

FLOOR_MS = 300
_SHOWN = 90
_OPERATORS = (
    *("AND", "OR", "NOT", "and", "or", "not", "-", "+", "(", ")", '"', "“", "”", "«", "»", "'"),
    *("*", "~", "~1", "~99999999999", "=", ":", "..", ",", "|", "&", "!", "^", "\\", "/", "{", "}"),
    *("country:", "year:", "in:notes", "tag:", "type:", "lang:", "title:", "indicator:", "=", '="'),
)
_FILTERS = ("country", "publisher", "year", "type", "tag", "indicator", "lang", "title", "in", "x")
_VALUES = (
    *("", '""', "*", "peru", "PE,CO,,", "9" * 400, "-1", "2013..", "..2013", "2020..1990", "0..0"),
    *("1e309", "NaN", "٢٠١٣", "²⁰¹³", "..", "...", "a..b", "9999999..99999999999", "notes", "\0"),
    *("' OR 1=1 --", "../../etc/passwd", "%00", "country:country:", "“", "(a", "a)", "🏴" * 30),
)
_KNOWN = (
    *("", " ", "\t\n", '"', '""', '"""', "()", ")(", "((", "))", "-", "--", "- -", "*", "**", "?"),
    *(
        "~",
        "~~",
        "=",
        '=""',
        "OR",
        "OR OR",
        "AND",
        "NOT",
        "NOT NOT a",
        "a OR",
        "OR a",
        "- a",
        "-(a)",
    ),
    *(
        "'; DROP TABLE passage; --",
        "\" OR ''='",
        "1' UNION SELECT sql FROM sqlite_master",
        "%%%s%n",
    ),
    *("(a+)+$", "(.*)*x", "^(([a-z])+.)+[A-Z]([a-z])+$", "a{1,99999}", "[[:alpha:]]", "\\d\\u0000"),
    *("<script>alert(1)</script>", "${jndi:x}", "{{7*7}}", "\x00", "a\x00b", "\ud800", "a\udfffb"),
    *(
        "\ufeff",
        "\u202egold",
        "g\u0301o\u0301ld",
        "ﬁsh",
        "İstanbul",
        "ß",
        "ΌΔΟΣ",
        "\U0001f600",
        "\u200b",
    ),
    *("NEAR(a b)", "a NEAR/2 b", "{text title}: a", "rank:x", "text:*", "_id:1", "key:1", "NULL"),
)

_PLANES = (
    *((32, 127), (0xA0, 0x24F), (0x300, 0x36F), (0x590, 0x8FF), (0x2000, 0x206F)),
    *((0x3040, 0x9FFF), (0xD800, 0xDFFF), (0xFE00, 0xFFFF), (0x1F000, 0x1FAFF)),
)

Draw = Callable[[random.Random], str]


@dataclass(frozen=True, slots=True)
class Took:
    """A query, its kind, and its milliseconds by the clock and of the processor."""

    kind: str
    text: str
    wall: float
    processor: float
    total: int


def _kinds(common: Sequence[str], letters: Sequence[str]) -> dict[str, Draw]:
    """What makes queries, by name; `common` are words that very many passages hold."""

    def some(chance: random.Random, most: int, least: int = 1) -> list[str]:
        return chance.choices(common, k=chance.randint(least, most))

    def unicode(chance: random.Random) -> str:
        low, high = chance.choice(_PLANES)
        return "".join(chr(chance.randint(low, high)) for _ in range(chance.randint(1, 60)))

    def operators(chance: random.Random) -> str:
        return chance.choice(("", " ")).join(chance.choices(_OPERATORS, k=chance.randint(1, 40)))

    def salad(chance: random.Random) -> str:
        return " ".join(chance.choices((*_OPERATORS, *some(chance, 6)), k=chance.randint(2, 30)))

    def long(chance: random.Random) -> str:
        piece = chance.choice(
            (
                "a",
                "a ",
                '"',
                "(",
                "-",
                "*",
                "a* ",
                "~",
                "a OR ",
                "year:1 ",
                "é",
                "\ud83d\ude00",
                "=",
            )
        )
        return (piece * 100_000)[: chance.choice((5_000, 100_000))]

    def many(chance: random.Random) -> str:
        between = chance.choice((" ", " OR ", " AND ", " -", "~ ", "* ", " ="))
        return between.join(some(chance, 200, 30))

    def deep(chance: random.Random) -> str:
        depth = chance.choice((50, 500, 5_000, 30_000))
        way = chance.choice(("(", "-(", "a (", "a OR (", "NOT ("))
        return way * depth + "gold" + ")" * chance.choice((0, depth // 2, depth))

    def filters(chance: random.Random) -> str:
        made = [f"{chance.choice(_FILTERS)}:{chance.choice(_VALUES)}" for _ in range(3)]
        return " ".join((*some(chance, 2), *made[: chance.randint(1, 3)]))

    def fuzzy(chance: random.Random) -> str:
        return " ".join(f"{word}~{chance.choice(('', '1', '2', '9'))}" for word in some(chance, 6))

    def near(chance: random.Random) -> str:
        return f'"{" ".join(some(chance, 6, 2))}"~{chance.choice((0, 1, 10, 1_000_000, 10**30))}'

    return {
        "known trouble": lambda chance: chance.choice(_KNOWN),
        "unicode": unicode,
        "operators": operators,
        "words and operators": salad,
        "long": long,
        "many words": many,
        "64 with OR": lambda chance: " OR ".join(some(chance, 64, 64)),
        "deep": deep,
        "filters": filters,
        "fuzzy": fuzzy,
        "near": near,
        "phrase": lambda chance: f'"{" ".join(some(chance, 40, 2))}"',
        "exact": lambda chance: f'="{" ".join(some(chance, 8, 1))}"',
        "short prefixes": lambda chance: " OR ".join(
            f"{letter}*" for letter in chance.choices(letters, k=chance.randint(1, 8))
        ),
        "without": lambda chance: " ".join(f"-{word}" for word in some(chance, 8)),
    }


def hostile(count: int, seed: int, common: Sequence[str]) -> list[tuple[str, str]]:
    """So many queries with their kinds, every kind in turns."""
    chance = random.Random(seed)
    kinds = _kinds(common, "abcdefghijklmnopqrstuvwxyz")
    names = list(kinds)
    return [(name, kinds[name](chance)) for name in (names[at % len(names)] for at in range(count))]


def measure(library: Library, asked: Sequence[tuple[str, str]]) -> tuple[list[Took], int]:
    """The times of all queries, typed on and entered; and how many raised."""
    took, raised = [], 0
    for typing in (True, False):
        for kind, text in asked:
            wall, processor = time.perf_counter(), time.process_time()
            total = -1
            try:
                total = library.searching.run(text, typing=typing).total
            except Exception:
                raised += 1
                if raised <= 10:
                    print(f"  RAISED for {kind}: {text[:_SHOWN]!r} ({len(text)} characters)")
                    print("   ", traceback.format_exc(limit=-3).replace("\n", "\n    "))
            ends = time.perf_counter(), time.process_time()
            took.append(
                Took(kind, text, (ends[0] - wall) * 1000, (ends[1] - processor) * 1000, total)
            )
    return took, raised


def main() -> None:
    """Print what the command line asks for."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.search.hostile")
    options.add_argument("--passages", type=int, default=40_000)
    options.add_argument("--queries", type=int, default=2_000)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    if not corpus_file(chosen.passages, chosen.seed).is_file():
        for _ in corpus(chosen.passages, chosen.seed):
            pass
    classes = queries(chosen.passages, chosen.seed).classes
    common = [
        word
        for name in ("function word", "common word")
        for query in classes[name]
        for word in query.words
    ]
    with made_library(chosen.passages, chosen.seed) as library:
        asked = hostile(chosen.queries, chosen.seed, common)
        took, raised = measure(library, asked)
    slow = [each for each in took if each.wall > FLOOR_MS]
    busy = [each for each in took if each.processor > FLOOR_MS]
    print(
        f"{len(asked)} queries, each typed on and entered: {raised} raised (floor: 0);"
        f" {len(slow)} took over {FLOOR_MS} ms by the clock, {len(busy)} of the processor"
        " (floor: 0)"
    )
    print(f"all together {sum(each.wall for each in took) / 1000:.0f} s")
    for each in sorted(took, key=lambda took: -took.wall)[:10]:
        print(
            f"  {each.wall:7.0f} ms ({each.processor:.0f} of the processor), {each.total} matches,"
            f" {each.kind}: {each.text[:_SHOWN]!r} ({len(each.text)} characters)"
        )


if __name__ == "__main__":
    main()

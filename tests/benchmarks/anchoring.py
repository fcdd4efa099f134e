"""Prints what 10,000 random edits do to marks, by kind of edit, and the time for a large document.

Run from the checkout: `python tests/benchmarks/anchoring.py [edits] [seed]`. The floor is the
anchoring that sees the new text only (as for marks that come from elsewhere), in the same run.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(CHECKOUT), str(CHECKOUT / "tests" / "domain")]

import tagged_edits

from reader.domain.alignment import Alignment
from reader.domain.anchoring import Exact, Moved, anchor, describe
from reader.domain.reanchoring import anchored, reanchor

_MARKS = 3
_SHOWN = 5


def main(edits: int, seed: int) -> None:
    """Measure rightness, then speed."""
    measure_rightness(edits, seed)
    for size in (1_000_000, 5_000_000):
        measure_speed(size)


def measure_rightness(edits: int, seed: int) -> None:
    """One kind of edit after the other, alone or with one or two more on top of it."""
    table: dict[str, Counter[str]] = {kind: Counter() for kind in tagged_edits.EDITS}
    floor: Counter[str] = Counter()
    wrong = []
    for at in range(edits):
        chance = random.Random(f"{seed}-{at}")
        before = tagged_edits.a_document(chance)
        marks = [tagged_edits.a_mark(chance, before) for _ in range(_MARKS)]
        kind = list(tagged_edits.EDITS)[at % len(tagged_edits.EDITS)]
        after = tagged_edits.edit(chance, before, marks[0], kind)
        text = tagged_edits.plain(after)
        for mark in marks:
            verdict = tagged_edits.judge(before, after, mark, reanchor(before, text, *mark))
            row = table[kind]
            row[type(verdict.anchor).__name__] += 1
            kept = verdict.kept and not verdict.twin
            row["kept"] += kept
            row["kept, found"] += kept and verdict.found
            row["twice"] += kept and verdict.twice
            row["twice, found"] += kept and verdict.twice and verdict.found
            row["twin"] += verdict.kept and verdict.twin
            row["twin, orphaned"] += verdict.kept and verdict.twin and not verdict.found
            row["wrong"] += verdict.wrong is not None
            if verdict.wrong:
                wrong.append((at, kind, verdict, before[mark[0] : mark[1]]))
            alone = anchor(text, *describe(before, *mark))
            other = tagged_edits.judge(before, after, mark, alone)
            floor["wrong"] += other.wrong is not None
            floor["kept, found"] += other.kept and not other.twin and other.found
    _print(edits, table, floor)
    for at, kind, verdict, quote in wrong[:_SHOWN]:
        print(f"  wrong: edit {at} ({kind}): {verdict.wrong}; {verdict.anchor}; {quote!r}")


def _print(edits: int, table: dict[str, Counter[str]], floor: Counter[str]) -> None:
    total = sum(table.values(), Counter())
    columns = ("Exact", "Moved", "Orphaned", "wrong")
    print(f"{edits} edits, {_MARKS} marks each")
    print(f"{'edit':24}" + "".join(f"{each:>10}" for each in columns) + f"{'found if kept':>16}")
    for kind, row in [*table.items(), ("all", total)]:
        share = f"{row['kept, found']}/{row['kept']}"
        print(f"{kind:24}" + "".join(f"{row[each]:>10}" for each in columns) + f"{share:>16}")
    for words, found, kept in (
        ("quotation unchanged", "kept, found", "kept"),
        ("unchanged, and in the text twice or more", "twice, found", "twice"),
    ):
        print(f"{words}: found {total[found] / max(total[kept], 1):.2%} of {total[kept]}")
    print(
        f"a copy put right beside it, so that nobody can tell the two apart: "
        f"{total['twin, orphaned']} of {total['twin']} orphaned"
    )
    print(
        f"without the old text: {floor['wrong']} wrong, "
        f"{floor['kept, found'] / max(total['kept'], 1):.2%} found"
    )


def measure_speed(size: int) -> None:
    """The time for an alignment, and for 200 marks in it."""
    chance = random.Random(size)
    lines: list[str] = []
    while sum(map(len, lines)) < size:
        lines += tagged_edits.a_document(chance).split("\n")
    before = "\n".join(lines)
    for at in chance.sample(range(len(lines)), len(lines) // 20):
        lines[at] = f"{tagged_edits.sentence(chance)} {lines[at]}"
    after = "\n".join(lines)
    marks = [tagged_edits.a_mark(chance, before[:50_000]) for _ in range(100)]
    for _ in range(100):
        start = chance.randrange(len(before) - 200)
        marks.append((start, start + chance.randint(5, 200)))
    began = time.perf_counter()
    alignment = Alignment(before, after)
    anchors = [anchored(alignment, *mark) for mark in marks]
    took = time.perf_counter() - began
    placed = sum(isinstance(each, Exact | Moved) for each in anchors)
    print(
        f"{len(before) / 1e6:.0f} MB, {len(lines)} passages, every 20th changed: {took:.2f} s, "
        f"{took / len(marks) * 1000:.1f} ms a mark, {placed} of {len(marks)} placed"
    )


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    main(*given, *(10_000, 1)[len(given) :])

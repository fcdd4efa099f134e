"""The nearest word to a mistyped one: edit distance with transpositions."""

from __future__ import annotations

from collections.abc import Iterable


def distance(one: str, other: str, most: int) -> int:
    """Edits between two words, a swap of neighbours counting as one; `most` + 1 when it is more.

    Optimal string alignment distance (Damerau 1964; Boytsov 2011, section 2.2).
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and b == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def nearest(word: str, candidates: Iterable[tuple[str, float]]) -> str | None:
    """The candidate (word, frequency) with the fewest edits, then the most frequent one.

    One edit is allowed up to five letters, two beyond. Words of under five letters have near ones
    by a swap of neighbours only ("pais" is not "paid"), and numbers have none: a wrong figure must
    never be taken for another.
    """
    if len(word) < 3 or not word.isalpha():
        return None
    most = 1 if len(word) <= 5 else 2
    swaps_only = len(word) < 5
    best: tuple[int, float, str] | None = None
    for candidate, frequency in candidates:
        if not candidate.isalpha() or (swaps_only and sorted(candidate) != sorted(word)):
            continue
        edits = distance(word, candidate, most)
        if edits <= most and (best is None or (edits, -frequency, candidate) < best):
            best = (edits, -frequency, candidate)
    return None if best is None else best[2]

"""Sentence boundaries, by punctuation and capitals: enough for snippets and lead sentences."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[.!?…])[\"'”’)\]]*\s+(?=[\"'“‘(\[¿¡]*[^\W\d_a-zß-öø-ÿ]|[\"'“‘(\[]*\d)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|No|Gen|Col|Lt|Sr|Jr|vs|etc|approx|ca|cf|Fig|vol|pp?)\.)$"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The ranges `[start, end)` of the sentences of `text` in code points, in order."""
    ranges: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ABBREVIATION.search(text[: match.start()].rstrip("\"'”’)]")):
            continue
        ranges.append((start, match.start() + len(match.group().rstrip())))
        start = match.end()
    if start < len(text):
        ranges.append((start, len(text)))
    return ranges

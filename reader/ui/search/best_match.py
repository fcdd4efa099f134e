"""Where a hit is opened: at the place of its passage that holds most of what was asked for."""

from __future__ import annotations

from reader.library.search_results import Hit

Span = tuple[int, int]

# Matches so near to one another, in code points, are seen together.
_TOGETHER = 160


def best_match(hit: Hit) -> Span:
    """The range in code points of the version's text at which a hit is opened.

    The first of the matches that stand together and have the most different words among them,
    and then the most matches; the whole passage where none is marked in it.
    """
    base, text = hit.passage.start, hit.passage.text
    if not hit.matches:
        return base, base + len(text)
    forms = [text[start:end].casefold() for start, end in hit.matches]
    best, most = hit.matches[0], (0, 0)
    end = 0
    for at, span in enumerate(hit.matches):
        end = max(end, at)
        while end < len(forms) and hit.matches[end][1] - span[0] <= _TOGETHER:
            end += 1
        worth = (len(set(forms[at:end])), end - at)
        if worth > most:
            best, most = span, worth
    return base + best[0], base + best[1]

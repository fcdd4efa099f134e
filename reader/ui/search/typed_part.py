"""Which part of a completion one has typed already."""

from __future__ import annotations

import re

from reader.ui.reading.find_in_passages import find_in_text

Span = tuple[int, int]

# What may stand before the word that is being typed: quotes, signs, a filter's name and its other
# values.
_LAST_WORD = re.compile(r"[^\s\"“”„«»()=,:]*$")


def typed_part(text: str, typed: str) -> Span | None:
    """The range of `text` in code points that repeats what stands at the end of `typed`.

    The whole of `typed` where it begins a word of `text`, else its last word; case and accents do
    not count. None where nothing is repeated.
    """
    last = _LAST_WORD.search(typed)
    for wanted in (typed.strip(), last.group().lstrip("-") if last else ""):
        for start, end in find_in_text(text, wanted) if wanted else ():
            if start == 0 or not text[start - 1].isalnum():
                return start, end
    return None

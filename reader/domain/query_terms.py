"""One word as it was typed, with the signs on it, read as a leaf of a query."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Sequence

from reader.domain.query import FILTERS, And, Exact, Fuzzy, Near, Node, Or, Phrase, Prefix, Word

# A beginning of one letter is half the dictionary.
SHORTEST_PREFIX = 2
# Of a shorter word, one letter less leaves nothing of it.
SHORTEST_FUZZY = 3
MOST_EDITS = 2
# No passage that a person reads is longer.
MOST_WITHIN = 1000

# From the first to the last letter or digit, with the accents set on it.
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?[\u0300-\u036f\u00ad]*", re.DOTALL)
# What `text.tokens` takes for one word, but for the raised number of a note.
_ONE_WORD = re.compile(r"[^\W_](?:[^\W_]|[\u0300-\u036f\u00ad]|(?<=\d)[.,](?=\d)|['’ʼ](?=[^\W_]))*")
_FIELD = re.compile(r"([^\W\d_]+):(?!//)")
_NUMBERED = re.compile(r"([^*~]+)~(?:(\d+)|[01]?[.,]\d+)")

Note = Callable[[str], None]


def wordy(text: str) -> str:
    """`text` with single spaces, from its first to its last letter or digit; empty without one."""
    match = _CORE.search(" ".join(text.split()))
    return match.group() if match else ""


def is_wordy_at_end(text: str) -> bool:
    """Whether `text` ends in a letter or digit, or an accent on one."""
    return bool(text) and wordy(text[-2:]).endswith(text[-1])


def is_one_word(text: str) -> bool:
    """Whether `text` is a single word, not several as "cyber-dependent" is."""
    return _ONE_WORD.fullmatch(text) is not None


def bare(raw: str, note: Note) -> Node | None:
    """What a run of characters without space means; None when there is no word in it."""
    if raw.startswith("="):
        return _exact(raw, note)
    match = _CORE.search(raw)
    if match is None:
        if any(sign in raw for sign in "*~:"):
            note(f"“{shown(raw)}” has no letter or digit")
        return None
    core, tail = match.group(), raw[match.end() :]
    field = _FIELD.match(core)
    if field and (len(field[1]) > 2 or field[1].lower() in FILTERS):
        return _no_field(field[1], core, tail, note)
    if "*" in raw[: match.start()]:
        note(_ONLY_AT_END.format(shown(raw)))
    numbered = _NUMBERED.fullmatch(core)
    if numbered:
        return _fuzzy(numbered[1], numbered[2], note)
    if not any(sign in core for sign in "*~"):
        if tail.startswith("*"):
            return beginning(core, note)
        if tail.startswith("~"):
            return _fuzzy(core, None, note)
    if any(sign in core + tail for sign in "*~"):
        note(_ONLY_AT_END.format(shown(raw)))
    return word(core)


_ONLY_AT_END = "“{}”: * and ~ mean something only at the end of a word"


def word(core: str) -> Word:
    """A word; one that reads as an operator is told from it by its small letters."""
    return Word(core.lower() if core in ("AND", "OR", "NOT") else core)


def beginning(core: str, note: Note) -> Node:
    """Words that begin so; of several in one ("cyber-dep*"), the last one is begun."""
    *whole, last = _ONE_WORD.findall(core) or [core]
    if len(last) < SHORTEST_PREFIX:
        note(f"“{shown(core)}*”: a beginning takes {SHORTEST_PREFIX} letters or more")
        return joined([word(each) for each in (*whole, last)]) or word(core)
    return joined([*(word(each) for each in whole), Prefix(last)]) or word(core)


def typed_word(core: str) -> Node:
    """A word that may not be typed to its end."""
    return either([word(core), beginning(core, lambda _: None)])


def typed_phrase(text: str, shortest: int) -> Node:
    """A phrase whose end is not typed: its last word may be a beginning.

    A last word under `shortest` letters is left out until it is longer, unless it is the only one.
    """
    head, _, last = text.rpartition(" ")
    head, last = wordy(head), wordy(last)
    if not head:
        return Phrase(text) if len(last) < shortest else either([Phrase(text), *_begun(last)])
    if len(last) < shortest:
        return Phrase(head)
    return either([Phrase(text), joined([Phrase(head), *_begun(last)])])


def _begun(last: str) -> list[Node]:
    return [beginning(last, lambda _: None)]


def quoted(text: str, within: str, note: Note) -> Node | None:
    """What stands between quotation marks, with the number after `~`; None when it has no word."""
    core = wordy(text)
    if not core:
        return None
    if not within:
        return Phrase(core)
    if len(_ONE_WORD.findall(core)) < 2:
        note(f"“{shown(core)}” is one word, so ~{shown(within)} was left out")
        return Phrase(core)
    number = int(within.lstrip("0")[:6] or "0")
    if number > MOST_WITHIN:
        note(f"words can be {MOST_WITHIN} words apart at most")
    return Near(core, min(number, MOST_WITHIN))


def quoted_exactly(text: str, within: str, note: Note) -> Node | None:
    """What stands between quotation marks after `=`."""
    if within:
        note("words that stand exactly so have no ~")
    core = wordy(text)
    return Exact(core) if core else None


def no_field(name: str, note: Note) -> None:
    """Say that `name:` is no filter, or not there."""
    if name.lower() in FILTERS:
        note(f"“{name}:” is a filter only with a value right behind it")
        return
    close = difflib.get_close_matches(name.lower(), FILTERS, 1)
    meant = f"; “{close[0]}:” is one" if close else ""
    note(f"“{shown(name)}:” is no filter, so it was read as a word{meant}")


def shown(raw: str) -> str:
    """What a note says of something typed: not more of it than can be taken in."""
    return raw if len(raw) <= 40 else raw[:39] + "…"


def joined(nodes: Sequence[Node]) -> Node | None:
    """All of `nodes`, as flat as it can be said."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, And) else (node,))
    if not flat:
        return None
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def either(nodes: list[Node | None]) -> Node:
    """Any of `nodes`, one at least, as flat as it can be said."""
    flat: list[Node] = []
    for node in nodes:
        if node is not None:
            flat.extend(node.nodes if isinstance(node, Or) else (node,))
    return flat[0] if len(flat) == 1 else Or(tuple(flat))


def _exact(raw: str, note: Note) -> Node | None:
    match = _CORE.search(raw)
    if match is None:
        note("“=” stands right before a word")
        return None
    core = wordy(re.split(r"[*~]", match.group())[0])
    if core != raw.lstrip("=") and any(sign in raw for sign in "*~"):
        note(f"“{shown(raw)}”: a word that stands exactly so has no * or ~")
    return Exact(core)


def _no_field(name: str, core: str, tail: str, note: Note) -> Node | None:
    """`name:value` where there is no such filter: the words of it."""
    no_field(name, note)
    *first, last = core.split(":")
    nodes = [bare(each.lstrip("="), note) for each in [*first, last + tail]]
    return joined([node for node in nodes if node is not None])


def _fuzzy(core: str, digits: str | None, note: Note) -> Node:
    edits = None if digits is None else int(digits.lstrip("0")[:3] or "0")
    if edits is not None and edits > MOST_EDITS:
        note(f"a word can differ in {MOST_EDITS} letters at most")
        edits = MOST_EDITS
    nodes: list[Node] = []
    for each in _ONE_WORD.findall(core) or [core]:
        if len(each) < SHORTEST_FUZZY:
            note(f"“{shown(each)}~”: a spelling takes {SHORTEST_FUZZY} letters or more")
            nodes.append(word(each))
        else:
            nodes.append(Fuzzy(each, edits))
    return joined(nodes) or word(core)

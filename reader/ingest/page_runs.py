"""The runs of a page: stretches of text without a block's edge in them, and where they stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

import lxml.etree
from lxml.html import HtmlElement

from reader.ingest.page_tree import is_block, words
from reader.text.plain import plain_text

_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]*(?:\s|$|[\d\[])|[:;]$")
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PROSE = 5


@dataclass(slots=True)
class Run:
    """Text between two edges: its pieces (an element, and whether it is its tail), its links.

    `place` is the innermost block that holds it. `words` and `link_words` count; `kept` says that
    the extraction library takes it for the page's own.
    """

    place: HtmlElement
    pieces: list[tuple[HtmlElement, bool]] = field(default_factory=list)
    text: str = ""
    words: int = 0
    link_words: int = 0
    kept: bool = False

    @property
    def is_prose(self) -> bool:
        """Whether it is written in sentences, and is no link."""
        return (
            self.words >= _PROSE
            and self.place.tag not in _HEADINGS
            and 2 * self.link_words < self.words
            and _SENTENCE_END.search(self.text) is not None
        )

    @property
    def is_link(self) -> bool:
        """Whether all of it, but for a mark or a word, is links."""
        return self.words > 0 and self.words - self.link_words <= self.words // 6

    def clear(self) -> None:
        """Take its text out of the tree."""
        for element, is_tail in self.pieces:
            if is_tail:
                element.tail = " "
            else:
                element.text = None


def runs_of(root: HtmlElement) -> list[Run]:
    """All runs under `root` that have words, in the order of the page."""
    reader = _Runs(root)
    for event, element in lxml.etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            reader.start(element)
        else:
            reader.end(element)
    reader.close()
    return reader.runs


class _Runs:
    def __init__(self, root: HtmlElement) -> None:
        self.runs: list[Run] = []
        self._root = root
        self._blocks: list[HtmlElement] = [root]
        self._links = 0
        self._run = Run(root)
        self._parts: list[str] = []

    def start(self, element: HtmlElement) -> None:
        if is_block(element):
            self.close()
            self._blocks.append(element)
            self._run = Run(element)
        elif element.tag == "br":
            self._parts.append("\n")
        self._links += element.tag == "a"
        self._add(element, element.text, is_tail=False)

    def end(self, element: HtmlElement) -> None:
        self._links -= element.tag == "a"
        if is_block(element):
            self.close()
            self._blocks.pop()
            self._run = Run(self._blocks[-1])
        if element is not self._root:
            self._add(element, element.tail, is_tail=True)

    def close(self) -> None:
        """End the run that is being read."""
        run = self._run
        run.text = plain_text("".join(self._parts))
        if run.text:
            run.words = words(run.text)
            self.runs.append(run)
        self._run, self._parts = Run(self._blocks[-1]), []

    def _add(self, element: HtmlElement, text: str | None, *, is_tail: bool) -> None:
        if not text:
            return
        self._run.pieces.append((element, is_tail))
        self._parts.append(text)
        if self._links:
            self._run.link_words += words(text)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many words each element holds: in all, in links, in sentences, and kept ones."""

    words: Counter[HtmlElement]
    links: Counter[HtmlElement]
    prose: Counter[HtmlElement]
    kept: Counter[HtmlElement]


def tally(runs: list[Run]) -> Tally:
    """Count the words of `runs` for each element above them."""
    found = Tally(Counter(), Counter(), Counter(), Counter())
    for run in runs:
        element: HtmlElement | None = run.place
        while element is not None:
            found.words[element] += run.words
            found.links[element] += run.link_words
            found.prose[element] += run.words if run.is_prose else 0
            found.kept[element] += run.words if run.kept else 0
            element = element.getparent()
    return found

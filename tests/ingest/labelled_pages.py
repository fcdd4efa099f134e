"""The labelled pages of `tests/golden/web_page`: what is a page's own text, and what is not."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

PAGES = Path(__file__).parents[1] / "golden" / "web_page"
SETS = ("labelled", "held_out", "held_out_2", "held_out_3")


@dataclass(frozen=True, slots=True)
class LabelledPage:
    """A page's file, its own sentences (headings, items and cells too), and those around them."""

    path: Path
    body: tuple[str, ...]
    boilerplate: tuple[str, ...]

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The own sentences that stand in none of `texts`, character by character."""
        texts = list(texts)
        return [each for each in self.body if not any(each in text for text in texts)]

    def left(self, texts: Iterable[str]) -> list[str]:
        """The sentences from around the article that stand in one of `texts`."""
        texts = list(texts)
        return [each for each in self.boilerplate if any(each in text for text in texts)]


def labelled_pages(name: str) -> list[LabelledPage]:
    """The pages of one of `SETS`."""
    pages = []
    for path in sorted((PAGES / name).glob("*.html")):
        labels = tomllib.loads(path.with_suffix(".toml").read_text(encoding="utf-8"))
        pages.append(LabelledPage(path, tuple(labels["body"]), tuple(labels["boilerplate"])))
    return pages

"""The article of a page: found by the extraction library, made whole by rules of our own.

The library (trafilatura, in precision mode) says where the article is; it drops short paragraphs,
tables and list items, and rewrites characters. So the text is never its output: what is not the
article is taken out of the page's own tree, and what remains is read as it stands.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from reader.ingest.page_furniture import Furniture, same, share
from reader.ingest.page_pruning import prune, take_out, without_labels
from reader.ingest.page_runs import Run, Tally, runs_of, tally
from reader.ingest.page_tree import is_under
from reader.text.folding import fold

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_WORD = re.compile(r"\w+")
_SHINGLE = 4
# Beyond this many elements the library takes minutes; own rules do then.
_MOST_ELEMENTS = 30_000
_LEAST_WORDS = 25
# What an article's container grows by once it has the title.
_LEAST_GROWTH = 30


@dataclass(frozen=True, slots=True)
class Body:
    """A page's own part, in the page's tree: what is not its own has been taken out.

    `title` is the run that was found to be its title, None if there is none. `share` is the part
    of the prose outside furniture that was kept.
    """

    root: HtmlElement
    title: Run | None
    share: float
    words: int


def find_body(root: HtmlElement, titles: Sequence[str], furniture: Furniture) -> Body:
    """Reduce a prepared page to its article. `titles` are what the page says its title is."""
    runs = runs_of(root)
    _mark_kept(root, runs)
    title = _title(runs, titles)
    prune(root, runs, title, furniture)
    runs, title = _still_there(root, runs, title)
    runs = without_labels(root, runs, title, furniture)
    counts = tally(runs)
    container = _container(root, counts, title)
    chosen = _chosen(runs, container, title)
    kept = {id(run) for run in chosen}
    for run in runs:
        if id(run) not in kept:
            run.clear()
    _drop_outer_pictures(root, container, chosen)
    if title is not None and title.place.tag not in _HEADINGS and id(title) in kept:
        _make_heading(title)
    prose = sum(run.words for run in runs if run.is_prose)
    return Body(
        root=root,
        title=title,
        share=share(sum(run.words for run in chosen if run.is_prose), prose) if prose else 1.0,
        words=sum(run.words for run in chosen),
    )


def _mark_kept(root: HtmlElement, runs: Sequence[Run]) -> None:
    """Mark the runs whose words the library takes for the article's."""
    body = _library_body(root)
    if body is None:
        return
    whole = {fold(" ".join("".join(each.itertext()).split())) for each in body.iter()}
    shingles = {each for part in body for each in _shingles("".join(part.itertext()))}
    for run in runs:
        own = _shingles(run.text)
        if own:
            run.kept = 2 * sum(map(shingles.__contains__, own)) > len(own)
        else:
            run.kept = fold(run.text) in whole


def _library_body(root: HtmlElement) -> Any:
    """What the library makes of the page; None where that is nothing, or would take too long."""
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        return None
    import trafilatura

    found = trafilatura.bare_extraction(
        copy.deepcopy(root),
        favor_precision=True,
        include_comments=False,
        include_tables=True,
        with_metadata=False,
    )
    return getattr(found, "body", None)


def _shingles(text: str) -> list[tuple[str, ...]]:
    found = _WORD.findall(fold(text))
    return list(zip(*(found[at:] for at in range(_SHINGLE))))


def _title(runs: Sequence[Run], titles: Sequence[str]) -> Run | None:
    """The run that says what the page calls itself: a heading rather than other text."""
    best = None
    for run in runs:
        heading = _heading_of(run)
        if same(titles, run.text) and not _leads_home(run):
            if heading is not None:
                return run
            best = best or run
    if best is not None:
        return best
    first = [run for run in runs if _heading_of(run) == "h1" and not _leads_home(run)]
    return first[0] if len(first) == 1 else next((run for run in first if run.kept), None)


def _heading_of(run: Run) -> str | None:
    for element in (run.place, *itertools.islice(run.place.iterancestors(), 3)):
        if element.tag in _HEADINGS:
            return str(element.tag)
    return None


def _leads_home(run: Run) -> bool:
    """Whether a heading is the site's name, which links to its first page."""
    return run.is_link and any(
        link.get("href") in {"/", "#", "./", "index.html"} for link in run.place.iter("a")
    )


def _still_there(
    root: HtmlElement, runs: Sequence[Run], title: Run | None
) -> tuple[list[Run], Run | None]:
    """The runs of what is left, marked as those were that they are made of, and the title's."""
    kept = {fold(run.text) for run in runs if run.kept}
    left = runs_of(root)
    for run in left:
        run.kept = fold(run.text) in kept
    if title is None:
        return left, None
    found = (run for run in left if run.place is title.place and run.text == title.text)
    return left, next(found, None)


def _container(root: HtmlElement, counts: Tally, title: Run | None) -> HtmlElement:
    """The element that holds the article: about all that the library kept, and what belongs to it.

    It grows as long as what is added is text of the same kind rather than links and labels.
    """
    weight = counts.kept if counts.kept[root] >= _LEAST_WORDS else counts.prose
    if not weight[root]:
        weight = counts.words
    element = root
    while True:
        heaviest = max(element, key=lambda child: weight[child], default=None)
        if heaviest is None or weight[heaviest] < 0.9 * weight[root]:
            break
        element = heaviest
    while (parent := element.getparent()) is not None and parent.tag not in {"html", "body"}:
        if element is root or not _belongs(element, parent, counts):
            break
        if title is not None and is_under(title.place, element):
            grown = counts.prose[parent] - counts.prose[element]
            added = counts.words[parent] - counts.words[element]
            if added and grown < max(_LEAST_GROWTH, counts.prose[element] // 10):
                break
        element = parent
    outside = counts.prose[root] - counts.prose[element]
    if outside > counts.prose[element]:
        return root
    return element


def _belongs(element: HtmlElement, parent: HtmlElement, counts: Tally) -> bool:
    """Whether what `parent` has beside `element` is part of the article too."""
    added = counts.words[parent] - counts.words[element]
    if not added:
        return True
    links = share(counts.links[parent] - counts.links[element], added)
    prose = share(counts.prose[parent] - counts.prose[element], added)
    if parent.tag in {"main", "article"} or parent.get("role") == "main":
        return links < 0.5
    return prose >= 0.5 and links < 0.35


def _chosen(runs: Sequence[Run], container: HtmlElement, title: Run | None) -> list[Run]:
    """The runs of the article: all in its container, and its head where that stands before."""
    inside = [place for place, run in enumerate(runs) if is_under(run.place, container)]
    if not inside:
        return []
    chosen = [runs[place] for place in inside]
    start = next((place for place, run in enumerate(runs) if run is title), None)
    if start is not None and start < inside[0]:
        head = [
            run for run in runs[start : inside[0]] if run is title or run.kept or not run.is_link
        ]
        chosen = [*head, *chosen]
    return chosen


def _drop_outer_pictures(root: HtmlElement, container: HtmlElement, chosen: Iterable[Run]) -> None:
    """Without the pictures that stand neither in the article nor in a figure of its head."""
    figures = {each for run in chosen for each in run.place.iterancestors("figure")}
    for picture in list(root.iter("img")):
        if is_under(picture, container):
            continue
        if figures.isdisjoint(picture.iterancestors("figure")):
            take_out(picture)


def _make_heading(title: Run) -> None:
    """Say that the title is one, where the page only shows it large."""
    place = title.place
    pieces = {element for element, _ in title.pieces}
    if place.tag not in {"div", "p", "span", "center"}:
        return
    if all(each in pieces or not (each.text_content().strip()) for each in place.iter()):
        place.tag = "h1"

"""The article of a page: found by the extraction library, made whole by rules of our own.

The library (trafilatura, in precision mode) says where the article is; it drops short paragraphs,
tables and list items, and rewrites characters. So the text is never its output: what is not the
article is taken out of the page's own tree, and what remains is read as it stands.
"""

from __future__ import annotations

import copy
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from reader.ingest.page_furniture import Furniture, is_hidden, same, share
from reader.ingest.page_runs import Run, Tally, runs_of, tally
from reader.ingest.page_tree import is_block
from reader.text.folding import fold

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_PARTS = frozenset({"li", "td", "th", "dt", "dd", "caption", "figcaption", *_HEADINGS})
_WORD = re.compile(r"\w+")
_SHINGLE = 4
# Beyond this many elements the library takes minutes; own rules do then.
_MOST_ELEMENTS = 30_000
# A part with so much of the page's prose is not furniture, whatever it is called.
_TOO_MUCH = 0.4
_LEAST_WORDS = 25
# So many parts of one kind make a listing.
_LISTING = 3
# No label is longer, in words.
_SHORT = 15
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
    _prune(root, runs, title, furniture)
    runs, title = _still_there(root, runs, title)
    runs = _without_labels(root, runs, title, furniture)
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


def _prune(root: HtmlElement, runs: Sequence[Run], title: Run | None, furniture: Furniture) -> None:
    """Take out the elements that are furniture by their names, or hidden and no text."""
    counts = tally(list(runs))
    shown = {fold(run.text) for run in runs if not _is_in_hidden(run)}
    sacred = set() if title is None else {title.place, *title.place.iterancestors()}
    prose = counts.prose[root]
    texts: dict[HtmlElement, list[Run]] = {}
    for run in runs:
        texts.setdefault(run.place, []).append(run)
    title_place = None if title is None else title.place
    # Whether the title is still to come.
    above = title is not None
    kin = _kin(counts)
    gone: set[HtmlElement] = set()
    for element in list(root.iter()):
        above = above and element is not title_place
        if element is root or element in sacred:
            continue
        if element.getparent() in gone:
            gone.add(element)
            continue
        if prose and max(counts.prose[element], kin[_kind(element)]) >= _TOO_MUCH * prose:
            continue
        if (
            furniture.is_named(element)
            or (furniture.is_head(element) if above else furniture.is_foot(element))
            or _is_made_of_links(element, counts, furniture, texts)
            or (is_hidden(element) and _says_nothing(element, texts, counts, shown))
        ):
            gone.add(element)
            _take_out(element)


def _kind(element: HtmlElement) -> tuple[HtmlElement | None, str, str]:
    return element.getparent(), str(element.tag), element.get("class") or ""


def _kin(counts: Tally) -> Counter[tuple[HtmlElement | None, str, str]]:
    """How much prose elements of one kind hold together: the items of a listing are its text."""
    found: Counter[tuple[HtmlElement | None, str, str]] = Counter()
    number: Counter[tuple[HtmlElement | None, str, str]] = Counter()
    for element, prose in counts.prose.items():
        if prose:
            found[_kind(element)] += prose
            number[_kind(element)] += 1
    return Counter({kind: prose for kind, prose in found.items() if number[kind] >= _LISTING})


def _is_made_of_links(
    element: HtmlElement,
    counts: Tally,
    furniture: Furniture,
    texts: dict[HtmlElement, list[Run]],
) -> bool:
    if not furniture.is_named_of_links(element):
        return False
    total = counts.words[element]
    if element.tag == "footer" and element.getparent().tag == "blockquote":
        return False
    if share(counts.links[element], total) >= 0.4:
        return True
    if element.find(".//table") is not None or element.tag in {"li", "p"}:
        return False
    if not counts.prose[element]:
        little = total <= _SHORT or counts.kept[element] < total
        return total > 0 and little and element.tag != "aside"
    if _teased(element, texts) >= 0.6 * total:
        return True
    if element.tag == "aside" and not furniture.is_called_by_links(element):
        return False
    few = counts.prose[element] < 0.15 * max(counts.prose.values())
    return not counts.kept[element] and few


def _teased(element: HtmlElement, texts: dict[HtmlElement, list[Run]]) -> int:
    """How many words of `element` are links, or stand right below one: a teaser's text."""
    found = 0
    after_link = False
    for run in _runs_in(element, texts):
        found += run.words if run.is_link or after_link else 0
        after_link = run.is_link
    return found


def _runs_in(element: HtmlElement, texts: dict[HtmlElement, list[Run]]) -> Iterable[Run]:
    for each in element.iter():
        yield from texts.get(each, ())


def _says_nothing(
    element: HtmlElement, texts: dict[HtmlElement, list[Run]], counts: Tally, shown: set[str]
) -> bool:
    """Whether a hidden element has no sentences of its own: they are folded up, not furniture."""
    if not counts.prose[element] or element.get("aria-hidden") == "true":
        return True
    own = [run for run in _runs_in(element, texts) if run.is_prose]
    return all(fold(run.text) in shown for run in own)


def _is_in_hidden(run: Run) -> bool:
    return any(is_hidden(each) for each in (run.place, *run.place.iterancestors()))


def _is_under(element: HtmlElement, root: HtmlElement) -> bool:
    return element is root or any(each is root for each in element.iterancestors())


def _take_out(element: HtmlElement) -> None:
    """Take `element` out of the tree; the text after it stays, apart from the text before."""
    parent = element.getparent()
    if parent is None:
        return
    if is_block(element) and element.tail and element.tail.strip():
        # Its edges part the text before from the text after.
        element.clear(keep_tail=True)
        element.tag = "hr"
        return
    tail = element.tail
    if tail:
        before = element.getprevious()
        if before is not None:
            before.tail = f"{before.tail or ''}{tail}"
        else:
            parent.text = f"{parent.text or ''}{tail}"
        element.tail = None
    parent.remove(element)


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


def _without_labels(
    root: HtmlElement, runs: list[Run], title: Run | None, furniture: Furniture
) -> list[Run]:
    """Without announcements of other pages and the links after them, controls and bare labels."""
    counts = tally(runs)
    prose = counts.prose[root]
    dropped: set[int] = set()
    longest = " \n ".join(fold(run.text) for run in runs if run.words >= 5)
    for place, run in enumerate(runs):
        if id(run) in dropped or run is title:
            continue
        if furniture.announces(run.text) and not run.is_prose:
            after = _announced(runs, place, counts, prose)
            dropped |= {id(each) for each in after}
        elif furniture.appeals_to_reader(run.text) and run.words <= 40:
            dropped.add(id(run))
            before = runs[place - 1] if place else run
            if before.place.tag in _HEADINGS and furniture.announces(before.text):
                dropped.add(id(before))
        elif _is_label(run, furniture) or _is_repeated(run, longest):
            dropped.add(id(run))
    for run in runs:
        if id(run) in dropped:
            run.clear()
    return [run for run in runs if id(run) not in dropped]


def _is_label(run: Run, furniture: Furniture) -> bool:
    if furniture.is_control(run.text) or furniture.is_line(run.text):
        return True
    if run.words > 40:
        return False
    if furniture.is_lead(run.text, is_link=run.is_link):
        return True
    if run.link_words < 2:
        return False
    outside = " ".join(
        piece
        for element, is_tail in run.pieces
        if (piece := (element.tail if is_tail else element.text))
        and not _is_in_link(element, is_tail=is_tail)
    )
    return bool(outside.strip()) and furniture.leads_in(" ".join(outside.split()))


def _is_in_link(element: HtmlElement, *, is_tail: bool) -> bool:
    inside = element.iterancestors() if is_tail else (element, *element.iterancestors())
    return any(each.tag == "a" for each in inside)


def _is_repeated(run: Run, whole: str) -> bool:
    """Whether a pull quote says again what stands in the text."""
    if run.words < 5:
        return False
    pulled = any(
        "pull" in (each.get("class") or "").lower()
        for each in (run.place, *itertools.islice(run.place.iterancestors(), 3))
    )
    return pulled and whole.count(fold(run.text).strip("\"' ")) > 1


def _announced(runs: Sequence[Run], place: int, counts: Tally, prose: int) -> list[Run]:
    """An announcement with what it announces: its box, or the links that follow it."""
    run = runs[place]
    box = None
    for element in (run.place, *run.place.iterancestors()):
        if element.tag in {"body", "html", "main", "article"}:
            break
        if prose and counts.prose[element] > 0.25 * prose:
            break
        box = element
    found = [run]
    for following in runs[place + 1 :]:
        inside = box is not None and _is_under(following.place, box)
        if following.is_link or (inside and (not following.kept or found[-1].is_link)):
            found.append(following)
        else:
            break
    # A heading of the article's own, whatever it says, has text of its own below it.
    return found if len(found) > 1 or not run.kept else []


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
        if title is not None and _is_under(title.place, element):
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
    inside = [place for place, run in enumerate(runs) if _is_under(run.place, container)]
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
        if _is_under(picture, container):
            continue
        if figures.isdisjoint(picture.iterancestors("figure")):
            _take_out(picture)


def _make_heading(title: Run) -> None:
    """Say that the title is one, where the page only shows it large."""
    place = title.place
    pieces = {element for element, _ in title.pieces}
    if place.tag not in {"div", "p", "span", "center"}:
        return
    if all(each in pieces or not (each.text_content().strip()) for each in place.iter()):
        place.tag = "h1"

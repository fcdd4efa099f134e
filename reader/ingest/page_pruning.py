"""What is taken out of a page: furniture by its names, labels, links to elsewhere."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from lxml.html import HtmlElement

from reader.ingest.page_furniture import Furniture, is_hidden, share
from reader.ingest.page_runs import Run, Tally, tally
from reader.ingest.page_tree import is_block, is_under
from reader.text.folding import fold

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
# A part with so much of the page's prose is not furniture, whatever it is called.
_TOO_MUCH = 0.4
# So many parts of one kind make a listing.
_LISTING = 3
# No label is longer, in words.
_SHORT = 15


def prune(root: HtmlElement, runs: Sequence[Run], title: Run | None, furniture: Furniture) -> None:
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
            take_out(element)


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


def take_out(element: HtmlElement) -> None:
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


def without_labels(
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
        inside = box is not None and is_under(following.place, box)
        if following.is_link or (inside and (not following.kept or found[-1].is_link)):
            found.append(following)
        else:
            break
    # A heading of the article's own, whatever it says, has text of its own below it.
    return found if len(found) > 1 or not run.kept else []

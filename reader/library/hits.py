"""From the entries that an index found to hits: documents, passages, marks and snippets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.catalogue.document_store import DocumentStore
from reader.catalogue.search_store import SearchStore
from reader.domain.document import Document, Passage, PassageKind
from reader.domain.query import Node
from reader.library.documents import CELL_SEPARATOR, row_text
from reader.library.kept import Kept
from reader.library.search_results import Hit, HitGroup
from reader.search.engine import Found, Key
from reader.search.marking import Span, matches, snippet


class Hits:
    """Makes hits; documents that were read once are kept until the catalogue changes."""

    def __init__(self, documents: DocumentStore, store: SearchStore) -> None:
        self._documents = documents
        self._kept: Kept[dict[int, Document]] = Kept(store.change_mark, dict)

    def of(
        self, found: Sequence[Found], root: Node | None, marks: Mapping[Key, tuple[Span, ...]]
    ) -> tuple[Hit, ...]:
        """The hits, in order, with what `root` matches in them; with `marks`, these instead.

        The index may be a moment behind the catalogue: what is gone is left out.
        """
        held = self._kept.current()
        missing = {each.version for each in found if each.version not in held}
        if missing:
            held.update(self._documents.some(missing))
        passages = self._documents.some_passages((each.version, each.passage) for each in found)
        hits = []
        for each in found:
            document = held.get(each.version)
            passage = passages.get((each.version, each.passage))
            if document is not None and passage is not None:
                hits.append(self._hit(document, passage, each, root, marks))
        return tuple(hits)

    def _hit(
        self,
        document: Document,
        passage: Passage,
        found: Found,
        root: Node | None,
        marks: Mapping[Key, tuple[Span, ...]],
    ) -> Hit:
        language = document.metadata.language

        def spans_of(each: Passage) -> list[Span]:
            if marks:
                return list(marks.get((found.version, each.ordinal), ()))
            return matches(each.text, root, language)

        if passage.kind is not PassageKind.TABLE_CELL:
            spans = spans_of(passage)
            return Hit(document, passage, tuple(spans), snippet(passage.text, spans), found.score)
        cells = self._documents.row_cells(found.version, found.passage)
        marked = [(spans_of(cell), cell) for cell in cells]
        spans, best = max(marked, key=lambda entry: (len(entry[0]), -entry[1].ordinal))
        line = row_text(cells)
        in_line = _in_line(marked) if marks else matches(line, root, language)
        return Hit(document, best, tuple(spans), snippet(line, in_line), found.score)


def _in_line(marked: Sequence[tuple[list[Span], Passage]]) -> list[Span]:
    """The ranges of cells as ranges of their row's text."""
    found = []
    start = 0
    for spans, cell in marked:
        found += [(start + first, start + last) for first, last in spans]
        start += len(cell.text) + len(CELL_SEPARATOR)
    return found


def grouped(hits: Sequence[Hit], totals: Mapping[int, int]) -> tuple[HitGroup, ...]:
    """Hits by document, the document with the first hit first; `totals` counts by version."""
    by_version: dict[int, list[Hit]] = {}
    for hit in hits:
        by_version.setdefault(hit.document.version.id, []).append(hit)
    return tuple(
        HitGroup(group[0].document, tuple(group), totals.get(version, len(group)))
        for version, group in by_version.items()
    )


def whole_groups(hits: Sequence[Hit]) -> tuple[HitGroup, ...]:
    """Documents that match only as a whole, each with the passage that holds most."""
    return tuple(HitGroup(hit.document, (hit,), whole=True) for hit in hits)

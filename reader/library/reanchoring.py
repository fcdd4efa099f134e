"""Find a document's marks in its newest version, from all that is known of where they stood."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from functools import cache

from reader.catalogue.document_store import DocumentStore
from reader.domain.alignment import Alignment
from reader.domain.anchoring import Anchor, Exact, Moved, Orphaned
from reader.domain.bookmark import AnchorState, Bookmark, MarkReport
from reader.domain.document import version_text
from reader.domain.reanchoring import agreed, anchored
from reader.domain.selector import TextPositionSelector

# Versions between the mark's own and the newest in which it is looked for, newest first.
_LOOKED_AT = 5


class Reanchoring:
    """The versions of one document; each pair of texts is aligned once, whatever the marks."""

    def __init__(self, documents: DocumentStore, document: str) -> None:
        self._documents = documents
        self._versions = documents.versions(document)
        # Of this object, not of the class: the texts go with it.
        self._text = cache(self._read_text)
        self._alignment = cache(self._align)

    def newest(self, bookmark: Bookmark, *, before: int | None = None) -> Bookmark:
        """The mark as it stands in the newest version.

        It is looked for from the version in which it was made, and from the last one in which it
        stood exactly: never from a place that was itself only likely, so that it cannot drift.
        `before` is the version that its anchor tells of, where that is known.
        """
        if not self._versions:
            return bookmark
        newest = self._versions[0].id
        here = bookmark.position.start, bookmark.position.end
        if newest == bookmark.version:
            return _standing(bookmark, Exact(*here))
        found = anchored(self._alignment(bookmark.version, newest), *here)
        last = self._last_stand(bookmark, before)
        if last is not None:
            version, start, end = last
            found = agreed(found, anchored(self._alignment(version, newest), start, end))
        return _standing(bookmark, found)

    def in_version(self, bookmark: Bookmark, version: int) -> Anchor:
        """Where a mark stands in any version of the document."""
        here = bookmark.position.start, bookmark.position.end
        if version == bookmark.version:
            return Exact(*here)
        if version == self._versions[0].id:
            return _anchor(bookmark)
        return anchored(self._alignment(bookmark.version, version), *here)

    def _last_stand(self, bookmark: Bookmark, before: int | None) -> tuple[int, int, int] | None:
        """The newest version but one, after the mark's own, where it stood exactly; and where."""
        numbers = {each.id: each.number for each in self._versions}
        made = numbers.get(bookmark.version, 0)
        between = [each.id for each in self._versions[1:] if each.number > made]
        for version in between[:_LOOKED_AT]:
            if version == before and bookmark.anchor is AnchorState.EXACT and bookmark.anchored:
                return version, bookmark.anchored.start, bookmark.anchored.end
            found = self.in_version(bookmark, version)
            if isinstance(found, Exact):
                return version, found.start, found.end
        return None

    def _read_text(self, version: int) -> str:
        return version_text(self._documents.passages(version))

    def _align(self, old: int, new: int) -> Alignment:
        return Alignment(self._text(old), self._text(new))


def report_of(bookmarks: Iterable[Bookmark]) -> MarkReport:
    """How many marks stand exactly, moved, or are orphaned."""
    states = [each.anchor for each in bookmarks]
    return MarkReport(
        exact=states.count(AnchorState.EXACT),
        moved=states.count(AnchorState.MOVED),
        orphaned=states.count(AnchorState.ORPHANED),
    )


def _anchor(bookmark: Bookmark) -> Anchor:
    reason, place = bookmark.anchor_reason or "", bookmark.anchored
    if place is None:
        return Orphaned(reason)
    if bookmark.anchor is AnchorState.EXACT:
        return Exact(place.start, place.end)
    return Moved(place.start, place.end, reason)


def _standing(bookmark: Bookmark, found: Anchor) -> Bookmark:
    match found:
        case Exact(start, end):
            state, place, reason = AnchorState.EXACT, TextPositionSelector(start, end), None
        case Moved(start, end, why):
            state, place, reason = AnchorState.MOVED, TextPositionSelector(start, end), why
        case Orphaned(why):
            return dataclasses.replace(
                bookmark, anchor=AnchorState.ORPHANED, anchored=None, anchor_reason=why
            )
    return dataclasses.replace(bookmark, anchor=state, anchored=place, anchor_reason=reason)

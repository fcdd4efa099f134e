"""Whether catalogue, originals, index and anchors agree, and what can be mended."""

from __future__ import annotations

from dataclasses import dataclass

from reader.catalogue.bookmark_store import BookmarkStore
from reader.catalogue.database import Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.score_store import ScoreStore
from reader.domain.bookmark import Bookmark
from reader.domain.document import place_blocks, version_text
from reader.domain.errors import IndexUnavailable
from reader.library.deriving import Deriving
from reader.library.originals import Originals, sha256_of
from reader.search.engine import SearchIndex


@dataclass(frozen=True, slots=True)
class Problem:
    """One disagreement: in which `item`, `what`, and whether `repaired`."""

    item: str
    what: str
    repaired: bool = False


class Integrity:
    """Checks a library, and repairs what can be had again; a reader's marks are never touched."""

    def __init__(
        self,
        database: Database,
        documents: DocumentStore,
        scores: ScoreStore,
        bookmarks: BookmarkStore,
        originals: Originals,
        search_index: SearchIndex,
        deriving: Deriving,
    ) -> None:
        self._database = database
        self._documents = documents
        self._scores = scores
        self._bookmarks = bookmarks
        self._originals = originals
        self._search_index = search_index
        self._deriving = deriving

    def verify(self, *, repair: bool = False) -> list[Problem]:
        """Every problem found; with `repair`, leftovers are set aside and derived data rebuilt."""
        return [
            *self._catalogue(),
            *self._passages(),
            *self._kept(repair=repair),
            *self._marks(),
            *self._derived(repair=repair),
        ]

    def _catalogue(self) -> list[Problem]:
        return [Problem("catalogue", each) for each in self._database.damage()]

    def _passages(self) -> list[Problem]:
        problems = []
        for document in (*self._documents.all(), *self._documents.removed()):
            passages = self._documents.passages(document.version.id)
            if passages != place_blocks(passages):
                problems.append(Problem(document.metadata.title, "passages are out of place"))
            if len(passages) != document.version.passage_count:
                problems.append(Problem(document.metadata.title, "passages are missing"))
        return problems

    def _kept(self, *, repair: bool) -> list[Problem]:
        problems = []
        wanted = self._documents.contents() | self._scores.contents()
        wanted |= self._documents.pictures()
        present = set()
        for path in self._originals.all():
            if path.name in wanted and path == self._originals.path(path.name):
                present.add(path.name)
                if sha256_of(path.read_bytes()) != path.name:
                    problems.append(
                        Problem(f"originals/{path.name}", "the file was changed on disk")
                    )
                continue
            if repair:
                self._originals.set_aside(path)
            problems.append(
                Problem(f"originals/{path.name}", "left over from an import", repaired=repair)
            )
        problems += [
            Problem(f"originals/{sha256}", "the original is missing: import its source again")
            for sha256 in sorted(wanted - present - self._originals.waiting())
        ]
        return problems

    def _marks(self) -> list[Problem]:
        problems = []
        texts: dict[int, str] = {}
        for bookmark in self._bookmarks.all(removed=None):
            newest = self._documents.get(bookmark.document).version.id
            for version in (bookmark.version, newest):
                if version not in texts:
                    texts[version] = version_text(self._documents.passages(version))
            problems += _misplaced(bookmark, texts[bookmark.version], texts[newest])
        return problems

    def _derived(self, *, repair: bool) -> list[Problem]:
        what = None
        try:
            held = self._search_index.count() if self._search_index.stamp() else 0
            if held != sum(self._search_index.stamp().values()):
                what = "holds another number of passages than was written"
        except IndexUnavailable as error:
            what = error.what
        if what is None and not self._deriving.is_current():
            what = "is behind the catalogue"
        if what is None:
            return []
        if repair:
            self._deriving.run(anew=True)
        return [Problem("search index and evidence", what, repaired=repair)]


def _misplaced(bookmark: Bookmark, made_in: str, newest: str) -> list[Problem]:
    position, anchored = bookmark.position, bookmark.anchored
    name = f"bookmark {bookmark.id}"
    if made_in[position.start : position.end] != bookmark.quote.exact:
        return [Problem(name, "does not stand where it was made")]
    if anchored is None:
        return []
    stands = newest[anchored.start : anchored.end]
    if not stands or anchored.end > len(newest):
        return [Problem(name, "is said to stand where the text has no words")]
    if bookmark.anchor == "exact" and stands != bookmark.quote.exact:
        return [Problem(name, "is said to be exact, but the text there is another")]
    return []

"""Tags of documents, changed for many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reader.catalogue.database import Database
from reader.catalogue.document_store import DocumentStore
from reader.domain.changes import LibraryChanges
from reader.domain.errors import InvalidInput
from reader.domain.metadata import set_by_hand

LONGEST_TAG = 80


class Tagging:
    """Adds tags to documents and takes them off; a tag is found whatever its capitals."""

    def __init__(self, database: Database, documents: DocumentStore) -> None:
        self._database = database
        self._documents = documents

    def all(self) -> dict[str, int]:
        """The tags of documents in use, with how many documents carry each, by name."""
        counts: dict[str, int] = {}
        for document in self._documents.all():
            for tag in document.metadata.tags:
                counts[tag] = counts.get(tag, 0) + 1
        return dict(sorted(counts.items(), key=lambda each: each[0].casefold()))

    def add(self, tag: str, documents: Sequence[str]) -> LibraryChanges:
        """Put a tag on documents. Raises InvalidInput for an empty tag, NotFound."""
        clean = clean_tag(tag)
        known = next((each for each in self.all() if _same(each, clean)), clean)

        def with_tag(tags: tuple[str, ...]) -> tuple[str, ...]:
            return tags if any(_same(each, clean) for each in tags) else (*tags, known)

        return self._change(documents, with_tag)

    def remove(self, tag: str, documents: Sequence[str]) -> LibraryChanges:
        """Take a tag off documents; those without it stay as they are. Raises NotFound."""
        clean = clean_tag(tag)
        return self._change(
            documents, lambda tags: tuple(each for each in tags if not _same(each, clean))
        )

    def _change(
        self, documents: Sequence[str], change: Callable[[tuple[str, ...]], tuple[str, ...]]
    ) -> LibraryChanges:
        found = [self._documents.get(each) for each in dict.fromkeys(documents)]
        touched = [each for each in found if change(each.metadata.tags) != each.metadata.tags]
        with self._database.transaction() as connection:
            for document in touched:
                tags = change(document.metadata.tags)
                metadata = set_by_hand(document.metadata, {"tags": tags})
                self._documents.put_metadata(connection, document.id, metadata)
        return LibraryChanges(documents=frozenset(each.id for each in touched))


def clean_tag(tag: str) -> str:
    """A tag without outer and double space. Raises InvalidInput for an empty or endless one."""
    printable = "".join(each if each.isprintable() else " " for each in tag)
    clean = " ".join(printable.split())
    if not clean or len(clean) > LONGEST_TAG:
        raise InvalidInput(f"a tag has 1 to {LONGEST_TAG} characters", item=clean[:40])
    return clean


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()

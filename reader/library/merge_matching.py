"""Which document of a library is which one of another: by content, else by source."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

from reader.catalogue.document_store import DocumentStore
from reader.domain.document import Document, Passage, Version
from reader.domain.metadata import as_source_says
from reader.library.merge_checks import CheckedVersion


class Matcher:
    """Tells which of our documents another library's document is; made before anything comes."""

    def __init__(self, ours: DocumentStore, theirs: Sequence[Document]) -> None:
        self._by_content = ours.documents_by_content()
        self._ambiguous = _twice(each for one in theirs for each in _sources(one))
        self._by_source: dict[tuple[str, str], set[str]] = {}
        for document in (*ours.all(), *ours.removed()):
            for source in _sources(document):
                self._by_source.setdefault(source, set()).add(document.id)

    def find(self, document: Document, versions: Sequence[CheckedVersion]) -> str | None:
        """The document with the same content, else the one of the same source; None for neither.

        A source that several documents share, here or there, tells none of them.
        """
        same = [
            each
            for version in reversed(versions)
            for each in sorted(self._by_content.get(version.version.sha256, ()))
        ]
        if same:
            return document.id if document.id in same else same[0]
        for source in _sources(document):
            held = self._by_source.get(source, set())
            if len(held) == 1 and source not in self._ambiguous:
                return next(iter(held))
        return None


def same_versions(
    ours: Sequence[tuple[Version, Sequence[Passage]]], theirs: Sequence[CheckedVersion]
) -> dict[int, int]:
    """Their versions that we have, text and file, mapped to ours; each of ours is one of theirs.

    A source that was changed and changed back has two versions of one content, and they stay two.
    Copies of one version, told by the instant of its import, go before those of another import.
    """
    same: dict[int, int] = {}
    for at_once in (True, False):
        for each in theirs:
            if each.version.id in same:
                continue
            texts = [one.text for one in each.passages]
            for version, passages in ours:
                if (
                    version.id not in same.values()
                    and version.sha256 == each.version.sha256
                    and (not at_once or version.imported_at == each.version.imported_at)
                    and [one.text for one in passages] == texts
                ):
                    same[each.version.id] = version.id
                    break
    return same


def _sources(document: Document) -> list[tuple[str, str]]:
    """What tells a source again: its address, else the name of its file, with its title.

    Both as the source itself says: what a reader called it tells only that reader.
    """
    said = as_source_says(document.metadata)
    if said.url:
        return [(said.url, said.title)]
    return [(f"file:{document.version.source_name}", said.title)]


def _twice(sources: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    seen: set[tuple[str, str]] = set()
    twice: set[tuple[str, str]] = set()
    for each in sources:
        (twice if each in seen else seen).add(each)
    return twice


def digest(*parts: str) -> str:
    """An identifier made of what it names, so that merging again makes the same one."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]

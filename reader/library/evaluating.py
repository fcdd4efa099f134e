"""Bring the suggestions of evidence up to date with the catalogue and the lexicon."""

from __future__ import annotations

import hashlib
from pathlib import Path

from reader.catalogue.database import Database
from reader.catalogue.derived_store import DerivedStore
from reader.catalogue.document_store import DocumentStore
from reader.domain.document import Document
from reader.domain.scoring import ScoredIndex
from reader.evidence.lexicon import load_lexicon
from reader.evidence.ranking import suggest
from reader.library.indexing import one_at_a_time
from reader.library.progress import CancelToken, Progress, Report, silent
from reader.text.stemming import STEMS_FORMAT


class Evaluating:
    """Computes the suggestions of evidence from the catalogue."""

    def __init__(
        self,
        documents: DocumentStore,
        database: Database,
        derived: DerivedStore,
        scored_index: ScoredIndex,
        lexicon_file: Path,
        lock_file: Path,
    ) -> None:
        self._documents = documents
        self._database = database
        self._derived = derived
        self._scored_index = scored_index
        self._lexicon_file = lexicon_file
        self._lock_file = lock_file

    def is_current(self) -> bool:
        """Whether the suggestions are those of the catalogue and of the lexicon as they stand."""
        evaluated = self._derived.evaluated()
        lexicon = self._fingerprint()
        return evaluated == {
            version: _mark(lexicon, revision)
            for version, revision in self._documents.revisions().items()
        }

    def run(
        self, report: Report = silent, cancel: CancelToken | None = None, *, anew: bool = False
    ) -> list[Document]:
        """Evaluate what is new, forget what is gone; with `anew` do it all again.

        Returns the documents evaluated. Raises LibraryBusy after a minute of waiting for another
        program, Cancelled when stopped; documents evaluated before are kept.
        """
        with one_at_a_time(self._lock_file):
            return self._run(report, cancel or CancelToken(), anew=anew)

    def _run(self, report: Report, cancel: CancelToken, *, anew: bool) -> list[Document]:
        fingerprint = self._fingerprint()
        known = {} if anew else self._derived.evaluated()
        revisions = self._documents.revisions()
        documents = {document.version.id: document for document in self._documents.all()}
        marks = {version: _mark(fingerprint, revisions.get(version, 0)) for version in documents}
        stale = [
            document
            for version, document in documents.items()
            if known.get(version) != marks[version]
        ]
        gone = [version for version in self._derived.evaluated() if version not in documents]
        if not stale and not gone:
            return []
        lexicon = load_lexicon(self._lexicon_file, self._scored_index)
        for done, document in enumerate(stale):
            cancel.check()
            report(Progress("evidence", done, len(stale), document.metadata.title))
            links = suggest(
                self._documents.passages(document.version.id),
                lexicon,
                version=document.version.id,
                language=document.metadata.language,
                title=document.metadata.title,
            )
            with self._database.transaction() as connection:
                version = document.version.id
                self._derived.put(connection, version, marks[version], links)
        with self._database.transaction() as connection:
            self._derived.forget(connection, gone)
        return stale

    def _fingerprint(self) -> str:
        held = self._lexicon_file.read_bytes() + f"stems {STEMS_FORMAT}".encode()
        return hashlib.sha256(held).hexdigest()[:16]


def _mark(lexicon: str, revision: int) -> str:
    """What a version's evidence was computed from, beside its text."""
    return f"{lexicon}.{revision}"

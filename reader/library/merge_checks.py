"""What another library brings is data: each document is checked before it is taken over."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reader.catalogue.document_store import DocumentStore
from reader.domain.anchoring import Exact, anchor
from reader.domain.bookmark import Bookmark
from reader.domain.document import Document, Fact, Passage, Version, place_blocks, version_text
from reader.domain.errors import InvalidInput
from reader.domain.selector import TextPositionSelector
from reader.text.plain import plain_text

_SHA256 = re.compile(r"[0-9a-f]{64}")
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class CheckedVersion:
    """One version of another library's document, found sound."""

    version: Version
    passages: tuple[Passage, ...]
    facts: tuple[Fact, ...]
    text: str

    @property
    def files(self) -> set[str]:
        """The SHA-256 of its original and its pictures."""
        return {self.version.sha256, *(each.picture for each in self.passages if each.picture)}


def checked_versions(theirs: DocumentStore, document: Document) -> list[CheckedVersion]:
    """All versions of a document, the oldest first. Raises InvalidInput for what cannot be so."""
    if not document.metadata.title.strip():
        raise _unsound(document, "it has no title")
    if not all(_COUNTRY.fullmatch(each) for each in document.metadata.countries):
        raise _unsound(document, "a country's code is none")
    checked = []
    for version in reversed(theirs.versions(document.id)):
        try:
            passages = theirs.passages(version.id)
            facts = theirs.facts(version.id)
        except (ValueError, TypeError, LookupError) as error:
            raise _unsound(document, "a passage cannot be read") from error
        _check_passages(document, version, passages)
        if not all(0 <= fact.passage < len(passages) for fact in facts):
            raise _unsound(document, "a fact stands in no passage")
        checked.append(CheckedVersion(version, passages, facts, version_text(passages)))
    return checked


def _check_passages(document: Document, version: Version, passages: tuple[Passage, ...]) -> None:
    if not _SHA256.fullmatch(version.sha256):
        raise _unsound(document, "its original has no SHA-256")
    if len(passages) != version.passage_count or passages != place_blocks(passages):
        raise _unsound(document, "its passages are out of place or missing")
    for passage in passages:
        if passage.text != plain_text(passage.text):
            raise _unsound(document, f"passage {passage.ordinal} holds signs that no text has")
        if passage.picture is not None and not _SHA256.fullmatch(passage.picture):
            raise _unsound(document, f"passage {passage.ordinal} has a picture without SHA-256")
        if not all(0 <= span.start < span.end <= len(passage.text) for span in passage.spans):
            raise _unsound(document, f"passage {passage.ordinal} is styled outside of its text")


def placed_mark(bookmark: Bookmark, text: str) -> TextPositionSelector | None:
    """Where a mark's quotation stands in the text that it was made in, None where it does not.

    The mark's own position counts only if its quotation stands there.
    """
    position, exact = bookmark.position, bookmark.quote.exact
    if exact and position.start >= 0 and text[position.start : position.end] == exact:
        return position
    match anchor(text, bookmark.quote, position):
        case Exact(start, end) if exact and text[start:end] == exact:
            return TextPositionSelector(start, end)
        case _:
            return None


def _unsound(document: Document, what: str) -> InvalidInput:
    return InvalidInput(
        f"{what}, so it was not taken over",
        item=document.metadata.title or document.id,
        remedy="Run `dossier verify` on the library that it comes from",
    )

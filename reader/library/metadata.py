"""Correcting what is known of a document: set by hand, unknown by hand, or as the source says."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from reader.catalogue.bookmark_store import BookmarkStore
from reader.catalogue.database import Database
from reader.catalogue.document_store import DocumentStore
from reader.catalogue.report_store import ReportStore
from reader.domain.changes import LibraryChanges
from reader.domain.country import CountryTable
from reader.domain.document import FieldValue, SourceMetadata
from reader.domain.errors import InvalidInput
from reader.domain.metadata import DATES, EDITABLE, LISTS, reset, set_by_hand
from reader.ingest.metadata import read_date
from reader.library.reference import language_codes
from reader.library.tagging import clean_tag
from reader.text.plain import plain_text

# Far above any title; what is longer was pasted by mistake.
LONGEST = 1000
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(-[A-Za-z0-9]{2,8})*")
_UNSEEN = re.compile(r"\s")
# What index and evidence are derived from.
_DERIVED = frozenset({"title", "language", "countries"})

Written = str | Sequence[str] | None
"""A value as a reader writes it: a text, several for a list, None or nothing for unknown."""


class Metadata:
    """Changes documents' metadata on their reader's wish, which goes before any source's word."""

    def __init__(
        self,
        database: Database,
        documents: DocumentStore,
        bookmarks: BookmarkStore,
        reports: ReportStore,
        countries: CountryTable,
    ) -> None:
        self._database = database
        self._documents = documents
        self._bookmarks = bookmarks
        self._reports = reports
        self._countries = countries

    def edit(self, document: str, **changes: Written) -> LibraryChanges:
        """Set fields by hand: they keep their value when the source is imported again.

        The fields are those of `domain.metadata.EDITABLE`; dates are ISO or with an English
        month, countries names or codes. Nothing says that a field is unknown. Raises InvalidInput
        with the field as its item, changing none of them; NotFound for the document.
        """
        values = {name: self.read(name, value) for name, value in changes.items()}
        return self._change(document, lambda held: set_by_hand(held, values))

    def reset(self, document: str, *names: str) -> LibraryChanges:
        """Take back what was set by hand: fields are again what the source says.

        Raises InvalidInput with the field as its item, NotFound for the document.
        """
        for name in names:
            _check_name(name)

        def again(held: SourceMetadata) -> SourceMetadata:
            for name in names:
                held = reset(held, name)
            return held

        return self._change(document, again)

    def restore(self, document: str, metadata: SourceMetadata) -> LibraryChanges:
        """Put back metadata as they were before an edit. Raises NotFound."""
        return self._change(document, lambda _: metadata)

    def read(self, name: str, value: Written) -> FieldValue:
        """What a reader wrote into a field. Raises InvalidInput with the field as its item."""
        _check_name(name)
        if name in LISTS:
            given = [value] if isinstance(value, str) else list(value or ())
            entries = [text for each in given if (text := _line(name, each))]
            return tuple(dict.fromkeys(self._entry(name, each) for each in entries))
        if not (value is None or isinstance(value, str)):
            raise InvalidInput("it takes one value", item=name)
        text = _line(name, value or "")
        if not text:
            if name == "title":
                raise InvalidInput("a document needs a title", item=name)
            return None
        if name in DATES:
            date = read_date(text)
            if date is None:
                raise InvalidInput(
                    f"“{text}” is not a date",
                    item=name,
                    remedy="Write 2023, 2023-05 or 2023-05-31",
                )
            return date
        return _READERS.get(name, _as_written)(text)

    def _entry(self, name: str, text: str) -> str:
        if name == "tags":
            try:
                return clean_tag(text)
            except InvalidInput as error:
                raise InvalidInput(error.what, item=name) from error
        if name != "countries":
            return text
        country = self._countries.find(text)
        if country is not None:
            return country.iso2
        other = self._countries.non_country(text)
        raise InvalidInput(
            f"“{text}” is not a country but {other.reason}" if other else f"no country “{text}”",
            item=name,
            remedy="Give an English name or an ISO 3166 code",
        )

    def _change(
        self, document: str, change: Callable[[SourceMetadata], SourceMetadata]
    ) -> LibraryChanges:
        with self._database.transaction() as connection:
            held = self._documents.get(document).metadata
            now = change(held)
            if now == held:
                return LibraryChanges()
            self._documents.put_metadata(connection, document, now)
        marks = [each.id for each in self._bookmarks.of_document(document)]
        reports = {report for mark in marks for report in self._reports.of_bookmark(mark)}
        countries = frozenset({*held.countries, *now.countries})
        derived = any(getattr(held, name) != getattr(now, name) for name in _DERIVED)
        return LibraryChanges(
            documents=frozenset({document}),
            countries=countries,
            evidence=countries,
            bookmarks=frozenset(marks),
            reports=frozenset(reports),
            search_index=derived,
        )


def _check_name(name: str) -> None:
    if name not in EDITABLE:
        raise InvalidInput("no such field", item=name, remedy=f"There are {', '.join(EDITABLE)}")


def _line(name: str, value: str) -> str:
    text = plain_text(value)
    if len(text) > LONGEST:
        raise InvalidInput(f"it is longer than {LONGEST} characters", item=name)
    return text


def _as_written(text: str) -> str:
    return text


def _web_address(text: str) -> str:
    try:
        parts = urlsplit(text)
        sound = parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        sound = False
    if not sound or _UNSEEN.search(text):
        raise InvalidInput(
            f"“{text}” is not a web address", item="url", remedy="Write https://… or http://…"
        )
    return text


def _language(text: str) -> str:
    match = _LANGUAGE.fullmatch(text)
    if match is None or match.group(1).lower() not in language_codes():
        raise InvalidInput(
            f"“{text}” is not the code of a language",
            item="language",
            remedy="Write a code such as en, es or pt-BR",
        )
    return match.group(1).lower() + text[match.end(1) :]


_READERS: Mapping[str, Callable[[str], str]] = {"url": _web_address, "language": _language}

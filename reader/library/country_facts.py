"""The facts that documents state of their country, as a profile shows them."""

from __future__ import annotations

from collections.abc import Iterable

from reader.catalogue.document_store import DocumentStore
from reader.domain.citation import content_date
from reader.domain.dates import PartialDate
from reader.domain.document import Document
from reader.library.profile_values import Fact
from reader.text.folding import fold

_UNDATED = PartialDate(0)


def country_facts(
    store: DocumentStore, documents: Iterable[Document], country: str
) -> tuple[Fact, ...]:
    """The facts on a country (alpha-2) in the newest versions of `documents`, by name.

    A document's facts are those of the country that stands first with it. Of one name the newest
    stands first: by the date of the fact, else of its source; what two sources say in the same
    words is listed once. Different values are all listed. Names come in the order of the document
    that states most.
    """
    stated = []
    for document in documents:
        if document.metadata.countries[:1] == (country,):
            facts = store.facts(document.version.id)
            stated.append((document, facts))
    stated.sort(key=lambda each: -len(each[1]))
    by_name: dict[str, list[tuple[PartialDate, Fact]]] = {}
    for document, facts in stated:
        source_date = content_date(document.metadata) or _UNDATED
        for each in facts:
            shown = Fact(each.name, each.value, document.id, each.date, each.passage)
            by_name.setdefault(each.name, []).append((each.date or source_date, shown))
    listed = []
    for entries in by_name.values():
        said: set[str] = set()
        # Sorting is stable: of one date, the document that states most stands first.
        for _, fact in sorted(entries, key=lambda entry: entry[0], reverse=True):
            if fold(fact.value) not in said:
                said.add(fold(fact.value))
                listed.append(fact)
    return tuple(listed)

"""A library to search: countries, dates, publishers, tags, two languages, tables and bookmarks."""

from __future__ import annotations

from pathlib import Path

from reader.library.library import Library
from reader.library.search_results import Facet, SearchResults

_FRONT = """---
title: {}
publisher: {}
published: {}
language: {}
countries: [{}]
kind: {}
tags: [{}]
---

"""

RIVER = (
    _FRONT.format(
        "River gold", "Example Weekly", "2021-03", "en", "PE", "article", "mining/gold, rivers"
    )
    + """# River gold

## The camps

Illegal gold mining pays better than any other work along the upper river. Túpac Ruiz keeps count.

Mercury is sold in the market, and nobody asks for what.

## Fuel

Fuel comes by night; the miners pay for it in gold dust.

| Place | Tonnes | Buyer |
|-------|--------|-------|
| Upper camp | 15 | a trader in dredged sand |
| Lower camp | 70,000 | gold merchants |
"""
)
COAST = (
    _FRONT.format(
        "The coast and its ports", "Thomson Example", "2019", "en", "CO", "profile", "ports"
    )
    + """# The coast and its ports

## Containers

Cocaine leaves in banana containers. Dockers are paid to look away.

## Gold on the quay

Gold from the river is sold here as scrap. A hydropower contract was signed elsewhere.

The dam upstream stands empty.
"""
)
MINAS = (
    _FRONT.format(
        "Las minas del altiplano", "Diario Ejemplo", "2016-05-02", "es", "BO", "news", "mining"
    )
    + """# Las minas del altiplano

## Los mineros

Los mineros ilegales pagan cuotas, y el oro cruza la frontera de noche.

## El mercurio

El mercurio envenena los ríos; la policía mira hacia otro lado.
"""
)
UNDATED = (
    "---\ntitle: Notes without a date\npublisher: 'Example, Inc.'\nlanguage: en\n"
    "countries: [EC, PE]\nkind: summary\n---\n\n"
    """# Notes without a date

## Borders

Weapons cross the border to Ecuador, and gold crosses it the other way.

## Prisons

Inmates run two wings. Overcrowding is severe.
"""
)
SOURCES = {"river": RIVER, "coast": COAST, "minas": MINAS, "undated": UNDATED}


def fill(library: Library, folder: Path) -> None:
    """Import the sources, index and evaluate them."""
    folder.mkdir()
    for name, text in SOURCES.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    library.importing.run([folder])
    library.deriving.run()


def document(library: Library, title: str) -> str:
    """The identifier of a document."""
    return next(each.id for each in library.documents.all() if each.metadata.title == title)


def texts(results: SearchResults) -> list[str]:
    """The beginnings of the hits' passages, in order."""
    return [hit.passage.text[:24] for hit in results.hits]


def titles(results: SearchResults) -> list[str]:
    """The titles of the documents with hits, in order."""
    return [group.document.metadata.title for group in results.groups if not group.whole]


def facet(results: SearchResults, field: str) -> dict[str, int]:
    """A facet's counts by value; empty for a facet that is not there."""
    found: Facet | None = next((each for each in results.facets if each.field == field), None)
    return {each.value: each.count for each in found.values} if found else {}


def chosen(results: SearchResults, field: str) -> list[str]:
    """The values chosen in a facet."""
    found = next((each for each in results.facets if each.field == field), None)
    return [each.value for each in found.values if each.chosen] if found else []

"""A query narrowed by the values of facets, whatever words the query has for them."""

from __future__ import annotations

from collections.abc import Iterable

from reader.domain.query_editing import with_filter, without_filter
from reader.library.search_results import Facet


def with_value_toggled(text: str, facets: Iterable[Facet], field: str, value: str) -> str:
    """The query with a facet's value chosen, or chosen no more.

    `facets` are those of the query's results. Where what was typed stands for more values than the
    one that goes ("2013..2016"), the others stay chosen, by name.
    """
    values = [each for facet in facets if facet.field == field for each in facet.values]
    gone = next((each for each in values if each.value == value and each.chosen), None)
    if gone is None:
        return with_filter(text, field, value)
    kept = [
        each.value
        for each in values
        if each is not gone and not set(each.written).isdisjoint(gone.written)
    ]
    for written in gone.written:
        text = without_filter(text, field, written)
    for each in kept:
        text = with_filter(text, field, each)
    return text


def without_values(text: str, facets: Iterable[Facet]) -> str:
    """The query without any value of these facets, the facets of its results."""
    for facet in facets:
        for each in facet.values:
            for written in each.written:
                text = without_filter(text, facet.field, written)
    return text

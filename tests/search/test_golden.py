"""One list of queries and the passages they find, for every engine.

The sets are the same for all. `first` is the passage that ranks first where that is clear; where
engines may differ in it, a query has none.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reader.domain.query import And, Filter, InPassages, InVersions, Node, Not, Or
from reader.domain.query_parsing import parse
from reader.search.engine import IndexedEntry, IndexedVersion, Searcher, Wanted
from tests.search.by_reading import Reading
from tests.search.engines import ENGINES, index_of

HERE = Path(__file__).parent
DOCUMENTS = tomllib.loads((HERE / "golden_texts.toml").read_text(encoding="utf-8"))["document"]
QUERIES = tomllib.loads((HERE / "golden_queries.toml").read_text(encoding="utf-8"))["query"]
NAMES = {number: document["name"] for number, document in enumerate(DOCUMENTS, 1)}
VERSIONS = tuple(
    IndexedVersion(
        version=number,
        title=document["title"],
        language=document["language"],
        entries=tuple(
            IndexedEntry(
                each["at"], each["text"], tuple(each.get("under", ())), each.get("weight", 1.0)
            )
            for each in document["entries"]
        ),
    )
    for number, document in enumerate(DOCUMENTS, 1)
)


@dataclass(frozen=True)
class Resolver:
    """Does for the golden texts what the library does for filters: names become versions."""

    documents: list[dict[str, Any]]

    def resolved(self, node: Node) -> Node:
        match node:
            case Filter("in", _):
                # A cell in the middle of a row, and a passage.
                return InPassages(frozenset({(1, 10), (2, 2)}))
            case Filter(field, value):
                values = {each.strip().casefold() for each in value.split(",")}
                return InVersions(
                    frozenset(
                        number
                        for number, document in enumerate(self.documents, 1)
                        if values & {each.casefold() for each in self._held(document, field)}
                    )
                )
            case Not(child):
                return Not(self.resolved(child))
            case And(nodes):
                return And(tuple(map(self.resolved, nodes)))
            case Or(nodes):
                return Or(tuple(map(self.resolved, nodes)))
            case _:
                return node

    def _held(self, document: dict[str, Any], field: str) -> list[str]:
        names = {"country": "countries", "tag": "tags", "lang": "language"}
        held = document[names.get(field, field)]
        return held if isinstance(held, list) else [str(held)]


def root_of(text: str) -> Node:
    root = parse(text).root
    assert root is not None
    return Resolver(DOCUMENTS).resolved(root)


@pytest.fixture(scope="module", params=ENGINES)
def searcher(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Searcher]:
    index = index_of(request.param, tmp_path_factory.mktemp("golden") / "index")
    # Written as a library grows: in two steps, with a version that is replaced and one removed.
    index.write([*VERSIONS[:3], IndexedVersion(99, "Gold", "en", VERSIONS[0].entries)], ())
    index.write([VERSIONS[0], *VERSIONS[3:]], [99])
    opened = index.searcher()
    yield opened
    opened.close()


@pytest.mark.parametrize("query", QUERIES, ids=[each["ask"] for each in QUERIES])
def test_a_query_finds_these_passages(searcher: Searcher, query: dict[str, Any]) -> None:
    found = searcher.search(root_of(query["ask"]), Wanted(100))
    names = [f"{NAMES[each.version]}.{each.passage}" for each in found.best]
    assert sorted(names) == sorted(query["finds"])
    assert found.total == len(names)
    assert [NAMES[each.version] for each in found.whole] == query.get("whole", [])
    if "first" in query:
        assert names[0] == query["first"]


def test_the_list_has_every_kind_of_syntax() -> None:
    asked = " ".join(each["ask"] for each in QUERIES)
    for sign in ('"', "=", "*", "~", "~1", "-", "NOT", "OR", "(", '"~', "country:", "in:", "|"):
        assert sign in asked
    assert len(QUERIES) >= 100
    assert sum("first" in each for each in QUERIES) >= 12


@pytest.mark.parametrize("query", QUERIES, ids=[each["ask"] for each in QUERIES])
def test_reading_the_texts_finds_the_same(query: dict[str, Any]) -> None:
    root = root_of(query["ask"])
    names = {f"{NAMES[version]}.{passage}" for version, passage in Reading(VERSIONS).hits(root)}
    assert names == set(query["finds"])
    assert {NAMES[each] for each in Reading(VERSIONS).whole(root)} == set(query.get("whole", []))

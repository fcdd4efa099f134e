"""What the importers' tests share: the reference data, and a short way to import a text."""

from __future__ import annotations

import pytest
from importing import Import

from reader.domain.scoring import ScoredIndex
from reader.ingest.formats import import_file
from reader.ingest.imported import Imported, Knowledge, Source
from reader.library.reference import DEFAULT_INDEX, load_countries, load_indices
from reader.places import resources


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return Knowledge(load_countries(resources()), load_indices(resources()))


@pytest.fixture(scope="session")
def index(knowledge: Knowledge) -> ScoredIndex:
    return knowledge.indices[DEFAULT_INDEX]


@pytest.fixture(scope="session")
def import_text(knowledge: Knowledge) -> Import:
    def run(text: str, name: str = "source.md") -> Imported:
        return import_file(Source(text.encode(), name), knowledge)

    return run

"""The engines that the tests run against: all that are installed."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from reader.search.engine import SearchIndex
from reader.search.tantivy_index import TantivyIndex
from reader.search.whoosh_index import WhooshIndex

ENGINES = ("whoosh", "tantivy") if find_spec("tantivy") else ("whoosh",)


def index_of(engine: str, folder: Path) -> SearchIndex:
    """An index of an engine."""
    return TantivyIndex(folder) if engine == "tantivy" else WhooshIndex(folder)

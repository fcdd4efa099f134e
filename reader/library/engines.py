"""Which search engine this library's index uses on this machine, and when another serves better.

The choice is the machine's own and lies in its cache, as the index does. Each engine has its own
folder; switching builds the new index first, then chooses it, then removes the old one: whenever it
is killed, one whole index is in force.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from reader.domain.errors import InvalidInput
from reader.domain.query import Node
from reader.search.engine import (
    FoundPassages,
    IndexedVersion,
    KnownWord,
    Searcher,
    SearchIndex,
    Wanted,
)

WHOOSH, TANTIVY = "whoosh", "tantivy"
ENGINES = (WHOOSH, TANTIVY)
"""All search engines, the default first."""
HOW_TO_INSTALL = "pip install 'dossier-reader[large]'"
# The slowest of twenty prefixes of three letters takes Whoosh 7 ms at 40,000 passages and 41 at
# 200,000, a phrase 9 and 59; tantivy 1 and 2, 1 and 4 (p95, tests/benchmarks/search). A key is
# answered in some 30 ms, so typing begins to lag between the two.
RECOMMENDED_FROM = 150_000
"""From so many searchable passages on, tantivy is recommended."""
_FILE = "search-engine.json"
_FOLDERS = {WHOOSH: "index", TANTIVY: "index-tantivy"}


def installed(engine: str) -> bool:
    """Whether an engine can be used by this program."""
    return engine in ENGINES and find_spec(engine) is not None


class Engines:
    """The engines of one library on this machine; `cache` is the library's folder there."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._indexes: dict[str, SearchIndex] = {}

    @property
    def chosen(self) -> str:
        """The engine that was chosen, whether it can be used or not."""
        engine = self._read().get("engine")
        return engine if isinstance(engine, str) else WHOOSH

    @property
    def in_force(self) -> str:
        """The engine that is used: Whoosh where the chosen one is not known or not installed."""
        chosen = self.chosen
        return chosen if chosen == WHOOSH or installed(chosen) else WHOOSH

    @property
    def note(self) -> str | None:
        """Why another engine is used than the one that was chosen; None when it is not."""
        chosen = self.chosen
        if chosen == self.in_force:
            return None
        if chosen not in ENGINES:
            return f"The search engine “{chosen}” is not known here; Whoosh is used"
        return f"The search engine {chosen} is not installed; Whoosh is used ({HOW_TO_INSTALL})"

    def index(self, engine: str | None = None) -> SearchIndex:
        """The index of an engine, by default of the one that is used."""
        name = self.in_force if engine is None else engine
        if name not in self._indexes:
            self._indexes[name] = self._made(name)
        return self._indexes[name]

    def check(self, engine: str) -> None:
        """Raises InvalidInput for an engine that this program cannot use, with what to do."""
        if engine not in ENGINES:
            raise InvalidInput(
                "there is no such search engine", item=engine, remedy=f"Name {' or '.join(ENGINES)}"
            )
        if not installed(engine):
            raise InvalidInput(
                "this search engine is not installed", item=engine, remedy=HOW_TO_INSTALL
            )

    def choose(self, engine: str) -> None:
        """Use an engine from now on; its index is there already. Raises OSError."""
        self._write({**self._read(), "engine": engine})

    def forget_others(self) -> None:
        """Remove the indexes of engines that are not used any more.

        One that was written since the choice is used by a program that lacks the chosen engine.
        """
        used = self.in_force
        # An engine that is only missing here may be there again tomorrow.
        if used == self.chosen:
            for engine in ENGINES:
                if engine != used and self._is_left(engine):
                    self.index(engine).clear()

    def recommendation(self) -> str | None:
        """Why to switch to tantivy, for a library as large as this one; None where it is not."""
        if self.chosen != WHOOSH:
            return None
        passages = sum(self.index(WHOOSH).stamp().values())
        if passages < RECOMMENDED_FROM:
            return None
        reason = (
            f"This library has {passages:,} passages. From {RECOMMENDED_FROM:,} on, the search"
            " engine tantivy answers several times as fast as Whoosh"
        )
        if installed(TANTIVY):
            return f"{reason}. The search index is built again for it"
        return f"{reason}. It is not installed yet: {HOW_TO_INSTALL}"

    def to_offer(self) -> str | None:
        """A recommendation that was not made in the window yet."""
        return None if self._read().get("offered") else self.recommendation()

    def was_offered(self) -> None:
        """Do not offer it again: who did not want it, or wants it later, knows of it now."""
        with suppress(OSError):
            self._write({**self._read(), "offered": True})

    def _is_left(self, engine: str) -> bool:
        folder = self._cache / _FOLDERS[engine]
        try:
            written = folder.stat().st_mtime_ns
            chosen = (self._cache / _FILE).stat().st_mtime_ns
        except OSError:
            return folder.is_dir()
        return written <= chosen or not self.index(engine).generation()

    def _made(self, engine: str) -> SearchIndex:
        folder = self._cache / _FOLDERS[engine]
        if engine == TANTIVY:
            from reader.search.tantivy_index import TantivyIndex

            return TantivyIndex(folder)
        from reader.search.whoosh_index import WhooshIndex

        return WhooshIndex(folder)

    def _read(self) -> dict[str, object]:
        try:
            data = json.loads((self._cache / _FILE).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        return data if isinstance(data, dict) else {}

    def _write(self, data: Mapping[str, object]) -> None:
        self._cache.mkdir(parents=True, exist_ok=True)
        fresh = self._cache / f"{_FILE}.new"
        fresh.write_text(json.dumps(data), encoding="utf-8")
        fresh.replace(self._cache / _FILE)


class ChosenIndex:
    """The index of whatever engine is used, also when another program switches; see SearchIndex."""

    def __init__(self, engines: Engines) -> None:
        self._engines = engines

    @property
    def engine(self) -> str:
        """The name of the engine that is used."""
        return self._engines.index().engine

    @property
    def folder(self) -> Path:
        """Where its index lies."""
        return self._engines.index().folder

    def stamp(self) -> Mapping[int, int]:
        """Entries by version."""
        return self._engines.index().stamp()

    def revisions(self) -> Mapping[int, int]:
        """The revision of the metadata by version."""
        return self._engines.index().revisions()

    def generation(self) -> int:
        """A number that changes whenever the index was written; 0 when there is none."""
        return self._engines.index().generation()

    def count(self) -> int:
        """Entries that the index holds. Raises IndexUnavailable."""
        return self._engines.index().count()

    def check(self) -> None:
        """Read all files. Raises IndexUnavailable when one is not as it was written."""
        self._engines.index().check()

    def write(
        self,
        add: Iterable[IndexedVersion],
        remove: Iterable[int],
        progress: Callable[[int], None] = lambda done: None,
        revisions: Mapping[int, int] | None = None,
    ) -> None:
        """Add and remove versions; then what another engine left is removed."""
        self._engines.index().write(add, remove, progress, revisions)
        self._engines.forget_others()

    def clear(self) -> None:
        """Remove the index."""
        self._engines.index().clear()

    def searcher(self) -> Searcher:
        """A reader of whatever index is in force."""
        return _ChosenSearcher(self._engines)


class _ChosenSearcher:
    def __init__(self, engines: Engines) -> None:
        self._engines = engines
        self._guard = threading.Lock()
        self._open: tuple[SearchIndex, Searcher] | None = None

    def search(self, root: Node, wanted: Wanted) -> FoundPassages:
        return self._current().search(root, wanted)

    def words(self, prefix: str, limit: int = 20) -> list[KnownWord]:
        return self._current().words(prefix, limit)

    def near(self, word: str, limit: int = 5) -> list[KnownWord]:
        return self._current().near(word, limit)

    def occurs(self, word: str) -> bool:
        return self._current().occurs(word)

    def close(self) -> None:
        with self._guard:
            if self._open is not None:
                self._open[1].close()
                self._open = None

    def _current(self) -> Searcher:
        with self._guard:
            index = self._engines.index()
            if self._open is None or self._open[0] is not index:
                if self._open is not None:
                    self._open[1].close()
                self._open = index, index.searcher()
            return self._open[1]

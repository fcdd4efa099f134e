"""A real library of the synthetic corpus, imported from Markdown; kept for the next run."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reader.library.library import Library
from tests.benchmarks.search.corpus import corpus_file, made, markdown


@contextmanager
def made_library(
    passages: int, seed: int, countries: Path | None = None, *, writing: bool = False
) -> Iterator[Library]:
    """The library, its index up to date; `countries` is a folder of country files to import too.

    What is written to it stays: measure what changes it on a copy.
    """
    home = home_of(passages, seed, countries)
    cache = home / "cache"
    if not (home / "ready").is_file():
        shutil.rmtree(home, ignore_errors=True)
        _make(home, passages, seed, countries)
    with Library.open(
        home / "library", writing=writing, program="benchmark", cache=cache
    ) as library:
        start = time.perf_counter()
        indexed = library.deriving.indexing.run()
        if indexed.added:
            seconds = time.perf_counter() - start
            print(f"{indexed.added} documents indexed in {seconds:.1f} s", flush=True)
        yield library


def home_of(passages: int, seed: int, countries: Path | None = None) -> Path:
    """Where the library (`library`) and what is derived from it (`cache`) lie."""
    own = corpus_file(passages, seed)
    with_files = "-with-country-files" if countries else ""
    return own.with_name(f"{own.stem.replace('corpus', 'library')}{with_files}")


def _make(home: Path, passages: int, seed: int, countries: Path | None) -> None:
    sources = home / "sources"
    sources.mkdir(parents=True)
    for document in made(passages, seed):
        name = f"{document.number:05}.md"
        (sources / name).write_text(markdown(document), encoding="utf-8")
    start = time.perf_counter()
    with Library.create(home / "library", program="benchmark", cache=home / "cache") as library:
        library.importing.run([sources, *([countries] if countries else [])])
        total = library.documents.passage_total
    seconds = time.perf_counter() - start
    print(f"{total:,} passages imported in {seconds:.0f} s", flush=True)
    shutil.rmtree(sources)
    (home / "ready").touch()

"""A library to read from, one to write to, and a home of its own for every test."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from cli_runs import Dossier

from reader.cli.main import main
from reader.places import seeds

RIVERS = """---
title: Gold and the rivers
publisher: A test's own press
authors: [Ada Example]
published: 2020-05
url: https://example.org/gold
language: en
countries: [PE]
kind: article
tags: [gold]
---

# Gold and the rivers

Illegal gold mining poisons the rivers of Peru with mercury; miners work by night.

## Trade

Buyers in Lima pay cash. The police seized counterfeit dollars, and nobody was arrested.

| Year | Tonnes |
|------|--------|
| 2014 | 15 |
"""

SUMMARY = """---
title: Cocaine in short
publisher: A test's own press
language: en
countries: [PE]
kind: summary
summarises:
  title: The long paper
  publisher: An institute
  url: https://example.org/long
  published: 2013
---

# Cocaine in short

Peru produces more cocaine than any country but Colombia, and traffickers ship it to Europe.
"""

OTHER = """---
title: Timber of the north
language: en
countries: [BO]
---

# Timber of the north

Loggers fell trees without a licence; the timber leaves Bolivia by lorry.
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing outside of the test's folder is read or written."""
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("DOSSIER_CACHE", str(tmp_path / "cache"))
    for name in ("DOSSIER_DEBUG", "NO_COLOR", "PYTHONIOENCODING"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three documents and a table of scores."""
    folder = tmp_path_factory.mktemp("sources")
    (folder / "gold.md").write_text(RIVERS, encoding="utf-8")
    (folder / "cocaine.md").write_text(SUMMARY, encoding="utf-8")
    (folder / "timber.md").write_text(OTHER, encoding="utf-8")
    shutil.copy(seeds() / "peru-scores-2023.csv", folder / "scores.csv")
    return folder


@pytest.fixture(scope="session")
def filled(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with these sources, made once; nobody writes to it."""
    base = tmp_path_factory.mktemp("filled")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("DOSSIER_CACHE", str(base / "cache"))
        code = main(
            ["--library", str(base / "library"), "--empty", "import", str(sources)],
            open_window=_never,
            paint_window=_never,
        )
    assert code == 0
    return base


def _never(*_: object, **__: object) -> Any:
    raise AssertionError("no window is wanted")


@pytest.fixture
def reading(
    filled: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Dossier:
    """The command line on the library that everybody reads."""
    monkeypatch.setenv("DOSSIER_CACHE", str(filled / "cache"))
    return Dossier(filled / "library", capsys)


@pytest.fixture
def fresh(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Dossier:
    """The command line on a library that does not exist yet."""
    return Dossier(tmp_path / "library", capsys)


@pytest.fixture
def writing(fresh: Dossier, filled: Path) -> Dossier:
    """The command line on a library of the test's own, with the sources in it."""
    shutil.copytree(filled / "library", fresh.library)
    return fresh

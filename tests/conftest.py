"""What every test stands on: folders of its own, and a small library in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.library.library import Library

RIVER = """---
title: River gold
publisher: Example Weekly
authors: [A. Writer]
published: 2021-03
url: https://weekly.example/river-gold
language: en
countries: [PE]
kind: article
---

# River gold

## The camps

Illegal gold mining pays better than any other work along the upper river. Miners without
licences dig at night, and corrupt officers look away 😀.

Fuel comes by night. Buyers from the coast pay in cash.

## The prisons

Prison population stands at 233 percent of capacity. Fuel comes by night here too.

| Item | Figure | Year |
|---|---|---|
| Prison population | 233 percent of capacity | 2016 |
| Guards | 12 | 2016 |
"""

DIGEST = """---
title: A digest in short
publisher: Dossier starter library
language: en
countries: [PE, EC]
kind: summary
summarises:
  title: The long digest
  publisher: Big House
  published: 2015
---

# A digest in short

## Forgery

Counterfeit dollars were seized twice as often as the year before.

## Borders

Traffickers and trafficking rings carry weapons to Ecuador; arms trafficking grows.
"""

_SCORED = "PE,global_organized_crime_index,2023,{},Example Index 2023,Example House,"
SCORES = "\n".join(
    [
        "country,index,edition,indicator,value,change,comparable,"
        "source_title,source_publisher,source_url",
        _SCORED.format("arms_trafficking,6.50,1.00,yes"),
        _SCORED.format("non_renewable_resource_crimes,9.00,0.00,yes"),
        _SCORED.format("trade_in_counterfeit_goods,9.00,,no"),
        _SCORED.format("criminal_markets,6.20,0.00,yes"),
        _SCORED.format("criminal_actors,6.60,0.10,yes"),
        "",
    ]
)


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's own library, cache or settings."""
    for name in ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home" / name.lower()))
    monkeypatch.setenv("DOSSIER_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with an article, a summary and a sheet of scores."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "river.md").write_text(RIVER, encoding="utf-8")
    (folder / "digest.md").write_text(DIGEST, encoding="utf-8")
    (folder / "scores.csv").write_text(SCORES, encoding="utf-8")
    return folder


@pytest.fixture
def empty_library(tmp_path: Path) -> Iterator[Library]:
    """A new library, open for writing."""
    with Library.create(tmp_path / "library", program="the tests") as library:
        yield library


@pytest.fixture
def library(empty_library: Library, sources: Path) -> Library:
    """The small library: imported, indexed and evaluated."""
    empty_library.importing.run([sources])
    empty_library.deriving.run()
    return empty_library

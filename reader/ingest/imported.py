"""What an importer reads and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from reader.domain.country import CountryTable
from reader.domain.document import Block, Fact, SourceMetadata
from reader.domain.scoring import ScoredIndex, ScoreSheet


def _no_companion(_: str) -> bytes | None:
    return None


@dataclass(frozen=True, slots=True)
class Source:
    """One file to read: its bytes, its own name, and what was saved beside it.

    `companion` gives the bytes of a file by its path relative to this one, with `/` (a page's
    `_files` folder, a picture beside a Markdown file), None for whatever is not there, lies
    elsewhere or is too large. Nothing is ever fetched.
    """

    data: bytes
    name: str
    companion: Callable[[str], bytes | None] = _no_companion


@dataclass(frozen=True, slots=True)
class Imported:
    """One source as read: `metadata` and `blocks` are absent for a pure sheet of scores.

    `format` is the importer's identifier; `warnings` are sentences for the user. `pictures` are
    the files of the blocks' pictures by their SHA-256 (PNG, JPEG, GIF or WebP). The ordinals of
    `facts` are those of `blocks`. `indices` describes scored indices that `sheets` refer to and
    that Dossier does not ship.
    """

    format: str
    metadata: SourceMetadata | None
    blocks: tuple[Block, ...] = ()
    sheets: tuple[ScoreSheet, ...] = ()
    warnings: tuple[str, ...] = ()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    indices: tuple[ScoredIndex, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What importers need to know of the world, loaded once by the library and passed in.

    `mappings` are the folders of the mapping files for tables of scores, read when one is met; a
    file in an earlier folder comes before those in later ones.
    """

    countries: CountryTable
    indices: Mapping[str, ScoredIndex]
    mappings: tuple[Path, ...] = ()


Importer = Callable[[Source, Knowledge], Imported]
"""Reads a source. Raises ImportFailed naming it, with the reason and a remedy."""

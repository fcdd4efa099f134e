"""What an importer yields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from reader.domain.country import CountryTable
from reader.domain.document import Block, SourceMetadata
from reader.domain.scoring import ScoredIndex, ScoreSheet


@dataclass(frozen=True, slots=True)
class Imported:
    """One source as read: `metadata` and `blocks` are absent for a pure sheet of scores.

    `format` is the importer's identifier; `warnings` are sentences for the user.
    """

    format: str
    metadata: SourceMetadata | None
    blocks: tuple[Block, ...] = ()
    sheets: tuple[ScoreSheet, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What importers need to know of the world, loaded once by the library and passed in."""

    countries: CountryTable
    indices: Mapping[str, ScoredIndex]


Importer = Callable[[bytes, str, Knowledge], Imported]
"""Reads a file's bytes; the second argument is its name, for messages. Raises ImportFailed."""

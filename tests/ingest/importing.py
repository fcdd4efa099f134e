"""The type of the fixture that imports a text."""

from __future__ import annotations

from collections.abc import Callable

from reader.ingest.imported import Imported

Import = Callable[..., Imported]
"""Imports a text under a file name, which is that of a Markdown file unless another is given."""
